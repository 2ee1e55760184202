//! scrypt (RFC 7914) as passlib writes it: `$scrypt$ln=<log2 N>,r=<r>,p=<p>$<salt>$<digest>`.

use std::{fmt, hint::black_box};

use ctutils::CtEq;
use scrypt::{Params, scrypt};
use zeroize::Zeroizing;

use super::super::{
    error::HashError,
    memory::reserve,
    secret::Password,
    text::{SALT_MAX, SchemeName},
};

/// Maximum work of a stored scrypt hash, 128·N·r·p, in bytes: 1 GiB, in memory or in passes.
pub const SCRYPT_WORK_MAX: u64 = 1 << 30;
/// Maximum block size r and maximum number of lanes p of a stored scrypt hash.
pub const SCRYPT_FACTOR_MAX: u64 = 64;

const DIGEST_LENGTH: usize = 32;
/// Memory limit that aMQTT sets for OpenSSL's scrypt, in bytes.
const AMQTT_LIMIT: u64 = 64 << 20;

const NAME: SchemeName = SchemeName("scrypt");

/// A stored `$scrypt$` hash.
#[derive(Clone)]
pub(in super::super) struct Scrypt {
    cost: Params,
    salt: Vec<u8>,
    digest: [u8; DIGEST_LENGTH],
}

impl Scrypt {
    pub(super) fn parse(text: &str) -> Result<Self, HashError> {
        let [_, _, cost, salt, digest] = NAME.fields(text)?;
        Ok(Self {
            cost: Self::cost(NAME.parameters(cost, ["ln", "r", "p"])?)?,
            salt: NAME.base64("salt bytes", salt, (1, SALT_MAX))?,
            digest: NAME.base64_exact(digest)?,
        })
    }

    /// Checks the parameters against RFC 7914, section 2 (2 ≤ N < 2^(16·r)), and against the maximum work.
    fn cost([log_n, r, p]: [u64; 3]) -> Result<Params, HashError> {
        NAME.bound("r", r, 1, SCRYPT_FACTOR_MAX)?;
        NAME.bound("p", p, 1, SCRYPT_FACTOR_MAX)?;
        let most = SCRYPT_WORK_MAX / (128 * r * p);
        NAME.bound("ln", log_n, 1, u64::from(most.ilog2()).min(16 * r - 1))?;
        Params::new(log_n as u8, r as u32, p as u32)
            .map_err(|_| NAME.malformed("scrypt rejects its parameters"))
    }

    /// Returns the memory of one computation, in bytes: the table, all lanes, and `more` blocks.
    fn memory(&self, more: u64) -> u64 {
        128 * u64::from(self.cost.r()) * (self.cost.n() + u64::from(self.cost.p()) + more)
    }

    pub(super) fn work(&self) -> u64 {
        self.cost.n() * u64::from(self.cost.r()) * u64::from(self.cost.p()) / 2
    }

    /// Returns whether aMQTT verifies the hash; OpenSSL counts two more blocks.
    pub(super) fn fits_amqtt(&self) -> bool {
        self.memory(2) <= AMQTT_LIMIT
    }

    /// Returns whether the password matches. The library aborts the process if its allocation fails, so the same amount is
    /// allocated first as a test. The library does not wipe its memory.
    pub(super) fn matches(&self, password: &Password) -> Result<bool, HashError> {
        // Keeps the compiler from removing an unused allocation.
        drop(black_box(reserve::<u8>(self.memory(1) as usize)?));
        let mut digest = Zeroizing::new([0; DIGEST_LENGTH]);
        scrypt(password.as_bytes(), &self.salt, &self.cost, &mut *digest)
            .map_err(|_| NAME.malformed("scrypt rejects its parameters"))?;
        Ok(digest.ct_eq(&self.digest).to_bool())
    }
}

impl fmt::Display for Scrypt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cost = self.cost;
        write!(f, "scrypt, ln={},r={},p={}", cost.log_n(), cost.r(), cost.p())
    }
}
