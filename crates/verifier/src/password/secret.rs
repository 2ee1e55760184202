//! A password as it was typed.

use std::fmt;

use zeroize::Zeroizing;

/// The longest password, in bytes.
const PASSWORD_MAX: usize = 1_024;

/// A password: 1 to 1,024 bytes, exactly as typed. Nothing is trimmed or normalised, and it need not be UTF-8, as the
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
    /// Takes the bytes of a password; bytes that are refused are wiped too.
    ///
    /// # Errors
    /// [`InvalidPassword`] when there are none, or more than 1,024.
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

    /// The bytes, for somebody who has to pass them on. Whoever copies them has to wipe the copy.
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

/// Why bytes are not a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidPassword {
    /// Nothing was given.
    #[error("a password must not be empty")]
    Empty,
    /// Longer than a password may be.
    #[error("a password must be at most {max} bytes long, and this one has {actual}")]
    TooLong {
        /// The most bytes there may be.
        max: usize,
        /// The bytes there are.
        actual: usize,
    },
}
