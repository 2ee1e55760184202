//! The names by which clients know a broker: host names and addresses.

use std::{fmt, net::IpAddr, str::FromStr};

/// The longest host name and the longest label, in bytes (RFC 1035 2.3.4).
const HOST_NAME_MAX: usize = 253;
const LABEL_MAX: usize = 63;

/// Why a text is not a host name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum InvalidHostName {
    #[error("must be 1 to {HOST_NAME_MAX} bytes long")]
    Length,
    #[error("must be labels of 1 to {LABEL_MAX} letters, digits and inner hyphens, joined by dots")]
    Label,
    #[error("ends in a number, as no host name does; an IP address goes with --ip")]
    Numeric,
    #[error("must have at least one label after '*.'")]
    Wildcard,
}

/// A DNS host name (RFC 1123 2.1): labels of letters, digits and inner hyphens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HostName(String);

impl FromStr for HostName {
    type Err = InvalidHostName;

    fn from_str(text: &str) -> Result<Self, InvalidHostName> {
        if text.is_empty() || text.len() > HOST_NAME_MAX {
            return Err(InvalidHostName::Length);
        }
        if !text.split('.').all(is_label) {
            return Err(InvalidHostName::Label);
        }
        // A name that ends in a number is taken for an address (WHATWG URL 3.5); no public name does (RFC 3696 2).
        let numeric = |label: &str| label.bytes().all(|b| b.is_ascii_digit());
        if text.rsplit('.').next().is_some_and(numeric) {
            return Err(InvalidHostName::Numeric);
        }
        Ok(Self(text.to_owned()))
    }
}

fn is_label(label: &str) -> bool {
    (1..=LABEL_MAX).contains(&label.len())
        && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

impl fmt::Display for HostName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A DNS name as a certificate may carry it: a host name, or `*.` before one (RFC 6125 6.4.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SanName(String);

impl SanName {
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<HostName> for SanName {
    fn from(name: HostName) -> Self {
        Self(name.0)
    }
}

impl FromStr for SanName {
    type Err = InvalidHostName;

    fn from_str(text: &str) -> Result<Self, InvalidHostName> {
        match text.strip_prefix("*.") {
            Some("") => return Err(InvalidHostName::Wildcard),
            Some(rest) => rest.parse::<HostName>()?,
            None => text.parse::<HostName>()?,
        };
        match text.len() {
            length if length > HOST_NAME_MAX => Err(InvalidHostName::Length),
            _ => Ok(Self(text.to_owned())),
        }
    }
}

impl fmt::Display for SanName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a common name says of the host: a host name, an address, or neither.
pub(super) enum HostKind {
    Dns(HostName),
    Ip(IpAddr),
    Neither,
}

pub(super) fn host_kind(common_name: &str) -> HostKind {
    match (common_name.parse::<IpAddr>(), common_name.parse::<HostName>()) {
        (Ok(ip), _) => HostKind::Ip(ip),
        (_, Ok(name)) => HostKind::Dns(name),
        _ => HostKind::Neither,
    }
}
