//! The side of a TLS handshake that a certificate is judged for.

use std::fmt;

use amqtt_x509::extension::ExtendedKeyUsage;

/// The side of a TLS handshake that a certificate is used on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Purpose {
    /// The client's, as by a device.
    Client,
    /// The server's, as by a broker.
    Server,
}

impl Purpose {
    pub(super) const ALL: [Self; 2] = [Self::Client, Self::Server];

    /// Returns the name of the purpose in ExtendedKeyUsage (RFC 5280 4.2.1.12).
    #[must_use]
    pub const fn usage(self) -> &'static str {
        match self {
            Self::Client => "clientAuth",
            Self::Server => "serverAuth",
        }
    }

    pub(super) fn key_usage(self) -> webpki::KeyUsage {
        match self {
            Self::Client => webpki::KeyUsage::client_auth(),
            Self::Server => webpki::KeyUsage::server_auth(),
        }
    }

    pub(super) const fn is_allowed_by(self, usage: ExtendedKeyUsage<'_>) -> bool {
        match self {
            Self::Client => usage.client_auth,
            Self::Server => usage.server_auth,
        }
    }
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Client => "clients",
            Self::Server => "servers",
        })
    }
}
