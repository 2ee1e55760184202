//! Serial numbers of certificates (RFC 5280 4.1.2.2).

use std::fmt;

use crate::hex::Hex;

/// A serial number, as the octets of an INTEGER in its shortest form: equal numbers have equal octets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Serial<'a>(&'a [u8]);

impl<'a> Serial<'a> {
    /// Takes the octets of an INTEGER.
    #[must_use]
    pub const fn new(octets: &'a [u8]) -> Self {
        Self(octets)
    }

    /// Returns the octets of the INTEGER, where a first octet of zero may only carry the sign.
    #[must_use]
    pub const fn octets(self) -> &'a [u8] {
        self.0
    }

    /// Returns the octets of the number without one that only carries the sign: as it is shown.
    #[must_use]
    pub fn magnitude(self) -> &'a [u8] {
        match self.0 {
            [0, rest @ ..] if !rest.is_empty() => rest,
            octets => octets,
        }
    }

    /// Returns whether it is greater than zero, as RFC 5280 demands.
    #[must_use]
    pub fn is_positive(self) -> bool {
        self.0.first().is_some_and(|first| first & 0x80 == 0) && self.0 != [0]
    }
}

/// In lower-case hex, without an octet that only carries the sign.
impl fmt::Display for Serial<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Hex(self.magnitude()).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_octet_of_the_sign_is_not_shown() {
        assert_eq!(Serial::new(&[0, 0x80]).to_string(), "80");
        assert_eq!(Serial::new(&[0]).to_string(), "00");
        assert_eq!(Serial::new(&[1, 2]).to_string(), "0102");
    }

    #[test]
    fn zero_and_what_is_below_it_are_not_positive() {
        for (octets, positive) in [
            (&[][..], false),
            (&[0], false),
            (&[0x80], false),
            (&[0xff, 1], false),
            (&[1], true),
            (&[0, 0x80], true),
        ] {
            assert_eq!(Serial::new(octets).is_positive(), positive, "{octets:?}");
        }
    }
}
