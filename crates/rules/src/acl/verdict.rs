//! Decisions, with their reasons.

use crate::topic::TopicFilter;

/// A decision with its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verdict {
    /// Allowed.
    Allowed {
        /// The stored filters that allow it; several if a subscription is covered only by all of them together.
        by: Vec<TopicFilter>,
    },
    /// Denied.
    Denied {
        /// A topic that the request would reach and that is not granted; for a topic name, that name.
        witness: String,
        /// The reason that it is not granted.
        why: Denial,
    },
}

impl Verdict {
    /// Returns whether it is allowed.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        matches!(self, Self::Allowed { .. })
    }
}

/// The reason that a topic is not granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Denial {
    /// No stored filter matches the topic.
    #[error("no right covers it")]
    NotCovered,
    /// Publishing to a topic that begins with `$` is always denied (MQTT 5, 4.7.2).
    #[error("publishing to a topic that begins with '$' is always denied")]
    Reserved,
}
