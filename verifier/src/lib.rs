//! The rules by which an MQTT broker admits devices and grants topics.
//!
//! The command-line tool `amqtt-admin` issues identities and rights; a broker checks them. Both use the types of this
//! crate, so that what one side writes the other side reads in the same way.
//!
//! - [`DeviceId`], [`TrustDomain`], [`ClientId`]: the names that a device goes by.
//! - [`SpiffeId`]: the URI that a device certificate carries, `spiffe://<trust domain>/device/<id>`.
//! - [`certificate`], [`revocation`]: which certificates are admitted (with the feature `ring`, which is on by default, or
//!   `aws-lc-rs`).

#[cfg(any(feature = "ring", feature = "aws-lc-rs"))]
pub mod certificate;
#[cfg(any(feature = "ring", feature = "aws-lc-rs"))]
mod der;
#[cfg(any(feature = "ring", feature = "aws-lc-rs"))]
mod file;
#[cfg(any(feature = "ring", feature = "aws-lc-rs"))]
mod hex;
mod identity;
#[cfg(any(feature = "ring", feature = "aws-lc-rs"))]
pub mod revocation;
#[cfg(any(feature = "ring", feature = "aws-lc-rs"))]
mod time;
#[cfg(all(feature = "rustls", any(feature = "ring", feature = "aws-lc-rs")))]
pub mod tls;

pub use identity::{ClientId, DeviceId, InvalidName, SpiffeId, TrustDomain};
