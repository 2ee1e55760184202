//! Private keys: made, read and written.

use std::fmt;

use aws_lc_rs::{rand, signature::Ed25519KeyPair};
use pkcs8::{
    EncryptedPrivateKeyInfoRef, LineEnding, PrivateKeyInfoRef, SecretDocument,
    der::{Decode as _, pem::PemLabel as _},
    pkcs5::pbes2,
};
use rcgen::{KeyPair, PublicKeyData, RsaKeySize, SignatureAlgorithm, SigningKey};
use rustls_pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use x509_parser::{prelude::FromDer, x509::SubjectPublicKeyInfo};
use zeroize::{Zeroize, Zeroizing};

use super::{
    certificate::key_type,
    pem::{self, KeyBlock},
};

/// Rounds of PBKDF2 with HMAC-SHA-256 for a key that we encrypt: OWASP's recommendation, and readable everywhere,
/// unlike scrypt, for which OpenSSL has a memory limit.
const PBKDF2_ROUNDS: u32 = 600_000;

/// The kinds of key that can be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum KeyType {
    #[default]
    EcdsaP256,
    EcdsaP384,
    Ed25519,
    Rsa2048,
    Rsa3072,
    Rsa4096,
}

impl KeyType {
    pub(crate) const ALL: [Self; 6] = [
        Self::EcdsaP256,
        Self::EcdsaP384,
        Self::Ed25519,
        Self::Rsa2048,
        Self::Rsa3072,
        Self::Rsa4096,
    ];

    /// The name on the command line and in reports.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::EcdsaP256 => "ecdsa-p256",
            Self::EcdsaP384 => "ecdsa-p384",
            Self::Ed25519 => "ed25519",
            Self::Rsa2048 => "rsa-2048",
            Self::Rsa3072 => "rsa-3072",
            Self::Rsa4096 => "rsa-4096",
        }
    }
}

impl fmt::Display for KeyType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Why a key cannot be read, made or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum KeyError {
    #[error("it holds no private key in PEM (PKCS#8, PKCS#1 or SEC1)")]
    NoKey,
    #[error("it is encrypted in OpenSSL's old way (Proc-Type: 4,ENCRYPTED), which cannot be read")]
    OldEncryption,
    #[error("it is malformed, or a kind of key that cannot sign certificates")]
    Unusable,
    #[error("it is encrypted, and its encryption is malformed or unknown")]
    UnknownEncryption,
    #[error("the passphrase does not open it")]
    WrongPassphrase,
    #[error("the key could not be made: {0}")]
    Generation(String),
    #[error("the key could not be encrypted")]
    Encryption,
}

/// A passphrase, byte-exact as it was given; wiped from memory when dropped, and never shown.
pub(crate) struct Passphrase(Zeroizing<Vec<u8>>);

impl Passphrase {
    pub(crate) fn new(bytes: Zeroizing<Vec<u8>>) -> Self {
        Self(bytes)
    }
}

/// A private key; wiped from memory when dropped, and never shown.
pub(crate) struct PrivateKey {
    pair: KeyPair,
    encrypted: bool,
}

impl PrivateKey {
    /// Makes a new key of the given type.
    ///
    /// # Errors
    /// [`KeyError::Generation`] when the cryptographic library fails.
    pub(crate) fn generate(key_type: KeyType) -> Result<Self, KeyError> {
        let rsa = |size| KeyPair::generate_rsa_for(&rcgen::PKCS_RSA_SHA256, size);
        let pair = match key_type {
            KeyType::EcdsaP256 => KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256),
            KeyType::EcdsaP384 => KeyPair::generate_for(&rcgen::PKCS_ECDSA_P384_SHA384),
            KeyType::Ed25519 => return ed25519(),
            KeyType::Rsa2048 => rsa(RsaKeySize::_2048),
            KeyType::Rsa3072 => rsa(RsaKeySize::_3072),
            KeyType::Rsa4096 => rsa(RsaKeySize::_4096),
        };
        let pair = pair.map_err(|error| KeyError::Generation(error.to_string()))?;
        Ok(Self {
            pair,
            encrypted: false,
        })
    }

    /// Reads the first private key of a PEM file. The passphrase is asked for only where the key is encrypted.
    ///
    /// # Errors
    /// [`KeyError`] when there is no key or it cannot be read, and whatever `passphrase` fails with.
    pub(crate) fn from_pem<E: From<KeyError>>(
        pem: &[u8],
        passphrase: impl FnOnce() -> Result<Passphrase, E>,
    ) -> Result<Self, E> {
        match pem::private_key(pem).ok_or(KeyError::NoKey)? {
            KeyBlock::OldEncrypted => Err(KeyError::OldEncryption.into()),
            KeyBlock::Plain(mut der) => {
                let pair = KeyPair::try_from(&der);
                der.zeroize();
                Ok(Self {
                    pair: pair.map_err(|_| KeyError::Unusable)?,
                    encrypted: false,
                })
            }
            KeyBlock::Encrypted(block) => {
                let (_, document) =
                    SecretDocument::from_pem(block).map_err(|_| KeyError::UnknownEncryption)?;
                let passphrase = passphrase()?;
                let der = decrypt(document.as_bytes(), &passphrase)?;
                let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(der.as_bytes()));
                let pair = KeyPair::try_from(&key).map_err(|_| KeyError::Unusable)?;
                Ok(Self {
                    pair,
                    encrypted: true,
                })
            }
        }
    }

    /// Writes a key that was made here as PKCS#8 PEM, encrypted (PBES2: PBKDF2 with HMAC-SHA-256, AES-256-CBC) where
    /// a passphrase is given.
    ///
    /// # Errors
    /// [`KeyError::Encryption`] when the encryption fails.
    pub(crate) fn to_pem(&self, passphrase: Option<&Passphrase>) -> Result<Zeroizing<String>, KeyError> {
        let der = self.pair.serialized_der();
        let (document, label) = match passphrase {
            None => (SecretDocument::try_from(der), PrivateKeyInfoRef::PEM_LABEL),
            Some(passphrase) => (encrypt(der, passphrase), EncryptedPrivateKeyInfoRef::PEM_LABEL),
        };
        document
            .and_then(|document| document.to_pem(label, LineEnding::LF))
            .map_err(|_| KeyError::Encryption)
    }

    /// The type of the key in the words of `--key-type`, or the OID of its algorithm.
    pub(crate) fn type_name(&self) -> String {
        let der = self.subject_public_key_info();
        SubjectPublicKeyInfo::from_der(&der)
            .map_or_else(|_| "unknown".to_owned(), |(_, spki)| key_type(&spki))
    }

    /// Whether the file that this key was read from is encrypted.
    pub(crate) fn was_encrypted(&self) -> bool {
        self.encrypted
    }
}

/// An Ed25519 key as PKCS#8 version 1 (RFC 5208). rcgen would write version 2 (RFC 5958), which holds the public key
/// too, and which OpenSSL, GnuTLS and Python cannot read.
fn ed25519() -> Result<PrivateKey, KeyError> {
    let failed = |_| KeyError::Generation("Ed25519".to_owned());
    let document = Ed25519KeyPair::generate()
        .and_then(|key| key.to_pkcs8v1())
        .map_err(failed)?;
    let key = PrivatePkcs8KeyDer::from(document.as_ref());
    let pair = KeyPair::try_from(&key).map_err(|_| KeyError::Unusable)?;
    Ok(PrivateKey {
        pair,
        encrypted: false,
    })
}

fn decrypt(document: &[u8], passphrase: &Passphrase) -> Result<SecretDocument, KeyError> {
    let encrypted =
        EncryptedPrivateKeyInfoRef::from_der(document).map_err(|_| KeyError::UnknownEncryption)?;
    encrypted.decrypt(&*passphrase.0).map_err(|error| match error {
        pkcs8::Error::EncryptedPrivateKey(pkcs8::pkcs5::Error::AlgorithmParametersInvalid { .. }) => {
            KeyError::UnknownEncryption
        }
        // A wrong passphrase shows as bad padding, or now and then as plain text that is no key.
        _ => KeyError::WrongPassphrase,
    })
}

fn encrypt(der: &[u8], passphrase: &Passphrase) -> pkcs8::der::Result<SecretDocument> {
    let failed = || pkcs8::der::ErrorKind::Failed;
    let (mut salt, mut iv) = ([0; 16], [0; 16]);
    rand::fill(&mut salt)
        .and_then(|()| rand::fill(&mut iv))
        .map_err(|_| failed())?;
    let parameters = pbes2::Parameters::generate_pbkdf2_sha256_aes256cbc(PBKDF2_ROUNDS, &salt, iv)
        .map_err(|_| failed())?;
    let key = PrivateKeyInfoRef::from_der(der)?;
    key.encrypt_with_params(parameters, &*passphrase.0)
        .map_err(|_| failed().into())
}

impl Drop for PrivateKey {
    fn drop(&mut self) {
        self.pair.zeroize();
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PrivateKey(..)")
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(..)")
    }
}

impl PublicKeyData for PrivateKey {
    fn der_bytes(&self) -> &[u8] {
        self.pair.der_bytes()
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        self.pair.algorithm()
    }
}

impl SigningKey for PrivateKey {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        self.pair.sign(message)
    }
}
