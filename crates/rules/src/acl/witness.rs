//! A topic that shows why something is denied.

use std::collections::HashSet;

use super::{Filters, query::Query};

/// A topic that a request reaches: wherever it may be anything, a level that no stored filter mentions.
///
/// It is longer than a topic may be only where the request almost is, too.
pub(super) fn topic(query: Query<'_>, filters: &Filters) -> String {
    let fresh = fresh_level(filters);
    let levels = query.levels().map(|level| match level {
        b"+" => fresh.as_str().into(),
        text => String::from_utf8_lossy(text),
    });
    levels.collect::<Vec<_>>().join("/")
}

/// A level that is in no filter, as short as can be: an operator is to read it.
fn fresh_level(filters: &Filters) -> String {
    let used: HashSet<&str> = filters.iter().flat_map(|filter| filter.split('/')).collect();
    let letters = ('x'..='z').chain('a'..='w').map(String::from);
    let numbered = (1_u64..).map(|n| format!("x{n}"));
    letters
        .chain(numbered)
        .find(|level| !used.contains(level.as_str()))
        .unwrap_or_default()
}
