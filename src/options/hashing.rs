//! The options for hashing new passwords.

use amqtt_verifier::password::{Argon2Parameters, GeneratedSecret, Password, PasswordHash, PasswordVerifier};
use clap::Args;

use crate::error::{Code, Failure, Outcome};

/// The cost of hashing new passwords.
#[derive(Debug, Clone, Args)]
pub(crate) struct HashOptions {
    /// Cost of an Argon2id hash: memory in KiB, passes, lanes
    #[arg(long, value_name = "m=…,t=…,p=…", default_value_t, value_parser = for_chosen)]
    pub(crate) argon2: Argon2Parameters,
}

/// Reads parameters that are strong enough for a chosen password.
fn for_chosen(text: &str) -> Result<Argon2Parameters, String> {
    let parameters: Argon2Parameters = text
        .parse()
        .map_err(|error: amqtt_verifier::password::InvalidParameters| error.to_string())?;
    match parameters.is_light() {
        true => Err("too light for a chosen password: m times t must be at least 64 (--generate makes a secret that needs no more)".to_owned()),
        false => Ok(parameters),
    }
}

impl HashOptions {
    /// Returns the hasher of these parameters.
    pub(crate) fn hasher(&self) -> PasswordVerifier {
        PasswordVerifier::new(self.argon2)
    }
}

/// Hashes a chosen password with a new salt.
pub(crate) fn hash(hasher: &mut PasswordVerifier, password: &Password) -> Outcome<PasswordHash> {
    Ok(hasher.hash(password, salt()?)?)
}

/// Generates a secret.
pub(crate) fn generate() -> Outcome<GeneratedSecret> {
    random().map(GeneratedSecret::new)
}

/// Returns a new salt.
pub(crate) fn salt() -> Outcome<[u8; 16]> {
    random()
}

fn random<const N: usize>() -> Outcome<[u8; N]> {
    let mut bytes = [0; N];
    let filled = aws_lc_rs::rand::fill(&mut bytes);
    filled.map_err(|_| Failure::of(Code::Bug, "the system's random number generator failed"))?;
    Ok(bytes)
}
