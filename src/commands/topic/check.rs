//! `topic check`: checks whether a client may do something, and which filter decides.

use std::path::PathBuf;

use amqtt_verifier::{AccountName, Request, Verdict};
use clap::{Args, ValueHint};
use serde::Serialize;

use super::{ActionValue, Named, Who};
use crate::{
    context::Context,
    error::{Answer, Failure, Outcome},
    operations::{questions, rights::listed},
    options::{candidates, database::Database},
};

#[derive(Debug, Args)]
#[command(
    override_usage = "amqtt-admin topic check [OPTIONS] --client-id <ID> --action <ACTION> <TOPIC>\n       amqtt-admin topic check [OPTIONS] --batch <FILE>"
)]
#[command(after_long_help = "\
Examples:
  amqtt-admin topic check -c pump-7 -a subscribe 'plant/#'
  amqtt-admin topic check --batch questions.tsv
")]
pub(crate) struct Arguments {
    /// Topic to publish or receive, or filter to subscribe to
    #[arg(value_name = "TOPIC", conflicts_with = "batch")]
    topic: Option<String>,

    /// Client: the name of its account, or the id of a device
    #[arg(short, long, value_name = "ID", add = candidates::clients())]
    client_id: Option<AccountName>,

    /// Action that the client wants to take
    #[arg(short, long, value_name = "ACTION")]
    action: Option<ActionValue>,

    /// Answer a file of questions (- for stdin): lines of client, action and topic, separated by tabs
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
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
            return questions::run(batch, database, context);
        }
        let who = Who {
            client_id: self.client_id,
            action: self.action,
        };
        let Named {
            client,
            action,
            topic,
        } = who.right(context, self.topic)?;
        let invalid = |error| Failure::usage(error).context(format_args!("{topic} is invalid"));
        // A request that is invalid is so whatever the database says.
        let request = Request::parse(action, &topic).map_err(invalid)?;
        let mut store = database.open(context)?;
        let stored = store.rights(&client)?;
        store.close();
        let verdict = stored.clone().unwrap_or_default().acl().decide(request);
        let mut report = Report {
            allowed: verdict.is_allowed(),
            username: client.as_str(),
            action: action.as_str(),
            topic: &topic,
            by: Vec::new(),
            witness: None,
            reason: String::new(),
        };
        match verdict {
            Verdict::Allowed { by } => {
                report.reason = format!("covered by {}", listed(&by));
                report.by = by.iter().map(ToString::to_string).collect();
            }
            Verdict::Denied { witness, why } => {
                report.reason = match stored {
                    None => "the client has no rights".to_owned(),
                    Some(_) if witness == topic => why.to_string(),
                    Some(_) => format!("it would also match topic `{witness}`, which no right covers"),
                };
                report.witness = Some(witness);
            }
            _ => {}
        }
        let verdict = if report.allowed { "allowed" } else { "denied" };
        let sentence = format!("{verdict}: {}", report.reason);
        context.output.verdict("allowed", &sentence, &report)?;
        Ok(if report.allowed { Answer::Yes } else { Answer::No })
    }
}
