//! The topic rules once more, in the plainest way: topics are enumerated, and matched by recursion.

use std::{cell::RefCell, collections::HashMap};

use amqtt_rules::{Acl, Action, Denial, Request, TopicFilter, TopicName, Verdict};

/// The levels of small filters.
pub const LITERALS: [&str; 4] = ["", "a", "b", "$x"];
/// The most levels of small filters.
pub const DEPTH: usize = 4;
/// A level that is in no filter.
pub const FRESH: &str = "fresh";

pub fn filter(text: &str) -> TopicFilter {
    text.parse().unwrap()
}

/// MQTT 5, 4.7, level by level.
pub fn matches(filter: &str, name: &str) -> bool {
    fn levels(filter: &[&str], name: &[&str]) -> bool {
        match (filter, name) {
            (["#"], _) | ([], []) => true,
            ([first, filter @ ..], [level, name @ ..]) => {
                (*first == "+" || first == level) && levels(filter, name)
            }
            _ => false,
        }
    }
    let is_hidden = name.starts_with('$') && filter.starts_with(['+', '#']);
    !is_hidden
        && levels(
            &filter.split('/').collect::<Vec<_>>(),
            &name.split('/').collect::<Vec<_>>(),
        )
}

/// All texts of 1 to `depth` levels, each of them one of `alphabet`, that are not empty.
pub fn texts(alphabet: &[&str], depth: usize) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut longest: Vec<String> = alphabet.iter().map(ToString::to_string).collect();
    for _ in 0..depth {
        let next = longest
            .iter()
            .flat_map(|text| alphabet.iter().map(move |level| format!("{text}/{level}")));
        let next = next.collect();
        all.extend(
            std::mem::replace(&mut longest, next)
                .into_iter()
                .filter(|text| !text.is_empty()),
        );
    }
    all
}

/// A set of topics, one bit each.
#[derive(Clone, PartialEq, Eq)]
pub struct Topics(Vec<u64>);

impl Topics {
    pub fn matched_by(filter: &str, names: &[String]) -> Self {
        let word = |names: &[String]| {
            names
                .iter()
                .rev()
                .fold(0, |word, name| word << 1 | u64::from(matches(filter, name)))
        };
        Self(names.chunks(64).map(word).collect())
    }

    pub fn union<'a>(sets: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut union: Vec<u64> = Vec::new();
        for Self(set) in sets {
            union.resize(set.len(), 0);
            union.iter_mut().zip(set).for_each(|(all, word)| *all |= word);
        }
        Self(union)
    }

    pub fn covers(&self, other: &Self) -> bool {
        other
            .0
            .iter()
            .enumerate()
            .all(|(at, word)| word & !self.0.get(at).unwrap_or(&0) == 0)
    }
}

thread_local! {
    static NAMES: Vec<String> = texts(&[LITERALS.as_slice(), &[FRESH]].concat(), DEPTH + 1);
    static TOPICS: RefCell<HashMap<String, Topics>> = RefCell::default();
}

/// The topics that a filter matches; found once for each filter.
pub fn topics(filter: &str) -> Topics {
    let find = || NAMES.with(|names| Topics::matched_by(filter, names));
    TOPICS.with_borrow_mut(|known| known.entry(filter.to_owned()).or_insert_with(find).clone())
}

pub fn union<'a>(filters: impl IntoIterator<Item = &'a str>) -> Topics {
    Topics::union(&filters.into_iter().map(topics).collect::<Vec<_>>())
}

/// A filter so long that a set with it is stored as a tree, whatever else is in it: there are two ways to store filters, and
/// both are to be tested. No topic of the tests reaches it.
pub fn long_filter() -> TopicFilter {
    filter(&format!("long{}", "/x".repeat(40)))
}

/// The verdict on a request for a filter is right, and so is what it says.
pub fn check_verdict(stored: &[String], request: &str) {
    let filters = || stored.iter().map(|text| filter(text));
    let acl = |filters: &mut dyn Iterator<Item = TopicFilter>| -> Acl {
        filters.map(|filter| (Action::Subscribe, filter)).collect()
    };
    check_verdict_of(&acl(&mut filters()), stored, request);
    check_verdict_of(&acl(&mut filters().chain([long_filter()])), stored, request);
}

fn check_verdict_of(acl: &Acl, stored: &[String], request: &str) {
    let wanted = topics(request);
    let covered = union(stored.iter().map(String::as_str)).covers(&wanted);
    assert_eq!(
        Request::parse(Action::Subscribe, request).map(|request| acl.allows(request)),
        Ok(covered)
    );
    assert_eq!(
        Request::parse(Action::Subscribe, &format!("$share/g/{request}")).map(|request| acl.allows(request)),
        Ok(covered)
    );
    match Request::parse(Action::Subscribe, request)
        .map(|request| acl.decide(request))
        .unwrap()
    {
        Verdict::Allowed { by } => {
            assert!(covered);
            assert!(by.iter().all(|filter| stored.contains(&filter.to_string())));
            assert!(
                union(by.iter().map(TopicFilter::as_str)).covers(&wanted),
                "{by:?}"
            );
        }
        Verdict::Denied { witness, why } => {
            assert!(!covered);
            assert_eq!(why, Denial::NotCovered);
            assert!(
                TopicName::parse(&witness).is_ok() && matches(request, &witness),
                "{witness}"
            );
            assert!(
                !stored.iter().any(|stored| matches(stored, &witness)),
                "{witness}"
            );
        }
        other => panic!("{other:?}"),
    }
}
