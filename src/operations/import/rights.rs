//! Rights from files that know more than grants: deny rules, patterns, rules for all clients.

use std::collections::BTreeMap;

use amqtt_rules::{
    names::AccountName,
    overlap::overlaps,
    topic::{Action, TopicFilter},
};

use super::LeftOut;

/// The rights of a file, sorted by client so that two concurrent imports do not deadlock.
pub(crate) type Rights = BTreeMap<AccountName, Vec<(Action, TopicFilter)>>;

/// A rule about a topic, with its line.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    pub(crate) line: u64,
    pub(crate) filter: TopicFilter,
}

/// Grants a rule, unless a deny rule that the broker asks first overlaps it: a stored filter has no exceptions, and no client
/// may get more than before.
pub(crate) fn grant<'a>(
    rights: &mut Vec<(Action, TopicFilter)>,
    action: Action,
    rule: &Rule,
    denied: impl IntoIterator<Item = &'a Rule>,
    left_out: &mut LeftOut,
) {
    if let Err(error) = rule.filter.check_storable(action) {
        return left_out.add(rule.line, &error.to_string());
    }
    if denied
        .into_iter()
        .any(|deny| overlaps(&deny.filter, &rule.filter))
    {
        return left_out.add(
            rule.line,
            "not granted because a deny rule overlaps it: deny rules cannot be stored",
        );
    }
    rights.push((action, rule.filter.clone()));
}

/// Warning about a filter that other brokers would take for a pattern.
pub(crate) const PATTERN: &str =
    "patterns such as %u and %c are not expanded: the topic filter matches these very characters";

/// Placeholders for the name of a client in other brokers: Mosquitto, VerneMQ and EMQX.
const PATTERNS: [&str; 4] = ["%u", "%c", "%m", "${"];

/// Returns the placeholder in a filter, if there is one.
pub(crate) fn pattern_in(filter: &str) -> Option<&'static str> {
    PATTERNS.into_iter().find(|pattern| filter.contains(pattern))
}

/// Returns a pattern with a client's name in place of `%u` and `%c`, or `None` if the result cannot be stored or would be
/// wider.
pub(crate) fn expanded(pattern: &str, user: &str, client_id: &str) -> Option<TopicFilter> {
    if [user, client_id].iter().any(|name| name.contains(['+', '#'])) {
        return None;
    }
    let mut text = String::with_capacity(pattern.len() + user.len());
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('%') {
        text.push_str(before);
        rest = match after.as_bytes().first() {
            Some(b'u') => {
                text.push_str(user);
                &after[1..]
            }
            Some(b'c') => {
                text.push_str(client_id);
                &after[1..]
            }
            _ => {
                text.push('%');
                after
            }
        };
    }
    text.push_str(rest);
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_take_the_name_once() {
        let of = |pattern, user| expanded(pattern, user, "id").map(|filter| filter.as_str().to_owned());
        assert_eq!(of("a/%u/%c/#", "ada").as_deref(), Some("a/ada/id/#"));
        assert_eq!(of("%u%u/%%u/%x/%", "%c").as_deref(), Some("%c%c/%%c/%x/%"));
        assert_eq!(of("a/%u", "#"), None);
        assert_eq!(of("a/%u", "x+"), None);
        assert_eq!(of("%u/x", "$share/g"), None);
    }
}
