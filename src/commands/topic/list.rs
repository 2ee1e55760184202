//! `topic list`: the rights, one row each.

use amqtt_verifier::AccountName;
use clap::Args;

use super::{BrokerValue, lint, rights, weak};
use crate::{
    context::Context,
    error::{Answer, Outcome},
    options::{candidates, database::Database},
};

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  amqtt-admin topic list
  amqtt-admin topic list -c pump-7 --format json
  amqtt-admin topic list --lint
")]
pub(crate) struct Arguments {
    /// List only the rights of this client
    #[arg(short, long, value_name = "ID", add = candidates::clients())]
    client_id: Option<AccountName>,

    /// List only filters that grant nothing: covered by others, equivalent to another, or never matching
    #[arg(long)]
    lint: bool,

    /// List only rights that this broker enforces in another way than they are written, and why
    #[arg(long, value_name = "BROKER", conflicts_with = "lint")]
    as_broker: Option<BrokerValue>,
}

impl Arguments {
    pub(crate) fn run(self, database: Database, context: &Context) -> Outcome<Answer> {
        let mut store = database.open(context)?;
        let (columns, say): (_, Box<rights::Say>) = match self.as_broker {
            Some(BrokerValue(broker)) => (
                weak::COLUMNS,
                Box::new(move |list, client, stored| weak::client(list, client, stored, broker)),
            ),
            None if self.lint => (lint::COLUMNS, Box::new(lint::client)),
            None => (rights::COLUMNS, Box::new(rights::one)),
        };
        let list = context.output.list(columns);
        match &self.client_id {
            None => rights::each(&mut store, context, list, &*say),
            Some(client) => rights::of_client(&mut store, context, list, client, &*say),
        }
    }
}
