//! A small MQTT broker, 3.1.1 and 5, that leaves it to the verifier who gets in and who may do what.
//!
//! Read `main.rs` for what is made once, and `admission.rs` for what is asked about every client. `connection.rs`,
//! `router.rs` and `wire.rs` are the rest of a broker.
//!
//! ```sh
//! cargo run -p amqtt-verifier --example broker --features database,http,password,rustls -- \
//!     --listen 127.0.0.1:8883 --cert server.crt --key server.key \
//!     --ca ca.crt --trust-domain fleet.example --crl ca.crl --database sqlite:auth.db
//! ```
//!
//! - `--listen ADDRESS`: where to listen. It is plain TCP without `--cert FILE` and `--key FILE`.
//! - `--ca FILE`, `--trust-domain DOMAIN`: devices come with certificates, and others with passwords. `--crl FILE`: revoked
//!   devices do not come in; on SIGHUP the file is read again, and devices that it revokes are put out.
//! - `--database URL`: accounts and topic rights. `--http HOST:PORT`: a server that is asked for both.
//!
//! To stay short it has no retained messages, no QoS 2, and no sessions that outlive their connection, and it delivers
//! with QoS 0: what it grants to subscriptions.
#![allow(clippy::print_stderr, reason = "its log")]

mod admission;
mod connection;
mod router;
mod wire;

use std::{collections::HashMap, error::Error, fs, sync::Arc, time::Duration};

use amqtt_verifier::{
    CertificateSource, Verifier,
    certificate::{CertificateDer, CertificateVerifier},
    sources::database::{DatabaseOptions, DatabaseSource},
    sources::http::{HttpOptions, HttpSource},
    tls::DeviceCertVerifier,
};
use rustls::{
    ServerConfig,
    crypto::ring::default_provider,
    pki_types::{PrivateKeyDer, pem::PemObject as _},
    server::{NoClientAuth, danger::ClientCertVerifier},
};
use tokio::{
    net::{TcpListener, TcpStream},
    signal::unix::{SignalKind, signal},
    time::{interval, sleep, timeout},
};
use tokio_rustls::TlsAcceptor;

use crate::router::Router;

/// How long a client may take for the TLS handshake, for its CONNECT, and to read what it is sent.
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
    let options = Options::read()?;
    let certificates = certificates(&options)?;
    let acceptor = acceptor(&options, certificates.as_ref())?;
    let broker = Arc::new(Broker {
        verifier: verifier(&options)?,
        certificates,
        router: Router::default(),
    });
    let listener = TcpListener::bind(options.need("listen")?).await?;
    eprintln!("listening on {}", listener.local_addr()?);

    let crl = options.get("crl").map(str::to_owned);
    tokio::spawn(recheck(Arc::clone(&broker), crl));
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

/// Who is asked about clients, the cheapest first.
fn verifier(options: &Options) -> Result<Verifier, Failure> {
    let mut verifier = Verifier::new().with(CertificateSource);
    if let Some(url) = options.get("database") {
        verifier = verifier.with(DatabaseSource::new(&DatabaseOptions::new(url.parse()?))?);
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
    let trust_domain = options.need("trust-domain")?.parse()?;
    let mut builder = CertificateVerifier::builder(trust_domain).anchors(&fs::read(ca)?)?;
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
    let chain = CertificateDer::pem_file_iter(chain)?.collect::<Result<_, _>>()?;
    let key = PrivateKeyDer::from_pem_file(options.need("key")?)?;
    let provider = Arc::new(default_provider());
    let clients: Arc<dyn ClientCertVerifier> = match certificates {
        Some(certificates) => {
            let devices = DeviceCertVerifier::new(Arc::clone(certificates), &provider);
            // Who has no certificate may have a password. Without this line everybody needs a certificate.
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
        broker.router.recheck(certificates);
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
