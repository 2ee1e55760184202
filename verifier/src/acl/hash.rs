//! A hash of one level below one node, with a secret: whoever chooses the levels must not be able to choose where they
//! land in the table.

use std::hash::{BuildHasher, RandomState};

/// The secret of one table.
#[derive(Clone, Copy)]
pub(super) struct Seeds([u64; 3]);

impl Seeds {
    pub(super) fn random() -> Self {
        let state = RandomState::new();
        Self([1_u8, 2, 3].map(|n| state.hash_one(n)))
    }

    /// Hashes the level that starts a text and ends before a slash or with the text, and says how long it is.
    ///
    /// Reads eight bytes at a time; finding the slash and hashing go together, as both take most of their time for
    /// getting at the bytes.
    pub(super) fn level(self, parent: u32, text: &[u8]) -> (u64, usize) {
        let [first, second, third] = self.0;
        let mut hash = fold(u64::from(parent) ^ first, second);
        let mut at = 0;
        loop {
            let word = word(text, at);
            let slash = first_slash(word);
            if slash < 8 {
                return (fold(hash ^ low_bytes(word, slash), third), at + slash);
            }
            hash = fold(hash ^ word, third);
            if text.len() - at < 8 {
                return (hash, text.len());
            }
            at += 8;
        }
    }
}

/// Multiplies, and lays the upper half of the product over the lower one.
fn fold(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    (product as u64) ^ ((product >> 64) as u64)
}

/// Up to eight bytes from a place on, the first of them lowest; zeros beyond the end.
fn word(text: &[u8], at: usize) -> u64 {
    let rest = &text[at..];
    if let Some(bytes) = rest.first_chunk::<8>() {
        return u64::from_le_bytes(*bytes);
    }
    if let Some(bytes) = text.last_chunk::<8>() {
        let missing = 8 * (8 - rest.len() as u32);
        return u64::from_le_bytes(*bytes).checked_shr(missing).unwrap_or(0);
    }
    rest.iter()
        .rev()
        .fold(0, |word, byte| word << 8 | u64::from(*byte))
}

/// Which byte of a word is the first slash; 8 if there is none.
fn first_slash(word: u64) -> usize {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    let zero_if_slash = word ^ (ONES * b'/' as u64);
    let marks = zero_if_slash.wrapping_sub(ONES) & !zero_if_slash & (ONES << 7);
    marks.trailing_zeros() as usize / 8
}

fn low_bytes(word: u64, count: usize) -> u64 {
    word & ((1 << (8 * count)) - 1)
}
