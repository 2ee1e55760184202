//! `server renew`: a new certificate for a broker, before the old one expires.

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
  amqtt-admin server renew
  amqtt-admin server renew broker.my.domain.name --reuse-key --output-dir /etc/mosquitto/certs
")]
pub(crate) struct Arguments {
    /// Common name of the broker; without it, the one in server.crt if that is due
    #[arg(value_name = "NAME")]
    names: Vec<String>,

    #[command(flatten)]
    renewing: Renewing,
}

impl Arguments {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        let renewal = Renewal {
            kind: Kind::Server,
            names: &self.names,
            options: &self.renewing,
        };
        renewal.run(context)
    }
}
