//! Errors from texts that are not topics.

use std::fmt;

/// The longest topic name or filter, in bytes: an MQTT string has a length of two octets (MQTT 5, 1.5.4).
pub(super) const LENGTH_MAX: usize = 65_535;

/// Error from parsing a topic name, a filter or a subscription. Levels are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidTopic {
    /// An empty text (MQTT 5, 4.7.3).
    #[error("a topic must not be empty")]
    Empty,
    /// Longer than an MQTT string can be (MQTT 5, 1.5.4).
    #[error("a topic must be at most {LENGTH_MAX} bytes long (got {actual})")]
    TooLong {
        /// The length in bytes.
        actual: usize,
    },
    /// NUL, which MQTT strings never contain (MQTT 5, 1.5.4).
    #[error("a topic must not contain NUL (byte {at})")]
    Nul {
        /// Byte offset, counted from 0.
        at: usize,
    },
    /// A wildcard in a topic name (MQTT 5, 4.7.1).
    #[error("{wildcard:?} is only allowed in filters, not in a topic that is published or received")]
    WildcardInName {
        /// The wildcard, `+` or `#`.
        wildcard: char,
    },
    /// A wildcard that shares its level with something else (MQTT 5, 4.7.1.2 and 4.7.1.3).
    #[error("{wildcard:?} must be a level of its own (level {level}: {content})")]
    WildcardNotAlone {
        /// The wildcard, `+` or `#`.
        wildcard: char,
        /// The number of its level.
        level: usize,
        /// The beginning of the level.
        content: Excerpt,
    },
    /// Levels after a `#` (MQTT 5, 4.7.1.2).
    #[error("'#' must be the last level, not level {level} of {levels}")]
    HashNotLast {
        /// The number of its level.
        level: usize,
        /// Number of levels.
        levels: usize,
    },
    /// A `$share` subscription without a filter (MQTT 5, 4.8.2).
    #[error("a shared subscription needs a filter: $share/<group>/<filter>")]
    ShareWithoutFilter,
    /// A `$share` subscription whose group is empty or holds a wildcard (MQTT 5, 4.8.2).
    #[error("the group in $share/<group>/<filter> must be 1 or more characters without '+' and '#'")]
    ShareGroup,
    /// A `$share` subscription to another one.
    #[error("a shared subscription must not contain another shared subscription")]
    ShareOfShare,
    /// A `$share` subscription in place of a filter to be stored.
    #[error("a shared subscription is not stored: the filter after $share/<group>/ grants the same")]
    ShareStored,
    /// A publish filter that could never grant anything, as publishing to a topic that begins with `$` is always
    /// denied.
    #[error("a publish filter must not begin with '$': publishing there is always denied")]
    ReservedForPublish,
}

/// The beginning of a level, at most 29 bytes: enough to recognize it.
///
/// Held without the heap, so that a client whose requests are invalid costs a broker no memory.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Excerpt {
    bytes: [u8; Self::MAX],
    length: u8,
    is_cut: bool,
}

impl Excerpt {
    const MAX: usize = 29;

    /// Takes the beginning of a text, whole characters only.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let end = text.floor_char_boundary(Self::MAX);
        let mut bytes = [0; Self::MAX];
        bytes[..end].copy_from_slice(&text.as_bytes()[..end]);
        Self {
            bytes,
            length: end as u8,
            is_cut: end < text.len(),
        }
    }
}

impl fmt::Display for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = String::from_utf8_lossy(&self.bytes[..usize::from(self.length)]);
        let more = if self.is_cut { "..." } else { "" };
        write!(f, "{text:?}{more}")
    }
}

impl fmt::Debug for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
