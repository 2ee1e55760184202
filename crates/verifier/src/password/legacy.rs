//! bcrypt and scrypt, which new hashes no longer use and which need a crate each: feature `legacy-hashes`.

mod bcrypt;
mod scrypt;

use std::fmt;

pub use bcrypt::BCRYPT_COST_MAX;
pub use scrypt::{SCRYPT_FACTOR_MAX, SCRYPT_WORK_MAX};

use self::{bcrypt::Bcrypt, scrypt::Scrypt};
use super::{error::HashError, findings::HashFinding, secret::Password};

/// A stored hash of one of the two.
#[derive(Clone)]
pub(super) enum Legacy {
    Bcrypt(Bcrypt),
    Scrypt(Scrypt),
}

impl Legacy {
    pub(super) fn bcrypt(text: &str) -> Result<Self, HashError> {
        Bcrypt::parse(text).map(Self::Bcrypt)
    }

    pub(super) fn scrypt(text: &str) -> Result<Self, HashError> {
        Scrypt::parse(text).map(Self::Scrypt)
    }

    pub(super) fn matches(&self, password: &Password) -> Result<bool, HashError> {
        match self {
            Self::Bcrypt(hash) => Ok(hash.matches(password)),
            Self::Scrypt(hash) => hash.matches(password),
        }
    }

    /// Returns the work of one computation, in the KiB that Argon2 fills in about that time.
    pub(super) fn work(&self) -> u64 {
        match self {
            Self::Bcrypt(hash) => hash.work(),
            Self::Scrypt(hash) => hash.work(),
        }
    }

    pub(super) fn findings(&self) -> Vec<HashFinding> {
        match self {
            Self::Bcrypt(_) => vec![HashFinding::WeakerScheme { scheme: "bcrypt" }],
            Self::Scrypt(hash) => vec![
                match hash.fits_amqtt() {
                    true => HashFinding::AmqttNeedsScheme { scheme: "scrypt" },
                    false => HashFinding::RefusedByAmqtt {
                        why: "its scrypt needs more than 64 MiB",
                    },
                },
                HashFinding::WeakerScheme { scheme: "scrypt" },
            ],
        }
    }
}

impl fmt::Display for Legacy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bcrypt(hash) => hash.fmt(f),
            Self::Scrypt(hash) => hash.fmt(f),
        }
    }
}
