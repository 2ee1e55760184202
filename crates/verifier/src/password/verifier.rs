//! Verifying and hashing passwords one by one.

use std::fmt;

use super::{
    error::HashError,
    generated::GeneratedSecret,
    hash::PasswordHash,
    memory::Memory,
    parameters::Argon2Parameters,
    phc::{Argon2Hash, SALT_LENGTH},
    secret::Password,
};

/// Verifies and hashes passwords one by one, and keeps the memory of Argon2 in between.
///
/// Each hashing thread uses its own verifier, which bounds the number of concurrent hashes and so the memory, `m` KiB each.
/// The memory is allocated at the first use, and wiped when the verifier is dropped. A stored hash that needs more than the
/// verifier's own parameters gets it for one computation. A computation takes tens of milliseconds or more: it must not run
/// on the thread of an event loop.
pub struct PasswordVerifier {
    parameters: Argon2Parameters,
    /// Replaces the hash of an account that does not exist.
    nobody: PasswordHash,
    memory: Memory,
}

impl PasswordVerifier {
    /// Makes a verifier that hashes with these parameters. Verifying for an unknown account takes as long as they do.
    #[must_use]
    pub fn new(parameters: Argon2Parameters) -> Self {
        Self {
            parameters,
            nobody: Argon2Hash::empty(parameters, [0; SALT_LENGTH]).into(),
            memory: Memory::keeping(parameters.memory_kib() as usize),
        }
    }

    /// Returns the parameters of new hashes.
    #[must_use]
    pub fn parameters(&self) -> Argon2Parameters {
        self.parameters
    }

    /// Returns whether this is the hash of the password, compared in constant time. `None` is for an account that is unknown
    /// or disabled, or whose hash cannot be read; it never matches.
    ///
    /// Every refusal costs at least one hash with the verifier's parameters, so that such an account looks like one with a
    /// wrong password: after a cheaper hash, the difference is computed too.
    ///
    /// # Errors
    /// [`HashError::Memory`] if the memory cannot be allocated.
    pub fn verify(&mut self, hash: Option<&PasswordHash>, password: &Password) -> Result<bool, HashError> {
        let Some(hash) = hash else {
            return self.nobody.verify_in(&mut self.memory, password).map(|_| false);
        };
        let matches = hash.verify_in(&mut self.memory, password)?;
        if !matches && let Some(rest) = self.rest(hash) {
            rest.matches(password, &mut self.memory)?;
        }
        Ok(matches)
    }

    /// Returns a hash that costs the difference between this one and one with the verifier's parameters.
    fn rest(&self, hash: &PasswordHash) -> Option<Argon2Hash> {
        let (whole, passes) = (self.parameters, u64::from(self.parameters.passes()));
        let memory = whole.work().checked_sub(hash.work())? / passes;
        let rest = Argon2Parameters::within_bounds([memory, passes, whole.lanes().into()]);
        Some(Argon2Hash::empty(rest.ok()?, [0; SALT_LENGTH]))
    }

    /// Returns the Argon2id hash of a chosen password with the verifier's parameters, 32 bytes long. Every hash needs a new
    /// salt from the system's randomness.
    ///
    /// # Errors
    /// [`HashError::TooLight`] if the parameters are too [light](Argon2Parameters::is_light) for a chosen password;
    /// [`HashError::Memory`] if the memory cannot be allocated.
    pub fn hash(&mut self, password: &Password, salt: [u8; 16]) -> Result<PasswordHash, HashError> {
        match self.parameters.is_light() {
            true => Err(HashError::TooLight(self.parameters)),
            false => {
                Argon2Hash::new(password, self.parameters, salt, &mut self.memory).map(PasswordHash::from)
            }
        }
    }

    /// Returns the hash of a generated secret, in the light form: m=8, t=1, p=1. An unmodified aMQTT replaces it with a heavy
    /// hash at the first login.
    ///
    /// # Errors
    /// [`HashError::Memory`] if the memory cannot be allocated.
    pub fn hash_generated(
        &mut self,
        secret: &GeneratedSecret,
        salt: [u8; 16],
    ) -> Result<PasswordHash, HashError> {
        let light = Argon2Parameters::LIGHT;
        let mut hash = Argon2Hash::empty(light, salt);
        hash.fill(secret.expose().as_bytes(), &mut self.memory)?;
        Ok(hash.into())
    }
}

impl fmt::Debug for PasswordVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PasswordVerifier")
            .field("parameters", &self.parameters)
            .finish_non_exhaustive()
    }
}
