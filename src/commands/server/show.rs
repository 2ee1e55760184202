//! `server show`: what is in a broker's certificate, or the configuration that uses it.

use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};
use serde::Serialize;

use crate::{
    context::Context,
    error::{Answer, Code, Failure, Outcome},
    operations::{
        credential::{BrokerKey, broker_key, key_belongs},
        facts::{Facts, device_of},
        issue::{Defaults, read_ca_certificates, read_certificate, read_certificates},
        next_steps::{Broker, BrokerFiles},
        service_url::ServiceUrl,
        trust_file::{IssuingCa, TrustFile},
    },
    options::CaCertificate,
    pki::{Certificate, unix_time},
};

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  amqtt-admin server show server.crt
  amqtt-admin server show server.crt --config mosquitto
  amqtt-admin server show server.crt --config emqx --url http://127.0.0.1:9180
")]
pub(crate) struct Arguments {
    /// Certificate of the broker
    #[arg(value_name = "CERT", value_hint = ValueHint::FilePath)]
    certificate: PathBuf,

    /// Print the configuration of this broker instead
    #[arg(long, value_name = "BROKER")]
    config: Option<Broker>,

    /// Address of `amqtt-admin serve`, for a broker that asks it [default: http://127.0.0.1:9180]
    #[arg(long, value_name = "URL", requires = "config")]
    url: Option<ServiceUrl>,

    #[command(flatten)]
    ca: CaCertificate,

    /// Private key to check against the certificate; with --config, the one in the configuration [default there: the
    /// certificate's name with .key]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    key: Option<PathBuf>,
}

#[derive(Debug, Serialize)]
struct Report {
    #[serde(flatten)]
    facts: Facts,
    /// Whole days until it expires; below zero when it has.
    days_left: i64,
    /// True if the key belongs to the certificate; `None` where none was given.
    key_matches: Option<bool>,
}

impl Arguments {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        let certificate = read_certificate(&self.certificate)?;
        match self.config {
            Some(broker) => self.configure(context, &certificate, broker),
            None => self.show(context, &certificate),
        }
    }

    fn show(&self, context: &Context, certificate: &Certificate) -> Outcome<Answer> {
        let key_matches = match &self.key {
            Some(key) => Some(key_belongs(context, key, certificate)?),
            None => None,
        };
        let read = certificate.get();
        context.output.report(&Report {
            facts: Facts::of(&read),
            days_left: unix_time(context.now).days_until(read.not_after),
            key_matches,
        })?;
        if key_matches == Some(false) {
            context.output.warn("the key does not belong to the certificate");
            return Ok(Answer::No);
        }
        Ok(Answer::Yes)
    }

    fn configure(&self, context: &Context, certificate: &Certificate, broker: Broker) -> Outcome<Answer> {
        let other = match device_of(certificate) {
            _ if certificate.get().basic_constraints.ca => Some("a CA's certificate".to_owned()),
            device => device.map(|id| format!("the certificate of the device {id}")),
        };
        if let Some(other) = other {
            let message = format!("{} is {other}, not a broker's", self.certificate.display());
            return Err(
                Failure::of(Code::Unfit, message).hint("name the broker's certificate, such as server.crt")
            );
        }
        let ca = read_ca_certificates(&self.ca.ca_crt)?;
        let trust = TrustFile::of(&self.ca.ca_crt, &ca);
        trust.warn(context, &self.ca.ca_crt);
        let key = match &self.key {
            Some(key) => key.clone(),
            None => self.certificate.with_extension("key"),
        };
        check_key(context, &key, &self.certificate, certificate)?;
        let defaults = ca.first().map(Defaults::of);
        let issuing = IssuingCa::of(&self.ca.ca_crt, &trust, &read_certificates(&self.certificate)?);
        let files = BrokerFiles::new(&trust, issuing, &self.certificate, &key, defaults);
        context
            .output
            .print(&files.configuration(broker, &self.url.clone().unwrap_or_default()))
            .map(|()| Answer::Yes)
    }
}

/// Refuses a configuration with a key that is not the certificate's, and warns of one that the broker cannot use as it
/// is.
fn check_key(context: &Context, key: &Path, path: &Path, certificate: &Certificate) -> Outcome {
    let (key_name, path) = (key.display(), path.display());
    match broker_key(key, certificate)? {
        BrokerKey::Own => {}
        BrokerKey::Foreign => {
            let message = format!("{key_name} does not belong to {path}");
            return Err(Failure::of(Code::Unfit, message).hint("name the key of the certificate with --key"));
        }
        BrokerKey::Encrypted => context.output.warn(format_args!(
            "{key_name} is encrypted: the broker would ask for its passphrase when it starts"
        )),
        BrokerKey::Missing => context
            .output
            .warn(format_args!("{key_name} does not exist; name the key with --key")),
    }
    Ok(())
}
