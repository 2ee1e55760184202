//! A client that was admitted.

use amqtt_rules::names::{AccountName, ClientId};

/// A client that was admitted. Only [`Verifier::authenticate`](crate::Verifier::authenticate) creates one:
///
/// ```compile_fail
/// let client = amqtt_verifier::AuthenticatedClient {
///     client_id: "pump-7".parse().unwrap(),
///     account: None,
///     device: None,
/// };
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthenticatedClient {
    pub(crate) client_id: ClientId,
    pub(crate) account: Option<AccountName>,
    pub(crate) device: Option<String>,
}

impl AuthenticatedClient {
    /// Returns the client id of the CONNECT. Only a certificate proves it.
    #[must_use]
    pub fn client_id(&self) -> &ClientId {
        &self.client_id
    }

    /// Returns the account that holds its topic rights; `None` for a client that a source admitted without a name.
    #[must_use]
    pub fn account(&self) -> Option<&AccountName> {
        self.account.as_ref()
    }

    /// Returns the device id if the certificate was accepted. It equals the client id then.
    #[must_use]
    pub fn device(&self) -> Option<&str> {
        self.device.as_deref()
    }
}
