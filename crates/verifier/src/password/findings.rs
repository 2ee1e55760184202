//! What there is to say about a stored hash: whether aMQTT verifies it, and whether it is as strong as a new one.

use std::fmt;

use argon2::{Algorithm, Version};

use super::{
    Argon2Parameters, PasswordHash, Scheme,
    phc::{Argon2Hash, OUTPUT_LENGTH, SALT_LENGTH},
};

/// Something that an operator may want to know about a stored hash. A new password mends all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum HashFinding {
    /// aMQTT (0.12) refuses every password for this hash.
    RefusedByAmqtt {
        /// Why it does, to follow "aMQTT refuses it: ".
        why: &'static str,
    },
    /// aMQTT (0.12) verifies it only where the option `hash_schemes` of its plugin names the scheme; by default it does not.
    AmqttNeedsScheme {
        /// The scheme as the option names it.
        scheme: &'static str,
    },
    /// It is of a scheme that new hashes are not of.
    WeakerScheme {
        /// Its scheme.
        scheme: &'static str,
    },
    /// It is Argon2id, and less of something than new hashes are.
    Weaker {
        /// What it is less of: `m`, `t`, `version`, `salt bytes`, `output bytes`.
        what: &'static str,
        /// How much it has.
        actual: u64,
        /// How much new ones have.
        current: u64,
    },
}

impl fmt::Display for HashFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RefusedByAmqtt { why } => write!(f, "aMQTT refuses it: {why}"),
            Self::AmqttNeedsScheme { scheme } => {
                write!(f, "aMQTT refuses it unless its hash_schemes name {scheme}")
            }
            Self::WeakerScheme { scheme } => {
                write!(f, "weaker than the default: {scheme} instead of argon2id")
            }
            Self::Weaker {
                what,
                actual,
                current,
            } => {
                write!(f, "weaker than the default: {what}={actual} instead of {current}")
            }
        }
    }
}

impl PasswordHash {
    /// Whether aMQTT would verify this hash, and in what it is weaker than one made with the `current` parameters.
    ///
    /// aMQTT 0.12 reads PBKDF2 hashes as plain Base64, so that a `.` in one makes every password wrong, and gives scrypt
    /// 64 MiB, which is not enough for ln=16 with r=8. It takes all the Argon2 and bcrypt hashes that are read here.
    ///
    /// ```
    /// use amqtt_verifier::password::{Argon2Parameters, PasswordHash};
    ///
    /// let stored = "$pbkdf2-sha256$2$MDEyMzQ1Njc4OWFiY2RlZg$amzIydvG4WLy4l8nNWCYeH8r4nmMLbTbMg.MK2bZrCA";
    /// let findings = PasswordHash::parse(stored).unwrap().findings(&Argon2Parameters::default());
    /// assert_eq!(findings[0].to_string(), "aMQTT refuses it: it cannot read the '.' in passlib's Base64");
    /// ```
    #[must_use]
    pub fn findings(&self, current: &Argon2Parameters) -> Vec<HashFinding> {
        match &self.scheme {
            Scheme::Argon2(hash) if hash.algorithm == Algorithm::Argon2id => hash.weaker_than(current),
            Scheme::Argon2(hash) => vec![HashFinding::WeakerScheme {
                scheme: hash.algorithm.as_str(),
            }],
            Scheme::Pbkdf2(_) => vec![
                match self.text.contains('.') {
                    true => HashFinding::RefusedByAmqtt {
                        why: "it cannot read the '.' in passlib's Base64",
                    },
                    false => HashFinding::AmqttNeedsScheme {
                        scheme: "pbkdf2_sha256",
                    },
                },
                HashFinding::WeakerScheme {
                    scheme: "pbkdf2-sha256",
                },
            ],
            Scheme::Mosquitto(hash) => vec![
                HashFinding::RefusedByAmqtt {
                    why: "it does not know Mosquitto's hashes",
                },
                HashFinding::WeakerScheme { scheme: hash.name() },
            ],
            Scheme::Legacy(hash) => hash.findings(),
        }
    }
}

impl Argon2Hash {
    fn weaker_than(&self, current: &Argon2Parameters) -> Vec<HashFinding> {
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
