//! The names of topics.

use std::fmt;

use super::{
    check::{is_name, wrong_name},
    invalid::InvalidTopic,
};

/// A topic name: where a message is published to and received from (MQTT 5, 4.7.3).
///
/// 1 to 65,535 bytes of UTF-8 without NUL, `+` and `#`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TopicName<'a>(&'a str);

impl<'a> TopicName<'a> {
    /// Parses a topic name.
    ///
    /// # Errors
    /// [`InvalidTopic`] if the text is not a topic name.
    #[inline]
    pub fn parse(text: &'a str) -> Result<Self, InvalidTopic> {
        match is_name(text) {
            true => Ok(Self(text)),
            false => Err(wrong_name(text)),
        }
    }

    /// Returns the text as it was given.
    #[must_use]
    pub fn as_str(self) -> &'a str {
        self.0
    }

    /// Returns whether it begins with `$`, where only the broker may publish (MQTT 5, 4.7.2).
    #[must_use]
    pub fn is_reserved(self) -> bool {
        self.0.starts_with('$')
    }
}

impl fmt::Display for TopicName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}
