//! Signatures of certificates and revocation lists, by the algorithms of the provider.

use amqtt_x509::{certificate::Signed, key::PublicKey};
use webpki::ALL_VERIFICATION_ALGS;

/// Returns whether the provider has an algorithm for this signature.
pub(crate) fn has_known_algorithm(signed: &Signed<'_>) -> bool {
    ALL_VERIFICATION_ALGS
        .iter()
        .any(|algorithm| algorithm.signature_alg_id().as_ref() == signed.algorithm)
}

/// Returns whether this key has made the signature.
pub(crate) fn is_made_by(signed: &Signed<'_>, key: &PublicKey<'_>) -> bool {
    let mut algorithms = ALL_VERIFICATION_ALGS.iter().filter(|algorithm| {
        algorithm.signature_alg_id().as_ref() == signed.algorithm
            && algorithm.public_key_alg_id().as_ref() == key.algorithm
    });
    algorithms.any(|algorithm| {
        let verdict = algorithm.verify_signature(key.bits, signed.contents, signed.signature);
        verdict.is_ok()
    })
}
