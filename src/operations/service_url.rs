//! The address of `amqtt-admin serve`, as brokers are given it.

use std::str::FromStr;

/// The address of the service, as brokers are given it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ServiceUrl {
    pub(crate) with_tls: bool,
    pub(crate) host: String,
    pub(crate) port: u16,
}

impl Default for ServiceUrl {
    fn default() -> Self {
        Self {
            with_tls: false,
            host: "127.0.0.1".to_owned(),
            port: 9180,
        }
    }
}

/// Error from text that is not the address of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the address of a service: write http://HOST:PORT or https://HOST:PORT, without a path")]
pub(crate) struct InvalidServiceUrl;

impl FromStr for ServiceUrl {
    type Err = InvalidServiceUrl;

    fn from_str(text: &str) -> Result<Self, InvalidServiceUrl> {
        let (scheme, rest) = text.split_once("://").ok_or(InvalidServiceUrl)?;
        let (with_tls, default_port) = match scheme {
            "http" => (false, 80),
            "https" => (true, 443),
            _ => return Err(InvalidServiceUrl),
        };
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (host, port) = match rest.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => {
                (host, port.parse().map_err(|_| InvalidServiceUrl)?)
            }
            _ => (rest, default_port),
        };
        let is_plain = |octet: u8| octet.is_ascii_alphanumeric() || b".-_:[]".contains(&octet);
        if host.is_empty() || !host.bytes().all(is_plain) {
            return Err(InvalidServiceUrl);
        }
        Ok(Self {
            with_tls,
            host: host.to_owned(),
            port,
        })
    }
}

impl std::fmt::Display for ServiceUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let scheme = if self.with_tls { "https" } else { "http" };
        write!(f, "{scheme}://{}:{}", self.host, self.port)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_scheme_a_host_and_a_port() {
        for (text, shown) in [
            ("http://127.0.0.1:9180", "http://127.0.0.1:9180"),
            ("https://auth.example/", "https://auth.example:443"),
            ("http://[::1]:80", "http://[::1]:80"),
            ("http://[::1]", "http://[::1]:80"),
        ] {
            assert_eq!(text.parse::<ServiceUrl>().unwrap().to_string(), shown);
        }
        for text in [
            "",
            "auth.example:80",
            "ftp://h",
            "http://",
            "http://h:x",
            "http://h/path",
            "http://u:p@h",
            "http://h\"x",
        ] {
            assert!(text.parse::<ServiceUrl>().is_err(), "{text}");
        }
    }
}
