//! `device show`: what is in a device's certificate, or what the inventory knows of a device.

use std::path::PathBuf;

use amqtt_verifier::{DeviceId, SpiffeId};
use clap::{Args, ValueHint};
use serde::Serialize;

use crate::{
    context::Context,
    error::{Answer, Code, Failure, Outcome},
    operations::{facts::Facts, fleet, inventory::history, issue::read_certificate},
    options::{CaCertificate, candidates, inventory::InventoryOptions},
    pki::unix_time,
    store::fleet::{Filter, Inventory, Kind},
};

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  amqtt-admin device show pump-7.crt
  amqtt-admin device show pump-7
")]
pub(crate) struct Arguments {
    /// Certificate of the device; or its id, for all that was issued to it
    #[arg(value_name = "CERT|ID", value_hint = ValueHint::FilePath, add = candidates::devices_or_files())]
    certificate: PathBuf,

    #[command(flatten)]
    ca: CaCertificate,

    #[command(flatten)]
    inventory: InventoryOptions,
}

/// Endings of the names of certificates; a device id may have one too, and is then taken for a file.
const FILE_EXTENSIONS: [&str; 4] = ["crt", "pem", "der", "cer"];

#[derive(Debug, Serialize)]
struct Report {
    /// The device that the certificate names, where it names one.
    device_id: Option<String>,
    trust_domain: Option<String>,
    #[serde(flatten)]
    facts: Facts,
    /// Whole days until it expires; below zero when it has.
    days_left: i64,
}

impl Arguments {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        if let Some(id) = self.device_id() {
            let inventory = fleet::reading(context, &self.inventory, &self.ca.ca_crt).map_err(|failure| {
                failure.context(format_args!("{id} is not a file, and no inventory can be asked"))
            })?;
            return self.history(context, inventory, id);
        }
        let certificate = read_certificate(&self.certificate)?;
        let read = certificate.get();
        let facts = Facts::of(&read);
        let id = facts.uri.first().and_then(|uri| SpiffeId::parse(uri).ok());
        context.output.report(&Report {
            device_id: id.and_then(|id| id.device()).map(str::to_owned),
            trust_domain: id.map(|id| id.trust_domain().to_owned()),
            days_left: unix_time(context.now).days_until(read.not_after),
            facts,
        })?;
        Ok(Answer::Yes)
    }

    /// The id of a device, where that is what was given and not the name of a file: its bundle, unpacked, is a directory.
    fn device_id(&self) -> Option<&str> {
        let text = self.certificate.to_str()?;
        let is_named_like_a_file = self
            .certificate
            .extension()
            .is_some_and(|extension| FILE_EXTENSIONS.iter().any(|known| extension == *known));
        let is_id = text.parse::<DeviceId>().is_ok();
        let is_file = self.certificate.exists() && !self.certificate.is_dir();
        (is_id && !is_named_like_a_file && !is_file).then_some(text)
    }

    fn history(&self, context: &Context, mut inventory: Inventory, id: &str) -> Outcome<Answer> {
        let rows = inventory.rows(&Filter {
            kinds: &[Kind::Device],
            names: &[id],
            ..Filter::default()
        })?;
        inventory.close();
        if rows.is_empty() {
            return Err(Failure::of(
                Code::NotFound,
                format_args!("there is neither a file nor a device in the inventory called {id}"),
            ));
        }
        history::history(context, rows)
    }
}
