//! A small MQTT broker, 3.1.1 and 5, that lets the verifier decide who is admitted and what clients may do.
//!
//! Read `main.rs` for what is created once, and `admission.rs` for the questions about every client. `connection.rs`,
//! `router.rs` and `wire.rs` are the rest of a broker.
//!
//! ```sh
//! cargo run -p amqtt-gate --example broker --features rustls -- \
//!     --listen 127.0.0.1:8883 --cert server.crt --key server.key \
//!     --ca ca.crt --trust-domain fleet.example --crl ca.crl --database sqlite:auth.db
//! ```
//!
//! - `--listen ADDRESS`: address to listen on. Plain TCP without `--cert FILE` and `--key FILE`.
//! - `--ca FILE`, `--trust-domain DOMAIN`: devices come with certificates, other clients with passwords. `--crl FILE`:
//!   revoked
//!   devices are refused. The files are followed: a change counts within a second, and devices that it revokes are
//!   disconnected.
//! - `--database URL`: accounts and topic rights. `--http HOST:PORT`: a server that is asked for both.
//!
//! To stay short it has no retained messages, no QoS 2, and no sessions that outlive their connection, and it delivers
//! with QoS 0, which is what it grants to subscriptions.
#![allow(clippy::print_stderr, reason = "its log")]

mod admission;
mod connection;
mod router;
mod wire;

use std::{collections::HashMap, error::Error, sync::Arc, time::Duration};

use amqtt_gate::{CertificateFiles, Configuration, Gate};
use amqtt_verifier::{
    certificate::CertificateDer,
    sources::{database::DatabaseOptions, http::HttpOptions},
};
use rustls::{
    ServerConfig,
    crypto::ring::default_provider,
    pki_types::{PrivateKeyDer, pem::PemObject as _},
    server::{NoClientAuth, danger::ClientCertVerifier},
};
use tokio::{
    net::{TcpListener, TcpStream},
    time::{interval, sleep, timeout},
};
use tokio_rustls::TlsAcceptor;

use crate::router::Router;

/// Time that a client may take for the TLS handshake, for its CONNECT, and to read what it is sent.
const PATIENCE: Duration = Duration::from_secs(10);
/// Interval of looking for changed files.
const FOLLOW: Duration = Duration::from_millis(250);
/// Interval of checking connected devices again in any case, as certificates and revocation lists lapse.
const RECHECK: Duration = Duration::from_secs(60);

type Failure = Box<dyn Error + Send + Sync>;

/// The state that all connections share.
struct Broker {
    gate: Gate,
    router: Router,
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let options = Options::read()?;
    let gate = Gate::open(&configuration(&options)?, |event| eprintln!("{event}"))?;
    let acceptor = acceptor(&options, &gate)?;
    let broker = Arc::new(Broker {
        gate,
        router: Router::default(),
    });
    let listener = TcpListener::bind(options.need("listen")?).await?;
    eprintln!("listening on {}", listener.local_addr()?);

    tokio::spawn(recheck(Arc::clone(&broker)));
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Out of file descriptors, for instance: that passes.
            sleep(Duration::from_millis(100)).await;
            continue;
        };
        let (broker, acceptor) = (Arc::clone(&broker), acceptor.clone());
        tokio::spawn(async move { accept(&broker, acceptor, stream).await });
    }
}

/// Reads from the command line what decides about clients.
fn configuration(options: &Options) -> Result<Configuration, Failure> {
    let mut configuration = Configuration::default();
    if let Some(ca) = options.get("ca") {
        let mut files = CertificateFiles::new(options.need("trust-domain")?.parse()?);
        files.ca_files = vec![ca.into()];
        files.crl_files = options.get("crl").into_iter().map(Into::into).collect();
        configuration.certificates = Some(files);
    }
    if let Some(url) = options.get("database") {
        configuration.database = Some(DatabaseOptions::new(url.parse()?));
    }
    if let Some(server) = options.get("http") {
        let (host, port) = server.rsplit_once(':').ok_or("--http is HOST:PORT")?;
        configuration.http = Some(HttpOptions::new(host, port.parse()?));
    }
    Ok(configuration)
}

/// Returns the TLS server, if there is to be one.
fn acceptor(options: &Options, gate: &Gate) -> Result<Option<TlsAcceptor>, Failure> {
    let Some(chain) = options.get("cert") else {
        return Ok(None);
    };
    let chain = CertificateDer::pem_file_iter(chain)?.collect::<Result<_, _>>()?;
    let key = PrivateKeyDer::from_pem_file(options.need("key")?)?;
    let provider = Arc::new(default_provider());
    let clients: Arc<dyn ClientCertVerifier> = match gate.client_cert_verifier(&provider) {
        Some(devices) => {
            let devices = devices.on_refusal(|refusal| eprintln!("handshake refused: {refusal}"));
            // A client without a certificate may have a password. Without this line every client needs a certificate.
            Arc::new(devices.allow_unauthenticated())
        }
        None => Arc::new(NoClientAuth),
    };
    let server = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_client_cert_verifier(clients)
        .with_single_cert(chain, key)?;
    Ok(Some(Arc::new(server).into()))
}

/// Serves a connection, over TLS where there is an acceptor.
async fn accept(broker: &Broker, acceptor: Option<TlsAcceptor>, stream: TcpStream) {
    let Some(acceptor) = acceptor else {
        return connection::serve(broker, stream, &[]).await;
    };
    match timeout(PATIENCE, acceptor.accept(stream)).await {
        Ok(Ok(stream)) => {
            let chain = stream.get_ref().1.peer_certificates();
            let chain = chain.unwrap_or_default().to_vec();
            connection::serve(broker, stream, &chain).await;
        }
        Ok(Err(error)) => eprintln!("no handshake: {error}"),
        Err(_) => eprintln!("no handshake in time"),
    }
}

/// Disconnects devices that would not be admitted any more.
async fn recheck(broker: Arc<Broker>) {
    let mut clock = interval(FOLLOW);
    let (mut generation, mut looks) = (broker.gate.generation(), 0);
    loop {
        clock.tick().await;
        looks += 1;
        let latest = broker.gate.generation();
        if latest != generation || FOLLOW * looks >= RECHECK {
            (generation, looks) = (latest, 0);
            broker.router.recheck(&broker.gate);
        }
    }
}

/// The command line: names, each with a value.
struct Options(HashMap<String, String>);

impl Options {
    const NAMES: &str = "listen cert key ca trust-domain crl database http";

    fn read() -> Result<Self, Failure> {
        let arguments: Vec<String> = std::env::args().skip(1).collect();
        let mut options = HashMap::new();
        for pair in arguments.chunks(2) {
            let name = pair[0].strip_prefix("--").unwrap_or_default();
            match pair.get(1) {
                Some(value) if Self::NAMES.split(' ').any(|known| known == name) => {
                    options.insert(name.to_owned(), value.clone());
                }
                _ => return Err(format!("{pair:?}: not --NAME VALUE, NAME of: {}", Self::NAMES).into()),
            }
        }
        Ok(Self(options))
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    fn need(&self, name: &str) -> Result<&str, Failure> {
        self.get(name).ok_or_else(|| format!("--{name} is needed").into())
    }
}
