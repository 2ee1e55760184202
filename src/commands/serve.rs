//! `serve`: answers brokers over HTTP.

use std::{net::SocketAddr, path::PathBuf};

use amqtt_service::ServiceOptions;
use clap::{Args, ValueHint};

use crate::{
    context::Context,
    error::{Answer, Code, Failure, Outcome},
    operations::{
        facts::trust_domain_of,
        issue::read_ca_certificates,
        serving::{Serving, TlsFiles},
    },
    options::{database::Database, gate::GateOptions},
};

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  amqtt-admin serve --database-url sqlite:auth.db
  amqtt-admin serve --database-url sqlite:auth.db --ca-crt ca.crt --crl ca.crl --uri my.domain.name
  amqtt-admin serve --listen 192.0.2.1:9180 --tls-crt server.crt --tls-key server.key --token-file token
")]
pub(crate) struct Arguments {
    /// Address to listen on; any but loopback requires TLS, and --client-ca or --token-file
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:9180", value_parser = address)]
    listen: SocketAddr,

    /// Certificate of the service, with its chain after it
    #[arg(long, value_name = "FILE", requires = "tls_key", value_hint = ValueHint::FilePath)]
    tls_crt: Option<PathBuf>,

    /// Private key of the service
    #[arg(long, value_name = "FILE", requires = "tls_crt", value_hint = ValueHint::FilePath)]
    tls_key: Option<PathBuf>,

    /// CA of the brokers; with it, every broker must present a certificate
    #[arg(long, value_name = "FILE", requires = "tls_crt", value_hint = ValueHint::FilePath)]
    client_ca: Option<PathBuf>,

    /// File with the token that brokers send as `Authorization: Bearer`
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    token_file: Option<PathBuf>,

    /// Failed logins per minute after which a name is denied; 0 for no limit
    #[arg(long, value_name = "NUMBER", default_value = "20")]
    login_failures: u32,

    /// Mosquitto ACL file that answers about topics in place of the stored rights; differences are logged
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    shadow: Option<PathBuf>,

    #[command(flatten)]
    gate: GateOptions,

    #[command(flatten)]
    database: Database,
}

fn address(text: &str) -> Result<SocketAddr, &'static str> {
    text.parse()
        .map_err(|_| "must be an IP address and a port, such as 127.0.0.1:9180")
}

impl Arguments {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        self.check_address()?;
        let mut options = self.gate.options()?;
        if let (false, Some(domain)) = (options.is_set("trust-domain"), self.trust_domain()?) {
            context.output.note(format_args!(
                "admitting devices of the trust domain of the CA: {domain}"
            ));
            let set = options.set("trust-domain", &domain);
            set.map_err(|error| Failure::new(Code::Bug, error))?;
        }
        let files = |name| self.gate.values(name).map(PathBuf::from).collect::<Vec<_>>();
        let (ca_files, crl_files) = (files("ca-crt"), files("crl"));
        options.set_database(self.database.url(context)?);
        let configuration = options.configuration().map_err(|error| match error {
            amqtt_gate::OptionError::File { .. } => Failure::new(Code::Environment, error),
            other => Failure::usage(format_args!("--{other}")),
        })?;
        let mut service = ServiceOptions::default();
        service.failures_a_minute = self.login_failures;
        service.trust_domain = configuration
            .certificates
            .as_ref()
            .map(|files| files.trust_domain.clone());
        let client_ca = self.client_ca;
        let tls = self.tls_crt.zip(self.tls_key).map(|(certificate, key)| TlsFiles {
            certificate,
            key,
            client_ca,
            device_cas: ca_files.clone(),
        });
        (service.ca_files, service.crl_files) = (ca_files, crl_files);
        let serving = Serving {
            configuration,
            options: service,
            listen: self.listen,
            tls,
            token_file: self.token_file,
            shadow: self.shadow,
        };
        serving.run(context).map(|()| Answer::Yes)
    }

    /// Passwords do not cross a network in the clear, and not everyone may ask.
    fn check_address(&self) -> Outcome {
        if self.listen.ip().is_loopback() {
            return Ok(());
        }
        let hint = "pass --tls-crt and --tls-key, and either --client-ca or --token-file";
        if self.tls_crt.is_none() {
            let words = format!("{} is not a loopback address: it needs TLS", self.listen);
            return Err(Failure::usage(words).hint(hint));
        }
        if self.client_ca.is_none() && self.token_file.is_none() {
            let words = format!(
                "{} is not a loopback address: brokers have to prove who they are",
                self.listen
            );
            return Err(Failure::usage(words).hint(hint));
        }
        Ok(())
    }

    /// Returns the trust domain that the CA carries.
    fn trust_domain(&self) -> Outcome<Option<String>> {
        for path in self.gate.values("ca-crt") {
            let certificates = read_ca_certificates(path.as_ref())?;
            if let Some(domain) = certificates.iter().find_map(trust_domain_of) {
                return Ok(Some(domain.to_string()));
            }
        }
        Ok(None)
    }
}
