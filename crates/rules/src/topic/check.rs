//! The rules for the text of topics and filters (MQTT 5, 1.5.4 and 4.7).

use super::invalid::{Excerpt, InvalidTopic, LENGTH_MAX};

/// The prefix of a shared subscription (MQTT 5, 4.8.2).
pub(super) const SHARE: &str = "$share/";

pub(super) fn check_filter(text: &str) -> Result<(), InvalidTopic> {
    check_length(text)?;
    let bytes = text.as_bytes();
    let is_wrong = bytes[0] == 0 || any_pair(bytes, &bytes[1..], breaks_level);
    match is_wrong {
        false => Ok(()),
        true => Err(what_is_wrong(text)),
    }
}

/// Says what is wrong with a filter that is not valid. Slow, where [`check_filter`] is fast.
fn what_is_wrong(text: &str) -> InvalidTopic {
    if let Err(nul) = check_nul(text) {
        return nul;
    }
    let shared = |content: &str| content.len() > 1 && content.contains(['+', '#']);
    for (content, level) in text.split('/').zip(1..) {
        if let Some(wildcard) = content
            .chars()
            .find(|c| shared(content) && matches!(c, '+' | '#'))
        {
            return InvalidTopic::WildcardNotAlone {
                wildcard,
                level,
                content: Excerpt::of(content),
            };
        }
        if content == "#" {
            return InvalidTopic::HashNotLast {
                level,
                levels: text.split('/').count(),
            };
        }
    }
    InvalidTopic::Empty
}

pub(super) fn check_length(text: &str) -> Result<(), InvalidTopic> {
    match text.len() {
        0 => Err(InvalidTopic::Empty),
        1..=LENGTH_MAX => Ok(()),
        actual => Err(InvalidTopic::TooLong { actual }),
    }
}

pub(super) fn check_nul(text: &str) -> Result<(), InvalidTopic> {
    match text.find('\0') {
        Some(at) => Err(InvalidTopic::Nul { at }),
        None => Ok(()),
    }
}

/// Returns whether there is a NUL, `+` or `#`.
pub(super) fn has_special(bytes: &[u8]) -> bool {
    any_pair(bytes, bytes, |byte, _| {
        equal(byte, 0) | equal(byte, b'+') | equal(byte, b'#')
    })
}

/// Returns whether two bytes must not be neighbors in a filter: a wildcard fills its level, `#` is the last level, and
/// there is no NUL.
fn breaks_level(left: u8, right: u8) -> u8 {
    let wildcard = |byte| equal(byte, b'+') | equal(byte, b'#');
    let left_alone = !wildcard(left) | equal(right, b'/');
    let right_alone = !wildcard(right) | equal(left, b'/');
    equal(right, 0) | equal(left, b'#') | !left_alone | !right_alone
}

/// Returns all bits set if the bytes are equal, else none.
fn equal(a: u8, b: u8) -> u8 {
    u8::from(a == b).wrapping_neg()
}

/// Returns whether something is true of any two bytes at the same place of two texts, as far as both go.
///
/// This runs for every message. In blocks, with masks of bits for truth, and without a branch inside, it compiles to
/// vector instructions.
fn any_pair(a: &[u8], b: &[u8], truth: impl Fn(u8, u8) -> u8 + Copy) -> bool {
    let length = a.len().min(b.len());
    let (a, b) = (&a[..length], &b[..length]);
    any_in_blocks::<16>(a, b, truth)
        .or_else(|| any_in_blocks::<8>(a, b, truth))
        .unwrap_or_else(|| a.iter().zip(b).any(|(a, b)| truth(*a, *b) != 0))
}

/// The same for texts of at least one block; the last block may overlap the one before.
fn any_in_blocks<const SIZE: usize>(a: &[u8], b: &[u8], truth: impl Fn(u8, u8) -> u8) -> Option<bool> {
    let mut any = [0; SIZE];
    let mut add = |a: &[u8; SIZE], b: &[u8; SIZE]| {
        let pairs = a.iter().zip(b);
        any.iter_mut()
            .zip(pairs)
            .for_each(|(any, (a, b))| *any |= truth(*a, *b));
    };
    add(a.last_chunk()?, b.last_chunk()?);
    let blocks = a.as_chunks().0.iter().zip(b.as_chunks().0);
    blocks.for_each(|(a, b)| add(a, b));
    Some(any != [0; SIZE])
}
