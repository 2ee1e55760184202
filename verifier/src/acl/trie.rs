//! The stored filters of one action as a tree, and the search in it.
//!
//! A node stands for a run of whole levels that all filters below it share, so that there are at most two nodes a filter.
//! Children that begin with a text are found in one hash table for the whole tree; the one that begins with `+` stands
//! right behind its parent. The search goes down the text first and `+` second; it needs neither recursion nor memory, as it finds
//! its way back by the parents.
//!
//! What a search does for each level is always inlined: a decision takes less time than the calls would.

use super::{
    hash::Seeds,
    query::{Hit, Query},
    texts::{Id, Texts},
    words::count_slashes,
};

/// One run of levels. Nodes are in the order in which a search goes: a node stands before all that are below it, and the
/// one that begins with `+` right behind its parent.
#[derive(Clone, Copy, Default)]
pub(super) struct Node {
    /// The first filter that ends here or below; its text holds the run, too. See [`Node::filter`].
    pub(super) first: Id,
    /// Where the run starts in that text, and its length in bytes.
    pub(super) start: u16,
    pub(super) run: u16,
    pub(super) parent: u32,
    /// The hash of the first level of the run below all that is above it.
    pub(super) path: u32,
    /// Flags, and how many levels a topic can have that something at or below this node matches: see [`lengths`].
    pub(super) marks: u32,
}

/// A filter ends at this node.
pub(super) const EXACT: u32 = 1 << 24;
/// A filter ends at this node with `/#`.
pub(super) const OPEN: u32 = 1 << 25;
/// There are `+` in the run.
pub(super) const WILD: u32 = 1 << 26;
/// The run is one level.
pub(super) const ONE: u32 = 1 << 27;
/// There are children whose runs begin with a text.
pub(super) const TEXTS: u32 = 1 << 28;
/// There is a child whose run begins with `+`.
pub(super) const PLUS: u32 = 1 << 29;
/// All numbers of levels.
pub(super) const LENGTHS: u32 = EXACT - 1;

/// A set of numbers of levels: bit 0 for one level, bit 23 for 24 and more.
pub(super) fn lengths(levels: usize) -> u32 {
    1 << levels.saturating_sub(1).min(23)
}

impl Node {
    pub(super) fn has(&self, mark: u32) -> bool {
        self.marks & mark != 0
    }

    /// The filter that ends here, or with [`OPEN`] the one that ends here with `/#`, which comes right after it.
    fn filter(&self, flag: u32) -> Option<Id> {
        let place = || match flag == OPEN && self.has(EXACT) {
            true => self.first + u32::from(self.start) + u32::from(self.run) + 1,
            false => self.first,
        };
        self.has(flag).then(place)
    }
}

/// The node of no levels. As it is nobody's child, it also says that there is no child.
pub(super) const ROOT: u32 = 0;

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
    pub(super) texts: Texts,
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

impl Trie {
    /// A filter, among those that `counts` lets through, that matches the topic.
    ///
    /// With `prefer_open`, one that ends in `#` is taken before one that does not.
    pub(super) fn find(
        &self,
        query: Query<'_>,
        prefer_open: bool,
        counts: impl Fn(Id) -> bool,
    ) -> Option<Hit> {
        // Counting levels pays off only where more than one way is gone.
        let mut length = LENGTHS;
        let reserved = query.is_reserved();
        let mut exact = None;
        // The hash of the way to a node stands in the node too, but reading it there would make the next level wait.
        let (mut id, mut path, mut at) = (ROOT, 0, 0);
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
                let plus = if wildcard_fits { self.plus_child(id) } else { ROOT };
                let level = self.level(query, at);
                if node.has(TEXTS)
                    && let Some(way) = self.text_child(id, path, query, level, length)
                {
                    untried += usize::from(plus != ROOT);
                    (id, path, at) = way;
                    continue;
                }
                if let Some(next) = self.enter(plus, query, level, length) {
                    (id, path, at) = (plus, self.nodes[plus as usize].path, next);
                    continue;
                }
            }
            if untried > 0 && length == LENGTHS {
                length = lengths(query.count_levels());
            }
            match self.turn_back(id, query, at, length, &mut untried) {
                Some((plus, next)) => (id, path, at) = (plus, self.nodes[plus as usize].path, next),
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
            let plus = self.plus_child(node.parent);
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

    /// The child whose run begins with `+`, or [`ROOT`].
    #[inline(always)]
    fn plus_child(&self, id: u32) -> u32 {
        if self.nodes[id as usize].has(PLUS) {
            id + 1
        } else {
            ROOT
        }
    }

    /// The child whose run begins with the text of a level, the hash of the way there, and where the topic goes on behind
    /// that run.
    #[inline(always)]
    fn text_child(
        &self,
        id: u32,
        path: u32,
        query: Query<'_>,
        level: Level,
        length: u32,
    ) -> Option<(u32, u32, usize)> {
        let hash = self.seeds.below(path, level.hash?);
        let mut slot = hash.slot(self.table.len());
        loop {
            let found = self.table[slot];
            if found.node == ROOT {
                return None;
            }
            if found.tag == hash.tag()
                && self.nodes[found.node as usize].parent == id
                && let Some(next) = self.enter(found.node, query, level, length)
            {
                return Some((found.node, hash.path(), next));
            }
            slot = if slot + 1 == self.table.len() { 0 } else { slot + 1 };
        }
    }

    /// Where the topic goes on behind the run of a node, if that run matches it and something below may.
    #[inline(always)]
    fn enter(&self, id: u32, query: Query<'_>, level: Level, length: u32) -> Option<usize> {
        let node = &self.nodes[id as usize];
        if id == ROOT || node.marks & length == 0 {
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
    fn enter_run(&self, node: &Node, query: Query<'_>, at: usize) -> Option<usize> {
        let run = self.run(node);
        match node.has(WILD) {
            true => query.follow(at, run),
            false => query.skip(at, run),
        }
    }

    /// Where the topic was before the run of a node was entered.
    fn leave(&self, node: &Node, query: Query<'_>, at: usize) -> usize {
        if !node.has(WILD) {
            return at - usize::from(node.run) - 1;
        }
        (0..=count_slashes(self.run(node))).fold(at, |at, _| query.previous(at))
    }

    pub(super) fn run(&self, node: &Node) -> &[u8] {
        let start = node.first as usize + usize::from(node.start);
        &self.texts.as_bytes()[start..start + usize::from(node.run)]
    }

    /// Notes the hash of a node, whose parent has one already, and puts the node into the table if its run begins with a
    /// text.
    pub(super) fn index(&mut self, id: u32) {
        let node = &self.nodes[id as usize];
        let (level, _) = self.seeds.level(self.run(node), 0);
        let hash = self.seeds.below(self.nodes[node.parent as usize].path, level);
        let is_text = id != self.plus_child(node.parent);
        self.nodes[id as usize].path = hash.path();
        if is_text {
            let mut slot = hash.slot(self.table.len());
            while self.table[slot].node != ROOT {
                slot = if slot + 1 == self.table.len() { 0 } else { slot + 1 };
            }
            let tag = hash.tag();
            self.table[slot] = Slot { tag, node: id };
        }
    }
}
