//! The two schemes of passlib: `$pbkdf2-sha256$<rounds>$<salt>$<digest>`, whose Base64 has `.` for `+`, and
//! `$scrypt$ln=<log2 N>,r=<r>,p=<p>$<salt>$<digest>`.

use std::num::NonZeroU32;

use ctutils::CtEq;
use zeroize::Zeroizing;

use super::{
    HashError, Password,
    provider::pbkdf2_sha256,
    scrypt::{Cost, scrypt},
    text::{SALT_MAX, SchemeName, decimal},
};

/// The most rounds of a stored PBKDF2 hash: about two seconds.
pub const PBKDF2_ROUNDS_MAX: u32 = 4_000_000;
/// The most work of a stored scrypt hash, 128·N·r·p, in bytes: 1 GiB, as memory or in turns.
pub const SCRYPT_WORK_MAX: u64 = 1 << 30;
/// The largest block size r and the most lanes p of a stored scrypt hash.
pub const SCRYPT_FACTOR_MAX: u64 = 64;

const DIGEST_LENGTH: usize = 32;

const PBKDF2: SchemeName = SchemeName("pbkdf2-sha256");
const SCRYPT: SchemeName = SchemeName("scrypt");

/// A stored `$pbkdf2-sha256$` hash.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Pbkdf2 {
    rounds: NonZeroU32,
    salt: Vec<u8>,
    digest: [u8; DIGEST_LENGTH],
}

impl Pbkdf2 {
    /// passlib writes `.`, and also reads `+`.
    pub(super) fn parse(text: &str) -> Result<Self, HashError> {
        let [_, _, rounds, salt, digest] = PBKDF2.fields(text)?;
        let rounds = decimal(rounds).ok_or_else(|| PBKDF2.malformed("its rounds are not a number"))?;
        PBKDF2.bound("rounds", rounds, 1, u64::from(PBKDF2_ROUNDS_MAX))?;
        Ok(Self {
            rounds: u32::try_from(rounds)
                .ok()
                .and_then(NonZeroU32::new)
                .ok_or_else(|| PBKDF2.malformed("its rounds are not a number"))?,
            salt: PBKDF2.base64("salt bytes", &salt.replace('.', "+"), (1, SALT_MAX))?,
            digest: PBKDF2.base64_exact(&digest.replace('.', "+"))?,
        })
    }

    pub(super) fn rounds(&self) -> u32 {
        self.rounds.get()
    }

    pub(super) fn matches(&self, password: &Password) -> bool {
        let mut digest = Zeroizing::new([0; DIGEST_LENGTH]);
        pbkdf2_sha256(password.as_bytes(), &self.salt, self.rounds, &mut *digest);
        digest.ct_eq(&self.digest).to_bool()
    }
}

/// A stored `$scrypt$` hash.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Scrypt {
    cost: Cost,
    salt: Vec<u8>,
    digest: [u8; DIGEST_LENGTH],
}

impl Scrypt {
    pub(super) fn parse(text: &str) -> Result<Self, HashError> {
        let [_, _, cost, salt, digest] = SCRYPT.fields(text)?;
        Ok(Self {
            cost: Self::cost(SCRYPT.parameters(cost, ["ln", "r", "p"])?)?,
            salt: SCRYPT.base64("salt bytes", salt, (1, SALT_MAX))?,
            digest: SCRYPT.base64_exact(digest)?,
        })
    }

    /// Within RFC 7914, section 2 (N is at least 2, and below 2^(16·r)), and within the work allowed.
    fn cost([log_n, r, p]: [u64; 3]) -> Result<Cost, HashError> {
        SCRYPT.bound("r", r, 1, SCRYPT_FACTOR_MAX)?;
        SCRYPT.bound("p", p, 1, SCRYPT_FACTOR_MAX)?;
        let most = SCRYPT_WORK_MAX / (128 * r * p);
        SCRYPT.bound("ln", log_n, 1, u64::from(most.ilog2()).min(16 * r - 1))?;
        Ok(Cost {
            log_n: log_n as u32,
            r: r as usize,
            p: p as usize,
        })
    }

    pub(super) fn cost_text(&self) -> String {
        format!("ln={},r={},p={}", self.cost.log_n, self.cost.r, self.cost.p)
    }

    /// Whether OpenSSL computes it in `limit` bytes: it counts all lanes, the table, and two blocks more.
    pub(super) fn fits_openssl(&self, limit: u64) -> bool {
        let Cost { log_n, r, p } = self.cost;
        128 * r as u64 * (p as u64 + (1 << log_n) + 2) <= limit
    }

    pub(super) fn matches(&self, password: &Password) -> Result<bool, HashError> {
        let digest = scrypt(password.as_bytes(), &self.salt, self.cost)?;
        Ok(digest.ct_eq(&self.digest).to_bool())
    }
}
