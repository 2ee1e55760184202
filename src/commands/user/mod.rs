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
    /// Make or upgrade the tables; may be repeated, and takes nothing away
    Sync(sync::Arguments),
    /// Make an account
    Add(add::Arguments),
    /// Give an account a new password
    Pwd(pwd::Arguments),
    /// Whether a password opens an account
    Verify(verify::Arguments),
    /// Import accounts from CSV, NDJSON, or a password file of Mosquitto
    Import(import::Arguments),
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

/// The name of the account that a verb with a password is about. Where a value is missing and nobody can be asked, that is
/// said at once.
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

/// The refusal where an account is not there.
fn no_account(name: &AccountName) -> Failure {
    Failure::of(Code::NotFound, format_args!("there is no account {name}"))
        .hint("`amqtt-admin user list` shows the accounts")
}
