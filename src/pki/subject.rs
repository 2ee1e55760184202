//! The subject of a certificate: the values that an operator gives, and their rules.

use std::{fmt, str::FromStr};

use rcgen::{DistinguishedName, DnType, DnValue, string::PrintableString};

/// The longest subject value, in characters (RFC 5280 Appendix A.1, `ub-common-name` and its like).
const VALUE_MAX: usize = 64;

/// Error from a text that cannot be part of a subject.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum InvalidSubject {
    #[error("must be two letters, such as US or FR")]
    Country,
    #[error("must not be empty")]
    Empty,
    #[error("must be at most {VALUE_MAX} characters long, and is {0}")]
    TooLong(usize),
    #[error("must not contain the control character {0:?}")]
    Control(char),
}

/// A country: two letters, kept in upper case (ISO 3166-1 alpha-2; X.520 6.3.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Country(String);

impl FromStr for Country {
    type Err = InvalidSubject;

    fn from_str(text: &str) -> Result<Self, InvalidSubject> {
        match text.as_bytes() {
            [first, second] if first.is_ascii_alphabetic() && second.is_ascii_alphabetic() => {
                Ok(Self(text.to_ascii_uppercase()))
            }
            _ => Err(InvalidSubject::Country),
        }
    }
}

/// Any other value of a subject: 1 to 64 characters without control characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SubjectValue(String);

impl SubjectValue {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for SubjectValue {
    type Err = InvalidSubject;

    fn from_str(text: &str) -> Result<Self, InvalidSubject> {
        if text.is_empty() {
            return Err(InvalidSubject::Empty);
        }
        match text.chars().count() {
            length if length > VALUE_MAX => return Err(InvalidSubject::TooLong(length)),
            _ => {}
        }
        match text.chars().find(|c| c.is_control()) {
            Some(control) => Err(InvalidSubject::Control(control)),
            None => Ok(Self(text.to_owned())),
        }
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for SubjectValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A whole subject; what is not given is left out.
#[derive(Debug, Clone)]
pub(crate) struct Subject {
    pub(crate) country: Option<Country>,
    pub(crate) state: Option<SubjectValue>,
    pub(crate) locality: Option<SubjectValue>,
    pub(crate) organization: Option<SubjectValue>,
    pub(crate) common_name: String,
}

impl Subject {
    /// The name in the order C, ST, L, O, CN; the country as a PrintableString, the others as UTF8String.
    pub(super) fn distinguished_name(&self) -> DistinguishedName {
        let mut name = DistinguishedName::new();
        let country = self.country.as_ref().map(|country| {
            PrintableString::try_from(country.0.as_str()).expect("two ASCII letters are a PrintableString")
        });
        if let Some(country) = country {
            name.push(DnType::CountryName, DnValue::PrintableString(country));
        }
        let values = [
            (DnType::StateOrProvinceName, &self.state),
            (DnType::LocalityName, &self.locality),
            (DnType::OrganizationName, &self.organization),
        ];
        for (kind, value) in values {
            if let Some(value) = value {
                name.push(kind, DnValue::Utf8String(value.0.clone()));
            }
        }
        name.push(DnType::CommonName, DnValue::Utf8String(self.common_name.clone()));
        name
    }
}
