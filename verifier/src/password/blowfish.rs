//! Blowfish with the expensive key schedule of bcrypt (Provos and Mazières, "A Future-Adaptable Password Scheme").

use std::iter;

use zeroize::Zeroize;

use super::pi::PI;

/// The most bytes of a key that have an effect: as many as there are in the eighteen subkeys.
pub(super) const KEY_MAX: usize = 4 * SUBKEYS;
const SUBKEYS: usize = 18;

/// The state of the cipher: subkeys and S-boxes.
pub(super) struct Blowfish {
    subkeys: [u32; SUBKEYS],
    boxes: [[u32; 256]; 4],
}

impl Blowfish {
    /// The cipher of bcrypt: keyed by the password and salted, 2^`cost` times over.
    pub(super) fn keyed(cost: u32, salt: &[u8; 16], key: &[u8]) -> Self {
        const UNSALTED: [u32; 4] = [0; 4];
        let (key, salt) = (Subkeys::of(key), Subkeys::of(salt));
        let mut cipher = Self::of_pi();
        let [a, b, c, d, ..] = salt.0;
        cipher.expand(&key, [a, b, c, d]);
        for _ in 0..1_u64 << cost {
            cipher.expand(&key, UNSALTED);
            cipher.expand(&salt, UNSALTED);
        }
        cipher
    }

    /// The state before any key: the fraction of pi.
    fn of_pi() -> Self {
        let mut cipher = Self {
            subkeys: [0; SUBKEYS],
            boxes: [[0; 256]; 4],
        };
        for (word, pi) in cipher.words().zip(PI) {
            *word = pi;
        }
        cipher
    }

    fn words(&mut self) -> impl Iterator<Item = &mut u32> {
        self.subkeys.iter_mut().chain(self.boxes.as_flattened_mut())
    }

    /// Puts a key and a salt into the state, and encrypts the state with itself.
    fn expand(&mut self, key: &Subkeys, [a, b, c, d]: [u32; 4]) {
        for (subkey, word) in self.subkeys.iter_mut().zip(key.0) {
            *subkey ^= word;
        }
        let mut block = [0; 2];
        let mut turn = [[a, b], [c, d]];
        let mut next = |cipher: &Self| {
            block = cipher.encrypt([block[0] ^ turn[0][0], block[1] ^ turn[0][1]]);
            turn.swap(0, 1);
            block
        };
        for i in (0..SUBKEYS).step_by(2) {
            [self.subkeys[i], self.subkeys[i + 1]] = next(self);
        }
        for table in 0..4 {
            for i in (0..256).step_by(2) {
                [self.boxes[table][i], self.boxes[table][i + 1]] = next(self);
            }
        }
    }

    /// Encrypts a block of two words, in sixteen rounds.
    pub(super) fn encrypt(&self, [mut left, mut right]: [u32; 2]) -> [u32; 2] {
        let [rounds @ .., last_right, last_left] = &self.subkeys;
        for pair in rounds.as_chunks::<2>().0 {
            left ^= pair[0];
            right ^= self.mix(left);
            right ^= pair[1];
            left ^= self.mix(right);
        }
        [right ^ last_left, left ^ last_right]
    }

    fn mix(&self, word: u32) -> u32 {
        let [a, b, c, d] = word.to_be_bytes().map(usize::from);
        let [first, second, third, fourth] = &self.boxes;
        (first[a].wrapping_add(second[b]) ^ third[c]).wrapping_add(fourth[d])
    }
}

impl Drop for Blowfish {
    fn drop(&mut self) {
        self.words().for_each(Zeroize::zeroize);
    }
}

/// A key or a salt, repeated until it is as long as the subkeys.
struct Subkeys([u32; SUBKEYS]);

impl Subkeys {
    /// Of at least one byte.
    fn of(bytes: &[u8]) -> Self {
        let mut repeated = bytes.iter().chain(iter::repeat(bytes).flatten()).copied();
        let mut word = || {
            iter::repeat_with(|| repeated.next().unwrap_or(0))
                .take(4)
                .fold(0, |word, byte| word << 8 | u32::from(byte))
        };
        Self(std::array::from_fn(|_| word()))
    }
}

impl Drop for Subkeys {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}
