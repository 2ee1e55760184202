//! Argon2 in the form of its reference implementation: `$argon2id$v=19$m=65536,t=3,p=4$<salt>$<digest>`.

use argon2::{Algorithm, Argon2, Block, Params, Version};
use base64ct::{Base64Unpadded, Encoding};
use ctutils::CtEq;
use zeroize::Zeroizing;

use super::{
    error::HashError,
    findings::HashFinding,
    memory::Memory,
    parameters::Argon2Parameters,
    secret::Password,
    text::{SALT_MAX, SchemeName},
};

/// Maximum output of a stored Argon2 hash, in bytes.
pub const ARGON2_OUTPUT_MAX: usize = 64;
/// Length of a new salt, in bytes.
pub(super) const SALT_LENGTH: usize = 16;
/// Length of a new output, in bytes.
pub(super) const OUTPUT_LENGTH: usize = 32;

/// A stored Argon2 hash.
#[derive(Clone)]
pub(super) struct Argon2Hash {
    pub(super) algorithm: Algorithm,
    pub(super) version: Version,
    pub(super) parameters: Argon2Parameters,
    pub(super) salt: Vec<u8>,
    pub(super) digest: Vec<u8>,
}

impl Argon2Hash {
    /// Reads a hash as argon2-cffi does: one without a version has version 16.
    pub(super) fn parse(name: SchemeName, algorithm: Algorithm, text: &str) -> Result<Self, HashError> {
        let (version, [parameters, salt, digest]) = match text.split('$').nth(2) {
            Some(version) if version.starts_with("v=") => {
                let [_, _, _, rest @ ..] = name.fields::<6>(text)?;
                (name.parameters(version, ["v"])?, rest)
            }
            _ => {
                let [_, _, rest @ ..] = name.fields::<5>(text)?;
                ([Version::V0x10 as u64], rest)
            }
        };
        let version = match version {
            [16] => Version::V0x10,
            [19] => Version::V0x13,
            _ => return Err(name.malformed("its version is neither 16 nor 19")),
        };
        let parameters = name.parameters(parameters, ["m", "t", "p"])?;
        Ok(Self {
            algorithm,
            version,
            parameters: Argon2Parameters::within_bounds(parameters)
                .map_err(|bounds| name.out_of_bounds(bounds))?,
            salt: name.base64("salt bytes", salt, (argon2::MIN_SALT_LEN, SALT_MAX))?,
            digest: name.base64(
                "output bytes",
                digest,
                (Params::MIN_OUTPUT_LEN, ARGON2_OUTPUT_MAX),
            )?,
        })
    }

    /// Returns the Argon2id hash of a password, in the current version.
    pub(super) fn new(
        password: &Password,
        parameters: Argon2Parameters,
        salt: [u8; SALT_LENGTH],
        memory: &mut Memory,
    ) -> Result<Self, HashError> {
        let mut hash = Self::empty(parameters, salt);
        hash.fill(password.as_bytes(), memory)?;
        Ok(hash)
    }

    /// Computes the digest of a secret.
    pub(super) fn fill(&mut self, secret: &[u8], memory: &mut Memory) -> Result<(), HashError> {
        self.digest = self.compute(secret, memory)?.to_vec();
        Ok(())
    }

    /// Returns a hash that no known password matches, at the cost of these parameters.
    pub(super) fn empty(parameters: Argon2Parameters, salt: [u8; SALT_LENGTH]) -> Self {
        Self {
            algorithm: Algorithm::Argon2id,
            version: Version::V0x13,
            parameters,
            salt: salt.to_vec(),
            digest: vec![0; OUTPUT_LENGTH],
        }
    }

    pub(super) fn matches(&self, password: &Password, memory: &mut Memory) -> Result<bool, HashError> {
        let digest = self.compute(password.as_bytes(), memory)?;
        Ok(digest.ct_eq(self.digest.as_slice()).to_bool())
    }

    fn compute(&self, secret: &[u8], memory: &mut Memory) -> Result<Zeroizing<Vec<u8>>, HashError> {
        // Salt, output and parameters are within Argon2's own bounds since they were read.
        let refused = |_| SchemeName(self.algorithm.as_str()).malformed("Argon2 rejects its parameters");
        let parameters = self.parameters;
        let parameters = Params::new(
            parameters.memory_kib(),
            parameters.passes(),
            parameters.lanes(),
            Some(self.digest.len()),
        )
        .map_err(refused)?;
        let mut digest = Zeroizing::new(vec![0; self.digest.len()]);
        memory.with(parameters.block_count(), |blocks: &mut [Block]| {
            Argon2::new(self.algorithm, self.version, parameters)
                .hash_password_into_with_memory(secret, &self.salt, &mut digest, blocks)
                .map_err(refused)
        })??;
        Ok(digest)
    }

    pub(super) fn to_text(&self) -> String {
        let encode = Base64Unpadded::encode_string;
        format!(
            "${}$v={}${}${}${}",
            self.algorithm,
            self.version as u32,
            self.parameters,
            encode(&self.salt),
            encode(&self.digest)
        )
    }

    /// Returns where the hash is weaker than a new one with the `current` parameters.
    pub(super) fn weaker_than(&self, current: &Argon2Parameters) -> Vec<HashFinding> {
        let ours = self.parameters;
        let pairs: [(&'static str, u64, u64); 5] = [
            ("version", self.version as u64, Version::V0x13 as u64),
            ("m", ours.memory_kib().into(), current.memory_kib().into()),
            ("t", ours.passes().into(), current.passes().into()),
            ("salt bytes", self.salt.len() as u64, SALT_LENGTH as u64),
            ("output bytes", self.digest.len() as u64, OUTPUT_LENGTH as u64),
        ];
        pairs
            .into_iter()
            .filter(|(_, actual, current)| actual < current)
            .map(|(what, actual, current)| HashFinding::Weaker {
                what,
                actual,
                current,
            })
            .collect()
    }
}
