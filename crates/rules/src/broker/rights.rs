//! The rights of one client as a broker is answered by them.

use std::sync::Arc;

use super::{kind::Broker, reading::readings};
use crate::{
    acl::{Acl, Denial, Filters, Verdict},
    topic::{Action, Request, TopicFilter},
};

/// The rights of one client at one broker.
///
/// Never allows what [`Acl::allows`] denies, but for RabbitMQ, where `a.b` and `a/b` are one topic.
#[derive(Debug, Clone)]
pub struct BrokerRights {
    broker: Broker,
    acl: Arc<Acl>,
}

/// The demand of a broker's question: that the filters for an action cover a topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demand {
    /// The action whose filters are asked.
    pub action: Action,
    /// The topic, as the broker may mean it.
    pub topic: String,
}

/// A decision with its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum BrokerVerdict {
    /// Allowed.
    Allowed {
        /// The stored filters that allow it, with the action that each is stored for.
        by: Vec<(Action, TopicFilter)>,
    },
    /// Denied.
    Denied {
        /// The demand that is not granted.
        demand: Demand,
        /// A topic that the demand includes and that is not granted.
        witness: String,
        /// The reason that it is not granted.
        why: Denial,
    },
    /// Denied, as what the broker would send cannot be read.
    Unreadable,
}

impl BrokerVerdict {
    /// Returns whether it is allowed.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        matches!(self, Self::Allowed { .. })
    }
}

impl BrokerRights {
    /// Takes the rights as a broker can keep them: for RabbitMQ, without the filters that it would read in another way.
    #[must_use]
    pub fn new(broker: Broker, acl: Acl) -> Self {
        Self::shared(broker, Arc::new(acl))
    }

    /// Takes rights that others use too, without a copy of them where the broker keeps them all.
    #[must_use]
    pub fn shared(broker: Broker, acl: Arc<Acl>) -> Self {
        let is_kept = |filters: &Filters| filters.iter().all(is_kept_by_rabbitmq);
        let all = [&acl.publish, &acl.subscribe, &acl.receive];
        let acl = match broker {
            Broker::RabbitMq if !all.into_iter().all(is_kept) => Arc::new(Acl {
                publish: kept_by_rabbitmq(&acl.publish),
                subscribe: kept_by_rabbitmq(&acl.subscribe),
                receive: kept_by_rabbitmq(&acl.receive),
            }),
            _ => acl,
        };
        Self { broker, acl }
    }

    /// Returns whether the client may do this.
    #[must_use]
    pub fn allows(&self, request: Request<'_>) -> bool {
        self.decide(request).is_allowed()
    }

    /// Returns what [`BrokerRights::allows`] says, and why.
    #[must_use]
    pub fn decide(&self, request: Request<'_>) -> BrokerVerdict {
        self.asked(request.action(), request.topic())
    }

    /// Decides about a topic as the broker sends it, which need not be one as MQTT has it: RabbitMQ sends `a.#`, and
    /// NanoMQ
    /// `a/#,b`. What cannot be read is denied.
    #[must_use]
    pub fn asked(&self, action: Action, topic: &str) -> BrokerVerdict {
        let read = readings(self.broker, action, topic);
        if read.is_empty() {
            return BrokerVerdict::Unreadable;
        }
        let asked: &[Action] = match action {
            Action::Subscribe if !self.broker.asks_on_delivery() => &[Action::Subscribe, Action::Receive],
            Action::Subscribe => &[Action::Subscribe],
            Action::Publish => &[Action::Publish],
            Action::Receive => &[Action::Receive],
        };
        let mut all = Vec::new();
        for topic in &read {
            for &asked in asked {
                match self.verdict(asked, action, topic) {
                    Some(Verdict::Allowed { by }) => all.extend(by.into_iter().map(|filter| (asked, filter))),
                    Some(Verdict::Denied { witness, why }) => {
                        return BrokerVerdict::Denied {
                            demand: Demand {
                                action: asked,
                                topic: topic.to_string(),
                            },
                            witness,
                            why,
                        };
                    }
                    None => return BrokerVerdict::Unreadable,
                }
            }
        }
        all.sort_unstable();
        all.dedup();
        BrokerVerdict::Allowed { by: all }
    }

    /// Asks the filters for an action about what was read for a request.
    fn verdict(&self, asked: Action, requested: Action, topic: &str) -> Option<Verdict> {
        let request = Request::parse(requested, topic).ok()?;
        Some(match (asked, request) {
            (Action::Receive, Request::Subscribe(subscription)) => self.acl.receive.decide(subscription),
            _ => self.acl.decide(request),
        })
    }
}

/// Returns whether RabbitMQ reads a filter as it is written. One with a `.` or a `*` would be another filter there.
pub(super) fn is_kept_by_rabbitmq(filter: &str) -> bool {
    !filter.contains(['.', '*'])
}

fn kept_by_rabbitmq(filters: &Filters) -> Filters {
    let kept = filters.iter().filter(|filter| is_kept_by_rabbitmq(filter));
    kept.map(TopicFilter::known).collect()
}
