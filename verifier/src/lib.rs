//! The rules by which an MQTT broker admits devices and grants topics.
//!
//! The command-line tool `amqtt-admin` issues identities and rights; a broker checks them. Both use the types of this
//! crate, so that what one side writes the other side reads in the same way.
//!
//! - [`DeviceId`], [`TrustDomain`], [`ClientId`]: the names that a device goes by.
//! - [`SpiffeId`]: the URI that a device certificate carries, `spiffe://<trust domain>/device/<id>`.
//! - [`Verifier`]: several sources as one; [`Source`], [`Decision`], [`Reason`]: what they are asked, and answer.
//! - [`CertificateSource`] and, with the feature `http`, [`http::HttpSource`].

pub mod decision;
#[cfg(feature = "http")]
pub mod http;
mod identity;
pub mod source;
mod topic;
mod verifier;

pub use decision::{Decision, Fault, Reason};
pub use identity::{ClientId, DeviceId, InvalidName, SpiffeId, TrustDomain};
pub use source::{BoxFuture, CertificateSource, ConnectRequest, Evidence, Source};
pub use topic::Action;
pub use verifier::{AuthenticatedClient, Verifier};
