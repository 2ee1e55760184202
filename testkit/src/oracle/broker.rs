//! The answers to brokers, once more in the plainest way: topics, routing keys and cuts are enumerated.

use std::collections::BTreeSet;

use amqtt_rules::{Subscription, broker::Broker};

use super::acl::{FRESH, matches, texts, topics, union};

/// Rights as the tests have them: the filters to subscribe, and those to receive.
pub struct Stored<'a> {
    pub subscribe: &'a [String],
    pub receive: &'a [String],
}

impl Stored<'_> {
    /// Returns whether a broker that sends this for a SUBSCRIBE is to be answered yes.
    pub fn allow(&self, broker: Broker, sent: &str) -> bool {
        match broker {
            Broker::RabbitMq => self.keeps_routing_keys(sent),
            Broker::NanoMq => self.allow_joined(sent),
            Broker::Emqx | Broker::VerneMq => self.cover(sent, true),
            _ => self.cover(sent, false),
        }
    }

    fn cover(&self, sent: &str, receive: bool) -> bool {
        let Ok(request) = Subscription::parse(sent) else {
            return false;
        };
        let wanted = topics(request.filter());
        let covers = |stored: &[String]| union(stored.iter().map(String::as_str)).covers(&wanted);
        covers(self.subscribe) && (!receive || covers(self.receive))
    }

    /// Every way to cut at commas is tried; one with a part that is not a filter is none that a client sent.
    fn allow_joined(&self, sent: &str) -> bool {
        let pieces: Vec<&str> = sent.split(',').collect();
        let mut ways = (0_u32..1 << (pieces.len() - 1))
            .map(|cuts| cut(&pieces, cuts))
            .filter(|parts| parts.iter().all(|part| Subscription::parse(part).is_ok()))
            .peekable();
        let granted = self.names_around(sent);
        let is_granted = |part: &String| {
            let mut reached = granted.iter().filter(|(name, _)| matches(part, name));
            reached.all(|(_, granted)| *granted)
        };
        ways.peek().is_some() && ways.all(|parts| parts.iter().all(is_granted))
    }

    /// Topics of every level that a part of the text, or a stored filter, may have, and whether each may be received.
    fn names_around(&self, sent: &str) -> Vec<(String, bool)> {
        let pieces: Vec<&str> = sent.split(',').collect();
        let parts = (0..1 << (pieces.len() - 1)).flat_map(|cuts| cut(&pieces, cuts));
        let filters = parts.chain(self.subscribe.iter().chain(self.receive).cloned());
        let levels: BTreeSet<String> = filters
            .flat_map(|filter| filter.split('/').map(str::to_owned).collect::<Vec<_>>())
            .filter(|level| !level.contains(['+', '#']))
            .chain([FRESH.to_owned()])
            .collect();
        let levels: Vec<&str> = levels.iter().map(String::as_str).collect();
        let is_in = |filters: &[String], name: &str| filters.iter().any(|filter| matches(filter, name));
        let granted = |name: String| {
            let both = is_in(self.subscribe, &name) && is_in(self.receive, &name);
            (name, both)
        };
        texts(&levels, 3).into_iter().map(granted).collect()
    }

    /// Every message that RabbitMQ would deliver for the binding is one that some filter, read as a binding, lets
    /// through.
    fn keeps_routing_keys(&self, sent: &str) -> bool {
        let binding = key(sent);
        if Subscription::parse(&sent.replace('.', "/")).is_err() {
            return false;
        }
        let reaches = |filters: &[String], message: &str| {
            let mut kept = filters.iter().filter(|filter| !filter.contains(['.', '*']));
            kept.any(|filter| binds(&words(&key(filter)), &words(message)))
        };
        let names = texts(&["", "a", "b", FRESH], 5);
        names
            .iter()
            .map(|name| key(name))
            .filter(|message| binds(&words(&binding), &words(message)))
            .all(|message| reaches(self.subscribe, &message) && reaches(self.receive, &message))
    }
}

fn cut(pieces: &[&str], cuts: u32) -> Vec<String> {
    let mut parts = vec![pieces[0].to_owned()];
    for (at, piece) in pieces[1..].iter().enumerate() {
        match parts.last_mut() {
            Some(part) if cuts >> at & 1 == 0 => *part = format!("{part},{piece}"),
            _ => parts.push((*piece).to_owned()),
        }
    }
    parts
}

/// The routing key that RabbitMQ's MQTT plug-in makes of a topic or a filter.
fn key(topic: &str) -> String {
    topic.replace('/', ".").replace('+', "*")
}

fn words(key: &str) -> Vec<&str> {
    key.split('.').collect()
}

/// AMQP's topic exchange: `*` is one word, `#` any number of them.
fn binds(binding: &[&str], message: &[&str]) -> bool {
    match (binding, message) {
        ([], []) => true,
        (["#", rest @ ..], _) => (0..=message.len()).any(|many| binds(rest, &message[many..])),
        ([first, binding @ ..], [word, message @ ..]) => {
            (*first == "*" || first == word) && binds(binding, message)
        }
        _ => false,
    }
}
