//! The devices' credentials.

mod create;
mod import;
mod reconcile;
mod show;
mod verify;

use clap::Subcommand;

use crate::{
    context::Context,
    error::{Answer, Outcome},
};

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Create the key and certificate of a device, <id>.key and <id>.crt
    #[command(aliases = ["new", "add"])]
    Create(create::Arguments),
    /// Create the keys and certificates of many devices, from a file or by number
    Import(Box<import::Arguments>),
    /// Take certificates into the inventory that it does not know, as after it was restored
    Reconcile(reconcile::Arguments),
    /// Show a device's certificate
    #[command(alias = "info")]
    Show(show::Arguments),
    /// Check whether a broker would admit a certificate as a client, and which rule refuses it if not
    #[command(alias = "check")]
    Verify(verify::Arguments),
}

impl Verb {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        match self {
            Self::Create(arguments) => arguments.run(context),
            Self::Import(arguments) => arguments.run(context),
            Self::Reconcile(arguments) => arguments.run(context),
            Self::Show(arguments) => arguments.run(context),
            Self::Verify(arguments) => arguments.run(context),
        }
    }
}
