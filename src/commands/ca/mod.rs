//! The certificate authority.

mod create;
mod crl;
mod intermediate;
mod revoke;
mod show;
mod status;

use clap::Subcommand;

use crate::{
    context::Context,
    error::{Answer, Outcome},
};

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Create the key and certificate of a root CA: ca.key and ca.crt
    #[command(aliases = ["new", "init"])]
    Create(create::Arguments),
    /// Create an issuing CA below another one: intermediate.key and intermediate.crt
    Intermediate(intermediate::Arguments),
    /// Sign the CA's revocation list, ca.crl, replacing the previous one
    Crl(crl::Arguments),
    /// Revoke certificates of issuing CAs for good
    Revoke(revoke::Arguments),
    /// Report what needs attention: the CA, its certificates, its revocation list
    Status(status::Arguments),
    /// Show the CA: fingerprint, expiry, and whether key and certificate belong together
    #[command(alias = "info")]
    Show(show::Arguments),
}

impl Verb {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        match self {
            Self::Create(arguments) => arguments.run(context),
            Self::Intermediate(arguments) => arguments.run(context),
            Self::Crl(arguments) => arguments.run(context),
            Self::Revoke(arguments) => arguments.run(context),
            Self::Status(arguments) => arguments.run(context),
            Self::Show(arguments) => arguments.run(context),
        }
    }
}
