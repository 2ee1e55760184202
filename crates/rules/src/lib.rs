//! The rules that every part of the project shares: names, topics, and the rights of a client.

pub mod acl;
pub mod names;
pub mod overlap;
pub mod topic;

pub use acl::{Acl, Denial, Filters, Finding, Redundancy, Verdict, lint};
pub use names::{AccountName, ClientId, DeviceId, InvalidName, SpiffeId, TrustDomain};
pub use topic::{Action, InvalidAction, InvalidTopic, Request, Subscription, TopicFilter, TopicName};
