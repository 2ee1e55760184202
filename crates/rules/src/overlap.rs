//! The overlap of two filters: the topics that both of them match.

use crate::topic::TopicFilter;

/// Returns the filter that matches exactly the topics that both filters match, where there are any (MQTT 5, 4.7.1).
///
/// ```
/// use amqtt_rules::{TopicFilter, overlap::intersection};
///
/// let filter = |text: &str| text.parse::<TopicFilter>().unwrap();
/// let common = intersection(&filter("a/+/#"), &filter("+/b"));
/// assert_eq!(common.unwrap().as_str(), "a/b");
/// assert!(intersection(&filter("#"), &filter("$SYS/#")).is_none());
/// ```
#[must_use]
pub fn intersection(one: &TopicFilter, other: &TopicFilter) -> Option<TopicFilter> {
    let mut common = Vec::new();
    walk(one.as_str(), other.as_str(), |level| common.push(level))
        .then(|| TopicFilter::known(&common.join("/")))
}

/// Returns whether any topic is matched by both filters.
#[must_use]
pub fn overlaps(one: &TopicFilter, other: &TopicFilter) -> bool {
    walk(one.as_str(), other.as_str(), |_| {})
}

/// Goes through the levels of both, and gives those of what they have in common; false where that is nothing.
fn walk<'a>(one: &'a str, other: &'a str, mut level: impl FnMut(&'a str)) -> bool {
    // A wildcard in the first level matches nothing that begins with `$` (MQTT 5, 4.7.2).
    let is_open = |filter: &str| filter.starts_with(['+', '#']);
    if (is_open(one) && other.starts_with('$')) || (is_open(other) && one.starts_with('$')) {
        return false;
    }
    let (mut ones, mut others) = (one.split('/'), other.split('/'));
    loop {
        match (ones.next(), others.next()) {
            (None, None) => return true,
            (Some("#"), rest) => {
                rest.into_iter().chain(others).for_each(level);
                return true;
            }
            (rest, Some("#")) => {
                rest.into_iter().chain(ones).for_each(level);
                return true;
            }
            (Some("+"), Some(text)) | (Some(text), Some("+")) => level(text),
            (Some(text), Some(same)) if text == same => level(text),
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that fails should stop there")]

    use super::*;
    use crate::{acl::Filters, topic::TopicName};

    /// All filters and names of up to three levels over a small alphabet.
    fn texts(levels: &[&str]) -> Vec<String> {
        let mut texts: Vec<String> = levels.iter().map(|level| (*level).to_owned()).collect();
        for _ in 0..2 {
            let longer = texts
                .iter()
                .flat_map(|text| levels.iter().map(move |level| format!("{text}/{level}")));
            texts = texts.iter().cloned().chain(longer.collect::<Vec<_>>()).collect();
        }
        texts.sort();
        texts.dedup();
        texts
    }

    #[test]
    fn the_intersection_matches_what_both_match() {
        let filters: Vec<TopicFilter> = texts(&["a", "", "$b", "+", "#"])
            .iter()
            .filter_map(|text| text.parse().ok())
            .collect();
        let names = texts(&["a", "c", "", "$b"]);
        let names: Vec<TopicName<'_>> = names
            .iter()
            .filter_map(|name| TopicName::parse(name).ok())
            .collect();
        let matches = |filter: &TopicFilter| {
            let stored: Filters = [filter.clone()].into_iter().collect();
            names.iter().map(|name| stored.matches(*name)).collect::<Vec<_>>()
        };
        let matched: Vec<Vec<bool>> = filters.iter().map(matches).collect();
        for (one, of_one) in filters.iter().zip(&matched) {
            for (other, of_other) in filters.iter().zip(&matched) {
                let both: Vec<bool> = of_one.iter().zip(of_other).map(|(a, b)| *a && *b).collect();
                let common = intersection(one, other);
                assert_eq!(common.is_some(), overlaps(one, other));
                match common {
                    Some(common) => assert_eq!(matches(&common), both, "{one} and {other}: {common}"),
                    None => assert!(!both.contains(&true), "{one} and {other}"),
                }
            }
        }
    }
}
