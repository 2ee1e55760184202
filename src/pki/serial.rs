//! Serial numbers.

use aws_lc_rs::rand;

/// A serial number: 20 random octets, positive, so the first is 1 to 127 (RFC 5280 4.1.2.2).
#[derive(Debug, Clone)]
pub(crate) struct Serial([u8; 20]);

impl Serial {
    /// The octets, of which the first is the most significant.
    pub(crate) fn octets(&self) -> &[u8; 20] {
        &self.0
    }

    /// Draws a serial number; `None` when the system has no randomness to give.
    pub(crate) fn random() -> Option<Self> {
        let mut octets = [0; 20];
        loop {
            rand::fill(&mut octets).ok()?;
            octets[0] &= 0x7f;
            // A leading zero octet would make the encoding shorter than 20 octets.
            if octets[0] != 0 {
                return Some(Self(octets));
            }
        }
    }
}
