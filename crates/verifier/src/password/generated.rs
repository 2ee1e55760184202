//! Secrets that a program makes, rather than a person: `amqtt_`, 160 random bits in base 32, and a checksum.

use std::{fmt, str::FromStr};

use zeroize::Zeroizing;

use super::{
    parameters::Argon2Parameters,
    provider::sha512,
    secret::{InvalidPassword, Password},
};

/// Prefix of every generated secret. Scanners of logs and repositories recognize it.
const PREFIX: &str = "amqtt_";
/// Base 32 (RFC 4648, 6), in lower case.
const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
const BITS_A_CHARACTER: usize = 5;
const RANDOM_LENGTH: usize = 20;
const BODY_LENGTH: usize = RANDOM_LENGTH * 8 / BITS_A_CHARACTER;
const CHECKSUM_LENGTH: usize = 4;

/// A secret of 160 random bits, as text: `amqtt_`, 32 characters of base 32, and 4 of a checksum over both.
///
/// 160 random bits cannot be guessed, so the secret needs no stretching: [`PasswordVerifier::hash_generated`] hashes it in
/// microseconds, and a fleet that reconnects after a restart costs seconds. The checksum distinguishes a truncated or
/// mistyped secret from a wrong one. The secret is wiped when dropped, and only [`GeneratedSecret::expose`] shows it.
///
/// ```
/// use amqtt_verifier::password::GeneratedSecret;
///
/// # let random = [7; 20];
/// // The bytes come from the system's randomness.
/// let secret = GeneratedSecret::new(random);
/// assert_eq!(secret.expose().len(), 42);
/// assert!(secret.expose().parse::<GeneratedSecret>().is_ok());
/// assert!(secret.expose()[..41].parse::<GeneratedSecret>().is_err());
/// ```
///
/// [`PasswordVerifier::hash_generated`]: super::PasswordVerifier::hash_generated
pub struct GeneratedSecret(Zeroizing<String>);

impl GeneratedSecret {
    /// Number of random bytes in a secret.
    pub const RANDOM_LENGTH: usize = RANDOM_LENGTH;

    /// Makes a secret from bytes of the system's randomness, and wipes them.
    #[must_use]
    pub fn new(random: [u8; RANDOM_LENGTH]) -> Self {
        let random = Zeroizing::new(random);
        // Large enough: growing would leave copies in memory.
        let mut text = Zeroizing::new(String::with_capacity(
            PREFIX.len() + BODY_LENGTH + CHECKSUM_LENGTH,
        ));
        text.push_str(PREFIX);
        encode(&mut text, &*random, BODY_LENGTH);
        let checksum = sha512(&[text.as_bytes()]);
        encode(&mut text, checksum.as_ref(), CHECKSUM_LENGTH);
        Self(text)
    }

    /// Returns the parameters of the light form that generated secrets are hashed with: m=8, t=1, p=1.
    #[must_use]
    pub fn parameters() -> Argon2Parameters {
        Argon2Parameters::LIGHT
    }

    /// Returns whether a password is a generated secret.
    #[must_use]
    pub fn is_in(password: &Password) -> bool {
        str::from_utf8(password.as_bytes()).is_ok_and(|text| text.parse::<Self>().is_ok())
    }

    /// Returns the text, to be shown once to the operator who asked for it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Returns the secret as the password that a client gives.
    ///
    /// # Errors
    /// Never in practice: the text is neither empty nor too long.
    pub fn to_password(&self) -> Result<Password, InvalidPassword> {
        Password::to_set(self.0.as_bytes().to_vec())
    }
}

/// Appends the first characters of the base 32 of some bytes.
fn encode(text: &mut String, bytes: &[u8], characters: usize) {
    let bit = |place: usize| bytes[place / 8] >> (7 - place % 8) & 1;
    text.extend((0..characters).map(|character| {
        let start = character * BITS_A_CHARACTER;
        let value = (start..start + BITS_A_CHARACTER).fold(0, |value, place| value << 1 | bit(place));
        char::from(ALPHABET[usize::from(value)])
    }));
}

impl FromStr for GeneratedSecret {
    type Err = NotGenerated;

    fn from_str(text: &str) -> Result<Self, NotGenerated> {
        let body = text.strip_prefix(PREFIX).ok_or(NotGenerated::Form)?;
        let in_alphabet = body.bytes().all(|byte| ALPHABET.contains(&byte));
        if body.len() != BODY_LENGTH + CHECKSUM_LENGTH || !in_alphabet {
            return Err(NotGenerated::Form);
        }
        let (signed, checksum) = text.split_at(PREFIX.len() + BODY_LENGTH);
        let mut expected = Zeroizing::new(String::with_capacity(CHECKSUM_LENGTH));
        encode(
            &mut expected,
            sha512(&[signed.as_bytes()]).as_ref(),
            CHECKSUM_LENGTH,
        );
        match checksum == *expected {
            true => Ok(Self(Zeroizing::new(text.to_owned()))),
            false => Err(NotGenerated::Checksum),
        }
    }
}

impl fmt::Debug for GeneratedSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GeneratedSecret(hidden)")
    }
}

/// Error from reading a text that is not a [`GeneratedSecret`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotGenerated {
    /// The text has another form.
    #[error("not a generated secret: must be amqtt_ and 36 characters of a-z and 2-7")]
    Form,
    /// The text has the right form and a wrong checksum: it was mistyped or cut off.
    #[error("the checksum of the generated secret is wrong: it was mistyped or cut off")]
    Checksum,
}
