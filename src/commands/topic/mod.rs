//! Topic rights: what each client may publish, subscribe to, and receive.

mod add;
mod batch;
mod check;
mod export;
mod import;
mod lint;
mod list;
mod rm;

use amqtt_verifier::{AccountName, Action, TopicFilter};
use clap::{Args, Subcommand, ValueEnum, builder::PossibleValue};

use crate::{
    context::Context,
    error::{Answer, Outcome},
    operations::sync,
    options::{candidates, database::Database},
};

#[derive(Debug, Args)]
pub(crate) struct Topic {
    #[command(flatten)]
    database: Database,

    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Make or upgrade the tables; may be repeated, and takes nothing away
    Sync(sync::Arguments),
    /// Give a client a right: a topic filter for an action
    Add(add::Arguments),
    /// Take a right away
    Rm(rm::Arguments),
    /// List the rights, one row each
    List(list::Arguments),
    /// Import rights from CSV, NDJSON, or an ACL file of Mosquitto
    Import(import::Arguments),
    /// Export all rights, as CSV or in the --format that is asked for
    Export(export::Arguments),
    /// Whether a client may do something, and which filter decides
    Check(check::Arguments),
}

impl Topic {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        match self.verb {
            Verb::Sync(_) => sync::run(self.database, context),
            Verb::Add(arguments) => arguments.run(self.database, context),
            Verb::Rm(arguments) => arguments.run(self.database, context),
            Verb::List(arguments) => arguments.run(self.database, context),
            Verb::Import(arguments) => arguments.run(self.database, context),
            Verb::Export(arguments) => arguments.run(self.database, context),
            Verb::Check(arguments) => arguments.run(self.database, context),
        }
    }
}

/// An action on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ActionValue(pub(crate) Action);

impl ValueEnum for ActionValue {
    fn value_variants<'a>() -> &'a [Self] {
        &[
            Self(Action::Publish),
            Self(Action::Subscribe),
            Self(Action::Receive),
        ]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.0.as_str()))
    }
}

/// Who may do what: the options that name a right together with the topic.
#[derive(Debug, Args)]
pub(crate) struct Who {
    /// The client: the name of its account, or the id of a device
    #[arg(short, long, env = "AMQTT_ADMIN_CLIENT_ID", value_name = "ID", add = candidates::clients())]
    client_id: AccountName,

    /// What it may do
    #[arg(short, long, env = "AMQTT_ADMIN_ACTION", value_name = "ACTION")]
    action: ActionValue,
}

/// The stored texts that are filters.
fn valid(filters: &[String]) -> impl Iterator<Item = TopicFilter> {
    filters.iter().filter_map(|filter| filter.parse().ok())
}
