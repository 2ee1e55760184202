//! Findings about a stored hash: whether aMQTT verifies it, and whether it is as strong as a new one.

use std::fmt;

/// Something that an operator may want to know about a stored hash. A new password fixes all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum HashFinding {
    /// aMQTT (0.12) refuses every password for this hash.
    RefusedByAmqtt {
        /// The reason, to follow "aMQTT refuses it: ".
        why: &'static str,
    },
    /// aMQTT (0.12) verifies it only where the option `hash_schemes` of its plugin names the scheme; by default it does not.
    AmqttNeedsScheme {
        /// The scheme as the option names it.
        scheme: &'static str,
    },
    /// It is of a scheme that new hashes are not of.
    WeakerScheme {
        /// Scheme of the hash.
        scheme: &'static str,
    },
    /// It is Argon2id, and less of something than new hashes are.
    Weaker {
        /// The parameter: `m`, `t`, `version`, `salt bytes`, `output bytes`.
        what: &'static str,
        /// Value in this hash.
        actual: u64,
        /// Value in new hashes.
        current: u64,
    },
}

impl fmt::Display for HashFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RefusedByAmqtt { why } => write!(f, "aMQTT refuses it: {why}"),
            Self::AmqttNeedsScheme { scheme } => {
                write!(f, "aMQTT refuses it unless its hash_schemes name {scheme}")
            }
            Self::WeakerScheme { scheme } => {
                write!(f, "weaker than the default: {scheme} instead of argon2id")
            }
            Self::Weaker {
                what,
                actual,
                current,
            } => {
                write!(f, "weaker than the default: {what}={actual} instead of {current}")
            }
        }
    }
}
