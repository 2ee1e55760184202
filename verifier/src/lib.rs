//! The rules by which an MQTT broker admits devices and grants topics.
//!
//! The command-line tool `amqtt-admin` issues identities and rights; a broker checks them. Both use the types of this
//! crate, so that what one side writes the other side reads in the same way.
//!
//! - [`DeviceId`], [`TrustDomain`], [`ClientId`]: the names that a device goes by.
//! - [`SpiffeId`]: the URI that a device certificate carries, `spiffe://<trust domain>/device/<id>`.
//! - [`AccountName`]: the name that a password belongs to; with the feature `password`, the module `password`.

mod identity;
#[cfg(feature = "password")]
pub mod password;

pub use identity::{AccountName, ClientId, DeviceId, InvalidName, SpiffeId, TrustDomain};
