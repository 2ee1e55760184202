//! Answering brokers: the listener with its TLS, the gate, and the end.

use std::{
    io,
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    sync::Arc,
};

use amqtt_database::{DatabaseFault, RecordError};
use amqtt_gate::{Away, Configuration, Database, Gate, GateError};
use amqtt_service::{Log, Service, ServiceOptions, serve};
use amqtt_verifier::SourceFault;
use rustls::{
    RootCertStore, ServerConfig, crypto::aws_lc_rs::default_provider, server::WebPkiClientVerifier,
};
use rustls_pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::{runtime::Builder, sync::oneshot};

use crate::{
    context::Context,
    error::{Code, Failure, Outcome},
    interrupt,
    operations::{
        issue::{in_file, read_certificates, read_key},
        notify,
    },
    options::PassphraseSource,
};

/// The files of a TLS server.
pub(crate) struct TlsFiles {
    pub(crate) certificate: PathBuf,
    pub(crate) key: PathBuf,
    /// The CA of the brokers, where they show certificates.
    pub(crate) client_ca: Option<PathBuf>,
}

impl TlsFiles {
    /// Reads the files.
    ///
    /// # Errors
    /// When a file cannot be read, or they do not belong together.
    pub(crate) fn configuration(&self, context: &Context) -> Outcome<ServerConfig> {
        let chain = read_certificates(&self.certificate)?;
        let chain = chain
            .iter()
            .map(|certificate| certificate.der().clone())
            .collect();
        let key = read_key(context, &self.key, PassphraseSource::Prompt)?;
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.to_pkcs8().to_vec()));
        let unfit = |error: rustls::Error| Failure::new(Code::Unfit, error);
        let provider = Arc::new(default_provider());
        let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .map_err(unfit)?;
        let builder = match &self.client_ca {
            None => builder.with_no_client_auth(),
            Some(path) => {
                let mut roots = RootCertStore::empty();
                for certificate in read_certificates(path)? {
                    let added = roots.add(certificate.der().clone());
                    added.map_err(|error| in_file(unfit(error), path))?;
                }
                let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build();
                let verifier = verifier.map_err(|error| in_file(Failure::new(Code::Unfit, error), path))?;
                builder.with_client_cert_verifier(verifier)
            }
        };
        builder.with_single_cert(chain, key).map_err(|error| match error {
            rustls::Error::InconsistentKeys(_) => {
                let (key, certificate) = (self.key.display(), self.certificate.display());
                Failure::of(Code::Unfit, format_args!("{key} is not the key of {certificate}"))
                    .hint("name two files that belong together with --tls-crt and --tls-key")
            }
            other => in_file(unfit(other), &self.certificate),
        })
    }
}

/// The configuration of the service: what is served, and where.
pub(crate) struct Serving {
    pub(crate) configuration: Configuration,
    pub(crate) options: ServiceOptions,
    pub(crate) listen: SocketAddr,
    pub(crate) tls: Option<ServerConfig>,
}

impl Serving {
    /// Answers brokers until SIGTERM; then finishes what is under way.
    ///
    /// # Errors
    /// When the gate cannot be opened, a database does not answer, or nothing can listen at the address.
    pub(crate) fn run(self, context: &Context) -> Outcome {
        let environment = |error: io::Error| Failure::new(Code::Environment, error);
        let runtime = Builder::new_multi_thread()
            .enable_all()
            .build()
            .map_err(environment)?;
        let _within = runtime.enter();
        amqtt_database::tls::install_process_provider();
        let log = Log::to(io::stderr()).map_err(environment)?;
        let events = log.clone();
        let gate = Gate::open(&self.configuration, move |event| events.event(&event.to_string()));
        let gate = gate.map_err(unusable)?;
        runtime.block_on(gate.try_databases()).map_err(unanswered)?;
        let mut service = Service::new(Arc::new(gate), self.options);
        if !context.output.is_quiet() {
            service = service.with_log(log);
        }
        let refused = |error: io::Error| {
            let in_use = error.kind() == io::ErrorKind::AddrInUse;
            let failure = environment(error).context(format_args!("cannot listen at {}", self.listen));
            match in_use {
                true => failure
                    .hint("stop the program that listens there, or choose another address with --listen"),
                false => failure,
            }
        };
        let listener = TcpListener::bind(self.listen).map_err(refused)?;
        listener.set_nonblocking(true).map_err(environment)?;
        let address = listener.local_addr().map_err(environment)?;
        let (end, ended) = oneshot::channel();
        interrupt::on_termination(move || {
            let _ = end.send(());
        });
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        context
            .output
            .note(format_args!("listening at {scheme}://{address}"));
        notify::ready();
        runtime
            .block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener)?;
                let router = Arc::new(service).router();
                let end = async {
                    let _ = ended.await;
                    notify::stopping();
                };
                serve(listener, self.tls.map(Arc::new), router, end).await
            })
            .map_err(environment)
    }
}

/// A gate that cannot be opened: a value that no source takes is one of the command line.
fn unusable(error: GateError) -> Failure {
    let code = match error {
        GateError::Database(_) | GateError::Inventory(_) => Code::Usage,
        _ => Code::Environment,
    };
    Failure::new(code, error)
}

/// A service without its database would deny everyone and look as if it worked. It ends instead, and the service manager starts
/// it again until the database answers.
fn unanswered(Away { database, fault, .. }: Away) -> Failure {
    let is_inventory = database == Database::Inventory;
    let failure = match fault {
        SourceFault::Record(RecordError::Database(error))
            if is_inventory && matches!(error.fault, DatabaseFault::Missing | DatabaseFault::NoTables) =>
        {
            Failure::new(Code::Environment, error).hint(
                "name the database that certificates are recorded in: `amqtt-admin ca status --inventory URL` reads it",
            )
        }
        SourceFault::Record(error) => error.into(),
        fault => Failure::new(Code::Environment, fault),
    };
    let option = if is_inventory {
        "--inventory"
    } else {
        "--database-url"
    };
    failure
        .context(format_args!("cannot serve without {database}"))
        .or_hint(format_args!(
            "check that the server is running and {option} names it; a service manager with Restart=on-failure starts this again \
             until it answers"
        ))
}

/// Reads a file of another broker's rules, for `--shadow`.
pub(crate) fn read_shadow(path: &Path) -> Outcome<amqtt_service::Shadow> {
    let text = String::from_utf8(crate::files::read(path)?.to_vec());
    let text = text.map_err(|_| in_file(Failure::of(Code::Environment, "it is not UTF-8"), path))?;
    amqtt_service::Shadow::read(&text).map_err(|error| in_file(Failure::new(Code::Environment, error), path))
}
