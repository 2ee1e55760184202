//! The key of a device: the provider must be able to verify a handshake with it.

use amqtt_x509::{
    certificate::Certificate,
    key::{KeyKind, Rsa},
};
use webpki::ALL_VERIFICATION_ALGS;

use super::{Position, Refusal, RefusedCertificate, curve::has_point};

/// The largest RSA key that the providers verify with, in bits.
const MOST_RSA_BITS: usize = 8_192;
/// The largest public exponent that they verify with.
const MOST_EXPONENT: u64 = (1 << 33) - 1;

/// Refuses a key that the provider cannot verify a signature with. RSA keys that are too small have a rule of their own.
pub(super) fn check(leaf: &Certificate<'_>) -> Result<(), Refusal> {
    let key = &leaf.key;
    let has_algorithm = ALL_VERIFICATION_ALGS
        .iter()
        .any(|algorithm| algorithm.public_key_alg_id().as_ref() == key.algorithm);
    let is_whole = match key.kind {
        KeyKind::Rsa(Rsa { bits, exponent }) => {
            bits <= MOST_RSA_BITS && exponent % 2 == 1 && (3..=MOST_EXPONENT).contains(&exponent)
        }
        KeyKind::Ec(curve) => has_point(curve, key.bits),
        KeyKind::Ed25519 => key.bits.len() == 32,
        _ => false,
    };
    match has_algorithm && is_whole {
        true => Ok(()),
        false => Err(Refusal::LeafKey {
            certificate: RefusedCertificate::of(Position::Leaf, leaf),
            kind: key.kind.to_string(),
        }),
    }
}
