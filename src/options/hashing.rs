//! The options for hashing new passwords.

use amqtt_verifier::password::{Argon2Parameters, Password, PasswordHash, PasswordVerifier};
use clap::Args;

use crate::error::{Code, Failure, Outcome};

/// The cost of hashing new passwords.
#[derive(Debug, Clone, Args)]
pub(crate) struct HashOptions {
    /// Cost of an Argon2id hash: memory in KiB, passes, lanes
    #[arg(long, value_name = "m=…,t=…,p=…", default_value_t)]
    pub(crate) argon2: Argon2Parameters,
}

impl HashOptions {
    /// Returns the hasher of these parameters.
    pub(crate) fn hasher(&self) -> PasswordVerifier {
        PasswordVerifier::new(self.argon2)
    }
}

/// Hashes a password with a salt of its own.
pub(crate) fn hash(hasher: &mut PasswordVerifier, password: &Password) -> Outcome<PasswordHash> {
    let mut salt = [0; 16];
    aws_lc_rs::rand::fill(&mut salt)
        .map_err(|_| Failure::of(Code::Bug, "the system's random number generator failed"))?;
    Ok(hasher.hash(password, salt)?)
}
