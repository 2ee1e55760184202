//! The devices' credentials.

mod create;
mod show;
mod verify;

use clap::Subcommand;

use crate::{
    context::Context,
    error::{Answer, Outcome},
};

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Make a device's key and certificate, ID.key and ID.crt
    Create(create::Arguments),
    /// Show what is in a device's certificate
    Show(show::Arguments),
    /// Check whether a broker would admit the certificate as a client, and by which rule it would not
    Verify(verify::Arguments),
}

impl Verb {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        match self {
            Self::Create(arguments) => arguments.run(context),
            Self::Show(arguments) => arguments.run(context),
            Self::Verify(arguments) => arguments.run(context),
        }
    }
}
