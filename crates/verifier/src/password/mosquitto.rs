//! The hashes of Mosquitto's password files: `$7$<rounds>$<salt>$<digest>`, PBKDF2 with HMAC-SHA-512, and from version 1.6 and
//! older `$6$<salt>$<digest>`, one round of SHA-512 over password and salt. Both use padded Base64.

use std::{fmt, num::NonZeroU32};

use base64ct::{Base64, Encoding};
use ctutils::CtEq;
use zeroize::Zeroizing;

use super::{
    error::HashError,
    number::decimal,
    provider::{pbkdf2_sha512, sha512},
    secret::Password,
    text::{SALT_MAX, SchemeName},
};

/// Maximum rounds of a stored `$7$` hash: about two seconds. Mosquitto writes 101, and 1,000 from version 2.1.
pub const MOSQUITTO_ROUNDS_MAX: u32 = 2_000_000;

const DIGEST_LENGTH: usize = 64;

const NAME: SchemeName = SchemeName("Mosquitto");

/// A stored `$7$` hash, or a `$6$` hash, which has no rounds.
#[derive(Clone)]
pub(super) struct Mosquitto {
    rounds: Option<NonZeroU32>,
    salt: Vec<u8>,
    digest: [u8; DIGEST_LENGTH],
}

impl Mosquitto {
    /// Reads a `$7$` hash.
    pub(super) fn pbkdf2(text: &str) -> Result<Self, HashError> {
        let [_, _, rounds, salt, digest] = NAME.fields(text)?;
        let not_a_number = || NAME.malformed("its rounds are not a number");
        let rounds = decimal(rounds).ok_or_else(not_a_number)?;
        NAME.bound("rounds", rounds, 1, u64::from(MOSQUITTO_ROUNDS_MAX))?;
        let rounds = u32::try_from(rounds).ok().and_then(NonZeroU32::new);
        Self::parse(Some(rounds.ok_or_else(not_a_number)?), salt, digest)
    }

    /// Reads a `$6$` hash. What crypt(3) writes after `$6$` is another scheme, whose digest has 86 characters.
    pub(super) fn sha512(text: &str) -> Result<Self, HashError> {
        let [_, _, salt, digest] = NAME.fields(text)?;
        Self::parse(None, salt, digest)
    }

    fn parse(rounds: Option<NonZeroU32>, salt: &str, digest: &str) -> Result<Self, HashError> {
        let mut hash = Self {
            rounds,
            salt: NAME.base64_padded("salt bytes", salt, (1, SALT_MAX))?,
            digest: [0; DIGEST_LENGTH],
        };
        match Base64::decode(digest, &mut hash.digest) {
            Ok(decoded) if decoded.len() == DIGEST_LENGTH => Ok(hash),
            _ => Err(NAME.malformed("its digest is not padded Base64 of 64 bytes")),
        }
    }

    pub(super) fn matches(&self, password: &Password) -> bool {
        let mut digest = Zeroizing::new([0; DIGEST_LENGTH]);
        match self.rounds {
            Some(rounds) => pbkdf2_sha512(password.as_bytes(), &self.salt, rounds, &mut *digest),
            None => digest.copy_from_slice(sha512(&[password.as_bytes(), &self.salt]).as_ref()),
        }
        digest.ct_eq(&self.digest).to_bool()
    }

    /// Returns the work of one computation, in the KiB that Argon2 fills in that time.
    pub(super) fn work(&self) -> u64 {
        self.rounds.map_or(0, |rounds| 2 * u64::from(rounds.get()))
    }

    /// Returns the name of the scheme as it is shown.
    pub(super) fn name(&self) -> &'static str {
        match self.rounds {
            Some(_) => "pbkdf2-sha512",
            None => "sha512",
        }
    }
}

impl fmt::Display for Mosquitto {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.rounds {
            Some(rounds) => write!(f, "{}, {rounds} rounds", self.name()),
            None => write!(f, "{}, one round", self.name()),
        }
    }
}
