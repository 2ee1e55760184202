//! The rules by which an MQTT broker admits devices and grants topics.
//!
//! The command-line tool `amqtt-admin` issues identities and rights; a broker checks them. Both use the types of this
//! crate, so that what one side writes the other side reads in the same way.
//!
//! - [`DeviceId`], [`TrustDomain`], [`ClientId`], [`AccountName`]: the names that a device goes by.
//! - [`SpiffeId`]: the URI that a device certificate carries, `spiffe://<trust domain>/device/<id>`.
//! - [`TopicName`], [`TopicFilter`], [`Subscription`]: what may be published, stored, and asked for.
//! - [`Acl`]: whether a client may publish, subscribe or receive, by its stored filters; [`lint`] finds those of no use.

mod acl;
#[cfg(feature = "database")]
pub mod database;
mod identity;
mod topic;

pub use acl::{Acl, Denial, Filters, Finding, Redundancy, Verdict, lint};
pub use identity::{AccountName, ClientId, DeviceId, InvalidName, SpiffeId, TrustDomain};
pub use topic::{Action, InvalidAction, InvalidTopic, Subscription, TopicFilter, TopicName};
