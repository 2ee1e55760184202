//! `user export`: every account with its hash, as `user import` reads it.

use clap::Args;

use crate::{
    context::Context,
    error::{Answer, Outcome},
    operations::accounts,
    options::database::Database,
};

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  amqtt-admin user export >accounts.csv
  amqtt-admin user export --format ndjson
")]
pub(crate) struct Arguments {}

impl Arguments {
    pub(crate) fn run(self, database: Database, context: &Context) -> Outcome<Answer> {
        let mut store = database.open(context)?;
        accounts::all(
            &mut store,
            context,
            true,
            context.output.export(accounts::COLUMNS)?,
        )
    }
}
