//! A hash of one level below others, with a secret: those who choose the levels must not be able to choose where they
//! land in a table.

use std::hash::{BuildHasher, RandomState};

use super::words::{first_slash, low_bytes, word};

/// The secret of one table.
#[derive(Clone, Copy)]
pub(super) struct Seeds {
    text: [u64; 2],
    plus: u64,
    above: u64,
}

/// Returns the place in a table to look first for a hash.
pub(super) fn slot(hash: u32, slots: usize) -> usize {
    ((u64::from(hash) * slots as u64) >> 32) as usize
}

impl Seeds {
    pub(super) fn random() -> Self {
        let state = RandomState::new();
        let [first, second, plus, above] = [1_u8, 2, 3, 4].map(|n| state.hash_one(n));
        Self {
            text: [first, second],
            plus,
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

    /// The hash of a level and of what is above it. One step only: the next one hangs on it, while levels can be read
    /// ahead.
    pub(super) fn below(self, above: u32, level: u64) -> u32 {
        (level.wrapping_add(u64::from(above).wrapping_mul(self.above)) >> 32) as u32
    }

    /// The same for the wildcard `+`, which is not the text.
    pub(super) fn plus_below(self, above: u32) -> u32 {
        self.below(above, self.plus)
    }
}

/// Multiplies, and lays the upper half of the product over the lower one.
fn fold(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    (product as u64) ^ ((product >> 64) as u64)
}
