//! Keys from passphrases: PBKDF1 and PBKDF2 (RFC 8018 5), and PKCS#12's own way (RFC 7292 B).

use std::{num::NonZero, ops::Deref};

use aws_lc_rs::{digest, pbkdf2};
use md5::{Digest as _, Md5};
use zeroize::Zeroizing;

/// The hash of a derivation.
#[derive(Debug, Clone, Copy)]
pub(super) enum Hash {
    /// Of keys from old programs alone, with PBKDF1.
    Md5,
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

/// The block of each hash in octets.
const BLOCK: usize = 64;

impl Hash {
    /// Returns the length of a digest in octets.
    pub(super) fn length(self) -> usize {
        match self {
            Self::Md5 => 16,
            Self::Sha1 => 20,
            Self::Sha256 => 32,
        }
    }

    /// Hashes the parts, one after the other, then the hash, as often as there are more rounds.
    fn rounds(self, parts: [&[u8]; 2], rounds: u32) -> Digest {
        let algorithm = match self {
            Self::Md5 => {
                let first = Digest::new(&parts.iter().fold(Md5::new(), Md5::chain_update).finalize());
                return first.again(rounds, |digest| Md5::digest(digest));
            }
            Self::Sha1 => &digest::SHA1_FOR_LEGACY_USE_ONLY,
            Self::Sha256 => &digest::SHA256,
        };
        let mut context = digest::Context::new(algorithm);
        parts.iter().for_each(|part| context.update(part));
        // Without a context, which is memory from the heap and costs a third of what hashing does.
        Digest::new(context.finish().as_ref()).again(rounds, |hashed| digest::digest(algorithm, hashed))
    }
}

/// The output of a hash, in room for the longest one.
struct Digest(Zeroizing<[u8; 32]>, usize);

impl Digest {
    fn new(octets: &[u8]) -> Self {
        let mut digest = Self(Zeroizing::default(), octets.len());
        digest.0[..octets.len()].copy_from_slice(octets);
        digest
    }

    /// Hashes it in its place, for every round after the first one: wiping each costs half of what hashing does.
    fn again<H: AsRef<[u8]>>(mut self, rounds: u32, hash: impl Fn(&[u8]) -> H) -> Self {
        let Self(octets, length) = &mut self;
        let octets = &mut octets[..*length];
        for _ in 1..rounds {
            octets.copy_from_slice(hash(octets).as_ref());
        }
        self
    }
}

impl Deref for Digest {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0[..self.1]
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

/// A passphrase in the same form as OpenSSL reads it, whatever it is: with surrogates, and octet by octet where it is not
/// UTF-8.
pub(super) fn wide(passphrase: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut wide = Zeroizing::new(Vec::with_capacity(passphrase.len() * 2 + 2));
    match std::str::from_utf8(passphrase) {
        Ok(text) => wide.extend(text.encode_utf16().flat_map(u16::to_be_bytes)),
        Err(_) => wide.extend(passphrase.iter().flat_map(|octet| [0, *octet])),
    }
    wide.extend([0, 0]);
    wide
}

/// The derivation of RFC 8018 5.1, of the length of the hash.
pub(super) fn pbkdf1(hash: Hash, passphrase: &[u8], salt: &[u8], rounds: u32) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(hash.rounds([passphrase, salt], rounds).to_vec())
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
        let digest = hash.rounds([&[purpose as u8; BLOCK], &input], rounds);
        derived.extend(&*digest);
        if derived.len() >= length {
            derived.truncate(length);
            return derived;
        }
        for block in input.chunks_mut(BLOCK) {
            add(block, &digest);
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
