//! Private keys in files, and the only place that uses rustls-pemfile: it tells the three forms of a key apart, in the
//! blocks that the one reader of PEM has found.

use amqtt_x509::pem::{self, Block, FileError, Kind};
use rustls_pemfile::Item;
use rustls_pki_types::PrivateKeyDer;
use zeroize::Zeroizing;

use super::key_error::KeyError;

/// A private key in a file.
pub(super) enum KeyBlock {
    /// PKCS#8, PKCS#1 or SEC1.
    Plain(PrivateKeyDer<'static>),
    /// The DER of an EncryptedPrivateKeyInfo (RFC 5958 3).
    Encrypted(Zeroizing<Vec<u8>>),
}

/// Returns the first private key of a file, PEM or DER; other blocks, such as `EC PARAMETERS`, are passed over.
pub(super) fn private_key(contents: &[u8]) -> Result<KeyBlock, KeyError> {
    let wanted = Kind::Pkcs8Key;
    let blocks = pem::blocks(contents)?;
    let Some(block) = blocks.iter().find(|block| block.kind.is_private_key()) else {
        let found = blocks
            .iter()
            .map(|block| block.kind)
            .find(|kind| *kind != Kind::Other);
        return Err(KeyError::File(match found {
            Some(found) => FileError::OtherKind { wanted, found },
            None => FileError::Nothing { wanted },
        }));
    };
    if let Some(cipher) = &block.legacy_encryption {
        return Err(KeyError::LegacyEncryption(cipher.clone()));
    }
    match block.kind {
        Kind::EncryptedPkcs8Key => Ok(KeyBlock::Encrypted(Zeroizing::new(block.to_vec()))),
        Kind::OpenSshKey => Err(KeyError::OpenSsh),
        _ => plain(block).map(KeyBlock::Plain).ok_or(KeyError::Malformed),
    }
}

/// Reads a key in the form that its label says, whatever the form of the file.
fn plain(block: &Block<'_>) -> Option<PrivateKeyDer<'static>> {
    let label = match block.kind {
        Kind::Pkcs8Key => "PRIVATE KEY",
        Kind::Pkcs1Key => "RSA PRIVATE KEY",
        Kind::Sec1Key => "EC PRIVATE KEY",
        _ => return None,
    };
    let text = pem::encode(label, block);
    match rustls_pemfile::read_one_from_slice(text.as_bytes()).ok()?? {
        (Item::Pkcs8Key(key), _) => Some(key.into()),
        (Item::Pkcs1Key(key), _) => Some(key.into()),
        (Item::Sec1Key(key), _) => Some(key.into()),
        _ => None,
    }
}
