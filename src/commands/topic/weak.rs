//! `topic list --as-broker`: rights that a broker enforces in another way than they are written.

use amqtt_database::StoredRights;
use amqtt_rules::broker::{Broker, weaknesses};
use serde::Serialize;

use crate::{error::Outcome, output::List};

#[derive(Debug, Serialize)]
struct Finding<'a> {
    username: &'a str,
    action: &'static str,
    topic: &'a str,
    /// `grants_nothing`, `not_received`, `ambiguous`, `only_at_subscribe` or `grants_more`.
    finding: &'static str,
    reason: String,
}

pub(super) const COLUMNS: &[&str] = &["username", "action", "topic", "finding", "reason"];

/// Lists the findings on one client.
pub(super) fn client(list: &mut List, client: &str, stored: &StoredRights, broker: Broker) -> Outcome {
    for found in weaknesses(broker, &stored.acl()) {
        list.item(&Finding {
            username: client,
            action: found.action.as_str(),
            topic: found.filter.as_str(),
            finding: found.weakness.as_str(),
            reason: found.weakness.to_string(),
        })?;
    }
    Ok(())
}
