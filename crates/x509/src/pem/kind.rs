//! Kinds of things in files, by the label of their PEM or the shape of their DER.

use std::fmt;

use crate::der::{self, Reader, constructed};

const SIGNED_DATA: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];

/// The contents of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// A certificate (RFC 5280).
    Certificate,
    /// A revocation list (RFC 5280).
    Crl,
    /// A certificate request (RFC 2986).
    Request,
    /// A private key in PKCS#8 (RFC 5958).
    Pkcs8Key,
    /// An encrypted private key in PKCS#8 (RFC 5958).
    EncryptedPkcs8Key,
    /// An RSA private key in PKCS#1 (RFC 8017).
    Pkcs1Key,
    /// An elliptic curve private key in SEC1 (RFC 5915).
    Sec1Key,
    /// A private key in OpenSSH's own format.
    OpenSshKey,
    /// A private key in another format, such as DSA's.
    OtherKey,
    /// A public key alone.
    PublicKey,
    /// Several certificates in PKCS#7 (RFC 2315) or CMS (RFC 5652).
    Pkcs7,
    /// Keys and certificates in PKCS#12 (RFC 7292).
    Pkcs12,
    /// Something else, such as parameters.
    Other,
}

impl Kind {
    /// Returns the kind by its label; `None` for a label that is nearly one of these, and a slip of the hand.
    pub(super) fn of_label(label: &[u8]) -> Option<Self> {
        Some(match label {
            b"CERTIFICATE" | b"X509 CERTIFICATE" | b"TRUSTED CERTIFICATE" => Self::Certificate,
            b"X509 CRL" => Self::Crl,
            b"CERTIFICATE REQUEST" | b"NEW CERTIFICATE REQUEST" => Self::Request,
            b"PRIVATE KEY" => Self::Pkcs8Key,
            b"ENCRYPTED PRIVATE KEY" => Self::EncryptedPkcs8Key,
            b"RSA PRIVATE KEY" => Self::Pkcs1Key,
            b"EC PRIVATE KEY" => Self::Sec1Key,
            b"OPENSSH PRIVATE KEY" => Self::OpenSshKey,
            b"PUBLIC KEY" | b"RSA PUBLIC KEY" => Self::PublicKey,
            b"PKCS7" | b"CMS" | b"PKCS #7 SIGNED DATA" => Self::Pkcs7,
            b"PKCS12" => Self::Pkcs12,
            b"ATTRIBUTE CERTIFICATE" | b"CERTIFICATE PAIR" => Self::Other,
            label if label.ends_with(b" PRIVATE KEY") => Self::OtherKey,
            label => {
                let upper = label.to_ascii_uppercase();
                let says = |word: &[u8]| upper.windows(word.len()).any(|window| window == word);
                if says(b"CERTIFICATE") || says(b"PRIVATE KEY") || says(b"X509") {
                    return None;
                }
                Self::Other
            }
        })
    }

    /// Returns whether certificates and lists may be within it.
    pub(super) fn is_container(self) -> bool {
        matches!(self, Self::Pkcs7 | Self::Pkcs12)
    }

    /// Returns whether it is a private key in any format.
    #[must_use]
    pub fn is_private_key(self) -> bool {
        matches!(
            self,
            Self::Pkcs8Key
                | Self::EncryptedPkcs8Key
                | Self::Pkcs1Key
                | Self::Sec1Key
                | Self::OpenSshKey
                | Self::OtherKey
        )
    }

    /// Returns its name with an article, as in "a certificate".
    #[must_use]
    pub fn with_article(self) -> &'static str {
        match self {
            Self::Certificate => "a certificate",
            Self::Crl => "a revocation list",
            Self::Request => "a certificate request",
            Self::Pkcs8Key | Self::Pkcs1Key | Self::Sec1Key | Self::OtherKey => "a private key",
            Self::EncryptedPkcs8Key => "an encrypted private key",
            Self::OpenSshKey => "an OpenSSH private key",
            Self::PublicKey => "a public key",
            Self::Pkcs7 => "a PKCS#7 bundle",
            Self::Pkcs12 => "a PKCS#12 bundle",
            Self::Other => "something else",
        }
    }
}

/// Returns the name without an article.
impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.with_article();
        f.write_str(name.split_once(' ').map_or(name, |(_, name)| name))
    }
}

/// Returns the kind of a structure in DER by its first fields; [`Kind::Other`] where they are those of none.
pub(super) fn of_der(der: &[u8]) -> Kind {
    kind_of_der(der).unwrap_or(Kind::Other)
}

fn kind_of_der(der: &[u8]) -> Option<Kind> {
    const WHAT: &str = "";
    let mut fields = Reader::sequence_alone(der, WHAT).ok()?;
    let first = fields.element(WHAT).ok()?;
    match first.tag {
        der::OID => (first.contents == SIGNED_DATA).then_some(Kind::Pkcs7),
        der::INTEGER => {
            let second = fields.element(WHAT).ok()?;
            match (first.contents, second.tag) {
                ([3], der::SEQUENCE) => Some(Kind::Pkcs12),
                (_, der::SEQUENCE) => Some(Kind::Pkcs8Key),
                (_, der::OCTET_STRING) => Some(Kind::Sec1Key),
                (_, der::INTEGER) if fields.is_next(der::INTEGER) => Some(Kind::Pkcs1Key),
                _ => None,
            }
        }
        der::SEQUENCE if fields.is_next(der::OCTET_STRING) => Some(Kind::EncryptedPkcs8Key),
        der::SEQUENCE if fields.is_next(der::BIT_STRING) => Some(Kind::PublicKey),
        der::SEQUENCE => kind_of_signed(Reader::new(first.contents)),
        _ => None,
    }
}

/// Tells a certificate, a list and a request apart by what is signed.
fn kind_of_signed(mut signed: Reader<'_>) -> Option<Kind> {
    const WHAT: &str = "";
    if signed.is_next(constructed(0)) {
        return Some(Kind::Certificate);
    }
    signed.optional(der::INTEGER, WHAT).ok()?;
    signed.expect(der::SEQUENCE, WHAT).ok()?;
    let second = signed.expect(der::SEQUENCE, WHAT).ok()?;
    // A certificate and a list go on with an issuer, and then a validity or a time; a request with a key, and attributes.
    if signed.is_next(der::UTC_TIME) || signed.is_next(der::GENERALIZED_TIME) {
        return Some(Kind::Crl);
    }
    if signed.is_next(der::SEQUENCE) {
        return Some(Kind::Certificate);
    }
    let mut key = Reader::new(second.contents);
    key.expect(der::SEQUENCE, WHAT).ok()?;
    key.is_next(der::BIT_STRING).then_some(Kind::Request)
}
