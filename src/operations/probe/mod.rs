//! Probing a live broker, as a client of any broker: what it shows, whom it admits, and what it allows them.

mod address;
mod canary;
mod check;
mod client;
mod logins;
mod old_tls;
mod packets;
mod requests;
mod rights;
mod server;
mod stream;
mod watch;

use std::time::Duration;

use amqtt_database::StoredRights;
use amqtt_verifier::{DeviceId, TrustDomain};

use self::client::Broker;
pub(crate) use self::{
    address::Address,
    canary::{Canaries, Nest},
    check::{COLUMNS, Check},
    stream::Credential,
    watch::{Session, Waited, Watch},
};
use crate::{
    context::Context,
    error::{Code, Failure, Outcome},
    pki::Certificate,
};

/// A device that must be admitted.
pub(crate) struct Known {
    pub(crate) id: DeviceId,
    pub(crate) credential: Credential,
    /// The device's rights, where they are known.
    pub(crate) rights: Option<StoredRights>,
}

/// A probe of one broker.
pub(crate) struct Probe<'a> {
    pub(crate) address: Address,
    /// The time that each attempt may take.
    pub(crate) timeout: Duration,
    /// The CA that clients trust, which is that of the devices too.
    pub(crate) anchors: &'a [Certificate],
    pub(crate) trust_domain: &'a TrustDomain,
    pub(crate) known: Option<Known>,
    /// Another device, which publishes what that one may not receive.
    pub(crate) publisher: Option<Known>,
    pub(crate) canaries: Option<Canaries>,
}

impl Probe<'_> {
    /// Makes all checks, one after another.
    ///
    /// # Errors
    /// [`Code::Environment`] for a broker that cannot be reached, or does not speak TLS or MQTT.
    pub(crate) fn run(&self, context: &Context) -> Outcome<Vec<Check>> {
        let broker = Broker::new(self.address.clone(), self.timeout);
        let mut checks = server::checks(&broker, self.anchors, context)?;
        let logins = logins::Logins {
            broker: &broker,
            probe: self,
        };
        logins.checks(context, &mut checks)?;
        if !broker.answers() {
            let message = format!("{} does not answer as an MQTT broker", self.address);
            return Err(Failure::of(Code::Environment, message)
                .hint("every client was met with silence or a closed connection: check the address, and that the broker is well"));
        }
        Ok(checks)
    }
}
