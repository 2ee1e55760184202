//! Replaces `legacy.rs` without the feature `legacy-hashes`: such a hash is never read.

use std::fmt;

use super::{error::HashError, findings::HashFinding, secret::Password};

/// A hash that cannot exist in this build.
#[derive(Clone)]
pub(super) enum Legacy {}

impl Legacy {
    pub(super) fn bcrypt(_: &str) -> Result<Self, HashError> {
        Err(HashError::NeedsFeature {
            scheme: "bcrypt",
            feature: "legacy-hashes",
        })
    }

    pub(super) fn scrypt(_: &str) -> Result<Self, HashError> {
        Err(HashError::NeedsFeature {
            scheme: "scrypt",
            feature: "legacy-hashes",
        })
    }

    pub(super) fn matches(&self, _: &Password) -> Result<bool, HashError> {
        match *self {}
    }

    pub(super) fn work(&self) -> u64 {
        match *self {}
    }

    pub(super) fn findings(&self) -> Vec<HashFinding> {
        match *self {}
    }
}

impl fmt::Display for Legacy {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}
