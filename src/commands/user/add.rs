//! `user add`: makes an account.

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
pub(crate) struct Arguments {
    /// The name of the account
    #[arg(short, long, env = "AMQTT_ADMIN_CLIENT_ID", value_name = "NAME")]
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
    Failure::of(Code::Exists, format_args!("there is an account {name} already"))
        .hint("nothing was changed; `amqtt-admin user pwd` gives it a new password")
}
