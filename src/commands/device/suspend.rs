//! `device suspend`: certificates on hold, which can be lifted.

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
  amqtt-admin device suspend pump-7 --crl
")]
pub(crate) struct Arguments {
    /// Device ids; every certificate of theirs that has not expired is put on hold
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
            action: Action::Suspend,
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
