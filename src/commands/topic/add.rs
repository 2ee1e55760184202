//! `topic add`: gives a client a right.

use amqtt_verifier::{Filters, TopicFilter, Verdict};
use clap::Args;

use super::{
    Named, Who, advice,
    answer::listed,
    rights::{Changed, Right},
    valid,
};
use crate::{
    context::Context,
    error::{Answer, Code, Failure, Outcome},
    operations::known_devices::KnownDevices,
    options::{
        database::Database,
        inventory::InventoryOptions,
        repeat::{Existing, IfExists},
    },
    store::Change,
};

#[derive(Debug, Args)]
#[command(override_usage = "amqtt-admin topic add [OPTIONS] --client-id <ID> --action <ACTION> <TOPIC>")]
#[command(mut_arg("inventory", |option| option.help(
    "Inventory of certificates, to look up the names of devices [default: ca.db, if it exists]"
)))]
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

    #[command(flatten)]
    existing: Existing,

    #[command(flatten)]
    inventory: InventoryOptions,
}

/// The long description of a right.
pub(super) const LONG_ABOUT: &str = "\
Give a client a right: a topic filter for an action

publish    send messages to topics that the filter matches
subscribe  ask for messages; granted only if the filters for subscribe together cover all that is asked for
receive    be sent messages, checked at each delivery: a client that may subscribe and not receive gets no messages

A client is known by its user name. A device with a certificate has its id for a name, and needs no account. A stock aMQTT does \
not look at the certificate for rights: there, a device must also send its id as its user name, or it is denied everything, and \
a device that sends another client's user name gets that client's rights. The plug-ins of amqtt-verifier prevent both.";

impl Arguments {
    pub(crate) fn run(self, database: Database, context: &Context) -> Outcome<Answer> {
        let Named {
            client,
            action,
            topic,
        } = self.who.right(context, self.topic)?;
        topic.check_storable(action).map_err(Failure::usage)?;
        let devices = KnownDevices::find(&self.inventory, context)?;
        let mut store = database.open(context)?;
        let (change, before) = store.add_right(&client, action, &topic)?;
        if change == Change::Refused && self.existing.if_exists == IfExists::Fail {
            return Err(Failure::of(
                Code::Exists,
                format_args!("{client} already has the right to {action} {topic}"),
            )
            .hint("nothing was changed"));
        }
        if change == Change::Done {
            let before: Filters = valid(&before).collect();
            if let Verdict::Allowed { by } = before.decide(&topic) {
                context.output.warn(format_args!(
                    "{topic} grants nothing new: already covered by {}",
                    listed(&by)
                ));
            }
            advice::on_pattern(&topic, context);
            advice::on_stranger(&client, &devices, &mut store, context);
        }
        store.close();
        context.output.report(&Changed {
            right: Right {
                username: client.as_str(),
                action: action.as_str(),
                topic: topic.as_str(),
            },
            changed: change == Change::Done,
        })?;
        Ok(Answer::Yes)
    }
}
