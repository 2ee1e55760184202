//! `ca revoke`: certificates of issuing CAs that are never to be trusted again.

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
  amqtt-admin ca revoke --cert intermediate.crt --reason ca-compromise --crl
")]
pub(crate) struct Arguments {
    /// Common names of issuing CAs; all of their unexpired certificates are revoked
    #[arg(value_name = "NAME")]
    names: Vec<String>,

    #[command(flatten)]
    certificates: Certificates,

    /// Reason for the revocation
    #[arg(long, value_name = "REASON", default_value = "unspecified")]
    reason: GivenReason,

    #[command(flatten)]
    recorded: Recorded,
}

impl Arguments {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        let certificates = self.certificates.beside(&self.names);
        let given = certificates.is_given();
        let names = Form::names(context, "Common name of the issuing CA", self.names, given)?;
        let request = Request {
            action: Action::Revoke(self.reason.reason()),
            kind: Kind::Intermediate,
            names,
            certificates: &certificates,
            superseded: false,
            recorded: &self.recorded,
            watch: None,
        };
        request.run(context)
    }
}
