//! Passwords and their stored hashes.
//!
//! New hashes are Argon2id (RFC 9106), in the text and by default with the parameters that aMQTT writes. Verified are also
//! Argon2i and Argon2d, passlib's `$pbkdf2-sha256$`, Mosquitto's `$7$` and `$6$`, and with the feature `legacy-hashes` bcrypt (`$2a$`, `$2b$`, `$2y$`)
//! and passlib's `$scrypt$`. Without it these two cannot be read: [`HashError::NeedsFeature`].
//!
//! ```
//! use amqtt_verifier::password::{Argon2Parameters, Password, PasswordHash, PasswordVerifier};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (salt, typed) = ([7; 16], b"what ada typed".to_vec());
//! let mut verifier = PasswordVerifier::new(Argon2Parameters::default());
//!
//! // A new account: the salt is from the system's randomness, the text is what the database gets.
//! let stored: String = verifier.hash(&Password::new(typed)?, salt)?.expose().to_owned();
//!
//! // A client: `None` where there is no such account, or a disabled one.
//! let stored = PasswordHash::parse(&stored)?;
//! assert!(verifier.verify(Some(&stored), &Password::new(b"what ada typed".to_vec())?)?);
//! assert!(!verifier.verify(None, &Password::new(b"what ada typed".to_vec())?)?);
//! # Ok(())
//! # }
//! ```
//!
//! # The same time for every refusal
//!
//! An unknown or disabled account must not be told from a wrong password by the time that the answer takes. So
//! [`PasswordVerifier::verify`] takes an `Option`, and without a hash verifies against one that nobody has the password of,
//! with the verifier's own parameters: those that new accounts get, and so those that nearly all have. A wrong password for
//! a hash that is cheaper, such as that of a generated secret or of Mosquitto, takes about this time too; for one that costs
//! more, it takes more. [`PasswordHash::findings`] says which those are.
//!
//! # Where schemes are less than exact
//!
//! - bcrypt looks at 72 bytes. A longer password never matches (as in bcrypt 5, which aMQTT uses), rather than by its
//!   beginning alone.
//! - In PBKDF2 and scrypt, NULs at the end of a password shorter than 64 bytes make no difference (HMAC fills it up with
//!   them), and bcrypt repeats its key with a NUL between.
//!
//! Argon2 has neither. What hashing leaves in memory is wiped, except for the memory of scrypt, which its library keeps to
//! itself.

use std::fmt;

use argon2::{Algorithm, Version};

#[cfg(not(any(feature = "ring", feature = "aws-lc-rs")))]
compile_error!("the feature `password` needs the feature `ring` or `aws-lc-rs`");

mod error;
mod findings;
mod generated;
mod lanes;
#[cfg_attr(not(feature = "legacy-hashes"), path = "password/no_legacy.rs")]
mod legacy;
mod memory;
mod mosquitto;
mod parameters;
mod pbkdf2;
mod phc;
pub(crate) mod provider;
mod secret;
mod text;
mod verifier;

pub use error::{HashError, OutOfBounds};
pub use findings::HashFinding;
pub use generated::{GeneratedSecret, NotGenerated};
#[cfg(feature = "legacy-hashes")]
pub use legacy::{BCRYPT_COST_MAX, SCRYPT_FACTOR_MAX, SCRYPT_WORK_MAX};
pub use mosquitto::MOSQUITTO_ROUNDS_MAX;
pub use parameters::{
    ARGON2_LANES_MAX, ARGON2_MEMORY_MAX, ARGON2_PASSES_MAX, ARGON2_WORK_MAX, Argon2Parameters,
    InvalidParameters,
};
pub use pbkdf2::PBKDF2_ROUNDS_MAX;
pub use phc::ARGON2_OUTPUT_MAX;
pub use secret::{InvalidPassword, Password};
pub use text::SALT_MAX;
pub use verifier::PasswordVerifier;

use legacy::Legacy;
use memory::Memory;
use mosquitto::Mosquitto;
use pbkdf2::Pbkdf2;
use phc::Argon2Hash;
use text::SchemeName;

/// A stored hash that was read: of a known scheme, well formed, and within bounds that keep one computation to seconds.
///
/// `Debug` and `Display` show scheme and cost, never salt or digest.
#[derive(Clone)]
pub struct PasswordHash {
    text: String,
    scheme: Scheme,
}

#[derive(Clone)]
enum Scheme {
    Argon2(Argon2Hash),
    Pbkdf2(Pbkdf2),
    Mosquitto(Mosquitto),
    Legacy(Legacy),
}

impl PasswordHash {
    /// Reads a stored hash, in the one form that its scheme writes.
    ///
    /// Of Argon2: versions 16 and 19, and no version for 16, as argon2-cffi takes it; salts of 8 to 64 bytes, outputs of 4
    /// to 64. Of PBKDF2, `+` also where passlib writes `.`, as it takes both. The bounds are the constants of this module.
    ///
    /// # Errors
    /// [`HashError`] says what is wrong, without any of the text.
    ///
    /// ```
    /// use amqtt_verifier::password::{HashError, PasswordHash};
    ///
    /// let stored = "$pbkdf2-sha256$2$MDEyMzQ1Njc4OWFiY2RlZg$amzIydvG4WLy4l8nNWCYeH8r4nmMLbTbMg.MK2bZrCA";
    /// assert_eq!(PasswordHash::parse(stored).unwrap().to_string(), "pbkdf2-sha256, 2 rounds");
    /// assert_eq!(PasswordHash::parse("secret").unwrap_err(), HashError::UnknownScheme);
    /// ```
    pub fn parse(text: &str) -> Result<Self, HashError> {
        let name = text.strip_prefix('$').and_then(|rest| rest.split('$').next());
        let argon2 =
            |name, algorithm| Argon2Hash::parse(SchemeName(name), algorithm, text).map(Scheme::Argon2);
        let scheme = match name {
            Some("argon2id") => argon2("argon2id", Algorithm::Argon2id)?,
            Some("argon2i") => argon2("argon2i", Algorithm::Argon2i)?,
            Some("argon2d") => argon2("argon2d", Algorithm::Argon2d)?,
            Some("pbkdf2-sha256") => Scheme::Pbkdf2(Pbkdf2::parse(text)?),
            Some("7") => Scheme::Mosquitto(Mosquitto::pbkdf2(text)?),
            Some("6") => Scheme::Mosquitto(Mosquitto::sha512(text)?),
            Some("2a" | "2b" | "2y") => Scheme::Legacy(Legacy::bcrypt(text)?),
            Some("scrypt") => Scheme::Legacy(Legacy::scrypt(text)?),
            _ => return Err(HashError::UnknownScheme),
        };
        let text = text.to_owned();
        Ok(Self { text, scheme })
    }

    /// Returns whether this is the hash of the password, compared in constant time. A [`PasswordVerifier`] verifies many
    /// passwords faster, and missing hashes in the same time.
    ///
    /// # Errors
    /// [`HashError::Memory`] when the system does not give the memory.
    pub fn verify(&self, password: &Password) -> Result<bool, HashError> {
        self.verify_in(&mut Memory::keeping(0), password)
    }

    fn verify_in(&self, memory: &mut Memory, password: &Password) -> Result<bool, HashError> {
        match &self.scheme {
            Scheme::Argon2(hash) => hash.matches(password, memory),
            Scheme::Pbkdf2(hash) => Ok(hash.matches(password)),
            Scheme::Mosquitto(hash) => Ok(hash.matches(password)),
            Scheme::Legacy(hash) => hash.matches(password),
        }
    }

    /// Returns whether this is the light form that generated secrets are hashed in: Argon2id with m=8, t=1, p=1.
    #[must_use]
    pub fn is_light(&self) -> bool {
        matches!(&self.scheme, Scheme::Argon2(hash)
            if hash.algorithm == Algorithm::Argon2id && hash.parameters == Argon2Parameters::LIGHT)
    }

    /// Returns the work of one computation, in the KiB that Argon2 fills in about that time.
    fn work(&self) -> u64 {
        match &self.scheme {
            Scheme::Argon2(hash) => hash.parameters.work(),
            Scheme::Pbkdf2(hash) => hash.work(),
            Scheme::Mosquitto(hash) => hash.work(),
            Scheme::Legacy(hash) => hash.work(),
        }
    }

    /// Returns the text with salt and digest, for writing it to a database. It must not be shown.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.text
    }
}

impl From<Argon2Hash> for PasswordHash {
    fn from(hash: Argon2Hash) -> Self {
        Self {
            text: hash.to_text(),
            scheme: Scheme::Argon2(hash),
        }
    }
}

impl fmt::Display for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.scheme {
            Scheme::Argon2(hash) => {
                let (name, parameters) = (hash.algorithm, hash.parameters);
                match hash.version {
                    Version::V0x10 => write!(f, "{name}, version 16, {parameters}"),
                    Version::V0x13 => write!(f, "{name}, {parameters}"),
                }
            }
            Scheme::Pbkdf2(hash) => hash.fmt(f),
            Scheme::Mosquitto(hash) => hash.fmt(f),
            Scheme::Legacy(hash) => hash.fmt(f),
        }
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PasswordHash({self})")
    }
}
