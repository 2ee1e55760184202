//! Accounts: who may log in with a password.

mod add;
mod export;
mod import;
mod list;
mod pwd;
mod rm;
mod verify;

use amqtt_verifier::AccountName;
use clap::{Args, Subcommand};
use serde::Serialize;

use crate::{
    context::Context,
    error::{Answer, Code, Failure, Outcome},
    operations::sync,
    options::{Form, database::Database, secret::PasswordSource},
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
    /// Create or upgrade the tables; can be repeated, and never removes anything
    Sync(sync::Arguments),
    /// Add an account
    #[command(aliases = ["create", "new"])]
    Add(add::Arguments),
    /// Set a new password for an account
    #[command(aliases = ["passwd", "password"])]
    Pwd(pwd::Arguments),
    /// Check a password against an account
    #[command(alias = "check")]
    Verify(verify::Arguments),
    /// Import accounts from CSV, NDJSON, or a password file of Mosquitto
    Import(import::Arguments),
    /// Export all accounts with their hashes, as CSV or in the --format that is asked for
    Export(export::Arguments),
    /// List the accounts, sorted by name
    #[command(alias = "ls")]
    List(list::Arguments),
    /// Remove an account and its topic rights
    #[command(aliases = ["delete", "remove", "del"])]
    Rm(rm::Arguments),
}

impl User {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        match self.verb {
            Verb::Sync(_) => sync::run(self.database, context),
            Verb::Add(arguments) => arguments.run(self.database, context),
            Verb::Pwd(arguments) => arguments.run(self.database, context),
            Verb::Verify(arguments) => arguments.run(self.database, context),
            Verb::Import(arguments) => arguments.run(self.database, context),
            Verb::Export(arguments) => arguments.run(self.database, context),
            Verb::List(arguments) => arguments.run(self.database, context),
            Verb::Rm(arguments) => arguments.run(self.database, context),
        }
    }
}

/// Returns the name of the account that a verb with a password is about. Where a value is missing and there is no terminal to
/// ask at, it fails at once.
fn account_name(
    context: &Context,
    given: Option<AccountName>,
    password: &PasswordSource,
) -> Outcome<AccountName> {
    let required = [("--client-id", given.is_some()), password.required()];
    Form::open(context, &required)?.required("Name of the account", given, None)
}

/// An account by its name, as it is reported.
#[derive(Debug, Serialize)]
struct Named<'a> {
    username: &'a str,
}

/// Returns the failure for an account that does not exist.
fn no_account(name: &AccountName) -> Failure {
    Failure::of(Code::NotFound, format_args!("account {name} does not exist"))
        .hint("list the accounts with `amqtt-admin user list`")
}
