//! `ca create`: the root key and certificate.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use crate::{
    context::Context,
    error::{Answer, Outcome},
    operations::{
        issuing::{
            ca_report::{CaPlan, CaReport},
            credential::{IssuedBy, NewCredential, Place},
            pair::{Existing, FORCE_CA, PairPlan},
        },
        ledger::Book,
        next_steps,
    },
    options::{
        DAYS_MAX, Form, NewKey, OutputDirectory,
        ca::{CaSubject, Inherited},
        inventory::Recording,
        repeat,
    },
    pki::Kind,
};

#[derive(Debug, Args)]
#[command(override_usage = "amqtt-admin ca create [OPTIONS] --cn <NAME>")]
#[command(after_long_help = "\
Examples:
  amqtt-admin ca create --cn my.domain.name --uri my.domain.name
  amqtt-admin ca create --cn 'Plant CA' --org-name Plant --country DE --passphrase-file ca.pass
")]
pub(crate) struct Arguments {
    #[command(flatten)]
    subject: CaSubject,

    /// Maximum number of intermediate CAs below this one [default: 0]
    #[arg(long, value_name = "COUNT")]
    path_len: Option<u8>,

    #[command(flatten)]
    output: OutputDirectory,

    #[command(flatten)]
    key: NewKey,

    #[command(flatten)]
    recording: Recording,

    /// Days until the certificate expires
    #[arg(long, value_name = "DAYS", default_value_t = 3650, value_parser = clap::value_parser!(u32).range(1..=DAYS_MAX))]
    days: u32,

    /// Encrypt the key with the passphrase in this file
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    passphrase_file: Option<PathBuf>,

    #[command(flatten)]
    existing: repeat::Existing,

    /// Replace an existing CA, keeping the old files as *.old
    #[arg(long)]
    force_ca: bool,
}

impl Arguments {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        let form = Form::open(context, &self.subject.required())?;
        let plan = PairPlan {
            directory: &self.output.output_dir,
            name: "ca",
            existing: Existing::of(self.force_ca, self.existing.if_exists),
            force_option: FORCE_CA,
            key: None,
        };
        let ca_crt = self.output.output_dir.join("ca.crt");
        let book = Book {
            recording: &self.recording,
            ca_crt: &ca_crt,
        };
        let place = Place::open(context, &plan, book, None)?;
        let root = self
            .subject
            .ask(&form, Kind::Root, self.path_len, Inherited::default())?;
        let plan = CaPlan::new(&root, &place.pair, self.days);
        let credential = NewCredential {
            profile: &root,
            by: IssuedBy::Itself,
            place,
            may_share_key: false,
            key_type: self.key.key_type,
            days: self.days,
            passphrase_file: self.passphrase_file.as_deref(),
        };
        let question = "Create this CA?";
        let made = credential.make(context, || form.confirm(context, &plan, question, self.force_ca))?;
        context.output.report(&CaReport::new(&made))?;
        let next = match self.path_len.unwrap_or(0) {
            0 => format!(
                "the broker: {}",
                next_steps::broker_credential(&made.certificate_path, &made.key_path)
            ),
            _ => format!(
                "a CA that issues: {}",
                next_steps::intermediate(&made.certificate_path, &made.key_path)
            ),
        };
        context
            .output
            .note(format_args!("\nKeep the key safe. Next, {next}"));
        Ok(Answer::Yes)
    }
}
