//! `server verify`: whether a client would accept the broker's certificate.

use std::path::PathBuf;

use amqtt_verifier::certificate::Rule;
use clap::{Args, ValueHint};
use rustls_pki_types::{CertificateDer, ServerName};
use serde::Serialize;

use super::host;
use crate::{
    context::Context,
    error::{Answer, Outcome},
    operations::{
        credential::{judge_server, key_belongs},
        issue::{read_ca_certificates, read_certificates},
        trust_file::TrustFile,
    },
    options::CaCertificate,
    pki::unix_time,
};

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  amqtt-admin server verify server.crt --hostname broker.my.domain.name
")]
pub(crate) struct Arguments {
    /// Certificate of the broker, with its chain after it
    #[arg(value_name = "CERT", value_hint = ValueHint::FilePath)]
    certificate: PathBuf,

    #[command(flatten)]
    ca: CaCertificate,

    /// Host name or IP address that clients connect to
    #[arg(long, value_name = "HOST", value_parser = host, value_hint = ValueHint::Hostname)]
    hostname: ServerName<'static>,

    /// Private key that must belong to the certificate
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    key: Option<PathBuf>,
}

#[derive(Debug, Serialize)]
struct Report {
    accepted: bool,
    hostname: String,
    /// The rule that refuses.
    rule: Option<&'static str>,
    reason: Option<String>,
    /// True if the key belongs to the certificate; `None` where none was given.
    key_matches: Option<bool>,
    days_left: i64,
}

impl Arguments {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        let chain = read_certificates(&self.certificate)?;
        let anchors = read_ca_certificates(&self.ca.ca_crt)?;
        TrustFile::of(&self.ca.ca_crt, &anchors).warn(context, &self.ca.ca_crt);
        let leaf = &chain[0];
        let key_matches = match &self.key {
            Some(key) => Some(key_belongs(context, key, leaf)?),
            None => None,
        };
        let now = unix_time(context.now);
        let shown: Vec<CertificateDer<'static>> = chain.iter().map(|one| one.der().clone()).collect();
        let refusal = judge_server(&shown, &anchors, &self.hostname, now)
            .map_err(|failure| failure.context(format_args!("cannot use {}", self.ca.ca_crt.display())))?
            .err();
        let (rule, reason) = match (&refusal, key_matches) {
            (Some(refusal), _) => (Some(refusal.rule().name()), Some(refusal.to_string())),
            (None, Some(false)) => (
                Some("key"),
                Some("the key does not belong to the certificate".to_owned()),
            ),
            _ => (None, None),
        };
        let accepted = reason.is_none();
        let hostname = self.hostname.to_str().into_owned();
        let headline = match accepted {
            true => format!("accepted: clients accept this certificate for {hostname}"),
            false => format!("refused: {}", reason.as_deref().unwrap_or_default()),
        };
        context.output.verdict(
            "accepted",
            &headline,
            &Report {
                accepted,
                hostname,
                rule,
                reason,
                key_matches,
                days_left: now.days_until(leaf.get().not_after),
            },
        )?;
        if refusal.is_some_and(|refusal| refusal.rule() == Rule::ServerName) {
            context.output.note(self.name_hint());
        }
        Ok(if accepted { Answer::Yes } else { Answer::No })
    }

    /// Returns how the broker gets a certificate for the host.
    fn name_hint(&self) -> String {
        let option = match self.hostname {
            ServerName::IpAddress(_) => "--ip",
            _ => "--dns",
        };
        let host = self.hostname.to_str();
        format!("hint: connect to a name that the certificate has, or create it again with `{option} {host}`")
    }
}
