//! Key identifiers.

use aws_lc_rs::digest;

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
