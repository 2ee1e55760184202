//! `topic list`: the rights, one row each.

use amqtt_database::{RecordError, StoredRights};
use amqtt_verifier::{AccountName, Action};
use clap::Args;

use super::{BrokerValue, add::Right, lint, weak};
use crate::{
    context::Context,
    error::{Answer, Failure, Outcome},
    operations::broken::BrokenRows,
    options::{candidates, database::Database},
    output::List,
    store::Store,
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
    #[arg(short, long, env = "AMQTT_ADMIN_CLIENT_ID", value_name = "ID", add = candidates::clients())]
    client_id: Option<AccountName>,

    /// List only filters that grant nothing: covered by others, equivalent to another, or never matching
    #[arg(long)]
    lint: bool,

    /// List only rights that this broker enforces in another way than they are written, and why
    #[arg(
        long,
        env = "AMQTT_ADMIN_AS_BROKER",
        value_name = "BROKER",
        conflicts_with = "lint"
    )]
    as_broker: Option<BrokerValue>,
}

pub(super) const COLUMNS: &[&str] = &["username", "action", "topic"];

/// What is said of a list with nothing in it, be it of rights or of findings.
const NONE: &str = "there is nothing to list";

impl Arguments {
    pub(crate) fn run(self, database: Database, context: &Context) -> Outcome<Answer> {
        let mut store = database.open(context)?;
        let (columns, say): (_, Say) = match self.as_broker {
            Some(BrokerValue(broker)) => (
                weak::COLUMNS,
                Box::new(move |list, client, stored| weak::client(list, client, stored, broker)),
            ),
            None if self.lint => (lint::COLUMNS, Box::new(lint::client)),
            None => (COLUMNS, Box::new(rights)),
        };
        let mut list = context.output.list(columns)?;
        let Some(client) = &self.client_id else {
            return each(&mut store, context, list, &*say);
        };
        let mut broken = BrokenRows::new(context);
        match store.rights(client) {
            Ok(stored) => say(&mut list, client.as_str(), &stored.unwrap_or_default())?,
            Err(RecordError::Broken { row, .. }) => broken.report(&row),
            Err(error) => return Err(error.into()),
        }
        broken.end(list, NONE)
    }
}

/// Lists what there is to say of one client.
type Say = Box<dyn Fn(&mut List, &str, &StoredRights) -> Outcome>;

/// Writes every right to a list.
pub(super) fn all(store: &mut Store, context: &Context, list: List) -> Outcome<Answer> {
    each(store, context, list, &rights)
}

fn each(
    store: &mut Store,
    context: &Context,
    mut list: List,
    say: &dyn Fn(&mut List, &str, &StoredRights) -> Outcome,
) -> Outcome<Answer> {
    let mut broken = BrokenRows::new(context);
    store.each_rights::<Failure>(|row| match row {
        Ok(row) => say(&mut list, &row.username, &row.stored),
        Err(row) => {
            broken.report(&row);
            Ok(())
        }
    })?;
    broken.end(list, NONE)
}

fn rights(list: &mut List, client: &str, stored: &StoredRights) -> Outcome {
    for action in Action::ALL {
        for topic in stored.of(action) {
            list.item(&Right {
                username: client,
                action: action.as_str(),
                topic,
            })?;
        }
    }
    Ok(())
}
