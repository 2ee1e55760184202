//! `topic check`: checks whether a client may do something, and which filter decides.

use std::path::PathBuf;

use amqtt_rules::broker::Broker;
use amqtt_verifier::{AccountName, Request};
use clap::{Args, ValueHint};
use serde::Serialize;

use super::{ActionValue, BrokerValue, Named, Who, advice, answer::Rights, batch};
use crate::{
    context::Context,
    error::{Answer, Failure, Outcome},
    options::{candidates, database::Database},
};

#[derive(Debug, Args)]
#[command(
    override_usage = "amqtt-admin topic check [OPTIONS] --client-id <ID> --action <ACTION> <TOPIC>\n       amqtt-admin topic check [OPTIONS] --batch <FILE>"
)]
#[command(after_long_help = "\
Examples:
  amqtt-admin topic check -c pump-7 -a subscribe 'plant/#'
  amqtt-admin topic check -c pump-7 -a subscribe 'plant/#' --as-broker emqx
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

    /// Answer as this broker would be answered, and show what it cannot enforce
    #[arg(long, value_name = "BROKER")]
    as_broker: Option<BrokerValue>,
}

/// The long description of a check.
pub(super) const LONG_ABOUT: &str = "\
Check whether a client may do something, and which filter decides

The rules are those of amqtt-verifier: of its plug-ins for aMQTT and Mosquitto, and of brokers in Rust. A stock aMQTT is laxer for \
SUBSCRIBE, as it matches the requested filter as if it were a topic name: there, a right for a/+ also grants a/#. A warning reports \
such a difference. --as-broker answers for brokers that ask over HTTP, and shows what they cannot enforce.

Exits with 0 if allowed, 1 if denied, 2 if the topic is invalid. A file of questions (--batch) gets one answer per line, in order: \
allowed, denied or invalid; with --format json, ndjson or csv, one record per question. It exits with 0.";

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
    /// Whose rules these are.
    rules: &'static str,
    #[serde(flatten)]
    broker: Option<AsBroker>,
}

/// The broker that asks, and what it cannot keep.
#[derive(Debug, Serialize)]
struct AsBroker {
    broker: &'static str,
    limits: &'static [&'static str],
}

impl From<Broker> for AsBroker {
    fn from(broker: Broker) -> Self {
        Self {
            broker: broker.as_str(),
            limits: broker.limits(),
        }
    }
}

impl Arguments {
    pub(crate) fn run(self, database: Database, context: &Context) -> Outcome<Answer> {
        let broker = self.as_broker.map(|BrokerValue(broker)| broker);
        if let Some(batch) = &self.batch {
            return batch::run(batch, broker, database, context);
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
        let is_known = stored.is_some();
        let stored = stored.unwrap_or_default();
        let answer = Rights::new(&stored, broker).answer(request);
        let report = Report {
            allowed: answer.allowed,
            username: client.as_str(),
            action: action.as_str(),
            topic: &topic,
            by: answer.by,
            witness: answer.witness,
            reason: match is_known {
                true => answer.reason,
                false => format!("{client} has no rights"),
            },
            rules: "amqtt-verifier",
            broker: broker.map(AsBroker::from),
        };
        let verdict = if report.allowed { "allowed" } else { "denied" };
        let sentence = format!("{verdict}: {}", report.reason);
        context.output.verdict("allowed", &sentence, &report)?;
        if broker.is_none_or(Broker::asks_on_delivery) {
            advice::on_receiving(&client, request, &stored.acl(), context);
        }
        if matches!(broker, None | Some(Broker::Amqtt)) {
            advice::on_stock_amqtt(request, &stored, context);
        }
        Ok(if answer.allowed { Answer::Yes } else { Answer::No })
    }
}
