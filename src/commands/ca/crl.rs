//! `ca crl`: the revocation list of the CA.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use crate::{
    context::Context,
    error::{Answer, Outcome},
    operations::{
        fleet,
        issuing::ca::Ca,
        lists::{self, sign::Signing},
    },
    options::{CaFiles, inventory::InventoryOptions},
};

/// Seconds in a day.
const DAY: i64 = 86_400;

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  amqtt-admin ca crl
  amqtt-admin ca crl --days 7 --to /etc/mosquitto/ca.crl
  amqtt-admin ca crl --ca-crt intermediate.crt --ca-key intermediate.key --with ca.crl
")]
pub(crate) struct Arguments {
    /// File of the list [default: beside the CA certificate, ca.crl beside ca.crt]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    to: Option<PathBuf>,

    /// Days until the list lapses, at most those of the CA
    #[arg(long, value_name = "DAYS", default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=3650))]
    days: u32,

    /// File with other issuers' lists that go into the same file; may be given several times
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    with: Vec<PathBuf>,

    /// Write the list in DER too, to a file of the same name and .der
    #[arg(long)]
    der: bool,

    /// Replace the list even by an older one, or by one that has lost certificates
    #[arg(long)]
    force: bool,

    #[command(flatten)]
    ca: CaFiles,

    #[command(flatten)]
    inventory: InventoryOptions,
}

impl Arguments {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        let ca_crt = &self.ca.certificate.ca_crt;
        let path = self.to.clone().unwrap_or_else(|| lists::default_path(ca_crt));
        let authority = Ca::read(context, &self.ca)?.authority(context, &self.ca)?;
        let mut inventory = fleet::open_or_make(context, &self.inventory, ca_crt)?;
        let signing = Signing {
            authority: &authority,
            inventory: &mut inventory,
            path: &path,
            lifetime: i64::from(self.days) * DAY,
            with: &self.with,
            der: self.der,
            force: self.force,
        };
        let report = signing.sign(context)?;
        inventory.close();
        context.output.report(&report)?;
        context.output.note(format_args!(
            "\nNext, tell the broker to read the list again; Mosquitto does so at SIGHUP, with `crlfile {}`",
            path.display()
        ));
        Ok(Answer::Yes)
    }
}
