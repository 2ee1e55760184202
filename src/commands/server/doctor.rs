//! `server doctor`: the faults of a broker's configuration.

use std::path::PathBuf;

use clap::{Args, ValueHint};
use rustls_pki_types::ServerName;

use super::host;
use crate::{
    context::Context,
    error::{Answer, Outcome},
    operations::doctor::{self, COLUMNS, Finding, Kind, Measure, Severity},
    options::span::Span,
    output::escape,
    pki::unix_time,
};

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  amqtt-admin server doctor /etc/mosquitto/mosquitto.conf --hostname broker.my.domain.name
  amqtt-admin server doctor broker.yaml --user amqtt
  amqtt-admin server doctor emqx.conf --format json
")]
pub(crate) struct Arguments {
    /// Configuration of the broker: mosquitto.conf, aMQTT's YAML, rabbitmq.conf or EMQX's HOCON
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    file: PathBuf,

    /// Broker that the configuration is for [default: guessed from the name of the file or its contents]
    #[arg(long, value_name = "BROKER")]
    kind: Option<Kind>,

    /// Host name or IP address that clients connect to; may be given several times
    #[arg(long, value_name = "HOST", value_parser = host, value_hint = ValueHint::Hostname)]
    hostname: Vec<ServerName<'static>>,

    /// User that the broker runs as [default for Mosquitto: from its configuration, or else mosquitto]
    #[arg(long, value_name = "NAME", value_hint = ValueHint::Username)]
    user: Option<String>,

    /// How soon a certificate may expire
    #[arg(long, value_name = "SPAN", default_value = "30d")]
    expires_within: Span,

    /// How soon a revocation list may lapse
    #[arg(long, value_name = "SPAN", default_value = "7d")]
    crl_within: Span,
}

impl Arguments {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        let measure = Measure {
            hosts: self.hostname,
            user: self.user,
            now: unix_time(context.now),
            expires_within: self.expires_within.seconds(),
            crl_within: self.crl_within.seconds(),
        };
        let findings = doctor::examine(&self.file, self.kind, &measure)?;
        let count = |severity| findings.iter().filter(|one| one.severity == severity).count();
        let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
        if context.output.is_table() {
            let text: String = findings.iter().map(paragraph).collect();
            context.output.print(&text)?;
        } else {
            let mut list = context.output.list(COLUMNS);
            findings.iter().try_for_each(|finding| list.item(finding))?;
            list.end()?;
        }
        context.output.note(match (errors, warnings) {
            (0, 0) => format!("no findings in {}", self.file.display()),
            _ => format!(
                "{} and {}",
                counted(errors, "error"),
                counted(warnings, "warning")
            ),
        });
        Ok(if errors == 0 { Answer::Yes } else { Answer::No })
    }
}

/// A finding as people read it.
fn paragraph(finding: &Finding) -> String {
    format!(
        "{}:{}: {}: {} [{}]\n  why: {}\n  fix: {}\n\n",
        escape(&finding.file),
        finding.line,
        finding.severity.word(),
        escape(&finding.problem),
        finding.finding,
        finding.why,
        escape(&finding.fix),
    )
}

fn counted(number: usize, what: &str) -> String {
    match number {
        1 => format!("1 {what}"),
        number => format!("{number} {what}s"),
    }
}
