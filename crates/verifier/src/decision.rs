//! The answer of a source, and the rule by which several answers become one.
//!
//! A client is authenticated, and a topic granted, when **at least one source allows and none denies**. When all sources
//! abstain, the answer is a denial. The outcome does not depend on the order of the sources;
//! only the reason does: it is the reason of the first source that denies.
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

#[cfg(feature = "database")]
use amqtt_database::RecordError;
use amqtt_rules::{names::InvalidName, topic::InvalidTopic};

#[cfg(any(feature = "ring", feature = "aws-lc-rs"))]
use crate::certificate::Refusal;
#[cfg(feature = "password")]
use crate::password::HashError;

/// The answer of one source, about a client or a topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Yes, unless another source denies.
    Allow,
    /// No, whatever other sources answer.
    Deny(Reason),
    /// The source does not know the client or the topic, and leaves the answer to the others.
    Abstain,
}

impl Decision {
    /// Combines the answers of several sources. Answers after the first denial are not looked at, so a lazy iterator need not
    /// produce them.
    ///
    /// # Errors
    /// Returns the reason of the first denial; [`Reason::NoAnswer`] when no source allows.
    pub fn combine(decisions: impl IntoIterator<Item = Self>) -> Result<(), Reason> {
        let mut tally = Tally::default();
        for decision in decisions {
            tally.count(decision)?;
        }
        tally.verdict()
    }
}

/// Applies the rule of [`Decision::combine`], one answer at a time.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    allowed: bool,
}

impl Tally {
    /// Counts an answer; after a denial, no other source is asked.
    pub(crate) fn count(&mut self, decision: Decision) -> Result<(), Reason> {
        match decision {
            Decision::Allow => self.allowed = true,
            Decision::Deny(reason) => return Err(reason),
            Decision::Abstain => {}
        }
        Ok(())
    }

    /// Returns the outcome once all sources were asked and none denied.
    pub(crate) fn verdict(self) -> Result<(), Reason> {
        if self.allowed {
            Ok(())
        } else {
            Err(Reason::NoAnswer)
        }
    }
}

/// The reason for which a client or a topic was denied. It never holds a password.
///
/// It is for the broker's log. The client gets less, a code of the protocol: [`Reason::connack`] and the functions beside
/// it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// Every source abstained, or there was none.
    #[error("no source had an answer")]
    NoAnswer,
    /// Every source abstained, and the client gave nothing that one could judge.
    #[error("no password and no certificate was given")]
    NothingGiven,
    /// The client id of the CONNECT is not a client id (MQTT 5, 3.1.3.1). Parsing it yields the error:
    /// `text.parse::<ClientId>().map_err(Reason::ClientId)`.
    #[error("invalid client id: {0}")]
    ClientId(#[source] InvalidName),
    /// The user name of the CONNECT cannot be the name of an account.
    #[error("invalid user name: {0}")]
    UserName(#[source] InvalidName),
    /// Unknown account, disabled account or wrong password; which of them is not reported.
    #[error("unknown account or wrong password")]
    Credentials,
    /// The certificate does not admit a device.
    #[cfg(any(feature = "ring", feature = "aws-lc-rs"))]
    #[error("certificate refused: {0}")]
    Certificate(#[from] Refusal),
    /// The certificate belongs to another device.
    #[error("the certificate belongs to device {device:?}, not to this client id")]
    DeviceMismatch {
        /// The device id in the certificate.
        device: String,
    },
    /// The client gave a user name that no source confirms.
    #[error("no source confirms the user name")]
    UnprovenUserName,
    /// The client has no right to this topic.
    #[error("no right to this topic")]
    NotGranted,
    /// The topic is not a topic name, or not a topic filter (MQTT 5, 4.7).
    #[error("invalid topic: {0}")]
    InvalidTopic(#[from] InvalidTopic),
    /// The topic name begins with `$`; no client publishes to such a topic (MQTT 5, 4.7.2).
    #[error("no client may publish to a topic that begins with '$'")]
    ReservedTopic,
    /// The external server refused.
    #[error("refused by the external server")]
    Refused,
    /// The source could not be asked, or gave no valid answer.
    #[error("a source failed: {0}")]
    Source(#[from] SourceFault),
}

/// The cause that kept a source from answering. Every fault is a denial: a source that cannot be asked cannot allow.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SourceFault {
    /// No complete answer arrived in time.
    #[error("no answer within {after:?}")]
    TimedOut {
        /// The time that the source had.
        after: Duration,
    },
    /// No connection could be established.
    #[error("cannot connect: {0}")]
    Unreachable(io::ErrorKind),
    /// TLS failed, for instance because the server's certificate is not trusted.
    #[error("TLS failed: {0}")]
    Tls(String),
    /// The connection ended before the answer did.
    #[error("connection closed before the answer was complete")]
    BrokenOff,
    /// The server answered with a redirect, which is not followed.
    #[error("the answer is a redirect (status {status})")]
    Redirect {
        /// The HTTP status.
        status: u16,
    },
    /// The answer is larger than is read.
    #[error("the answer is larger than {limit} bytes")]
    TooLarge {
        /// The largest answer that is read, in bytes.
        limit: usize,
    },
    /// The answer cannot be understood.
    #[error("malformed answer: {0}")]
    Malformed(&'static str),
    /// The database does not answer, or the row of this account or client is broken.
    #[cfg(feature = "database")]
    #[error(transparent)]
    Record(#[from] RecordError),
    /// Not enough memory to verify a password.
    #[cfg(feature = "password")]
    #[error(transparent)]
    Hash(#[from] HashError),
    /// As many questions are waiting as may wait.
    #[error("too many pending password checks (limit {limit})")]
    Overloaded {
        /// The largest number of questions that wait.
        limit: usize,
    },
    /// The source does not answer, and what it answered before is too old to count.
    #[error("the source does not answer, and its last answer is older than {after:?}")]
    Stale {
        /// The maximum age of an answer.
        after: Duration,
    },
    /// The source left its last questions without an answer, so that nobody waits for it until it is back.
    #[error("the source does not answer at present")]
    Hangs,
    /// The question cannot be asked.
    #[error("cannot ask: {0}")]
    Unaskable(&'static str),
    /// The source has to wait for something, and was asked to answer at once
    /// ([`Verifier::authenticate_now`](crate::Verifier::authenticate_now)).
    #[error("the source did not answer at once")]
    NotReady,
}
