//! `topic rm`: takes a right away.

use clap::Args;

use super::{Who, add::Right};
use crate::{
    context::Context,
    error::{Answer, Code, Failure, Outcome},
    options::database::Database,
    store::Change,
};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The topic filter as it is stored, even if it is not a valid one
    #[arg(value_name = "TOPIC")]
    topic: String,

    #[command(flatten)]
    who: Who,
}

impl Arguments {
    pub(crate) fn run(self, database: Database, context: &Context) -> Outcome<Answer> {
        let (client, action) = (&self.who.client_id, self.who.action.0);
        let mut store = database.open(context)?;
        let change = store.remove_right(client, action, &self.topic)?;
        store.close();
        if change == Change::Refused {
            return Err(Failure::of(
                Code::NotFound,
                format_args!("{client} has no right to {action} {}", self.topic),
            )
            .hint(format_args!(
                "`amqtt-admin topic list -c {client}` shows what it has"
            )));
        }
        context.output.report(&Right {
            username: client.as_str(),
            action: action.as_str(),
            topic: &self.topic,
        })?;
        Ok(Answer::Yes)
    }
}
