//! `user verify`: whether a password opens an account.

use amqtt_verifier::{AccountName, password::PasswordHash};
use clap::Args;
use serde::Serialize;

use super::{account_name, no_account};
use crate::{
    context::Context,
    error::{Answer, Code, Failure, Outcome},
    options::{candidates, database::Database, hashing::HashOptions, secret::PasswordSource},
};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The name of the account
    #[arg(short, long, env = "AMQTT_ADMIN_CLIENT_ID", value_name = "NAME", add = candidates::accounts())]
    client_id: Option<AccountName>,

    #[command(flatten)]
    password: PasswordSource,

    #[command(flatten)]
    hash: HashOptions,
}

#[derive(Debug, Serialize)]
struct Report<'a> {
    username: &'a str,
    verified: bool,
    /// What there is to say about the stored hash.
    findings: Vec<String>,
}

impl Arguments {
    pub(crate) fn run(self, database: Database, context: &Context) -> Outcome<Answer> {
        let name = account_name(context, self.client_id, &self.password)?;
        let mut store = database.open(context)?;
        let stored = store.password_hash(&name)?.ok_or_else(|| no_account(&name))?;
        store.close();
        let hash = PasswordHash::parse(&stored).map_err(|error| {
            Failure::new(Code::Environment, error)
                .context(format_args!("the stored hash of {name} cannot be read"))
                .hint("`amqtt-admin user pwd` gives the account a new password")
        })?;
        let password = self
            .password
            .read_existing(context, &format!("Password of {name}"))?;
        let verified = self.hash.hasher().verify(Some(&hash), &password)?;
        let findings = hash.findings(&self.hash.argon2);
        for finding in &findings {
            context.output.warn(format_args!("the hash of {name}: {finding}"));
        }
        context.output.report(&Report {
            username: name.as_str(),
            verified,
            findings: findings.iter().map(ToString::to_string).collect(),
        })?;
        Ok(if verified { Answer::Yes } else { Answer::No })
    }
}
