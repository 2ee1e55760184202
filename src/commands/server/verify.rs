//! `server verify`: whether a client would accept the broker's certificate.

use std::path::PathBuf;

use clap::{Args, ValueHint};
use rustls_pki_types::ServerName;
use serde::Serialize;

use crate::{
    context::Context,
    error::{Answer, Outcome},
    operations::issue::read_certificates,
    options::CaCertificate,
    pki::verify_server,
};

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  amqtt-admin server verify server.crt --hostname broker.my.domain.name
")]
pub(crate) struct Arguments {
    /// The certificate, with its chain behind it
    #[arg(value_name = "CERT", value_hint = ValueHint::FilePath)]
    certificate: PathBuf,

    #[command(flatten)]
    ca: CaCertificate,

    /// The host name or address that the client connects to
    #[arg(long, value_name = "HOST", value_parser = host, value_hint = ValueHint::Hostname)]
    hostname: ServerName<'static>,
}

fn host(text: &str) -> Result<ServerName<'static>, &'static str> {
    ServerName::try_from(text.to_owned()).map_err(|_| "must be a host name or an IP address")
}

#[derive(Debug, Serialize)]
struct Report {
    accepted: bool,
    hostname: String,
    reason: Option<String>,
}

impl Arguments {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        let chain = read_certificates(&self.certificate)?;
        let anchors = read_certificates(&self.ca.ca_crt)?;
        let verified = verify_server(&chain, &anchors, &self.hostname, context.now);
        let report = Report {
            accepted: verified.is_ok(),
            hostname: self.hostname.to_str().into_owned(),
            reason: verified.as_ref().err().map(ToString::to_string),
        };
        let sentence = match &report.reason {
            None => format!("accepted for {}", report.hostname),
            Some(reason) => format!("refused: {reason}"),
        };
        context.output.verdict("accepted", &sentence, &report)?;
        Ok(if verified.is_ok() { Answer::Yes } else { Answer::No })
    }
}
