//! `device suspend` and `device resume`: certificates on hold, and taken off it. Two verbs that differ by a word.

use clap::Args;

use crate::{
    context::Context,
    error::{Answer, Outcome},
    operations::revocation::change::{Action, Request},
    options::{
        Form, candidates,
        revocation::{Certificates, Recorded},
    },
    store::fleet::Kind,
};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Device ids, for all of their unexpired certificates
    #[arg(value_name = "ID", add = candidates::devices())]
    ids: Vec<String>,

    #[command(flatten)]
    certificates: Certificates,

    #[command(flatten)]
    recorded: Recorded,
}

impl Arguments {
    pub(crate) fn run(self, context: &Context, action: Action) -> Outcome<Answer> {
        let certificates = self.certificates.beside(&self.ids);
        let given = certificates.is_given();
        let names = Form::names(context, "Device id", self.ids, given)?;
        let request = Request {
            action,
            kind: Kind::Device,
            names,
            certificates: &certificates,
            superseded: false,
            recorded: &self.recorded,
            watch: None,
        };
        request.run(context)
    }
}
