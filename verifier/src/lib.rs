//! The rules by which an MQTT broker admits devices and grants topics.
//!
//! The command-line tool `amqtt-admin` issues identities and rights; a broker checks them. Both use the types of this
//! crate, so that what one side writes the other side reads in the same way.
//!
//! - [`DeviceId`], [`TrustDomain`], [`ClientId`]: the names that a device goes by.
//! - [`SpiffeId`]: the URI that a device certificate carries, `spiffe://<trust domain>/device/<id>`.
//! - [`TopicName`], [`TopicFilter`], [`Subscription`]: what may be published, stored, and asked for.
//! - [`Acl`]: whether a client may publish, subscribe or receive, by its stored filters; [`lint`] finds those of no use.
//! - [`Verifier`]: several sources as one; [`Source`], [`Decision`], [`Reason`]: what they are asked, and answer.
//! - [`CertificateSource`] and, with the feature `http`, `http::HttpSource`.

mod acl;
pub mod decision;
#[cfg(feature = "http")]
pub mod http;
mod identity;
pub mod source;
mod topic;
mod verifier;

pub use acl::{Acl, Denial, Filters, Finding, Redundancy, Verdict, lint};
pub use decision::{Decision, Fault, Reason};
pub use identity::{ClientId, DeviceId, InvalidName, SpiffeId, TrustDomain};
pub use source::{BoxFuture, CertificateSource, ConnectRequest, Evidence, Source};
pub use topic::{Action, InvalidAction, InvalidTopic, Subscription, TopicFilter, TopicName};
pub use verifier::{AuthenticatedClient, Verifier};
