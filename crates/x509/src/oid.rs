//! Object identifiers (X.690 8.19).

use std::fmt;

/// An object identifier, as the contents of its encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Oid<'a>(pub &'a [u8]);

/// In dotted form, such as `1.2.840.113549.1.1.1`.
impl fmt::Display for Oid<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut arc, mut first) = (0_u128, true);
        for octet in self.0 {
            arc = arc.saturating_mul(128).saturating_add(u128::from(octet & 0x7f));
            if octet & 0x80 != 0 {
                continue;
            }
            if first {
                let root = (arc / 40).min(2);
                write!(f, "{root}.{}", arc - root * 40)?;
            } else {
                write!(f, ".{arc}")?;
            }
            (arc, first) = (0, false);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arcs_are_shown_with_dots() {
        assert_eq!(
            Oid(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1]).to_string(),
            "1.2.840.113549.1.1.1"
        );
        assert_eq!(Oid(&[0x55, 0x1d, 0x25, 0]).to_string(), "2.5.29.37.0");
        assert_eq!(Oid(&[0x88, 0x37, 3]).to_string(), "2.999.3");
        assert_eq!(Oid(&[]).to_string(), "");
    }
}
