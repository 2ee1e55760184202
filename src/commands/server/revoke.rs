//! `server revoke`: certificates of brokers that are never to be trusted again.

use clap::Args;

use crate::{
    context::Context,
    error::{Answer, Outcome},
    operations::revocation::change::Request,
    options::{Form, candidates, revocation::Revoking},
    store::fleet::Kind,
};

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  amqtt-admin server revoke broker.my.domain.name --reason key-compromise --crl
  amqtt-admin server revoke --superseded
")]
pub(crate) struct Arguments {
    /// Common names of brokers; all of their unexpired certificates are revoked
    #[arg(value_name = "NAME", add = candidates::brokers())]
    names: Vec<String>,

    #[command(flatten)]
    revoking: Revoking,
}

impl Arguments {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        let revoking = self.revoking.beside(&self.names);
        let given = revoking.is_given();
        let names = Form::names(context, "Common name of the broker", self.names, given)?;
        Request::revoking(&revoking, Kind::Server, names).run(context)
    }
}
