//! Several sources as one: who a client is, and what it may do.

use std::{
    fmt,
    pin::pin,
    sync::Arc,
    task::{Context, Poll, Waker},
};

use amqtt_rules::{
    names::AccountName,
    topic::{Action, Request},
};

use crate::{
    client::AuthenticatedClient,
    decision::{Decision, Reason, SourceFault, Tally},
    source::{ConnectRequest, Evidence, Source},
};

/// The sources of a broker. They are asked one after another, in the order in which they were added, until one denies. Add
/// the cheap ones first: then a wrong certificate costs no request to a server.
///
/// A clone shares the sources.
///
/// # The account of a client
///
/// Topic rights belong to an account name. Devices and accounts share one namespace.
///
/// | the client gives | and | its account is |
/// |---|---|---|
/// | no user name | its certificate was accepted | the device id, which is the client id |
/// | a user name | a source of [`Evidence::Account`] allowed it | the user name, with or without a certificate |
/// | a user name that is its device id | its certificate was accepted | that name |
/// | any other user name | | denied: [`Reason::UnprovenUserName`] |
/// | no user name | no certificate, but some source allowed it | none |
///
/// A certificate proves no user name. Without the fourth line a device could present its own certificate, call itself
/// `admin`, and be given the rights of `admin`. A device id that is too long for an account name has no account, and so
/// no rights.
///
/// # Without an async runtime
///
/// [`Verifier::authenticate_now`] and [`Verifier::authorize_now`] serve a broker that has none, as long as its sources
/// answer at once: [`CertificateSource`](crate::CertificateSource), and sources of its own. The crate `amqtt-gate` has a
/// blocking interface for all of them.
///
/// ```
/// use amqtt_verifier::{CertificateSource, ClientId, ConnectRequest, Reason, Verifier};
///
/// let verifier = Verifier::new().with(CertificateSource);
/// let client_id: ClientId = "pump-7".parse()?;
///
/// // The device was found by checking the peer's chain.
/// let request = ConnectRequest::new(&client_id).with_device("pump-7");
/// let client = verifier.authenticate_now(&request)?;
/// assert_eq!(client.account().map(|name| name.as_str()), Some("pump-7"));
///
/// let request = request.with_user_name("admin");
/// assert_eq!(verifier.authenticate_now(&request), Err(Reason::UnprovenUserName));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default)]
pub struct Verifier {
    sources: Vec<Arc<dyn Source>>,
}

impl Verifier {
    /// Returns a verifier without a source, which denies every client.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a source, which is asked after those added before.
    #[must_use]
    pub fn with(mut self, source: impl Source + 'static) -> Self {
        self.sources.push(Arc::new(source));
        self
    }

    /// Decides about a CONNECT.
    ///
    /// # Errors
    /// Returns the reason for which the client must not be admitted.
    pub async fn authenticate(&self, request: &ConnectRequest<'_>) -> Result<AuthenticatedClient, Reason> {
        let user_name = request.user_name().map(str::parse::<AccountName>).transpose();
        let user_name = user_name.map_err(Reason::UserName)?;
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
        let account = match user_name {
            None => device.and_then(|device| device.parse().ok()),
            Some(name) if by_account || device == Some(name.as_str()) => Some(name),
            Some(_) => return Err(Reason::UnprovenUserName),
        };
        Ok(AuthenticatedClient {
            client_id: request.client_id().clone(),
            account,
            device: device.map(str::to_owned),
        })
    }

    /// Decides about a CONNECT with sources that answer at once.
    ///
    /// # Errors
    /// As [`Verifier::authenticate`]; [`SourceFault::NotReady`] when a source has to wait for its answer.
    pub fn authenticate_now(&self, request: &ConnectRequest<'_>) -> Result<AuthenticatedClient, Reason> {
        at_once(self.authenticate(request))
    }

    /// Decides about a PUBLISH, a SUBSCRIBE, or a message to be delivered. `topic` is the text that came from the client;
    /// for [`Action::Receive`], from the client that published.
    ///
    /// No source is asked about an invalid topic, or about publishing to a name that begins with `$`: these are denied to
    /// superusers as well. For `$share/<group>/<filter>` the sources are asked about the filter, whose rights it needs.
    ///
    /// # Errors
    /// Returns the reason for the denial; [`Reason::InvalidTopic`] if the text is not a topic name or filter.
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
            let decision = match source.authorize_now(client, request) {
                Some(decision) => decision,
                None => source.authorize(client, request).await,
            };
            tally.count(decision)?;
        }
        tally.verdict()
    }

    /// Decides about a topic with sources that answer at once.
    ///
    /// # Errors
    /// As [`Verifier::authorize`]; [`SourceFault::NotReady`] when a source has to wait for its answer.
    pub fn authorize_now(
        &self,
        client: &AuthenticatedClient,
        action: Action,
        topic: &str,
    ) -> Result<(), Reason> {
        at_once(self.authorize(client, action, topic))
    }
}

/// Polls a future once. Dropping it if it is not ready is fine: sources allow that at any point.
fn at_once<T>(future: impl Future<Output = Result<T, Reason>>) -> Result<T, Reason> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(answer) => answer,
        Poll::Pending => Err(SourceFault::NotReady.into()),
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("sources", &self.sources.len())
            .finish()
    }
}
