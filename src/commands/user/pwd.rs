//! `user pwd`: sets a new password for an account.

use amqtt_verifier::AccountName;
use clap::Args;

use super::{Named, account_name, no_account};
use crate::{
    context::Context,
    error::{Answer, Outcome},
    options::{
        candidates,
        database::Database,
        hashing::{self, HashOptions},
        secret::PasswordSource,
    },
    store::Change,
};

#[derive(Debug, Args)]
#[command(override_usage = "amqtt-admin user pwd [OPTIONS] --client-id <NAME>")]
#[command(after_long_help = "\
Examples:
  amqtt-admin user pwd -c pump-7
  amqtt-admin user pwd -c pump-7 --password-stdin <new.password
")]
pub(crate) struct Arguments {
    /// Name of the account
    #[arg(short, long, value_name = "NAME", add = candidates::accounts())]
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
        if !store.has_account(&name)? {
            return Err(no_account(&name));
        }
        let password = self
            .password
            .read_new(context, &format!("New password of {name}"))?;
        let hash = hashing::hash(&mut self.hash.hasher(), &password)?;
        if store.set_password_hash(&name, hash.expose())? == Change::Refused {
            return Err(no_account(&name));
        }
        store.close();
        context.output.report(&Named {
            username: name.as_str(),
        })?;
        Ok(Answer::Yes)
    }
}
