//! Errors of stored hashes and of hashing.

use super::{number::OutOfBounds, parameters::Argon2Parameters};

/// Error from reading a stored hash, or from hashing. It never holds a part of the hash.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HashError {
    /// The text does not begin like a hash of a known scheme.
    #[error(
        "not a hash of a known scheme (argon2id, argon2i, argon2d, bcrypt, pbkdf2-sha256, scrypt, or Mosquitto's $7$ or $6$)"
    )]
    UnknownScheme,
    /// This program was built without the scheme of the hash.
    #[error("a {scheme} hash, and this program was built without the feature `{feature}` of amqtt-verifier")]
    NeedsFeature {
        /// The scheme that the text claims.
        scheme: &'static str,
        /// The feature that reads and verifies it.
        feature: &'static str,
    },
    /// A part of it is missing or malformed.
    #[error("malformed {scheme} hash: {problem}")]
    Malformed {
        /// The scheme that the text claims.
        scheme: &'static str,
        /// The problem with it.
        problem: &'static str,
    },
    /// A parameter is out of bounds; nothing was computed.
    #[error("{scheme} hash: {bounds}")]
    OutOfBounds {
        /// The scheme that the text claims.
        scheme: &'static str,
        /// The parameter and its bounds.
        bounds: OutOfBounds,
    },
    /// The parameters are those of the light form, which is for generated secrets only.
    #[error("m={},t={},p={} is too light for a chosen password", .0.memory_kib(), .0.passes(), .0.lanes())]
    TooLight(Argon2Parameters),
    /// The memory for the computation cannot be allocated.
    #[error("cannot allocate {kib} KiB for hashing")]
    Memory {
        /// The memory needed, in KiB.
        kib: u64,
    },
    /// The threads that compute the lanes of Argon2 cannot be started.
    #[error("cannot start threads for hashing")]
    Threads,
}
