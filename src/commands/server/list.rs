//! `server list`: the brokers' certificates in the inventory.

use clap::Args;

use crate::{
    context::Context,
    error::{Answer, Outcome},
    operations::inventory::list,
    options::listing::Listing,
    store::fleet::Kind,
};

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  amqtt-admin server list
  amqtt-admin server list --expires-within 30d
")]
pub(crate) struct Arguments {
    #[command(flatten)]
    listing: Listing,
}

impl Arguments {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        list::all(context, &self.listing, Kind::Server, None)
    }
}
