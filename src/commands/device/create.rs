//! `device create`: a device's key and certificate.

use std::path::PathBuf;

use clap::{Args, ValueHint};
use serde::Serialize;

use crate::{
    context::Context,
    error::{Answer, Outcome},
    operations::{
        issue::Issued,
        issuing::{
            ca,
            credential::{IssuedBy, NewCredential, Place},
            pair::{Existing, Pair, PairPlan},
        },
        ledger::Book,
        next_steps,
    },
    options::{
        CaFiles, DAYS_MAX, NewKey, OutputDirectory, device::DeviceSubject, inventory::Recording, repeat,
        request::SharedKey,
    },
    pki::Device,
};

#[derive(Debug, Args)]
#[command(override_usage = "amqtt-admin device create [OPTIONS] --device-id <ID> --uri <DOMAIN>")]
#[command(after_long_help = "\
Examples:
  amqtt-admin device create --device-id pump-7 --uri my.domain.name
  amqtt-admin device create --device-id pump-7 --output-dir devices --format json
")]
pub(crate) struct Arguments {
    #[command(flatten)]
    device: DeviceSubject,

    #[command(flatten)]
    ca: CaFiles,

    #[command(flatten)]
    output: OutputDirectory,

    #[command(flatten)]
    new_key: NewKey,

    #[command(flatten)]
    recording: Recording,

    /// Days until the certificate expires, at most those of the CA
    #[arg(long, value_name = "DAYS", default_value_t = 365, value_parser = clap::value_parser!(u32).range(1..=DAYS_MAX))]
    days: u32,

    /// Certify this existing private key instead of generating one
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    key: Option<PathBuf>,

    #[command(flatten)]
    shared: SharedKey,

    #[command(flatten)]
    existing: repeat::Existing,

    /// Replace existing files, keeping the old ones as *.old
    #[arg(long)]
    force: bool,
}

#[derive(Debug, Serialize)]
struct Report {
    device_id: String,
    uri: String,
    #[serde(flatten)]
    issued: Issued,
}

/// The summary that the operator confirms before it is made.
#[derive(Debug, Serialize)]
struct Plan {
    device_id: String,
    uri: String,
    organization: Option<String>,
    country: Option<String>,
    key: String,
    certificate: String,
    days: u32,
}

impl Arguments {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        let (form, ca, device) = ca::device(context, &self.device, &self.ca)?;
        let plan = PairPlan {
            directory: &self.output.output_dir,
            name: device.id.as_str(),
            existing: Existing::of(self.force, self.existing.if_exists),
            force_option: "--force",
            key: self.key.as_deref(),
        };
        let book = Book {
            recording: &self.recording,
            ca_crt: &self.ca.certificate.ca_crt,
        };
        let place = Place::open(context, &plan, book, Some(&self.ca))?;
        let plan = Plan::new(&device, &place.pair, self.days);
        let trust = ca.trust_file(&self.ca);
        let credential = NewCredential {
            profile: &device,
            by: IssuedBy::Ca { ca, files: &self.ca },
            place,
            may_share_key: self.shared.allowed,
            key_type: self.new_key.key_type,
            days: self.days,
            passphrase_file: None,
        };
        let question = "Create this device?";
        let made = credential.make(context, || form.confirm(context, &plan, question, self.force))?;
        context.output.report(&Report {
            device_id: plan.device_id.clone(),
            uri: plan.uri.clone(),
            issued: made.facts(),
        })?;
        let client =
            next_steps::device_client(&trust, &made.certificate_path, &made.key_path, &plan.device_id);
        context.output.note(format_args!(
            "\nNext, connect as this device, with a command or with aMQTT's client:\n\n{client}"
        ));
        Ok(Answer::Yes)
    }
}

impl Plan {
    fn new(device: &Device, pair: &Pair, days: u32) -> Self {
        Self {
            device_id: device.id.to_string(),
            uri: device.uri(),
            organization: device.organization.as_ref().map(ToString::to_string),
            country: device.country.as_ref().map(ToString::to_string),
            key: pair.key_path().display().to_string(),
            certificate: pair.certificate_path().display().to_string(),
            days,
        }
    }
}
