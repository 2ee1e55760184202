//! Naive judges: slow, and so simple that they can be seen to be right.

pub mod acl;
pub mod broker;
#[cfg(feature = "http")]
pub mod http;
pub mod topics;
