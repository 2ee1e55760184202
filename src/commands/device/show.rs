//! `device show`: what is in a device's certificate.

use std::path::PathBuf;

use amqtt_verifier::SpiffeId;
use clap::{Args, ValueHint};
use serde::Serialize;

use crate::{
    context::Context,
    error::{Answer, Outcome},
    operations::{facts::Facts, issue::read_certificate},
};

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  amqtt-admin device show pump-7.crt
")]
pub(crate) struct Arguments {
    /// The certificate
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
}

impl Arguments {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        let facts = Facts::of(&read_certificate(&self.certificate)?.get());
        let id = facts.uri.first().and_then(|uri| SpiffeId::parse(uri).ok());
        context.output.report(&Report {
            device_id: id.and_then(|id| id.device()).map(str::to_owned),
            trust_domain: id.map(|id| id.trust_domain().to_owned()),
            facts,
        })?;
        Ok(Answer::Yes)
    }
}
