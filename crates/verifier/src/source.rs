//! Sources: the interface that certificate, database and HTTP sources have in common.
//!
//! A source of your own takes a few lines. This one admits one account, and leaves topics to other sources:
//!
//! ```
//! use amqtt_verifier::{AuthenticatedClient, BoxFuture, ConnectRequest, Decision, Evidence, Reason, Request, Source};
//!
//! struct Guests;
//!
//! impl Source for Guests {
//!     fn evidence(&self) -> Evidence {
//!         Evidence::Account
//!     }
//!
//!     fn authenticate<'a>(&'a self, request: &'a ConnectRequest<'a>) -> BoxFuture<'a, Decision> {
//!         let decision = match (request.user_name(), request.password()) {
//!             (Some("guest"), Some(b"welcome")) => Decision::Allow,
//!             (Some("guest"), _) => Decision::Deny(Reason::Credentials),
//!             _ => Decision::Abstain,
//!         };
//!         Box::pin(std::future::ready(decision))
//!     }
//!
//!     fn authorize<'a>(&'a self, _: &'a AuthenticatedClient, _: Request<'a>) -> BoxFuture<'a, Decision> {
//!         Box::pin(std::future::ready(Decision::Abstain))
//!     }
//! }
//! ```

use std::{fmt, pin::Pin};

use amqtt_rules::{names::ClientId, topic::Request};

#[cfg(any(feature = "ring", feature = "aws-lc-rs"))]
use crate::certificate::DeviceIdentity;
use crate::{
    client::AuthenticatedClient,
    decision::{Decision, Reason},
};

/// A future on the heap, so that sources of different types fit in one list.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A source of answers about clients and their rights.
///
/// A source does not fail: an error is a denial, [`Reason::Source`]. Its futures may be dropped at any point.
pub trait Source: Send + Sync {
    /// Returns what the source has checked when it allows a client. The account of the client depends on it, see [`Verifier`].
    ///
    /// [`Verifier`]: crate::Verifier
    fn evidence(&self) -> Evidence;

    /// Decides whether the client is who it claims to be.
    fn authenticate<'a>(&'a self, request: &'a ConnectRequest<'a>) -> BoxFuture<'a, Decision>;

    /// Decides whether the client may do this. The request is parsed: it holds a valid topic name, or a valid filter; for a
    /// shared subscription, the filter in it counts.
    fn authorize<'a>(
        &'a self,
        client: &'a AuthenticatedClient,
        request: Request<'a>,
    ) -> BoxFuture<'a, Decision>;

    /// Decides what [`authorize`](Self::authorize) does, without a future. It is asked first, for every message, so a source whose
    /// answers wait for nothing saves an allocation by it. Returns `None`, as it does by default, where `authorize` is to be
    /// asked.
    fn authorize_now(&self, _client: &AuthenticatedClient, _request: Request<'_>) -> Option<Decision> {
        None
    }
}

/// A source that is shared.
impl<S: Source + ?Sized> Source for std::sync::Arc<S> {
    fn evidence(&self) -> Evidence {
        (**self).evidence()
    }

    fn authenticate<'a>(&'a self, request: &'a ConnectRequest<'a>) -> BoxFuture<'a, Decision> {
        (**self).authenticate(request)
    }

    fn authorize<'a>(
        &'a self,
        client: &'a AuthenticatedClient,
        request: Request<'a>,
    ) -> BoxFuture<'a, Decision> {
        (**self).authorize(client, request)
    }

    fn authorize_now(&self, client: &AuthenticatedClient, request: Request<'_>) -> Option<Decision> {
        (**self).authorize_now(client, request)
    }
}

/// The evidence on which a source allows a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Evidence {
    /// The certificate of the device: it proves the device id, and no user name.
    Certificate,
    /// The user name, with its password or anything else that the source checks.
    Account,
}

/// The claims of a client in its CONNECT, and the device that its certificate proved.
///
/// ```
/// use amqtt_verifier::{ClientId, ConnectRequest};
///
/// let client_id: ClientId = "pump-7".parse()?;
/// let request = ConnectRequest::new(&client_id).with_user_name("ada").with_password(b"secret");
/// assert!(!format!("{request:?}").contains("secret"));
/// # Ok::<(), amqtt_verifier::InvalidName>(())
/// ```
#[derive(Clone, Copy)]
pub struct ConnectRequest<'a> {
    client_id: &'a ClientId,
    user_name: Option<&'a str>,
    password: Option<&'a [u8]>,
    device: Option<&'a str>,
}

impl<'a> ConnectRequest<'a> {
    /// Returns the request of a client that gives only its client id.
    #[must_use]
    pub fn new(client_id: &'a ClientId) -> Self {
        Self {
            client_id,
            user_name: None,
            password: None,
            device: None,
        }
    }

    /// Adds the user name of the CONNECT (MQTT 5, 3.1.3.5), as it came. A name that no account can have is denied:
    /// [`Reason::UserName`].
    #[must_use]
    pub fn with_user_name(self, user_name: &'a str) -> Self {
        let user_name = Some(user_name);
        Self { user_name, ..self }
    }

    /// Adds the password of the CONNECT (MQTT 5, 3.1.3.6), byte for byte.
    #[must_use]
    pub fn with_password(self, password: &'a [u8]) -> Self {
        let password = Some(password);
        Self { password, ..self }
    }

    /// Adds the device whose certificate was verified **at this CONNECT**: a resumed TLS session verifies nothing.
    ///
    /// A refused certificate ends the CONNECT before any source is asked; the refusal is a [`Reason`] too:
    ///
    /// ```
    /// use amqtt_verifier::{
    ///     AuthenticatedClient, ClientId, ConnectRequest, Reason, Verifier,
    ///     certificate::{CertificateDer, CertificateVerifier, UnixTime},
    /// };
    ///
    /// async fn connect(
    ///     certificates: &CertificateVerifier,
    ///     verifier: &Verifier,
    ///     chain: &[CertificateDer<'_>],
    ///     client_id: &ClientId,
    /// ) -> Result<AuthenticatedClient, Reason> {
    ///     let identity = certificates.admit(chain, client_id, UnixTime::now())?;
    ///     verifier.authenticate(&ConnectRequest::new(client_id).with_identity(&identity)).await
    /// }
    /// ```
    #[cfg(any(feature = "ring", feature = "aws-lc-rs"))]
    #[must_use]
    pub fn with_identity(self, identity: &'a DeviceIdentity) -> Self {
        self.with_device(identity.device_id())
    }

    /// Adds the device id from a certificate that was verified elsewhere, for instance by a proxy that terminates TLS in
    /// front of the broker. It is trusted: never pass anything that the client itself sent.
    #[must_use]
    pub fn with_device(self, device: &'a str) -> Self {
        let device = Some(device);
        Self { device, ..self }
    }

    /// Returns the client id.
    #[must_use]
    pub fn client_id(&self) -> &'a ClientId {
        self.client_id
    }

    /// Returns the user name, if one was given. It is not proven yet.
    #[must_use]
    pub fn user_name(&self) -> Option<&'a str> {
        self.user_name
    }

    /// Returns the password, if one was given.
    #[must_use]
    pub fn password(&self) -> Option<&'a [u8]> {
        self.password
    }

    /// Returns the device id of the verified certificate, if there is one.
    #[must_use]
    pub fn device(&self) -> Option<&'a str> {
        self.device
    }
}

impl fmt::Debug for ConnectRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConnectRequest")
            .field("client_id", &self.client_id.as_str())
            .field("user_name", &self.user_name)
            .field("password", &self.password.map(|_| format_args!("(hidden)")))
            .field("device", &self.device)
            .finish()
    }
}

/// A source that admits clients whose verified certificate carries their client id, byte for byte.
///
/// It abstains for clients without a certificate, and for topics.
#[derive(Debug, Clone, Copy, Default)]
pub struct CertificateSource;

impl Source for CertificateSource {
    fn evidence(&self) -> Evidence {
        Evidence::Certificate
    }

    fn authenticate<'a>(&'a self, request: &'a ConnectRequest<'a>) -> BoxFuture<'a, Decision> {
        let decision = match request.device {
            None => Decision::Abstain,
            Some(device) if device == request.client_id.as_str() => Decision::Allow,
            Some(device) => Decision::Deny(Reason::DeviceMismatch {
                device: device.to_owned(),
            }),
        };
        Box::pin(std::future::ready(decision))
    }

    fn authorize<'a>(&'a self, _: &'a AuthenticatedClient, _: Request<'a>) -> BoxFuture<'a, Decision> {
        Box::pin(std::future::ready(Decision::Abstain))
    }

    fn authorize_now(&self, _: &AuthenticatedClient, _: Request<'_>) -> Option<Decision> {
        Some(Decision::Abstain)
    }
}
