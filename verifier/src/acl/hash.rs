//! A hash of one level below others, with a secret: whoever chooses the levels must not be able to choose where they land
//! in a table.

use std::hash::{BuildHasher, RandomState};

use super::words::{first_slash, low_bytes, word};

/// The secret of one table.
#[derive(Clone, Copy)]
pub(super) struct Seeds {
    text: [u64; 2],
    above: u64,
}

/// The hash of a level and all those above it.
#[derive(Clone, Copy)]
pub(super) struct Hash(u64);

impl Hash {
    /// What goes into the hashes of the levels below.
    pub(super) fn path(self) -> u32 {
        (self.0 >> 32) as u32
    }

    /// Where to look for it in a table.
    pub(super) fn slot(self, slots: usize) -> usize {
        ((u64::from(self.path()) * slots as u64) >> 32) as usize
    }

    /// What else there is of it besides the slot.
    pub(super) fn tag(self) -> u32 {
        self.0 as u32
    }
}

impl Seeds {
    pub(super) fn random() -> Self {
        let state = RandomState::new();
        let [first, second, above] = [1_u8, 2, 3].map(|n| state.hash_one(n));
        Self {
            text: [first, second],
            above,
        }
    }

    /// Hashes the level that starts at a place in a text, and says where it ends: before a slash, or with the text.
    ///
    /// Finding the slash and hashing go together, as both take most of their time for getting at the bytes.
    #[inline(always)]
    pub(super) fn level(self, text: &[u8], mut at: usize) -> (u64, usize) {
        let [mut hash, factor] = self.text;
        loop {
            let word = word(text, at);
            let slash = first_slash(word);
            if slash < 8 {
                return (fold(hash ^ low_bytes(word, slash), factor), at + slash);
            }
            hash = fold(hash ^ word, factor);
            if text.len() - at < 8 {
                return (hash, text.len());
            }
            at += 8;
        }
    }

    /// The hash of a level below others. One step only: the next one hangs on it, while levels can be read ahead.
    pub(super) fn below(self, path: u32, level: u64) -> Hash {
        Hash(level.wrapping_add(u64::from(path).wrapping_mul(self.above)))
    }
}

/// Multiplies, and lays the upper half of the product over the lower one.
fn fold(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    (product as u64) ^ ((product >> 64) as u64)
}
