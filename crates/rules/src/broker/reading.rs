//! The readings of a request that a broker passed on: the topics that it may stand for.

use std::borrow::Cow;

use super::kind::Broker;
use crate::topic::{Action, Subscription};

/// Maximum number of commas in the filters of a SUBSCRIBE at NanoMQ: the readings grow by the square of it.
const COMMAS_MAX: usize = 31;

/// Returns every topic that a broker may mean by the text that it sends. All of them must be granted; none at all means
/// that nothing can be granted.
pub(super) fn readings(broker: Broker, action: Action, topic: &str) -> Vec<Cow<'_, str>> {
    match (broker, action) {
        (Broker::RabbitMq, action) => routing_key(topic, action).into_iter().collect(),
        (Broker::NanoMq, Action::Subscribe) => joined(topic),
        _ => vec![topic.into()],
    }
}

/// Reads a topic as RabbitMQ does, which knows it by its routing key: `.` and `/` are one separator, and so are `*` and
/// `+` one wildcard.
fn routing_key(topic: &str, action: Action) -> Option<Cow<'_, str>> {
    if !topic.contains(['.', '*']) {
        return Some(topic.into());
    }
    let slashes = topic.replace('.', "/");
    if action != Action::Subscribe {
        return Some(slashes.into());
    }
    let levels = slashes
        .split('/')
        .map(|level| if level == "*" { "+" } else { level });
    let read = levels.collect::<Vec<_>>().join("/");
    Subscription::parse(&read).is_ok().then(|| read.into())
}

/// Reads what NanoMQ sends for the filters of a SUBSCRIBE, which are joined by commas: every filter of every way to cut
/// it apart in which all parts are filters.
fn joined(topic: &str) -> Vec<Cow<'_, str>> {
    let cuts: Vec<usize> = topic.match_indices(',').map(|(at, _)| at).collect();
    if cuts.len() > COMMAS_MAX {
        return Vec::new();
    }
    // Where a part may begin, and where the one that begins there at the earliest would end.
    let begins: Vec<usize> = [0].into_iter().chain(cuts.iter().map(|at| at + 1)).collect();
    let ends: Vec<usize> = cuts.iter().copied().chain([topic.len()]).collect();
    let is_part = |first: usize, last: usize| Subscription::parse(&topic[begins[first]..ends[last]]).is_ok();
    let count = begins.len();
    let mut before = vec![false; count + 1];
    before[0] = true;
    for end in 1..=count {
        before[end] = (0..end).any(|first| before[first] && is_part(first, end - 1));
    }
    let mut after = vec![false; count + 1];
    after[count] = true;
    for first in (0..count).rev() {
        after[first] = (first..count).any(|last| after[last + 1] && is_part(first, last));
    }
    let mut parts = Vec::new();
    for first in (0..count).filter(|first| before[*first]) {
        for last in (first..count).filter(|last| after[last + 1] && is_part(first, *last)) {
            parts.push(Cow::Borrowed(&topic[begins[first]..ends[last]]));
        }
    }
    parts
}
