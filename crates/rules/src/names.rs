//! Names of clients: the device id, the trust domain, the SPIFFE ID that joins the two, the client id, the account
//! name.

use std::{fmt, str::FromStr};

/// The longest device id, in bytes: the longest common name of a certificate (RFC 5280 A.1), and a SHA-256 in hex.
const DEVICE_ID_MAX: usize = 64;
/// The longest trust domain, in bytes (SPIFFE-ID 2.1).
const TRUST_DOMAIN_MAX: usize = 255;
/// The longest client id, in bytes: an MQTT string has a length of two octets (MQTT 5, 1.5.4).
const CLIENT_ID_MAX: usize = 65_535;
/// The longest account name, in characters: what aMQTT's tables hold in every database.
const ACCOUNT_NAME_MAX: usize = 255;
/// Names that would collide with the files of the CA and of the broker.
const RESERVED_IDS: [&str; 3] = ["ca", "server", "intermediate"];

/// Error from parsing a name: a phrase that follows the word for what was parsed, such as "the device id".
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidName {
    /// An empty text.
    #[error("must not be empty")]
    Empty,
    /// Longer than the given number of bytes.
    #[error("must be at most {max} bytes long (got {actual})")]
    TooLong {
        /// The limit in bytes.
        max: usize,
        /// The length in bytes.
        actual: usize,
    },
    /// Longer than the given number of characters.
    #[error("must be at most {max} characters long (got {actual})")]
    TooManyCharacters {
        /// The limit in characters.
        max: usize,
        /// The length in characters.
        actual: usize,
    },
    /// A character that is not among those allowed.
    #[error("must not contain {character:?} (allowed: {allowed})")]
    Character {
        /// The first character that is not allowed.
        character: char,
        /// The allowed characters, in words.
        allowed: &'static str,
    },
    /// The first or the last character is a dot or a hyphen.
    #[error("must not start or end with '-' or '.'")]
    Edge,
    /// Two dots in a row.
    #[error("must not contain '..'")]
    DoubleDot,
    /// The name of a file of the CA or the broker.
    #[error("is reserved: ca, server and intermediate name files of the CA and the broker")]
    Reserved,
    /// Not a SPIFFE ID in canonical form.
    #[error("is not a canonical SPIFFE ID: {0}")]
    NotCanonical(&'static str),
}

/// The id of a device for which a certificate is issued.
///
/// 1 to 64 of `A-Z a-z 0-9 . _ -`, neither starting nor ending with `-` or `.`, without `..`, and not `ca`,
/// `server` or `intermediate` in any case. So it is safe as a file name, as the last segment of a SPIFFE ID
/// (SPIFFE-ID 2.2), as the common name of a certificate, and as an MQTT client id. Not every device id is a DNS label:
/// one of 64 characters, or with a `_`, is not.
///
/// ```
/// use amqtt_rules::DeviceId;
///
/// assert!("sensor-7".parse::<DeviceId>().is_ok());
/// assert!("../sensor".parse::<DeviceId>().is_err());
/// ```
///
/// A device id is not interchangeable with the other names:
///
/// ```compile_fail
/// use amqtt_rules::{DeviceId, TrustDomain};
///
/// let id: DeviceId = "example.org".parse::<TrustDomain>().unwrap();
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DeviceId(String);

impl FromStr for DeviceId {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        check_length(text, DEVICE_ID_MAX)?;
        let allowed = "letters A to Z and a to z, digits, '.', '_', '-'";
        check_characters(text, allowed, |c| c.is_ascii_alphanumeric() || is_mark(c))?;
        check_edges(text)?;
        if text.contains("..") {
            return Err(InvalidName::DoubleDot);
        }
        if RESERVED_IDS.iter().any(|name| text.eq_ignore_ascii_case(name)) {
            return Err(InvalidName::Reserved);
        }
        Ok(Self(text.to_owned()))
    }
}

/// A SPIFFE trust domain (SPIFFE-ID 2.1), in which device ids are unique.
///
/// 1 to 255 of `a-z 0-9 . _ -`, neither starting nor ending with `-` or `.`. (SPIFFE itself allows any edge, and
/// [`SpiffeId`] reads it; no certificate is issued for such a domain.)
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TrustDomain(String);

impl TrustDomain {
    /// Reads a domain as operators write it: by its name, or as `spiffe://<name>`.
    ///
    /// # Errors
    /// [`InvalidName`] for a name that is not one of a domain.
    pub fn parse_either(text: &str) -> Result<Self, InvalidName> {
        text.strip_prefix(SCHEME).unwrap_or(text).parse()
    }

    /// Returns the SPIFFE ID of the domain itself, `spiffe://<domain>`, which a CA certificate carries.
    #[must_use]
    pub fn uri(&self) -> String {
        format!("{SCHEME}{}", self.0)
    }

    /// Returns the SPIFFE ID of a device of the domain, `spiffe://<domain>/device/<id>`.
    #[must_use]
    pub fn device_uri(&self, device: &DeviceId) -> String {
        format!("{SCHEME}{}{DEVICE_PATH}{device}", self.0)
    }
}

impl FromStr for TrustDomain {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        check_trust_domain(text)?;
        check_edges(text)?;
        Ok(Self(text.to_owned()))
    }
}

/// Checks the rule of SPIFFE-ID 2.1, by which a domain may begin and end with any of its characters.
fn check_trust_domain(text: &str) -> Result<(), InvalidName> {
    check_length(text, TRUST_DOMAIN_MAX)?;
    let allowed = "letters a to z, digits, '.', '_', '-'";
    check_characters(text, allowed, |c| {
        c.is_ascii_lowercase() || c.is_ascii_digit() || is_mark(c)
    })
}

/// The client id of an MQTT CONNECT (MQTT 5, 3.1.3.1): up to 65,535 bytes of UTF-8 without NUL.
///
/// A broker takes ids that none of our certificates would carry, so this is wider than [`DeviceId`]. An empty one is
/// valid in MQTT, and never the id of a device.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ClientId(String);

impl FromStr for ClientId {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        check_at_most(text, CLIENT_ID_MAX)?;
        check_characters(text, "every character but NUL", |c| c != '\0')?;
        Ok(Self(text.to_owned()))
    }
}

/// The name of an account: the user name of an MQTT CONNECT (MQTT 5, 3.1.3.5) that a password belongs to.
///
/// 1 to 255 characters (not bytes) of UTF-8, none of them a control character. Compared and ordered byte for byte:
/// `Ada`,
/// `ada` and `ada ` with a trailing space are three accounts.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AccountName(String);

impl FromStr for AccountName {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        if text.is_empty() {
            return Err(InvalidName::Empty);
        }
        check_characters(text, "every character but control characters", |c| {
            !c.is_control()
        })?;
        match text.chars().count() {
            actual if actual > ACCOUNT_NAME_MAX => Err(InvalidName::TooManyCharacters {
                max: ACCOUNT_NAME_MAX,
                actual,
            }),
            _ => Ok(Self(text.to_owned())),
        }
    }
}

macro_rules! text_type {
    ($($name:ident),*) => {$(
        impl $name {
            /// Returns the text as it was given.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}
text_type!(DeviceId, TrustDomain, ClientId, AccountName);

const SCHEME: &str = "spiffe://";
const DEVICE_PATH: &str = "/device/";

/// A SPIFFE ID in its canonical form (SPIFFE-ID 2.1 to 2.3).
///
/// Scheme and trust domain are in lower case; path segments are of `A-Z a-z 0-9 . _ -`, never empty, `.` or `..`;
/// there is no query, fragment, port, user or percent sign. Anything else is refused rather than normalized, so that
/// two different texts are never the same identity. SPIFFE-ID 2.3 sets no upper bound on the length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SpiffeId<'a> {
    trust_domain: &'a str,
    path: &'a str,
}

impl<'a> SpiffeId<'a> {
    /// Parses a SPIFFE ID.
    ///
    /// # Errors
    /// [`InvalidName`] if the text is not a SPIFFE ID in its canonical form.
    ///
    /// ```
    /// use amqtt_rules::SpiffeId;
    ///
    /// let id = SpiffeId::parse("spiffe://example.org/device/sensor-7").unwrap();
    /// assert_eq!(id.trust_domain(), "example.org");
    /// assert_eq!(id.device(), Some("sensor-7"));
    /// assert!(SpiffeId::parse("spiffe://Example.org/device/sensor-7").is_err());
    /// ```
    pub fn parse(uri: &'a str) -> Result<Self, InvalidName> {
        let rest = uri
            .strip_prefix(SCHEME)
            .ok_or(InvalidName::NotCanonical("it does not begin with spiffe://"))?;
        let (trust_domain, path) = split_before_slash(rest);
        check_trust_domain(trust_domain)?;
        let mut unchecked = path;
        while let Some(rest) = unchecked.strip_prefix('/') {
            let segment;
            (segment, unchecked) = split_before_slash(rest);
            check_segment(segment)?;
        }
        Ok(Self { trust_domain, path })
    }

    /// Returns the trust domain, without the scheme.
    #[must_use]
    pub fn trust_domain(&self) -> &'a str {
        self.trust_domain
    }

    /// Returns the path with its leading slash; empty for the ID of a trust domain itself.
    #[must_use]
    pub fn path(&self) -> &'a str {
        self.path
    }

    /// Returns the device that this ID names: what follows `/device/`, if that is exactly one segment.
    #[must_use]
    pub fn device(&self) -> Option<&'a str> {
        self.path.strip_prefix(DEVICE_PATH).filter(|id| !id.contains('/'))
    }
}

/// Splits a text before its first slash, octet by octet: names are short.
fn split_before_slash(text: &str) -> (&str, &str) {
    let slash = text.bytes().position(|octet| octet == b'/');
    text.split_at(slash.unwrap_or(text.len()))
}

fn check_segment(segment: &str) -> Result<(), InvalidName> {
    match segment {
        "" => Err(InvalidName::NotCanonical("a path segment is empty")),
        "." | ".." => Err(InvalidName::NotCanonical("a path segment is '.' or '..'")),
        _ => check_characters(segment, "letters, digits, '.', '_', '-', '/'", |c| {
            c.is_ascii_alphanumeric() || is_mark(c)
        }),
    }
}

const fn is_mark(character: char) -> bool {
    matches!(character, '.' | '_' | '-')
}

fn check_length(text: &str, max: usize) -> Result<(), InvalidName> {
    if text.is_empty() {
        return Err(InvalidName::Empty);
    }
    check_at_most(text, max)
}

fn check_at_most(text: &str, max: usize) -> Result<(), InvalidName> {
    match text.len() {
        actual if actual > max => Err(InvalidName::TooLong { max, actual }),
        _ => Ok(()),
    }
}

fn check_characters(text: &str, allowed: &'static str, ok: impl Fn(char) -> bool) -> Result<(), InvalidName> {
    match text.chars().find(|&c| !ok(c)) {
        Some(character) => Err(InvalidName::Character { character, allowed }),
        None => Ok(()),
    }
}

fn check_edges(text: &str) -> Result<(), InvalidName> {
    if text.starts_with(['-', '.']) || text.ends_with(['-', '.']) {
        return Err(InvalidName::Edge);
    }
    Ok(())
}
