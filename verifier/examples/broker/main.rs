//! A small MQTT broker, 3.1.1 and 5, that leaves it to the verifier who gets in and who may do what.
//!
//! Read `main.rs` for what is made once, and `admission.rs` for what is asked about every client. `session.rs`, `router.rs`
//! and `wire.rs` are the rest of a broker.
//!
//! ```sh
//! cargo run -p amqtt-verifier --example broker --features database,http,password,rustls -- \
//!     --listen 127.0.0.1:8883 --cert server.crt --key server.key \
//!     --ca ca.crt --trust-domain fleet.example --crl ca.crl --database sqlite:auth.db
//! ```
//!
//! - `--listen ADDRESS`: where to listen. It is plain TCP without `--cert FILE` and `--key FILE`.
//! - `--ca FILE`, `--trust-domain DOMAIN`: devices come with certificates. `--crl FILE`: revoked ones do not; on SIGHUP the
//!   file is read again, and devices that it revokes are put out. `--certificate optional`: others may come without one.
//! - `--database URL`: accounts and topic rights. `--http HOST:PORT`: a server that is asked for both.
//!
//! To stay short it has no retained messages, no QoS 2, and no sessions that outlive their connection, and it delivers
//! with QoS 0: what it grants to subscriptions.
#![allow(clippy::print_stderr, reason = "its log")]

mod admission;
mod router;
mod session;
mod wire;

use std::{collections::HashMap, error::Error, fs, sync::Arc, time::Duration};

use amqtt_verifier::{
    CertificateSource, Verifier,
    certificate::{CertificateDer, CertificateVerifier, UnixTime},
    database::{Connection, DatabaseOptions, DatabaseSource, DatabaseUrl},
    http::{HttpOptions, HttpSource},
    tls::DeviceCertVerifier,
};
use rustls::{
    ServerConfig,
    crypto::ring::default_provider,
    pki_types::{PrivateKeyDer, pem::PemObject as _},
    server::NoClientAuth,
};
use tokio::{
    net::{TcpListener, TcpStream},
    signal::unix::{SignalKind, signal},
    sync::Semaphore,
    time::{interval, sleep, timeout},
};
use tokio_rustls::TlsAcceptor;

use crate::router::Router;

/// How many connections there may be; more wait in the queue of the operating system.
const MAX_CONNECTIONS: usize = 10_000;
/// How long a client may take for the TLS handshake, and how long for its CONNECT.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often devices that are connected are looked at again, as certificates and revocation lists lapse.
const RECHECK: Duration = Duration::from_secs(60);

type Failure = Box<dyn Error + Send + Sync>;

/// What all connections share.
struct Broker {
    verifier: Verifier,
    /// Present where devices may come with certificates.
    certificates: Option<Arc<CertificateVerifier>>,
    router: Router,
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let options = Options::read(std::env::args().skip(1))?;
    let certificates = certificates(&options)?;
    let acceptor = acceptor(&options, certificates.as_ref())?;
    let broker = Arc::new(Broker {
        verifier: verifier(&options).await?,
        certificates,
        router: Router::default(),
    });
    let listener = TcpListener::bind(options.need("listen")?).await?;
    eprintln!("listening on {}", listener.local_addr()?);

    tokio::spawn(recheck(
        Arc::clone(&broker),
        options.get("crl").map(str::to_owned),
    ));
    let slots = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    loop {
        let slot = Arc::clone(&slots).acquire_owned().await?;
        let Ok((stream, _)) = listener.accept().await else {
            // Out of file descriptors, for instance: that passes.
            sleep(Duration::from_millis(100)).await;
            continue;
        };
        let (broker, acceptor) = (Arc::clone(&broker), acceptor.clone());
        tokio::spawn(async move {
            connection(&broker, acceptor, stream).await;
            drop(slot);
        });
    }
}

/// Who is asked about clients, the cheapest first.
async fn verifier(options: &Options) -> Result<Verifier, Failure> {
    let mut verifier = Verifier::new().with(CertificateSource);
    if let Some(url) = options.get("database") {
        let url: DatabaseUrl = url.parse()?;
        // Now rather than at the first client: is it there?
        Connection::open(&url).await?.close().await;
        verifier = verifier.with(DatabaseSource::new(&DatabaseOptions::new(url))?);
    }
    if let Some(server) = options.get("http") {
        let (host, port) = server.rsplit_once(':').ok_or("--http is HOST:PORT")?;
        verifier = verifier.with(HttpSource::new(&HttpOptions::new(host, port.parse()?))?);
    }
    Ok(verifier)
}

/// Which certificates are good.
fn certificates(options: &Options) -> Result<Option<Arc<CertificateVerifier>>, Failure> {
    let Some(ca) = options.get("ca") else {
        return Ok(None);
    };
    let mut builder =
        CertificateVerifier::builder(options.need("trust-domain")?.parse()?).anchors(&fs::read(ca)?)?;
    if let Some(crl) = options.get("crl") {
        builder = builder.crls(&fs::read(crl)?)?;
    }
    Ok(Some(Arc::new(builder.build()?)))
}

/// The TLS server, where there is to be one.
fn acceptor(
    options: &Options,
    certificates: Option<&Arc<CertificateVerifier>>,
) -> Result<Option<TlsAcceptor>, Failure> {
    let Some(chain) = options.get("cert") else {
        return Ok(None);
    };
    let chain = CertificateDer::pem_file_iter(chain)?.collect::<Result<Vec<_>, _>>()?;
    let key = PrivateKeyDer::from_pem_file(options.need("key")?)?;
    let provider = default_provider();
    let clients = certificates.map(|certificates| {
        let clients = DeviceCertVerifier::new(Arc::clone(certificates), &provider);
        match options.get("certificate") {
            Some("optional") => clients.allow_unauthenticated(),
            _ => clients,
        }
    });
    let server =
        ServerConfig::builder_with_provider(Arc::new(provider)).with_safe_default_protocol_versions()?;
    let server = match clients {
        Some(clients) => server.with_client_cert_verifier(Arc::new(clients)),
        None => server.with_client_cert_verifier(Arc::new(NoClientAuth)),
    };
    Ok(Some(TlsAcceptor::from(Arc::new(
        server.with_single_cert(chain, key)?,
    ))))
}

async fn connection(broker: &Broker, acceptor: Option<TlsAcceptor>, stream: TcpStream) {
    let Some(acceptor) = acceptor else {
        return session::serve(broker, stream, &[]).await;
    };
    match timeout(PATIENCE, acceptor.accept(stream)).await {
        Ok(Ok(stream)) => {
            let chain = stream
                .get_ref()
                .1
                .peer_certificates()
                .unwrap_or_default()
                .to_vec();
            session::serve(broker, stream, &chain).await;
        }
        Ok(Err(error)) => eprintln!("no handshake: {error}"),
        Err(_) => eprintln!("no handshake in time"),
    }
}

/// Keeps the revocation lists fresh, and puts devices out that would not be admitted any more.
async fn recheck(broker: Arc<Broker>, crl: Option<String>) -> Result<(), Failure> {
    let Some(certificates) = &broker.certificates else {
        return Ok(());
    };
    let (mut hangup, mut clock) = (signal(SignalKind::hangup())?, interval(RECHECK));
    loop {
        tokio::select! {
            _ = clock.tick() => {}
            _ = hangup.recv() => if let (Some(file), Some(lists)) = (&crl, certificates.revocation()) {
                // A list that cannot be used changes nothing: the ones that are held go on to count.
                let loaded = fs::read(file).map_err(Failure::from).and_then(|crl| Ok(lists.load(&crl)?));
                match loaded {
                    Ok(()) => eprintln!("read {file} again"),
                    Err(error) => eprintln!("cannot use {file}: {error}"),
                }
            }
        }
        for (device, refusal) in broker.router.recheck(certificates, UnixTime::now()) {
            eprintln!("{device:?} is put out: {refusal}");
        }
    }
}

/// The command line: names with values.
struct Options(HashMap<String, String>);

impl Options {
    const NAMES: [&str; 9] = [
        "listen",
        "cert",
        "key",
        "ca",
        "trust-domain",
        "crl",
        "certificate",
        "database",
        "http",
    ];

    fn read(mut arguments: impl Iterator<Item = String>) -> Result<Self, Failure> {
        let mut options = HashMap::new();
        while let Some(argument) = arguments.next() {
            let name = argument
                .strip_prefix("--")
                .filter(|name| Self::NAMES.contains(name));
            let name =
                name.ok_or_else(|| format!("{argument:?} is not one of --{}", Self::NAMES.join(", --")))?;
            let value = arguments
                .next()
                .ok_or_else(|| format!("--{name} needs a value"))?;
            options.insert(name.to_owned(), value);
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
