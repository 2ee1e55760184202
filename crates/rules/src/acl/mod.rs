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

use crate::topic::{Action, Request, TopicFilter};

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
/// use amqtt_rules::{Acl, Action, Request, Verdict};
///
/// let acl: Acl = [(Action::Subscribe, "a".parse()?), (Action::Subscribe, "a/+/#".parse()?)].into_iter().collect();
/// assert!(acl.allows(Request::parse(Action::Subscribe, "a/#")?));
/// assert!(!acl.allows(Request::parse(Action::Publish, "a")?));
/// assert!(matches!(acl.decide(Request::parse(Action::Subscribe, "+/b")?), Verdict::Denied { witness, .. } if witness == "x/b"));
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

    /// Returns whether the client may do this.
    #[must_use]
    pub fn allows(&self, request: Request<'_>) -> bool {
        match request {
            Request::Publish(name) => !name.is_reserved() && self.publish.matches(name),
            Request::Subscribe(subscription) => self.subscribe.cover(subscription),
            Request::Receive(name) => self.receive.matches(name),
        }
    }

    /// Returns what [`Acl::allows`] says, and why.
    #[must_use]
    pub fn decide(&self, request: Request<'_>) -> Verdict {
        match request {
            Request::Publish(name) if name.is_reserved() => Verdict::Denied {
                witness: name.as_str().to_owned(),
                why: Denial::Reserved,
            },
            _ => self.filters(request.action()).verdict(request.topic()),
        }
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
