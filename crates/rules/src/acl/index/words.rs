//! Texts in words of eight bytes: most levels are so short that a loop over bytes, or a call, costs more than the rest.

/// Number of bytes in a word.
pub(super) const WORD: usize = 8;

/// Up to eight bytes from a place on, the first of them lowest; zeros beyond the end.
#[inline(always)]
pub(super) fn word(text: &[u8], at: usize) -> u64 {
    let rest = &text[at..];
    if let Some(bytes) = rest.first_chunk::<8>() {
        return u64::from_le_bytes(*bytes);
    }
    if let Some(bytes) = text.last_chunk::<8>() {
        let missing = 8 * (8 - rest.len() as u32);
        return u64::from_le_bytes(*bytes).checked_shr(missing).unwrap_or(0);
    }
    short_word(rest)
}

/// All of a text that is shorter than a word.
#[inline(never)]
fn short_word(text: &[u8]) -> u64 {
    text.iter()
        .rev()
        .fold(0, |word, byte| word << 8 | u64::from(*byte))
}

/// Which byte of a word is the first slash; 8 if there is none.
pub(super) fn first_slash(word: u64) -> usize {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    let zero_if_slash = word ^ (ONES * b'/' as u64);
    let marks = zero_if_slash.wrapping_sub(ONES) & !zero_if_slash & (ONES << 7);
    marks.trailing_zeros() as usize / 8
}

pub(super) fn low_bytes(word: u64, count: usize) -> u64 {
    word & ((1 << (8 * count)) - 1)
}

/// Returns the end of the level that starts at a place in a text.
pub(super) fn level_end(text: &[u8], mut at: usize) -> usize {
    while at < text.len() {
        let slash = first_slash(word(text, at));
        if slash < 8 {
            return at + slash;
        }
        at += 8;
    }
    text.len()
}

/// Returns the number of bytes that two texts, which contain no NUL, have in common at their beginning.
pub(super) fn common_bytes(a: &[u8], b: &[u8]) -> usize {
    let mut at = 0;
    loop {
        let common = common_in_word(a, at, b, at);
        at += common;
        if common < WORD {
            return at;
        }
    }
}

/// Returns how many of the next bytes two such texts have in common, up to a word.
#[inline(always)]
pub(super) fn common_in_word(a: &[u8], at_a: usize, b: &[u8], at_b: usize) -> usize {
    let difference = word(a, at_a) ^ word(b, at_b);
    match difference {
        // Beyond their ends, which are then in the same place, both are zeros.
        0 => (a.len() - at_a).min(WORD),
        _ => difference.trailing_zeros() as usize / 8,
    }
}

/// Returns the number of slashes. In blocks that do not overflow a byte, which compiles to vector instructions.
pub(super) fn count_slashes(text: &[u8]) -> usize {
    let count = |block: &[u8]| block.iter().map(|byte| u8::from(*byte == b'/')).sum::<u8>();
    text.chunks(128).map(|block| usize::from(count(block))).sum()
}
