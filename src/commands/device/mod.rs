//! The devices' credentials.

mod create;
mod export;
mod forecast;
mod hold;
mod import;
mod list;
mod reconcile;
mod renew;
mod revoke;
mod show;
mod sign;
mod verify;

use clap::Subcommand;

use crate::{
    context::Context,
    error::{Answer, Outcome},
    operations::revocation::change::Action,
};

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Create the key and certificate of a device, ID.key and ID.crt
    #[command(aliases = ["new", "add"])]
    Create(create::Arguments),
    /// Create the keys and certificates of many devices, from a file or by number
    Import(Box<import::Arguments>),
    /// Add certificates that the inventory lacks, and report those that are missing from the directory
    Reconcile(reconcile::Arguments),
    /// Export the credential of a device in a form that devices take
    Export(export::Arguments),
    /// Sign a device's certificate request, into ID.crt
    Sign(sign::Arguments),
    /// Show a device's certificate, or all that the inventory knows of a device
    #[command(alias = "info")]
    Show(show::Arguments),
    /// List the devices' certificates in the inventory
    #[command(alias = "ls")]
    List(list::Arguments),
    /// Report how many device certificates expire, week by week
    Forecast(forecast::Arguments),
    /// Renew certificates of devices that are about to expire
    Renew(renew::Arguments),
    /// Revoke certificates of devices for good
    Revoke(revoke::Arguments),
    /// Put certificates of devices on hold
    #[command(
        alias = "hold",
        after_long_help = "\
Examples:
  amqtt-admin device suspend pump-7 --crl
"
    )]
    Suspend(hold::Arguments),
    /// Take certificates of devices off hold
    #[command(after_long_help = "\
Examples:
  amqtt-admin device resume pump-7 --crl
")]
    Resume(hold::Arguments),
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
            Self::Export(arguments) => arguments.run(context),
            Self::Show(arguments) => arguments.run(context),
            Self::Sign(arguments) => arguments.run(context),
            Self::List(arguments) => arguments.run(context),
            Self::Forecast(arguments) => arguments.run(context),
            Self::Renew(arguments) => arguments.run(context),
            Self::Revoke(arguments) => arguments.run(context),
            Self::Suspend(arguments) => arguments.run(context, Action::Suspend),
            Self::Resume(arguments) => arguments.run(context, Action::Resume),
            Self::Verify(arguments) => arguments.run(context),
        }
    }
}
