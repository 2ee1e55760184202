//! What a client may do with topics.

use std::fmt;

/// What a client does with a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// It sends a message to a topic name.
    Publish,
    /// It asks for the messages of a topic filter.
    Subscribe,
    /// It is given a message of a topic name.
    Receive,
}

impl Action {
    /// `publish`, `subscribe` or `receive`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Publish => "publish",
            Self::Subscribe => "subscribe",
            Self::Receive => "receive",
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
