//! A key with its certificates under one passphrase (PKCS#12, RFC 7292), as browsers, phones, Java and Windows take it.

use std::thread;

use amqtt_x509::der::{self, constructed};
use aws_lc_rs::{
    cipher::{AES_256, EncryptionContext, PaddedBlockEncryptingKey, UnboundCipherKey},
    digest, hmac, rand,
};
use cbc::cipher::{BlockModeEncrypt as _, KeyIvInit as _, block_padding::Pkcs7};
use zeroize::Zeroizing;

use super::{
    certificate::Certificate,
    derivation::{Hash, Purpose, bmp, pbkdf2_sha256, pkcs12_kdf},
    encoding::{element, integer, octets, sequence},
    key::PrivateKey,
};

/// Rounds of each key derivation. The passphrase of such a file is typed on phones, and asked for at every start by programs;
/// more rounds than these are refused by some.
pub(crate) const ROUNDS: u32 = 10_000;

macro_rules! oids {
    ($($name:ident = $($octet:literal)+;)+) => { $(const $name: &[u8] = &[0x06, $($octet),+];)+ };
}

oids! {
    DATA = 9 0x2a 0x86 0x48 0x86 0xf7 0x0d 0x01 0x07 0x01;
    ENCRYPTED_DATA = 9 0x2a 0x86 0x48 0x86 0xf7 0x0d 0x01 0x07 0x06;
    SHROUDED_KEY_BAG = 11 0x2a 0x86 0x48 0x86 0xf7 0x0d 0x01 0x0c 0x0a 0x01 0x02;
    CERTIFICATE_BAG = 11 0x2a 0x86 0x48 0x86 0xf7 0x0d 0x01 0x0c 0x0a 0x01 0x03;
    X509_CERTIFICATE = 10 0x2a 0x86 0x48 0x86 0xf7 0x0d 0x01 0x09 0x16 0x01;
    FRIENDLY_NAME = 9 0x2a 0x86 0x48 0x86 0xf7 0x0d 0x01 0x09 0x14;
    LOCAL_KEY_ID = 9 0x2a 0x86 0x48 0x86 0xf7 0x0d 0x01 0x09 0x15;
    PBES2 = 9 0x2a 0x86 0x48 0x86 0xf7 0x0d 0x01 0x05 0x0d;
    PBKDF2 = 9 0x2a 0x86 0x48 0x86 0xf7 0x0d 0x01 0x05 0x0c;
    HMAC_SHA256 = 8 0x2a 0x86 0x48 0x86 0xf7 0x0d 0x02 0x09;
    AES_256_CBC = 9 0x60 0x86 0x48 0x01 0x65 0x03 0x04 0x01 0x2a;
    SHA1_3DES = 10 0x2a 0x86 0x48 0x86 0xf7 0x0d 0x01 0x0c 0x01 0x03;
    SHA256 = 9 0x60 0x86 0x48 0x01 0x65 0x03 0x04 0x02 0x01;
    SHA1 = 5 0x2b 0x0e 0x03 0x02 0x1a;
}

const NULL: &[u8] = &[0x05, 0x00];

/// Protection of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Protection {
    /// PBES2 with PBKDF2-HMAC-SHA-256 and AES-256-CBC, and a MAC with SHA-256.
    Modern,
    /// SHA-1 and 3DES throughout, which is all that old phones and Windows before 10 know.
    Legacy,
}

/// Contents of a file.
#[derive(Debug)]
pub(crate) struct Pkcs12<'a> {
    /// Name of the entry.
    pub(crate) name: &'a str,
    pub(crate) key: &'a PrivateKey,
    /// The certificate of the key first, then those above it.
    pub(crate) certificates: Vec<&'a Certificate>,
}

/// Error from writing a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum Pkcs12Error {
    #[error("a passphrase of PKCS#12 must have at least one character, and no character beyond U+FFFF")]
    Passphrase,
    #[error("the file could not be encrypted")]
    Encryption,
}

/// A passphrase with the salt, and the key of PBES2 that both make: it is the same for the key's bag and for the
/// certificates', which have an initialization vector each.
struct Cipher<'a> {
    protection: Protection,
    /// As PKCS#12's own derivation takes it.
    passphrase: &'a [u8],
    salt: Salt,
    aes_key: Zeroizing<[u8; 32]>,
}

const SALT: usize = 16;
type Salt = [u8; SALT];

/// The salts and initialization vectors of a file.
#[derive(Debug, Clone, Copy)]
struct Salts {
    cipher: Salt,
    certificates: Salt,
    key: Salt,
    mac: Salt,
}

impl Salts {
    /// Draws them.
    fn random() -> Result<Self, Pkcs12Error> {
        let mut salts = [[0; SALT]; 4];
        rand::fill(salts.as_flattened_mut()).map_err(|_| Pkcs12Error::Encryption)?;
        let [cipher, certificates, key, mac] = salts;
        Ok(Self {
            cipher,
            certificates,
            key,
            mac,
        })
    }

    /// Replaces each of them.
    fn map(self, replace: impl Fn(Salt) -> Salt) -> Self {
        Self {
            cipher: replace(self.cipher),
            certificates: replace(self.certificates),
            key: replace(self.key),
            mac: replace(self.mac),
        }
    }
}

impl Pkcs12<'_> {
    /// Writes the file in DER.
    ///
    /// # Errors
    /// [`Pkcs12Error`] for a passphrase that the format cannot take, or when encryption fails.
    pub(crate) fn to_der(&self, passphrase: &str, protection: Protection) -> Result<Vec<u8>, Pkcs12Error> {
        self.write(passphrase, protection, Salts::random()?)
    }

    /// Returns whether a file that was written before has these contents and this passphrase. All but the salts follows from
    /// them: so the file is written again with the salts that are in that one.
    ///
    /// # Errors
    /// As [`Pkcs12::to_der`].
    pub(crate) fn is_in(
        &self,
        der: &[u8],
        passphrase: &str,
        protection: Protection,
    ) -> Result<bool, Pkcs12Error> {
        let drawn = Salts::random()?;
        let sample = self.write(passphrase, protection, drawn)?;
        if sample.len() != der.len() {
            return Ok(false);
        }
        // A salt that is not in the file is of no account.
        let known = drawn.map(|salt| {
            let at = sample.windows(SALT).position(|window| window == salt);
            at.and_then(|at| der[at..].first_chunk())
                .copied()
                .unwrap_or_default()
        });
        Ok(self.write(passphrase, protection, known)? == der)
    }

    /// Another core makes the key of the MAC, which takes as many rounds as the encryption, and does not depend on it.
    fn write(&self, passphrase: &str, protection: Protection, salts: Salts) -> Result<Vec<u8>, Pkcs12Error> {
        let wide = bmp(passphrase).filter(|_| !passphrase.is_empty());
        let wide = wide.ok_or(Pkcs12Error::Passphrase)?;
        let mac = Mac::new(protection, salts.mac);
        thread::scope(|scope| {
            let mac_key = scope.spawn(|| mac.key(&wide));
            let cipher = Cipher::new(passphrase, &wide, protection, salts.cipher);
            let contents = self.contents(&cipher, salts)?;
            let mac_key = mac_key.join().map_err(|_| Pkcs12Error::Encryption)?;
            Ok(sequence(&[
                &integer(3),
                &data(&contents),
                &mac.of(&contents, &mac_key),
            ]))
        })
    }

    /// Returns what the MAC is of: the certificates and the key, each encrypted.
    fn contents(&self, cipher: &Cipher<'_>, salts: Salts) -> Result<Vec<u8>, Pkcs12Error> {
        let id = self.local_key_id();
        let certificates: Vec<Vec<u8>> = (0..)
            .zip(&self.certificates)
            .map(|(index, certificate)| {
                let attributes = if index == 0 {
                    self.attributes(&id)
                } else {
                    Vec::new()
                };
                certificate_bag(certificate, &attributes)
            })
            .collect();
        let certificates: Vec<&[u8]> = certificates.iter().map(Vec::as_slice).collect();
        let (algorithm, sealed) = cipher.seal(&sequence(&certificates), salts.certificates)?;
        let certificates = sequence(&[
            ENCRYPTED_DATA,
            &element(
                constructed(0),
                &[&sequence(&[
                    &integer(0),
                    &sequence(&[DATA, &algorithm, &element(der::primitive(0), &[&sealed])]),
                ])],
            ),
        ]);
        let (algorithm, sealed) = cipher.seal(&self.key.to_pkcs8(), salts.key)?;
        let key = sequence(&[
            SHROUDED_KEY_BAG,
            &element(constructed(0), &[&sequence(&[&algorithm, &octets(&sealed)])]),
            &self.attributes(&id),
        ]);
        Ok(sequence(&[&certificates, &data(&sequence(&[&key]))]))
    }

    /// Joins the key to its certificate: the SHA-1 of the certificate, as OpenSSL writes it.
    fn local_key_id(&self) -> Vec<u8> {
        let der = self
            .certificates
            .first()
            .map_or(&[][..], |certificate| certificate.der());
        digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, der)
            .as_ref()
            .to_vec()
    }

    /// The attributes of the key and of its certificate: SET OF, in the order of their encoding (X.690 11.6).
    fn attributes(&self, id: &[u8]) -> Vec<u8> {
        let name: Vec<u8> = self.name.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let attribute = |name, value: Vec<u8>| sequence(&[name, &element(der::SET, &[&value])]);
        let mut attributes = [
            attribute(FRIENDLY_NAME, element(der::BMP_STRING, &[&name])),
            attribute(LOCAL_KEY_ID, octets(id)),
        ];
        attributes.sort_unstable();
        element(der::SET, &attributes.each_ref().map(Vec::as_slice))
    }
}

impl<'a> Cipher<'a> {
    fn new(passphrase: &str, wide: &'a [u8], protection: Protection, salt: Salt) -> Self {
        let aes_key = match protection {
            Protection::Modern => pbkdf2_sha256(passphrase.as_bytes(), &salt, ROUNDS),
            Protection::Legacy => Zeroizing::default(),
        };
        Self {
            protection,
            passphrase: wide,
            salt,
            aes_key,
        }
    }

    /// Encrypts, with an initialization vector or a salt of its own; returns the AlgorithmIdentifier, and what was encrypted.
    fn seal(&self, plain: &[u8], salt: Salt) -> Result<(Vec<u8>, Vec<u8>), Pkcs12Error> {
        match self.protection {
            Protection::Modern => self.seal_aes(plain, salt),
            Protection::Legacy => self.seal_3des(plain, salt),
        }
    }

    fn seal_aes(&self, plain: &[u8], iv: Salt) -> Result<(Vec<u8>, Vec<u8>), Pkcs12Error> {
        let failed = |_| Pkcs12Error::Encryption;
        let key = UnboundCipherKey::new(&AES_256, &*self.aes_key).map_err(failed)?;
        let key = PaddedBlockEncryptingKey::cbc_pkcs7(key).map_err(failed)?;
        // Room for the padding, so that growing leaves no copy in memory.
        let mut sealed = Vec::with_capacity(plain.len() + 16);
        sealed.extend(plain);
        key.less_safe_encrypt(&mut sealed, EncryptionContext::Iv128((&iv).into()))
            .map_err(failed)?;
        let derivation = sequence(&[
            PBKDF2,
            &sequence(&[
                &octets(&self.salt),
                &integer(ROUNDS),
                &sequence(&[HMAC_SHA256, NULL]),
            ]),
        ]);
        let algorithm = sequence(&[
            PBES2,
            &sequence(&[&derivation, &sequence(&[AES_256_CBC, &octets(&iv)])]),
        ]);
        Ok((algorithm, sealed))
    }

    fn seal_3des(&self, plain: &[u8], salt: Salt) -> Result<(Vec<u8>, Vec<u8>), Pkcs12Error> {
        // The initialization vector comes from the salt too.
        let derive =
            |purpose, length| pkcs12_kdf(Hash::Sha1, purpose, self.passphrase, &salt, ROUNDS, length);
        let (key, iv) = (derive(Purpose::Key, 24), derive(Purpose::Iv, 8));
        let cipher = cbc::Encryptor::<des::TdesEde3>::new_from_slices(&key, &iv)
            .map_err(|_| Pkcs12Error::Encryption)?;
        let sealed = cipher.encrypt_padded_vec::<Pkcs7>(plain);
        let algorithm = sequence(&[SHA1_3DES, &sequence(&[&octets(&salt), &integer(ROUNDS)])]);
        Ok((algorithm, sealed))
    }
}

fn certificate_bag(certificate: &Certificate, attributes: &[u8]) -> Vec<u8> {
    let value = element(constructed(0), &[&octets(certificate.der())]);
    let bag = sequence(&[X509_CERTIFICATE, &value]);
    sequence(&[CERTIFICATE_BAG, &element(constructed(0), &[&bag]), attributes])
}

/// A ContentInfo of plain data.
fn data(contents: &[u8]) -> Vec<u8> {
    sequence(&[DATA, &element(constructed(0), &[&octets(contents)])])
}

/// MacData: it takes as many rounds as the encryption, which a passphrase could else be guessed past.
#[derive(Clone, Copy)]
struct Mac {
    hash: Hash,
    /// The hash as an AlgorithmIdentifier has it.
    name: &'static [u8],
    algorithm: hmac::Algorithm,
    salt: Salt,
}

impl Mac {
    fn new(protection: Protection, salt: Salt) -> Self {
        let (hash, name, algorithm) = match protection {
            Protection::Modern => (Hash::Sha256, SHA256, hmac::HMAC_SHA256),
            Protection::Legacy => (Hash::Sha1, SHA1, hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY),
        };
        Self {
            hash,
            name,
            algorithm,
            salt,
        }
    }

    fn key(&self, passphrase: &[u8]) -> Zeroizing<Vec<u8>> {
        let length = self.hash.length();
        pkcs12_kdf(self.hash, Purpose::Mac, passphrase, &self.salt, ROUNDS, length)
    }

    fn of(&self, contents: &[u8], key: &[u8]) -> Vec<u8> {
        let tag = hmac::sign(&hmac::Key::new(self.algorithm, key), contents);
        let digest = sequence(&[&sequence(&[self.name, NULL]), &octets(tag.as_ref())]);
        sequence(&[&digest, &octets(&self.salt), &integer(ROUNDS)])
    }
}
