//! `device list`: the devices' certificates in the inventory.

use clap::Args;

use crate::{
    context::Context,
    error::{Answer, Outcome},
    operations::inventory::list,
    options::{candidates, listing::Listing},
    store::fleet::Kind,
};

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  amqtt-admin device list
  amqtt-admin device list --expires-within 30d --state issued
  amqtt-admin device list --id 'pump-*' --format ndjson
")]
pub(crate) struct Arguments {
    /// Only devices whose ids match, with * for any characters and ? for one
    #[arg(long, value_name = "GLOB", add = candidates::devices())]
    id: Option<String>,

    #[command(flatten)]
    listing: Listing,
}

impl Arguments {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        list::all(context, &self.listing, Kind::Device, self.id.as_deref())
    }
}
