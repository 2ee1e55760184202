//! `device forecast`: how many devices have to be renewed, week by week.

use clap::Args;
use serde::Serialize;

use crate::{
    context::Context,
    error::{Answer, Outcome},
    operations::{
        fleet,
        inventory::{
            census::{Census, Moments},
            weeks::Week,
        },
        issue::read_ca_certificate,
    },
    options::{CaCertificate, inventory::InventoryOptions},
    pki::{PublicKeyId, unix_time},
    store::fleet::Kind,
};

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  amqtt-admin device forecast
  amqtt-admin device forecast --max 500 --format json
")]
pub(crate) struct Arguments {
    /// Maximum number of certificates that may expire in a week; more is exit code 1
    #[arg(long, value_name = "N")]
    max: Option<usize>,

    #[command(flatten)]
    certificate: CaCertificate,

    #[command(flatten)]
    inventory: InventoryOptions,
}

#[derive(Debug, Serialize)]
struct Report {
    /// Set if no week has more than the most that may expire.
    within_limit: bool,
    devices: usize,
    weeks: Vec<Week>,
    peak_week: Option<String>,
    peak: usize,
    max: Option<usize>,
    after_ca: usize,
    /// Over how many days the peak would have to be spread.
    spread_days: Option<i64>,
}

impl Arguments {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        let ca_crt = &self.certificate.ca_crt;
        let ca = read_ca_certificate(ca_crt)?;
        let mut inventory = fleet::reading(context, &self.inventory, ca_crt)?;
        let now = unix_time(context.now).seconds();
        let moments = Moments {
            now,
            soon: now,
            ca_end: ca.get().not_after.seconds(),
        };
        let issuer = PublicKeyId::of_certificate(&ca).to_hex();
        let census = Census::take(&mut inventory, &issuer, moments)?;
        inventory.close();
        let peak = census.weeks.peak();
        let report = Report {
            within_limit: self
                .max
                .is_none_or(|max| peak.as_ref().is_none_or(|peak| peak.expiring <= max)),
            devices: census.weeks.total(),
            weeks: census.weeks.weeks(),
            peak: peak.as_ref().map_or(0, |peak| peak.expiring),
            peak_week: peak.map(|peak| peak.week),
            max: self.max,
            after_ca: census.of(Kind::Device).map_or(0, |tally| tally.after_ca),
            spread_days: census.weeks.spread(self.max),
        };
        match context.output.is_table() {
            true => context
                .output
                .print(&format!("{}{}", census.weeks.histogram(), report.in_words()))?,
            false => context.output.report(&report)?,
        }
        Ok(if report.within_limit {
            Answer::Yes
        } else {
            Answer::No
        })
    }
}

impl Report {
    /// Returns the sentence below the histogram.
    fn in_words(&self) -> String {
        let Some(week) = &self.peak_week else {
            return "no device certificate is in force\n".to_owned();
        };
        let (devices, peak) = (self.devices, self.peak);
        let mut words = match devices {
            1 => format!("1 device certificate is in force; it expires in the week of {week}\n"),
            _ => format!(
                "{devices} device certificates are in force; most of them expire in the week of {week}: {peak}\n"
            ),
        };
        if let Some(max) = self.max.filter(|_| !self.within_limit) {
            words += &format!("that is more than {max}\n");
        }
        if let Some(days) = self.spread_days {
            words += &format!("spread over {days} days, that peak would be flat\n");
        }
        if self.after_ca > 0 {
            words += &format!("{} of them end after the CA\n", self.after_ca);
        }
        words
    }
}
