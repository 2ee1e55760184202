//! `topic rm`: takes a right from a client.

use clap::Args;
use serde::Serialize;

use super::{
    Named, Who,
    rights::{Changed, Right},
};
use crate::{
    context::Context,
    error::{Answer, Code, Failure, Outcome},
    options::{
        database::Database,
        pasted,
        repeat::{IfMissing, Missing},
    },
    store::Change,
};

#[derive(Debug, Args)]
#[command(override_usage = "amqtt-admin topic rm [OPTIONS] --client-id <ID> --action <ACTION> <TOPIC>")]
#[command(after_long_help = "\
Examples:
  amqtt-admin topic rm -c pump-7 -a publish 'plant/pump-7/#'
")]
pub(crate) struct Arguments {
    /// Topic filter as it is stored, even if it is not a valid one
    #[arg(value_name = "TOPIC")]
    topic: Option<String>,

    #[command(flatten)]
    who: Who,

    /// Remove a whole row by its id instead, for one that no name can name
    #[arg(
        long,
        value_name = "ID",
        allow_negative_numbers = true,
        conflicts_with = "topic"
    )]
    row: Option<i64>,

    #[command(flatten)]
    missing: Missing,
}

/// A row that was removed, or not.
#[derive(Debug, Serialize)]
struct Row {
    row: i64,
    username: Option<String>,
    changed: bool,
}

impl Arguments {
    pub(crate) fn run(self, database: Database, context: &Context) -> Outcome<Answer> {
        if let Some(row) = self.row {
            return remove_row(row, self.missing.if_missing, database, context);
        }
        let Named {
            client,
            action,
            topic,
        } = self.who.right(context, self.topic)?;
        let mut store = database.open(context)?;
        let change = store.remove_right(&client, action, &topic)?;
        store.close();
        if change == Change::Refused && self.missing.if_missing == IfMissing::Fail {
            return Err(Failure::of(
                Code::NotFound,
                format_args!("{client} has no {action} right for {topic}"),
            )
            .hint(format_args!(
                "list its rights with `amqtt-admin topic list {}`",
                pasted::client(client.as_str())
            )));
        }
        context.output.report(&Changed {
            right: Right {
                username: client.as_str(),
                action: action.as_str(),
                topic: &topic,
            },
            changed: change == Change::Done,
        })?;
        Ok(Answer::Yes)
    }
}

/// Removes a row with all rights in it, which may be one that no name can name, or that cannot be read.
fn remove_row(row: i64, if_missing: IfMissing, database: Database, context: &Context) -> Outcome<Answer> {
    context.prompt.must_be_able_to_confirm()?;
    let mut store = database.open(context)?;
    let question = format!("Remove row {row} of topic_auth, with all rights in it?");
    if !context.prompt.confirm(&question)? {
        return Err(Failure::of(Code::Declined, "declined; nothing was removed"));
    }
    let removed = store.remove_rights_row(row)?;
    store.close();
    if removed.is_none() && if_missing == IfMissing::Fail {
        return Err(Failure::of(
            Code::NotFound,
            format_args!("topic_auth has no row with id {row}"),
        ));
    }
    let changed = removed.is_some();
    context.output.report(&Row {
        row,
        username: removed.flatten(),
        changed,
    })?;
    Ok(Answer::Yes)
}
