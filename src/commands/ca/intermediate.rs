//! `ca intermediate`: the key and certificate of a CA below another one.

use std::{fmt, path::PathBuf, str::FromStr};

use amqtt_verifier::DeviceId;
use clap::{Args, ValueHint};

use crate::{
    context::Context,
    error::{Answer, Outcome},
    operations::{
        issuing::{
            ca::Ca,
            ca_report::{CaPlan, CaReport},
            credential::{IssuedBy, NewCredential, Place},
            pair::{Existing, FORCE_CA, PairPlan},
        },
        ledger::Book,
        next_steps,
    },
    options::{
        CaFiles, DAYS_MAX, Form, NewKey, OutputDirectory,
        ca::{CaSubject, Inherited},
        inventory::Recording,
        repeat,
    },
    pki::Kind,
};

/// The name that the files have if no other is given.
const INTERMEDIATE: &str = "intermediate";

#[derive(Debug, Args)]
#[command(override_usage = "amqtt-admin ca intermediate [OPTIONS] --cn <NAME>")]
#[command(after_long_help = "\
Examples:
  amqtt-admin ca intermediate --cn 'Issuing CA'
  amqtt-admin ca intermediate --cn 'Plant 2' --name plant-2 --ca-key root.key --ca-crt root.crt
")]
pub(crate) struct Arguments {
    #[command(flatten)]
    subject: CaSubject,

    /// Name of the files, without .key and .crt
    #[arg(long, value_name = "NAME", default_value = INTERMEDIATE)]
    name: FileName,

    #[command(flatten)]
    ca: CaFiles,

    #[command(flatten)]
    output: OutputDirectory,

    #[command(flatten)]
    new_key: NewKey,

    #[command(flatten)]
    recording: Recording,

    /// Days until the certificate expires, at most those of the CA above it
    #[arg(long, value_name = "DAYS", default_value_t = 1825, value_parser = clap::value_parser!(u32).range(1..=DAYS_MAX))]
    days: u32,

    /// Encrypt the new key with the passphrase in this file
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    new_passphrase_file: Option<PathBuf>,

    #[command(flatten)]
    existing: repeat::Existing,

    /// Replace an existing CA, keeping the old files as *.old
    #[arg(long)]
    force_ca: bool,
}

/// A name of files: one that a device could have, or the usual one.
#[derive(Debug, Clone, PartialEq, Eq)]
struct FileName(String);

impl FromStr for FileName {
    type Err = <DeviceId as FromStr>::Err;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text != INTERMEDIATE {
            text.parse::<DeviceId>()?;
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Arguments {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        let form = Form::open(context, &self.subject.required())?;
        let plan = PairPlan {
            directory: &self.output.output_dir,
            name: &self.name.0,
            existing: Existing::of(self.force_ca, self.existing.if_exists),
            force_option: FORCE_CA,
            key: None,
        };
        let book = Book {
            recording: &self.recording,
            ca_crt: &self.ca.certificate.ca_crt,
        };
        let place = Place::open(context, &plan, book, Some(&self.ca))?;
        let above = Ca::read(context, &self.ca)?;
        let defaults = above.offer(context)?;
        let inherited = Inherited {
            country: defaults.country,
            organization: defaults.organization,
            trust_domain: defaults.trust_domain,
        };
        // It issues leaves alone.
        let profile = self.subject.ask(&form, Kind::Intermediate, None, inherited)?;
        let plan = CaPlan::new(&profile, &place.pair, self.days);
        let credential = NewCredential {
            profile: &profile,
            by: IssuedBy::Ca {
                ca: above,
                files: &self.ca,
            },
            place,
            may_share_key: false,
            key_type: self.new_key.key_type,
            days: self.days,
            passphrase_file: self.new_passphrase_file.as_deref(),
        };
        let question = "Create this CA?";
        let made = credential.make(context, || form.confirm(context, &plan, question, self.force_ca))?;
        context.output.report(&CaReport::new(&made))?;
        context.output.note(format_args!(
            "\nPut {} away, and keep the new key safe. Next, the broker: {}",
            self.ca.ca_key.display(),
            next_steps::broker_credential(&made.certificate_path, &made.key_path)
        ));
        Ok(Answer::Yes)
    }
}
