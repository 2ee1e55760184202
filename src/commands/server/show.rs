//! `server show`: what is in a broker's certificate, or the configuration that uses it.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use crate::{
    context::Context,
    error::{Answer, Outcome},
    operations::{
        facts::Facts,
        issue::{Defaults, read_ca_certificate, read_certificate},
        next_steps::{Broker, BrokerFiles},
    },
    options::CaCertificate,
};

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  amqtt-admin server show server.crt
  amqtt-admin server show server.crt --config mosquitto
")]
pub(crate) struct Arguments {
    /// The certificate
    #[arg(value_name = "CERT", value_hint = ValueHint::FilePath)]
    certificate: PathBuf,

    /// Print the configuration of this broker instead
    #[arg(long, value_name = "BROKER")]
    config: Option<Broker>,

    #[command(flatten)]
    ca: CaCertificate,

    /// The private key in the configuration [default: the certificate's name with .key]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    key: Option<PathBuf>,
}

impl Arguments {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        let certificate = read_certificate(&self.certificate)?;
        let Some(broker) = self.config else {
            return context
                .output
                .report(&Facts::of(&certificate.get()))
                .map(|()| Answer::Yes);
        };
        let ca = read_ca_certificate(&self.ca.ca_crt)?;
        let key = self.key.unwrap_or_else(|| self.certificate.with_extension("key"));
        let files = BrokerFiles::new(&self.ca.ca_crt, &self.certificate, &key, Some(Defaults::of(&ca)));
        context
            .output
            .print(&files.configuration(broker))
            .map(|()| Answer::Yes)
    }
}
