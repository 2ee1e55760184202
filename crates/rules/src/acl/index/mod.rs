//! An index of the stored filters of one action, in which a topic is looked up.
//!
//! [`Index`] is the door; nothing else is used from outside. It holds the texts of the filters ([`texts`]) in an order in which
//! those that share levels are neighbors ([`path`]), and one of two structures over them:
//!
//! - [`blocks`]: up to 64 filters a block, one bit each, asked level by level. A topic takes about as long for the worst filters
//!   as for the best ones. This is for 64 filters or fewer, as nearly every client has, and for up to 1,024 filters with many
//!   forks, which would send a search through a tree down many paths.
//! - [`trie`]: a tree in one hash table, for all others. Its nodes ([`node`], [`marks`]) are made by [`build`] and arranged
//!   by [`table`].
//!
//! The lookup takes a [`query`]: a topic name, or a filter as if it were a name. [`hash`] and [`words`] are the tools.
//!
//! # An example
//!
//! Five filters, in their order (`+` before digits):
//!
//! ```text
//! plant/+/cmd/+
//! plant/1/cmd/#
//! plant/2/cmd
//! plant/2/cmd/stop
//! plant/2/state
//! ```
//!
//! [`build`] makes a node of each run of levels that filters share: `plant` of all five, `2` of the last three. At `2` nothing
//! ends, and no `+` goes off, and all that begins with a text below `plant` is two levels long at least. So [`table`] lets
//! `plant` *reach* two levels, and removes `2`: the search steps over it, and its level goes to its children. That leaves
//! seven nodes:
//!
//! ```text
//! (root) reach 1
//!   plant: reach 2, + below
//!     +/cmd/+: ends
//!     1/cmd: ends with #
//!     2/cmd: ends, reach 1
//!       stop: ends
//!     2/state: ends
//! ```
//!
//! A client publishes to `plant/2/cmd/go`. At the root, which reaches one level, the hash of `plant` leads to that node. It
//! reaches two: the hash of `plant`, `2` and `cmd` leads to `2/cmd`, while its `+` child stays untried. The topic goes on with
//! `go`, `2/cmd` reaches one level, and the hash of that has no node (the table of hints says so without looking at one).
//! Nothing has a `+` below `2/cmd`. So the search turns back by the parents to `plant`, the last node with a `+` that is
//! untried. From here on it knows that the topic has four levels, and enters only what can match four. `+/cmd/+` can: its
//! run matches `2/cmd/go`, the topic is at its end, and a filter ends there: allowed by `plant/+/cmd/+`.
//!
//! A SUBSCRIBE of `plant/+/cmd/#` is looked up as `plant/+/cmd`, where `+` is a level that no filter mentions. No text leads on
//! from `plant`, and `+/cmd/+` is longer than the topic: not covered, and [`Gap`] says by which topics.

mod blocks;
mod build;
#[cfg(test)]
mod example;
mod gap;
mod hash;
mod marks;
mod node;
mod path;
mod query;
mod table;
mod texts;
mod trie;
mod words;

pub(super) use gap::Gap;
pub(super) use texts::{Id, Place};

use crate::topic::{TopicFilter, TopicName};
use blocks::{BLOCK, Blocks};
use path::Path;
use query::{Hit, Query};
use texts::Texts;
use trie::Trie;

/// Maximum number of forks in a tree; above it, blocks are the better structure.
const FORKS_MAX: usize = 16;

/// The stored filters of one action, each once, ready to be asked.
#[derive(Clone)]
pub(super) struct Index(Structure);

#[derive(Clone)]
enum Structure {
    Blocks(Blocks),
    Trie(Trie),
}

impl Index {
    /// Builds the index. Takes time and memory once; [`Index::matches`] and [`Index::covering`] allocate nothing.
    pub(super) fn build(mut filters: Vec<TopicFilter>) -> Self {
        filters.sort_unstable_by(|a, b| {
            let [a, b] = [a, b].map(|filter| Path::new(filter.as_str().as_bytes()));
            a.compare(b)
        });
        filters.dedup();
        Self(Structure::over(Texts::of(&filters)))
    }

    pub(super) fn len(&self) -> usize {
        self.texts().len()
    }

    /// Iterates over the filters in their order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Id, &str)> {
        self.texts().iter()
    }

    pub(super) fn text(&self, id: Id) -> &str {
        self.texts().get(id)
    }

    /// Returns whether some filter matches the topic name.
    pub(super) fn matches(&self, name: &str) -> bool {
        self.find(Query::new(name), false, |_| true).is_some()
    }

    /// The same, for names that the filter that matched last mostly matches too.
    pub(super) fn matches_again(&self, name: TopicName<'_>, last: &mut Option<Place>) -> bool {
        let query = Query::new(name.as_str());
        if last.is_some_and(|place| query.is_name_matched_by(self.texts().at(place))) {
            return true;
        }
        let hit = self.find(query, false, |_| true);
        if let Some(hit) = hit {
            *last = Some(self.texts().place(hit.filter));
        }
        hit.is_some()
    }

    /// Returns whether the filters together cover a filter.
    pub(super) fn cover(&self, filter: &str) -> bool {
        self.covering(filter, |_| true, |_| ()).is_ok()
    }

    /// Tells the filters, among those that `counts` lets through, that together cover a filter or a topic name.
    ///
    /// A filter that ends in `#` settles its level and all longer topics at once; without one, each length is looked up.
    /// That ends at the latest after the longest filter, where only those with `#` are left.
    ///
    /// # Errors
    /// [`Gap`]: topics that the filter can match, and none of these does.
    pub(super) fn covering<'a>(
        &self,
        filter: &'a str,
        counts: impl Fn(Id) -> bool,
        mut tell: impl FnMut(Id),
    ) -> Result<(), Gap<'a>> {
        let (mut query, open) = Query::of_filter(filter);
        loop {
            let hit = self.find(query, open, &counts).ok_or(Gap::new(query))?;
            tell(hit.filter);
            if hit.open || !open {
                return Ok(());
            }
            query = query.longer();
        }
    }

    /// Finds a filter, among those that `counts` lets through, that matches; with `prefer_open` one that ends in `#`, if
    /// there is one.
    fn find(&self, query: Query<'_>, prefer_open: bool, counts: impl Fn(Id) -> bool) -> Option<Hit> {
        match &self.0 {
            Structure::Blocks(blocks) => blocks.find(query, counts),
            Structure::Trie(trie) => trie.find(query, prefer_open, counts),
        }
    }

    fn texts(&self) -> &Texts {
        match &self.0 {
            Structure::Blocks(blocks) => blocks.texts(),
            Structure::Trie(trie) => &trie.texts,
        }
    }
}

impl Structure {
    /// Chooses the structure that answers faster.
    fn over(texts: Texts) -> Self {
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
