//! Topics that are not covered.

use std::borrow::Cow;

use super::query::Query;

/// Topics that a request can match and no stored filter does: of all of them that are uncovered, the shortest.
#[derive(Clone, Copy)]
pub(in crate::acl) struct Gap<'a>(Query<'a>);

impl<'a> Gap<'a> {
    pub(super) fn new(query: Query<'a>) -> Self {
        Self(query)
    }

    /// Iterates over the levels of these topics, nothing for one that may be any level.
    pub(in crate::acl) fn levels(self) -> impl Iterator<Item = Option<Cow<'a, str>>> {
        self.0
            .levels()
            .map(|level| (level != b"+").then(|| String::from_utf8_lossy(level)))
    }
}
