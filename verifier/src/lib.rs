//! The rules by which an MQTT broker admits devices and grants topics.
//!
//! The command-line tool `amqtt-admin` issues identities and rights; a broker checks them. Both use the types of this
//! crate, so that what one side writes the other side reads in the same way.
//!
//! - [`DeviceId`], [`TrustDomain`], [`ClientId`]: the names that a device goes by.
//! - [`SpiffeId`]: the URI that a device certificate carries, `spiffe://<trust domain>/device/<id>`.

mod identity;

pub use identity::{ClientId, DeviceId, InvalidName, SpiffeId, TrustDomain};
#[cfg(feature = "database")]
pub mod database;
mod topic;
pub use topic::Action;
