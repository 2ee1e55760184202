//! `device create`: a device's key and certificate.

use amqtt_verifier::DeviceId;
use clap::Args;
use serde::Serialize;

use crate::{
    context::Context,
    error::{Answer, Code, Failure, Outcome},
    operations::{
        issue::{self, Defaults, Issued},
        next_steps,
        pair::Pair,
    },
    options::{CaFiles, DAYS_MAX, Domain, Form, NewKey, OutputDirectory},
    pki::{Authority, Country, Device, SubjectValue},
};

#[derive(Debug, Args)]
#[command(override_usage = "amqtt-admin device create [OPTIONS] --device-id <ID> --uri <DOMAIN>")]
#[command(after_long_help = "\
Examples:
  amqtt-admin device create --device-id pump-7 --uri my.domain.name
  amqtt-admin device create --device-id pump-7 --output-dir devices --format json
")]
pub(crate) struct Arguments {
    /// The id of the device, which is its client id in MQTT and names its files
    #[arg(long, env = "AMQTT_ADMIN_DEVICE_ID", value_name = "ID")]
    device_id: Option<DeviceId>,

    /// The trust domain of the device [default: the one that the CA carries]
    #[arg(long, visible_alias = "trust-domain", value_name = "DOMAIN")]
    uri: Option<Domain>,

    /// Its country: two upper-case letters [default: the CA's]
    #[arg(long, env = "AMQTT_ADMIN_COUNTRY", value_name = "CODE")]
    country: Option<Country>,

    /// Its organisation [default: the CA's]
    #[arg(long, env = "AMQTT_ADMIN_ORG_NAME", value_name = "NAME")]
    org_name: Option<SubjectValue>,

    /// Make it an X509-SVID to the letter, good for clients and servers alike
    #[arg(long)]
    svid: bool,

    #[command(flatten)]
    ca: CaFiles,

    #[command(flatten)]
    output: OutputDirectory,

    #[command(flatten)]
    key: NewKey,

    /// How many days the certificate is valid, though never longer than the CA's
    #[arg(long, env = "AMQTT_ADMIN_DAYS", value_name = "DAYS", default_value_t = 365, value_parser = clap::value_parser!(u32).range(1..=DAYS_MAX))]
    days: u32,

    /// Replace files that are there, after moving them aside
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
    key_type: &'static str,
    days: u32,
}

impl Arguments {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        let ca = issue::read_ca_certificate(&self.ca.certificate.ca_crt);
        let defaults = ca.as_ref().map(Defaults::of).unwrap_or_default();
        let form = self.form(context, &defaults, ca.as_ref().err())?;
        let ca = ca?;
        Authority::check(&ca, context.now)?;
        issue::warn_of_unusable_defaults(context, &ca, &defaults);

        let suggested_domain = defaults.trust_domain.or(defaults.domain_like_name);
        let id = form.required("Device id", self.device_id, None)?;
        let mut pair = Pair::new(&self.output.output_dir, id.as_str(), self.force, "--force")?;
        let device = Device {
            id,
            organisation: form.optional("Organisation", self.org_name, defaults.organisation)?,
            country: form.optional("Country, two letters", self.country, defaults.country)?,
            trust_domain: form
                .required("Trust domain", self.uri, suggested_domain.map(Domain))?
                .0,
            svid: self.svid,
        };
        let uri = device.trust_domain.device_uri(&device.id);
        let plan = Plan {
            device_id: device.id.to_string(),
            uri: uri.clone(),
            organisation: device.organisation.as_ref().map(ToString::to_string),
            country: device.country.as_ref().map(ToString::to_string),
            key: pair.key_path().display().to_string(),
            certificate: pair.certificate_path().display().to_string(),
            key_type: self.key.key_type.name(),
            days: self.days,
        };
        let validity = issue::leaf_validity(context, self.days, &ca)?;
        form.confirm(context, &plan, "Create this device?", self.force)?;

        let authority = issue::authority(context, &self.ca, ca)?;
        let key = pair.key(context, self.key.key_type, None)?;
        let certificate = authority.issue(&device, &key, &issue::serial()?, validity)?;
        let (key_path, certificate_path) = (pair.key_path(), pair.certificate_path());
        pair.publish(key.to_pem(None)?.as_bytes(), &certificate)?;

        context.output.report(&Report {
            device_id: device.id.to_string(),
            uri,
            issued: Issued::new(&key_path, &certificate_path, &certificate),
        })?;
        let client = next_steps::device_client(
            &self.ca.certificate.ca_crt,
            &certificate_path,
            &key_path,
            device.id.as_str(),
        );
        context.output.note(format_args!(
            "\nNext, connect as this device, with a command or with aMQTT's client:\n\n{client}"
        ));
        Ok(Answer::Yes)
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
