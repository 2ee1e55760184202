//! Octets as people read them.

use std::fmt;

/// Octets, shown in lower-case hex.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hex<'a>(pub &'a [u8]);

impl fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        // In pieces, as inventories hold several of these for each certificate: a `write!` for each octet costs ten times as much.
        let mut digits = [0; 64];
        self.0.chunks(digits.len() / 2).try_for_each(|octets| {
            let digits = &mut digits[..2 * octets.len()];
            for (pair, octet) in digits.as_chunks_mut().0.iter_mut().zip(octets) {
                *pair = [octet >> 4, octet & 0xf].map(|digit| DIGITS[usize::from(digit)]);
            }
            f.write_str(std::str::from_utf8(digits).map_err(|_| fmt::Error)?)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_octet_is_two_digits_of_lower_case_hex() {
        for length in [0, 1, 31, 32, 33, 64, 100] {
            let octets: Vec<u8> = (0..length).map(|number: u8| number.wrapping_mul(83)).collect();
            let digits: String = octets.iter().map(|octet| format!("{octet:02x}")).collect();
            assert_eq!(Hex(&octets).to_string(), digits);
        }
    }
}
