//! scrypt (RFC 7914) as passlib writes it: `$scrypt$ln=<log2 N>,r=<r>,p=<p>$<salt>$<digest>`.

use std::{fmt, hint::black_box};

use ctutils::CtEq;
use scrypt::{Params, scrypt};
use zeroize::Zeroizing;

use super::super::{
    HashError, Password,
    memory::reserve,
    text::{SALT_MAX, SchemeName},
};

/// The most work of a stored scrypt hash, 128·N·r·p, in bytes: 1 GiB, as memory or in turns.
pub const SCRYPT_WORK_MAX: u64 = 1 << 30;
/// The largest block size r and the most lanes p of a stored scrypt hash.
pub const SCRYPT_FACTOR_MAX: u64 = 64;

const DIGEST_LENGTH: usize = 32;
/// The memory that aMQTT lets OpenSSL's scrypt take, in bytes.
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

    /// Within RFC 7914, section 2 (N is at least 2, and below 2^(16·r)), and within the work allowed.
    fn cost([log_n, r, p]: [u64; 3]) -> Result<Params, HashError> {
        NAME.bound("r", r, 1, SCRYPT_FACTOR_MAX)?;
        NAME.bound("p", p, 1, SCRYPT_FACTOR_MAX)?;
        let most = SCRYPT_WORK_MAX / (128 * r * p);
        NAME.bound("ln", log_n, 1, u64::from(most.ilog2()).min(16 * r - 1))?;
        Params::new(log_n as u8, r as u32, p as u32)
            .map_err(|_| NAME.malformed("scrypt does not take its parameters"))
    }

    /// The memory that it takes, in bytes: the table, all lanes, and so many blocks more.
    fn memory(&self, more: u64) -> u64 {
        128 * u64::from(self.cost.r()) * (self.cost.n() + u64::from(self.cost.p()) + more)
    }

    pub(super) fn work(&self) -> u64 {
        self.cost.n() * u64::from(self.cost.r()) * u64::from(self.cost.p()) / 2
    }

    /// Whether aMQTT verifies it; OpenSSL counts two blocks more.
    pub(super) fn fits_amqtt(&self) -> bool {
        self.memory(2) <= AMQTT_LIMIT
    }

    /// The library ends the process where it gets no memory, so the same is asked for first; unless somebody else takes it
    /// in between, that is there then. Nor does the library wipe it.
    pub(super) fn matches(&self, password: &Password) -> Result<bool, HashError> {
        // Not optimized away, as memory that nobody uses may be.
        drop(black_box(reserve::<u8>(self.memory(1) as usize)?));
        let mut digest = Zeroizing::new([0; DIGEST_LENGTH]);
        scrypt(password.as_bytes(), &self.salt, &self.cost, &mut *digest)
            .map_err(|_| NAME.malformed("scrypt does not take its parameters"))?;
        Ok(digest.ct_eq(&self.digest).to_bool())
    }
}

impl fmt::Display for Scrypt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cost = self.cost;
        write!(f, "scrypt, ln={},r={},p={}", cost.log_n(), cost.r(), cost.p())
    }
}
