//! Accounts: who may log in with a password.

mod add;
mod list;
mod pwd;
mod rm;
mod verify;

use clap::{Args, Subcommand};

use crate::{
    commands::{database::Database, sync},
    context::Context,
    error::{Answer, Outcome},
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
    /// Make an account
    Add(add::Arguments),
    /// Give an account a new password
    Pwd(pwd::Arguments),
    /// List the accounts, sorted by name
    List(list::Arguments),
    /// Remove an account and its topic rights
    Rm(rm::Arguments),
    /// Whether a password opens an account
    Verify(verify::Arguments),
}

impl User {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        match self.verb {
            Verb::Sync(_) => sync::run(self.database, context),
            Verb::Add(arguments) => arguments.run(self.database, context),
            Verb::Pwd(arguments) => arguments.run(self.database, context),
            Verb::List(arguments) => arguments.run(self.database, context),
            Verb::Rm(arguments) => arguments.run(self.database, context),
            Verb::Verify(arguments) => arguments.run(self.database, context),
        }
    }
}
