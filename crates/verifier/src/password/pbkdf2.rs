//! PBKDF2 as passlib writes it: `$pbkdf2-sha256$<rounds>$<salt>$<digest>`, whose Base64 has `.` for `+`.

use std::{fmt, num::NonZeroU32};

use ctutils::CtEq;
use zeroize::Zeroizing;

use super::{
    error::HashError,
    number::decimal,
    provider::pbkdf2_sha256,
    secret::Password,
    text::{SALT_MAX, SchemeName},
};

/// Maximum rounds of a stored PBKDF2 hash: about two seconds.
pub const PBKDF2_ROUNDS_MAX: u32 = 4_000_000;

const DIGEST_LENGTH: usize = 32;

const NAME: SchemeName = SchemeName("pbkdf2-sha256");

/// A stored `$pbkdf2-sha256$` hash.
#[derive(Clone)]
pub(super) struct Pbkdf2 {
    rounds: NonZeroU32,
    salt: Vec<u8>,
    digest: [u8; DIGEST_LENGTH],
}

impl Pbkdf2 {
    /// Reads a hash. passlib writes `.`, and also reads `+`.
    pub(super) fn parse(text: &str) -> Result<Self, HashError> {
        let [_, _, rounds, salt, digest] = NAME.fields(text)?;
        let rounds = decimal(rounds).ok_or_else(|| NAME.malformed("its rounds are not a number"))?;
        NAME.bound("rounds", rounds, 1, u64::from(PBKDF2_ROUNDS_MAX))?;
        Ok(Self {
            rounds: u32::try_from(rounds)
                .ok()
                .and_then(NonZeroU32::new)
                .ok_or_else(|| NAME.malformed("its rounds are not a number"))?,
            salt: NAME.base64("salt bytes", &salt.replace('.', "+"), (1, SALT_MAX))?,
            digest: NAME.base64_exact(&digest.replace('.', "+"))?,
        })
    }

    pub(super) fn matches(&self, password: &Password) -> bool {
        let mut digest = Zeroizing::new([0; DIGEST_LENGTH]);
        pbkdf2_sha256(password.as_bytes(), &self.salt, self.rounds, &mut *digest);
        digest.ct_eq(&self.digest).to_bool()
    }

    /// Returns the work of one computation, in the KiB that Argon2 fills in about that time.
    pub(super) fn work(&self) -> u64 {
        self.rounds.get().into()
    }
}

impl fmt::Display for Pbkdf2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "pbkdf2-sha256, {} rounds", self.rounds)
    }
}
