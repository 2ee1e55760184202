#![cfg_attr(docsrs, feature(doc_cfg))]
#![cfg_attr(
    any(not(doctest), all(feature = "ring", feature = "rustls", feature = "http", feature = "database", feature = "password")),
    doc = include_str!("../README.md")
)]
//!
//! # Modules
//!
//! - [`Verifier`]: several sources as one. [`Source`], [`ConnectRequest`], [`Decision`], [`Reason`]: the question and the answer.
//! - [`CertificateSource`], `sources::database::DatabaseSource`, `sources::http::HttpSource`: the sources in this crate.
//! - [`certificate`], [`revocation`], `tls`: admission by certificate.
//! - [`reason_code`]: the codes of MQTT 3.1.1 and MQTT 5 for a [`Reason`].
//! - `password`: passwords and their stored hashes.
//! - [`Acl`]: decides by stored filters whether a client may publish, subscribe or receive.
//! - [`DeviceId`], [`TrustDomain`], [`ClientId`], [`AccountName`]: the names of devices, clients and accounts.
//! - [`SpiffeId`]: the URI in a device certificate, `spiffe://<trust domain>/device/<id>`.
//! - [`TopicName`], [`TopicFilter`], [`Subscription`]: a topic to publish to, a stored filter, a requested filter.

#[cfg(all(
    any(feature = "password", feature = "http"),
    not(any(feature = "ring", feature = "aws-lc-rs"))
))]
compile_error!(
    "the features `password`, `database` and `http` need a provider: enable `ring` or `aws-lc-rs` too"
);

#[cfg(any(feature = "ring", feature = "aws-lc-rs"))]
pub mod certificate;
mod client;
pub mod decision;
#[cfg(feature = "password")]
pub mod password;
#[cfg(feature = "http")]
pub mod protocol;
pub mod reason_code;
#[cfg(any(feature = "ring", feature = "aws-lc-rs"))]
pub mod revocation;
pub mod source;
#[cfg(any(feature = "database", feature = "http"))]
pub mod sources;
#[cfg(all(feature = "rustls", any(feature = "ring", feature = "aws-lc-rs")))]
pub mod tls;
mod verifier;

pub use amqtt_rules::{
    AccountName, Acl, Action, ClientId, Denial, DeviceId, Filters, InvalidAction, InvalidName, InvalidTopic,
    Request, SpiffeId, Subscription, TopicFilter, TopicName, TrustDomain, Verdict,
};
pub use amqtt_rules::{acl, broker, names, overlap, topic};
pub use client::AuthenticatedClient;
pub use decision::{Decision, Reason, SourceFault};
pub use reason_code::ProtocolVersion;
pub use source::{BoxFuture, CertificateSource, ConnectRequest, Evidence, Source};
pub use verifier::Verifier;
