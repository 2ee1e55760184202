//! `device create`: a device's key and certificate.

use std::path::PathBuf;

use amqtt_verifier::DeviceId;
use clap::{Args, ValueHint};
use serde::Serialize;

use crate::{
    context::Context,
    error::{Answer, Code, Failure, Outcome},
    operations::{
        issue::{self, Defaults, Issued},
        issuing::{
            ca::Ca,
            credential::{self, IssuedBy, NewCredential},
            pair::{Existing, Pair, PairPlan},
        },
        ledger::Book,
        next_steps,
    },
    options::{CaFiles, DAYS_MAX, Domain, Form, IfExists, NewKey, OutputDirectory, inventory::Recording},
    pki::{Country, Device, SubjectValue},
};

#[derive(Debug, Args)]
#[command(override_usage = "amqtt-admin device create [OPTIONS] --device-id <ID> --uri <DOMAIN>")]
#[command(after_long_help = "\
Examples:
  amqtt-admin device create --device-id pump-7 --uri my.domain.name
  amqtt-admin device create --device-id pump-7 --output-dir devices --format json
")]
pub(crate) struct Arguments {
    /// Device id, which is also the MQTT client id and names the files
    #[arg(long, value_name = "ID")]
    device_id: Option<DeviceId>,

    /// Trust domain of the device [default: the one in the CA certificate]
    #[arg(long, visible_alias = "trust-domain", value_name = "DOMAIN")]
    uri: Option<Domain>,

    /// Country of the device (two-letter code) [default: the CA's]
    #[arg(long, value_name = "CODE")]
    country: Option<Country>,

    /// Organization of the device [default: the CA's]
    #[arg(long, value_name = "NAME")]
    org_name: Option<SubjectValue>,

    /// Issue a strictly conforming X509-SVID (clientAuth and serverAuth)
    #[arg(long)]
    svid: bool,

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

    /// What to do if the files already exist
    #[arg(long, value_name = "ACTION", default_value = "fail")]
    if_exists: IfExists,

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

/// What the operator is shown before it is made.
#[derive(Debug, Serialize)]
struct Plan {
    device_id: String,
    uri: String,
    organisation: Option<String>,
    country: Option<String>,
    key: String,
    certificate: String,
    days: u32,
}

impl Arguments {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        let ca = Ca::read(context, &self.ca);
        let defaults = ca
            .as_ref()
            .map(|ca| Defaults::of(ca.certificate()))
            .unwrap_or_default();
        let form = self.form(context, &defaults, ca.as_ref().err())?;
        let ca = ca?;
        ca.check(context)?;
        issue::warn_of_unusable_defaults(context, ca.certificate(), &defaults);

        let device = self.device(&form, defaults)?;
        let plan = PairPlan {
            directory: &self.output.output_dir,
            name: device.id.as_str(),
            existing: Existing::of(self.force, self.if_exists),
            force_option: "--force",
            key: self.key.as_deref(),
        };
        let book = Book {
            recording: &self.recording,
            ca_crt: &self.ca.certificate.ca_crt,
        };
        let pair = credential::place(context, &plan, book, Some(&self.ca))?;
        let plan = Plan::new(&device, &pair, self.days);
        let credential = NewCredential {
            profile: &device,
            by: IssuedBy::Ca { ca, files: &self.ca },
            pair,
            book,
            key: self.key.as_deref(),
            key_type: self.new_key.key_type,
            days: self.days,
            passphrase_file: None,
        };
        let question = "Create this device?";
        let confirm = || match self.force {
            true => form.confirm_replacement(context, &plan, question),
            false => form.confirm(context, &plan, question),
        };
        let made = credential.make(context, confirm)?;
        context.output.report(&Report {
            device_id: plan.device_id.clone(),
            uri: plan.uri.clone(),
            issued: made.facts(),
        })?;
        let ca = &self.ca.certificate.ca_crt;
        let client = next_steps::device_client(ca, &made.certificate_path, &made.key_path, &plan.device_id);
        context.output.note(format_args!(
            "\nNext, connect as this device, with a command or with aMQTT's client:\n\n{client}"
        ));
        Ok(Answer::Yes)
    }

    /// The device that is to be certified, asked for where it was not given.
    fn device(&self, form: &Form<'_>, defaults: Defaults) -> Outcome<Device> {
        let suggested_domain = defaults.trust_domain.or(defaults.domain_like_name);
        Ok(Device {
            id: form.required("Device id", self.device_id.clone(), None)?,
            organisation: form.optional("Organization", self.org_name.clone(), defaults.organisation)?,
            country: form.optional("Country, two letters", self.country.clone(), defaults.country)?,
            trust_domain: form
                .required("Trust domain", self.uri.clone(), suggested_domain.map(Domain))?
                .0,
            svid: self.svid,
        })
    }

    /// Opens the form. The trust domain may come from the CA; where that cannot be read, the hint says so.
    fn form<'a>(
        &self,
        context: &'a Context,
        defaults: &Defaults,
        ca_failure: Option<&Failure>,
    ) -> Outcome<Form<'a>> {
        let domain_known = self.uri.is_some() || defaults.trust_domain.is_some();
        let required = [("--device-id", self.device_id.is_some()), ("--uri", domain_known)];
        Form::open(context, &required).map_err(|failure| match ca_failure {
            Some(ca) if ca.code() == Code::Environment && !domain_known => failure.hint(format_args!(
                "--uri could come from the CA, but: {}",
                ca.message()
            )),
            _ => failure,
        })
    }
}

impl Plan {
    fn new(device: &Device, pair: &Pair, days: u32) -> Self {
        Self {
            device_id: device.id.to_string(),
            uri: device.uri(),
            organisation: device.organisation.as_ref().map(ToString::to_string),
            country: device.country.as_ref().map(ToString::to_string),
            key: pair.key_path().display().to_string(),
            certificate: pair.certificate_path().display().to_string(),
            days,
        }
    }
}
