//! Refusals of certificates: the rule, and the facts.

use std::fmt;

use amqtt_rules::names::InvalidName;
use amqtt_x509::{crl::RevocationReason, hex::Hex, time::UnixTime};

use super::{
    limits::{MAX_CHAIN_BYTES, MAX_INTERMEDIATES, MAX_URI_BYTES, MIN_RSA_BITS},
    position::{Position, RefusedCertificate},
    purpose::Purpose,
    rule::Rule,
};

/// The reason for which a certificate is refused.
///
/// Each variant names the rule that is broken, and carries the certificate and the facts. [`Refusal::rule`] is for
/// programs, the text of `Display` for people: text from the certificate is quoted and escaped in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the names of the fields say what they hold")]
pub enum Refusal {
    /// [`Rule::NoCertificate`].
    #[error("no certificate was presented")]
    NoCertificate,
    /// [`Rule::ChainTooLarge`].
    #[error(
        "the chain is too large: {bytes} bytes and {intermediates} certificates above the leaf (at most \
         {MAX_CHAIN_BYTES} bytes and {MAX_INTERMEDIATES} certificates)"
    )]
    ChainTooLarge { bytes: usize, intermediates: usize },
    /// [`Rule::Malformed`].
    #[error("{certificate} cannot be parsed: malformed {part}")]
    Malformed {
        certificate: RefusedCertificate,
        part: &'static str,
    },

    /// [`Rule::LeafIsCa`].
    #[error("{certificate} is a CA")]
    LeafIsCa { certificate: RefusedCertificate },
    /// [`Rule::LeafKeyUsage`].
    #[error("{certificate} is not restricted to signing handshakes: its KeyUsage {fault}")]
    LeafKeyUsage {
        certificate: RefusedCertificate,
        fault: KeyUsageFault,
    },
    /// [`Rule::LeafIsAnchor`].
    #[error("{certificate} is a trust anchor")]
    LeafIsAnchor { certificate: RefusedCertificate },
    /// [`Rule::UriSanCount`].
    #[error("{certificate} has {count} URI SANs; exactly one is required")]
    UriSanCount {
        certificate: RefusedCertificate,
        count: usize,
    },
    /// [`Rule::SanNotCritical`].
    #[error("the leaf certificate has an empty subject, so its SubjectAltName must be critical")]
    SanNotCritical,
    /// [`Rule::LeafKeyUsageMissing`] or [`Rule::IssuerKeyUsageMissing`].
    #[error("{certificate} has no KeyUsage; an X509-SVID requires one")]
    KeyUsageMissing { certificate: RefusedCertificate },
    /// [`Rule::LeafKeyUsageNotCritical`] or [`Rule::IssuerKeyUsageNotCritical`].
    #[error("{certificate} has a KeyUsage that is not critical; in an X509-SVID it must be")]
    KeyUsageNotCritical { certificate: RefusedCertificate },
    /// [`Rule::SvidExtendedKeyUsage`].
    #[error(
        "{certificate} has an ExtendedKeyUsage without both clientAuth and serverAuth; an X509-SVID requires both"
    )]
    SvidExtendedKeyUsage { certificate: RefusedCertificate },

    /// [`Rule::UriTooLong`].
    #[error("the URI SAN of the leaf certificate has {bytes} bytes (at most {MAX_URI_BYTES})")]
    UriTooLong { bytes: usize },
    /// [`Rule::UriNotCanonical`].
    #[error("the URI SAN {uri:?} of the leaf certificate {fault}")]
    UriNotCanonical { uri: String, fault: InvalidName },
    /// [`Rule::TrustDomain`].
    #[error("the leaf certificate is for trust domain {found:?}, not {expected:?}")]
    TrustDomain { found: String, expected: String },
    /// [`Rule::NotADevice`].
    #[error("the SPIFFE ID of the leaf certificate has the path {path:?}, not /device/<id>")]
    NotADevice { path: String },

    /// [`Rule::LeafKey`].
    #[error("{certificate} has a key that cannot verify a handshake: {kind}")]
    LeafKey {
        certificate: RefusedCertificate,
        kind: String,
    },
    /// [`Rule::SerialNumber`].
    #[error("{certificate} has the invalid serial number {}: not positive, or longer than 20 octets", Hex(.serial))]
    SerialNumber {
        certificate: RefusedCertificate,
        serial: Box<[u8]>,
    },
    /// [`Rule::RsaKeySize`].
    #[error("{certificate} has an RSA key of {bits} bits (at least {MIN_RSA_BITS} required)")]
    RsaKeySize {
        certificate: RefusedCertificate,
        bits: usize,
    },
    /// [`Rule::NotYetValid`].
    #[error("{certificate} is not valid until {} (checked at {})", .not_before, .now)]
    NotYetValid {
        certificate: RefusedCertificate,
        not_before: UnixTime,
        now: UnixTime,
    },
    /// [`Rule::Expired`].
    #[error("{certificate} expired on {} (checked at {})", .not_after, .now)]
    Expired {
        certificate: RefusedCertificate,
        not_after: UnixTime,
        now: UnixTime,
    },
    /// [`Rule::UnknownIssuer`].
    #[error("{certificate} was issued by {issuer:?}, which is neither a trust anchor nor in the chain")]
    UnknownIssuer {
        certificate: RefusedCertificate,
        issuer: String,
    },
    /// [`Rule::Signature`].
    #[error("{certificate} was not signed by the issuer that it names")]
    Signature { certificate: RefusedCertificate },
    /// [`Rule::SignatureAlgorithm`].
    #[error("{certificate} has a signature of an unsupported algorithm")]
    SignatureAlgorithm { certificate: RefusedCertificate },
    /// [`Rule::IssuerNotCa`].
    #[error("{certificate} issued a certificate but is not a CA")]
    IssuerNotCa { certificate: RefusedCertificate },
    /// [`Rule::IssuerKeyUsage`].
    #[error("{certificate} may not sign certificates: its KeyUsage lacks keyCertSign")]
    IssuerKeyUsage { certificate: RefusedCertificate },
    /// [`Rule::PathLength`].
    #[error("{certificate} allows at most {allowed} CAs below it, but the path has more")]
    PathLength {
        certificate: RefusedCertificate,
        allowed: usize,
    },
    /// [`Rule::ExtendedKeyUsage`].
    #[error("{certificate} is not for {purpose}: its ExtendedKeyUsage lacks {}", .purpose.usage())]
    ExtendedKeyUsage {
        certificate: RefusedCertificate,
        purpose: Purpose,
    },
    /// [`Rule::NameConstraints`].
    #[error("{certificate} has the name {name:?}, which the NameConstraints of {ca} exclude")]
    NameConstraints {
        certificate: RefusedCertificate,
        ca: RefusedCertificate,
        name: String,
    },
    /// [`Rule::CriticalExtension`].
    #[error("{certificate} has an unsupported critical extension ({extension})")]
    CriticalExtension {
        certificate: RefusedCertificate,
        extension: String,
    },
    /// [`Rule::PathTooCostly`].
    #[error("finding a path to a trust anchor takes too many attempts")]
    PathTooCostly,
    /// [`Rule::PathInvalid`].
    #[error("the path to the trust anchor is not valid")]
    PathInvalid,
    /// [`Rule::IssuerSpiffeId`].
    #[error("{certificate} has a SPIFFE ID that is not allowed in a CA")]
    IssuerSpiffeId { certificate: RefusedCertificate },

    /// [`Rule::NoCrl`].
    #[error("no revocation list covers {certificate}")]
    NoCrl { certificate: RefusedCertificate },
    /// [`Rule::CrlNotYetValid`].
    #[error("the revocation list for {certificate} is not valid until {} (checked at {})", .this_update, .now)]
    CrlNotYetValid {
        certificate: RefusedCertificate,
        this_update: UnixTime,
        now: UnixTime,
    },
    /// [`Rule::CrlExpired`].
    #[error("the revocation list for {certificate} expired on {} (checked at {})", .next_update, .now)]
    CrlExpired {
        certificate: RefusedCertificate,
        next_update: UnixTime,
        now: UnixTime,
    },
    /// [`Rule::CrlSign`].
    #[error("{certificate} may not sign revocation lists: its KeyUsage lacks cRLSign")]
    CrlSign { certificate: RefusedCertificate },
    /// [`Rule::Revoked`].
    #[error("{certificate}, serial number {}, was revoked on {} ({reason})", Hex(.serial), .since)]
    Revoked {
        certificate: RefusedCertificate,
        serial: Box<[u8]>,
        since: UnixTime,
        reason: RevocationReason,
    },

    /// [`Rule::ServerName`].
    #[error("the leaf certificate is for {names}, not for {host}")]
    ServerName { host: String, names: String },
    /// [`Rule::ClientId`].
    #[error("the certificate belongs to device {device:?}, not to client id {client_id:?}")]
    ClientId { device: String, client_id: String },
}

/// A fault in the KeyUsage of a leaf.
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
    /// Returns the rule that is broken.
    #[must_use]
    pub fn rule(&self) -> Rule {
        match self {
            Self::NoCertificate => Rule::NoCertificate,
            Self::ChainTooLarge { .. } => Rule::ChainTooLarge,
            Self::Malformed { .. } => Rule::Malformed,
            Self::LeafIsCa { .. } => Rule::LeafIsCa,
            Self::LeafKeyUsage { .. } => Rule::LeafKeyUsage,
            Self::LeafIsAnchor { .. } => Rule::LeafIsAnchor,
            Self::UriSanCount { .. } => Rule::UriSanCount,
            Self::SanNotCritical => Rule::SanNotCritical,
            Self::KeyUsageMissing { certificate } => match certificate.position {
                Position::Leaf => Rule::LeafKeyUsageMissing,
                _ => Rule::IssuerKeyUsageMissing,
            },
            Self::KeyUsageNotCritical { certificate } => match certificate.position {
                Position::Leaf => Rule::LeafKeyUsageNotCritical,
                _ => Rule::IssuerKeyUsageNotCritical,
            },
            Self::SvidExtendedKeyUsage { .. } => Rule::SvidExtendedKeyUsage,
            Self::UriTooLong { .. } => Rule::UriTooLong,
            Self::UriNotCanonical { .. } => Rule::UriNotCanonical,
            Self::TrustDomain { .. } => Rule::TrustDomain,
            Self::NotADevice { .. } => Rule::NotADevice,
            Self::LeafKey { .. } => Rule::LeafKey,
            Self::SerialNumber { .. } => Rule::SerialNumber,
            Self::RsaKeySize { .. } => Rule::RsaKeySize,
            Self::NotYetValid { .. } => Rule::NotYetValid,
            Self::Expired { .. } => Rule::Expired,
            Self::UnknownIssuer { .. } => Rule::UnknownIssuer,
            Self::Signature { .. } => Rule::Signature,
            Self::SignatureAlgorithm { .. } => Rule::SignatureAlgorithm,
            Self::IssuerNotCa { .. } => Rule::IssuerNotCa,
            Self::IssuerKeyUsage { .. } => Rule::IssuerKeyUsage,
            Self::PathLength { .. } => Rule::PathLength,
            Self::ExtendedKeyUsage { .. } => Rule::ExtendedKeyUsage,
            Self::NameConstraints { .. } => Rule::NameConstraints,
            Self::CriticalExtension { .. } => Rule::CriticalExtension,
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
