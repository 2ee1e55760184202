//! Requests of clients.

use super::{action::Action, invalid::InvalidTopic, name::TopicName, subscription::Subscription};

/// A client's request: an action, and a topic that was parsed as that action needs it. Parsed once, at the edge;
/// nothing below handles raw text.
///
/// ```
/// use amqtt_rules::topic::{Action, Request};
///
/// assert!(Request::parse(Action::Subscribe, "plant/+/state").is_ok());
/// assert!(Request::parse(Action::Publish, "plant/+/state").is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Request<'a> {
    /// To publish to a topic.
    Publish(TopicName<'a>),
    /// To subscribe to a filter, `$share/<group>/<filter>` included.
    Subscribe(Subscription<'a>),
    /// To be sent a message that was published to a topic.
    Receive(TopicName<'a>),
}

impl<'a> Request<'a> {
    /// Parses the topic of a request: a topic name to publish and receive, a filter to subscribe.
    ///
    /// # Errors
    /// [`InvalidTopic`] if the text is not what the action takes.
    #[inline]
    pub fn parse(action: Action, topic: &'a str) -> Result<Self, InvalidTopic> {
        match action {
            Action::Publish => TopicName::parse(topic).map(Self::Publish),
            Action::Subscribe => Subscription::parse(topic).map(Self::Subscribe),
            Action::Receive => TopicName::parse(topic).map(Self::Receive),
        }
    }

    /// Returns the action.
    #[must_use]
    pub fn action(self) -> Action {
        match self {
            Self::Publish(_) => Action::Publish,
            Self::Subscribe(_) => Action::Subscribe,
            Self::Receive(_) => Action::Receive,
        }
    }

    /// Returns the topic that rights are looked up for: of a shared subscription, the filter in it.
    #[must_use]
    pub fn topic(self) -> &'a str {
        match self {
            Self::Publish(name) | Self::Receive(name) => name.as_str(),
            Self::Subscribe(subscription) => subscription.filter(),
        }
    }
}
