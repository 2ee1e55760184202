//! The address of a broker.

use std::{fmt, str::FromStr};

use rustls_pki_types::ServerName;

/// The port of MQTT over TLS (IANA: secure-mqtt).
const PORT: u16 = 8883;

/// The address of a broker, `mqtts://HOST:PORT`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    pub(super) host: ServerName<'static>,
    pub(super) port: u16,
}

/// Error from text that is not the address of a broker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the address of a broker over TLS: write mqtts://HOST or mqtts://HOST:PORT")]
pub(crate) struct InvalidAddress;

impl FromStr for Address {
    type Err = InvalidAddress;

    fn from_str(text: &str) -> Result<Self, InvalidAddress> {
        let rest = text
            .strip_prefix("mqtts://")
            .or(text.strip_prefix("ssl://"))
            .ok_or(InvalidAddress)?;
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (host, port) = match rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((host, "")) => (host, None),
            Some((host, port)) => (host, Some(port.strip_prefix(':').ok_or(InvalidAddress)?)),
            None => match rest.split_once(':') {
                Some((host, port)) => (host, Some(port)),
                None => (rest, None),
            },
        };
        let port = port.map_or(Ok(PORT), |port| port.parse().map_err(|_| InvalidAddress))?;
        let host = ServerName::try_from(host.to_owned()).map_err(|_| InvalidAddress)?;
        match port {
            0 => Err(InvalidAddress),
            port => Ok(Self { host, port }),
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.host {
            ServerName::IpAddress(rustls_pki_types::IpAddr::V6(_)) => {
                write!(f, "mqtts://[{}]:{}", self.host.to_str(), self.port)
            }
            host => write!(f, "mqtts://{}:{}", host.to_str(), self.port),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_and_shown() {
        for (text, shown) in [
            ("mqtts://broker.example", "mqtts://broker.example:8883"),
            ("mqtts://broker.example:1/", "mqtts://broker.example:1"),
            ("ssl://192.0.2.1:8884", "mqtts://192.0.2.1:8884"),
            ("mqtts://[2001:db8::1]", "mqtts://[2001:db8::1]:8883"),
            ("mqtts://[::1]:9", "mqtts://[::1]:9"),
        ] {
            assert_eq!(text.parse::<Address>().unwrap().to_string(), shown);
        }
        for text in [
            "broker.example",
            "mqtt://broker.example",
            "mqtts://",
            "mqtts://a:0",
            "mqtts://a:70000",
            "mqtts://a/path",
            "mqtts://user@a",
            "mqtts://[::1",
        ] {
            assert_eq!(text.parse::<Address>(), Err(InvalidAddress), "{text}");
        }
    }
}
