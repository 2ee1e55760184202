//! The question at CONNECT, and its answer.

use std::fmt;

use amqtt_verifier::{
    AuthenticatedClient,
    certificate::{CertificateDer, DeviceIdentity},
};

/// A CONNECT as it came, and the certificates that the TLS connection shows.
#[derive(Clone, Copy)]
pub struct Connect<'a> {
    pub(crate) client_id: &'a str,
    pub(crate) user_name: Option<&'a str>,
    pub(crate) password: Option<&'a [u8]>,
    pub(crate) chain: &'a [CertificateDer<'a>],
}

impl<'a> Connect<'a> {
    /// Returns the CONNECT of a client that gives only its client id. A broker that assigns ids does so before it asks.
    #[must_use]
    pub fn new(client_id: &'a str) -> Self {
        Self {
            client_id,
            user_name: None,
            password: None,
            chain: &[],
        }
    }

    /// Adds the user name, as it came.
    #[must_use]
    pub fn with_user_name(self, user_name: &'a str) -> Self {
        let user_name = Some(user_name);
        Self { user_name, ..self }
    }

    /// Adds the password, byte for byte.
    #[must_use]
    pub fn with_password(self, password: &'a [u8]) -> Self {
        let password = Some(password);
        Self { password, ..self }
    }

    /// Adds the certificates of the peer: **the leaf first**, then what the peer sent with it, in any order. A TLS library
    /// that shows the leaf alone needs the CAs in between in
    /// [`intermediate_files`](crate::CertificateFiles::intermediate_files).
    #[must_use]
    pub fn with_chain(self, chain: &'a [CertificateDer<'a>]) -> Self {
        Self { chain, ..self }
    }
}

impl fmt::Debug for Connect<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connect")
            .field("client_id", &self.client_id)
            .field("user_name", &self.user_name)
            .field("password", &self.password.map(|_| format_args!("(hidden)")))
            .field("certificates", &self.chain.len())
            .finish()
    }
}

/// A client that was admitted.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Admitted {
    /// The client, for [`Gate::authorize`](crate::Gate::authorize).
    pub client: AuthenticatedClient,
    /// The device, if the client came with a certificate: for [`Gate::recheck`](crate::Gate::recheck).
    pub device: Option<DeviceIdentity>,
}
