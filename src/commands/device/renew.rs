//! `device renew`: new certificates for devices, before the old ones expire.

use clap::Args;

use crate::{
    context::Context,
    error::{Answer, Outcome},
    operations::renewal::Renewal,
    options::renewal::Renewing,
    store::fleet::Kind,
};

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  amqtt-admin device renew --output-dir devices
  amqtt-admin device renew --expires-within 60d --spread 7d --output-dir devices --format ndjson
  amqtt-admin device renew pump-7 --reuse-key
")]
pub(crate) struct Arguments {
    /// Device ids; without any, all whose certificates are due
    #[arg(value_name = "ID")]
    ids: Vec<String>,

    #[command(flatten)]
    renewing: Renewing,
}

impl Arguments {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        let renewal = Renewal {
            kind: Kind::Device,
            names: &self.ids,
            options: &self.renewing,
        };
        renewal.run(context)
    }
}
