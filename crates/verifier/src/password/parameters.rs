//! The cost of Argon2.

use std::{fmt, str::FromStr};

use super::number::{OutOfBounds, decimal};

/// Maximum memory of Argon2, in KiB: 1 GiB.
pub const ARGON2_MEMORY_MAX: u32 = 1 << 20;
/// Maximum number of passes of Argon2 over its memory.
pub const ARGON2_PASSES_MAX: u32 = 256;
/// Maximum of memory times passes, in KiB: 4 GiB, a few seconds.
pub const ARGON2_WORK_MAX: u32 = 4 << 20;
/// Maximum number of lanes of Argon2.
pub const ARGON2_LANES_MAX: u32 = 64;

/// Memory, passes and lanes of Argon2 (RFC 9106, 3.1), in the words of its hashes: `m=65536,t=3,p=4`.
///
/// `m` is in KiB, from eight for each lane to 1 GiB; `t` is 1 to 256, and `m`·`t` at most 4 GiB; `p` is 1 to 64. The
/// default is what aMQTT hashes with: 64 MiB, three passes, four lanes (the second choice of RFC 9106, 4).
///
/// Read from text, any of the three may be left out and has its default; their order does not matter.
///
/// ```
/// use amqtt_verifier::password::Argon2Parameters;
///
/// let parameters: Argon2Parameters = "t=4,m=131072".parse().unwrap();
/// assert_eq!(parameters.to_string(), "m=131072,t=4,p=4");
/// assert!("m=8".parse::<Argon2Parameters>().is_err(), "four lanes need 32 KiB");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Argon2Parameters {
    memory: u32,
    passes: u32,
    lanes: u32,
}

impl Argon2Parameters {
    /// The light form, for generated secrets only.
    pub(super) const LIGHT: Self = Self {
        memory: 8,
        passes: 1,
        lanes: 1,
    };

    /// Takes memory in KiB, the number of passes, and the number of lanes.
    ///
    /// # Errors
    /// [`OutOfBounds`] names the first parameter that is out of bounds.
    pub fn new(memory_kib: u32, passes: u32, lanes: u32) -> Result<Self, OutOfBounds> {
        let [m, t, p] = [memory_kib, passes, lanes].map(u64::from);
        Self::within_bounds([m, t, p])
    }

    pub(super) fn within_bounds([m, t, p]: [u64; 3]) -> Result<Self, OutOfBounds> {
        OutOfBounds::check("p", p, 1, ARGON2_LANES_MAX.into())?;
        OutOfBounds::check("m", m, 8 * p, ARGON2_MEMORY_MAX.into())?;
        OutOfBounds::check(
            "t",
            t,
            1,
            u64::from(ARGON2_PASSES_MAX).min(u64::from(ARGON2_WORK_MAX) / m),
        )?;
        Ok(Self {
            memory: m as u32,
            passes: t as u32,
            lanes: p as u32,
        })
    }

    /// Returns whether these are too light for a chosen password, because they cost an attacker hardly more than a plain
    /// digest. The bound is 64 KiB in one pass.
    #[must_use]
    pub fn is_light(&self) -> bool {
        self.work() < 64
    }

    /// Returns the work of one computation: the KiB that are filled in all passes.
    pub(super) fn work(&self) -> u64 {
        u64::from(self.memory) * u64::from(self.passes)
    }

    /// Returns the memory, in KiB.
    #[must_use]
    pub fn memory_kib(&self) -> u32 {
        self.memory
    }

    /// Returns the number of passes over the memory.
    #[must_use]
    pub fn passes(&self) -> u32 {
        self.passes
    }

    /// Returns the number of lanes, which can be computed in parallel.
    #[must_use]
    pub fn lanes(&self) -> u32 {
        self.lanes
    }
}

impl Default for Argon2Parameters {
    fn default() -> Self {
        Self {
            memory: 65_536,
            passes: 3,
            lanes: 4,
        }
    }
}

impl fmt::Display for Argon2Parameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "m={},t={},p={}", self.memory, self.passes, self.lanes)
    }
}

impl FromStr for Argon2Parameters {
    type Err = InvalidParameters;

    fn from_str(text: &str) -> Result<Self, InvalidParameters> {
        let [mut m, mut t, mut p] = [None; 3];
        for part in text.split(',') {
            let (name, value) = part.split_once('=').ok_or(InvalidParameters::Form)?;
            let place = match name {
                "m" => &mut m,
                "t" => &mut t,
                "p" => &mut p,
                _ => return Err(InvalidParameters::Form),
            };
            if place
                .replace(decimal(value).ok_or(InvalidParameters::Form)?)
                .is_some()
            {
                return Err(InvalidParameters::Form);
            }
        }
        let default = Self::default();
        Ok(Self::within_bounds([
            m.unwrap_or(default.memory.into()),
            t.unwrap_or(default.passes.into()),
            p.unwrap_or(default.lanes.into()),
        ])?)
    }
}

/// Error from reading the parameters of Argon2.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidParameters {
    /// The text has another form.
    #[error("must be like m=65536,t=3,p=4 (KiB, passes, lanes), each at most once")]
    Form,
    /// A parameter is out of bounds.
    #[error(transparent)]
    OutOfBounds(#[from] OutOfBounds),
}
