//! A client that is connected: decisions about its topics, without waiting.

use std::{sync::Arc, time::Duration};

use amqtt_verifier::{
    Action, AuthenticatedClient, Reason, Verifier,
    acl::Acl,
    certificate::DeviceIdentity,
    sources::database::{HeldRights, HeldStates},
};

/// A client that was admitted, for as long as it is connected. Its rights are kept up to date meanwhile, so that a decision
/// waits for nothing: no query, no lock. Drop it when the client disconnects.
#[derive(Debug)]
pub struct Session {
    pub(crate) client: AuthenticatedClient,
    pub(crate) device: Option<DeviceIdentity>,
    /// The device's standing in the inventory.
    pub(crate) _states: Option<HeldStates>,
    /// The rights in the database.
    pub(crate) rights: Option<Arc<HeldRights>>,
    /// The sources for topics: those rights, and the HTTP server.
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

    /// Returns the rights of the client as they are now, for a caller that decides about many topics within this time: those
    /// that they allow are those that [`decide`](Self::decide) would. `None` if that is not certain, so that `decide` has to be
    /// asked: the rights might become too old meanwhile, or there is an HTTP server.
    ///
    /// A change of rights counts within a second if the time is at most 200 ms.
    #[must_use]
    pub fn rights_for(&self, time: Duration) -> Option<Arc<Acl>> {
        let rights = self.rights.as_ref().filter(|_| self.answers_at_once)?;
        rights.lasting(time)
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
