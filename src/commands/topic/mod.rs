//! Topic rights: what each client may publish, subscribe to, and receive.

mod add;
mod advice;
mod answer;
mod batch;
mod check;
mod export;
mod import;
mod lint;
mod list;
mod rights;
mod rm;
mod weak;

use std::{
    fmt::{self, Display},
    str::FromStr,
};

use amqtt_rules::broker::Broker;
use amqtt_verifier::{AccountName, Action, TopicFilter};
use clap::{Args, Subcommand, ValueEnum, builder::PossibleValue};

use crate::{
    context::Context,
    error::{Answer, Outcome},
    operations::sync,
    options::{Form, candidates, database::Database},
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
    /// Create or upgrade the tables; can be repeated, and never removes anything
    Sync(sync::Arguments),
    /// Give a client a right: a topic filter for an action
    #[command(long_about = add::LONG_ABOUT)]
    #[command(aliases = ["create", "new", "grant", "allow"])]
    Add(add::Arguments),
    /// Take a right from a client
    #[command(aliases = ["delete", "remove", "del", "revoke"])]
    Rm(rm::Arguments),
    /// List the rights, one row each
    #[command(alias = "ls")]
    List(list::Arguments),
    /// Import rights from CSV, NDJSON, or an ACL file of Mosquitto
    Import(import::Arguments),
    /// Export all rights, as CSV or as --format says
    Export(export::Arguments),
    /// Check whether a client may do something, and which filter decides
    #[command(long_about = check::LONG_ABOUT)]
    #[command(alias = "verify")]
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

impl FromStr for ActionValue {
    type Err = <Action as FromStr>::Err;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl Display for ActionValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

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

/// A broker on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BrokerValue(pub(crate) Broker);

impl BrokerValue {
    const ALL: [Self; Broker::ALL.len()] = {
        let mut all = [Self(Broker::Mosquitto); Broker::ALL.len()];
        let mut at = 0;
        while at < all.len() {
            all[at] = Self(Broker::ALL[at]);
            at += 1;
        }
        all
    };
}

impl ValueEnum for BrokerValue {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.0.as_str()))
    }
}

/// The options that name a right, together with the topic.
#[derive(Debug, Args)]
pub(crate) struct Who {
    /// Client: the name of its account, or the id of a device
    #[arg(short, long, value_name = "ID", add = candidates::clients())]
    client_id: Option<AccountName>,

    /// Action that the right is for
    #[arg(short, long, value_name = "ACTION")]
    action: Option<ActionValue>,
}

/// A right that a command line names.
struct Named<T> {
    client: AccountName,
    action: Action,
    topic: T,
}

impl Who {
    /// Returns the right that is meant. What was not given is asked for at a terminal.
    fn right<T>(self, context: &Context, topic: Option<T>) -> Outcome<Named<T>>
    where
        T: FromStr<Err: Display> + Display,
    {
        let required = [
            ("TOPIC", topic.is_some()),
            ("--client-id", self.client_id.is_some()),
            ("--action", self.action.is_some()),
        ];
        let form = Form::open(context, &required)?;
        Ok(Named {
            client: form.required("Client (account or device id)", self.client_id, None)?,
            action: form
                .required("Action (publish, subscribe or receive)", self.action, None)?
                .0,
            topic: form.required("Topic", topic, None)?,
        })
    }
}

/// Returns the stored texts that are filters.
fn valid(filters: &[String]) -> impl Iterator<Item = TopicFilter> {
    filters.iter().filter_map(|filter| filter.parse().ok())
}
