//! Builds the table of the nodes from the tree.

use super::{
    build,
    hash::{Seeds, slot},
    marks::Marks,
    node::{Node, ROOT},
    texts::Texts,
    trie::{Trie, hint},
    words::count_slashes,
};

/// Maximum number of bytes of the table for each filter. There are fewer than two nodes a filter, so that it is never
/// full.
const BYTES_MAX: usize = 58;

impl Trie {
    pub(super) fn build(texts: Texts) -> Self {
        let mut tree = Tree::new(&texts);
        tree.mark_wildcards();
        tree.set_reach();
        tree.join();
        let seeds = Seeds::random();
        tree.set_paths(seeds);
        // A fuller table costs time, an emptier one memory.
        let most = texts.len() * BYTES_MAX / (size_of::<Node>() + 1);
        let count = most.min(2 * tree.order.len());
        let mut slots = vec![0; count];
        for id in &tree.order {
            let path = tree.nodes[*id].path;
            slots[slot(path, count)] |= hint(path);
        }
        Self {
            nodes: tree.into_table(count),
            slots: slots.into(),
            seeds,
            texts,
        }
    }
}

/// The nodes, and the order in which to visit them: each after its parent, and the root not at all.
struct Tree<'a> {
    nodes: Vec<Node>,
    order: Vec<usize>,
    texts: &'a Texts,
}

impl<'a> Tree<'a> {
    fn new(texts: &'a Texts) -> Self {
        let nodes = build::nodes(texts);
        let mut order: Vec<usize> = (1..nodes.len()).collect();
        // A parent's run starts before those of its children.
        order.sort_by_cached_key(|id| nodes[*id].start);
        Self { nodes, order, texts }
    }

    fn mark_wildcards(&mut self) {
        for id in &self.order {
            let node = &mut self.nodes[*id];
            let run = node.run(self.texts);
            if run.contains(&b'+') {
                node.marks.set_has_plus();
            }
            if run.starts_with(b"+") {
                node.marks.set_begins_with_plus();
                let parent = node.parent as usize;
                self.nodes[parent].marks.set_has_plus_child();
            }
        }
    }

    /// Sets how far each node reaches: to the first place where, on the ways that begin with a text, a filter ends or a
    /// `+` comes.
    fn set_reach(&mut self) {
        for id in self.order.iter().rev() {
            let node = self.nodes[*id];
            if !node.marks.begins_with_plus() {
                let levels = node.run(self.texts).split(|byte| *byte == b'/');
                let texts = levels.take_while(|level| level != b"+").count() as u32;
                let below = if node.marks.is_passage() {
                    node.marks.reach()
                } else {
                    0
                };
                let parent = &mut self.nodes[node.parent as usize].marks;
                let before = match parent.reach() {
                    0 => Marks::REACH_MAX,
                    reach => reach,
                };
                parent.set_reach(before.min(texts + below));
            }
        }
    }

    /// Removes the nodes within the reach of others, as the search steps over them. Their levels go to their children.
    fn join(&mut self) {
        let (nodes, texts) = (&mut self.nodes, self.texts);
        let mut is_gone = vec![false; nodes.len()];
        self.order.retain(|id| {
            let mut node = nodes[*id];
            let parent = nodes[node.parent as usize];
            if is_gone[node.parent as usize] {
                node.parent = parent.parent;
                node.start = parent.start;
                node.run += parent.run + 1;
                nodes[*id] = node;
            }
            let levels = count_slashes(node.run(texts)) as u32 + 1;
            is_gone[*id] = node.marks.is_passage() && levels < nodes[node.parent as usize].marks.reach();
            !is_gone[*id]
        });
    }

    fn set_paths(&mut self, seeds: Seeds) {
        for id in &self.order {
            let node = self.nodes[*id];
            let parent = self.nodes[node.parent as usize];
            self.nodes[*id].path = if node.marks.begins_with_plus() {
                seeds.plus_below(parent.path)
            } else {
                let levels = node.run(self.texts).split(|byte| *byte == b'/');
                let below = |path, level: &[u8]| seeds.below(path, seeds.level(level, 0).0);
                levels
                    .take(parent.marks.reach() as usize)
                    .fold(parent.path, below)
            };
        }
    }

    /// Puts each node into its slot, or after the nodes that are there.
    fn into_table(mut self, slots: usize) -> Box<[Node]> {
        let (nodes, order) = (&self.nodes, &mut self.order);
        order.sort_by_cached_key(|id| nodes[*id].path);
        let mut places = vec![ROOT; nodes.len()];
        let mut end = ROOT + 1;
        for id in &*order {
            let place = end.max(slot(nodes[*id].path, slots) as u32);
            places[*id] = place;
            end = place + 1;
        }
        let mut table = vec![Node::NONE; end as usize];
        table[ROOT as usize] = nodes[ROOT as usize];
        for id in &*order {
            let parent = places[nodes[*id].parent as usize];
            table[places[*id] as usize] = Node { parent, ..nodes[*id] };
        }
        table.into()
    }
}
