//! Keys from passphrases: PBKDF2 (RFC 8018 5.2), and PKCS#12's own way (RFC 7292 B).

use std::num::NonZero;

use aws_lc_rs::{digest, pbkdf2};
use zeroize::Zeroizing;

/// The hash of PKCS#12's own derivation.
#[derive(Debug, Clone, Copy)]
pub(super) enum Hash {
    Sha1,
    Sha256,
}

/// Purpose of a key: its "ID" (RFC 7292 B.3).
#[derive(Debug, Clone, Copy)]
pub(super) enum Purpose {
    Key = 1,
    Iv = 2,
    Mac = 3,
}

/// The block of both hashes in octets.
const BLOCK: usize = 64;

impl Hash {
    /// Its length in octets.
    pub(super) fn length(self) -> usize {
        self.algorithm().output_len()
    }

    fn algorithm(self) -> &'static digest::Algorithm {
        match self {
            Self::Sha1 => &digest::SHA1_FOR_LEGACY_USE_ONLY,
            Self::Sha256 => &digest::SHA256,
        }
    }
}

/// A passphrase as PKCS#12's derivation takes it: UTF-16, two octets of zero at its end (RFC 7292 B.1). `None` where a
/// character takes two units, as what reads the file may not agree on it.
pub(super) fn bmp(passphrase: &str) -> Option<Zeroizing<Vec<u8>>> {
    let mut wide = Zeroizing::new(Vec::with_capacity(passphrase.len() * 2 + 2));
    for character in passphrase.chars() {
        wide.extend(u16::try_from(u32::from(character)).ok()?.to_be_bytes());
    }
    wide.extend([0, 0]);
    Some(wide)
}

/// PBKDF2 with HMAC-SHA-256.
pub(super) fn pbkdf2_sha256(passphrase: &[u8], salt: &[u8], rounds: u32) -> Zeroizing<[u8; 32]> {
    let mut key = Zeroizing::new([0; 32]);
    let rounds = NonZero::new(rounds).unwrap_or(NonZero::<u32>::MIN);
    pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA256, rounds, salt, passphrase, &mut *key);
    key
}

/// The derivation of RFC 7292 B.2.
pub(super) fn pkcs12_kdf(
    hash: Hash,
    purpose: Purpose,
    passphrase: &[u8],
    salt: &[u8],
    rounds: u32,
    length: usize,
) -> Zeroizing<Vec<u8>> {
    let filled = |text: &[u8]| text.len().div_ceil(BLOCK) * BLOCK;
    let mut input = Zeroizing::new(Vec::with_capacity(filled(salt) + filled(passphrase)));
    for text in [salt, passphrase] {
        input.extend(text.iter().cycle().take(filled(text)));
    }
    let mut derived = Zeroizing::new(Vec::with_capacity(length + hash.length()));
    loop {
        let mut context = digest::Context::new(hash.algorithm());
        context.update(&[purpose as u8; BLOCK]);
        context.update(&input);
        let mut digest = context.finish();
        for _ in 1..rounds {
            digest = digest::digest(hash.algorithm(), digest.as_ref());
        }
        derived.extend(digest.as_ref());
        if derived.len() >= length {
            derived.truncate(length);
            return derived;
        }
        for block in input.chunks_mut(BLOCK) {
            add(block, digest.as_ref());
        }
    }
}

/// Adds the digest, repeated to the length of the block, and 1, as numbers (RFC 7292 B.2, 6 C).
fn add(block: &mut [u8], digest: &[u8]) {
    let mut carry = 1;
    for (index, octet) in block.iter_mut().enumerate().rev() {
        let sum = u16::from(*octet) + u16::from(digest[index % digest.len()]) + carry;
        (*octet, carry) = (sum.to_le_bytes()[0], sum >> 8);
    }
}
