//! A password as it was typed.

use std::fmt;

use zeroize::Zeroizing;

/// Maximum length of a password, in bytes.
const PASSWORD_MAX: usize = 1_024;

/// A password: 1 to 1,024 bytes, exactly as typed. Nothing is trimmed or normalized, and it need not be UTF-8, as the
/// password of an MQTT CONNECT need not be (MQTT 5, 3.1.3.6).
///
/// It is wiped from memory when dropped, and never shown.
///
/// ```
/// use amqtt_verifier::password::Password;
///
/// let password = Password::new(b"correct horse ".to_vec()).unwrap();
/// assert_eq!(format!("{password:?}"), "Password(hidden)");
/// assert!(Password::new(Vec::new()).is_err());
/// ```
pub struct Password(Zeroizing<Vec<u8>>);

impl Password {
    /// Takes the bytes that a client sent; refused bytes are wiped too.
    ///
    /// # Errors
    /// [`InvalidPassword`] for an empty password, or one of more than 1,024 bytes.
    pub fn new(bytes: Vec<u8>) -> Result<Self, InvalidPassword> {
        let bytes = Zeroizing::new(bytes);
        match bytes.len() {
            0 => Err(InvalidPassword::Empty),
            1..=PASSWORD_MAX => Ok(Self(bytes)),
            actual => Err(InvalidPassword::TooLong {
                max: PASSWORD_MAX,
                actual,
            }),
        }
    }

    /// Takes the bytes of a password to be set. It must not contain a NUL: Mosquitto passes a password to its plug-ins only
    /// up to the first NUL, so the part before it would open the account there.
    ///
    /// # Errors
    /// [`InvalidPassword`], as for [`Password::new`], and for a NUL.
    ///
    /// ```
    /// use amqtt_verifier::password::{InvalidPassword, Password};
    ///
    /// assert_eq!(Password::to_set(b"two\0words".to_vec()).unwrap_err(), InvalidPassword::Nul);
    /// ```
    pub fn to_set(bytes: Vec<u8>) -> Result<Self, InvalidPassword> {
        let password = Self::new(bytes)?;
        match password.0.contains(&0) {
            true => Err(InvalidPassword::Nul),
            false => Ok(password),
        }
    }

    /// Returns the bytes. Code that copies them must wipe the copy.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(hidden)")
    }
}

/// Error from bytes that are not a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidPassword {
    /// The password is empty.
    #[error("the password must not be empty")]
    Empty,
    /// The password is longer than the maximum.
    #[error("the password must be at most {max} bytes long, but has {actual}")]
    TooLong {
        /// Maximum length, in bytes.
        max: usize,
        /// Length of this one, in bytes.
        actual: usize,
    },
    /// A password to be set contains a NUL.
    #[error("the password must not contain a NUL byte: Mosquitto would compare only what comes before it")]
    Nul,
}
