//! A strict reader of DER (X.690 clause 10), for the parts of certificates and revocation lists that path validation
//! does not look at.

use std::fmt;

/// Declares the tags of universal elements (X.690 8, X.680 table 1).
macro_rules! tags {
    ($($name:ident = $tag:literal, $what:literal;)+) => {
        $(#[doc = concat!("The tag of ", $what, ".")] pub const $name: u8 = $tag;)+
    };
}

tags! {
    BOOLEAN = 0x01, "a BOOLEAN";
    INTEGER = 0x02, "an INTEGER";
    BIT_STRING = 0x03, "a BIT STRING";
    OCTET_STRING = 0x04, "an OCTET STRING";
    OID = 0x06, "an OBJECT IDENTIFIER";
    ENUMERATED = 0x0a, "an ENUMERATED";
    UTF8_STRING = 0x0c, "a UTF8String";
    NUMERIC_STRING = 0x12, "a NumericString";
    PRINTABLE_STRING = 0x13, "a PrintableString";
    TELETEX_STRING = 0x14, "a TeletexString";
    IA5_STRING = 0x16, "an IA5String";
    UTC_TIME = 0x17, "a UTCTime";
    GENERALIZED_TIME = 0x18, "a GeneralizedTime";
    VISIBLE_STRING = 0x1a, "a VisibleString";
    UNIVERSAL_STRING = 0x1c, "a UniversalString";
    BMP_STRING = 0x1e, "a BMPString";
    SEQUENCE = 0x30, "a SEQUENCE";
    SET = 0x31, "a SET";
}

/// Returns the tag of a context-specific element that is primitive.
#[must_use]
pub const fn primitive(number: u8) -> u8 {
    0x80 | number
}

/// Returns the tag of a context-specific element that is constructed.
#[must_use]
pub const fn constructed(number: u8) -> u8 {
    0xa0 | number
}

/// Error from reading DER: the part that breaks the encoding rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Malformed(pub &'static str);

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "malformed {}", self.0)
    }
}

impl std::error::Error for Malformed {}

/// One element.
#[derive(Debug, Clone, Copy)]
pub struct Element<'a> {
    /// The tag, one octet.
    pub tag: u8,
    /// The contents.
    pub contents: &'a [u8],
    /// The whole of its encoding: tag, length and contents.
    pub encoded: &'a [u8],
}

/// Reads elements one after another. Every method is given the name of the part that it reads, and fails with
/// [`Malformed`] of that name where the part is not in DER, or not what it should be.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// Reads from the first of these octets on.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// Reads one SEQUENCE that is all there is, and returns a reader of its contents.
    ///
    /// # Errors
    /// [`Malformed`].
    pub fn sequence_alone(bytes: &'a [u8], what: &'static str) -> Result<Self, Malformed> {
        let mut reader = Self(bytes);
        let contents = reader.sequence(what)?;
        reader.finish(what)?;
        Ok(contents)
    }

    /// Returns whether nothing is left.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// Returns how many octets are left.
    #[must_use]
    pub const fn remaining(self) -> usize {
        self.0.len()
    }

    /// Returns the octets that a copy of this reader has read since.
    pub(crate) fn up_to(self, later: &Self) -> &'a [u8] {
        self.0
            .split_at_checked(self.0.len().saturating_sub(later.0.len()))
            .map_or(&[], |(read, _)| read)
    }

    /// Insists that nothing is left.
    ///
    /// # Errors
    /// [`Malformed`] when something is.
    pub fn finish(self, what: &'static str) -> Result<(), Malformed> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(Malformed(what))
        }
    }

    /// Returns whether the next element has this tag.
    #[must_use]
    pub fn is_next(self, tag: u8) -> bool {
        self.0.first() == Some(&tag)
    }

    /// Reads the next element, of any tag.
    ///
    /// # Errors
    /// [`Malformed`].
    pub fn element(&mut self, what: &'static str) -> Result<Element<'a>, Malformed> {
        self.next().ok_or(Malformed(what))
    }

    fn next(&mut self) -> Option<Element<'a>> {
        let (&tag, rest) = self.0.split_first()?;
        // A number of 31 or more is spread over several octets; X.509 has none.
        if tag & 0x1f == 0x1f {
            return None;
        }
        let (length, rest) = match rest.split_first()? {
            (&length @ ..0x80, rest) => (usize::from(length), rest),
            (&octets, rest) => read_length(usize::from(octets & 0x7f), rest)?,
        };
        let (contents, rest) = rest.split_at_checked(length)?;
        let encoded = self.up_to(&Self(rest));
        self.0 = rest;
        Some(Element {
            tag,
            contents,
            encoded,
        })
    }

    /// Reads the next element, which must have this tag.
    ///
    /// # Errors
    /// [`Malformed`].
    pub fn expect(&mut self, tag: u8, what: &'static str) -> Result<Element<'a>, Malformed> {
        let element = self.element(what)?;
        if element.tag == tag {
            Ok(element)
        } else {
            Err(Malformed(what))
        }
    }

    /// Reads the next element if it has this tag.
    ///
    /// # Errors
    /// [`Malformed`].
    pub fn optional(&mut self, tag: u8, what: &'static str) -> Result<Option<Element<'a>>, Malformed> {
        if self.is_next(tag) {
            self.element(what).map(Some)
        } else {
            Ok(None)
        }
    }

    /// Reads a SEQUENCE, and returns a reader of its contents.
    ///
    /// # Errors
    /// [`Malformed`].
    pub fn sequence(&mut self, what: &'static str) -> Result<Self, Malformed> {
        Ok(Self(self.expect(SEQUENCE, what)?.contents))
    }

    /// Reads the octets of an INTEGER in its one and shortest form, so that equal numbers have equal octets.
    ///
    /// # Errors
    /// [`Malformed`].
    pub fn integer(&mut self, what: &'static str) -> Result<&'a [u8], Malformed> {
        let octets = self.expect(INTEGER, what)?.contents;
        match octets {
            [] => Err(Malformed(what)),
            [0, next, ..] if next & 0x80 == 0 => Err(Malformed(what)),
            [0xff, next, ..] if next & 0x80 != 0 => Err(Malformed(what)),
            _ => Ok(octets),
        }
    }

    /// Reads the octets of an INTEGER that is not negative, without the octet that only carries the sign.
    ///
    /// # Errors
    /// [`Malformed`].
    pub fn unsigned(&mut self, what: &'static str) -> Result<&'a [u8], Malformed> {
        match self.integer(what)? {
            [first, ..] if first & 0x80 != 0 => Err(Malformed(what)),
            [0, rest @ ..] if !rest.is_empty() => Ok(rest),
            octets => Ok(octets),
        }
    }

    /// Reads a BOOLEAN that is FALSE if omitted. That it must be omitted then (X.690 11.5) is not insisted on: issuers in
    /// use get it wrong, and it is not ambiguous.
    ///
    /// # Errors
    /// [`Malformed`].
    pub fn boolean_or_false(&mut self, what: &'static str) -> Result<bool, Malformed> {
        match self.optional(BOOLEAN, what)? {
            None => Ok(false),
            Some(element) => boolean(element.contents, what),
        }
    }

    /// Reads the octets of a BIT STRING of whole octets.
    ///
    /// # Errors
    /// [`Malformed`].
    pub fn octet_bits(&mut self, what: &'static str) -> Result<&'a [u8], Malformed> {
        match self.expect(BIT_STRING, what)?.contents {
            [0, octets @ ..] => Ok(octets),
            _ => Err(Malformed(what)),
        }
    }
}

/// Reads the contents of a BOOLEAN.
///
/// # Errors
/// [`Malformed`].
pub fn boolean(contents: &[u8], what: &'static str) -> Result<bool, Malformed> {
    match contents {
        [0xff] => Ok(true),
        [0] => Ok(false),
        _ => Err(Malformed(what)),
    }
}

/// Reads the first sixteen bits of a BIT STRING of named bits (X.690 11.2), the first of them as bit 0.
///
/// # Errors
/// [`Malformed`].
pub fn named_bits(contents: &[u8], what: &'static str) -> Result<u16, Malformed> {
    let malformed = Malformed(what);
    let (&unused, octets) = contents.split_first().ok_or(malformed)?;
    let padding = octets
        .last()
        .map_or(0, |last| last & ((1_u16 << unused.min(8)) - 1) as u8);
    if unused > 7 || padding != 0 || (octets.is_empty() && unused != 0) {
        return Err(malformed);
    }
    let octet = |index| octets.get(index).map_or(0, |octet: &u8| octet.reverse_bits());
    Ok(u16::from_le_bytes([octet(0), octet(1)]))
}

/// Reads a length of several octets in its one and shortest form, at most four.
fn read_length(octets: usize, bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (octets, rest) = bytes.split_at_checked(octets)?;
    if octets.len() > 4 || octets.first().is_none_or(|&first| first == 0) {
        return None;
    }
    let length = octets
        .iter()
        .fold(0_usize, |length, &octet| length << 8 | usize::from(octet));
    (length >= 0x80).then_some((length, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_shortest_length_is_read() {
        let read = |bytes: &[u8]| {
            Reader::new(bytes)
                .element("x")
                .map(|element| element.contents.len())
        };
        assert_eq!(read(&[4, 1, 7]), Ok(1));
        assert_eq!(read(&[4, 0x81, 1, 7]), Err(Malformed("x")));
        assert_eq!(read(&[4, 0x80, 0, 0]), Err(Malformed("x")));
        assert_eq!(read(&[&[4, 0x81, 0x80][..], &[0; 0x80]].concat()), Ok(0x80));
        assert_eq!(
            read(&[&[4, 0x82, 0, 0x80][..], &[0; 0x80]].concat()),
            Err(Malformed("x"))
        );
        assert_eq!(read(&[4, 0x85, 1, 0, 0, 0, 0]), Err(Malformed("x")));
        assert_eq!(read(&[4, 2, 7]), Err(Malformed("x")));
        assert_eq!(read(&[0x1f, 1, 7]), Err(Malformed("x")));
    }

    #[test]
    fn only_the_shortest_integer_is_read() {
        let read = |bytes: &[u8]| Reader::new(bytes).integer("x").map(<[u8]>::to_vec);
        assert_eq!(read(&[2, 1, 0]), Ok(vec![0]));
        assert_eq!(read(&[2, 2, 0, 0x80]), Ok(vec![0, 0x80]));
        assert_eq!(read(&[2, 2, 0, 0x7f]), Err(Malformed("x")));
        assert_eq!(read(&[2, 2, 0xff, 0x80]), Err(Malformed("x")));
        assert_eq!(read(&[2, 0]), Err(Malformed("x")));
        assert_eq!(Reader::new(&[2, 2, 0, 0x80]).unsigned("x"), Ok(&[0x80][..]));
        assert_eq!(Reader::new(&[2, 1, 0x80]).unsigned("x"), Err(Malformed("x")));
    }

    #[test]
    fn named_bits_are_counted_from_the_left() {
        assert_eq!(named_bits(&[7, 0x80], "x"), Ok(1));
        assert_eq!(named_bits(&[1, 0x06], "x"), Ok(0b110_0000));
        assert_eq!(named_bits(&[7, 0x00, 0x80], "x"), Ok(0x100));
        assert_eq!(named_bits(&[0], "x"), Ok(0));
        assert_eq!(named_bits(&[7, 0x81], "x"), Err(Malformed("x")));
        assert_eq!(named_bits(&[8, 0x00], "x"), Err(Malformed("x")));
        assert_eq!(named_bits(&[1], "x"), Err(Malformed("x")));
        assert_eq!(named_bits(&[], "x"), Err(Malformed("x")));
    }
}
