//! The stored filters of one action, ready for decisions.

use std::fmt;

use super::{Denial, Verdict, query::Query, trie::Trie, witness};
use crate::{Subscription, TopicFilter, TopicName};

/// The stored filters of one action.
///
/// Made once, by collecting filters, and then only asked. A decision takes no memory from the heap. It looks up each level
/// of the topic once, and again for each way that a `+` of the filters opens. The ways can be many: filters of n levels
/// that are made of `+` and one text open 2^n. But there are at most two steps for each filter, so that the worst topic
/// for the worst filters takes a time like that of a search from one filter to the next.
///
/// The order in which filters were given makes no difference. What does not fit into 4 GiB of text is left out, and so
/// grants nothing.
#[derive(Clone)]
pub struct Filters(Trie);

impl Filters {
    /// How many different filters there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.ends.len()
    }

    /// Whether there is none, so that nothing is allowed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.ends.is_empty()
    }

    /// All filters, each once, level by level in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len() as u32).map(|filter| self.0.filter(filter))
    }

    /// Whether some filter matches the topic.
    #[must_use]
    pub fn matches(&self, name: TopicName<'_>) -> bool {
        self.0.find(Query::new(name.as_str()), false, |_| true).is_some()
    }

    /// Whether the filters together match every topic that the subscription can match.
    ///
    /// The length limit of topic names is left out of account. That can only deny: a filter of almost 65,535 bytes may be
    /// refused for the sake of a topic that would be longer than that.
    #[must_use]
    pub fn cover<'a>(&self, subscription: impl Into<Subscription<'a>>) -> bool {
        let filter = subscription.into().filter();
        self.covering(filter, |_| true, |_| ()).is_ok()
    }

    /// What [`Filters::cover`] says, and why. Tells also whether a new filter would grant anything beyond the stored ones.
    #[must_use]
    pub fn decide<'a>(&self, subscription: impl Into<Subscription<'a>>) -> Verdict {
        self.verdict(subscription.into().filter())
    }

    /// The verdict on a topic name or a filter.
    pub(super) fn verdict(&self, topic: &str) -> Verdict {
        let mut by = Vec::new();
        let filter = |filter| TopicFilter::known(self.0.filter(filter));
        match self.covering(topic, |_| true, |hit| by.push(filter(hit))) {
            Ok(()) => Verdict::Allowed { by },
            Err(query) => Verdict::Denied {
                witness: witness::topic(query, self),
                why: Denial::NotCovered,
            },
        }
    }

    /// Tells the filters, among those that `counts` lets through, that cover a filter together, or else gives the topics
    /// that it can match and none of them does.
    ///
    /// A filter that ends in `#` settles its level and all longer topics at once; without one, each length is looked up.
    /// That ends at the latest behind the longest filter, where only those with `#` are left.
    pub(super) fn covering<'a>(
        &self,
        filter: &'a str,
        counts: impl Fn(u32) -> bool,
        mut tell: impl FnMut(u32),
    ) -> Result<(), Query<'a>> {
        let (mut query, open) = Query::of_filter(filter);
        loop {
            let hit = self.0.find(query, open, &counts).ok_or(query)?;
            tell(hit.filter);
            if hit.open || !open {
                return Ok(());
            }
            query = query.longer();
        }
    }
}

impl FromIterator<TopicFilter> for Filters {
    fn from_iter<I: IntoIterator<Item = TopicFilter>>(filters: I) -> Self {
        Self(Trie::build(filters))
    }
}

impl Default for Filters {
    fn default() -> Self {
        Self::from_iter([])
    }
}

impl fmt::Debug for Filters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}
