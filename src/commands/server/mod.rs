//! The broker's credential.

mod create;
mod doctor;
mod list;
mod probe;
mod renew;
mod revoke;
mod show;
mod sign;
mod verify;

use clap::Subcommand;
use rustls_pki_types::ServerName;

use crate::{
    context::Context,
    error::{Answer, Outcome},
};

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Create the key and certificate of the broker, server.key and server.crt
    #[command(aliases = ["new", "add"])]
    Create(create::Arguments),
    /// Show a broker's certificate, or a broker configuration that uses it
    #[command(alias = "info")]
    Show(show::Arguments),
    /// Sign a broker's certificate request, into server.crt
    Sign(sign::Arguments),
    /// List the brokers' certificates in the inventory
    #[command(alias = "ls")]
    List(list::Arguments),
    /// Renew the certificate of a broker that is about to expire
    Renew(renew::Arguments),
    /// Revoke certificates of brokers for good
    Revoke(revoke::Arguments),
    /// Check whether a client that trusts the CA would accept the certificate for a host
    #[command(alias = "check")]
    Verify(verify::Arguments),
    /// Find what is wrong with a broker's configuration
    #[command(alias = "lint")]
    Doctor(doctor::Arguments),
    /// Prove what a live broker admits and refuses
    Probe(probe::Arguments),
}

/// Parses a host name or an IP address.
fn host(text: &str) -> Result<ServerName<'static>, &'static str> {
    ServerName::try_from(text.to_owned()).map_err(|_| "must be a host name or an IP address")
}

impl Verb {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        match self {
            Self::Create(arguments) => arguments.run(context),
            Self::Show(arguments) => arguments.run(context),
            Self::Sign(arguments) => arguments.run(context),
            Self::List(arguments) => arguments.run(context),
            Self::Renew(arguments) => arguments.run(context),
            Self::Revoke(arguments) => arguments.run(context),
            Self::Verify(arguments) => arguments.run(context),
            Self::Doctor(arguments) => arguments.run(context),
            Self::Probe(arguments) => arguments.run(context),
        }
    }
}
