//! PEM (RFC 7468), and the only place that uses rustls-pemfile.

use pkcs8::{LineEnding, der::Document};
use rustls_pemfile::Item;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};

/// The label of an encrypted PKCS#8 key, which rustls-pemfile passes over.
const ENCRYPTED_PKCS8: &str = "ENCRYPTED PRIVATE KEY";
/// The header of a key encrypted in OpenSSL's own old way, before PKCS#8.
const OPENSSL_ENCRYPTED: &[u8] = b"Proc-Type: 4,ENCRYPTED";

/// What a file of keys may hold.
pub(super) enum KeyBlock<'a> {
    /// PKCS#8, PKCS#1 or SEC1.
    Plain(PrivateKeyDer<'static>),
    /// The whole PEM block of an encrypted PKCS#8 key.
    Encrypted(&'a str),
    /// Encrypted in OpenSSL's old way, which cannot be read here.
    OldEncrypted,
}

/// The first private key of a file; other blocks, such as `EC PARAMETERS`, are passed over.
pub(super) fn private_key(pem: &[u8]) -> Option<KeyBlock<'_>> {
    if pem
        .windows(OPENSSL_ENCRYPTED.len())
        .any(|window| window == OPENSSL_ENCRYPTED)
    {
        return Some(KeyBlock::OldEncrypted);
    }
    if let Some(block) = encrypted_block(pem) {
        return Some(KeyBlock::Encrypted(block));
    }
    items(pem).find_map(|item| match item {
        Item::Pkcs8Key(key) => Some(KeyBlock::Plain(key.into())),
        Item::Pkcs1Key(key) => Some(KeyBlock::Plain(key.into())),
        Item::Sec1Key(key) => Some(KeyBlock::Plain(key.into())),
        _ => None,
    })
}

/// All certificates of a file, in their order.
pub(super) fn certificates(pem: &[u8]) -> Vec<CertificateDer<'static>> {
    items(pem)
        .filter_map(|item| match item {
            Item::X509Certificate(certificate) => Some(certificate),
            _ => None,
        })
        .collect()
}

/// The well-formed blocks of a file, up to the first that is not.
fn items(mut pem: &[u8]) -> impl Iterator<Item = Item> {
    std::iter::from_fn(move || rustls_pemfile::read_one(&mut pem).ok().flatten())
}

fn encrypted_block(pem: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(pem).ok()?;
    let start = text.find(&format!("-----BEGIN {ENCRYPTED_PKCS8}-----"))?;
    let end_line = format!("-----END {ENCRYPTED_PKCS8}-----");
    let end = start + text[start..].find(&end_line)? + end_line.len();
    Some(&text[start..end])
}

/// A certificate in PEM.
pub(super) fn certificate(der: &CertificateDer<'_>) -> String {
    let document = Document::try_from(der.as_ref()).expect("a certificate that was parsed is DER");
    document
        .to_pem("CERTIFICATE", LineEnding::LF)
        .expect("the label is ASCII")
}
