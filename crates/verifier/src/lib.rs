#![cfg_attr(docsrs, feature(doc_cfg))]
#![cfg_attr(
    any(not(doctest), all(feature = "ring", feature = "rustls", feature = "http", feature = "database", feature = "password")),
    doc = include_str!("../README.md")
)]
//!
//! # Where to find what
//!
//! - [`Verifier`]: several sources as one; [`Source`], [`ConnectRequest`], [`Decision`], [`Reason`]: what they are asked, and answer.
//! - [`CertificateSource`], `sources::database::DatabaseSource`, `sources::http::HttpSource`: the sources that are here.
//! - [`certificate`], [`revocation`], `tls`: which certificates are admitted.
//! - `password`: passwords and their stored hashes. `database`: the tables that they are stored in.
//! - [`Acl`]: whether a client may publish, subscribe or receive, by its stored filters; [`lint`] finds those of no use.
//! - [`DeviceId`], [`TrustDomain`], [`ClientId`], [`AccountName`]: the names that a device goes by.
//! - [`SpiffeId`]: the URI that a device certificate carries, `spiffe://<trust domain>/device/<id>`.
//! - [`TopicName`], [`TopicFilter`], [`Subscription`]: what may be published, stored, and asked for.

#[cfg(any(feature = "ring", feature = "aws-lc-rs"))]
pub mod certificate;
pub mod decision;
#[cfg(feature = "password")]
pub mod password;
#[cfg(any(feature = "ring", feature = "aws-lc-rs"))]
pub mod revocation;
#[cfg(feature = "http")]
pub mod protocol;
pub mod source;
#[cfg(any(feature = "database", feature = "http"))]
pub mod sources;
#[cfg(all(feature = "rustls", any(feature = "ring", feature = "aws-lc-rs")))]
pub mod tls;
mod verifier;

pub use amqtt_rules::{
    AccountName, Acl, Action, ClientId, Denial, DeviceId, Filters, Finding, InvalidAction, InvalidName,
    InvalidTopic, Redundancy, Request, SpiffeId, Subscription, TopicFilter, TopicName, TrustDomain, Verdict,
    lint,
};
pub use amqtt_rules::{acl, names, topic};
pub use decision::{Decision, Fault, Reason};
pub use source::{BoxFuture, CertificateSource, ConnectRequest, Evidence, Source};
pub use verifier::{AuthenticatedClient, Verifier};
