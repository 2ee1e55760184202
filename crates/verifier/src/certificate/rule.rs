//! The rules of admission, and the checks that they belong to.

use std::fmt;

/// One step of admission. The steps are taken in the order of [`Check::ALL`]; the first that fails refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Check {
    /// The chain is small enough to be read.
    Size,
    /// Every certificate of the chain can be parsed.
    Encoding,
    /// The leaf is made for a device.
    Leaf,
    /// The leaf names a device of the trust domain.
    Identity,
    /// A valid path leads from a trust anchor to the leaf.
    Path,
    /// No certificate of the path is revoked.
    Revocation,
    /// The device is the MQTT client.
    ClientId,
}

impl Check {
    /// All checks, in their order.
    pub const ALL: [Self; 7] = [
        Self::Size,
        Self::Encoding,
        Self::Leaf,
        Self::Identity,
        Self::Path,
        Self::Revocation,
        Self::ClientId,
    ];

    /// Returns its name, which is stable from release to release.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Size => "size",
            Self::Encoding => "encoding",
            Self::Leaf => "leaf",
            Self::Identity => "identity",
            Self::Path => "path",
            Self::Revocation => "revocation",
            Self::ClientId => "client_id",
        }
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Declares the rules in one table: each with its name, the check that it belongs to, and its point in the list of the
/// [module](crate::certificate).
macro_rules! rules {
    ($($(#[doc = $doc:literal])+ $rule:ident = $name:literal, $check:ident, $point:literal;)+) => {
        /// A rule of admission. The names are stable from release to release.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Rule {
            $($(#[doc = $doc])+ $rule,)+
        }

        impl Rule {
            /// All rules.
            pub const ALL: &[Self] = &[$(Self::$rule),+];

            /// Returns its name in snake case.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$rule => $name,)+ }
            }

            /// Returns the step in which it is checked.
            #[must_use]
            pub fn check(self) -> Check {
                match self { $(Self::$rule => Check::$check,)+ }
            }

            /// Returns its point, 1 to 5, in the list of the [module](crate::certificate).
            #[must_use]
            pub fn point(self) -> u8 {
                match self { $(Self::$rule => $point,)+ }
            }
        }
    };
}

rules! {
    /// The peer presented a certificate.
    NoCertificate = "no_certificate", Size, 1;
    /// The chain is small enough to be read.
    ChainTooLarge = "chain_too_large", Size, 1;
    /// Every certificate is a well-formed X.509 certificate of version 3 (RFC 5280 4.1).
    Malformed = "malformed", Encoding, 2;
    /// The serial number of every certificate of the chain is positive, and has at most 20 octets beside one that only
    /// carries the sign (RFC 5280 4.1.2.2).
    SerialNumber = "serial_number", Encoding, 2;

    /// The leaf is not a CA (X509-SVID 4.1).
    LeafIsCa = "leaf_is_ca", Leaf, 4;
    /// The leaf's KeyUsage has digitalSignature and neither keyCertSign nor cRLSign (X509-SVID 4.3).
    LeafKeyUsage = "leaf_key_usage", Leaf, 4;
    /// The leaf is not itself a trust anchor (X509-SVID 3.2).
    LeafIsAnchor = "leaf_is_anchor", Leaf, 4;
    /// The provider can verify a handshake with the leaf's key: RSA of at most 8,192 bits with an odd exponent of 3 or more,
    /// P-256, P-384, P-521 (AWS-LC alone) as an uncompressed point, or Ed25519.
    LeafKey = "leaf_key", Leaf, 4;
    /// The leaf has exactly one URI SAN (X509-SVID 2).
    UriSanCount = "uri_san_count", Leaf, 4;
    /// SubjectAltName is critical where the subject is empty (RFC 5280 4.1.2.6).
    SanNotCritical = "san_not_critical", Leaf, 4;
    /// By [`Profile::Svid`](super::Profile::Svid), KeyUsage is present in the leaf (X509-SVID 4.3).
    LeafKeyUsageMissing = "leaf_key_usage_missing", Leaf, 4;
    /// By [`Profile::Svid`](super::Profile::Svid), KeyUsage is critical in the leaf (X509-SVID 4.3).
    LeafKeyUsageNotCritical = "leaf_key_usage_not_critical", Leaf, 4;
    /// By [`Profile::Svid`](super::Profile::Svid), ExtendedKeyUsage of the leaf has clientAuth and serverAuth where it
    /// is present (X509-SVID 4.4).
    SvidExtendedKeyUsage = "svid_extended_key_usage", Leaf, 4;

    /// The URI is not longer than 2,048 bytes (SPIFFE-ID 2.3).
    UriTooLong = "uri_too_long", Identity, 5;
    /// The URI is a SPIFFE ID in canonical form (SPIFFE-ID 2.1 to 2.3).
    UriNotCanonical = "uri_not_canonical", Identity, 5;
    /// The SPIFFE ID is of the trust domain.
    TrustDomain = "trust_domain", Identity, 5;
    /// The SPIFFE ID's path is `/device/<id>`.
    NotADevice = "not_a_device", Identity, 5;

    /// RSA keys have 2,048 bits or more, anywhere in the chain.
    RsaKeySize = "rsa_key_size", Path, 2;
    /// Every certificate of the path, the anchor included, has begun to be valid.
    NotYetValid = "not_yet_valid", Path, 2;
    /// No certificate of the path, the anchor included, has expired.
    Expired = "expired", Path, 2;
    /// The path ends at a trust anchor.
    UnknownIssuer = "unknown_issuer", Path, 2;
    /// Every signature of the path verifies.
    Signature = "signature", Path, 2;
    /// Every signature is of an algorithm that the provider has.
    SignatureAlgorithm = "signature_algorithm", Path, 2;
    /// Every issuer is a CA (RFC 5280 4.2.1.9).
    IssuerNotCa = "issuer_not_ca", Path, 2;
    /// The issuer's KeyUsage, where present, has keyCertSign (RFC 5280 4.2.1.3).
    IssuerKeyUsage = "issuer_key_usage", Path, 2;
    /// The path is not longer than its CAs allow (RFC 5280 4.2.1.9).
    PathLength = "path_length", Path, 2;
    /// ExtendedKeyUsage, where present, has clientAuth (RFC 5280 4.2.1.12); for a server, serverAuth.
    ExtendedKeyUsage = "extended_key_usage", Path, 2;
    /// The names are within the CAs' NameConstraints (RFC 5280 4.2.1.10): DNS names,
    /// addresses, hosts of URIs, e-mail addresses and directory names. A constraint on any other form refuses its names.
    NameConstraints = "name_constraints", Path, 2;
    /// Every critical extension is supported (RFC 5280 4.2).
    CriticalExtension = "critical_extension", Path, 2;
    /// A path is found with a bounded number of attempts.
    PathTooCostly = "path_too_costly", Path, 2;
    /// The path is valid in every other respect.
    PathInvalid = "path_invalid", Path, 2;
    /// By [`Profile::Svid`](super::Profile::Svid), KeyUsage is present in every CA of the path (X509-SVID 4.3).
    IssuerKeyUsageMissing = "issuer_key_usage_missing", Path, 4;
    /// By [`Profile::Svid`](super::Profile::Svid), KeyUsage is critical in every CA of the path (X509-SVID 4.3).
    IssuerKeyUsageNotCritical = "issuer_key_usage_not_critical", Path, 4;
    /// By [`Profile::Svid`](super::Profile::Svid), a CA with a SPIFFE ID has that URI alone, in canonical form and
    /// without a path (X509-SVID 2 and 3.2).
    IssuerSpiffeId = "issuer_spiffe_id", Path, 4;

    /// A revocation list covers each certificate of the path (RFC 5280 6.3).
    NoCrl = "no_crl", Revocation, 3;
    /// The newest list has begun to be valid.
    CrlNotYetValid = "crl_not_yet_valid", Revocation, 3;
    /// The newest list has not expired.
    CrlExpired = "crl_expired", Revocation, 3;
    /// KeyUsage of the list's issuer, where present, has cRLSign (RFC 5280 4.2.1.3).
    CrlSign = "crl_sign", Revocation, 3;
    /// The certificate is not on the list.
    Revoked = "revoked", Revocation, 3;

    /// A server's certificate is for the host that its client connects to (RFC 9525). Not a rule of admission: it is one of
    /// [`CertificateVerifier::check_server`](super::CertificateVerifier::check_server).
    ServerName = "server_name", Identity, 5;

    /// The device's id is the client id, byte for byte.
    ClientId = "client_id", ClientId, 5;
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
