//! What can be wrong with a stored hash.

use super::Argon2Parameters;

/// Error from reading a stored hash, or from hashing. It never holds a part of the hash.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HashError {
    /// It does not begin as a hash of a known scheme does.
    #[error(
        "not a hash of a known scheme (argon2id, argon2i, argon2d, bcrypt, pbkdf2-sha256, scrypt, or Mosquitto's $7$ or $6$)"
    )]
    UnknownScheme,
    /// It is of a scheme that this program was built without.
    #[error("a {scheme} hash, and this program was built without the feature `{feature}` of amqtt-verifier")]
    NeedsFeature {
        /// The scheme that it claims to be of.
        scheme: &'static str,
        /// The feature that reads and verifies it.
        feature: &'static str,
    },
    /// A part of it is missing, or not of the scheme's form.
    #[error("malformed {scheme} hash: {problem}")]
    Malformed {
        /// The scheme that it claims to be of.
        scheme: &'static str,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// A parameter is not within the bounds that are computed here; nothing was computed.
    #[error("{scheme} hash: {bounds}")]
    OutOfBounds {
        /// The scheme that it claims to be of.
        scheme: &'static str,
        /// The parameter and its bounds.
        bounds: OutOfBounds,
    },
    /// The parameters are those of the light form, which is for generated secrets alone.
    #[error("m={},t={},p={} is too light for a chosen password", .0.memory_kib(), .0.passes(), .0.lanes())]
    TooLight(Argon2Parameters),
    /// The system does not give the memory that the computation needs.
    #[error("cannot allocate {kib} KiB for hashing")]
    Memory {
        /// The memory needed, in KiB.
        kib: u64,
    },
    /// The system does not give the threads that compute the lanes of Argon2.
    #[error("cannot start threads for hashing")]
    Threads,
}

/// A number that is not between its bounds, both of which are allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{parameter} must be {min} to {max}, and is {actual}")]
pub struct OutOfBounds {
    /// What the number is, in the words of its scheme (`m`, `rounds`, `salt bytes`).
    pub parameter: &'static str,
    /// The least that is allowed.
    pub min: u64,
    /// The most that is allowed.
    pub max: u64,
    /// What it is.
    pub actual: u64,
}

impl OutOfBounds {
    /// Refuses a number outside of `min..=max`.
    pub(crate) fn check(parameter: &'static str, actual: u64, min: u64, max: u64) -> Result<(), Self> {
        if (min..=max).contains(&actual) {
            return Ok(());
        }
        Err(Self {
            parameter,
            min,
            max,
            actual,
        })
    }
}
