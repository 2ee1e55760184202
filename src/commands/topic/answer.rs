//! The answer of `topic check`: the verdict, the filters that decide, and why.

use amqtt_database::StoredRights;
use amqtt_rules::broker::{Broker, BrokerRights, BrokerVerdict};
use amqtt_verifier::{Acl, Request, TopicFilter, Verdict};

/// The rights of a client, as they are asked.
pub(super) enum Rights {
    /// By the rules alone.
    Exact(Box<Acl>),
    /// As a broker is answered.
    AsBroker(BrokerRights),
}

/// An answer with its reason.
#[derive(Debug)]
pub(super) struct Reasoned {
    pub(super) allowed: bool,
    /// The stored filters that allow it.
    pub(super) by: Vec<String>,
    /// A topic that shows why it is denied.
    pub(super) witness: Option<String>,
    pub(super) reason: String,
}

impl Rights {
    /// Takes the rights of a client, which has no row if there are none.
    pub(super) fn new(stored: &StoredRights, broker: Option<Broker>) -> Self {
        match broker {
            None => Self::Exact(Box::new(stored.acl())),
            Some(broker) => Self::AsBroker(BrokerRights::new(broker, stored.acl())),
        }
    }

    /// Returns whether a request is allowed, without a reason and without any memory for one.
    pub(super) fn allow(&self, request: Request<'_>) -> bool {
        match self {
            Self::Exact(acl) => acl.allows(request),
            Self::AsBroker(rights) => rights.allows(request),
        }
    }

    /// Returns whether a request is allowed, and why.
    pub(super) fn answer(&self, request: Request<'_>) -> Reasoned {
        match self {
            Self::Exact(acl) => exact(acl, request),
            Self::AsBroker(rights) => as_broker(rights, request),
        }
    }
}

fn exact(acl: &Acl, request: Request<'_>) -> Reasoned {
    match acl.decide(request) {
        Verdict::Allowed { by } => Reasoned {
            allowed: true,
            reason: format!("covered by {}", listed(&by)),
            by: by.iter().map(ToString::to_string).collect(),
            witness: None,
        },
        Verdict::Denied { witness, why } => {
            let reason = match witness == request.topic() {
                true => why.to_string(),
                false => format!("it would also match topic `{witness}`, which no right covers"),
            };
            denied(Some(witness), reason)
        }
        _ => denied(None, "the verdict is not known".to_owned()),
    }
}

fn as_broker(rights: &BrokerRights, request: Request<'_>) -> Reasoned {
    match rights.decide(request) {
        BrokerVerdict::Allowed { by } => {
            let named: Vec<String> = by
                .iter()
                .map(|(action, filter)| format!("{filter} ({action})"))
                .collect();
            Reasoned {
                allowed: true,
                reason: format!("covered by {}", named.join(" with ")),
                by: by.iter().map(|(_, filter)| filter.to_string()).collect(),
                witness: None,
            }
        }
        BrokerVerdict::Denied { demand, witness, why } => {
            let read = match demand.topic == request.topic() {
                true => String::new(),
                false => format!("the broker may mean `{}`: ", demand.topic),
            };
            let reason = match witness == demand.topic {
                true => format!("{read}{why}, as a right to {}", demand.action),
                false => format!("{read}no {} right covers topic `{witness}`", demand.action),
            };
            denied(Some(witness), reason)
        }
        _ => denied(
            None,
            "what the broker would send cannot be read in one way".to_owned(),
        ),
    }
}

fn denied(witness: Option<String>, reason: String) -> Reasoned {
    Reasoned {
        allowed: false,
        by: Vec::new(),
        witness,
        reason,
    }
}

/// Several filters in a sentence.
pub(super) fn listed(filters: &[TopicFilter]) -> String {
    filters
        .iter()
        .map(TopicFilter::as_str)
        .collect::<Vec<_>>()
        .join(" with ")
}
