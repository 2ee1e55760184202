//! Who may do what with which topic: the stored filters of a client, and the decision on a request.

mod blocks;
mod build;
mod filters;
mod hash;
mod lint;
mod path;
mod query;
mod table;
mod texts;
mod trie;
mod witness;
mod words;

pub use filters::Filters;
pub use lint::{Finding, Redundancy, lint};

use crate::topic::{Action, InvalidTopic, Subscription, TopicFilter, TopicName};

/// The rights of one client: for each action the filters that are stored for it.
///
/// - A client may publish to, or receive from, a topic that one of the filters for that action matches. Nobody may publish
///   to a topic that begins with `$`.
/// - A client may subscribe to a filter if the stored ones together cover it: every topic that it can match is matched by
///   some of them.
///
/// Without filters nothing is allowed.
///
/// ```
/// use amqtt_rules::{Acl, Action, Verdict};
///
/// let acl: Acl = [(Action::Subscribe, "a".parse()?), (Action::Subscribe, "a/+/#".parse()?)].into_iter().collect();
/// assert!(acl.allows(Action::Subscribe, "a/#")?);
/// assert!(!acl.allows(Action::Publish, "a")?);
/// assert!(matches!(acl.decide(Action::Subscribe, "+/b")?, Verdict::Denied { witness, .. } if witness == "x/b"));
/// # Ok::<(), amqtt_rules::InvalidTopic>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Acl {
    /// What may be published.
    pub publish: Filters,
    /// What may be subscribed to.
    pub subscribe: Filters,
    /// What may be received.
    pub receive: Filters,
}

impl Acl {
    /// The filters for one action.
    #[must_use]
    pub fn filters(&self, action: Action) -> &Filters {
        match action {
            Action::Publish => &self.publish,
            Action::Subscribe => &self.subscribe,
            Action::Receive => &self.receive,
        }
    }

    /// Whether the client may do this: publish to or receive from a topic, or subscribe to a filter, `$share/…` included.
    ///
    /// # Errors
    /// [`InvalidTopic`] when the topic is not of the kind that the action takes. A broker treats that as not allowed.
    pub fn allows(&self, action: Action, topic: &str) -> Result<bool, InvalidTopic> {
        match action {
            Action::Publish => {
                let name = TopicName::parse(topic)?;
                Ok(!name.is_reserved() && self.publish.matches(name))
            }
            Action::Subscribe => Ok(self.subscribe.cover(Subscription::parse(topic)?)),
            Action::Receive => Ok(self.receive.matches(TopicName::parse(topic)?)),
        }
    }

    /// What [`Acl::allows`] says, and why.
    ///
    /// # Errors
    /// As [`Acl::allows`].
    pub fn decide(&self, action: Action, topic: &str) -> Result<Verdict, InvalidTopic> {
        if action == Action::Subscribe {
            return Ok(self.subscribe.decide(Subscription::parse(topic)?));
        }
        let name = TopicName::parse(topic)?;
        if action == Action::Publish && name.is_reserved() {
            return Ok(Verdict::Denied {
                witness: topic.to_owned(),
                why: Denial::Reserved,
            });
        }
        Ok(self.filters(action).verdict(topic))
    }
}

impl FromIterator<(Action, TopicFilter)> for Acl {
    fn from_iter<I: IntoIterator<Item = (Action, TopicFilter)>>(rights: I) -> Self {
        let mut filters: [Vec<TopicFilter>; 3] = Default::default();
        for (action, filter) in rights {
            filters[action as usize].push(filter);
        }
        let [publish, subscribe, receive] = filters.map(Filters::from_iter);
        Self {
            publish,
            subscribe,
            receive,
        }
    }
}

/// A decision with its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verdict {
    /// Allowed.
    Allowed {
        /// The stored filters that allow it; several if a subscription is covered only by all of them together.
        by: Vec<TopicFilter>,
    },
    /// Denied.
    Denied {
        /// A topic that the request would reach, and that is not granted; the topic itself if it is one.
        witness: String,
        /// Why it is not.
        why: Denial,
    },
}

impl Verdict {
    /// Whether it is allowed.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        matches!(self, Self::Allowed { .. })
    }
}

/// Why a topic is not granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Denial {
    /// No stored filter matches it.
    #[error("no stored filter matches it")]
    NotCovered,
    /// Nobody may publish to a topic that begins with `$`, whatever is stored.
    #[error("nobody may publish to a topic that begins with '$'")]
    Reserved,
}
