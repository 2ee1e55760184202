//! `server create`: the broker's key and certificate.

use std::path::PathBuf;

use clap::{Args, ValueHint};
use serde::Serialize;

use crate::{
    context::Context,
    error::{Answer, Outcome},
    operations::{
        facts::AltNames,
        issue::{Issued, read_certificates},
        issuing::{
            ca::Ca,
            credential::{IssuedBy, NewCredential, Place},
            pair::{Existing, Pair, PairPlan},
        },
        ledger::Book,
        next_steps::{self, Broker, BrokerFiles},
        service_url::ServiceUrl,
        trust_file::IssuingCa,
    },
    options::{
        CaFiles, DAYS_MAX, NewKey, OutputDirectory, inventory::Recording, repeat, request::SharedKey,
        server::ServerSubject,
    },
    pki::Server,
};

#[derive(Debug, Args)]
#[command(override_usage = "amqtt-admin server create [OPTIONS] --cn <NAME>")]
#[command(after_long_help = "\
Examples:
  amqtt-admin server create --cn broker.my.domain.name
  amqtt-admin server create --cn broker --dns broker.my.domain.name --ip 10.0.0.5
")]
pub(crate) struct Arguments {
    #[command(flatten)]
    server: ServerSubject,

    #[command(flatten)]
    ca: CaFiles,

    #[command(flatten)]
    output: OutputDirectory,

    #[command(flatten)]
    new_key: NewKey,

    #[command(flatten)]
    recording: Recording,

    /// Days until the certificate expires, at most those of the CA
    #[arg(long, value_name = "DAYS", default_value_t = 397, value_parser = clap::value_parser!(u32).range(1..=DAYS_MAX))]
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
    cn: String,
    dns: Vec<String>,
    ip: Vec<String>,
    #[serde(flatten)]
    issued: Issued,
}

/// The summary that the operator confirms before it is made.
#[derive(Debug, Serialize)]
struct Plan {
    cn: String,
    organization: Option<String>,
    country: Option<String>,
    names: Vec<String>,
    key: String,
    certificate: String,
    days: u32,
}

impl Arguments {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        let form = self.server.form(context)?;
        let book = Book {
            recording: &self.recording,
            ca_crt: &self.ca.certificate.ca_crt,
        };
        let place = self.place(context, book)?;
        let ca = Ca::read(context, &self.ca)?;
        let defaults = ca.offer(context)?;
        let server = self.server.ask(context, &form, defaults.to_inherited())?;
        let plan = Plan::new(&server, &place.pair, self.days);
        let trust = ca.trust_file(&self.ca);
        let credential = NewCredential {
            profile: &server,
            by: IssuedBy::Ca { ca, files: &self.ca },
            place,
            may_share_key: self.shared.allowed,
            key_type: self.new_key.key_type,
            days: self.days,
            passphrase_file: None,
        };
        let question = "Create this credential?";
        let made = credential.make(context, || form.confirm(context, &plan, question, self.force))?;
        let names = AltNames::of(&made.certificate.get());
        let reached = next_steps::broker_names(&trust.path, &made.certificate_path, &names.dns, &names.ip);
        context.output.report(&Report {
            cn: plan.cn.clone(),
            dns: names.dns.clone(),
            ip: names.ip.clone(),
            issued: made.facts(),
        })?;
        let chain = read_certificates(&made.certificate_path)?;
        let issuing = IssuingCa::of(&self.ca.certificate.ca_crt, &trust, &chain);
        let files = BrokerFiles::new(
            &trust,
            issuing,
            &made.certificate_path,
            &made.key_path,
            Some(defaults),
        );
        context.output.note(format_args!(
            "\nNext, configure the broker. aMQTT (YAML):\n\n{}\nor Mosquitto (mosquitto.conf):\n\n{}\n{reached}",
            files.configuration(Broker::Amqtt, &ServiceUrl::default()),
            files.configuration(Broker::Mosquitto, &ServiceUrl::default()),
        ));
        context
            .output
            .note(next_steps::first_connection(&names.dns, &names.ip));
        Ok(Answer::Yes)
    }

    fn place<'a>(&'a self, context: &Context, book: Book<'a>) -> Outcome<Place<'a>> {
        let plan = PairPlan {
            directory: &self.output.output_dir,
            name: "server",
            existing: Existing::of(self.force, self.existing.if_exists),
            force_option: "--force",
            key: self.key.as_deref(),
        };
        Place::open(context, &plan, book, Some(&self.ca))
    }
}

impl Plan {
    fn new(server: &Server, pair: &Pair, days: u32) -> Self {
        Self {
            cn: server.common_name.to_string(),
            organization: server.organization.as_ref().map(ToString::to_string),
            country: server.country.as_ref().map(ToString::to_string),
            names: server.names.to_strings(),
            key: pair.key_path().display().to_string(),
            certificate: pair.certificate_path().display().to_string(),
            days,
        }
    }
}
