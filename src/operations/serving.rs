//! Answering brokers: the listener with its TLS, the gate, the files that are followed, and the end.

mod files;
mod tls;

use std::{
    io,
    net::{SocketAddr, TcpListener},
    path::PathBuf,
    sync::Arc,
};

use amqtt_database::{DatabaseFault, RecordError};
use amqtt_gate::{Away, Configuration, Database, Event, Follower, Gate, GateError};
use amqtt_service::{Log, Service, ServiceOptions, Tls, serve};
use amqtt_verifier::SourceFault;
use tokio::{
    runtime::{Builder, Runtime},
    sync::oneshot,
};

use self::files::{Source, read_shadow, read_token};
pub(crate) use self::tls::TlsFiles;
use crate::{
    context::Context,
    error::{Code, Failure, Outcome},
    interrupt,
    operations::notify,
    options::secret,
};

/// The configuration of the service: what is served, and where.
pub(crate) struct Serving {
    pub(crate) configuration: Configuration,
    pub(crate) options: ServiceOptions,
    pub(crate) listen: SocketAddr,
    pub(crate) tls: Option<TlsFiles>,
    pub(crate) token_file: Option<PathBuf>,
    /// A file of another broker's rules.
    pub(crate) shadow: Option<PathBuf>,
}

/// A service that is ready to answer.
struct Ready {
    service: Arc<Service>,
    tls: Option<Arc<Tls>>,
    /// The files of the service itself; the gate follows its own.
    follower: Follower,
    gate: Arc<Gate>,
}

impl Serving {
    /// Answers brokers until SIGTERM; then finishes what is under way.
    ///
    /// # Errors
    /// When a file cannot be used, a database does not answer, or nothing can listen at the address.
    pub(crate) fn run(self, context: &Context) -> Outcome {
        let runtime = Builder::new_multi_thread()
            .enable_all()
            .build()
            .map_err(environment)?;
        let _within = runtime.enter();
        let hangups = interrupt::Hangups::take().map_err(environment)?;
        let log = Log::to(io::stderr()).map_err(environment)?;
        let listen = self.listen;
        let ready = self.prepare(context, &runtime, &log)?;
        let listener = self::listen(listen)?;
        let address = listener.local_addr().map_err(environment)?;
        let (end, ended) = oneshot::channel();
        interrupt::on_termination(move || {
            let _ = end.send(());
        });
        let Ready {
            service,
            tls,
            follower,
            gate,
        } = ready;
        let again = move || {
            log.event("SIGHUP: reading all files again");
            gate.read_again();
            follower.read_again();
        };
        hangups.each(again).map_err(environment)?;
        let scheme = if tls.is_some() { "https" } else { "http" };
        context
            .output
            .note(format_args!("listening at {scheme}://{address}"));
        notify::ready();
        runtime
            .block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener)?;
                let end = async {
                    let _ = ended.await;
                    notify::stopping();
                };
                serve(listener, tls, service.router(), end).await
            })
            .map_err(environment)
    }

    /// Opens the gate, reads the files, and begins to follow them.
    fn prepare(mut self, context: &Context, runtime: &Runtime, log: &Log) -> Outcome<Ready> {
        amqtt_database::tls::install_process_provider();
        let events = log.clone();
        let report = move |event: Event| events.event(&event.to_string());
        let gate = Gate::open(&self.configuration, report.clone()).map_err(unusable)?;
        let gate = Arc::new(gate);
        let opened = self.tls.as_ref().map(|files| files.open(context, &gate));
        let opened = opened.transpose()?;
        let token = self.token_file.map(|path| {
            secret::warn_of_readers(context, &path);
            Source::open(path, read_token)
        });
        let (token, token_source) = token.transpose()?.unzip();
        let shadow = self.shadow.map(|path| Source::open(path, read_shadow));
        let (shadow, shadow_source) = shadow.transpose()?.unzip();
        (self.options.token, self.options.shadow) = (token, shadow);
        runtime.block_on(gate.try_databases()).map_err(unanswered)?;

        let mut service = Service::new(Arc::clone(&gate), self.options);
        if !context.output.is_quiet() {
            service = service.with_log(log.clone());
        }
        let service = Arc::new(service);
        let mut followed = Vec::new();
        if let Some(source) = token_source {
            let service = Arc::clone(&service);
            followed.push(source.follow(move |token| service.replace_token(token)));
        }
        if let Some(source) = shadow_source {
            let service = Arc::clone(&service);
            followed.push(source.follow(move |shadow| service.replace_shadow(shadow)));
        }
        let tls = self.tls.zip(opened).map(|(files, (tls, seen))| {
            let refused = Arc::clone(&service);
            let tls = tls.on_failure(move |peer, reason| refused.handshake_failed(peer, reason));
            let tls = Arc::new(tls);
            followed.push(files.follow(seen, Arc::clone(&tls), Arc::clone(&gate)));
            tls
        });
        let every = self.configuration.follow_every;
        let follower = Follower::start(followed, every, report).map_err(environment)?;
        Ok(Ready {
            service,
            tls,
            follower,
            gate,
        })
    }
}

fn environment(error: io::Error) -> Failure {
    Failure::new(Code::Environment, error)
}

fn listen(address: SocketAddr) -> Outcome<TcpListener> {
    let listener = TcpListener::bind(address).map_err(|error| {
        let in_use = error.kind() == io::ErrorKind::AddrInUse;
        let failure = environment(error).context(format_args!("cannot listen at {address}"));
        match in_use {
            true => {
                failure.hint("stop the program that listens there, or choose another address with --listen")
            }
            false => failure,
        }
    })?;
    listener.set_nonblocking(true).map_err(environment)?;
    Ok(listener)
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
