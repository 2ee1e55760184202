//! A client that is connected: decisions about its topics, without waiting.

use amqtt_verifier::{
    Action, AuthenticatedClient, Reason, Verifier, certificate::DeviceIdentity, sources::database::HeldStates,
};

/// A client that was admitted, for as long as it is connected. Its rights are kept up to date meanwhile, so that a decision
/// waits for nothing: no query, no lock. Drop it when the client disconnects.
#[derive(Debug)]
pub struct Session {
    pub(crate) client: AuthenticatedClient,
    pub(crate) device: Option<DeviceIdentity>,
    /// The device's standing in the inventory.
    pub(crate) _states: Option<HeldStates>,
    /// The sources for topics.
    pub(crate) verifier: Verifier,
    /// Set if all of them answer at once.
    pub(crate) answers_at_once: bool,
}

impl Session {
    /// Decides about a PUBLISH, a SUBSCRIBE, or a message to be delivered, at once. Any thread may ask.
    ///
    /// A change of rights counts within a second. While the database is away, rights count for as long as
    /// [`max_stale`](crate::Configuration::max_stale) and [`grace`](crate::Configuration::grace) say.
    ///
    /// # Errors
    /// Returns the reason for the denial; [`SourceFault::NotReady`](amqtt_verifier::SourceFault::NotReady) if the
    /// configuration has an HTTP server, which has to be [asked](Self::ask).
    pub fn decide(&self, action: Action, topic: &str) -> Result<(), Reason> {
        self.verifier.authorize_now(&self.client, action, topic)
    }

    /// Decides like [`decide`](Self::decide), and asks the HTTP server if there is one.
    ///
    /// # Errors
    /// Returns the reason for the denial.
    pub async fn ask(&self, action: Action, topic: &str) -> Result<(), Reason> {
        self.verifier.authorize(&self.client, action, topic).await
    }

    /// Returns whether [`decide`](Self::decide) answers: there is no HTTP server to be asked about topics.
    #[must_use]
    pub fn answers_at_once(&self) -> bool {
        self.answers_at_once
    }

    /// Returns the client.
    #[must_use]
    pub fn client(&self) -> &AuthenticatedClient {
        &self.client
    }

    /// Returns the device, if the client came with a certificate.
    #[must_use]
    pub fn device(&self) -> Option<&DeviceIdentity> {
        self.device.as_ref()
    }
}
