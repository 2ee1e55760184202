//! The rules by which an MQTT broker admits devices and grants topics.
//!
//! The command-line tool `amqtt-admin` issues identities and rights; a broker checks them. Both use the types of this
//! crate, so that what one side writes the other side reads in the same way.
//!
//! - [`DeviceId`], [`TrustDomain`], [`ClientId`], [`AccountName`]: the names that a device goes by.
//! - [`SpiffeId`]: the URI that a device certificate carries, `spiffe://<trust domain>/device/<id>`.
//! - [`TopicName`], [`TopicFilter`], [`Subscription`]: what may be published, stored, and asked for.
//! - [`Acl`]: whether a client may publish, subscribe or receive, by its stored filters; [`lint`] finds those of no use.
//! - [`certificate`], [`revocation`]: which certificates are admitted (with the feature `ring`, which is on by default, or
//!   `aws-lc-rs`).
//! - [`Verifier`]: several sources as one; [`Source`], [`Decision`], [`Reason`]: what they are asked, and answer.
//! - [`CertificateSource`] and, with the features `database` and `http`, `database::DatabaseSource` and
//!   `http::HttpSource`.

mod acl;
#[cfg(any(feature = "ring", feature = "aws-lc-rs"))]
pub mod certificate;
#[cfg(feature = "database")]
pub mod database;
pub mod decision;
#[cfg(any(feature = "ring", feature = "aws-lc-rs"))]
mod der;
#[cfg(any(feature = "ring", feature = "aws-lc-rs"))]
mod file;
#[cfg(any(feature = "ring", feature = "aws-lc-rs"))]
mod hex;
#[cfg(feature = "http")]
pub mod http;
mod identity;
#[cfg(feature = "password")]
pub mod password;
#[cfg(any(feature = "ring", feature = "aws-lc-rs"))]
pub mod revocation;
pub mod source;
#[cfg(any(feature = "ring", feature = "aws-lc-rs"))]
mod time;
#[cfg(all(feature = "rustls", any(feature = "ring", feature = "aws-lc-rs")))]
pub mod tls;
mod topic;
mod verifier;

pub use acl::{Acl, Denial, Filters, Finding, Redundancy, Verdict, lint};
pub use decision::{Decision, Fault, Reason};
pub use identity::{AccountName, ClientId, DeviceId, InvalidName, SpiffeId, TrustDomain};
pub use source::{BoxFuture, CertificateSource, ConnectRequest, Evidence, Source};
pub use topic::{Action, InvalidAction, InvalidTopic, Subscription, TopicFilter, TopicName};
pub use verifier::{AuthenticatedClient, Verifier};
