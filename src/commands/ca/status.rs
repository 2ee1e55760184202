//! `ca status`: what of the CA and of all that it has issued needs somebody to act.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use crate::{
    context::Context,
    error::{Answer, Outcome},
    operations::{
        fleet,
        inventory::{prometheus, status::Inspection},
        issue::read_ca_certificate,
        lists,
    },
    options::{CaCertificate, inventory::InventoryOptions, span::Span},
};

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  amqtt-admin ca status
  amqtt-admin ca status --expires-within 60d --format json
  amqtt-admin ca status --prometheus > /var/lib/node_exporter/amqtt.prom
")]
pub(crate) struct Arguments {
    /// How soon a certificate may expire
    #[arg(long, value_name = "SPAN", default_value = "30d")]
    expires_within: Span,

    /// How soon a revocation list may lapse
    #[arg(long, value_name = "SPAN", default_value = "7d")]
    crl_within: Span,

    /// Revocation list that brokers read [default: beside the CA certificate, ca.crl beside ca.crt]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    crl: Option<PathBuf>,

    /// Print metrics in the text format of Prometheus, whatever --format says
    #[arg(long)]
    prometheus: bool,

    #[command(flatten)]
    certificate: CaCertificate,

    #[command(flatten)]
    inventory: InventoryOptions,
}

impl Arguments {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        let ca_crt = &self.certificate.ca_crt;
        let list = self.crl.clone().unwrap_or_else(|| lists::default_path(ca_crt));
        let mut inventory = fleet::reading(context, &self.inventory, ca_crt)?;
        let inspection = Inspection {
            ca: &read_ca_certificate(ca_crt)?,
            inventory: &mut inventory,
            list: &list,
            expires_within: self.expires_within.seconds(),
            crl_within: self.crl_within.seconds(),
        };
        let (status, census) = inspection.run(context)?;
        inventory.close();
        if self.prometheus {
            context.output.print(&prometheus::metrics(&status, &census))?;
        } else {
            let sentence = match status.problems.len() {
                0 => "nothing needs attention".to_owned(),
                1 => "1 problem".to_owned(),
                count => format!("{count} problems"),
            };
            context.output.verdict("healthy", &sentence, &status)?;
            if context.output.is_for_people() && census.weeks.total() > 0 {
                let histogram = census.weeks.histogram();
                context.output.print(&format!(
                    "\nDevice certificates that expire, by week:\n{histogram}"
                ))?;
            }
        }
        Ok(if status.healthy { Answer::Yes } else { Answer::No })
    }
}
