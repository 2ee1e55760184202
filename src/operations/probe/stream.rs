//! TCP and TLS to a broker, each connection within a time.

use std::{
    io::{self, Read, Write},
    net::{SocketAddr, TcpStream, ToSocketAddrs as _},
    sync::{Arc, Mutex, OnceLock, PoisonError},
    time::{Duration, Instant},
};

use rustls::{
    ClientConfig, ClientConnection, DigitallySignedStruct, DistinguishedName, Error, SignatureScheme,
    StreamOwned, SupportedProtocolVersion,
    client::{
        ResolvesClientCert, Resumption,
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    },
    crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature},
    sign::CertifiedKey,
};
use rustls_pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, ServerName, UnixTime};

use super::address::Address;
use crate::{
    error::{Code, Failure, Outcome},
    pki::{Certificate, PrivateKey},
};

/// A credential that a client shows.
#[derive(Clone)]
pub(crate) struct Credential(Arc<CertifiedKey>);

impl Credential {
    /// Joins a chain and its key.
    ///
    /// # Errors
    /// [`Code::Unfit`] for a key that cannot be used in TLS, or is not that of the certificate.
    pub(crate) fn new(chain: &[Certificate], key: &PrivateKey) -> Outcome<Self> {
        let unfit = |error| Failure::new(Code::Unfit, Error::clone(&error));
        let der = key.to_pkcs8();
        let der = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(der.to_vec()));
        let chain = chain
            .iter()
            .map(|certificate| certificate.der().clone())
            .collect();
        let key = CertifiedKey::from_der(chain, der, provider()).map_err(unfit)?;
        Ok(Self(Arc::new(key)))
    }
}

/// The broker's side of a handshake.
#[derive(Debug, Default, Clone)]
pub(super) struct Shown {
    /// The chain, the leaf first; empty where the handshake did not get so far.
    pub(super) chain: Vec<CertificateDer<'static>>,
    /// True if it asked for a certificate.
    pub(super) asks: bool,
    /// The names of the CAs that it says it trusts.
    pub(super) trusts: Vec<Vec<u8>>,
}

/// A TLS connection, and what the broker showed.
pub(super) type Tls = StreamOwned<ClientConnection, Bounded>;

/// A TCP connection on which nothing waits beyond a time.
#[derive(Debug)]
pub(super) struct Bounded {
    stream: TcpStream,
    deadline: Instant,
}

impl Bounded {
    /// Connects to the first address that answers.
    ///
    /// # Errors
    /// The last error of the addresses.
    pub(super) fn connect(address: &Address, timeout: Duration) -> io::Result<Self> {
        let deadline = Instant::now() + timeout;
        let mut last = io::Error::from(io::ErrorKind::NotFound);
        let addresses: Vec<SocketAddr> = (&*address.host.to_str(), address.port)
            .to_socket_addrs()?
            .collect();
        for address in addresses {
            let left = deadline
                .saturating_duration_since(Instant::now())
                .max(Duration::from_millis(1));
            match TcpStream::connect_timeout(&address, left) {
                Ok(stream) => {
                    stream.set_nodelay(true)?;
                    return Ok(Self { stream, deadline });
                }
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    /// Gives what follows more time, from now.
    pub(super) fn extend(&mut self, timeout: Duration) {
        self.deadline = Instant::now() + timeout;
    }

    fn left(&self) -> io::Result<Duration> {
        let left = self.deadline.saturating_duration_since(Instant::now());
        match left.is_zero() {
            true => Err(io::ErrorKind::TimedOut.into()),
            false => Ok(left),
        }
    }
}

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.stream.set_read_timeout(Some(self.left()?))?;
        self.stream.read(buffer)
    }
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stream.set_write_timeout(Some(self.left()?))?;
        self.stream.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

/// Shakes hands. The chain that the broker shows is written down and not judged: that is for the caller, and a probe wants to see
/// what a broker does that no client would trust.
pub(super) fn shake_hands(
    stream: Bounded,
    host: &ServerName<'static>,
    versions: &[&'static SupportedProtocolVersion],
    credential: Option<&Credential>,
) -> (io::Result<Tls>, Shown) {
    let notes = Arc::new(Notes {
        shown: Mutex::default(),
        credential: credential.cloned(),
    });
    let shaken = handshake(stream, host, versions, &notes);
    let shown = notes.shown.lock().unwrap_or_else(PoisonError::into_inner).clone();
    (shaken, shown)
}

fn handshake(
    mut stream: Bounded,
    host: &ServerName<'static>,
    versions: &[&'static SupportedProtocolVersion],
    notes: &Arc<Notes>,
) -> io::Result<Tls> {
    let mut config = ClientConfig::builder_with_provider(Arc::clone(shared_provider()))
        .with_protocol_versions(versions)
        .map_err(io::Error::other)?
        .dangerous()
        .with_custom_certificate_verifier(Arc::clone(notes) as Arc<dyn ServerCertVerifier>)
        .with_client_cert_resolver(Arc::clone(notes) as Arc<dyn ResolvesClientCert>);
    // A resumed session would not verify anything.
    config.resumption = Resumption::disabled();
    let mut connection = ClientConnection::new(Arc::new(config), host.clone()).map_err(io::Error::other)?;
    while connection.is_handshaking() {
        let (read, written) = match connection.complete_io(&mut stream) {
            Ok(done) => done,
            Err(error) => return Err(last_words(&mut connection, &mut stream).unwrap_or(error)),
        };
        if read == 0 && written == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    Ok(StreamOwned::new(connection, stream))
}

/// The alert that a broker sent before it hung up while we were still writing.
fn last_words(connection: &mut ClientConnection, stream: &mut Bounded) -> Option<io::Error> {
    let read = connection.read_tls(stream).ok()?;
    let alert = connection.process_new_packets().err();
    alert
        .filter(|_| read > 0)
        .map(|alert| io::Error::new(io::ErrorKind::InvalidData, alert))
}

fn shared_provider() -> &'static Arc<CryptoProvider> {
    static PROVIDER: OnceLock<Arc<CryptoProvider>> = OnceLock::new();
    PROVIDER.get_or_init(|| Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
}

fn provider() -> &'static CryptoProvider {
    shared_provider()
}

/// The notes about one handshake.
struct Notes {
    shown: Mutex<Shown>,
    credential: Option<Credential>,
}

impl Notes {
    fn note(&self, note: impl FnOnce(&mut Shown)) {
        note(&mut self.shown.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

impl std::fmt::Debug for Notes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Notes")
    }
}

impl ServerCertVerifier for Notes {
    fn verify_server_cert(
        &self,
        leaf: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let chain = std::iter::once(leaf).chain(intermediates);
        self.note(|shown| shown.chain = chain.map(|one| one.clone().into_owned()).collect());
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(
            message,
            certificate,
            signed,
            &provider().signature_verification_algorithms,
        )
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(
            message,
            certificate,
            signed,
            &provider().signature_verification_algorithms,
        )
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        provider().signature_verification_algorithms.supported_schemes()
    }
}

impl ResolvesClientCert for Notes {
    fn resolve(&self, hints: &[&[u8]], _: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        self.note(|shown| {
            shown.asks = true;
            let names = hints.iter().map(|name| DistinguishedName::from(name.to_vec()));
            shown.trusts = names.map(|name| name.as_ref().to_vec()).collect();
        });
        self.credential
            .as_ref()
            .map(|credential| Arc::clone(&credential.0))
    }

    fn has_certs(&self) -> bool {
        self.credential.is_some()
    }
}
