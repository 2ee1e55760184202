//! Several sources as one: who a client is, and what it may do.

use std::fmt;

use crate::{Action, ClientId, ConnectRequest, Decision, Evidence, Reason, Request, Source, decision::Tally};

/// The sources of a broker, asked one after the other in the order in which they were given; the first denial ends the
/// asking. So the cheap ones go first: a wrong certificate then costs no request to a server.
///
/// # Which name a client goes by
///
/// Topic rights belong to an account name. Devices and accounts share one namespace of them.
///
/// | the client gives | and | its account is |
/// |---|---|---|
/// | no user name | its certificate was accepted | the device id, which is the client id |
/// | a user name | a source of [`Evidence::Account`] allowed it | the user name, with or without a certificate |
/// | a user name that is its device id | its certificate was accepted | that name |
/// | any other user name | | denied: [`Reason::UnprovenUserName`] |
/// | no user name | no certificate, but some source allowed it | none |
///
/// A certificate says nothing of user names. Without the fourth line a device could come with its own certificate, call
/// itself `admin`, and be given the rights of `admin`.
///
/// ```
/// use amqtt_verifier::{CertificateSource, ClientId, ConnectRequest, Reason, Verifier};
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let verifier = Verifier::new().with(CertificateSource);
/// let client_id: ClientId = "pump-7".parse()?;
///
/// // What the check of the peer's chain has shown.
/// let request = ConnectRequest::new(&client_id).with_device("pump-7");
/// assert_eq!(verifier.authenticate(&request).await?.account(), Some("pump-7"));
///
/// let request = request.with_user_name("admin");
/// assert_eq!(verifier.authenticate(&request).await, Err(Reason::UnprovenUserName));
/// # Ok(())
/// # }
/// # let future = std::pin::pin!(example());
/// # let mut context = std::task::Context::from_waker(std::task::Waker::noop());
/// # assert!(matches!(future.poll(&mut context), std::task::Poll::Ready(Ok(()))));
/// ```
#[derive(Default)]
pub struct Verifier {
    sources: Vec<Box<dyn Source>>,
}

impl Verifier {
    /// Without a source: everybody is denied.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a source, to be asked after those that are there.
    #[must_use]
    pub fn with(mut self, source: impl Source + 'static) -> Self {
        self.sources.push(Box::new(source));
        self
    }

    /// Decides about a CONNECT.
    ///
    /// # Errors
    /// Why the client must not be admitted.
    pub async fn authenticate(&self, request: &ConnectRequest<'_>) -> Result<AuthenticatedClient, Reason> {
        let mut tally = Tally::default();
        let (mut by_certificate, mut by_account) = (false, false);
        for source in &self.sources {
            let decision = source.authenticate(request).await;
            if decision == Decision::Allow {
                match source.evidence() {
                    Evidence::Certificate => by_certificate = true,
                    Evidence::Account => by_account = true,
                }
            }
            tally.count(decision)?;
        }
        tally.verdict()?;

        let device = request.device().filter(|_| by_certificate);
        let account = match request.user_name() {
            None => device,
            Some(name) if by_account || device == Some(name) => Some(name),
            Some(_) => return Err(Reason::UnprovenUserName),
        };
        Ok(AuthenticatedClient {
            client_id: request.client_id().clone(),
            account: account.map(str::to_owned),
            device: device.map(str::to_owned),
        })
    }

    /// Decides about a PUBLISH, a SUBSCRIBE, or a message to be delivered. `topic` is as it came from the client, or from
    /// another one for [`Action::Receive`].
    ///
    /// What the topic itself rules out, no source is asked about, and no superuser is allowed: invalid topics, and
    /// publishing to a name that begins with `$`. For `$share/<group>/<filter>` the sources are asked about the filter,
    /// whose rights it needs.
    ///
    /// # Errors
    /// Why the client must not do it; [`Reason::InvalidTopic`] where it is not a topic at all.
    pub async fn authorize(
        &self,
        client: &AuthenticatedClient,
        action: Action,
        topic: &str,
    ) -> Result<(), Reason> {
        let request = Request::parse(action, topic)?;
        if matches!(request, Request::Publish(name) if name.is_reserved()) {
            return Err(Reason::ReservedTopic);
        }
        let mut tally = Tally::default();
        for source in &self.sources {
            tally.count(source.authorize(client, request).await)?;
        }
        tally.verdict()
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("sources", &self.sources.len())
            .finish()
    }
}

/// A client that was let in. Only [`Verifier::authenticate`] makes one:
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
    client_id: ClientId,
    account: Option<String>,
    device: Option<String>,
}

impl AuthenticatedClient {
    /// The client id of its CONNECT. Nothing but a certificate proves it.
    #[must_use]
    pub fn client_id(&self) -> &ClientId {
        &self.client_id
    }

    /// The name to which its topic rights belong; none for a client that a source let in without a name.
    #[must_use]
    pub fn account(&self) -> Option<&str> {
        self.account.as_deref()
    }

    /// The id of the device, where its certificate was accepted. It is the client id then.
    #[must_use]
    pub fn device(&self) -> Option<&str> {
        self.device.as_deref()
    }
}
