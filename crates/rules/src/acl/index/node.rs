//! A node of the tree: a run of whole levels that all filters at and below it share.

use super::{
    marks::Marks,
    texts::{Id, Texts},
};

/// One run of levels. 24 bytes: the text is that of a filter, and children are found by hash, not by a list.
#[derive(Clone, Copy)]
pub(super) struct Node {
    /// The first filter that ends here or below; its text holds the run, too.
    pub(super) first: Id,
    /// The start of the run in that text, and its length in bytes.
    pub(super) start: u16,
    pub(super) run: u16,
    pub(super) parent: u32,
    /// The hash of the way here, by which the nodes are ordered.
    pub(super) path: u32,
    pub(super) marks: Marks,
}

/// The place of the node of no levels.
pub(super) const ROOT: u32 = 0;

impl Node {
    /// The node of no levels.
    pub(super) const ROOT: Self = Self {
        first: 0,
        start: 0,
        run: 0,
        parent: u32::MAX,
        path: 0,
        marks: Marks::NONE,
    };
    /// A place without a node: nobody's child, and ordered after all others.
    pub(super) const NONE: Self = Self {
        path: u32::MAX,
        ..Self::ROOT
    };

    /// Returns the levels of the run.
    pub(super) fn run(self, texts: &Texts) -> &[u8] {
        let start = self.first as usize + usize::from(self.start);
        &texts.as_bytes()[start..start + usize::from(self.run)]
    }

    /// Returns the filter that ends here.
    pub(super) fn exact_filter(&self) -> Option<Id> {
        self.marks.ends().then_some(self.first)
    }

    /// Returns the filter that ends here with `/#`. In the order of filters it comes right after the one that ends
    /// here.
    pub(super) fn open_filter(&self) -> Option<Id> {
        let place = || match self.marks.ends() {
            true => self.first + u32::from(self.start) + u32::from(self.run) + 1,
            false => self.first,
        };
        self.marks.ends_open().then(place)
    }
}
