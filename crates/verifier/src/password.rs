//! Passwords and their stored hashes.
//!
//! New hashes are Argon2id (RFC 9106), in the text and by default with the parameters that aMQTT writes. It also
//! verifies Argon2i and Argon2d, passlib's `$pbkdf2-sha256$`, Mosquitto's `$7$` and `$6$`, and with the feature
//! `legacy-hashes` bcrypt (`$2a$`, `$2b$`, `$2y$`) and passlib's `$scrypt$`. Without that feature, reading one of the last
//! two fails with [`HashError::NeedsFeature`].
//!
//! ```
//! use amqtt_verifier::password::{Argon2Parameters, Password, PasswordHash, PasswordVerifier};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (salt, typed) = ([7; 16], b"what ada typed".to_vec());
//! let mut verifier = PasswordVerifier::new(Argon2Parameters::default());
//!
//! // A new account: the salt comes from the system's randomness, and the text goes to the database.
//! let stored: String = verifier.hash(&Password::new(typed)?, salt)?.expose().to_owned();
//!
//! // A client: `None` if the account is unknown or disabled.
//! let stored = PasswordHash::parse(&stored)?;
//! assert!(verifier.verify(Some(&stored), &Password::new(b"what ada typed".to_vec())?)?);
//! assert!(!verifier.verify(None, &Password::new(b"what ada typed".to_vec())?)?);
//! # Ok(())
//! # }
//! ```
//!
//! # The same time for every refusal
//!
//! The time of an answer must not reveal whether an account is unknown, disabled, or exists with another password. So
//! [`PasswordVerifier::verify`] takes an `Option`. Without a hash it verifies against one that no password matches, with
//! the verifier's own parameters: new accounts get these, so nearly all accounts have them. A wrong password for
//! a hash that is cheaper, such as that of a generated secret or of Mosquitto, takes about this time too; for one that costs
//! more, it takes longer. [`PasswordHash::findings`] reports such hashes.
//!
//! # Where schemes are less than exact
//!
//! - bcrypt uses 72 bytes. A longer password never matches (as in bcrypt 5, which aMQTT uses), instead of matching by its
//!   first 72 bytes.
//! - In PBKDF2 and scrypt, NULs at the end of a password shorter than 64 bytes make no difference (HMAC fills it up with
//!   them), and bcrypt repeats its key with a NUL between.
//!
//! Argon2 has neither limit. Memory used for hashing is wiped, except that of scrypt, whose library does not expose it.

#[cfg(not(any(feature = "ring", feature = "aws-lc-rs")))]
compile_error!("the feature `password` needs the feature `ring` or `aws-lc-rs`");

mod error;
mod findings;
mod generated;
mod hash;
mod lanes;
#[cfg_attr(not(feature = "legacy-hashes"), path = "password/no_legacy.rs")]
mod legacy;
mod memory;
mod mosquitto;
mod number;
mod parameters;
mod pbkdf2;
mod phc;
pub(crate) mod provider;
mod secret;
mod text;
mod verifier;

pub use error::HashError;
pub use findings::HashFinding;
pub use generated::{GeneratedSecret, NotGenerated};
pub use hash::PasswordHash;
#[cfg(feature = "legacy-hashes")]
pub use legacy::{BCRYPT_COST_MAX, SCRYPT_FACTOR_MAX, SCRYPT_WORK_MAX};
pub use mosquitto::MOSQUITTO_ROUNDS_MAX;
pub use number::OutOfBounds;
pub use parameters::{
    ARGON2_LANES_MAX, ARGON2_MEMORY_MAX, ARGON2_PASSES_MAX, ARGON2_WORK_MAX, Argon2Parameters,
    InvalidParameters,
};
pub use pbkdf2::PBKDF2_ROUNDS_MAX;
pub use phc::ARGON2_OUTPUT_MAX;
pub use secret::{InvalidPassword, Password};
pub use text::SALT_MAX;
pub use verifier::PasswordVerifier;
