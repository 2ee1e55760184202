//! The stored filters of one action as a tree, and the search in it.
//!
//! A node stands for a run of whole levels that all filters below it share, so that there are at most two nodes a filter.
//! Children that begin with a text are found in one hash table for the whole tree; the one that begins with `+` is named
//! by its parent. The search goes down the text first and `+` second; it needs neither recursion nor memory, as it finds
//! its way back by the parents.
//!
//! What a search does for each level is always inlined: a decision takes less time than the calls would.

use super::{hash::Seeds, query::Query};

/// One run of levels.
#[derive(Clone, Copy)]
pub(super) struct Node {
    /// Where its run starts among all texts, and its length in bytes.
    pub(super) text: u32,
    pub(super) run: u16,
    pub(super) flags: u16,
    /// The first of the filters that end here; see [`Node::filter`].
    pub(super) first: u32,
    pub(super) parent: u32,
    /// The child whose run begins with `+`, or [`ROOT`].
    pub(super) plus: u32,
    /// How many levels a topic can have that something at or below this node matches: see [`lengths`].
    pub(super) lengths: u32,
}

/// A filter ends at this node.
pub(super) const EXACT: u16 = 1;
/// A filter ends at this node with `/#`.
pub(super) const OPEN: u16 = 2;
/// There are `+` in the run.
pub(super) const WILD: u16 = 4;
/// There are children whose runs begin with a text.
pub(super) const TEXTS: u16 = 8;
/// The run is one level.
pub(super) const ONE: u16 = 16;

impl Node {
    pub(super) fn has(&self, flag: u16) -> bool {
        self.flags & flag != 0
    }

    /// The filter that ends here, or with [`OPEN`] the one that ends here with `/#`, which comes right after it.
    fn filter(&self, flag: u16) -> Option<u32> {
        let place = || self.first + u32::from(flag == OPEN && self.has(EXACT));
        self.has(flag).then(place)
    }
}

/// The node of no levels. As it is nobody's child, it also says that there is no child.
pub(super) const ROOT: u32 = 0;

/// A set of numbers of levels: bit 0 for one level, bit 31 for 32 and more.
pub(super) fn lengths(levels: usize) -> u32 {
    1 << levels.saturating_sub(1).min(31)
}

/// A place in the hash table.
#[derive(Clone, Copy, Default)]
pub(super) struct Slot {
    /// The half of the hash that did not choose the slot.
    tag: u32,
    /// [`ROOT`] in an empty slot.
    node: u32,
}

#[derive(Clone)]
pub(super) struct Trie {
    pub(super) nodes: Box<[Node]>,
    pub(super) table: Box<[Slot]>,
    pub(super) seeds: Seeds,
    /// All filters, one after the other.
    pub(super) text: Box<str>,
    /// Where each filter ends.
    pub(super) ends: Box<[u32]>,
}

/// A level of a topic: where it starts, where the next one does, and the hash of its text, if that is there and of use.
#[derive(Clone, Copy)]
struct Level {
    at: usize,
    next: usize,
    hash: Option<u64>,
}

impl Level {
    fn unread(query: Query<'_>, at: usize) -> Self {
        Self {
            at,
            next: query.next(at),
            hash: None,
        }
    }
}

/// A stored filter that matches.
#[derive(Clone, Copy)]
pub(super) struct Hit {
    pub(super) filter: u32,
    /// It ends in `#`.
    pub(super) open: bool,
}

impl Trie {
    /// The text of a filter.
    pub(super) fn filter(&self, filter: u32) -> &str {
        let filter = filter as usize;
        let start = filter.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start as usize..self.ends[filter] as usize]
    }

    /// A filter, among those that `counts` lets through, that matches the topic.
    ///
    /// With `prefer_open`, one that ends in `#` is taken before one that does not.
    pub(super) fn find(
        &self,
        query: Query<'_>,
        prefer_open: bool,
        counts: impl Fn(u32) -> bool,
    ) -> Option<Hit> {
        // Counting levels pays off only where more than one way is gone.
        let mut length = u32::MAX;
        let reserved = query.is_reserved();
        let mut exact = None;
        let (mut id, mut at) = (ROOT, 0);
        // How many nodes on the way here have a `+` child that is still to be tried.
        let mut untried = 0_usize;
        loop {
            let node = &self.nodes[id as usize];
            let wildcard_fits = !(reserved && id == ROOT);
            if let Some(filter) = node.filter(OPEN)
                && wildcard_fits
                && counts(filter)
            {
                return Some(Hit { filter, open: true });
            }
            if query.is_end(at) {
                if let Some(filter) = node.filter(EXACT)
                    && exact.is_none()
                    && counts(filter)
                {
                    exact = Some(Hit { filter, open: false });
                    if !prefer_open {
                        return exact;
                    }
                }
            } else {
                let plus = if wildcard_fits { node.plus } else { ROOT };
                let level = self.level(query, at);
                if node.has(TEXTS)
                    && let Some((child, next)) = self.text_child(id, query, level, length)
                {
                    untried += usize::from(plus != ROOT);
                    (id, at) = (child, next);
                    continue;
                }
                if let Some(next) = self.enter(plus, query, level, length) {
                    (id, at) = (plus, next);
                    continue;
                }
            }
            if untried > 0 && length == u32::MAX {
                length = lengths(query.count_levels());
            }
            match self.turn_back(id, query, at, length, &mut untried) {
                Some(way) => (id, at) = way,
                None => return exact,
            }
        }
    }

    /// From a node whose run ends at a position, back to the last `+` that is still to be tried, and into that.
    fn turn_back(
        &self,
        mut id: u32,
        query: Query<'_>,
        mut at: usize,
        length: u32,
        untried: &mut usize,
    ) -> Option<(u32, usize)> {
        while *untried > 0 {
            let node = &self.nodes[id as usize];
            at = self.leave(node, query, at);
            let plus = self.nodes[node.parent as usize].plus;
            if plus != id && plus != ROOT {
                *untried -= 1;
                if let Some(next) = self.enter(plus, query, Level::unread(query, at), length) {
                    return Some((plus, next));
                }
            }
            id = node.parent;
        }
        None
    }

    /// The level of a topic at a position.
    #[inline(always)]
    fn level(&self, query: Query<'_>, at: usize) -> Level {
        if !query.is_text(at) {
            return Level::unread(query, at);
        }
        let (hash, end) = self.seeds.level(query.text(), at);
        Level {
            at,
            next: end + 1,
            hash: Some(hash),
        }
    }

    /// The child whose run begins with the text of a level, and where the topic goes on behind that run.
    #[inline(always)]
    fn text_child(&self, id: u32, query: Query<'_>, level: Level, length: u32) -> Option<(u32, usize)> {
        let (mut slot, tag) = place(self.seeds.below(id, level.hash?), self.table.len());
        loop {
            let found = self.table[slot];
            if found.node == ROOT {
                return None;
            }
            if found.tag == tag
                && self.nodes[found.node as usize].parent == id
                && let Some(next) = self.enter(found.node, query, level, length)
            {
                return Some((found.node, next));
            }
            slot = if slot + 1 == self.table.len() { 0 } else { slot + 1 };
        }
    }

    /// Where the topic goes on behind the run of a node, if that run matches it and something below may.
    #[inline(always)]
    fn enter(&self, id: u32, query: Query<'_>, level: Level, length: u32) -> Option<usize> {
        let node = &self.nodes[id as usize];
        if id == ROOT || node.lengths & length == 0 {
            return None;
        }
        if !node.has(ONE) {
            return self.enter_run(node, query, level.at);
        }
        // The processor can read on in the topic before it has read the node.
        let fits = node.has(WILD) || query.between(level.at, level.next) == Some(self.run(node));
        fits.then_some(level.next)
    }

    /// The same for a run of several levels.
    #[inline(never)]
    fn enter_run(&self, node: &Node, query: Query<'_>, mut at: usize) -> Option<usize> {
        let run = self.run(node);
        if !node.has(WILD) {
            return query.skip(at, run);
        }
        for level in run.split(|byte| *byte == b'/') {
            if query.is_end(at) {
                return None;
            }
            at = match level {
                b"+" => query.next(at),
                text => query.skip(at, text)?,
            };
        }
        Some(at)
    }

    /// Where the topic was before the run of a node was entered.
    fn leave(&self, node: &Node, query: Query<'_>, at: usize) -> usize {
        if !node.has(WILD) {
            return at - usize::from(node.run) - 1;
        }
        let levels = self.run(node).iter().filter(|byte| **byte == b'/').count() + 1;
        (0..levels).fold(at, |at, _| query.previous(at))
    }

    fn run(&self, node: &Node) -> &[u8] {
        let start = node.text as usize;
        &self.text.as_bytes()[start..start + usize::from(node.run)]
    }

    /// Puts a node whose run begins with a text into the table.
    pub(super) fn index(&mut self, id: u32) {
        let node = &self.nodes[id as usize];
        let (level, _) = self.seeds.level(self.run(node), 0);
        let (mut slot, tag) = place(self.seeds.below(node.parent, level), self.table.len());
        while self.table[slot].node != ROOT {
            slot = if slot + 1 == self.table.len() { 0 } else { slot + 1 };
        }
        self.table[slot] = Slot { tag, node: id };
    }
}

/// The slot where a search for a hash begins, and its tag.
fn place(hash: u64, slots: usize) -> (usize, u32) {
    let slot = ((hash >> 32) * slots as u64) >> 32;
    (slot as usize, hash as u32)
}
