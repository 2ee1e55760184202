//! `device resume`: certificates taken off hold.

use clap::Args;

use crate::{
    context::Context,
    error::{Answer, Outcome},
    operations::revocation::change::{Action, Request},
    options::{
        Form,
        revocation::{Certificates, Recorded},
    },
    store::fleet::Kind,
};

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  amqtt-admin device resume pump-7 --crl
")]
pub(crate) struct Arguments {
    /// Device ids; every certificate of theirs that is on hold gets the state that it had
    #[arg(value_name = "ID")]
    ids: Vec<String>,

    #[command(flatten)]
    certificates: Certificates,

    #[command(flatten)]
    recorded: Recorded,
}

impl Arguments {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        let given = self.certificates.is_given();
        let names = Form::names(context, "Device id", self.ids, given)?;
        let request = Request {
            action: Action::Resume,
            kind: Kind::Device,
            names,
            certificates: &self.certificates,
            superseded: false,
            recorded: &self.recorded,
            watch: None,
        };
        request.run(context)
    }
}
