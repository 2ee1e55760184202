//! `topic list`: the rights, one row each.

use amqtt_verifier::{AccountName, Action, database::StoredRights};
use clap::Args;

use super::{add::Right, lint};
use crate::{
    commands::{broken::BrokenRows, database::Database},
    context::Context,
    error::{Answer, Failure, Outcome},
    output::List,
    store::Store,
};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Only this client's
    #[arg(short, long, env = "AMQTT_ADMIN_CLIENT_ID", value_name = "ID")]
    client_id: Option<AccountName>,

    /// List only filters that grant nothing: covered by others, equivalent to another, or never to match
    #[arg(long)]
    lint: bool,
}

const COLUMNS: &[&str] = &["username", "action", "topic"];

/// Lists what there is to say of one client.
type OfClient = fn(&mut List, &str, &StoredRights) -> Outcome;

impl Arguments {
    pub(crate) fn run(self, database: Database, context: &Context) -> Outcome<Answer> {
        let mut store = database.open(context)?;
        let (columns, of_client, none): (_, OfClient, _) = if self.lint {
            (lint::COLUMNS, lint::list, "every filter grants something of its own")
        } else {
            (COLUMNS, rights, "there are no rights")
        };
        let mut list = context.output.list(columns)?;
        let broken = self.each(&mut store, context, |client, stored| of_client(&mut list, client, stored))?;
        if list.end()? == 0 {
            context.output.note(none);
        }
        broken.end()
    }

    /// Goes through the rights of the clients that are asked for.
    fn each<'a>(
        &self,
        store: &mut Store,
        context: &'a Context,
        mut client: impl FnMut(&str, &StoredRights) -> Outcome,
    ) -> Outcome<BrokenRows<'a>> {
        let mut broken = BrokenRows::new(context);
        match &self.client_id {
            Some(id) => {
                if let Some(stored) = store.rights(id)? {
                    client(id.as_str(), &stored)?;
                }
            }
            None => store.each_rights::<Failure>(|row| match row {
                Ok(row) => client(row.username, &row.stored),
                Err(row) => {
                    broken.report(&row);
                    Ok(())
                }
            })?,
        }
        Ok(broken)
    }
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
