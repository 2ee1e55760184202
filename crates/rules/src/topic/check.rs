//! The rules for the text of topics and filters (MQTT 5, 1.5.4 and 4.7).

use super::invalid::{Excerpt, InvalidTopic, LENGTH_MAX};

/// The prefix of a shared subscription (MQTT 5, 4.8.2).
pub(super) const SHARE: &str = "$share/";

/// Returns whether a text is a topic name. Asked for every message: the answer is a bit in a register, where a `Result` with
/// the error would be written to memory and read again.
pub(super) fn is_name(text: &str) -> bool {
    has_length(text) && !has_special(text.as_bytes())
}

/// Returns whether a text is a topic filter.
pub(super) fn is_filter(text: &str) -> bool {
    let bytes = text.as_bytes();
    has_length(text) && bytes[0] != 0 && !any_pair(bytes, &bytes[1..], breaks_level)
}

fn has_length(text: &str) -> bool {
    (1..=LENGTH_MAX).contains(&text.len())
}

/// Says what is wrong with a text that is not a topic name.
#[cold]
pub(super) fn wrong_name(text: &str) -> InvalidTopic {
    let wildcard = text.chars().find(|c| matches!(c, '+' | '#'));
    let of_wildcard = || wildcard.map(|wildcard| InvalidTopic::WildcardInName { wildcard });
    wrong_length(text)
        .or_else(|| nul(text))
        .or_else(of_wildcard)
        .unwrap_or(InvalidTopic::Empty)
}

/// Says what is wrong with a text that is not a filter.
#[cold]
pub(super) fn wrong_filter(text: &str) -> InvalidTopic {
    if let Some(wrong) = wrong_length(text).or_else(|| nul(text)) {
        return wrong;
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

/// Returns the error of a text that is empty, or longer than an MQTT string can be.
pub(super) fn wrong_length(text: &str) -> Option<InvalidTopic> {
    match text.len() {
        0 => Some(InvalidTopic::Empty),
        1..=LENGTH_MAX => None,
        actual => Some(InvalidTopic::TooLong { actual }),
    }
}

/// Returns the error of a text that contains NUL.
pub(super) fn nul(text: &str) -> Option<InvalidTopic> {
    text.find('\0').map(|at| InvalidTopic::Nul { at })
}

/// Returns whether there is a NUL, `+` or `#`.
fn has_special(bytes: &[u8]) -> bool {
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
