//! Key pairs: loaded into the cryptographic library, or just made.

use aws_lc_rs::{
    error::Unspecified,
    pkcs8::Document,
    signature::{
        ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm,
        Ed25519KeyPair, KeyPair as _,
    },
};
use rcgen::{KeyPair, PublicKeyData, RsaKeySize, SignatureAlgorithm, SigningKey};
use rustls_pki_types::PrivatePkcs8KeyDer;
use zeroize::{Zeroize as _, Zeroizing};

use super::{key_error::KeyError, key_type::KeyType};

/// A key pair.
pub(super) enum Pair {
    Loaded(KeyPair),
    /// Written and certified as it is. Loading it costs as much as making it, and is left until it signs, which of all new
    /// keys that of a root alone does.
    New {
        /// PKCS#8, version 1 (RFC 5208). rcgen would write Ed25519 keys as version 2 (RFC 5958), which holds the public key
        /// too, and which OpenSSL, GnuTLS and Python cannot read.
        der: Zeroizing<Vec<u8>>,
        public: Vec<u8>,
        algorithm: &'static SignatureAlgorithm,
    },
}

impl Pair {
    /// Makes a key of the given type.
    ///
    /// # Errors
    /// [`KeyError::Generation`] when the cryptographic library fails.
    pub(super) fn generate(key_type: KeyType) -> Result<Self, KeyError> {
        let rsa = |size| {
            let pair = KeyPair::generate_rsa_for(&rcgen::PKCS_RSA_SHA256, size);
            pair.map(Self::Loaded).map_err(|_| Unspecified)
        };
        let made = match key_type {
            KeyType::EcdsaP256 => ecdsa(&ECDSA_P256_SHA256_ASN1_SIGNING, &rcgen::PKCS_ECDSA_P256_SHA256),
            KeyType::EcdsaP384 => ecdsa(&ECDSA_P384_SHA384_ASN1_SIGNING, &rcgen::PKCS_ECDSA_P384_SHA384),
            KeyType::Ed25519 => ed25519(),
            KeyType::Rsa2048 => rsa(RsaKeySize::_2048),
            KeyType::Rsa3072 => rsa(RsaKeySize::_3072),
            KeyType::Rsa4096 => rsa(RsaKeySize::_4096),
        };
        made.map_err(|_| KeyError::Generation(key_type.to_string()))
    }

    /// The private key, in the form that it was read or made in.
    pub(super) fn der(&self) -> &[u8] {
        match self {
            Self::Loaded(pair) => pair.serialized_der(),
            Self::New { der, .. } => der,
        }
    }

    fn new(document: &Document, public: &[u8], algorithm: &'static SignatureAlgorithm) -> Self {
        Self::New {
            der: document.as_ref().to_vec().into(),
            public: public.to_vec(),
            algorithm,
        }
    }
}

fn ecdsa(
    signing: &'static EcdsaSigningAlgorithm,
    algorithm: &'static SignatureAlgorithm,
) -> Result<Pair, Unspecified> {
    let key = EcdsaKeyPair::generate(signing)?;
    Ok(Pair::new(
        &key.to_pkcs8v1()?,
        key.public_key().as_ref(),
        algorithm,
    ))
}

fn ed25519() -> Result<Pair, Unspecified> {
    let key = Ed25519KeyPair::generate()?;
    let public = key.public_key().as_ref();
    Ok(Pair::new(&key.to_pkcs8v1()?, public, &rcgen::PKCS_ED25519))
}

impl Drop for Pair {
    fn drop(&mut self) {
        if let Self::Loaded(pair) = self {
            pair.zeroize();
        }
    }
}

impl PublicKeyData for Pair {
    fn der_bytes(&self) -> &[u8] {
        match self {
            Self::Loaded(pair) => pair.der_bytes(),
            Self::New { public, .. } => public,
        }
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        match self {
            Self::Loaded(pair) => pair.algorithm(),
            Self::New { algorithm, .. } => algorithm,
        }
    }
}

impl SigningKey for Pair {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        match self {
            Self::Loaded(pair) => pair.sign(message),
            Self::New { der, algorithm, .. } => {
                let key = PrivatePkcs8KeyDer::from(&***der);
                let mut pair = KeyPair::from_pkcs8_der_and_sign_algo(&key, algorithm)?;
                let signature = pair.sign(message);
                pair.zeroize();
                signature
            }
        }
    }
}
