//! Builds the tree from the filters, in an order in which filters that share levels are neighbors: each new filter leaves the
//! path of the one before at one place, and nothing is ever searched.

use super::{
    marks::{Lengths, Marks},
    node::{Node, ROOT},
    path::Path,
    texts::{Id, Texts},
};

/// Builds the nodes of the tree, the root first. No two have the same parent and the same first level.
pub(super) fn nodes(texts: &Texts) -> Vec<Node> {
    let mut builder = Builder::new();
    texts.paths().for_each(|(id, path)| builder.add(id, path));
    builder.close(0);
    builder.nodes
}

/// A node on the path of the last filter, and where its run starts and ends in that path.
struct Open {
    id: u32,
    start: usize,
    end: usize,
}

struct Builder<'a> {
    nodes: Vec<Node>,
    last: Path<'a>,
    /// The nodes from the root to the last filter.
    open: Vec<Open>,
}

impl<'a> Builder<'a> {
    fn new() -> Self {
        let root = Open {
            id: ROOT,
            start: 0,
            end: 0,
        };
        Self {
            nodes: vec![Node::ROOT],
            last: Path::ROOT,
            open: vec![root],
        }
    }

    /// Adds the next filter.
    fn add(&mut self, id: Id, path: Path<'a>) {
        let shared = path.common_end(self.last);
        self.close(shared);
        self.split(shared);
        if path.end > shared {
            self.push(id, shared, path.end);
        }
        self.mark(path);
        self.last = path;
    }

    /// Closes the nodes that begin after the levels shared with the next filter: they are complete.
    fn close(&mut self, shared: usize) {
        while self.open.len() > 1
            && let Some(node) = self.open.pop_if(|node| node.start >= shared)
        {
            let Node { parent, marks, .. } = self.nodes[node.id as usize];
            self.nodes[parent as usize].marks.add_lengths(marks.lengths());
        }
    }

    /// Cuts the last node in two if its run goes beyond the shared levels. The lower part keeps the number, as its children
    /// have it as their parent, and is complete.
    fn split(&mut self, shared: usize) {
        let Some(last) = self.open.pop_if(|last| last.end > shared) else {
            return;
        };
        let upper = self.nodes.len() as u32;
        let cut = shared - last.start;
        let lower = &mut self.nodes[last.id as usize];
        let whole = *lower;
        lower.parent = upper;
        lower.start += cut as u16;
        lower.run -= cut as u16;
        let mut above = Node {
            run: cut as u16 - 1,
            marks: Marks::NONE,
            ..whole
        };
        above.marks.add_lengths(whole.marks.lengths());
        self.nodes.push(above);
        self.open.push(Open {
            id: upper,
            start: last.start,
            end: shared,
        });
    }

    fn push(&mut self, first: Id, start: usize, end: usize) {
        let id = self.nodes.len() as u32;
        self.nodes.push(Node {
            first,
            start: start as u16,
            run: (end - start - 1) as u16,
            parent: self.open.last().map_or(ROOT, |last| last.id),
            ..Node::ROOT
        });
        self.open.push(Open { id, start, end });
    }

    /// Marks the last node as the end of a filter.
    fn mark(&mut self, path: Path<'_>) {
        let Some(last) = self.open.last() else { return };
        let marks = &mut self.nodes[last.id as usize].marks;
        if path.open {
            marks.set_ends_open();
            marks.add_lengths(Lengths::from(path.levels()));
        } else {
            marks.set_ends();
            marks.add_lengths(Lengths::of(path.levels()));
        }
    }
}
