//! scrypt (RFC 7914).

use std::num::NonZeroU32;

use zeroize::Zeroizing;

use super::{HashError, memory::reserve, provider::pbkdf2_sha256};

/// Words in a block of Salsa20.
const BLOCK: usize = 16;

/// The three cost parameters: 2^`log_n` rounds, block size, lanes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Cost {
    pub(super) log_n: u32,
    pub(super) r: usize,
    pub(super) p: usize,
}

/// The first 32 bytes of `scrypt(password, salt)`.
pub(super) fn scrypt(password: &[u8], salt: &[u8], cost: Cost) -> Result<Zeroizing<[u8; 32]>, HashError> {
    let lane = 4 * 2 * BLOCK * cost.r;
    let words = (2 * BLOCK * cost.r) << cost.log_n;
    let mut table = Zeroizing::new(reserve(words)?);
    let mut lanes = Zeroizing::new(vec![0; lane * cost.p]);
    pbkdf2_sha256(password, salt, NonZeroU32::MIN, &mut lanes);
    for lane in lanes.chunks_exact_mut(lane) {
        ro_mix(lane, 1 << cost.log_n, &mut table);
    }
    let mut digest = Zeroizing::new([0; 32]);
    pbkdf2_sha256(password, &lanes, NonZeroU32::MIN, &mut *digest);
    Ok(digest)
}

/// scryptROMix (RFC 7914, 5), in place; `n` is a power of two.
fn ro_mix(lane: &mut [u8], n: usize, table: &mut Vec<u32>) {
    let words = lane.as_chunks().0.iter().map(|&word| u32::from_le_bytes(word));
    let mut x = Zeroizing::new(words.collect::<Vec<_>>());
    let mut mixed = Zeroizing::new(vec![0; x.len()]);
    table.clear();
    for _ in 0..n {
        table.extend_from_slice(&x);
        block_mix(&x, &mut mixed);
        std::mem::swap(&mut x, &mut mixed);
    }
    for _ in 0..n {
        let row = x[x.len() - BLOCK] as usize & (n - 1);
        xor(&mut x, &table[row * mixed.len()..]);
        block_mix(&x, &mut mixed);
        std::mem::swap(&mut x, &mut mixed);
    }
    for (bytes, word) in lane.as_chunks_mut().0.iter_mut().zip(&*x) {
        *bytes = word.to_le_bytes();
    }
}

/// scryptBlockMix (RFC 7914, 4): the even blocks of the outcome come before the odd ones.
fn block_mix(input: &[u32], output: &mut [u32]) {
    let (even, odd) = output.split_at_mut(input.len() / 2);
    let (blocks, _) = input.as_chunks::<BLOCK>();
    let mut x = blocks.last().copied().unwrap_or_default();
    let halves = even.as_chunks_mut().0.iter_mut().zip(odd.as_chunks_mut().0);
    for (pair, (even, odd)) in blocks.as_chunks::<2>().0.iter().zip(halves) {
        xor(&mut x, &pair[0]);
        salsa20_8(&mut x);
        *even = x;
        xor(&mut x, &pair[1]);
        salsa20_8(&mut x);
        *odd = x;
    }
}

fn xor(into: &mut [u32], from: &[u32]) {
    for (into, from) in into.iter_mut().zip(from) {
        *into ^= from;
    }
}

/// The Salsa20/8 core (RFC 7914, 3): four times all columns, then all rows.
fn salsa20_8(block: &mut [u32; BLOCK]) {
    let mut x = *block;
    for _ in 0..4 {
        for [a, b, c, d] in [[0, 4, 8, 12], [5, 9, 13, 1], [10, 14, 2, 6], [15, 3, 7, 11]] {
            quarter_round(&mut x, a, b, c, d);
        }
        for [a, b, c, d] in [[0, 1, 2, 3], [5, 6, 7, 4], [10, 11, 8, 9], [15, 12, 13, 14]] {
            quarter_round(&mut x, a, b, c, d);
        }
    }
    for (word, mixed) in block.iter_mut().zip(x) {
        *word = word.wrapping_add(mixed);
    }
}

fn quarter_round(x: &mut [u32; BLOCK], a: usize, b: usize, c: usize, d: usize) {
    x[b] ^= x[a].wrapping_add(x[d]).rotate_left(7);
    x[c] ^= x[b].wrapping_add(x[a]).rotate_left(9);
    x[d] ^= x[c].wrapping_add(x[b]).rotate_left(13);
    x[a] ^= x[d].wrapping_add(x[c]).rotate_left(18);
}
