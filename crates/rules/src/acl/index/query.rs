//! The query of the tree: a topic, level by level.
//!
//! A position is where a level starts, in bytes; after the last level it is one past the end.
//!
//! A filter is looked up as if it were a name. A stored filter covers a `+` for every topic only if it does so for a
//! level that no filter mentions, which wildcards alone match: a `+` too is equal to no level that is stored as a text.
//! For a filter that ends in `#`, the levels that `#` stands for are more such levels, after the text.

use super::{
    path::Path,
    texts::Id,
    words::{WORD, common_in_word, count_slashes, level_end},
};

/// A topic name, or a filter without `#`, followed by any number of levels `+`.
#[derive(Clone, Copy)]
pub(super) struct Query<'a> {
    text: &'a [u8],
    more: usize,
}

/// A stored filter that matches it.
#[derive(Clone, Copy)]
pub(super) struct Hit {
    pub(super) filter: Id,
    /// It ends in `#`.
    pub(super) open: bool,
}

const PLUS: &[u8] = b"+";

impl<'a> Query<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text: text.as_bytes(),
            more: 0,
        }
    }

    /// The shortest topics that a filter matches, and whether longer ones follow.
    pub(super) fn of_filter(filter: &'a str) -> (Self, bool) {
        match filter.strip_suffix('#') {
            None => (Self::new(filter), false),
            Some("") => (Self::new("+"), true),
            // There is no topic without a byte, so the shortest one has two levels.
            Some("/") => (Self { text: b"", more: 1 }, true),
            Some(path) => (Self::new(&path[..path.len() - 1]), true),
        }
    }

    /// The same with one level more.
    pub(super) fn longer(self) -> Self {
        Self {
            more: self.more + 1,
            ..self
        }
    }

    /// All levels, `+` for those that may be anything.
    pub(super) fn levels(self) -> impl Iterator<Item = &'a [u8]> {
        let text = self.text.split(|byte| *byte == b'/');
        text.chain(std::iter::repeat_n(PLUS, self.more))
    }

    pub(super) fn count_levels(self) -> usize {
        count_slashes(self.text) + 1 + self.more
    }

    /// True if wildcards at its start match nothing (MQTT 5, 4.7.2).
    pub(super) fn is_reserved(self) -> bool {
        self.text.first() == Some(&b'$')
    }

    pub(super) fn is_end(self, at: usize) -> bool {
        at > self.text.len() + 2 * self.more
    }

    /// Returns whether the level at a position is text, and not one of those after it.
    pub(super) fn is_text(self, at: usize) -> bool {
        at <= self.text.len()
    }

    pub(super) fn text(self) -> &'a [u8] {
        self.text
    }

    /// Returns the start of the level after this one.
    pub(super) fn next(self, at: usize) -> usize {
        match self.is_text(at) {
            true => level_end(self.text, at) + 1,
            false => at + 2,
        }
    }

    /// Returns the start of the level before this one.
    pub(super) fn previous(self, at: usize) -> usize {
        let end = at.saturating_sub(1);
        match self.text.get(..end) {
            Some(before) => before
                .iter()
                .rposition(|byte| *byte == b'/')
                .map_or(0, |slash| slash + 1),
            None => at - 2,
        }
    }

    /// Returns where the query goes on after a text of whole levels, if that is what is here.
    pub(super) fn skip(self, at: usize, levels: &[u8]) -> Option<usize> {
        let end = at + levels.len();
        let fits = self.text.get(at..end)? == levels && matches!(self.text.get(end), None | Some(b'/'));
        fits.then_some(end + 1)
    }

    /// Returns where the query goes on after a run of levels, some of which may be `+`, if they match what is here.
    pub(super) fn follow(self, mut at: usize, run: &[u8]) -> Option<usize> {
        let mut start = 0;
        while start <= run.len() {
            if self.is_end(at) {
                return None;
            }
            let end = level_end(run, start);
            at = match &run[start..end] {
                PLUS => self.next(at),
                text => self.skip(at, text)?,
            };
            start = end + 1;
        }
        Some(at)
    }

    /// Returns whether a filter matches it, a topic name.
    pub(super) fn is_name_matched_by(self, filter: &[u8]) -> bool {
        let is_hidden = self.is_reserved() && matches!(filter.first(), Some(b'+' | b'#'));
        !is_hidden && self.is_matched_by(Path::new(filter))
    }

    /// Returns whether a filter matches it, but for what a filter may not begin with.
    pub(super) fn is_matched_by(self, path: Path<'_>) -> bool {
        if path.end == 0 {
            return true;
        }
        let (mut at_filter, mut at) = (0, 0);
        loop {
            let common = common_in_word(path.text, at_filter, self.text, at);
            (at_filter, at) = (at_filter + common, at + common);
            match path.text.get(at_filter) {
                Some(b'+') if common < WORD => (at_filter, at) = (at_filter + 1, level_end(self.text, at)),
                Some(_) if common == WORD => {}
                _ => break,
            }
        }
        let (filter, text) = (&path.text[at_filter..], &self.text[at..]);
        if !text.is_empty() {
            return filter.is_empty() && path.open && text[0] == b'/';
        }
        let more = filter.len() / 2;
        filter.chunks(2).all(|level| level == b"/+") && (more == self.more || path.open && more < self.more)
    }
}
