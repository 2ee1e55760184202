//! Why a certificate is refused: the rule, and the facts.

use std::fmt;

use super::{MAX_CHAIN_BYTES, MAX_INTERMEDIATES, MAX_URI_BYTES, MIN_RSA_BITS, Purpose, Rule};
use amqtt_x509::{hex::Hex, time::UnixTime};

use crate::{InvalidName, revocation::RevocationReason};

/// A certificate of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Position {
    /// The device's own.
    Leaf,
    /// One above it, by its place in the chain that the peer sent: 1 is the one behind the leaf.
    Intermediate(usize),
    /// One that the peer did not send and the verifier was given, by its place there, counted from 1.
    Known(usize),
    /// The trust anchor.
    Anchor,
}

impl Position {
    /// The position of a certificate by its index in the chain that the peer sent: the leaf comes first.
    #[must_use]
    pub fn in_chain(index: usize) -> Self {
        match index {
            0 => Self::Leaf,
            place => Self::Intermediate(place),
        }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Leaf => f.write_str("the leaf certificate"),
            Self::Intermediate(place) => write!(f, "intermediate certificate {place}"),
            Self::Known(place) => write!(f, "configured intermediate certificate {place}"),
            Self::Anchor => f.write_str("the trust anchor"),
        }
    }
}

/// Why a certificate is refused.
///
/// Each variant breaks the rule that it names, and carries the facts. [`Refusal::rule`] is for programs, the text of
/// `Display` for people, in which text from the certificate is quoted and escaped.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the names of the fields say what they hold")]
pub enum Refusal {
    /// [`Rule::NoCertificate`].
    #[error("no certificate was presented")]
    NoCertificate,
    /// [`Rule::ChainTooLarge`].
    #[error(
        "the chain has {bytes} bytes and {intermediates} certificates above the device's, and at most \
         {MAX_CHAIN_BYTES} bytes and {MAX_INTERMEDIATES} certificates are looked at"
    )]
    ChainTooLarge { bytes: usize, intermediates: usize },
    /// [`Rule::Malformed`].
    #[error("{certificate} cannot be read: there is a fault in {part}")]
    Malformed {
        certificate: Position,
        part: &'static str,
    },

    /// [`Rule::LeafIsCa`].
    #[error("the leaf certificate is a CA")]
    LeafIsCa,
    /// [`Rule::LeafKeyUsage`].
    #[error("the leaf certificate is not for signing handshakes alone: its KeyUsage {fault}")]
    LeafKeyUsage { fault: KeyUsageFault },
    /// [`Rule::LeafIsAnchor`].
    #[error("the device's certificate is a trust anchor")]
    LeafIsAnchor,
    /// [`Rule::UriSanCount`].
    #[error("the device's certificate has {count} URI SANs, and must have exactly one")]
    UriSanCount { count: usize },
    /// [`Rule::SanNotCritical`].
    #[error("the device's certificate has no subject, and its SubjectAltName is not critical")]
    SanNotCritical,
    /// [`Rule::LeafKeyUsageMissing`] or [`Rule::IssuerKeyUsageMissing`].
    #[error("{certificate} has no KeyUsage, which an X509-SVID must have")]
    KeyUsageMissing { certificate: Position },
    /// [`Rule::LeafKeyUsageNotCritical`] or [`Rule::IssuerKeyUsageNotCritical`].
    #[error("{certificate} has a KeyUsage that is not critical, as an X509-SVID's must be")]
    KeyUsageNotCritical { certificate: Position },
    /// [`Rule::SvidExtendedKeyUsage`].
    #[error("the device's certificate is not for both clients and servers, as an X509-SVID must be")]
    SvidExtendedKeyUsage,

    /// [`Rule::UriTooLong`].
    #[error("the URI SAN has {bytes} bytes, and at most {MAX_URI_BYTES} are allowed")]
    UriTooLong { bytes: usize },
    /// [`Rule::UriNotCanonical`].
    #[error("the URI SAN {uri:?} is no canonical SPIFFE ID: {fault}")]
    UriNotCanonical { uri: String, fault: InvalidName },
    /// [`Rule::TrustDomain`].
    #[error("the certificate is for the trust domain {found:?}, not for {expected:?}")]
    TrustDomain { found: String, expected: String },
    /// [`Rule::NotADevice`].
    #[error("the SPIFFE ID has the path {path:?}, which is not /device/<id>")]
    NotADevice { path: String },

    /// [`Rule::LeafKey`].
    #[error("the device's key cannot be used to verify a handshake: {kind}")]
    LeafKey { kind: String },
    /// [`Rule::SerialNumber`].
    #[error("{certificate} has the serial number {}, which is not positive or has more than 20 octets", Hex(.serial))]
    SerialNumber {
        certificate: Position,
        serial: Box<[u8]>,
    },
    /// [`Rule::RsaKeySize`].
    #[error("{certificate} has an RSA key of {bits} bits, and {MIN_RSA_BITS} are the least")]
    RsaKeySize { certificate: Position, bits: usize },
    /// [`Rule::NotYetValid`].
    #[error("{certificate} is not valid before {}, and it is {}", .not_before, .now)]
    NotYetValid {
        certificate: Position,
        not_before: UnixTime,
        now: UnixTime,
    },
    /// [`Rule::Expired`].
    #[error("{certificate} expired on {}, and it is {}", .not_after, .now)]
    Expired {
        certificate: Position,
        not_after: UnixTime,
        now: UnixTime,
    },
    /// [`Rule::UnknownIssuer`].
    #[error("no trust anchor vouches for the leaf certificate: its issuer is unknown")]
    UnknownIssuer,
    /// [`Rule::Signature`].
    #[error("a signature in the chain was not made by the issuer that it names")]
    Signature,
    /// [`Rule::SignatureAlgorithm`].
    #[error("a signature in the chain is of an algorithm that is not supported")]
    SignatureAlgorithm,
    /// [`Rule::IssuerNotCa`].
    #[error("{certificate} has issued a certificate, and is no CA")]
    IssuerNotCa { certificate: Position },
    /// [`Rule::IssuerKeyUsage`].
    #[error("{certificate} may not sign certificates: its KeyUsage lacks keyCertSign")]
    IssuerKeyUsage { certificate: Position },
    /// [`Rule::PathLength`].
    #[error("{certificate} allows {allowed} CAs below it, and the path has more")]
    PathLength { certificate: Position, allowed: usize },
    /// [`Rule::ExtendedKeyUsage`].
    #[error("{certificate} is not for {purpose}: its ExtendedKeyUsage lacks {}", .purpose.usage())]
    ExtendedKeyUsage { certificate: Position, purpose: Purpose },
    /// [`Rule::NameConstraints`].
    #[error("{certificate} has the name {name:?}, which the NameConstraints of {ca} do not allow")]
    NameConstraints {
        certificate: Position,
        ca: Position,
        name: String,
    },
    /// [`Rule::CriticalExtension`].
    #[error("a certificate in the chain has a critical extension that is not understood")]
    CriticalExtension,
    /// [`Rule::PathTooCostly`].
    #[error("gave up building a path: too many attempts")]
    PathTooCostly,
    /// [`Rule::PathInvalid`].
    #[error("the path to a trust anchor is not valid")]
    PathInvalid,
    /// [`Rule::IssuerSpiffeId`].
    #[error("{certificate} has a SPIFFE ID that a CA may not have")]
    IssuerSpiffeId { certificate: Position },

    /// [`Rule::NoCrl`].
    #[error("there is no revocation list that covers {certificate}")]
    NoCrl { certificate: Position },
    /// [`Rule::CrlNotYetValid`].
    #[error("the revocation list for {certificate} is not valid before {}, and it is {}", .this_update, .now)]
    CrlNotYetValid {
        certificate: Position,
        this_update: UnixTime,
        now: UnixTime,
    },
    /// [`Rule::CrlExpired`].
    #[error("the revocation list for {certificate} lapsed on {}, and it is {}", .next_update, .now)]
    CrlExpired {
        certificate: Position,
        next_update: UnixTime,
        now: UnixTime,
    },
    /// [`Rule::CrlSign`].
    #[error("{certificate} may not sign revocation lists: its KeyUsage lacks cRLSign")]
    CrlSign { certificate: Position },
    /// [`Rule::Revoked`].
    #[error("{certificate}, serial number {}, was revoked on {} ({reason})", Hex(.serial), .since)]
    Revoked {
        certificate: Position,
        serial: Box<[u8]>,
        since: UnixTime,
        reason: RevocationReason,
    },

    /// [`Rule::ServerName`].
    #[error("the certificate is for {names}, not for {host}")]
    ServerName { host: String, names: String },
    /// [`Rule::ClientId`].
    #[error("the certificate is for the device {device:?}, not for the client {client_id:?}")]
    ClientId { device: String, client_id: String },
}

/// What is wrong with the KeyUsage of a leaf.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyUsageFault {
    /// It lacks digitalSignature.
    NoDigitalSignature,
    /// It has keyCertSign.
    KeyCertSign,
    /// It has cRLSign.
    CrlSign,
}

impl fmt::Display for KeyUsageFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoDigitalSignature => "lacks digitalSignature",
            Self::KeyCertSign => "has keyCertSign",
            Self::CrlSign => "has cRLSign",
        })
    }
}

impl Refusal {
    /// The rule that is broken.
    #[must_use]
    pub fn rule(&self) -> Rule {
        match self {
            Self::NoCertificate => Rule::NoCertificate,
            Self::ChainTooLarge { .. } => Rule::ChainTooLarge,
            Self::Malformed { .. } => Rule::Malformed,
            Self::LeafIsCa => Rule::LeafIsCa,
            Self::LeafKeyUsage { .. } => Rule::LeafKeyUsage,
            Self::LeafIsAnchor => Rule::LeafIsAnchor,
            Self::UriSanCount { .. } => Rule::UriSanCount,
            Self::SanNotCritical => Rule::SanNotCritical,
            Self::KeyUsageMissing { certificate } => match certificate {
                Position::Leaf => Rule::LeafKeyUsageMissing,
                _ => Rule::IssuerKeyUsageMissing,
            },
            Self::KeyUsageNotCritical { certificate } => match certificate {
                Position::Leaf => Rule::LeafKeyUsageNotCritical,
                _ => Rule::IssuerKeyUsageNotCritical,
            },
            Self::SvidExtendedKeyUsage => Rule::SvidExtendedKeyUsage,
            Self::UriTooLong { .. } => Rule::UriTooLong,
            Self::UriNotCanonical { .. } => Rule::UriNotCanonical,
            Self::TrustDomain { .. } => Rule::TrustDomain,
            Self::NotADevice { .. } => Rule::NotADevice,
            Self::LeafKey { .. } => Rule::LeafKey,
            Self::SerialNumber { .. } => Rule::SerialNumber,
            Self::RsaKeySize { .. } => Rule::RsaKeySize,
            Self::NotYetValid { .. } => Rule::NotYetValid,
            Self::Expired { .. } => Rule::Expired,
            Self::UnknownIssuer => Rule::UnknownIssuer,
            Self::Signature => Rule::Signature,
            Self::SignatureAlgorithm => Rule::SignatureAlgorithm,
            Self::IssuerNotCa { .. } => Rule::IssuerNotCa,
            Self::IssuerKeyUsage { .. } => Rule::IssuerKeyUsage,
            Self::PathLength { .. } => Rule::PathLength,
            Self::ExtendedKeyUsage { .. } => Rule::ExtendedKeyUsage,
            Self::NameConstraints { .. } => Rule::NameConstraints,
            Self::CriticalExtension => Rule::CriticalExtension,
            Self::PathTooCostly => Rule::PathTooCostly,
            Self::PathInvalid => Rule::PathInvalid,
            Self::IssuerSpiffeId { .. } => Rule::IssuerSpiffeId,
            Self::NoCrl { .. } => Rule::NoCrl,
            Self::CrlNotYetValid { .. } => Rule::CrlNotYetValid,
            Self::CrlExpired { .. } => Rule::CrlExpired,
            Self::CrlSign { .. } => Rule::CrlSign,
            Self::Revoked { .. } => Rule::Revoked,
            Self::ServerName { .. } => Rule::ServerName,
            Self::ClientId { .. } => Rule::ClientId,
        }
    }
}
