//! `topic rm`: takes a right from a client.

use clap::Args;

use super::{Named, Who};
use crate::{
    context::Context,
    error::{Answer, Code, Failure, Outcome},
    operations::rights::Right,
    options::database::Database,
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
}

impl Arguments {
    pub(crate) fn run(self, database: Database, context: &Context) -> Outcome<Answer> {
        let Named {
            client,
            action,
            topic,
        } = self.who.right(context, self.topic)?;
        let mut store = database.open(context)?;
        let change = store.remove_right(&client, action, &topic)?;
        store.close();
        if change == Change::Refused {
            return Err(Failure::of(
                Code::NotFound,
                format_args!("{client} has no {action} right for {topic}"),
            )
            .hint(format_args!(
                "list its rights with `amqtt-admin topic list -c {client}`"
            )));
        }
        context.output.report(&Right {
            username: client.as_str(),
            action: action.as_str(),
            topic: &topic,
        })?;
        Ok(Answer::Yes)
    }
}
