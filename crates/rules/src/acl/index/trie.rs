//! The search in the tree.
//!
//! All nodes are in one hash table, where a child is found by its hash: of the way to its parent and of the levels that
//! its run begins with. These are either one `+`, or as many texts as the parent says.
//!
//! The search tries the text first and `+` second. It needs neither recursion nor memory, as it finds its way back by
//! the parents. What it does for each node is always inlined: a decision takes less time than the calls would.

use super::{
    hash::{Seeds, slot},
    marks::Lengths,
    node::{Node, ROOT},
    query::{Hit, Query},
    texts::{Id, Texts},
    words::count_slashes,
};

/// Returns the bit for a hash in its slot.
pub(super) fn hint(path: u32) -> u8 {
    1 << (path & 7)
}

#[derive(Clone)]
pub(super) struct Trie {
    /// The nodes in the order of their hashes, each in its slot or, where others are, right after those.
    pub(super) nodes: Box<[Node]>,
    /// For each slot, which hashes exist at all, by their last three bits. This answers for most children that do not
    /// exist, and unlike the nodes it is small enough for the processor's caches.
    pub(super) slots: Box<[u8]>,
    pub(super) seeds: Seeds,
    pub(super) texts: Texts,
}

/// The state of a search: the node, its hash, and where the topic goes on.
///
/// The hash is in the node, too, but the next level would have to wait until it is read from there.
#[derive(Clone, Copy)]
struct Way {
    id: u32,
    path: u32,
    at: usize,
}

impl Trie {
    /// Counts the nodes with two ways on, one of them by `+`. A search follows at most one more path than this.
    pub(super) fn forks(&self) -> usize {
        let is_fork = |node: &&Node| node.marks.has_plus_child() && node.marks.reach() > 0;
        self.nodes.iter().filter(is_fork).count()
    }

    /// Finds a filter, among those that `counts` lets through, that matches the topic; with `prefer_open` one that ends
    /// in
    /// `#`, if there is one.
    pub(super) fn find(
        &self,
        query: Query<'_>,
        prefer_open: bool,
        counts: impl Fn(Id) -> bool,
    ) -> Option<Hit> {
        // Counting levels pays off only if more than one path is followed.
        let mut length = Lengths::ANY;
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
            if let Some(filter) = node.open_filter()
                && wildcard_fits
                && counts(filter)
            {
                return Some(Hit { filter, open: true });
            }
            if query.is_end(way.at) {
                if let Some(filter) = node.exact_filter()
                    && exact.is_none()
                    && counts(filter)
                {
                    exact = Some(Hit { filter, open: false });
                    if !prefer_open {
                        return exact;
                    }
                }
            } else {
                let plus = node.marks.has_plus_child() && wildcard_fits;
                if let Some(child) = self.text_child(way, node.marks.reach(), query, length) {
                    untried += usize::from(plus);
                    way = child;
                    continue;
                }
                if plus && let Some(child) = self.plus_child(way, query, length) {
                    way = child;
                    continue;
                }
            }
            if untried > 0 && length == Lengths::ANY {
                length = Lengths::of(query.count_levels());
            }
            match self.turn_back(way, query, length, &mut untried) {
                Some(other) => way = other,
                None => return exact,
            }
        }
    }

    /// Goes back from a node to the last `+` that is still to be tried, and into its child.
    fn turn_back(&self, mut way: Way, query: Query<'_>, length: Lengths, untried: &mut usize) -> Option<Way> {
        while *untried > 0 {
            let node = &self.nodes[way.id as usize];
            let (id, at) = (node.parent, self.leave(node, query, way.at));
            let parent = &self.nodes[id as usize];
            way = Way {
                id,
                path: parent.path,
                at,
            };
            if parent.marks.has_plus_child() && !node.marks.begins_with_plus() {
                *untried -= 1;
                if let Some(child) = self.plus_child(way, query, length) {
                    return Some(child);
                }
            }
        }
        None
    }

    /// Enters the child whose run begins with the texts that come next.
    #[inline(always)]
    fn text_child(&self, way: Way, reach: u32, query: Query<'_>, length: Lengths) -> Option<Way> {
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
        self.child(Way { path, ..way }, false, query, length)
    }

    /// Enters the child whose run begins with `+`.
    #[inline(always)]
    fn plus_child(&self, way: Way, query: Query<'_>, length: Lengths) -> Option<Way> {
        let path = self.seeds.plus_below(way.path);
        self.child(Way { path, ..way }, true, query, length)
    }

    /// Enters the child with a hash, if the topic goes on like its run and something at or below it may match.
    ///
    /// Different ways may have the same hash, so that the hash alone proves nothing: parent and run are compared.
    #[inline(always)]
    fn child(&self, Way { id, path, at }: Way, plus: bool, query: Query<'_>, length: Lengths) -> Option<Way> {
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
                && node.marks.begins_with_plus() == plus
                && node.marks.may_match(length)
                && let Some(at) = self.follow(node, query, at)
            {
                let id = place as u32;
                return Some(Way { id, path, at });
            }
            place += 1;
        }
    }

    /// Returns where the topic goes on after the run of a node, if the run matches.
    #[inline(always)]
    fn follow(&self, node: &Node, query: Query<'_>, at: usize) -> Option<usize> {
        if !node.marks.has_plus() {
            query.skip(at, node.run(&self.texts))
        } else if node.run == 1 {
            Some(query.next(at))
        } else {
            query.follow(at, node.run(&self.texts))
        }
    }

    /// Returns where the topic was before the run of a node was entered.
    fn leave(&self, node: &Node, query: Query<'_>, at: usize) -> usize {
        if !node.marks.has_plus() {
            return at - usize::from(node.run) - 1;
        }
        (0..=count_slashes(node.run(&self.texts))).fold(at, |at, _| query.previous(at))
    }
}
