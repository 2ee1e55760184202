//! `topic export`: every right, as `topic import` reads it.

use clap::Args;

use super::rights;
use crate::{
    context::Context,
    error::{Answer, Outcome},
    options::database::Database,
};

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  amqtt-admin topic export >rights.csv
  amqtt-admin topic export --format ndjson
")]
pub(crate) struct Arguments {}

impl Arguments {
    pub(crate) fn run(self, database: Database, context: &Context) -> Outcome<Answer> {
        let mut store = database.open(context)?;
        rights::all(&mut store, context, context.output.export(rights::COLUMNS)?)
    }
}
