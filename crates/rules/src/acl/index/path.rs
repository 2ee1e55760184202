//! A filter without its `#`, and the order of filters in which those that share levels stand together.

use std::cmp::Ordering;

use super::words::{common_bytes, count_slashes};

/// A filter without its `#`. It ends one past its last byte, or at 0 if it has no level at all.
#[derive(Clone, Copy)]
pub(super) struct Path<'a> {
    pub(super) text: &'a [u8],
    pub(super) end: usize,
    /// It had a `#`.
    pub(super) open: bool,
}

impl<'a> Path<'a> {
    /// That of the filter `#`.
    pub(super) const ROOT: Self = Self {
        text: b"",
        end: 0,
        open: true,
    };

    pub(super) fn new(filter: &'a [u8]) -> Self {
        match filter.strip_suffix(b"#") {
            None => Self {
                text: filter,
                end: filter.len() + 1,
                open: false,
            },
            Some([path @ .., _]) => Self {
                text: path,
                end: path.len() + 1,
                open: true,
            },
            Some([]) => Self::ROOT,
        }
    }

    /// The length of the filter, in bytes.
    pub(super) fn length(self) -> usize {
        if self.open { self.end + 1 } else { self.end - 1 }
    }

    pub(super) fn levels(self) -> usize {
        if self.end == 0 {
            0
        } else {
            count_slashes(self.text) + 1
        }
    }

    pub(super) fn each_level(self) -> impl Iterator<Item = &'a [u8]> {
        self.text.split(|byte| *byte == b'/').take(self.levels())
    }

    /// Level by level, a path before those that it begins, and without `#` before with `#`.
    pub(super) fn compare(self, other: Self) -> Ordering {
        let common = common_bytes(self.text, other.text);
        let slash_first = |byte: &u8| if *byte == b'/' { 0 } else { *byte };
        let byte = |path: Self| path.text.get(common).map(slash_first);
        let key = |path: Self| (path.end.min(1), byte(path), path.open);
        key(self).cmp(&key(other))
    }

    /// Returns the end of the levels that two paths begin with.
    pub(super) fn common_end(self, other: Self) -> usize {
        let common = common_bytes(self.text, other.text);
        let is_whole = |path: Self| matches!(path.text.get(common), None | Some(b'/'));
        if self.end.min(other.end) == 0 {
            0
        } else if is_whole(self) && is_whole(other) {
            common + 1
        } else {
            self.text[..common]
                .iter()
                .rposition(|byte| *byte == b'/')
                .map_or(0, |slash| slash + 1)
        }
    }
}
