//! `device show`: what is in a device's certificate.

use std::path::PathBuf;

use amqtt_verifier::SpiffeId;
use clap::{Args, ValueHint};
use serde::Serialize;

use crate::{
    context::Context,
    error::{Answer, Outcome},
    operations::{facts::Facts, issue::read_certificate},
    pki::unix_time,
};

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  amqtt-admin device show pump-7.crt
")]
pub(crate) struct Arguments {
    /// Certificate of the device
    #[arg(value_name = "CERT", value_hint = ValueHint::FilePath)]
    certificate: PathBuf,
}

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
}
