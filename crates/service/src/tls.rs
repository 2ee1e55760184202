//! TLS of the service: its credential, which is replaced while connections go on, and the certificates of brokers.

use std::{fmt, io, net::SocketAddr, sync::Arc};

use amqtt_gate::Gate;
use amqtt_verifier::{SpiffeId, TrustDomain};
use amqtt_x509::certificate::Certificate;
use arc_swap::ArcSwap;
use rustls::{
    CertificateError, DigitallySignedStruct, DistinguishedName, Error, OtherError, ServerConfig,
    SignatureScheme,
    client::danger::HandshakeSignatureValid,
    pki_types::{CertificateDer, UnixTime},
    server::danger::{ClientCertVerified, ClientCertVerifier},
};
use tokio_rustls::TlsAcceptor;

type Report = dyn Fn(SocketAddr, &str) + Send + Sync;

/// The TLS of a service. Connections that exist go on with what they began with.
pub struct Tls {
    current: ArcSwap<ServerConfig>,
    report: Option<Box<Report>>,
}

impl Tls {
    /// Takes what new connections begin with.
    #[must_use]
    pub fn new(configuration: ServerConfig) -> Self {
        Self {
            current: ArcSwap::from_pointee(configuration),
            report: None,
        }
    }

    /// Calls `report` with every handshake that fails: the peer, and why. It must not block.
    #[must_use]
    pub fn on_failure(self, report: impl Fn(SocketAddr, &str) + Send + Sync + 'static) -> Self {
        let report: Option<Box<Report>> = Some(Box::new(report));
        Self { report, ..self }
    }

    /// Replaces what new connections begin with.
    pub fn replace(&self, configuration: ServerConfig) {
        self.current.store(Arc::new(configuration));
    }

    pub(crate) fn acceptor(&self) -> TlsAcceptor {
        TlsAcceptor::from(self.current.load_full())
    }

    pub(crate) fn failed(&self, peer: SocketAddr, error: &io::Error) {
        if let Some(report) = &self.report {
            let cause = error.get_ref().and_then(|error| error.downcast_ref());
            match cause {
                Some(Error::InvalidCertificate(CertificateError::Other(OtherError(cause)))) => {
                    report(peer, &cause.to_string());
                }
                _ => report(peer, &error.to_string()),
            }
        }
    }
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tls").finish_non_exhaustive()
    }
}

/// A certificate that is not one of a broker.
#[derive(Debug, thiserror::Error)]
enum NotABroker {
    #[error("the certificate is that of the device {0:?}, not of a broker")]
    Device(String),
    #[error("the certificate of the broker is revoked")]
    Revoked,
    #[error("the certificate of the broker cannot be read")]
    Malformed,
}

/// Verifies the certificates of brokers: those of a CA of brokers, but neither a device's nor a revoked one, as a device that
/// could ask as a broker would learn the rights of all others, and might try their passwords.
#[derive(Debug)]
pub struct BrokerCertVerifier {
    authority: Arc<dyn ClientCertVerifier>,
    gate: Arc<Gate>,
    devices: Option<TrustDomain>,
}

impl BrokerCertVerifier {
    /// Refuses every certificate with the SPIFFE ID of a device, and those on the revocation lists of the gate; `authority`
    /// verifies the rest.
    #[must_use]
    pub fn new(authority: Arc<dyn ClientCertVerifier>, gate: Arc<Gate>) -> Self {
        Self {
            authority,
            gate,
            devices: None,
        }
    }

    /// Refuses only the devices of this trust domain: for brokers whose CA, apart from that of the devices, names them by
    /// SPIFFE IDs too.
    #[must_use]
    pub fn with_devices_of(self, trust_domain: TrustDomain) -> Self {
        let devices = Some(trust_domain);
        Self { devices, ..self }
    }

    fn check(&self, chain: &[&CertificateDer<'_>]) -> Result<(), NotABroker> {
        let certificates = self.gate.certificates();
        let lists = certificates
            .as_ref()
            .and_then(|certificates| certificates.revocation());
        for (at, der) in chain.iter().enumerate() {
            let certificate = Certificate::read(der).map_err(|_| NotABroker::Malformed)?;
            if at == 0
                && let Some(device) = self.device(&certificate)
            {
                return Err(NotABroker::Device(device));
            }
            let issuer = certificate.issuer.encoded();
            if lists.is_some_and(|lists| lists.have(issuer, certificate.serial.octets())) {
                return Err(NotABroker::Revoked);
            }
        }
        Ok(())
    }

    fn device(&self, leaf: &Certificate<'_>) -> Option<String> {
        let mut uris = leaf.alt_names.into_iter().flat_map(|names| names.uris());
        uris.find_map(|uri| {
            let id = SpiffeId::parse(std::str::from_utf8(uri).ok()?).ok()?;
            let device = id.device()?;
            let is_here = self
                .devices
                .as_ref()
                .is_none_or(|domain| domain.as_str() == id.trust_domain());
            is_here.then(|| device.to_owned())
        })
    }
}

impl ClientCertVerifier for BrokerCertVerifier {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        self.authority.root_hint_subjects()
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        let verified = self
            .authority
            .verify_client_cert(end_entity, intermediates, now)?;
        let chain: Vec<_> = [end_entity].into_iter().chain(intermediates).collect();
        match self.check(&chain) {
            Ok(()) => Ok(verified),
            Err(fault) => {
                let fault = CertificateError::Other(OtherError(Arc::new(fault)));
                Err(Error::InvalidCertificate(fault))
            }
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.authority.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.authority.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.authority.supported_verify_schemes()
    }
}
