//! The broker's credential.

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
    /// Make the broker's key and certificate, server.key and server.crt
    Create(create::Arguments),
    /// Show what is in a broker's certificate, or the configuration that uses it
    Show(show::Arguments),
    /// Check whether a client that trusts the CA would accept the certificate for a host
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
