//! Filters that grant nothing of their own.

use amqtt_database::StoredRights;
use amqtt_rules::{
    acl::{self, Redundancy},
    topic::{Action, TopicFilter},
};
use serde::Serialize;

use super::valid;
use crate::{error::Outcome, output::List};

/// A filter that could go.
#[derive(Debug, Serialize)]
struct Finding<'a> {
    username: &'a str,
    action: &'static str,
    topic: &'a str,
    /// `covered`, `equivalent`, `never_matches`, or `invalid` for a text that is not a filter.
    finding: &'static str,
    /// The filters that do its work.
    by: Vec<String>,
}

pub(super) const COLUMNS: &[&str] = &["username", "action", "topic", "finding", "by"];

/// Lists the findings on one client.
pub(super) fn client(list: &mut List, client: &str, stored: &StoredRights) -> Outcome {
    for action in Action::ALL {
        let mut item = |topic: &str, finding, by: &[TopicFilter]| {
            list.item(&Finding {
                username: client,
                action: action.as_str(),
                topic,
                finding,
                by: by.iter().map(ToString::to_string).collect(),
            })
        };
        for topic in stored.of(action) {
            if topic.parse::<TopicFilter>().is_err() {
                item(topic, "invalid", &[])?;
            }
        }
        for finding in acl::lint(action, valid(stored.of(action))) {
            let topic = finding.filter.as_str();
            match &finding.why {
                Redundancy::Covered { by } => item(topic, "covered", by)?,
                Redundancy::Equivalent { to } => item(topic, "equivalent", std::slice::from_ref(to))?,
                _ => item(topic, "never_matches", &[])?,
            }
        }
    }
    Ok(())
}
