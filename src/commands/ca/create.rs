//! `ca create`: the root key and certificate.

use std::path::PathBuf;

use clap::{Args, ValueHint};
use serde::Serialize;

use crate::{
    context::Context,
    error::{Answer, Outcome},
    operations::{
        facts::Facts,
        issue::{self, Issued},
        issuing::{
            Conductor, Order, Signer,
            pair::{Existing, Pair, PairPlan},
            record::NoRecord,
        },
        next_steps,
    },
    options::{DAYS_MAX, Domain, Form, IfExists, NewKey, OutputDirectory, PassphraseSource},
    pki::{Ca, CaPath, Certificate, Country, Kind, Subject, SubjectValue},
};

#[derive(Debug, Args)]
#[command(override_usage = "amqtt-admin ca create [OPTIONS] --cn <NAME>")]
#[command(after_long_help = "\
Examples:
  amqtt-admin ca create --cn my.domain.name --uri my.domain.name
  amqtt-admin ca create --cn 'Plant CA' --org-name Plant --country DE --passphrase-file ca.pass
")]
pub(crate) struct Arguments {
    /// Common name of the CA
    #[arg(long, value_name = "NAME")]
    cn: Option<SubjectValue>,

    /// Country of the CA (two-letter code)
    #[arg(long, value_name = "CODE")]
    country: Option<Country>,

    /// State or province of the CA
    #[arg(long, value_name = "NAME")]
    state: Option<SubjectValue>,

    /// Locality of the CA
    #[arg(long, value_name = "NAME")]
    locality: Option<SubjectValue>,

    /// Organization of the CA
    #[arg(long, value_name = "NAME")]
    org_name: Option<SubjectValue>,

    /// Default trust domain for its devices
    #[arg(long, visible_alias = "trust-domain", value_name = "DOMAIN")]
    uri: Option<Domain>,

    /// Maximum number of intermediate CAs below this one
    #[arg(long, value_name = "COUNT", default_value_t = 0)]
    path_len: u8,

    #[command(flatten)]
    output: OutputDirectory,

    #[command(flatten)]
    key: NewKey,

    /// Days until the certificate expires
    #[arg(long, value_name = "DAYS", default_value_t = 3650, value_parser = clap::value_parser!(u32).range(1..=DAYS_MAX))]
    days: u32,

    /// Encrypt the key with the passphrase in this file
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    passphrase_file: Option<PathBuf>,

    /// What to do if the files already exist
    #[arg(long, value_name = "ACTION", default_value = "fail")]
    if_exists: IfExists,

    /// Replace an existing CA, keeping the old files as *.old
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
struct Plan {
    common_name: String,
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
        let mut pair = Pair::new(&PairPlan {
            directory: &self.output.output_dir,
            name: "ca",
            existing: Existing::of(self.force_ca, self.if_exists),
            force_option: "--force-ca",
            key: None,
        })?;
        let root = self.root(&form)?;
        let (certificate, changed) = match self.kept(context, &pair, &root)? {
            Some(certificate) => (certificate, false),
            None => (self.make(context, &form, &mut pair, &root)?, true),
        };
        let facts = Facts::of(&certificate.get());
        context.output.report(&Report {
            subject: facts.subject,
            uri: facts.uri.into_iter().next(),
            issued: Issued::new(&pair.key_path(), &pair.certificate_path(), &certificate, changed),
        })?;
        let next = next_steps::broker_credential(&pair.certificate_path(), &pair.key_path());
        context
            .output
            .note(format_args!("\nKeep the key safe. Next, the broker: {next}"));
        Ok(Answer::Yes)
    }

    /// The root that is to be made, asked for where it was not given.
    fn root(&self, form: &Form<'_>) -> Outcome<Ca> {
        Ok(Ca {
            kind: Kind::Root,
            subject: Subject {
                common_name: form
                    .required("Common name of the CA", self.cn.clone(), None)?
                    .to_string(),
                organisation: form.optional("Organization", self.org_name.clone(), None)?,
                country: form.optional("Country, two letters", self.country.clone(), None)?,
                state: form.optional("State or province", self.state.clone(), None)?,
                locality: form.optional("Locality", self.locality.clone(), None)?,
            },
            trust_domain: form
                .optional("Trust domain of the devices", self.uri.clone(), None)?
                .map(|domain| domain.0),
            path_len: self.path_len,
        })
    }

    /// The certificate of the CA that exists, where it is the one asked for and may be kept.
    fn kept(&self, context: &Context, pair: &Pair, root: &Ca) -> Outcome<Option<Certificate>> {
        let source = PassphraseSource::Option(self.passphrase_file.as_deref());
        let kept = pair.kept(|path| issue::read_key(context, path, source))?;
        if let Some(certificate) = &kept {
            let path = CaPath::alone(certificate.clone());
            path.check(context.now).map_err(|why| pair.is_another(why))?;
            path.recognize(root, certificate, context.now)
                .map_err(|why| pair.is_another(why))?;
        }
        Ok(kept)
    }

    fn make(&self, context: &Context, form: &Form<'_>, pair: &mut Pair, root: &Ca) -> Outcome<Certificate> {
        let passphrase_file = self.passphrase_file.as_deref();
        let passphrase = passphrase_file.map(issue::read_passphrase).transpose()?;
        let validity = issue::validity(context, self.days)?;
        let key_type = self.key.key_type.unwrap_or_default();
        let subject = &root.subject;
        let plan = Plan {
            common_name: subject.common_name.clone(),
            organisation: subject.organisation.as_ref().map(ToString::to_string),
            country: subject.country.as_ref().map(ToString::to_string),
            state: subject.state.as_ref().map(ToString::to_string),
            locality: subject.locality.as_ref().map(ToString::to_string),
            trust_domain: root.trust_domain.as_ref().map(ToString::to_string),
            key: pair.key_path().display().to_string(),
            certificate: pair.certificate_path().display().to_string(),
            key_type: key_type.name(),
            days: self.days,
        };
        match self.force_ca {
            true => form.confirm_replacement(context, &plan, "Create this CA?")?,
            false => form.confirm(context, &plan, "Create this CA?")?,
        }
        let order = Order {
            profile: root,
            key: pair.key(context, key_type, passphrase_file)?,
            validity,
            passphrase: passphrase.as_ref(),
        };
        let mut conductor = Conductor {
            signer: Signer::Itself,
            record: &mut NoRecord,
            now: context.now,
        };
        Ok(conductor.issue_one(order, pair)?.certificate)
    }
}
