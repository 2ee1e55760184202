//! `ca show`: what is in the CA's certificate, and whether the key belongs to it.

use clap::Args;
use serde::Serialize;

use crate::{
    context::Context,
    error::{Answer, Outcome},
    operations::{
        facts::Facts,
        issue::{read_ca_certificate, read_key},
    },
    options::CaFiles,
    pki::unix_time,
};

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  amqtt-admin ca show
  amqtt-admin ca show --ca-crt old/ca.crt --ca-key old/ca.key --format json
")]
pub(crate) struct Arguments {
    #[command(flatten)]
    ca: CaFiles,
}

#[derive(Debug, Serialize)]
struct Report {
    #[serde(flatten)]
    facts: Facts,
    /// Whole days until it expires; below zero when it has.
    expires_in_days: i64,
    /// Whether the key belongs to the certificate.
    key_matches: bool,
}

impl Arguments {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        let certificate = read_ca_certificate(&self.ca.certificate.ca_crt)?;
        let key = read_key(context, &self.ca.ca_key, self.ca.passphrase())?;
        let key_matches = certificate.has_public_key(&key);
        context.output.report(&Report {
            expires_in_days: unix_time(context.now).days_until(certificate.get().not_after),
            key_matches,
            facts: Facts::of(&certificate.get()),
        })?;
        if !key_matches {
            context.output.warn("the key does not belong to the certificate");
            return Ok(Answer::No);
        }
        Ok(Answer::Yes)
    }
}
