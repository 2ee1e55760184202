//! `topic check`: whether a client may do something, and which filter decides.

use std::path::PathBuf;

use amqtt_verifier::{AccountName, Request, Verdict};
use clap::{Args, ValueHint};
use serde::Serialize;

use super::{ActionValue, add::listed, batch};
use crate::{
    context::Context,
    error::{Answer, Failure, Outcome},
    options::{candidates, database::Database},
};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The topic to publish or receive, or the filter to subscribe to
    #[arg(
        value_name = "TOPIC",
        required_unless_present = "batch",
        conflicts_with = "batch"
    )]
    topic: Option<String>,

    /// The client: the name of its account, or the id of a device
    #[arg(short, long, env = "AMQTT_ADMIN_CLIENT_ID", value_name = "ID", add = candidates::clients(), required_unless_present = "batch")]
    client_id: Option<AccountName>,

    /// What it wants to do
    #[arg(
        short,
        long,
        env = "AMQTT_ADMIN_ACTION",
        value_name = "ACTION",
        required_unless_present = "batch"
    )]
    action: Option<ActionValue>,

    /// Answer a file of questions, or those on stdin (-): lines of client, action and topic with a TAB between them
    #[arg(long, env = "AMQTT_ADMIN_BATCH", value_name = "FILE", value_hint = ValueHint::FilePath)]
    batch: Option<PathBuf>,
}

#[derive(Debug, Serialize)]
struct Report<'a> {
    allowed: bool,
    username: &'a str,
    action: &'static str,
    topic: &'a str,
    /// The stored filters that allow it.
    by: Vec<String>,
    /// A topic that shows why it is denied.
    witness: Option<String>,
    reason: String,
}

impl Arguments {
    pub(crate) fn run(self, database: Database, context: &Context) -> Outcome<Answer> {
        if let Some(batch) = &self.batch {
            return batch::run(batch, database, context);
        }
        let (Some(topic), Some(client), Some(action)) = (&self.topic, &self.client_id, self.action) else {
            return Err(Failure::usage("TOPIC, --client-id and --action are missing"));
        };
        let action = action.0;
        let invalid = |error| Failure::usage(error).context(format_args!("{topic} is invalid"));
        // A request that is invalid is so whatever the database says.
        let request = Request::parse(action, topic).map_err(invalid)?;
        let mut store = database.open(context)?;
        let stored = store.rights(client)?;
        store.close();
        let verdict = stored.clone().unwrap_or_default().acl().decide(request);
        let mut report = Report {
            allowed: verdict.is_allowed(),
            username: client.as_str(),
            action: action.as_str(),
            topic,
            by: Vec::new(),
            witness: None,
            reason: String::new(),
        };
        match verdict {
            Verdict::Allowed { by } => {
                report.reason = format!("{} covers it", listed(&by));
                report.by = by.iter().map(ToString::to_string).collect();
            }
            Verdict::Denied { witness, why } => {
                report.reason = match stored {
                    None => "the client has no rights at all".to_owned(),
                    Some(_) if witness == *topic => why.to_string(),
                    Some(_) => format!("it would reach {witness}, and no stored filter matches that"),
                };
                report.witness = Some(witness);
            }
            _ => {}
        }
        context.output.report(&report)?;
        Ok(if report.allowed { Answer::Yes } else { Answer::No })
    }
}
