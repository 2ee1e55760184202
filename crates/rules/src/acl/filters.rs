//! The stored filters of one action, ready for decisions.

use std::fmt;

use super::{
    index::{Id, Index},
    verdict::{Denial, Verdict},
    witness,
};
use crate::topic::{Subscription, TopicFilter, TopicName};

/// The stored filters of one action.
///
/// Made once, by collecting filters, and then only asked. A decision allocates nothing. The worst topic for the worst
/// filters takes about as long as a linear scan of them.
///
/// The order in which filters were given makes no difference. Filters beyond the first 4 GiB of text are left out, and so
/// grant nothing.
#[derive(Clone)]
pub struct Filters(Index);

impl Filters {
    /// Returns the number of different filters.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns whether there are no filters, so that nothing is allowed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Iterates over the filters, each once, in order level by level.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(_, filter)| filter)
    }

    /// Returns whether some filter matches the topic (MQTT 5, 4.7).
    #[must_use]
    pub fn matches(&self, name: TopicName<'_>) -> bool {
        self.0.matches(name.as_str())
    }

    /// Returns whether the filters together match every topic that the subscription can match.
    ///
    /// The length limit of topic names is not taken into account. That can only deny: a filter of almost 65,535 bytes may
    /// be refused because of a topic that would be longer than that.
    #[must_use]
    pub fn cover<'a>(&self, subscription: impl Into<Subscription<'a>>) -> bool {
        self.0.cover(subscription.into().filter())
    }

    /// Returns what [`Filters::cover`] says, and why. Also answers whether a new filter would grant anything beyond the
    /// stored ones.
    #[must_use]
    pub fn decide<'a>(&self, subscription: impl Into<Subscription<'a>>) -> Verdict {
        self.verdict(subscription.into().filter())
    }

    /// Returns the verdict on a topic name or a filter.
    pub(super) fn verdict(&self, topic: &str) -> Verdict {
        let mut by = Vec::new();
        let tell = |id: Id| by.push(TopicFilter::known(self.0.text(id)));
        match self.0.covering(topic, |_| true, tell) {
            Ok(()) => Verdict::Allowed { by },
            Err(gap) => Verdict::Denied {
                witness: witness::topic(gap, self.iter()),
                why: Denial::NotCovered,
            },
        }
    }

    pub(super) fn index(&self) -> &Index {
        &self.0
    }
}

impl FromIterator<TopicFilter> for Filters {
    fn from_iter<I: IntoIterator<Item = TopicFilter>>(filters: I) -> Self {
        Self(Index::build(filters.into_iter().collect()))
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
