//! Who is asked about a client: the interface that certificate, database and HTTP sources have in common.
//!
//! A source of one's own is a few lines. This one lets a fixed set of clients in, and leaves topics to other sources:
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

#[cfg(any(feature = "ring", feature = "aws-lc-rs"))]
use crate::certificate::DeviceIdentity;
use crate::{AuthenticatedClient, ClientId, Decision, Reason, Request};

/// A future on the heap, so that sources of several kinds can stand in one list.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Somebody who may know a client, or the rights to a topic.
///
/// A source does not fail: what goes wrong is a denial, [`Reason::Source`]. Its futures may be dropped at any point.
pub trait Source: Send + Sync {
    /// What it has seen when it allows a client. It decides which name the client goes by, see [`Verifier`].
    ///
    /// [`Verifier`]: crate::Verifier
    fn evidence(&self) -> Evidence;

    /// Is this client who it says it is?
    fn authenticate<'a>(&'a self, request: &'a ConnectRequest<'a>) -> BoxFuture<'a, Decision>;

    /// May this client do this? `topic` is a valid topic name for [`Action::Publish`] and [`Action::Receive`], and a valid
    /// filter for [`Action::Subscribe`]; for a shared subscription, the filter in it.
    fn authorize<'a>(
        &'a self,
        client: &'a AuthenticatedClient,
        request: Request<'a>,
    ) -> BoxFuture<'a, Decision>;
}

/// What a source goes by when it allows a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Evidence {
    /// The certificate of the device: it proves the device id, and says nothing of a user name.
    Certificate,
    /// The user name, with its password or whatever else the source looks at.
    Account,
}

/// What a client says in its CONNECT, and what its TLS connection has shown.
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
    /// A client that gives nothing but its client id.
    #[must_use]
    pub fn new(client_id: &'a ClientId) -> Self {
        Self {
            client_id,
            user_name: None,
            password: None,
            device: None,
        }
    }

    /// The user name of the CONNECT (MQTT 5, 3.1.3.5).
    #[must_use]
    pub fn with_user_name(self, user_name: &'a str) -> Self {
        let user_name = Some(user_name);
        Self { user_name, ..self }
    }

    /// The password of the CONNECT (MQTT 5, 3.1.3.6), byte for byte.
    #[must_use]
    pub fn with_password(self, password: &'a [u8]) -> Self {
        let password = Some(password);
        Self { password, ..self }
    }

    /// The device whose certificate was verified **at this CONNECT**: TLS session resumption does not verify anything.
    ///
    /// A certificate that is refused ends the CONNECT before any source is asked, and is a [`Reason`] as well:
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

    /// The device id in a certificate that somebody else has verified, such as a proxy that ends TLS in front of the broker.
    /// It is believed: nothing that the client itself says may get here.
    #[must_use]
    pub fn with_device(self, device: &'a str) -> Self {
        let device = Some(device);
        Self { device, ..self }
    }

    /// The client id.
    #[must_use]
    pub fn client_id(&self) -> &'a ClientId {
        self.client_id
    }

    /// The user name, where one was given. Nobody has proven it yet.
    #[must_use]
    pub fn user_name(&self) -> Option<&'a str> {
        self.user_name
    }

    /// The password, where one was given.
    #[must_use]
    pub fn password(&self) -> Option<&'a [u8]> {
        self.password
    }

    /// The device id of the verified certificate, where there is one.
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

/// Admits the clients whose verified certificate carries their client id, byte for byte.
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
}
