//! `user rm`: removes an account and its topic rights.

use amqtt_verifier::AccountName;
use clap::Args;
use serde::Serialize;

use super::no_account;
use crate::{
    context::Context,
    error::{Answer, Code, Failure, Outcome},
    options::{candidates, database::Database},
};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The name of the account
    #[arg(short, long, env = "AMQTT_ADMIN_CLIENT_ID", value_name = "NAME", add = candidates::accounts())]
    client_id: AccountName,

    /// Keep its topic rights
    #[arg(long)]
    keep_topics: bool,
}

#[derive(Debug, Serialize)]
struct Report<'a> {
    username: &'a str,
    /// How many topic rights went with it; nothing where they could not be counted.
    rights_removed: Option<usize>,
}

impl Arguments {
    pub(crate) fn run(self, database: Database, context: &Context) -> Outcome<Answer> {
        let name = &self.client_id;
        context.prompt.must_be_able_to_confirm()?;
        let mut store = database.open(context)?;
        if !store.has_account(name)? {
            return Err(no_account(name));
        }
        let what = if self.keep_topics {
            ""
        } else {
            " and its topic rights"
        };
        if !context
            .prompt
            .confirm(&format!("Remove the account {name}{what}?"))?
        {
            return Err(Failure::of(Code::Declined, "declined; nothing was removed"));
        }
        let removed = store.remove_account(name, self.keep_topics)?;
        store.close();
        let removed = removed.ok_or_else(|| no_account(name))?;
        context.output.report(&Report {
            username: name.as_str(),
            rights_removed: removed.rights,
        })?;
        context.output.note(match removed.rights {
            _ if self.keep_topics => format!("{name} is removed; its topic rights are kept"),
            Some(1) => format!("{name} is removed, and 1 topic right with it"),
            Some(count) => format!("{name} is removed, and {count} topic rights with it"),
            None => format!("{name} is removed, and its topic rights, which were broken, with it"),
        });
        Ok(Answer::Yes)
    }
}
