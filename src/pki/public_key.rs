//! Public keys that are certified without their private half.

use amqtt_x509::key::{Curve, KeyKind, PublicKey};
use rcgen::{PublicKeyData, SignatureAlgorithm};

/// A public key, as rcgen writes it into a certificate. (Its own type for this reads keys with a parser of its own.)
#[derive(Debug, Clone)]
pub(crate) struct SubjectPublicKey {
    bits: Vec<u8>,
    algorithm: &'static SignatureAlgorithm,
}

impl SubjectPublicKey {
    /// Takes a key that was read; `None` for a kind that rcgen cannot write.
    pub(crate) fn of(key: &PublicKey<'_>) -> Option<Self> {
        let algorithm = match key.kind {
            KeyKind::Rsa(_) => &rcgen::PKCS_RSA_SHA256,
            KeyKind::Ec(Curve::P256) => &rcgen::PKCS_ECDSA_P256_SHA256,
            KeyKind::Ec(Curve::P384) => &rcgen::PKCS_ECDSA_P384_SHA384,
            KeyKind::Ec(Curve::P521) => &rcgen::PKCS_ECDSA_P521_SHA512,
            KeyKind::Ed25519 => &rcgen::PKCS_ED25519,
            _ => return None,
        };
        let key_read = Self {
            bits: key.bits.to_vec(),
            algorithm,
        };
        // What is written must be what was read, octet for octet.
        (key_read.subject_public_key_info() == key.encoded).then_some(key_read)
    }

    /// Reads a SubjectPublicKeyInfo; `None` for a kind that rcgen cannot write, and for what cannot be read.
    pub(crate) fn read(encoded: &[u8]) -> Option<Self> {
        PublicKey::read(encoded).ok().and_then(|key| Self::of(&key))
    }
}

impl PublicKeyData for SubjectPublicKey {
    fn der_bytes(&self) -> &[u8] {
        &self.bits
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        self.algorithm
    }
}
