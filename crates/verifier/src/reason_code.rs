//! Reason codes of the protocol: the part of a [`Reason`] that a client gets to see.
//!
//! | reason | CONNACK 3.1.1 | CONNACK 5 | SUBACK 3.1.1 | SUBACK 5 | PUBACK 5 |
//! |---|---|---|---|---|---|
//! | client id | 0x02 | 0x85 | | | |
//! | unknown account or wrong password | 0x04 | 0x86 | 0x80 | 0x87 | 0x87 |
//! | invalid topic (in CONNACK: of the will) | 0x05 | 0x90 | 0x80 | 0x8f | 0x90 |
//! | topic that begins with `$` | 0x05 | 0x90 | 0x80 | 0x87 | 0x87 |
//! | too many questions waiting | 0x03 | 0x89 | 0x80 | 0x83 | 0x83 |
//! | a source that failed | 0x03 | 0x88 | 0x80 | 0x83 | 0x83 |
//! | everything else | 0x05 | 0x87 | 0x80 | 0x87 | 0x87 |
//!
//! MQTT 3.1.1 has no code for a PUBLISH that is refused: the broker acknowledges it and drops the message, or closes the
//! connection (MQTT 3.1.1, 3.3.5).
//!
//! ```
//! use amqtt_verifier::{ProtocolVersion, Reason};
//!
//! assert_eq!(Reason::Credentials.connack(ProtocolVersion::V3_1_1), 0x04);
//! assert_eq!(Reason::Credentials.connack(ProtocolVersion::V5), 0x86);
//! assert_eq!(Reason::NotGranted.suback(ProtocolVersion::V5), 0x87);
//! ```

use crate::decision::{Reason, SourceFault};

/// A version of the protocol, as the CONNECT names it (MQTT 5, 3.1.2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(
    clippy::exhaustive_enums,
    reason = "MQTT has no other version with reason codes"
)]
pub enum ProtocolVersion {
    /// MQTT 3.1.1 (protocol level 4), and MQTT 3.1, which has the same codes.
    V3_1_1,
    /// MQTT 5.
    V5,
}

/// The kinds of reasons that the protocol tells apart.
enum Kind {
    ClientId,
    Credentials,
    NotAuthorized,
    Topic,
    Reserved,
    Busy,
    Unavailable,
}

impl Reason {
    fn kind(&self) -> Kind {
        match self {
            Self::ClientId(_) => Kind::ClientId,
            Self::Credentials | Self::UserName(_) => Kind::Credentials,
            Self::InvalidTopic(_) => Kind::Topic,
            Self::ReservedTopic => Kind::Reserved,
            Self::Source(SourceFault::Overloaded { .. }) => Kind::Busy,
            Self::Source(_) => Kind::Unavailable,
            _ => Kind::NotAuthorized,
        }
    }

    /// Returns the return code of CONNACK (MQTT 3.1.1, 3.2.2.3), or its reason code (MQTT 5, 3.2.2.2).
    ///
    /// A reason about a topic is one about the topic of the will. Without a valid client id, MQTT 5 also allows the
    /// broker to close the connection without a CONNACK.
    #[must_use]
    pub fn connack(&self, version: ProtocolVersion) -> u8 {
        let (v3, v5) = match self.kind() {
            Kind::ClientId => (0x02, 0x85),
            Kind::Credentials => (0x04, 0x86),
            Kind::NotAuthorized => (0x05, 0x87),
            Kind::Topic | Kind::Reserved => (0x05, 0x90),
            Kind::Busy => (0x03, 0x89),
            Kind::Unavailable => (0x03, 0x88),
        };
        match version {
            ProtocolVersion::V3_1_1 => v3,
            ProtocolVersion::V5 => v5,
        }
    }

    /// Returns the return code of SUBACK for one filter (MQTT 3.1.1, 3.9.3), or its reason code (MQTT 5, 3.9.3).
    #[must_use]
    pub fn suback(&self, version: ProtocolVersion) -> u8 {
        match (version, self.kind()) {
            (ProtocolVersion::V3_1_1, _) => 0x80,
            (_, Kind::Topic) => 0x8f,
            (_, Kind::Busy | Kind::Unavailable) => 0x83,
            _ => 0x87,
        }
    }

    /// Returns the reason code of PUBACK and PUBREC (MQTT 5, 3.4.2.1 and 3.5.2.1); MQTT 3.1.1 has none.
    #[must_use]
    pub fn puback(&self) -> u8 {
        match self.kind() {
            Kind::Topic => 0x90,
            Kind::Busy | Kind::Unavailable => 0x83,
            _ => 0x87,
        }
    }

    /// Returns the reason code of DISCONNECT for a client that is no longer admitted (MQTT 5, 3.14.2.1); MQTT 3.1.1 has
    /// none, and a broker closes the connection.
    #[must_use]
    pub fn disconnect(&self) -> u8 {
        match self.kind() {
            Kind::Topic => 0x90,
            Kind::Busy => 0x89,
            Kind::Unavailable => 0x83,
            _ => 0x87,
        }
    }
}
