//! Key identifiers.

use amqtt_x509::hex::Hex;
use aws_lc_rs::digest;
use rcgen::PublicKeyData;

use super::certificate::Certificate;

/// The length of a key identifier in octets.
pub(super) const KEY_ID_LEN: usize = 20;

/// The key identifier of a public key: SHA-1 of its subjectPublicKey bits (RFC 5280 4.2.1.2, method 1).
///
/// It is an identifier, not a protection; aMQTT's scripts compute it in this way from our CA's key, and OpenSSL and
/// GnuTLS reject what they sign where it differs.
pub(super) fn key_id(public_key_bits: &[u8]) -> [u8; KEY_ID_LEN] {
    let digest = digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, public_key_bits);
    let mut id = [0; KEY_ID_LEN];
    id.copy_from_slice(digest.as_ref());
    id
}

/// The SHA-256 of a SubjectPublicKeyInfo, by which the inventory knows a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct PublicKeyId([u8; 32]);

impl PublicKeyId {
    pub(crate) fn of(key: &dyn PublicKeyData) -> Self {
        Self::of_info(&key.subject_public_key_info())
    }

    /// The identifier of a key that a certificate holds.
    pub(crate) fn of_certificate(certificate: &Certificate) -> Self {
        Self::of_info(certificate.get().key.encoded)
    }

    fn of_info(info: &[u8]) -> Self {
        let mut id = [0; 32];
        id.copy_from_slice(digest::digest(&digest::SHA256, info).as_ref());
        Self(id)
    }

    /// The identifier in lower-case hex.
    pub(crate) fn to_hex(self) -> String {
        Hex(&self.0).to_string()
    }
}
