//! Topics: the names that messages are published to, the filters that are stored, and what a client asks for (MQTT 5, 4.7 and
//! 4.8.2).

mod action;
mod check;
mod filter;
mod invalid;
mod name;
mod request;
mod subscription;

pub use action::{Action, InvalidAction};
pub use filter::TopicFilter;
pub use invalid::{Excerpt, InvalidTopic};
pub use name::TopicName;
pub use request::Request;
pub use subscription::Subscription;
