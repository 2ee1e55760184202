//! Private keys: made, read and written.

use std::fmt;

use amqtt_x509::{
    der::{self, Reader},
    key::{PublicKey, private_key_kind},
};
use aws_lc_rs::rand;
use pkcs8::{
    EncryptedPrivateKeyInfoRef, LineEnding, PrivateKeyInfoRef, SecretDocument,
    der::{Decode as _, pem::PemLabel as _},
    pkcs5::pbes2,
};
use rcgen::{KeyPair, PublicKeyData, SignatureAlgorithm, SigningKey};
use rustls_pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use zeroize::{Zeroize, Zeroizing};

use super::{
    encoding::{integer, octets, sequence},
    encryption,
    key_error::KeyError,
    key_type::KeyType,
    pair::Pair,
    pbes1::Pbes1,
    pem::{self, KeyBlock},
};

/// Rounds of PBKDF2 with HMAC-SHA-256 for a key that we encrypt: OWASP's recommendation, and readable everywhere,
/// unlike scrypt, for which OpenSSL has a memory limit.
const PBKDF2_ROUNDS: u32 = 600_000;

/// A passphrase, byte-exact as it was given; wiped from memory when dropped, and never shown.
pub(crate) struct Passphrase(Zeroizing<Vec<u8>>);

impl Passphrase {
    pub(crate) fn new(bytes: Zeroizing<Vec<u8>>) -> Self {
        Self(bytes)
    }

    /// Returns it as text; `None` where it is not UTF-8.
    pub(crate) fn as_text(&self) -> Option<&str> {
        std::str::from_utf8(&self.0).ok()
    }
}

/// A private key; wiped from memory when dropped, and never shown.
pub(crate) struct PrivateKey {
    pair: Pair,
    encrypted: bool,
}

impl PrivateKey {
    /// Makes a new key of the given type.
    ///
    /// # Errors
    /// [`KeyError::Generation`] when the cryptographic library fails.
    pub(crate) fn generate(key_type: KeyType) -> Result<Self, KeyError> {
        Ok(Self {
            pair: Pair::generate(key_type)?,
            encrypted: false,
        })
    }

    /// Reads the first private key of a file, PEM or DER. The passphrase is asked for only if the key is encrypted, in
    /// a way that is supported.
    ///
    /// # Errors
    /// [`KeyError`] when there is no key or it cannot be read, and whatever `passphrase` fails with.
    pub(crate) fn from_file<E: From<KeyError>>(
        contents: &[u8],
        passphrase: impl FnOnce() -> Result<Passphrase, E>,
    ) -> Result<Self, E> {
        match pem::private_key(contents)? {
            KeyBlock::Plain(mut der) => {
                let pair = load(&der);
                der.zeroize();
                Ok(Self {
                    pair: pair?,
                    encrypted: false,
                })
            }
            KeyBlock::Encrypted(document) => {
                let encrypted = Encrypted::read(&document)?;
                let der = encrypted.decrypt(&passphrase()?)?;
                let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(&**der));
                Ok(Self {
                    pair: load(&key)?,
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
        let der = self.pair.der();
        let Some(passphrase) = passphrase else {
            return Ok(amqtt_x509::pem::encode(PrivateKeyInfoRef::PEM_LABEL, der));
        };
        encrypt(der, passphrase)
            .and_then(|document| document.to_pem(EncryptedPrivateKeyInfoRef::PEM_LABEL, LineEnding::LF))
            .map_err(|_| KeyError::Encryption)
    }

    /// Returns the key in PKCS#8 PEM without encryption, whatever form it was read in.
    pub(crate) fn to_plain_pem(&self) -> Zeroizing<String> {
        amqtt_x509::pem::encode(PrivateKeyInfoRef::PEM_LABEL, &self.to_pkcs8())
    }

    /// Returns the key in PKCS#8, version 1 (RFC 5208), which everything reads, whatever form it was read in.
    pub(crate) fn to_pkcs8(&self) -> Zeroizing<Vec<u8>> {
        let der = self.pair.der();
        let spki = self.subject_public_key_info();
        let algorithm = PublicKey::read(&spki).map_or(&[][..], |key| key.algorithm);
        let key = pkcs8_contents(der).unwrap_or(der);
        let key = Zeroizing::new(octets(key));
        Zeroizing::new(sequence(&[&integer(0), &sequence(&[algorithm]), &key]))
    }

    /// The type of the key in the words of `--key-type`, or the OID of its algorithm.
    pub(crate) fn type_name(&self) -> String {
        let der = self.subject_public_key_info();
        PublicKey::read(&der).map_or_else(|_| "unknown".to_owned(), |key| key.kind.to_string())
    }

    /// Returns whether the file that this key was read from is encrypted.
    pub(crate) fn was_encrypted(&self) -> bool {
        self.encrypted
    }
}

/// The key within PKCS#8; `None` where it is in a form of its own, PKCS#1 or SEC1.
fn pkcs8_contents(der: &[u8]) -> Option<&[u8]> {
    let mut fields = Reader::sequence_alone(der, "").ok()?;
    fields.integer("").ok()?;
    fields.sequence("").ok()?;
    Some(fields.expect(der::OCTET_STRING, "").ok()?.contents)
}

/// Loads a key into the cryptographic library; one that it cannot use is named.
fn load(der: &PrivateKeyDer<'_>) -> Result<Pair, KeyError> {
    let loaded = KeyPair::try_from(der).map(Pair::Loaded);
    loaded.map_err(|_| match private_key_kind(der.secret_der()) {
        // The size of a key of a kind that could be used is what is wrong with it, or the key itself.
        Some(kind) if KeyType::ALL.iter().any(|fit| fit.name() == kind.to_string()) => KeyError::Malformed,
        Some(kind) => KeyError::Unfit(kind.to_string()),
        None => KeyError::Malformed,
    })
}

/// An encrypted key, in a way that is supported: found out before anybody is asked for a passphrase.
enum Encrypted<'a> {
    Pbes2(EncryptedPrivateKeyInfoRef<'a>, &'a [u8]),
    Pbes1(Pbes1<'a>),
}

impl<'a> Encrypted<'a> {
    fn read(document: &'a [u8]) -> Result<Self, KeyError> {
        if let Some(pbes1) = Pbes1::read(document) {
            return Ok(Self::Pbes1(pbes1));
        }
        EncryptedPrivateKeyInfoRef::from_der(document)
            .ok()
            .filter(|encrypted| encrypted.encryption_algorithm.pbes2().is_some())
            .map(|pbes2| Self::Pbes2(pbes2, document))
            .ok_or_else(|| KeyError::UnknownEncryption(encryption::name(document)))
    }

    fn decrypt(&self, passphrase: &Passphrase) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        use pkcs8::{Error::EncryptedPrivateKey, pkcs5::Error};
        let (encrypted, document) = match self {
            Self::Pbes1(pbes1) => return pbes1.decrypt(&passphrase.0).ok_or(KeyError::WrongPassphrase),
            Self::Pbes2(encrypted, document) => (encrypted, document),
        };
        match encrypted.decrypt(&*passphrase.0) {
            Ok(key) => Ok(key.to_bytes()),
            Err(EncryptedPrivateKey(
                Error::AlgorithmParametersInvalid { .. }
                | Error::NoPbes1CryptSupport
                | Error::UnsupportedAlgorithm { .. },
            )) => Err(KeyError::UnknownEncryption(encryption::name(document))),
            // A wrong passphrase shows as bad padding, or now and then as plain text that is not a key.
            Err(_) => Err(KeyError::WrongPassphrase),
        }
    }
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
