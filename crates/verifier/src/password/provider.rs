//! PBKDF2, HMAC and randomness come from the crate that does the rest of the cryptography too: no second SHA-256 in the
//! program.

use std::num::NonZeroU32;

#[cfg(feature = "aws-lc-rs")]
use aws_lc_rs as provider;
#[cfg(not(feature = "aws-lc-rs"))]
use ring as provider;

use provider::pbkdf2;
#[cfg(feature = "database")]
pub(crate) use provider::{hmac, rand};

/// PBKDF2 with HMAC-SHA-256 (RFC 8018, 5.2).
pub(super) fn pbkdf2_sha256(password: &[u8], salt: &[u8], rounds: NonZeroU32, out: &mut [u8]) {
    pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA256, rounds, salt, password, out);
}
