//! `user add`: adds an account.

use amqtt_verifier::{AccountName, password::PasswordHash};
use clap::Args;

use super::{Changed, account_name, unreadable_hash};
use crate::{
    context::Context,
    error::{Answer, Code, Failure, Outcome},
    options::{
        database::Database,
        hashing::HashOptions,
        new_password::{NewPassword, Secret},
        repeat::{Existing, IfExists},
    },
    store::{Change, Store},
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
    password: NewPassword,

    #[command(flatten)]
    hash: HashOptions,

    #[command(flatten)]
    existing: Existing,
}

impl Arguments {
    pub(crate) fn run(self, database: Database, context: &Context) -> Outcome<Answer> {
        let name = account_name(context, self.client_id, self.password.required())?;
        let mut store = database.open(context)?;
        let skips = self.existing.if_exists == IfExists::Skip;
        let exists_already = store.has_account(&name)?;
        if exists_already && !skips {
            return Err(exists(&name));
        }
        let secret = self.password.read(context, &format!("Password of {name}"))?;
        let change = if exists_already {
            Change::Refused
        } else {
            store.add_account(&name, secret.hash(&self.hash)?.expose())?
        };
        match change {
            Change::Done => {
                store.close();
                Changed::report(context, &name, &secret)?;
            }
            // Another operator may have been faster.
            Change::Refused if skips => {
                check_same(&mut store, &name, &secret, &self.hash)?;
                store.close();
                Changed::report_unchanged(context, &name)?;
            }
            Change::Refused => return Err(exists(&name)),
        }
        Ok(Answer::Yes)
    }
}

/// Fails unless the existing account is what was asked for.
fn check_same(store: &mut Store, name: &AccountName, secret: &Secret, options: &HashOptions) -> Outcome {
    let stored = store.password_hash(name)?;
    let stored = stored.map(|stored| PasswordHash::parse(&stored)).transpose();
    let stored = stored.map_err(|error| unreadable_hash(name, error))?;
    match stored {
        Some(stored) if secret.fits(&stored, &mut options.hasher())? => Ok(()),
        _ => Err(Failure::of(
            Code::Exists,
            format_args!("account {name} already exists with another password"),
        )
        .hint(set_password(name))),
    }
}

fn exists(name: &AccountName) -> Failure {
    Failure::of(Code::Exists, format_args!("account {name} already exists")).hint(set_password(name))
}

fn set_password(name: &AccountName) -> String {
    let command = super::command("pwd", name);
    format!("nothing was changed; set a new password with `{command}`")
}
