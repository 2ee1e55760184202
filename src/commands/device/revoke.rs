//! `device revoke`: certificates that are never to be trusted again.

use std::{path::PathBuf, time::Duration};

use clap::{Args, ValueHint};

use crate::{
    context::Context,
    error::{Answer, Failure, Outcome},
    operations::{
        probe::{Address, DeviceFiles, Watch},
        revocation::change::Request,
    },
    options::{Form, candidates, revocation::Revoking, span::Span},
    store::fleet::Kind,
};

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  amqtt-admin device revoke pump-7 --reason key-compromise --crl
  amqtt-admin device revoke --from stolen.txt --yes
  amqtt-admin device revoke --superseded
  amqtt-admin device revoke pump-7 --crl --wait mqtts://broker.my.domain.name --wait-cert devices/pump-7.crt
")]
pub(crate) struct Arguments {
    /// Device ids; all of their unexpired certificates are revoked
    #[arg(value_name = "ID", add = candidates::devices())]
    ids: Vec<String>,

    #[command(flatten)]
    revoking: Revoking,

    /// Broker to wait for (mqtts://HOST:PORT): a session is opened as the device, and the broker must end it
    #[arg(long, value_name = "URL")]
    wait: Option<Address>,

    /// Maximum time to wait for the broker
    #[arg(long, value_name = "SPAN", default_value = "30s")]
    timeout: Span,

    /// Certificate that the session is opened with [default: ID.crt]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, requires = "wait")]
    wait_cert: Option<PathBuf>,

    /// Private key of that certificate [default: the certificate's name with .key]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, requires = "wait")]
    wait_key: Option<PathBuf>,
}

impl Arguments {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        let revoking = self.revoking.beside(&self.ids);
        let names = Form::names(context, "Device id", self.ids, revoking.is_given())?;
        let watch = match self.wait {
            Some(broker) => {
                let options = ["--wait-cert", "--wait-key"];
                let files = DeviceFiles::new(self.wait_cert, self.wait_key, options);
                Some(watch(context, broker, &names, files, self.timeout)?)
            }
            None => None,
        };
        let request = Request {
            watch: watch.as_ref(),
            ..Request::revoking(&revoking, Kind::Device, names)
        };
        request.run(context)
    }
}

/// Returns the device that is to be put out of a broker, with the credential that it has until then.
fn watch(
    context: &Context,
    broker: Address,
    names: &[String],
    files: DeviceFiles,
    timeout: Span,
) -> Outcome<Watch> {
    let [id] = names else {
        return Err(
            Failure::usage("--wait is for one device").hint("name one device id, and no other certificates")
        );
    };
    let credential = files.read(context, id)?;
    let timeout = Duration::from_secs(timeout.seconds().unsigned_abs());
    Ok(Watch::new(broker, id.clone(), credential, timeout))
}
