//! Accounts: who may log in with a password.

mod export;
mod list;
mod rm;

use amqtt_verifier::AccountName;
use clap::{Args, Subcommand};

use crate::{
    commands::{database::Database, sync},
    context::Context,
    error::{Answer, Failure, Outcome},
};

#[derive(Debug, Args)]
pub(crate) struct User {
    #[command(flatten)]
    database: Database,

    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Make or upgrade the tables; may be repeated, and takes nothing away
    Sync(sync::Arguments),
    /// Export all accounts with their hashes, as CSV or in the --format that is asked for
    Export(export::Arguments),
    /// List the accounts, sorted by name
    List(list::Arguments),
    /// Remove an account and its topic rights
    Rm(rm::Arguments),
}

impl User {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        match self.verb {
            Verb::Sync(_) => sync::run(self.database, context),
            Verb::Export(arguments) => arguments.run(self.database, context),
            Verb::List(arguments) => arguments.run(self.database, context),
            Verb::Rm(arguments) => arguments.run(self.database, context),
        }
    }
}

/// The refusal where an account is not there.
fn no_account(name: &AccountName) -> Failure {
    Failure::refused(format_args!("there is no account {name}")).hint("`amqtt-admin user list` shows the accounts")
}
