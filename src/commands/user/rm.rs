//! `user rm`: removes an account and its topic rights.

use amqtt_verifier::AccountName;
use clap::Args;
use serde::Serialize;

use super::no_account;
use crate::{
    context::Context,
    error::{Answer, Code, Failure, Outcome},
    options::{Form, candidates, database::Database},
};

#[derive(Debug, Args)]
#[command(override_usage = "amqtt-admin user rm [OPTIONS] --client-id <NAME>")]
#[command(after_long_help = "\
Examples:
  amqtt-admin user rm -c pump-7
  amqtt-admin user rm -c pump-7 --keep-topics --yes
")]
pub(crate) struct Arguments {
    /// Name of the account
    #[arg(short, long, value_name = "NAME", add = candidates::accounts())]
    client_id: Option<AccountName>,

    /// Keep the topic rights of the account
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
        let form = Form::open(context, &[("--client-id", self.client_id.is_some())])?;
        context.prompt.must_be_able_to_confirm()?;
        let name = &form.required("Name of the account", self.client_id, None)?;
        let mut store = database.open(context)?;
        if !store.has_account(name)? {
            return Err(no_account(name));
        }
        let what = if self.keep_topics {
            ""
        } else {
            " and its topic rights"
        };
        if !context.prompt.confirm(&format!("Remove account {name}{what}?"))? {
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
            _ if self.keep_topics => format!("removed account {name}; kept its topic rights"),
            Some(1) => format!("removed account {name} and 1 topic right"),
            Some(count) => format!("removed account {name} and {count} topic rights"),
            None => format!("removed account {name} and its topic rights, which were malformed"),
        });
        Ok(Answer::Yes)
    }
}
