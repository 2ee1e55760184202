//! A topic that shows why something is denied.

use std::{borrow::Cow, collections::HashSet};

use super::index::Gap;

/// Writes a topic that a request reaches and no stored filter matches: wherever the request takes any level, it has one that
/// none of the filters mentions.
///
/// It exceeds the length limit of topic names only where the request almost does.
pub(super) fn topic<'f>(gap: Gap<'_>, stored: impl Iterator<Item = &'f str>) -> String {
    let fresh = fresh_level(stored);
    let levels = gap
        .levels()
        .map(|level| level.unwrap_or(Cow::Borrowed(fresh.as_str())));
    levels.collect::<Vec<_>>().join("/")
}

/// Finds a level that is in no filter, as short as possible: an operator reads it.
fn fresh_level<'f>(stored: impl Iterator<Item = &'f str>) -> String {
    let used: HashSet<&str> = stored.flat_map(|filter| filter.split('/')).collect();
    let letters = ('x'..='z').chain('a'..='w').map(String::from);
    let numbered = (1_u64..).map(|n| format!("x{n}"));
    letters
        .chain(numbered)
        .find(|level| !used.contains(level.as_str()))
        .unwrap_or_default()
}
