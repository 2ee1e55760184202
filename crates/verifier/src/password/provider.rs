//! PBKDF2, SHA-512, HMAC and randomness from the crate that also does the rest of the cryptography, so that the program
//! contains SHA-2 once.

use std::num::NonZeroU32;

#[cfg(feature = "aws-lc-rs")]
use aws_lc_rs as provider;
#[cfg(not(feature = "aws-lc-rs"))]
use ring as provider;

use provider::{digest, pbkdf2};
#[cfg(feature = "database")]
pub(crate) use provider::{hmac, rand};

/// Computes PBKDF2 with HMAC-SHA-256 (RFC 8018, 5.2).
pub(super) fn pbkdf2_sha256(password: &[u8], salt: &[u8], rounds: NonZeroU32, out: &mut [u8]) {
    pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA256, rounds, salt, password, out);
}

/// Computes PBKDF2 with HMAC-SHA-512 (RFC 8018, 5.2).
pub(super) fn pbkdf2_sha512(password: &[u8], salt: &[u8], rounds: NonZeroU32, out: &mut [u8]) {
    pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA512, rounds, salt, password, out);
}

/// Computes SHA-512 (FIPS 180-4) over the concatenated parts.
pub(super) fn sha512(parts: &[&[u8]]) -> digest::Digest {
    let mut context = digest::Context::new(&digest::SHA512);
    parts.iter().for_each(|part| context.update(part));
    context.finish()
}

/// Computes SHA-256 (FIPS 180-4).
#[cfg(feature = "database")]
pub(crate) fn sha256(octets: &[u8]) -> digest::Digest {
    digest::digest(&digest::SHA256, octets)
}
