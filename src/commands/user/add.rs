//! `user add`: adds an account.

use amqtt_verifier::AccountName;
use clap::Args;

use super::{Named, account_name};
use crate::{
    context::Context,
    error::{Answer, Code, Failure, Outcome},
    options::{
        database::Database,
        hashing::{self, HashOptions},
        secret::PasswordSource,
    },
    store::Change,
};

#[derive(Debug, Args)]
#[command(override_usage = "amqtt-admin user add [OPTIONS] --client-id <NAME>")]
#[command(after_long_help = "\
Examples:
  amqtt-admin user add -c pump-7
  amqtt-admin user add -c pump-7 --password-file pump-7.password
  amqtt-admin user -d sqlite -f auth.db add -c pump-7
")]
pub(crate) struct Arguments {
    /// Name of the account
    #[arg(short, long, value_name = "NAME")]
    client_id: Option<AccountName>,

    #[command(flatten)]
    password: PasswordSource,

    #[command(flatten)]
    hash: HashOptions,
}

impl Arguments {
    pub(crate) fn run(self, database: Database, context: &Context) -> Outcome<Answer> {
        let name = account_name(context, self.client_id, &self.password)?;
        let mut store = database.open(context)?;
        if store.has_account(&name)? {
            return Err(exists(&name));
        }
        let password = self.password.read_new(context, &format!("Password of {name}"))?;
        let hash = hashing::hash(&mut self.hash.hasher(), &password)?;
        if store.add_account(&name, hash.expose())? == Change::Refused {
            return Err(exists(&name));
        }
        store.close();
        context.output.report(&Named {
            username: name.as_str(),
        })?;
        Ok(Answer::Yes)
    }
}

fn exists(name: &AccountName) -> Failure {
    Failure::of(Code::Exists, format_args!("account {name} already exists")).hint(format_args!(
        "nothing was changed; set a new password with `amqtt-admin user pwd -c {name}`"
    ))
}
