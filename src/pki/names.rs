//! The names by which clients know a broker: host names and addresses.

use std::{fmt, net::IpAddr, str::FromStr};

/// The longest host name and the longest label, in bytes (RFC 1035 2.3.4).
const HOST_NAME_MAX: usize = 253;
const LABEL_MAX: usize = 63;

/// Error from a text that is not a host name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum InvalidHostName {
    #[error("a host name is 1 to {HOST_NAME_MAX} bytes long")]
    Length,
    #[error("a host name is labels of 1 to {LABEL_MAX} letters, digits and inner hyphens, joined by dots")]
    Label,
    #[error("is an IP address, or looks like one; an IP address goes with --ip, as in --ip {0}")]
    Address(String),
    #[error("is a URL; pass the host name alone, as in {0}")]
    Url(String),
    #[error("ends in a dot; pass it without, as in {0}")]
    Dot(String),
    #[error("names a port; pass the host name alone, as in {0}")]
    Port(String),
    #[error("begins with a prefix as OpenSSL writes it; pass the name alone, as in {0}")]
    Prefix(String),
    #[error("is a list or contains blanks; repeat the option for each name")]
    List,
    #[error("is not in ASCII; pass its ASCII form {0}")]
    Unicode(String),
    #[error("must have at least one label after '*.'")]
    Wildcard,
}

/// A DNS host name (RFC 1123 2.1): labels of letters, digits and inner hyphens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HostName(String);

impl FromStr for HostName {
    type Err = InvalidHostName;

    fn from_str(text: &str) -> Result<Self, InvalidHostName> {
        match is_host_name(text, is_label) {
            true => Ok(Self(text.to_owned())),
            false => Err(InvalidHostName::of(text)),
        }
    }
}

/// Returns whether a text is a host name whose labels pass a check, of which the last is not a number: a name that ends
/// in a number is taken for an address (WHATWG URL 3.5); no public name does (RFC 3696 2).
fn is_host_name(text: &str, label: impl Fn(&str) -> bool) -> bool {
    let numeric = |label: &str| label.bytes().all(|b| b.is_ascii_digit());
    text.len() <= HOST_NAME_MAX && text.split('.').all(label) && !text.rsplit('.').next().is_some_and(numeric)
}

impl InvalidHostName {
    /// Returns what is wrong with a text, with the right way to say what it seems to mean.
    pub(crate) fn of(text: &str) -> Self {
        if let Some((_, rest)) = text.split_once("://") {
            return Self::Url(host_part(rest).to_owned());
        }
        if let Some(host) = text.strip_suffix('.').filter(|host| is_host_name(host, is_label)) {
            return Self::Dot(host.to_owned());
        }
        let host = host_part(text);
        if text.contains(['/', '@']) && host.contains('.') && is_host_name(host, is_label) {
            return Self::Url(host.to_owned());
        }
        let prefixes = ["DNS:", "IP:", "URI:", "IP Address:"];
        let stripped = prefixes.iter().find_map(|prefix| text.strip_prefix(prefix));
        if let Some(rest) = stripped.filter(|rest| !rest.is_empty()) {
            return Self::Prefix(rest.trim().to_owned());
        }
        if text.contains([',', ';']) || text.contains(char::is_whitespace) {
            return Self::List;
        }
        let bare = text.trim_start_matches('[').split(']').next().unwrap_or(text);
        if bare.parse::<IpAddr>().is_ok() {
            return Self::Address(bare.to_owned());
        }
        match text.rsplit_once(':') {
            Some((host, port)) if !host.is_empty() && port.parse::<u16>().is_ok() => {
                return Self::Port(host.to_owned());
            }
            _ => {}
        }
        if !text.is_ascii() {
            return match idna::domain_to_ascii(text) {
                Ok(ascii) if !ascii.is_empty() => Self::Unicode(ascii),
                _ => Self::Label,
            };
        }
        if text.is_empty() || text.len() > HOST_NAME_MAX {
            return Self::Length;
        }
        let numeric = |label: &str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_digit());
        if text.rsplit('.').next().is_some_and(numeric) && text.split('.').all(is_label) {
            return Self::Address("ADDRESS".to_owned());
        }
        Self::Label
    }
}

/// The host of what follows the scheme of a URL.
fn host_part(rest: &str) -> &str {
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let host = authority.rsplit('@').next().unwrap_or(authority);
    match host.strip_prefix('[') {
        Some(address) => address.split(']').next().unwrap_or(address),
        None => host.split(':').next().unwrap_or(host),
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

/// A DNS name as a certificate may carry it: a host name, in which an underscore is taken too, or `*.` before one
/// (RFC 6125 6.4.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SanName(String);

impl SanName {
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns whether it has an underscore, which host names do not have (RFC 1123 2.1), and some clients refuse.
    pub(crate) fn has_underscore(&self) -> bool {
        self.0.contains('_')
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
        let host = match text.strip_prefix("*.") {
            Some("") => return Err(InvalidHostName::Wildcard),
            Some(rest) => rest,
            None => text,
        };
        let label = |label: &str| is_label(&label.replace('_', "x"));
        match is_host_name(host, label) && text.len() <= HOST_NAME_MAX {
            true => Ok(Self(text.to_owned())),
            false => Err(InvalidHostName::of(text)),
        }
    }
}

impl fmt::Display for SanName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The reading of a common name: a host name, an address, or neither.
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

/// Reads an IP address, with the right way to say it where the text seems to mean one.
///
/// # Errors
/// A phrase for the operator.
pub(crate) fn address(text: &str) -> Result<IpAddr, String> {
    if let Ok(address) = text.parse() {
        return Ok(address);
    }
    let after_scheme = text.split_once("://").map_or(text, |(_, rest)| rest);
    let bare = ["IP Address:", "IP:"]
        .iter()
        .find_map(|prefix| after_scheme.strip_prefix(prefix))
        .unwrap_or(after_scheme);
    let host = match bare.contains('[') || bare.matches(':').count() == 1 {
        true => host_part(bare),
        false => bare.trim(),
    };
    match (host.parse::<IpAddr>(), host.parse::<SanName>()) {
        (Ok(address), _) => Err(format!("pass the address alone, as in --ip {address}")),
        (_, Ok(name)) => Err(format!(
            "not an IP address; a host name goes with --dns, as in --dns {name}"
        )),
        _ if text.contains(',') => Err("is a list; repeat the option for each address".to_owned()),
        _ => Err("not an IP address, such as 192.0.2.1 or 2001:db8::1".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> InvalidHostName {
        text.parse::<SanName>().unwrap_err()
    }

    #[test]
    fn what_is_not_a_host_name_is_said_with_the_right_way() {
        use InvalidHostName as E;
        for (text, error) in [
            ("", E::Length),
            ("a..b", E::Label),
            ("a-.b", E::Label),
            ("http://host:8883", E::Url("host".into())),
            ("mqtts://u:p@host/x", E::Url("host".into())),
            ("host:8883", E::Port("host".into())),
            ("DNS:host", E::Prefix("host".into())),
            ("a, b", E::List),
            (" b", E::List),
            ("[::1]", E::Address("::1".into())),
            ("::1", E::Address("::1".into())),
            ("10.0.0.1", E::Address("10.0.0.1".into())),
            ("256.1.1.1", E::Address("ADDRESS".into())),
            ("bücher.example", E::Unicode("xn--bcher-kva.example".into())),
            ("*.", E::Wildcard),
        ] {
            assert_eq!(refusal(text), error, "{text}");
        }
        for text in ["mqtt_broker", "*.a.example", "a", "xn--bcher-kva.example", "7.a"] {
            assert!(text.parse::<SanName>().is_ok(), "{text}");
        }
        assert!("mqtt_broker".parse::<HostName>().is_err());
    }

    #[test]
    fn what_is_not_an_address_is_said_with_the_right_way() {
        assert!(address("2001:db8::1").is_ok());
        for (text, says) in [
            ("[::1]", "--ip ::1"),
            ("10.0.0.1:8883", "--ip 10.0.0.1"),
            ("IP:10.0.0.1", "--ip 10.0.0.1"),
            ("mqtts://10.0.0.1:8883", "--ip 10.0.0.1"),
            ("[::1]:8883", "--ip ::1"),
            ("broker.example", "--dns broker.example"),
            ("10.0.0.256", "not an IP address"),
            ("10.0.0.1,10.0.0.2", "repeat the option"),
        ] {
            assert!(
                address(text).unwrap_err().contains(says),
                "{text}: {:?}",
                address(text)
            );
        }
    }
}
