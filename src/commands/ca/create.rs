//! `ca create`: the root key and certificate.

use std::path::PathBuf;

use amqtt_verifier::TrustDomain;
use clap::{Args, ValueHint};
use serde::Serialize;

use crate::{
    context::Context,
    error::{Answer, Outcome},
    operations::{
        issue::{self, Issued},
        next_steps,
        pair::Pair,
    },
    options::{DAYS_MAX, Domain, Form, NewKey, OutputDirectory},
    pki::{Country, KeyType, Root, Subject, SubjectValue},
};

#[derive(Debug, Args)]
#[command(override_usage = "amqtt-admin ca create [OPTIONS] --cn <NAME>")]
#[command(after_long_help = "\
Examples:
  amqtt-admin ca create --cn my.domain.name --uri my.domain.name
  amqtt-admin ca create --cn 'Plant CA' --org-name Plant --country DE --passphrase-file ca.pass
")]
pub(crate) struct Arguments {
    /// The common name of the authority
    #[arg(long, env = "AMQTT_ADMIN_CN", value_name = "NAME")]
    cn: Option<SubjectValue>,

    /// Its country: two upper-case letters
    #[arg(long, env = "AMQTT_ADMIN_COUNTRY", value_name = "CODE")]
    country: Option<Country>,

    /// Its state or province
    #[arg(long, env = "AMQTT_ADMIN_STATE", value_name = "NAME")]
    state: Option<SubjectValue>,

    /// Its locality
    #[arg(long, env = "AMQTT_ADMIN_LOCALITY", value_name = "NAME")]
    locality: Option<SubjectValue>,

    /// Its organisation
    #[arg(long, env = "AMQTT_ADMIN_ORG_NAME", value_name = "NAME")]
    org_name: Option<SubjectValue>,

    /// The trust domain of its devices, to be their default
    #[arg(long, visible_alias = "trust-domain", value_name = "DOMAIN")]
    uri: Option<Domain>,

    /// How many authorities there may be below it
    #[arg(long, env = "AMQTT_ADMIN_PATH_LEN", value_name = "COUNT", default_value_t = 0)]
    path_len: u8,

    #[command(flatten)]
    output: OutputDirectory,

    #[command(flatten)]
    key: NewKey,

    /// How many days the certificate is valid
    #[arg(long, env = "AMQTT_ADMIN_DAYS", value_name = "DAYS", default_value_t = 3650, value_parser = clap::value_parser!(u32).range(1..=DAYS_MAX))]
    days: u32,

    /// Encrypt the key with the passphrase in this file
    #[arg(long, env = "AMQTT_ADMIN_PASSPHRASE_FILE", value_name = "FILE", value_hint = ValueHint::FilePath)]
    passphrase_file: Option<PathBuf>,

    /// Replace an authority that is there, after moving its files aside
    #[arg(long)]
    force_ca: bool,
}

#[derive(Debug, Serialize)]
struct Report {
    subject: String,
    uri: Option<String>,
    #[serde(flatten)]
    issued: Issued,
}

/// What the operator is shown before it is made.
#[derive(Debug, Serialize)]
struct Plan<'a> {
    common_name: &'a str,
    organisation: Option<String>,
    country: Option<String>,
    state: Option<String>,
    locality: Option<String>,
    trust_domain: Option<String>,
    key: String,
    certificate: String,
    key_type: &'static str,
    days: u32,
}

impl Arguments {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        let form = Form::open(context, &[("--cn", self.cn.is_some())])?;
        let mut pair = Pair::new(&self.output.output_dir, "ca", self.force_ca, "--force-ca")?;
        let passphrase = self
            .passphrase_file
            .as_deref()
            .map(issue::read_passphrase)
            .transpose()?;
        let validity = issue::validity(context, self.days)?;
        let root = Root {
            subject: Subject {
                common_name: form
                    .required("Common name of the authority", self.cn, None)?
                    .to_string(),
                organisation: form.optional("Organisation", self.org_name, None)?,
                country: form.optional("Country, two letters", self.country, None)?,
                state: form.optional("State or province", self.state, None)?,
                locality: form.optional("Locality", self.locality, None)?,
            },
            trust_domain: form
                .optional("Trust domain of the devices", self.uri, None)?
                .map(|domain| domain.0),
            path_len: self.path_len,
        };
        let plan = Plan::new(&root, &pair, self.key.key_type, self.days);
        form.confirm(context, &plan, "Create this CA?", self.force_ca)?;

        let key = pair.key(context, self.key.key_type, self.passphrase_file.as_deref())?;
        let certificate = root.self_sign(&key, &issue::serial()?, validity)?;
        let report = Report {
            subject: certificate.facts.subject.clone(),
            uri: root.trust_domain.as_ref().map(TrustDomain::uri),
            issued: Issued::new(&pair.key_path(), &pair.certificate_path(), &certificate),
        };
        let next = next_steps::broker_credential(&pair.certificate_path(), &pair.key_path());
        pair.publish(key.to_pem(passphrase.as_ref())?.as_bytes(), &certificate)?;

        context.output.report(&report)?;
        context
            .output
            .note(format_args!("\nKeep the key safe. Next, the broker: {next}"));
        Ok(Answer::Yes)
    }
}

impl<'a> Plan<'a> {
    fn new(root: &'a Root, pair: &Pair, key_type: KeyType, days: u32) -> Self {
        let text = |value: &Option<SubjectValue>| value.as_ref().map(ToString::to_string);
        Self {
            common_name: &root.subject.common_name,
            organisation: text(&root.subject.organisation),
            country: root.subject.country.as_ref().map(ToString::to_string),
            state: text(&root.subject.state),
            locality: text(&root.subject.locality),
            trust_domain: root.trust_domain.as_ref().map(ToString::to_string),
            key: pair.key_path().display().to_string(),
            certificate: pair.certificate_path().display().to_string(),
            key_type: key_type.name(),
            days,
        }
    }
}
