//! The certificate authority.

mod create;
mod show;

use clap::Subcommand;

use crate::{
    context::Context,
    error::{Answer, Outcome},
};

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Make the authority's key and certificate, ca.key and ca.crt
    Create(create::Arguments),
    /// Show the authority: its fingerprint, its expiry, and whether key and certificate belong together
    Show(show::Arguments),
}

impl Verb {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        match self {
            Self::Create(arguments) => arguments.run(context),
            Self::Show(arguments) => arguments.run(context),
        }
    }
}
