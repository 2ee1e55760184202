//! What a source answers, and how the answers of several become one.
//!
//! A client is authenticated, and a topic granted, when **at least one source allows and none denies**. When all
//! abstain, nobody has vouched for anything: denied. So the outcome does not depend on the order of the sources; only the
//! reason does, which is that of the first to deny.
//!
//! ```
//! use amqtt_verifier::{Decision, Reason};
//!
//! let asked = [Decision::Abstain, Decision::Allow, Decision::Abstain];
//! assert_eq!(Decision::combine(asked), Ok(()));
//!
//! let asked = [Decision::Allow, Decision::Deny(Reason::Credentials)];
//! assert_eq!(Decision::combine(asked), Err(Reason::Credentials));
//!
//! assert_eq!(Decision::combine([Decision::Abstain]), Err(Reason::NoAnswer));
//! ```

use std::{io, time::Duration};

use crate::InvalidTopic;
#[cfg(any(feature = "ring", feature = "aws-lc-rs"))]
use crate::certificate::Refusal;
#[cfg(feature = "password")]
use crate::password::HashError;
#[cfg(feature = "database")]
use amqtt_database::RecordError;

/// What one source answers, for a client or for a topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Yes, unless another source denies.
    Allow,
    /// No, whatever other sources say.
    Deny(Reason),
    /// The source knows nothing of it, and leaves it to the others.
    Abstain,
}

impl Decision {
    /// Joins the answers of several sources. Answers behind the first denial are not looked at, so that with a lazy
    /// iterator they need not be made.
    ///
    /// # Errors
    /// The reason of the first denial; [`Reason::NoAnswer`] when no source allows.
    pub fn combine(decisions: impl IntoIterator<Item = Self>) -> Result<(), Reason> {
        let mut tally = Tally::default();
        for decision in decisions {
            tally.count(decision)?;
        }
        tally.verdict()
    }
}

/// The rule of [`Decision::combine`], one answer at a time.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    allowed: bool,
}

impl Tally {
    /// Takes in an answer; a denial ends the asking.
    pub(crate) fn count(&mut self, decision: Decision) -> Result<(), Reason> {
        match decision {
            Decision::Allow => self.allowed = true,
            Decision::Deny(reason) => return Err(reason),
            Decision::Abstain => {}
        }
        Ok(())
    }

    /// The outcome when everybody has been asked, and nobody has denied.
    pub(crate) fn verdict(self) -> Result<(), Reason> {
        if self.allowed {
            Ok(())
        } else {
            Err(Reason::NoAnswer)
        }
    }
}

/// Why a client or a topic was denied. It never holds a password.
///
/// It is for the broker's log. What a client may be told is less: "not authorized" (MQTT 5, 3.2.2.2, reason code 0x87).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// Every source abstained, or there was none.
    #[error("no source had an answer")]
    NoAnswer,
    /// No such account, a disabled one, or the wrong password; which of them is not told.
    #[error("the account and its password do not belong together")]
    Credentials,
    /// No certificate that admits a device.
    #[cfg(any(feature = "ring", feature = "aws-lc-rs"))]
    #[error("the certificate is refused: {0}")]
    Certificate(#[from] Refusal),
    /// The certificate is another device's.
    #[error("the certificate is that of the device {device:?}, and the client id is another one")]
    DeviceMismatch {
        /// The device id of the certificate.
        device: String,
    },
    /// The client gave a user name for which no source vouches.
    #[error("no source vouches for the user name")]
    UnprovenUserName,
    /// The client has no right to this topic.
    #[error("the account has no right to it")]
    NotGranted,
    /// Not a topic name, or not a topic filter (MQTT 5, 4.7).
    #[error("the topic is invalid: {0}")]
    InvalidTopic(#[from] InvalidTopic),
    /// A name that begins with `$`, to which no client publishes (MQTT 5, 4.7.2).
    #[error("no client may publish to a topic that begins with '$'")]
    ReservedTopic,
    /// The external server said no.
    #[error("the external server said no")]
    Refused,
    /// The source could not be asked, or gave no answer that counts.
    #[error("a source failed: {0}")]
    Source(#[from] Fault),
}

/// What kept a source from answering. Every fault is a denial: what cannot be asked cannot allow.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// There was no whole answer in time.
    #[error("no answer within {after:?}")]
    TimedOut {
        /// The time that it had.
        after: Duration,
    },
    /// No connection came about.
    #[error("it cannot be reached: {0}")]
    Unreachable(io::ErrorKind),
    /// TLS failed, for instance because the server's certificate is not trusted.
    #[error("TLS failed: {0}")]
    Tls(String),
    /// The connection ended before the answer did.
    #[error("the connection broke off")]
    BrokenOff,
    /// It sent us elsewhere, where we do not go.
    #[error("it redirects, with status {status}")]
    Redirect {
        /// The HTTP status.
        status: u16,
    },
    /// More than an answer may have.
    #[error("its answer is larger than {limit} bytes")]
    TooLarge {
        /// The most bytes there may be.
        limit: usize,
    },
    /// Not an answer.
    #[error("its answer is malformed: {0}")]
    Malformed(&'static str),
    /// The database does not answer, or the row of this account or client is broken.
    #[cfg(feature = "database")]
    #[error(transparent)]
    Record(#[from] RecordError),
    /// A password cannot be verified for lack of memory.
    #[cfg(feature = "password")]
    #[error(transparent)]
    Hash(#[from] HashError),
    /// So many wait already that one more is not let in.
    #[error("{limit} passwords wait to be verified already")]
    Overloaded {
        /// The most that may wait.
        limit: usize,
    },
    /// There is no way to ask this.
    #[error("the question cannot be put: {0}")]
    Unaskable(&'static str),
}
