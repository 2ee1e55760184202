//! `user list`: lists the accounts.

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
  amqtt-admin user list
  amqtt-admin user list --format json
")]
pub(crate) struct Arguments {
    /// Show the password hashes too
    #[arg(long)]
    show_hashes: bool,
}

impl Arguments {
    pub(crate) fn run(self, database: Database, context: &Context) -> Outcome<Answer> {
        let mut store = database.open(context)?;
        let columns = match self.show_hashes {
            true => accounts::COLUMNS,
            false => &accounts::COLUMNS[..1],
        };
        accounts::all(
            &mut store,
            context,
            self.show_hashes,
            context.output.list(columns),
        )
    }
}
