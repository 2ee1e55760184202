//! Verifying and hashing one password after the other.

use std::fmt;

use super::{
    Argon2Parameters, GeneratedSecret, HashError, Password, PasswordHash,
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
    /// Makes a verifier that hashes with these parameters, and takes their time for an account that does not exist.
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

    /// Returns whether this is the hash of the password, compared in constant time. No hash, for an account that is unknown
    /// or disabled or whose hash cannot be read, is never matched.
    ///
    /// Every refusal costs at least what a hash with the verifier's parameters does, so that none of these accounts can be
    /// told from one with a wrong password: what a cheaper hash takes less is computed after it.
    ///
    /// # Errors
    /// [`HashError::Memory`] when the system does not give the memory.
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

    /// Returns a hash that costs what this one costs less than one with the verifier's parameters.
    fn rest(&self, hash: &PasswordHash) -> Option<Argon2Hash> {
        let (whole, passes) = (self.parameters, u64::from(self.parameters.passes()));
        let memory = whole.work().checked_sub(hash.work())? / passes;
        let rest = Argon2Parameters::within_bounds([memory, passes, whole.lanes().into()]);
        Some(Argon2Hash::empty(rest.ok()?, [0; SALT_LENGTH]))
    }

    /// Returns the Argon2id hash of a chosen password with the verifier's parameters, 32 bytes long. The salt must come from
    /// the system's randomness, a new one for every hash.
    ///
    /// # Errors
    /// [`HashError::TooLight`] where the parameters are too [light](Argon2Parameters::is_light) for a chosen password;
    /// [`HashError::Memory`] when the system does not give the memory.
    pub fn hash(&mut self, password: &Password, salt: [u8; 16]) -> Result<PasswordHash, HashError> {
        match self.parameters.is_light() {
            true => Err(HashError::TooLight(self.parameters)),
            false => {
                Argon2Hash::new(password, self.parameters, salt, &mut self.memory).map(PasswordHash::from)
            }
        }
    }

    /// Returns the hash of a generated secret, in the light form: m=8, t=1, p=1. An unmodified aMQTT replaces it by a heavy
    /// one at the first login.
    ///
    /// # Errors
    /// [`HashError::Memory`] when the system does not give the memory.
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
