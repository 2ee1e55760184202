//! A stored hash of any scheme.

use std::fmt;

use argon2::{Algorithm, Version};

use super::{
    error::HashError, findings::HashFinding, legacy::Legacy, memory::Memory, mosquitto::Mosquitto,
    parameters::Argon2Parameters, pbkdf2::Pbkdf2, phc::Argon2Hash, secret::Password, text::SchemeName,
};

/// A parsed stored hash: of a known scheme, well formed, and within bounds that limit one computation to seconds.
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
    /// For Argon2: versions 16 and 19 (a missing version means 16, as in argon2-cffi), salts of 8 to 64 bytes, outputs of 4
    /// to 64. For PBKDF2, `+` is accepted where passlib writes `.`, as passlib does. The bounds are constants of the module.
    ///
    /// # Errors
    /// [`HashError`] names the problem, and never contains any of the text.
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

    /// Returns whether this is the hash of the password, compared in constant time. A [`PasswordVerifier`](super::PasswordVerifier) verifies many
    /// passwords faster, and missing hashes in the same time.
    ///
    /// # Errors
    /// [`HashError::Memory`] if the memory cannot be allocated.
    pub fn verify(&self, password: &Password) -> Result<bool, HashError> {
        self.verify_in(&mut Memory::keeping(0), password)
    }

    pub(super) fn verify_in(&self, memory: &mut Memory, password: &Password) -> Result<bool, HashError> {
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

    /// Returns whether aMQTT would verify this hash, and where it is weaker than one made with the `current` parameters.
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

    /// Returns the work of one computation, in the KiB that Argon2 fills in about that time.
    pub(super) fn work(&self) -> u64 {
        match &self.scheme {
            Scheme::Argon2(hash) => hash.parameters.work(),
            Scheme::Pbkdf2(hash) => hash.work(),
            Scheme::Mosquitto(hash) => hash.work(),
            Scheme::Legacy(hash) => hash.work(),
        }
    }

    /// Returns the text with salt and digest, to be written to a database. It must not be shown.
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
