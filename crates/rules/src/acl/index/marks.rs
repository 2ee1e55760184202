//! The marks of a node, known before its text is looked at, in one word: most nodes are ruled out by them.

/// The marks of a node. From the lowest bit on: 24 bits of [`Lengths`], 3 of the reach, and a flag each.
#[derive(Clone, Copy)]
pub(super) struct Marks(u32);

const REACH_AT: u32 = 24;
const REACH_BITS: u32 = Marks::REACH_MAX << REACH_AT;
const EXACT: u32 = 1 << 27;
const OPEN: u32 = 1 << 28;
const PLUS: u32 = 1 << 29;
const WILD: u32 = 1 << 30;
const PLUS_BELOW: u32 = 1 << 31;

impl Marks {
    pub(super) const NONE: Self = Self(0);
    /// The most levels that the runs of children may begin with as texts.
    pub(super) const REACH_MAX: u32 = 7;

    /// Returns whether a filter ends at the node.
    pub(super) fn ends(self) -> bool {
        self.0 & EXACT != 0
    }

    pub(super) fn set_ends(&mut self) {
        self.0 |= EXACT;
    }

    /// Returns whether a filter ends at the node with `/#`.
    pub(super) fn ends_open(self) -> bool {
        self.0 & OPEN != 0
    }

    pub(super) fn set_ends_open(&mut self) {
        self.0 |= OPEN;
    }

    /// Returns whether the run begins with `+`.
    pub(super) fn begins_with_plus(self) -> bool {
        self.0 & PLUS != 0
    }

    pub(super) fn set_begins_with_plus(&mut self) {
        self.0 |= PLUS;
    }

    /// Returns whether there is a `+` in the run.
    pub(super) fn has_plus(self) -> bool {
        self.0 & WILD != 0
    }

    pub(super) fn set_has_plus(&mut self) {
        self.0 |= WILD;
    }

    /// Returns whether there is a child whose run begins with `+`.
    pub(super) fn has_plus_child(self) -> bool {
        self.0 & PLUS_BELOW != 0
    }

    pub(super) fn set_has_plus_child(&mut self) {
        self.0 |= PLUS_BELOW;
    }

    /// Returns whether the node only leads from its parent to children that begin with texts: nothing ends at it, and
    /// no
    /// `+` is in it or right below.
    pub(super) fn is_passage(self) -> bool {
        self.0 & (EXACT | OPEN | WILD | PLUS_BELOW) == 0
    }

    /// Returns with how many texts the run of each child begins, but for the child with `+`: that number of levels goes into the
    /// hash of a child. 0 if there are no such children.
    pub(super) fn reach(self) -> u32 {
        (self.0 & REACH_BITS) >> REACH_AT
    }

    pub(super) fn set_reach(&mut self, reach: u32) {
        self.0 = self.0 & !REACH_BITS | (reach << REACH_AT);
    }

    /// Returns the numbers of levels that a topic may have if a filter at or below the node matches it.
    pub(super) fn lengths(self) -> Lengths {
        Lengths(self.0 & Lengths::ANY.0)
    }

    pub(super) fn add_lengths(&mut self, lengths: Lengths) {
        self.0 |= lengths.0;
    }

    /// Returns whether a topic with one of these numbers of levels may be matched at or below the node.
    pub(super) fn may_match(self, lengths: Lengths) -> bool {
        self.0 & lengths.0 != 0
    }
}

/// A set of numbers of levels: bit 0 for one level, bit 23 for 24 and more.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Lengths(u32);

impl Lengths {
    /// All numbers.
    pub(super) const ANY: Self = Self((1 << REACH_AT) - 1);

    /// The set of one number.
    pub(super) fn of(levels: usize) -> Self {
        Self(1 << levels.saturating_sub(1).min(REACH_AT as usize - 1))
    }

    /// The set of a number and all above it.
    pub(super) fn from(levels: usize) -> Self {
        Self(Self::ANY.0 & !(Self::of(levels).0 - 1))
    }
}
