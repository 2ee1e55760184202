//! `ca show`: what is in the CA's certificate, and whether the key belongs to it.

use std::path::Path;

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
    days_left: i64,
    /// True if the key belongs to the certificate; `None` without a key.
    key_matches: Option<bool>,
}

impl Arguments {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        let certificate = read_ca_certificate(&self.ca.certificate.ca_crt)?;
        // The key may be kept elsewhere; one that was named must be there.
        let without_key = self.ca.ca_key == Path::new("ca.key") && !self.ca.ca_key.exists();
        let key_matches = match without_key {
            true => None,
            false => {
                let key = read_key(context, &self.ca.ca_key, self.ca.passphrase())?;
                Some(certificate.has_public_key(&key))
            }
        };
        let (read, now) = (certificate.get(), unix_time(context.now));
        context.output.report(&Report {
            facts: Facts::of(&read),
            days_left: now.days_until(read.not_after),
            key_matches,
        })?;
        if now > read.not_after {
            context.output.warn(format_args!(
                "the CA expired on {}: brokers and clients refuse everything that it signed",
                read.not_after
            ));
        } else if now < read.not_before {
            context
                .output
                .warn(format_args!("the CA is not valid until {}", read.not_before));
        }
        if key_matches == Some(false) {
            context.output.warn("the key does not belong to the certificate");
            return Ok(Answer::No);
        }
        Ok(Answer::Yes)
    }
}
