//! Verifying and hashing one password after the other.

use std::fmt;

use super::{
    Argon2Parameters, HashError, Password, PasswordHash,
    memory::Memory,
    phc::{Argon2Hash, SALT_LENGTH},
};

/// Verifies and hashes passwords one after the other, and keeps the memory of Argon2 in between.
///
/// One for each thread that hashes: that bounds how many hashes are computed at once, and so the memory, `m` KiB each. The
/// memory is taken at the first use, and wiped when the verifier is dropped. A stored hash that needs more than the
/// verifier's own parameters gets it for the one computation. A computation takes tens of milliseconds and more: not for
/// the thread of an event loop.
pub struct PasswordVerifier {
    parameters: Argon2Parameters,
    /// Stands in for the hash of an account that is not there.
    nobody: PasswordHash,
    memory: Memory,
}

impl PasswordVerifier {
    /// A verifier that hashes with these parameters, and takes the time of these for an account that is not there.
    #[must_use]
    pub fn new(parameters: Argon2Parameters) -> Self {
        Self {
            parameters,
            nobody: Argon2Hash::empty(parameters, [0; SALT_LENGTH]).into(),
            memory: Memory::keeping(parameters.memory_kib() as usize),
        }
    }

    /// The parameters of new hashes.
    #[must_use]
    pub fn parameters(&self) -> Argon2Parameters {
        self.parameters
    }

    /// Whether this is the hash of the password, compared in constant time. No hash, for an account that is unknown or
    /// disabled or whose hash cannot be read, is never matched, and costs as much as one with the verifier's parameters.
    ///
    /// # Errors
    /// [`HashError::Memory`] when the system does not give the memory.
    pub fn verify(&mut self, hash: Option<&PasswordHash>, password: &Password) -> Result<bool, HashError> {
        let matches = hash
            .unwrap_or(&self.nobody)
            .verify_in(&mut self.memory, password)?;
        Ok(matches & hash.is_some())
    }

    /// The Argon2id hash of a password with the verifier's parameters, 32 bytes long. The salt must come from the system's
    /// randomness, a new one for every hash.
    ///
    /// # Errors
    /// [`HashError::Memory`] when the system does not give the memory.
    pub fn hash(&mut self, password: &Password, salt: [u8; 16]) -> Result<PasswordHash, HashError> {
        Argon2Hash::new(password, self.parameters, salt, &mut self.memory).map(PasswordHash::from)
    }
}

impl fmt::Debug for PasswordVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PasswordVerifier")
            .field("parameters", &self.parameters)
            .finish_non_exhaustive()
    }
}
