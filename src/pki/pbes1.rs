//! Keys under the encryptions that PBES2 replaced: those of PKCS#5 1.5 (RFC 8018 6.1) and of PKCS#12 (RFC 7292 C), which
//! old programs still write. They are read, never written; MD2 and RC4 are left to OpenSSL.

use amqtt_x509::der::{self, Reader};
use cbc::cipher::{
    BlockCipherDecrypt, BlockModeDecrypt as _, InnerIvInit as _, KeyInit, block_padding::Pkcs7,
};
use des::{Des, TdesEde2, TdesEde3};
use pkcs8::{PrivateKeyInfoRef, der::Decode as _};
use rc2::Rc2;
use zeroize::Zeroizing;

use super::{
    derivation::{Hash, Purpose, pbkdf1, pkcs12_kdf, wide},
    encryption::{PKCS5, PKCS12},
};

/// An encrypted key, taken apart.
pub(super) struct Pbes1<'a> {
    derivation: Derivation,
    cipher: Cipher,
    salt: &'a [u8],
    rounds: u32,
    sealed: &'a [u8],
}

/// The way from the passphrase to the key and the initialization vector.
#[derive(Debug, Clone, Copy)]
enum Derivation {
    /// PBKDF1 (RFC 8018 5.1).
    Pkcs5(Hash),
    /// PKCS#12's own, with SHA-1.
    Pkcs12,
}

/// A cipher with blocks of 8 octets, in CBC mode.
#[derive(Debug, Clone, Copy)]
enum Cipher {
    Des,
    TripleDes2,
    TripleDes3,
    /// RC2, by the length of its key in octets.
    Rc2(usize),
}

/// The length of a block of every cipher here, in octets.
const BLOCK: usize = 8;

impl<'a> Pbes1<'a> {
    /// Reads an EncryptedPrivateKeyInfo; `None` where its encryption is not one of these.
    pub(super) fn read(document: &'a [u8]) -> Option<Self> {
        let mut document = Reader::sequence_alone(document, "").ok()?;
        let mut algorithm = document.sequence("").ok()?;
        let id = algorithm.expect(der::OID, "").ok()?.contents;
        let mut parameters = algorithm.sequence("").ok()?;
        let salt = parameters.expect(der::OCTET_STRING, "").ok()?.contents;
        let rounds = parameters.unsigned("").ok()?;
        let (derivation, cipher) = scheme(id)?;
        Some(Self {
            derivation,
            cipher,
            salt,
            rounds: rounds.iter().try_fold(0_u32, |number, octet| {
                Some(number.checked_mul(256)? | u32::from(*octet))
            })?,
            sealed: document.expect(der::OCTET_STRING, "").ok()?.contents,
        })
    }

    /// Decrypts the PrivateKeyInfo; `None` where the passphrase is wrong, which shows as bad padding, or now and then
    /// as plain text that is not a key.
    pub(super) fn decrypt(&self, passphrase: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (key, iv) = self.derive(passphrase);
        let plain = match self.cipher {
            Cipher::Des => open::<Des>(&key, &iv, self.sealed),
            Cipher::TripleDes2 => open::<TdesEde2>(&key, &iv, self.sealed),
            Cipher::TripleDes3 => open::<TdesEde3>(&key, &iv, self.sealed),
            Cipher::Rc2(_) => open::<Rc2>(&key, &iv, self.sealed),
        }?;
        PrivateKeyInfoRef::from_der(&plain).is_ok().then_some(plain)
    }

    /// Returns the key and the initialization vector.
    fn derive(&self, passphrase: &[u8]) -> (Zeroizing<Vec<u8>>, Zeroizing<Vec<u8>>) {
        match self.derivation {
            Derivation::Pkcs5(hash) => {
                let mut key = pbkdf1(hash, passphrase, self.salt, self.rounds);
                let iv = Zeroizing::new(key[BLOCK..2 * BLOCK].to_vec());
                key.truncate(self.cipher.key_length());
                (key, iv)
            }
            Derivation::Pkcs12 => {
                let passphrase = wide(passphrase);
                let derive = |purpose, length| {
                    pkcs12_kdf(Hash::Sha1, purpose, &passphrase, self.salt, self.rounds, length)
                };
                (
                    derive(Purpose::Key, self.cipher.key_length()),
                    derive(Purpose::Iv, BLOCK),
                )
            }
        }
    }
}

impl Cipher {
    /// Length of its key in octets.
    fn key_length(self) -> usize {
        match self {
            Self::Des => 8,
            Self::TripleDes2 => 16,
            Self::TripleDes3 => 24,
            Self::Rc2(length) => length,
        }
    }
}

/// Returns the scheme with this OID.
fn scheme(id: &[u8]) -> Option<(Derivation, Cipher)> {
    use Derivation::{Pkcs5, Pkcs12};
    Some(match (id.strip_prefix(&PKCS5), id.strip_prefix(&PKCS12)) {
        (Some([3]), _) => (Pkcs5(Hash::Md5), Cipher::Des),
        (Some([6]), _) => (Pkcs5(Hash::Md5), Cipher::Rc2(8)),
        (Some([10]), _) => (Pkcs5(Hash::Sha1), Cipher::Des),
        (Some([11]), _) => (Pkcs5(Hash::Sha1), Cipher::Rc2(8)),
        (_, Some([3])) => (Pkcs12, Cipher::TripleDes3),
        (_, Some([4])) => (Pkcs12, Cipher::TripleDes2),
        (_, Some([5])) => (Pkcs12, Cipher::Rc2(16)),
        (_, Some([6])) => (Pkcs12, Cipher::Rc2(5)),
        _ => return None,
    })
}

fn open<C: BlockCipherDecrypt + KeyInit>(key: &[u8], iv: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let cipher = C::new_from_slice(key).ok()?;
    let decryptor = cbc::Decryptor::inner_iv_slice_init(cipher, iv).ok()?;
    let mut plain = Zeroizing::new(sealed.to_vec());
    let length = decryptor.decrypt_padded::<Pkcs7>(&mut plain).ok()?.len();
    plain.truncate(length);
    Some(plain)
}
