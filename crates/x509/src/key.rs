//! Public keys (RFC 5280 4.1.2.7): their kind and size.

use std::fmt;

use crate::{
    der::{self, Element, Malformed, Reader},
    oid::Oid,
};

const RSA_ENCRYPTION: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
const RSASSA_PSS: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0a];
const EC_PUBLIC_KEY: [u8; 7] = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
const DSA: [u8; 7] = [0x2a, 0x86, 0x48, 0xce, 0x38, 0x04, 0x01];
/// The arc of the curves of RFC 8410: 1.3.101.
const EDWARDS: [u8; 2] = [0x2b, 0x65];
/// The curves of ANSI X9.62 (1.2.840.10045.3.1), of SECG (1.3.132.0) and of Brainpool (1.3.36.3.3.2.8.1.1).
const X9_62: [u8; 7] = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01];
const SECG: [u8; 4] = [0x2b, 0x81, 0x04, 0x00];
const BRAINPOOL: [u8; 8] = [0x2b, 0x24, 0x03, 0x03, 0x02, 0x08, 0x01, 0x01];

/// A public key.
#[derive(Debug, Clone, Copy)]
pub struct PublicKey<'a> {
    /// SubjectPublicKeyInfo, the whole of its encoding.
    pub encoded: &'a [u8],
    /// The contents of its AlgorithmIdentifier.
    pub algorithm: &'a [u8],
    /// The octets of subjectPublicKey.
    pub bits: &'a [u8],
    /// The kind of key.
    pub kind: KeyKind<'a>,
}

/// The kind and size of a key. Shown in the words of our own `--key-type`, where there are any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyKind<'a> {
    /// RSA (RFC 8017).
    Rsa(Rsa),
    /// RSA that signs by PSS alone (RFC 4055).
    RsaPss(Rsa),
    /// A point of an elliptic curve (RFC 5480).
    Ec(Curve<'a>),
    /// Ed25519 (RFC 8410).
    Ed25519,
    /// Ed448 (RFC 8410).
    Ed448,
    /// X25519, which cannot sign (RFC 8410).
    X25519,
    /// X448, which cannot sign (RFC 8410).
    X448,
    /// DSA (RFC 3279).
    Dsa,
    /// Any other algorithm.
    Other(Oid<'a>),
}

/// The size of an RSA key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rsa {
    /// The size of the modulus in bits.
    pub bits: usize,
    /// The public exponent; `u64::MAX` where it is larger than that.
    pub exponent: u64,
}

/// An elliptic curve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
#[allow(missing_docs, reason = "the names are those of the standards")]
pub enum Curve<'a> {
    P192,
    P224,
    P256,
    P384,
    P521,
    Secp256k1,
    BrainpoolP256r1,
    BrainpoolP384r1,
    BrainpoolP512r1,
    /// A curve with a name that is not one of these.
    Other(Oid<'a>),
    /// A curve without a name, by its parameters.
    Explicit,
}

impl<'a> PublicKey<'a> {
    /// Reads a SubjectPublicKeyInfo that is all there is.
    ///
    /// # Errors
    /// [`Malformed`] with the part at fault.
    pub fn read(encoded: &'a [u8]) -> Result<Self, Malformed> {
        const WHAT: &str = "subjectPublicKeyInfo";
        let mut reader = Reader::new(encoded);
        let element = reader.expect(der::SEQUENCE, WHAT)?;
        reader.finish(WHAT)?;
        Self::of(element)
    }

    pub(crate) fn of(spki: Element<'a>) -> Result<Self, Malformed> {
        let mut fields = Reader::new(spki.contents);
        let algorithm = fields.expect(der::SEQUENCE, "the algorithm of its key")?.contents;
        let bits = fields.octet_bits("subjectPublicKey")?;
        fields.finish("subjectPublicKeyInfo")?;
        Ok(Self {
            encoded: spki.encoded,
            algorithm,
            bits,
            kind: kind(algorithm, bits)?,
        })
    }

    /// Returns the size of an RSA key in bits; `None` for a key of another kind.
    #[must_use]
    pub fn rsa_bits(&self) -> Option<usize> {
        match self.kind {
            KeyKind::Rsa(rsa) | KeyKind::RsaPss(rsa) => Some(rsa.bits),
            _ => None,
        }
    }
}

/// Returns the kind of a private key in PKCS#8, PKCS#1 or SEC1 as far as its algorithm says: of an RSA key the size
/// too.
#[must_use]
pub fn private_key_kind(der: &[u8]) -> Option<KeyKind<'_>> {
    const WHAT: &str = "a private key";
    let mut fields = Reader::sequence_alone(der, WHAT).ok()?;
    fields.integer(WHAT).ok()?;
    if fields.is_next(der::SEQUENCE) {
        // PKCS#8 (RFC 5958): version, algorithm, the key itself.
        let algorithm = fields.sequence(WHAT).ok()?;
        let key = fields.expect(der::OCTET_STRING, WHAT).ok()?.contents;
        return match kind_of_algorithm(algorithm)? {
            KeyKind::Rsa(_) => private_key_kind(key),
            KeyKind::RsaPss(_) => match private_key_kind(key)? {
                KeyKind::Rsa(rsa) => Some(KeyKind::RsaPss(rsa)),
                other => Some(other),
            },
            kind => Some(kind),
        };
    }
    if fields.is_next(der::OCTET_STRING) {
        // SEC1 (RFC 5915): version, the key, [0] the curve.
        fields.element(WHAT).ok()?;
        let parameters = fields.optional(der::constructed(0), WHAT).ok()??;
        return Some(KeyKind::Ec(curve(Reader::new(parameters.contents))));
    }
    // PKCS#1 (RFC 8017 A.1.2): version, modulus, public exponent.
    let (modulus, exponent) = (fields.unsigned(WHAT).ok()?, fields.unsigned(WHAT).ok()?);
    Some(KeyKind::Rsa(rsa(modulus, exponent)))
}

fn kind<'a>(algorithm: &'a [u8], bits: &[u8]) -> Result<KeyKind<'a>, Malformed> {
    let malformed = Malformed("the algorithm of its key");
    let kind = kind_of_algorithm(Reader::new(algorithm)).ok_or(malformed)?;
    if !matches!(kind, KeyKind::Rsa(_) | KeyKind::RsaPss(_)) {
        return Ok(kind);
    }
    const WHAT: &str = "its RSA key";
    let mut key = Reader::sequence_alone(bits, WHAT)?;
    let (modulus, exponent) = (key.unsigned(WHAT)?, key.unsigned(WHAT)?);
    key.finish(WHAT)?;
    let size = rsa(modulus, exponent);
    Ok(match kind {
        KeyKind::RsaPss(_) => KeyKind::RsaPss(size),
        _ => KeyKind::Rsa(size),
    })
}

/// The kind of key by the contents of an AlgorithmIdentifier; the size of an RSA key is not in there.
fn kind_of_algorithm(mut algorithm: Reader<'_>) -> Option<KeyKind<'_>> {
    let id = algorithm
        .expect(der::OID, "the algorithm of its key")
        .ok()?
        .contents;
    let unknown_size = Rsa { bits: 0, exponent: 0 };
    Some(match id {
        id if id == RSA_ENCRYPTION => KeyKind::Rsa(unknown_size),
        id if id == RSASSA_PSS => KeyKind::RsaPss(unknown_size),
        id if id == EC_PUBLIC_KEY => KeyKind::Ec(curve(algorithm)),
        id if id == DSA => KeyKind::Dsa,
        id => match id.strip_prefix(&EDWARDS) {
            Some([0x6e]) => KeyKind::X25519,
            Some([0x6f]) => KeyKind::X448,
            Some([0x70]) => KeyKind::Ed25519,
            Some([0x71]) => KeyKind::Ed448,
            _ => KeyKind::Other(Oid(id)),
        },
    })
}

fn curve(mut parameters: Reader<'_>) -> Curve<'_> {
    let Ok(id) = parameters.expect(der::OID, "a curve") else {
        return Curve::Explicit;
    };
    let id = id.contents;
    let (x9_62, secg, brainpool) = (
        id.strip_prefix(&X9_62),
        id.strip_prefix(&SECG),
        id.strip_prefix(&BRAINPOOL),
    );
    match (x9_62, secg, brainpool) {
        (Some([1]), _, _) => Curve::P192,
        (Some([7]), _, _) => Curve::P256,
        (_, Some([10]), _) => Curve::Secp256k1,
        (_, Some([33]), _) => Curve::P224,
        (_, Some([34]), _) => Curve::P384,
        (_, Some([35]), _) => Curve::P521,
        (_, _, Some([7])) => Curve::BrainpoolP256r1,
        (_, _, Some([11])) => Curve::BrainpoolP384r1,
        (_, _, Some([13])) => Curve::BrainpoolP512r1,
        _ => Curve::Other(Oid(id)),
    }
}

/// Measures a modulus and an exponent, both without an octet for the sign.
fn rsa(modulus: &[u8], exponent: &[u8]) -> Rsa {
    let unset = modulus.first().map_or(0, |octet| octet.leading_zeros() as usize);
    Rsa {
        bits: modulus.len() * 8 - unset,
        exponent: match exponent.len() {
            0..=8 => exponent
                .iter()
                .fold(0, |number, octet| number << 8 | u64::from(*octet)),
            _ => u64::MAX,
        },
    }
}

impl fmt::Display for KeyKind<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rsa(rsa) => write!(f, "rsa-{}", rsa.bits),
            Self::RsaPss(rsa) => write!(f, "rsa-pss-{}", rsa.bits),
            Self::Ec(curve) => curve.fmt(f),
            Self::Ed25519 => f.write_str("ed25519"),
            Self::Ed448 => f.write_str("ed448"),
            Self::X25519 => f.write_str("x25519"),
            Self::X448 => f.write_str("x448"),
            Self::Dsa => f.write_str("dsa"),
            Self::Other(id) => id.fmt(f),
        }
    }
}

impl fmt::Display for Curve<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::P192 => "ecdsa-p192",
            Self::P224 => "ecdsa-p224",
            Self::P256 => "ecdsa-p256",
            Self::P384 => "ecdsa-p384",
            Self::P521 => "ecdsa-p521",
            Self::Secp256k1 => "ecdsa-secp256k1",
            Self::BrainpoolP256r1 => "ecdsa-brainpoolP256r1",
            Self::BrainpoolP384r1 => "ecdsa-brainpoolP384r1",
            Self::BrainpoolP512r1 => "ecdsa-brainpoolP512r1",
            Self::Other(id) => return write!(f, "ecdsa-{id}"),
            Self::Explicit => "ecdsa with a curve that has no name",
        })
    }
}
