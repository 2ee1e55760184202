//! `topic add`: gives a client a right.

use amqtt_rules::{
    acl::{Filters, Verdict},
    topic::TopicFilter,
};
use clap::Args;
use serde::Serialize;

use super::{Who, valid};
use crate::{
    context::Context,
    error::{Answer, Code, Failure, Outcome},
    options::database::Database,
    store::Change,
};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The topic filter
    #[arg(value_name = "TOPIC")]
    topic: TopicFilter,

    #[command(flatten)]
    who: Who,
}

/// A right, as it is reported.
#[derive(Debug, Serialize)]
pub(super) struct Right<'a> {
    pub(super) username: &'a str,
    pub(super) action: &'static str,
    pub(super) topic: &'a str,
}

impl Arguments {
    pub(crate) fn run(self, database: Database, context: &Context) -> Outcome<Answer> {
        let (client, action) = (&self.who.client_id, self.who.action.0);
        self.topic.check_storable(action).map_err(Failure::usage)?;
        let mut store = database.open(context)?;
        let (change, before) = store.add_right(client, action, &self.topic)?;
        store.close();
        if change == Change::Refused {
            return Err(Failure::of(
                Code::Exists,
                format_args!("{client} may {action} {} already", self.topic),
            ));
        }
        let before: Filters = valid(&before).collect();
        if let Verdict::Allowed { by } = before.decide(&self.topic) {
            context.output.warn(format_args!(
                "{} grants nothing new: {} covers it already",
                self.topic,
                listed(&by)
            ));
        }
        context.output.report(&Right {
            username: client.as_str(),
            action: action.as_str(),
            topic: self.topic.as_str(),
        })?;
        Ok(Answer::Yes)
    }
}

/// Several filters in a sentence.
pub(super) fn listed(filters: &[TopicFilter]) -> String {
    filters
        .iter()
        .map(TopicFilter::as_str)
        .collect::<Vec<_>>()
        .join(" with ")
}
