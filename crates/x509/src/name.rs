//! Distinguished names (RFC 5280 4.1.2.4).

use std::{borrow::Cow, fmt};

use crate::{
    der::{self, Reader},
    hex::Hex,
    oid::Oid,
};

const WHAT: &str = "a name";
/// A Name without any attribute: an empty SEQUENCE.
const EMPTY: [u8; 2] = [der::SEQUENCE, 0];
/// id-at, the arc of the attributes of names (RFC 5280, appendix A.1): 2.5.4.
const ID_AT: [u8; 2] = [0x55, 0x04];
const EMAIL_ADDRESS: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x01];
const DOMAIN_COMPONENT: [u8; 10] = [0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 0x01, 0x19];
const USER_ID: [u8; 10] = [0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 0x01, 0x01];

/// The number of commonName among the attributes of X.520.
pub const COMMON_NAME: u8 = 3;
/// The number of countryName among the attributes of X.520.
pub const COUNTRY: u8 = 6;
/// The number of organizationName among the attributes of X.520.
pub const ORGANIZATION: u8 = 10;

/// A distinguished name, as the whole of its encoding: two names are equal where they are so octet for octet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Name<'a>(&'a [u8]);

/// One attribute of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attribute<'a> {
    /// The type.
    pub id: Oid<'a>,
    /// The tag of the value, one of the string types of X.690 8.23 in names that people gave.
    pub tag: u8,
    /// The contents of the value.
    pub value: &'a [u8],
    /// True if it is in one set (RelativeDistinguishedName) with the one before it.
    pub joined: bool,
}

impl<'a> Name<'a> {
    /// Takes the whole encoding of a Name.
    #[must_use]
    pub const fn new(encoded: &'a [u8]) -> Self {
        Self(encoded)
    }

    /// Returns the whole of its encoding.
    #[must_use]
    pub const fn encoded(self) -> &'a [u8] {
        self.0
    }

    /// Returns whether it has no attributes.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == EMPTY
    }

    /// Returns the attributes in their order, up to one that is malformed.
    pub fn attributes(self) -> impl Iterator<Item = Attribute<'a>> {
        let mut sets = Reader::sequence_alone(self.0, WHAT).unwrap_or(Reader::new(&[]));
        let mut set = Reader::new(&[]);
        std::iter::from_fn(move || {
            let joined = !set.is_empty();
            if !joined {
                set = Reader::new(sets.expect(der::SET, WHAT).ok()?.contents);
            }
            let mut attribute = set.sequence(WHAT).ok()?;
            let id = attribute.expect(der::OID, WHAT).ok()?.contents;
            let value = attribute.element(WHAT).ok()?;
            Some(Attribute {
                id: Oid(id),
                tag: value.tag,
                value: value.contents,
                joined,
            })
        })
    }

    /// Returns the text of the first attribute with this number among those of X.520, such as [`COMMON_NAME`]; `None`
    /// where there is none, or it is not text.
    #[must_use]
    pub fn first(self, number: u8) -> Option<Cow<'a, str>> {
        self.attributes()
            .find(|attribute| attribute.standard() == Some(number))?
            .text()
    }
}

/// As `C=FR, O=Acme, CN=pump-7`, in the order of the certificate, `+` between those in one set; characters that mean
/// something here are escaped as in RFC 4514 2.4. Control characters are shown as they are: the caller that prints it
/// escapes.
impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, attribute) in self.attributes().enumerate() {
            match (index, attribute.joined) {
                (0, _) => {}
                (_, true) => f.write_str(" + ")?,
                (_, false) => f.write_str(", ")?,
            }
            attribute.fmt(f)?;
        }
        Ok(())
    }
}

impl<'a> Attribute<'a> {
    /// Returns its number among the attributes of X.520.
    #[must_use]
    pub fn standard(&self) -> Option<u8> {
        match self.id.0.strip_prefix(&ID_AT) {
            Some(&[number]) => Some(number),
            _ => None,
        }
    }

    /// Returns the short name of its type, where there is one.
    #[must_use]
    pub fn short_name(&self) -> Option<&'static str> {
        if let Some(number) = self.standard() {
            return Some(match number {
                COMMON_NAME => "CN",
                4 => "SN",
                5 => "serialNumber",
                COUNTRY => "C",
                7 => "L",
                8 => "ST",
                9 => "street",
                ORGANIZATION => "O",
                11 => "OU",
                12 => "title",
                42 => "GN",
                46 => "dnQualifier",
                97 => "organizationIdentifier",
                _ => return None,
            });
        }
        match self.id.0 {
            id if id == EMAIL_ADDRESS => Some("emailAddress"),
            id if id == DOMAIN_COMPONENT => Some("DC"),
            id if id == USER_ID => Some("UID"),
            _ => None,
        }
    }

    /// Returns the value as text; `None` where it is not one of the string types, or malformed.
    #[must_use]
    pub fn text(&self) -> Option<Cow<'a, str>> {
        match self.tag {
            der::UTF8_STRING
            | der::PRINTABLE_STRING
            | der::IA5_STRING
            | der::NUMERIC_STRING
            | der::VISIBLE_STRING => std::str::from_utf8(self.value).ok().map(Cow::Borrowed),
            // Written as Latin-1 by everything in use (RFC 5280 4.1.2.4 keeps it for old names alone).
            der::TELETEX_STRING => Some(Cow::Owned(
                self.value.iter().map(|&octet| char::from(octet)).collect(),
            )),
            der::BMP_STRING => {
                let (units, rest) = self.value.as_chunks();
                let units = units.iter().map(|unit| u16::from_be_bytes(*unit));
                let text: Option<String> = char::decode_utf16(units).map(Result::ok).collect();
                text.filter(|_| rest.is_empty()).map(Cow::Owned)
            }
            der::UNIVERSAL_STRING => {
                let (units, rest) = self.value.as_chunks();
                let characters = units.iter().map(|unit| char::from_u32(u32::from_be_bytes(*unit)));
                let text: Option<String> = characters.collect();
                text.filter(|_| rest.is_empty()).map(Cow::Owned)
            }
            _ => None,
        }
    }
}

impl fmt::Display for Attribute<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.short_name() {
            Some(name) => write!(f, "{name}=")?,
            None => write!(f, "{}=", self.id)?,
        }
        let Some(text) = self.text() else {
            return write!(f, "#{}", Hex(self.value));
        };
        for c in text.chars() {
            if matches!(c, ',' | '+' | '"' | '\\' | '<' | '>' | ';') {
                f.write_str("\\")?;
            }
            write!(f, "{c}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn element(tag: u8, contents: &[u8]) -> Vec<u8> {
        [&[tag, contents.len() as u8], contents].concat()
    }

    fn attribute(number: u8, tag: u8, value: &[u8]) -> Vec<u8> {
        let id = element(der::OID, &[0x55, 0x04, number]);
        element(der::SEQUENCE, &[id, element(tag, value)].concat())
    }

    fn name(sets: &[&[Vec<u8>]]) -> Vec<u8> {
        let sets: Vec<u8> = sets
            .iter()
            .flat_map(|set| element(der::SET, &set.concat()))
            .collect();
        element(der::SEQUENCE, &sets)
    }

    #[test]
    fn names_are_shown_in_their_own_order() {
        let encoded = name(&[
            &[attribute(COUNTRY, der::PRINTABLE_STRING, b"FR")],
            &[
                attribute(ORGANIZATION, der::UTF8_STRING, "Eau, Gaz & Fils".as_bytes()),
                attribute(11, der::TELETEX_STRING, b"B\xfcro"),
            ],
            &[attribute(COMMON_NAME, der::BMP_STRING, &[0x20, 0xac, 0, b'x'])],
            &[attribute(99, der::OCTET_STRING, &[1, 2])],
        ]);
        let name = Name::new(&encoded);
        assert_eq!(
            name.to_string(),
            "C=FR, O=Eau\\, Gaz & Fils + OU=Büro, CN=€x, 2.5.4.99=#0102"
        );
        assert_eq!(name.first(COMMON_NAME).as_deref(), Some("€x"));
        assert_eq!(name.first(7), None);
        assert!(!name.is_empty());
    }

    #[test]
    fn a_name_that_is_cut_off_shows_what_can_be_read() {
        let mut encoded = name(&[&[attribute(COUNTRY, der::PRINTABLE_STRING, b"FR")]]);
        assert!(Name::new(&[0x30, 0]).is_empty());
        assert_eq!(Name::new(&[0x30, 0]).to_string(), "");
        encoded.pop();
        assert_eq!(Name::new(&encoded).to_string(), "");
    }
}
