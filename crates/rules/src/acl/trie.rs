//! The stored filters of one action as a tree, and the search in it.
//!
//! A node stands for a run of whole levels that all filters below it share, so that there are at most two nodes a filter.
//! All nodes are in one hash table, where a child is found by its hash: of the way to its parent and of the levels that the
//! run begins with. These are either one `+`, or as many texts as the parent says: several where nothing ends, and no
//! `+` goes off, in between, as with `fleet/<site>/<device>/state` for many sites and devices.
//!
//! The search goes down the text first and `+` second; it needs neither recursion nor memory, as it finds its way back by
//! the parents. What it does for each node is always inlined: a decision takes less time than the calls would.

use super::{
    hash::{Seeds, slot},
    query::{Hit, Query},
    texts::{Id, Texts},
    words::count_slashes,
};

/// One run of levels.
#[derive(Clone, Copy)]
pub(super) struct Node {
    /// The first filter that ends here or below; its text holds the run, too. See [`Node::filter`].
    pub(super) first: Id,
    /// Where the run starts in that text, and its length in bytes.
    pub(super) start: u16,
    pub(super) run: u16,
    pub(super) parent: u32,
    /// The hash, by which the nodes are ordered.
    pub(super) path: u32,
    /// How many levels a topic can have that something at or below this node matches, the reach, and flags.
    pub(super) marks: u32,
}

/// All numbers of levels.
pub(super) const LENGTHS: u32 = REACH_ONE - 1;
/// With how many texts the runs of children begin at least, if not with `+`; 0 without such children.
const REACH_ONE: u32 = 1 << 24;
pub(super) const REACH_MAX: u32 = 7;
/// A filter ends at this node.
pub(super) const EXACT: u32 = 1 << 27;
/// A filter ends at this node with `/#`.
pub(super) const OPEN: u32 = 1 << 28;
/// The run begins with `+`.
pub(super) const PLUS: u32 = 1 << 29;
/// There are `+` in the run.
pub(super) const WILD: u32 = 1 << 30;
/// There is a child whose run begins with `+`.
pub(super) const PLUS_BELOW: u32 = 1 << 31;

/// A set of numbers of levels: bit 0 for one level, bit 23 for 24 and more.
pub(super) fn lengths(levels: usize) -> u32 {
    1 << levels.saturating_sub(1).min(23)
}

impl Node {
    /// The node of no levels.
    pub(super) const ROOT: Self = Self {
        first: 0,
        start: 0,
        run: 0,
        parent: u32::MAX,
        path: 0,
        marks: 0,
    };
    /// A place without a node: nobody's child, and behind all others.
    pub(super) const NONE: Self = Self {
        path: u32::MAX,
        ..Self::ROOT
    };

    pub(super) fn has(&self, mark: u32) -> bool {
        self.marks & mark != 0
    }

    pub(super) fn run(self, texts: &Texts) -> &[u8] {
        let start = self.first as usize + usize::from(self.start);
        &texts.as_bytes()[start..start + usize::from(self.run)]
    }

    /// How many levels go into the hash of a child that begins with a text; 0 if there is none.
    pub(super) fn reach(&self) -> u32 {
        (self.marks / REACH_ONE) & REACH_MAX
    }

    pub(super) fn set_reach(&mut self, reach: u32) {
        self.marks = self.marks & !(REACH_MAX * REACH_ONE) | (reach * REACH_ONE);
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

/// The bit for a hash in its slot.
pub(super) fn hint(path: u32) -> u8 {
    1 << (path & 7)
}

/// The place of the node of no levels.
pub(super) const ROOT: u32 = 0;

#[derive(Clone)]
pub(super) struct Trie {
    /// The nodes in the order of their hashes, each where its hash says or, if others are there, right behind those.
    pub(super) nodes: Box<[Node]>,
    /// What hashes there are at all, a slot each: a bit for each of their last three bits. This answers for most of those
    /// that are not there, and unlike the nodes it is small enough to be near the processor.
    pub(super) slots: Box<[u8]>,
    pub(super) seeds: Seeds,
    pub(super) texts: Texts,
}

/// How far a search has come: the node, its hash, and where the topic goes on.
///
/// The hash stands in the node, too, but reading it there would make the next level wait.
#[derive(Clone, Copy)]
struct Way {
    id: u32,
    path: u32,
    at: usize,
}

impl Trie {
    /// How many nodes have two ways on, one of them by `+`: no search goes more ways than that, and one.
    pub(super) fn forks(&self) -> usize {
        let is_fork = |node: &&Node| node.has(PLUS_BELOW) && node.reach() > 0;
        self.nodes.iter().filter(is_fork).count()
    }

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
        let mut way = Way {
            id: ROOT,
            path: Node::ROOT.path,
            at: 0,
        };
        // How many nodes on the way here have a `+` child that is still to be tried.
        let mut untried = 0_usize;
        loop {
            let node = &self.nodes[way.id as usize];
            let wildcard_fits = !(reserved && way.id == ROOT);
            if let Some(filter) = node.filter(OPEN)
                && wildcard_fits
                && counts(filter)
            {
                return Some(Hit { filter, open: true });
            }
            if query.is_end(way.at) {
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
                let plus = node.has(PLUS_BELOW) && wildcard_fits;
                if let Some(child) = self.text_child(way, node.reach(), query, length) {
                    untried += usize::from(plus);
                    way = child;
                    continue;
                }
                if plus && let Some(child) = self.plus_child(way, query, length) {
                    way = child;
                    continue;
                }
            }
            if untried > 0 && length == LENGTHS {
                length = lengths(query.count_levels());
            }
            match self.turn_back(way, query, length, &mut untried) {
                Some(other) => way = other,
                None => return exact,
            }
        }
    }

    /// From a node back to the last `+` that is still to be tried, and into that.
    fn turn_back(&self, mut way: Way, query: Query<'_>, length: u32, untried: &mut usize) -> Option<Way> {
        while *untried > 0 {
            let node = &self.nodes[way.id as usize];
            let (id, at) = (node.parent, self.leave(node, query, way.at));
            let parent = &self.nodes[id as usize];
            way = Way {
                id,
                path: parent.path,
                at,
            };
            if parent.has(PLUS_BELOW) && !node.has(PLUS) {
                *untried -= 1;
                if let Some(child) = self.plus_child(way, query, length) {
                    return Some(child);
                }
            }
        }
        None
    }

    /// The way into the child whose run begins with the texts that come next.
    #[inline(always)]
    fn text_child(&self, way: Way, reach: u32, query: Query<'_>, length: u32) -> Option<Way> {
        if reach == 0 {
            return None;
        }
        let (mut path, mut at) = (way.path, way.at);
        for _ in 0..reach {
            if !query.is_text(at) {
                return None;
            }
            let (level, end) = self.seeds.level(query.text(), at);
            (path, at) = (self.seeds.below(path, level), end + 1);
        }
        self.child(Way { path, ..way }, 0, query, length)
    }

    /// The way into the child whose run begins with `+`.
    #[inline(always)]
    fn plus_child(&self, way: Way, query: Query<'_>, length: u32) -> Option<Way> {
        let path = self.seeds.plus_below(way.path);
        self.child(Way { path, ..way }, PLUS, query, length)
    }

    /// The way into a child that is known by its hash, if the topic goes on like its run and something below may match.
    #[inline(always)]
    fn child(&self, Way { id, path, at }: Way, plus: u32, query: Query<'_>, length: u32) -> Option<Way> {
        let mut place = slot(path, self.slots.len());
        if self.slots.get(place)? & hint(path) == 0 {
            return None;
        }
        loop {
            let node = self.nodes.get(place)?;
            if node.path > path {
                return None;
            }
            if node.path == path
                && node.parent == id
                && node.marks & PLUS == plus
                && node.marks & length != 0
                && let Some(at) = self.follow(node, query, at)
            {
                let id = place as u32;
                return Some(Way { id, path, at });
            }
            place += 1;
        }
    }

    /// Where the topic goes on behind the run of a node, if that matches it.
    #[inline(always)]
    fn follow(&self, node: &Node, query: Query<'_>, at: usize) -> Option<usize> {
        if !node.has(WILD) {
            query.skip(at, node.run(&self.texts))
        } else if node.run == 1 {
            Some(query.next(at))
        } else {
            query.follow(at, node.run(&self.texts))
        }
    }

    /// Where the topic was before the run of a node was entered.
    fn leave(&self, node: &Node, query: Query<'_>, at: usize) -> usize {
        if !node.has(WILD) {
            return at - usize::from(node.run) - 1;
        }
        (0..=count_slashes(node.run(&self.texts))).fold(at, |at, _| query.previous(at))
    }
}
