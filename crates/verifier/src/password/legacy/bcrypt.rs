//! bcrypt: `$2b$<cost>$<22 characters of salt><31 characters of digest>`, in an alphabet of its own.

use std::fmt;

use base64ct::{Base64Bcrypt, Encoding};
use bcrypt::bcrypt;
use ctutils::CtEq;
use zeroize::Zeroizing;

use super::super::{error::HashError, secret::Password, text::SchemeName};

/// Maximum cost of a stored bcrypt hash: 2^16 rounds, a few seconds.
pub const BCRYPT_COST_MAX: u32 = 16;
const COST_MIN: u32 = 4;
/// Maximum length of a key that has an effect, in bytes.
const KEY_MAX: usize = 72;
const SALT_LENGTH: usize = 22;
const DIGEST_LENGTH: usize = 31;

const NAME: SchemeName = SchemeName("bcrypt");

/// A stored bcrypt hash. The versions 2a, 2b and 2y differ only in bugs of obsolete programs.
#[derive(Clone)]
pub(in super::super) struct Bcrypt {
    cost: u32,
    salt: [u8; 16],
    digest: [u8; 23],
}

impl Bcrypt {
    pub(super) fn parse(text: &str) -> Result<Self, HashError> {
        let [_, _, cost, rest] = NAME.fields(text)?;
        if cost.len() != 2 || !cost.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NAME.malformed("its cost is not two digits"));
        }
        let cost = cost
            .parse()
            .map_err(|_| NAME.malformed("its cost is not two digits"))?;
        NAME.bound(
            "cost",
            u64::from(cost),
            u64::from(COST_MIN),
            u64::from(BCRYPT_COST_MAX),
        )?;
        let (salt, digest) = rest
            .split_at_checked(SALT_LENGTH)
            .filter(|(_, digest)| digest.len() == DIGEST_LENGTH)
            .ok_or_else(|| NAME.malformed("salt and digest are not 53 characters"))?;
        let (mut hash, not_base64) = (
            Self {
                cost,
                salt: [0; 16],
                digest: [0; 23],
            },
            |_| NAME.malformed("its salt or digest is not bcrypt's Base64"),
        );
        Base64Bcrypt::decode(salt, &mut hash.salt).map_err(not_base64)?;
        Base64Bcrypt::decode(digest, &mut hash.digest).map_err(not_base64)?;
        Ok(hash)
    }

    pub(super) fn work(&self) -> u64 {
        80 << self.cost
    }

    /// Returns whether the password matches. bcrypt uses 72 bytes: a longer password never matches, at the same cost, where
    /// older programs compared its first 72 bytes.
    pub(super) fn matches(&self, password: &Password) -> bool {
        let password = password.as_bytes();
        let fits = password.len() <= KEY_MAX;
        let mut key = Zeroizing::new([0; KEY_MAX]);
        let length = password.len().min(KEY_MAX);
        key[..length].copy_from_slice(&password[..length]);
        // A NUL ends the key if there is room for it.
        let key = &key[..KEY_MAX.min(length + 1)];
        let digest = Zeroizing::new(bcrypt(self.cost, self.salt, key));
        digest[..self.digest.len()].ct_eq(&self.digest).to_bool() & fits
    }
}

impl fmt::Display for Bcrypt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "bcrypt, cost {}", self.cost)
    }
}
