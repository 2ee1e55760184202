//! `user verify`: checks a password against an account.

use amqtt_verifier::{
    AccountName,
    password::{GeneratedSecret, HashFinding, PasswordHash},
};
use clap::Args;
use serde::Serialize;

use super::{account_name, no_account, unreadable_hash};
use crate::{
    context::Context,
    error::{Answer, Outcome},
    options::{candidates, database::Database, hashing::HashOptions, secret::PasswordSource},
};

#[derive(Debug, Args)]
#[command(override_usage = "amqtt-admin user verify [OPTIONS] --client-id <NAME>")]
#[command(after_long_help = "\
Examples:
  amqtt-admin user verify -c pump-7
  amqtt-admin user verify -c pump-7 --password-file pump-7.password --format json
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

#[derive(Debug, Serialize)]
struct Report<'a> {
    username: &'a str,
    verified: bool,
    /// Findings about the stored hash.
    findings: Vec<String>,
}

impl Arguments {
    pub(crate) fn run(self, database: Database, context: &Context) -> Outcome<Answer> {
        let name = account_name(context, self.client_id, self.password.required())?;
        let mut store = database.open(context)?;
        let stored = store.password_hash(&name)?.ok_or_else(|| no_account(&name))?;
        store.close();
        let hash = PasswordHash::parse(&stored).map_err(|error| unreadable_hash(&name, error))?;
        let password = self
            .password
            .read_existing(context, &format!("Password of {name}"))?;
        let verified = self.hash.hasher().verify(Some(&hash), &password)?;
        let mut findings = hash.findings(&self.hash.argon2);
        if verified && GeneratedSecret::is_in(&password) {
            // It needs no stretching.
            findings.retain(|finding| !matches!(finding, HashFinding::Weaker { .. }));
        }
        for finding in &findings {
            context
                .output
                .warn(format_args!("stored hash of account {name}: {finding}"));
        }
        let sentence = match verified {
            true => format!("the password opens account {name}"),
            false => format!("the password does not open account {name}"),
        };
        let report = Report {
            username: name.as_str(),
            verified,
            findings: findings.iter().map(ToString::to_string).collect(),
        };
        context.output.verdict("verified", &sentence, &report)?;
        Ok(if verified { Answer::Yes } else { Answer::No })
    }
}
