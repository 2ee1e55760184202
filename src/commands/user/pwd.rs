//! `user pwd`: sets the password of an account.

use amqtt_verifier::AccountName;
use clap::Args;

use super::{Changed, account_name, no_account};
use crate::{
    context::Context,
    error::{Answer, Outcome},
    options::{candidates, database::Database, hashing::HashOptions, new_password::NewPassword},
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
    password: NewPassword,

    #[command(flatten)]
    hash: HashOptions,
}

impl Arguments {
    pub(crate) fn run(self, database: Database, context: &Context) -> Outcome<Answer> {
        let name = account_name(context, self.client_id, self.password.required())?;
        let mut store = database.open(context)?;
        if !store.has_account(&name)? {
            return Err(no_account(&name));
        }
        let secret = self.password.read(context, &format!("New password of {name}"))?;
        let hash = secret.hash(&self.hash)?;
        if store.set_password_hash(&name, hash.expose())? == Change::Refused {
            return Err(no_account(&name));
        }
        store.close();
        Changed::report(context, &name, &secret)?;
        Ok(Answer::Yes)
    }
}
