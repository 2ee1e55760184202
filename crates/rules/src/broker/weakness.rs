//! Stored rights that a broker enforces in another way than they are written.

use super::{
    kind::Broker,
    rights::{BrokerRights, BrokerVerdict, is_kept_by_rabbitmq},
};
use crate::{
    acl::Acl,
    topic::{Action, Request, TopicFilter},
};

/// A stored right that a broker enforces in another way than it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weakened {
    /// The action that the filter is stored for.
    pub action: Action,
    /// The filter.
    pub filter: TopicFilter,
    /// The broker's reading of it.
    pub weakness: Weakness,
}

/// A broker's reading of a right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Weakness {
    /// It grants nothing.
    #[error("RabbitMQ reads '.' as '/' and '*' as '+', so that a filter with either grants nothing")]
    GrantsNothing,
    /// A subscription to the filter itself is denied.
    #[error(
        "a SUBSCRIBE to it is denied: the broker does not ask before it delivers, and no receive right covers {witness:?}"
    )]
    NotReceived {
        /// A topic that the filter matches and no receive right covers.
        witness: String,
    },
    /// A subscription to the filter itself cannot be distinguished from others.
    #[error(
        "a SUBSCRIBE to it is denied: it may also be read as several filters, and {reading:?} is not granted"
    )]
    Ambiguous {
        /// The other reading.
        reading: String,
    },
    /// It is looked at when a client subscribes, and not again.
    #[error(
        "the broker does not ask before it delivers: a subscription stays in force when this right is withdrawn"
    )]
    OnlyAtSubscribe,
    /// It grants more than it says.
    #[error(
        "without the plug-in, it also grants a SUBSCRIBE to {request:?}, which aMQTT matches as if it were a topic name"
    )]
    GrantsMore {
        /// A filter that may be subscribed to and is not covered.
        request: String,
    },
}

impl Weakness {
    /// Returns a word for it that scripts can rely on.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::GrantsNothing => "grants_nothing",
            Self::NotReceived { .. } => "not_received",
            Self::Ambiguous { .. } => "ambiguous",
            Self::OnlyAtSubscribe => "only_at_subscribe",
            Self::GrantsMore { .. } => "grants_more",
        }
    }
}

/// Finds the rights of a client that a broker enforces in another way than they are written, in their order.
#[must_use]
pub fn weaknesses(broker: Broker, acl: &Acl) -> Vec<Weakened> {
    let rights = BrokerRights::new(broker, acl.clone());
    let mut found = Vec::new();
    for action in Action::ALL {
        for filter in acl.filters(action).iter() {
            found.extend(
                weakness(broker, acl, &rights, action, filter).map(|weakness| Weakened {
                    action,
                    filter: TopicFilter::known(filter),
                    weakness,
                }),
            );
        }
    }
    found
}

fn weakness(
    broker: Broker,
    acl: &Acl,
    rights: &BrokerRights,
    action: Action,
    filter: &str,
) -> Option<Weakness> {
    if broker == Broker::RabbitMq && !is_kept_by_rabbitmq(filter) {
        return Some(Weakness::GrantsNothing);
    }
    match action {
        Action::Publish => None,
        Action::Subscribe if broker == Broker::Amqtt => granted_in_addition(acl, filter),
        Action::Subscribe => {
            let request = Request::parse(action, filter).ok()?;
            match rights.decide(request) {
                BrokerVerdict::Allowed { .. } => None,
                BrokerVerdict::Denied { demand, witness, .. } if demand.topic == filter => {
                    Some(Weakness::NotReceived { witness })
                }
                BrokerVerdict::Denied { demand, .. } => Some(Weakness::Ambiguous {
                    reading: demand.topic,
                }),
                BrokerVerdict::Unreadable => Some(Weakness::Ambiguous {
                    reading: filter.to_owned(),
                }),
            }
        }
        Action::Receive => (!broker.asks_on_delivery()).then_some(Weakness::OnlyAtSubscribe),
    }
}

/// Finds what aMQTT's own plug-in grants beyond a filter: it takes the `#` of a request for a level that a `+` matches.
fn granted_in_addition(acl: &Acl, filter: &str) -> Option<Weakness> {
    let above = filter.strip_suffix('+')?;
    let request = format!("{above}#");
    let parsed = Request::parse(Action::Subscribe, &request).ok()?;
    (!acl.allows(parsed)).then_some(Weakness::GrantsMore { request })
}
