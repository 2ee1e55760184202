//! Rights as lines of a Mosquitto ACL file.
//!
//! Mosquitto accepts every SUBSCRIBE, and delivers what a `read` rule matches. Here a client receives what it may both
//! subscribe to and receive. So `read` stands for the topics that are in both.

use amqtt_database::StoredRights;
use amqtt_rules::{
    acl::Filters,
    overlap::intersection,
    topic::{Action, TopicFilter},
};

use crate::operations::import::acl::{SLASHES_MAX, is_c_space};

/// The outcome for the rights of a client.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Lines {
    /// The lines, from the one that names the user; none where there is no rule.
    pub(crate) lines: Vec<String>,
    /// True if a right to subscribe reaches beyond those to receive, or the other way.
    pub(crate) is_narrower: bool,
    /// The number of filters that such a file cannot hold.
    pub(crate) unwritable: usize,
}

/// Returns the lines of a client; nothing where its name cannot be in such a file.
pub(crate) fn lines(name: &str, stored: &StoredRights) -> Option<Lines> {
    if name.is_empty() || name != name.trim_matches(is_c_space) {
        return None;
    }
    let mut done = Lines::default();
    let filters = |action: Action, done: &mut Lines| -> Vec<TopicFilter> {
        let texts = stored.of(action);
        let filters: Vec<TopicFilter> = texts.iter().filter_map(|text| text.parse().ok()).collect();
        done.unwritable += texts.len() - filters.len();
        filters
    };
    let written = filters(Action::Publish, &mut done);
    let (subscribed, received) = (
        filters(Action::Subscribe, &mut done),
        filters(Action::Receive, &mut done),
    );
    let read = in_both(&subscribed, &received);
    let readable: Filters = read.iter().cloned().collect();
    done.is_narrower = !subscribed
        .iter()
        .chain(&received)
        .all(|filter| readable.cover(filter));

    let is_writable = |filter: &&TopicFilter| can_hold(filter.as_str());
    for filter in read.iter().filter(is_writable) {
        let access = if written.contains(filter) {
            "readwrite"
        } else {
            "read"
        };
        done.lines.push(format!("topic {access} {filter}"));
    }
    for filter in written.iter().filter(is_writable) {
        if !read.contains(filter) {
            done.lines.push(format!("topic write {filter}"));
        }
    }
    done.unwritable += read
        .iter()
        .chain(&written)
        .filter(|filter| !is_writable(filter))
        .count();
    if !done.lines.is_empty() {
        done.lines.insert(0, format!("user {name}"));
    }
    Some(done)
}

/// Returns filters for the topics that are matched on both sides.
fn in_both(subscribed: &[TopicFilter], received: &[TopicFilter]) -> Vec<TopicFilter> {
    let all: Filters = received.iter().cloned().collect();
    let (whole, parts): (Vec<&TopicFilter>, Vec<&TopicFilter>) =
        subscribed.iter().partition(|filter| all.cover(*filter));
    let covered: Filters = whole.iter().copied().cloned().collect();
    let parts = parts
        .into_iter()
        .flat_map(|one| received.iter().filter_map(move |other| intersection(one, other)));
    let mut both: Vec<TopicFilter> = whole.into_iter().cloned().collect();
    both.extend(parts.filter(|part| !covered.cover(part)));
    both.sort();
    both.dedup();
    both
}

/// Returns whether a line can hold a filter, and Mosquitto starts with it.
fn can_hold(filter: &str) -> bool {
    filter == filter.trim_matches(is_c_space)
        && !filter.contains('\n')
        && filter.bytes().filter(|byte| *byte == b'/').count() <= SLASHES_MAX
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(publish: &[&str], subscribe: &[&str], receive: &[&str]) -> Lines {
        let mut stored = StoredRights::default();
        for (action, filters) in Action::ALL.into_iter().zip([publish, subscribe, receive]) {
            *stored.of_mut(action) = filters.iter().map(|filter| (*filter).to_owned()).collect();
        }
        lines("ada", &stored).unwrap_or_default()
    }

    #[test]
    fn reading_is_subscribing_and_receiving() {
        let same = of(&["a/#", "w"], &["a/#"], &["a/#"]);
        assert_eq!(same.lines, ["user ada", "topic readwrite a/#", "topic write w"]);
        assert!(!same.is_narrower && same.unwritable == 0);

        let narrow = of(&[], &["a/#", "b"], &["#", "$SYS/#"]);
        assert_eq!(narrow.lines, ["user ada", "topic read a/#", "topic read b"]);
        assert!(narrow.is_narrower);

        let parts = of(&[], &["+/x/#"], &["a/+", "b/x/y", "c/y"]);
        assert_eq!(parts.lines, ["user ada", "topic read a/x", "topic read b/x/y"]);

        assert_eq!(of(&[], &["a"], &[]).lines, Vec::<String>::new());
        assert!(of(&[], &["a"], &[]).is_narrower);
    }

    #[test]
    fn filters_that_a_line_cannot_hold() {
        let deep = "/".repeat(201);
        let lines = of(&[" a", "b ", "c\nd", &deep, "e f", "x#"], &[], &[]);
        assert_eq!(lines.lines, ["user ada", "topic write e f"]);
        assert_eq!(lines.unwritable, 5);
        assert_eq!(super::lines(" ada", &StoredRights::default()), None);
    }
}
