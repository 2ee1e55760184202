//! How new passwords are hashed.

use amqtt_verifier::password::{Argon2Parameters, Password, PasswordHash, PasswordVerifier};
use clap::Args;

use crate::error::{Code, Failure, Outcome};

/// How new passwords are hashed.
#[derive(Debug, Clone, Args)]
pub(crate) struct HashOptions {
    /// The cost of a hash by Argon2id: memory in KiB, passes, lanes
    #[arg(long, env = "AMQTT_ADMIN_ARGON2", value_name = "m=…,t=…,p=…", default_value_t)]
    pub(crate) argon2: Argon2Parameters,
}

impl HashOptions {
    /// What hashes, one password after the other.
    pub(crate) fn hasher(&self) -> PasswordVerifier {
        PasswordVerifier::new(self.argon2)
    }
}

/// Hashes a password with a salt of its own.
pub(crate) fn hash(hasher: &mut PasswordVerifier, password: &Password) -> Outcome<PasswordHash> {
    let mut salt = [0; 16];
    aws_lc_rs::rand::fill(&mut salt)
        .map_err(|_| Failure::new(Code::Bug, anyhow::anyhow!("the system gives no random numbers")))?;
    Ok(hasher.hash(password, salt)?)
}
