//! Topics that show whether a broker keeps the rights of a client.

use amqtt_verifier::{Acl, Action, Request};

/// The topics for one client.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Witnesses {
    /// A filter that the client may subscribe to.
    pub(super) subscribe: Option<String>,
    /// A filter that it may not subscribe to: where that can be, one on which brokers have something retained.
    pub(super) subscribe_beyond: Option<String>,
    /// A filter that is wider than its rights, though they match it as if it were a topic.
    pub(super) subscribe_wider: Option<String>,
    /// A topic that it may not publish.
    pub(super) publish_beyond: Option<String>,
    /// The same that it would receive, if that were published.
    pub(super) publish_heard: Option<String>,
    /// Topics that it may subscribe to, and not receive; those that no real device has come first.
    pub(super) receive_beyond: Vec<String>,
}

/// A level that no real topic has.
const LEVEL: &str = "amqtt-admin-probe";

impl Witnesses {
    /// Chooses topics by the rights, and by the filters that may be subscribed to, as they are stored.
    pub(super) fn of(acl: &Acl, subscribe: &[String]) -> Self {
        let allows =
            |action, topic: &str| Request::parse(action, topic).is_ok_and(|request| acl.allows(request));
        let denies =
            |action, topic: &str| Request::parse(action, topic).is_ok_and(|request| !acl.allows(request));
        let denied = |action, topics: &[String]| topics.iter().find(|topic| denies(action, topic)).cloned();
        let names: Vec<String> = subscribe.iter().map(|filter| name(filter)).collect();
        // Nobody listens to a topic of this name, unless to everything.
        let strange = [format!("{LEVEL}/{LEVEL}")];
        let listened = ["$SYS/#".to_owned(), strange[0].clone()];
        let mut receive_beyond: Vec<String> = names
            .iter()
            .filter(|name| allows(Action::Subscribe, name) && denies(Action::Receive, name))
            .cloned()
            .collect();
        receive_beyond.sort_by_key(|name| !name.contains(LEVEL));
        let wider: Vec<String> = subscribe.iter().filter_map(|filter| widened(filter)).collect();
        Self {
            subscribe: subscribe
                .iter()
                .find(|filter| allows(Action::Subscribe, filter))
                .cloned(),
            subscribe_beyond: denied(Action::Subscribe, &listened),
            subscribe_wider: denied(Action::Subscribe, &wider),
            publish_beyond: denied(Action::Publish, &strange).or_else(|| denied(Action::Publish, &names)),
            publish_heard: names
                .iter()
                .find(|name| {
                    denies(Action::Publish, name)
                        && allows(Action::Subscribe, name)
                        && allows(Action::Receive, name)
                })
                .cloned(),
            receive_beyond,
        }
    }
}

/// A topic that a filter matches.
fn name(filter: &str) -> String {
    let levels = filter.split('/').map(|level| match level {
        "+" | "#" => LEVEL,
        level => level,
    });
    levels.collect::<Vec<_>>().join("/")
}

/// A filter that a broker which matches filters as if they were topics takes for allowed: `a/+` becomes `a/#`.
fn widened(filter: &str) -> Option<String> {
    let before = filter.strip_suffix('+')?;
    Some(format!("{before}#"))
}

#[cfg(test)]
mod tests {
    use amqtt_database::StoredRights;

    use super::*;

    fn witnesses(publish: &[&str], subscribe: &[&str], receive: &[&str]) -> Witnesses {
        let mut rights = StoredRights::default();
        for (action, filters) in [
            (Action::Publish, publish),
            (Action::Subscribe, subscribe),
            (Action::Receive, receive),
        ] {
            rights
                .of_mut(action)
                .extend(filters.iter().map(|filter| (*filter).to_owned()));
        }
        Witnesses::of(&rights.acl(), rights.of(Action::Subscribe))
    }

    #[test]
    fn topics_are_beyond_the_rights_of_the_client() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            witnesses(&["a/up"], &["a/+", "a/down"], &["a/#"]),
            Witnesses {
                subscribe: some("a/+"),
                subscribe_beyond: some("$SYS/#"),
                subscribe_wider: some("a/#"),
                publish_beyond: some("amqtt-admin-probe/amqtt-admin-probe"),
                publish_heard: some("a/amqtt-admin-probe"),
                receive_beyond: Vec::new(),
            }
        );
        assert_eq!(
            witnesses(&["#"], &["#"], &["#"]),
            Witnesses {
                subscribe: some("#"),
                subscribe_beyond: some("$SYS/#"),
                ..Witnesses::default()
            }
        );
        assert_eq!(
            witnesses(&[], &[], &[]),
            Witnesses {
                subscribe_beyond: some("$SYS/#"),
                publish_beyond: some("amqtt-admin-probe/amqtt-admin-probe"),
                ..Witnesses::default()
            }
        );
        let deaf = witnesses(&[], &["a/down", "a/b", "c/+"], &["a/b"]);
        assert_eq!(deaf.receive_beyond, ["c/amqtt-admin-probe", "a/down"]);
        let all = witnesses(&[], &["$SYS/#"], &[]);
        assert_eq!(all.subscribe_beyond, some("amqtt-admin-probe/amqtt-admin-probe"));
    }
}
