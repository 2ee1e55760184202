//! Digests under a random key of this source, which is never shown or stored: without it they can be neither made nor
//! tested against guesses.

use crate::password::provider::{hmac, rand};

use super::options::DatabaseOptionsError;

/// An HMAC-SHA-256 (RFC 2104).
pub(super) type Mac = [u8; 32];

/// The purpose of a digest. Digests for different purposes never collide.
#[derive(Clone, Copy)]
pub(super) enum Purpose {
    /// Account and password: identifies a question that many may ask at once.
    Question,
    /// Account, stored hash and password: records that they match.
    Match,
    /// The columns of a row of rights: detects a change.
    Rights,
}

/// The key of the digests.
pub(super) struct MacKey(hmac::Key);

impl MacKey {
    /// Makes a key from the system's randomness.
    pub(super) fn generate() -> Result<Self, DatabaseOptionsError> {
        let key = hmac::Key::generate(hmac::HMAC_SHA256, &rand::SystemRandom::new());
        key.map(Self).map_err(|_| DatabaseOptionsError::NoRandomness)
    }

    /// Returns the digest of several texts. Moving bytes from one text to the next changes the digest.
    pub(super) fn digest<'a>(&self, purpose: Purpose, parts: impl IntoIterator<Item = &'a [u8]>) -> Mac {
        let mut context = hmac::Context::with_key(&self.0);
        context.update(&[purpose as u8]);
        for part in parts {
            context.update(&(part.len() as u64).to_be_bytes());
            context.update(part);
        }
        let mut mac = Mac::default();
        // The tag of SHA-256 has just these 32 bytes.
        mac.copy_from_slice(context.sign().as_ref());
        mac
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_questions_have_different_digests() {
        let key = MacKey::generate().unwrap();
        let digest = |purpose, parts: &[&str]| key.digest(purpose, parts.iter().map(|part| part.as_bytes()));
        let digests = [
            digest(Purpose::Question, &["ada", "secret"]),
            digest(Purpose::Question, &["adas", "ecret"]),
            digest(Purpose::Question, &["adasecret", ""]),
            digest(Purpose::Question, &["adasecret"]),
            digest(Purpose::Match, &["ada", "secret"]),
            MacKey::generate()
                .unwrap()
                .digest(Purpose::Question, [&b"ada"[..], b"secret"]),
        ];
        for (index, one) in digests.iter().enumerate() {
            assert!(!digests[..index].contains(one), "{index}");
        }
        assert_eq!(digests[0], digest(Purpose::Question, &["ada", "secret"]));
    }
}
