//! Accounts: who may log in with a password.

mod add;
mod export;
mod import;
mod list;
mod pwd;
mod rm;
mod verify;

use amqtt_verifier::{AccountName, password::HashError};
use clap::{Args, Subcommand};
use serde::Serialize;

use crate::{
    context::Context,
    error::{Answer, Code, Failure, Outcome},
    operations::sync,
    options::{Form, database::Database, new_password::Secret, pasted},
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
    /// Import accounts from CSV, NDJSON or JSON, or from Mosquitto
    Import(import::Arguments),
    /// Export all accounts with their hashes, as CSV or as --format says
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

/// Returns the account name for a verb that also needs a password. Without a terminal, both are reported at once if they
/// are missing; `password` names the option for the password, and says whether it is given.
fn account_name(
    context: &Context,
    given: Option<AccountName>,
    password: (&str, bool),
) -> Outcome<AccountName> {
    let required = [("--client-id", given.is_some()), password];
    Form::open(context, &required)?.required("Name of the account", given, None)
}

/// The report about an account that was added, changed or left unchanged.
#[derive(Debug, Serialize)]
struct Changed<'a> {
    username: &'a str,
    changed: bool,
    /// A generated secret, which is shown only here.
    #[serde(skip_serializing_if = "Option::is_none")]
    password: Option<&'a str>,
}

impl Changed<'_> {
    fn report(context: &Context, name: &AccountName, secret: &Secret) -> Outcome {
        let report = Changed {
            username: name.as_str(),
            changed: true,
            password: secret.shown(),
        };
        let reported = context.output.report(&report);
        reported.map_err(|failure| match secret.shown() {
            Some(_) => failure
                .context(format_args!(
                    "the generated password of {name} is stored, but could not be shown"
                ))
                .hint(format_args!(
                    "generate another one with `{} --generate`",
                    command("pwd", name)
                )),
            None => failure,
        })?;
        secret.explain(context);
        Ok(())
    }

    fn report_unchanged(context: &Context, name: &AccountName) -> Outcome {
        context.output.report(&Changed {
            username: name.as_str(),
            changed: false,
            password: None,
        })
    }
}

/// Returns the refusal for an account that does not exist.
fn no_account(name: &AccountName) -> Failure {
    Failure::of(Code::NotFound, format_args!("account {name} does not exist"))
        .hint("list the accounts with `amqtt-admin user list`")
}

/// Returns the failure where the stored hash of an account is not one.
fn unreadable_hash(name: &AccountName, error: HashError) -> Failure {
    Failure::new(Code::BrokenRow, error)
        .context(format_args!("the stored hash of account {name} cannot be read"))
        .hint(format_args!("set a new password with `{}`", command("pwd", name)))
}

/// Returns a command about an account that can be pasted into a shell.
fn command(verb: &str, name: &AccountName) -> String {
    format!("amqtt-admin user {verb} {}", pasted::client(name.as_str()))
}
