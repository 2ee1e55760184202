//! The stored filters of one action, ready for decisions.

use std::fmt;

use super::{
    Denial, Verdict,
    blocks::{BLOCK, Blocks},
    path::Path,
    query::{Hit, Query},
    texts::{Id, Texts},
    trie::Trie,
    witness,
};
use crate::topic::{Subscription, TopicFilter, TopicName};

/// The stored filters of one action.
///
/// Made once, by collecting filters, and then only asked. A decision takes no memory from the heap. Filters of which a
/// topic can match many in part, such as those where a `+` and a text stand side by side at many levels, are asked 64 at
/// a time, level by level, up to 1,024 of them; and so are 64 filters or less.
///
/// All others are a tree, in which a decision looks up a topic's levels once, and again for each way that a `+` opens. There
/// are at most two steps for each filter, so that the worst topic for the worst filters, if they are too many or too long
/// for the other way, takes a time like that of a search from one filter to the next.
///
/// The order in which filters were given makes no difference. What does not fit into 4 GiB of text is left out, and so
/// grants nothing.
#[derive(Clone)]
pub struct Filters(Index);

/// How many ways a search in a tree may have to go before another search is the better one.
const FORKS_MAX: usize = 16;

#[derive(Clone)]
enum Index {
    Blocks(Blocks),
    Trie(Trie),
}

impl Filters {
    /// How many different filters there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.texts().len()
    }

    /// Whether there is none, so that nothing is allowed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All filters, each once, level by level in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.texts().iter().map(|(_, filter)| filter)
    }

    /// Whether some filter matches the topic.
    #[must_use]
    pub fn matches(&self, name: TopicName<'_>) -> bool {
        self.find(Query::new(name.as_str()), false, |_| true).is_some()
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
        let filter = |filter| TopicFilter::known(self.texts().get(filter));
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
        counts: impl Fn(Id) -> bool,
        mut tell: impl FnMut(Id),
    ) -> Result<(), Query<'a>> {
        let (mut query, open) = Query::of_filter(filter);
        loop {
            let hit = self.find(query, open, &counts).ok_or(query)?;
            tell(hit.filter);
            if hit.open || !open {
                return Ok(());
            }
            query = query.longer();
        }
    }

    /// A filter, among those that `counts` lets through, that matches; with `prefer_open` one that ends in `#`, if there is
    /// one.
    fn find(&self, query: Query<'_>, prefer_open: bool, counts: impl Fn(Id) -> bool) -> Option<Hit> {
        match &self.0 {
            Index::Blocks(blocks) => blocks.find(query, counts),
            Index::Trie(trie) => trie.find(query, prefer_open, counts),
        }
    }

    pub(super) fn texts(&self) -> &Texts {
        match &self.0 {
            Index::Blocks(blocks) => blocks.texts(),
            Index::Trie(trie) => &trie.texts,
        }
    }
}

impl FromIterator<TopicFilter> for Filters {
    fn from_iter<I: IntoIterator<Item = TopicFilter>>(filters: I) -> Self {
        let mut filters: Vec<TopicFilter> = filters.into_iter().collect();
        filters.sort_unstable_by(|a, b| {
            let [a, b] = [a, b].map(|filter| Path::new(filter.as_str().as_bytes()));
            a.compare(b)
        });
        filters.dedup();
        Self(Index::build(Texts::of(&filters)))
    }
}

impl Index {
    fn build(texts: Texts) -> Self {
        let fits = Blocks::fit(&texts);
        if fits && texts.len() <= BLOCK {
            return Self::Blocks(Blocks::build(texts));
        }
        let trie = Trie::build(texts);
        if fits && trie.forks() > FORKS_MAX {
            return Self::Blocks(Blocks::build(trie.texts));
        }
        Self::Trie(trie)
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
