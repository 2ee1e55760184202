//! `topic add`: gives a client a right.

use amqtt_rules::{
    acl::{Filters, Verdict},
    topic::TopicFilter,
};
use clap::Args;

use super::{Named, Who};
use crate::{
    context::Context,
    error::{Answer, Code, Failure, Outcome},
    operations::rights::{Right, listed, valid},
    options::database::Database,
    store::Change,
};

#[derive(Debug, Args)]
#[command(override_usage = "amqtt-admin topic add [OPTIONS] --client-id <ID> --action <ACTION> <TOPIC>")]
#[command(after_long_help = "\
Examples:
  amqtt-admin topic add -c pump-7 -a publish 'plant/pump-7/#'
  amqtt-admin topic add -c pump-7 -a subscribe 'plant/pump-7/commands'
  amqtt-admin topic add -c pump-7 -a receive 'plant/pump-7/commands'
")]
pub(crate) struct Arguments {
    /// Topic filter
    #[arg(value_name = "TOPIC")]
    topic: Option<TopicFilter>,

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
        topic.check_storable(action).map_err(Failure::usage)?;
        let mut store = database.open(context)?;
        let (change, before) = store.add_right(&client, action, &topic)?;
        store.close();
        if change == Change::Refused {
            return Err(Failure::of(
                Code::Exists,
                format_args!("{client} already has the right to {action} {topic}"),
            )
            .hint("nothing was changed"));
        }
        let before: Filters = valid(&before).collect();
        if let Verdict::Allowed { by } = before.decide(&topic) {
            context.output.warn(format_args!(
                "{topic} grants nothing new: already covered by {}",
                listed(&by)
            ));
        }
        context.output.report(&Right {
            username: client.as_str(),
            action: action.as_str(),
            topic: topic.as_str(),
        })?;
        Ok(Answer::Yes)
    }
}
