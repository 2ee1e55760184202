//! `user export`: every account with its hash, as `user import` reads it.

use clap::Args;

use super::list;
use crate::{
    context::Context,
    error::{Answer, Outcome},
    options::database::Database,
};

#[derive(Debug, Args)]
pub(crate) struct Arguments {}

impl Arguments {
    pub(crate) fn run(self, database: Database, context: &Context) -> Outcome<Answer> {
        let mut store = database.open(context)?;
        list::all(&mut store, context, true, context.output.export(list::COLUMNS)?)
    }
}
