//! Topic rights: the stored filters of a client, and the decision on a request.
//!
//! [`Acl`] has the rights of one client, [`Filters`] those for one action; [`RecentAcl`] tries first what allowed the last request; a
//! [`Verdict`] says why; [`lint`](lint()) finds filters that grant nothing. How filters are searched is the business of `index`, the
//! one door to which is its `Index`.

mod filters;
mod index;
mod lint;
mod recent;
mod verdict;
mod witness;

pub use filters::Filters;
pub use lint::{Redundancy, RedundantFilter, lint};
pub use recent::RecentAcl;
pub use verdict::{Denial, Verdict};

use crate::topic::{Action, Request, TopicFilter};

/// The rights of one client: for each action the filters that are stored for it.
///
/// - A client may publish to, or receive from, a topic that one of the filters for that action matches. Publishing to a topic
///   that begins with `$` is always denied.
/// - A client may subscribe to a filter if the stored filters together cover it: each topic that the request can match is
///   matched by one of them.
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
    /// Filters for topics that may be published to.
    pub publish: Filters,
    /// Filters that together cover what may be subscribed to.
    pub subscribe: Filters,
    /// Filters for topics that may be received from.
    pub receive: Filters,
}

impl Acl {
    /// Returns the filters for one action.
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
    #[inline]
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
