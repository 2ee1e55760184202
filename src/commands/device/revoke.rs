//! `device revoke`: certificates that are never to be trusted again.

use clap::Args;

use crate::{
    context::Context,
    error::{Answer, Outcome},
    operations::revocation::change::{Action, Request},
    options::{
        Form,
        revocation::{Certificates, GivenReason, Recorded},
    },
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
    #[arg(value_name = "ID")]
    ids: Vec<String>,

    #[command(flatten)]
    certificates: Certificates,

    /// Revoke every certificate that another one has taken the place of
    #[arg(long)]
    superseded: bool,

    /// Reason for the revocation
    #[arg(long, value_name = "REASON", default_value = "unspecified")]
    reason: GivenReason,

    #[command(flatten)]
    recorded: Recorded,
}

impl Arguments {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        let given = self.superseded || self.certificates.is_given();
        let names = Form::names(context, "Device id", self.ids, given)?;
        let request = Request {
            action: Action::Revoke(self.reason.reason()),
            kind: Kind::Device,
            names,
            certificates: &self.certificates,
            superseded: self.superseded,
            recorded: &self.recorded,
        };
        request.run(context)
    }
}
