//! Certificate requests (PKCS#10, RFC 2986): the public key that one proves to have, and what else it asks for.
//!
//! Only the key is taken. Names, extensions and attributes of a request are what somebody wishes for, and are reported
//! alone; one that is not known does no harm.

use std::fmt;

use amqtt_x509::{
    der::{self, Malformed, Reader, constructed},
    extension::{AltNames, Extension, GeneralName, ip_address, read_extensions},
    key::{Curve, KeyKind, PublicKey, Rsa},
    name::Name,
    oid::Oid,
    pem::{self, FileError, Kind},
};
use webpki::ALL_VERIFICATION_ALGS;

use super::public_key::SubjectPublicKey;

/// extensionRequest (RFC 2985 5.4.2), and Microsoft's own.
const EXTENSION_REQUESTS: [&[u8]; 2] = [
    &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x0e],
    &[0x2b, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x02, 0x01, 0x0e],
];
const SUBJECT_ALT_NAME: u8 = 17;

const LEAST_RSA_BITS: usize = 2_048;
/// Longest RSA key that the providers of the verifier can use, in bits.
const MOST_RSA_BITS: usize = 8_192;
const LEAST_EXPONENT: u64 = 65_537;

/// Error from a certificate request whose key cannot be certified.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum RequestError {
    #[error(transparent)]
    File(#[from] FileError),
    #[error("the file contains {0} certificate requests; one is signed at a time")]
    Several(usize),
    #[error("the certificate request cannot be parsed: {0}")]
    Malformed(#[from] Malformed),
    #[error("the key of the certificate request, {0}, is too weak: RSA keys need 2,048 to 8,192 bits")]
    Size(String),
    #[error(
        "the key of the certificate request, {kind}, is too weak: its public exponent is {exponent}, less than 65,537"
    )]
    Exponent { kind: String, exponent: u64 },
    #[error("the key of the certificate request, {0}, is not of a kind that can be certified")]
    Kind(String),
    #[error("the certificate request is signed in a way that is not supported ({0})")]
    Algorithm(String),
    #[error(
        "the signature of the certificate request is not that of its key, so its sender does not prove to have the private key"
    )]
    NoProof,
}

/// A certificate request whose sender was seen to have the private key, which is strong enough.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) key: SubjectPublicKey,
    /// In the words of `--key-type`.
    pub(crate) key_type: String,
    pub(crate) wishes: Wishes,
}

/// Wishes of a request beside the certificate of its key.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Wishes {
    /// The subject; empty where it has none.
    pub(crate) subject: String,
    /// Names in SubjectAltName, as `DNS:…`, `IP:…`, `URI:…`, `email:…`.
    pub(crate) names: Vec<String>,
    /// The object identifiers of other extensions.
    pub(crate) extensions: Vec<String>,
}

impl Request {
    /// Reads the one request of a file, PEM (under both labels) or DER.
    ///
    /// # Errors
    /// [`RequestError`].
    pub(crate) fn from_file(contents: &[u8]) -> Result<Self, RequestError> {
        let blocks = pem::blocks_of(contents, Kind::Request)?;
        match blocks.as_slice() {
            [block] => Self::from_der(block),
            several => Err(RequestError::Several(several.len())),
        }
    }

    /// Reads a request in DER.
    ///
    /// # Errors
    /// [`RequestError`].
    pub(crate) fn from_der(der: &[u8]) -> Result<Self, RequestError> {
        let mut parts = Reader::sequence_alone(der, "certificate request")?;
        let info = parts.expect(der::SEQUENCE, "certificationRequestInfo")?;
        let algorithm = parts.expect(der::SEQUENCE, "signatureAlgorithm")?.contents;
        let signature = parts.octet_bits("signature")?;
        parts.finish("certificate request")?;

        let mut fields = Reader::new(info.contents);
        fields.integer("the version of the request")?;
        let subject = fields.expect(der::SEQUENCE, "subject")?;
        let key = fields.expect(der::SEQUENCE, "subjectPublicKeyInfo")?;
        // mbedTLS writes an empty set, older programs none at all.
        let attributes = fields.optional(constructed(0), "attributes")?;
        fields.finish("certificationRequestInfo")?;

        let public = PublicKey::read(key.encoded)?;
        check_strength(public.kind)?;
        check_proof(&public, info.encoded, algorithm, signature)?;
        let unfit = || RequestError::Kind(public.kind.to_string());
        Ok(Self {
            key: SubjectPublicKey::of(&public).ok_or_else(unfit)?,
            key_type: public.kind.to_string(),
            wishes: Wishes::of(Name::new(subject.encoded), attributes.map(|set| set.contents)),
        })
    }
}

fn check_strength(kind: KeyKind<'_>) -> Result<(), RequestError> {
    match kind {
        KeyKind::Rsa(Rsa { bits, .. }) if !(LEAST_RSA_BITS..=MOST_RSA_BITS).contains(&bits) => {
            Err(RequestError::Size(kind.to_string()))
        }
        KeyKind::Rsa(Rsa { exponent, .. }) if exponent < LEAST_EXPONENT => Err(RequestError::Exponent {
            kind: kind.to_string(),
            exponent,
        }),
        KeyKind::Rsa(_) | KeyKind::Ed25519 | KeyKind::Ec(Curve::P256 | Curve::P384 | Curve::P521) => Ok(()),
        kind => Err(RequestError::Kind(kind.to_string())),
    }
}

/// Checks that the request is signed with the private half of its key.
fn check_proof(
    key: &PublicKey<'_>,
    signed: &[u8],
    algorithm: &[u8],
    signature: &[u8],
) -> Result<(), RequestError> {
    let mut fit = ALL_VERIFICATION_ALGS
        .iter()
        .filter(|known| {
            known.signature_alg_id().as_ref() == algorithm
                && known.public_key_alg_id().as_ref() == key.algorithm
        })
        .peekable();
    if fit.peek().is_none() {
        let mut name = Reader::new(algorithm);
        let id = name.expect(der::OID, "signatureAlgorithm")?.contents;
        return Err(RequestError::Algorithm(algorithm_name(Oid(id))));
    }
    match fit.any(|known| known.verify_signature(key.bits, signed, signature).is_ok()) {
        true => Ok(()),
        false => Err(RequestError::NoProof),
    }
}

/// The name of a signature algorithm that is refused, where it is one that is met.
fn algorithm_name(id: Oid<'_>) -> String {
    let dotted = id.to_string();
    match dotted.as_str() {
        "1.2.840.113549.1.1.4" => "MD5 with RSA".to_owned(),
        "1.2.840.113549.1.1.5" => "SHA-1 with RSA".to_owned(),
        "1.2.840.10045.4.1" => "SHA-1 with ECDSA".to_owned(),
        "1.2.840.10045.4.3.1" => "SHA-224 with ECDSA".to_owned(),
        _ => dotted,
    }
}

impl Wishes {
    /// Reads as much as can be read: nothing of it is followed.
    fn of(subject: Name<'_>, attributes: Option<&[u8]>) -> Self {
        let mut wishes = Self {
            subject: subject.to_string(),
            ..Self::default()
        };
        // What comes after a part that is malformed is not known.
        let _ = attributes.map(|attributes| wishes.read(Reader::new(attributes)));
        wishes
    }

    fn read(&mut self, mut attributes: Reader<'_>) -> Result<(), Malformed> {
        while !attributes.is_empty() {
            let mut attribute = attributes.sequence("an attribute")?;
            let id = attribute.expect(der::OID, "the name of an attribute")?.contents;
            if EXTENSION_REQUESTS.contains(&id) {
                let mut values = Reader::new(attribute.expect(der::SET, "extensionRequest")?.contents);
                let extensions = values.sequence("extensionRequest")?;
                read_extensions::<Malformed>(extensions, |extension| {
                    self.note(extension);
                    Ok(())
                })?;
            }
        }
        Ok(())
    }

    fn note(&mut self, extension: Extension<'_>) {
        match (extension.standard(), AltNames::read(extension)) {
            (Some(SUBJECT_ALT_NAME), Ok(names)) => self.names.extend(names.iter().map(|name| shown(&name))),
            _ => self.extensions.push(extension.id.to_string()),
        }
    }

    /// Returns whether there is anything but a subject.
    pub(crate) fn has_more_than_subject(&self) -> bool {
        !self.names.is_empty() || !self.extensions.is_empty()
    }
}

/// As in a sentence: the subject, the names, and the extensions.
impl fmt::Display for Wishes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        if !self.subject.is_empty() {
            parts.push(format!("subject {}", self.subject));
        }
        if !self.names.is_empty() {
            parts.push(format!("names {}", self.names.join(", ")));
        }
        if !self.extensions.is_empty() {
            parts.push(format!("extensions {}", self.extensions.join(", ")));
        }
        f.write_str(&parts.join("; "))
    }
}

/// Returns a name in SubjectAltName with its kind before it.
pub(super) fn shown(name: &GeneralName<'_>) -> String {
    let text = |octets: &[u8]| String::from_utf8_lossy(octets).into_owned();
    match name {
        GeneralName::Dns(name) => format!("DNS:{}", text(name)),
        GeneralName::Uri(uri) => format!("URI:{}", text(uri)),
        GeneralName::Email(address) => format!("email:{}", text(address)),
        GeneralName::Ip(octets) => match ip_address(octets) {
            Some(address) => format!("IP:{address}"),
            None => "IP: malformed".to_owned(),
        },
        GeneralName::Directory(name) => format!("directory:{name}"),
        _ => "another name".to_owned(),
    }
}
