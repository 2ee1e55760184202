#![doc = include_str!("../README.md")]

pub mod acl;
pub mod broker;
pub mod names;
pub mod overlap;
pub mod topic;

pub use acl::{Acl, Denial, Filters, RecentAcl, Redundancy, RedundantFilter, Verdict, lint};
pub use names::{AccountName, ClientId, DeviceId, InvalidName, SpiffeId, TrustDomain};
pub use topic::{Action, InvalidAction, InvalidTopic, Request, Subscription, TopicFilter, TopicName};
