//! `device revoke`: certificates that are never to be trusted again.

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
  amqtt-admin device revoke pump-7 --reason key-compromise --crl
  amqtt-admin device revoke --from stolen.txt --yes
  amqtt-admin device revoke --superseded
")]
pub(crate) struct Arguments {
    /// Device ids; every certificate of theirs that has not expired is revoked
    #[arg(value_name = "ID", add = candidates::devices())]
    ids: Vec<String>,

    #[command(flatten)]
    revoking: Revoking,
}

impl Arguments {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        let names = Form::names(context, "Device id", self.ids, self.revoking.is_given())?;
        Request::revoking(&self.revoking, Kind::Device, names).run(context)
    }
}
