//! The actions of a client on a topic.

use std::{fmt, str::FromStr};

/// An action that a client may be allowed on a topic.
///
/// A broker asks about `Publish` when a client sends a message, about `Subscribe` when it sends a SUBSCRIBE, and about
/// `Receive` before it delivers a message: a client that may subscribe and not receive gets no messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// Send a message to the broker.
    Publish,
    /// Ask the broker for messages.
    Subscribe,
    /// Be sent a message by the broker, whatever it has subscribed to.
    Receive,
}

impl Action {
    /// All actions, in the order in which they are listed.
    pub const ALL: [Self; 3] = [Self::Publish, Self::Subscribe, Self::Receive];

    /// Returns the word for it: `publish`, `subscribe` or `receive`.
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
        f.pad(self.as_str())
    }
}

impl FromStr for Action {
    type Err = InvalidAction;

    fn from_str(text: &str) -> Result<Self, InvalidAction> {
        let found = Self::ALL.into_iter().find(|action| action.as_str() == text);
        found.ok_or_else(|| InvalidAction(text.to_owned()))
    }
}

/// Error from parsing a word that is not an [`Action`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("must be publish, subscribe or receive, not {0:?}")]
pub struct InvalidAction(pub String);
