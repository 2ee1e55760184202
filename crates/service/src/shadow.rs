//! A Mosquitto ACL file that answers in place of our rules, for the time of a move: what would change is logged before it does.
//! It is read as Mosquitto 2.0 reads it (mosquitto.conf(5), `acl_file`).

use std::collections::HashMap;

use amqtt_verifier::{
    Acl, Action, Filters, Request, TopicFilter, TopicName,
    broker::{Broker, BrokerRights},
    overlap::overlaps,
};

/// Error from a line of an ACL file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {fault}")]
pub struct ShadowError {
    /// The line, counted from 1.
    pub line: usize,
    fault: &'static str,
}

/// The rules of a Mosquitto ACL file.
#[derive(Debug, Default)]
pub struct Shadow {
    /// By user name; those before the first `user` are for clients without one.
    users: HashMap<Option<String>, Rules>,
    patterns: Vec<(Access, String)>,
}

#[derive(Debug, Default)]
struct Rules {
    denied: Vec<TopicFilter>,
    read: Vec<TopicFilter>,
    write: Vec<TopicFilter>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Access {
    Read,
    Write,
    Both,
    Deny,
}

impl Access {
    fn grants(self, action: Action) -> bool {
        match action {
            Action::Receive => matches!(self, Self::Read | Self::Both),
            Action::Publish => matches!(self, Self::Write | Self::Both),
            Action::Subscribe => false,
        }
    }
}

impl Shadow {
    /// Reads an ACL file.
    ///
    /// # Errors
    /// [`ShadowError`] for a line that Mosquitto would refuse.
    pub fn read(text: &str) -> Result<Self, ShadowError> {
        let mut shadow = Self::default();
        let mut user = None;
        for (index, line) in text.lines().enumerate() {
            let faulty = |fault| ShadowError {
                line: index + 1,
                fault,
            };
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (word, rest) = line
                .split_once([' ', '\t'])
                .ok_or_else(|| faulty("it has one word alone"))?;
            let rest = rest.trim();
            match word {
                "user" => user = Some(rest.to_owned()),
                "topic" => {
                    let (access, filter) = access_and_topic(rest);
                    let filter = filter
                        .parse()
                        .map_err(|_| faulty("its topic is not a topic filter"))?;
                    shadow.users.entry(user.clone()).or_default().add(access, filter);
                }
                "pattern" => {
                    let (access, pattern) = access_and_topic(rest);
                    shadow.patterns.push((access, pattern.to_owned()));
                }
                _ => return Err(faulty("it begins with neither user, topic nor pattern")),
            }
        }
        // What is denied comes first.
        shadow.patterns.sort_by_key(|(access, _)| *access != Access::Deny);
        Ok(shadow)
    }

    /// Decides for a broker. One that does not ask again at delivery cannot have every subscription granted, as Mosquitto's
    /// clients do: what the file lets the client read must cover it.
    #[must_use]
    pub fn allows_at(
        &self,
        broker: Broker,
        user_name: Option<&str>,
        client_id: Option<&str>,
        action: Action,
        topic: &str,
    ) -> bool {
        match (broker, action) {
            (broker, Action::Subscribe) if !broker.asks_on_delivery() => {
                let readable = self.readable(user_name, client_id);
                let acl = Acl {
                    subscribe: readable.iter().cloned().collect(),
                    receive: readable.into_iter().collect(),
                    ..Acl::default()
                };
                BrokerRights::new(broker, acl).asked(action, topic).is_allowed()
            }
            // RabbitMQ sends a dot for every slash.
            (Broker::RabbitMq, _) => self.allows(user_name, client_id, action, &topic.replace('.', "/")),
            _ => self.allows(user_name, client_id, action, topic),
        }
    }

    /// Returns the filters that a client may read whole: those that no deny rule takes anything from.
    fn readable(&self, user_name: Option<&str>, client_id: Option<&str>) -> Vec<TopicFilter> {
        let mut denied: Vec<TopicFilter> = Vec::new();
        let mut readable = Vec::new();
        let mut by_name = Vec::new();
        if let Some(rules) = self.users.get(&user_name.map(str::to_owned)) {
            denied.clone_from(&rules.denied);
            by_name.clone_from(&rules.read);
        }
        readable.extend(
            by_name
                .into_iter()
                .filter(|filter| !denied.iter().any(|deny| overlaps(deny, filter))),
        );
        if is_wild(user_name) || is_wild(client_id) {
            return readable;
        }
        let filled = |wanted: &dyn Fn(Access) -> bool| {
            let patterns = self.patterns.iter().filter(|(access, _)| wanted(*access));
            let filters =
                patterns.filter_map(|(_, pattern)| fill(pattern, user_name, client_id)?.parse().ok());
            filters.collect::<Vec<TopicFilter>>()
        };
        denied.extend(filled(&|access| access == Access::Deny));
        let patterns = filled(&|access| access.grants(Action::Receive));
        readable.extend(
            patterns
                .into_iter()
                .filter(|filter| !denied.iter().any(|deny| overlaps(deny, filter))),
        );
        readable
    }

    /// Decides as Mosquitto does, which grants every subscription and asks again at delivery.
    #[must_use]
    pub fn allows(
        &self,
        user_name: Option<&str>,
        client_id: Option<&str>,
        action: Action,
        topic: &str,
    ) -> bool {
        let name = match Request::parse(action, topic) {
            Ok(Request::Publish(name) | Request::Receive(name)) => name,
            Ok(Request::Subscribe(_)) => return true,
            Err(_) => return false,
        };
        if let Some(rules) = self.users.get(&user_name.map(str::to_owned)) {
            if matches(&rules.denied, name) {
                return false;
            }
            if matches(
                if action == Action::Publish {
                    &rules.write
                } else {
                    &rules.read
                },
                name,
            ) {
                return true;
            }
        }
        if is_wild(user_name) || is_wild(client_id) {
            return false;
        }
        let matching = self.patterns.iter().find(|(access, pattern)| {
            let filter = fill(pattern, user_name, client_id).and_then(|filter| filter.parse().ok());
            (*access == Access::Deny || access.grants(action))
                && filter.is_some_and(|filter: TopicFilter| matches(&[filter], name))
        });
        matching.is_some_and(|(access, _)| *access != Access::Deny)
    }
}

impl Rules {
    fn add(&mut self, access: Access, filter: TopicFilter) {
        match access {
            Access::Deny => self.denied.push(filter),
            Access::Read => self.read.push(filter),
            Access::Write => self.write.push(filter),
            Access::Both => {
                self.read.push(filter.clone());
                self.write.push(filter);
            }
        }
    }
}

/// Returns whether a name has a wildcard in it, and would match more than itself in a pattern.
fn is_wild(name: Option<&str>) -> bool {
    name.is_some_and(|name| name.contains(['+', '#']))
}

/// Splits `read a/b`; without a word for the access, it is both.
fn access_and_topic(rest: &str) -> (Access, &str) {
    let Some((word, topic)) = rest.split_once([' ', '\t']) else {
        return (Access::Both, rest);
    };
    let access = match word {
        "read" => Access::Read,
        "write" => Access::Write,
        "readwrite" => Access::Both,
        "deny" => Access::Deny,
        // A topic with a space in it.
        _ => return (Access::Both, rest),
    };
    (access, topic.trim())
}

/// Puts the names into a pattern; `None` if it needs one that the client does not have.
fn fill(pattern: &str, user_name: Option<&str>, client_id: Option<&str>) -> Option<String> {
    let mut filled = pattern.to_owned();
    for (mark, name) in [("%u", user_name), ("%c", client_id)] {
        if pattern.contains(mark) {
            filled = filled.replace(mark, name?);
        }
    }
    Some(filled)
}

fn matches(filters: &[TopicFilter], name: TopicName<'_>) -> bool {
    let filters: Filters = filters.iter().cloned().collect();
    filters.matches(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "\
# for clients without a user name
topic read public/#

user ada
topic plant/+/state
topic write plant/7/set
topic deny plant/7/state

pattern readwrite own/%u/#
pattern read client/%c
pattern deny own/+/secret
";

    #[test]
    fn the_file_is_read_as_mosquitto_reads_it() {
        let shadow = Shadow::read(FILE).unwrap();
        for (user, client, action, topic, allowed) in [
            (None, "c", Action::Receive, "public/a", true),
            (None, "c", Action::Publish, "public/a", false),
            (Some("ada"), "c", Action::Receive, "public/a", false),
            (Some("ada"), "c", Action::Publish, "plant/8/state", true),
            (Some("ada"), "c", Action::Receive, "plant/8/state", true),
            (Some("ada"), "c", Action::Receive, "plant/7/state", false),
            (Some("ada"), "c", Action::Publish, "plant/7/set", true),
            (Some("ada"), "c", Action::Receive, "plant/7/set", false),
            (Some("bob"), "c", Action::Publish, "own/bob/x", true),
            (Some("bob"), "c", Action::Publish, "own/ada/x", false),
            (Some("bob"), "c", Action::Publish, "own/bob/secret", false),
            (Some("bob"), "c", Action::Receive, "client/c", true),
            (Some("bob"), "+", Action::Receive, "client/c", false),
            (Some("+"), "c", Action::Publish, "own/bob/x", false),
            (None, "c", Action::Publish, "own/bob/x", false),
            (Some("bob"), "c", Action::Subscribe, "#", true),
            (Some("ada"), "c", Action::Publish, "a/#", false),
        ] {
            let found = shadow.allows(user, Some(client), action, topic);
            assert_eq!(found, allowed, "{user:?} {client} {action:?} {topic}");
        }
    }

    #[test]
    fn what_is_not_asked_at_delivery_must_be_readable_whole() {
        let shadow = Shadow::read(FILE).unwrap();
        for (broker, user, topic, allowed) in [
            (Broker::Mosquitto, Some("ada"), "#", true),
            (Broker::Emqx, Some("ada"), "#", false),
            (Broker::Emqx, Some("stranger"), "#", false),
            (Broker::Emqx, None, "public/#", true),
            (Broker::Emqx, None, "#", false),
            // A deny rule takes something from the first filter.
            (Broker::Emqx, Some("ada"), "plant/8/state", false),
            (Broker::Emqx, Some("bob"), "client/c", true),
            (Broker::Emqx, Some("bob"), "own/bob/#", false),
            (Broker::NanoMq, None, "public/a,public/b", true),
            (Broker::NanoMq, None, "public/a,b", false),
            (Broker::RabbitMq, None, "public.#", true),
            (Broker::RabbitMq, None, "#", false),
            (Broker::VerneMq, Some("bob"), "client/+", false),
        ] {
            let found = shadow.allows_at(broker, user, Some("c"), Action::Subscribe, topic);
            assert_eq!(found, allowed, "{broker:?} {user:?} {topic}");
        }
        let publishes = |topic| shadow.allows_at(Broker::RabbitMq, Some("ada"), None, Action::Publish, topic);
        assert!(publishes("plant.8.state"));
        assert!(!publishes("plant.7.state"));
    }

    #[test]
    fn a_line_that_is_none_is_refused_with_its_number() {
        for (text, line) in [("topic", 1), ("\nuser a\ntopic read a/#/b", 3), ("acl x", 1)] {
            assert_eq!(Shadow::read(text).unwrap_err().line, line, "{text}");
        }
    }
}
