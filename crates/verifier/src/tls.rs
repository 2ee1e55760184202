//! Mutual TLS with rustls: the verifier for the handshake, and the check at CONNECT.
//!
//! The handshake refuses a peer that could not be admitted under any client id. That is not enough: the client id comes
//! later, and a resumed session is not verified again, so a device whose certificate has expired or was revoked would still
//! be admitted. [`admit`] at every CONNECT closes both gaps.
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use std::sync::Arc;
//!
//! use amqtt_verifier::{
//!     ClientId,
//!     certificate::{CertificateVerifier, DeviceIdentity, Refusal, UnixTime},
//!     tls::{self, DeviceCertVerifier},
//! };
//! use rustls::{
//!     ServerConfig, ServerConnection, crypto::CryptoProvider,
//!     pki_types::{CertificateDer, PrivateKeyDer},
//! };
//!
//! /// Once: the configuration that all connections share.
//! fn server(
//!     verifier: &Arc<CertificateVerifier>,
//!     provider: CryptoProvider,
//!     chain: Vec<CertificateDer<'static>>,
//!     key: PrivateKeyDer<'static>,
//! ) -> Result<ServerConfig, rustls::Error> {
//!     let devices = DeviceCertVerifier::new(Arc::clone(verifier), &provider);
//!     ServerConfig::builder_with_provider(Arc::new(provider))
//!         .with_safe_default_protocol_versions()?
//!         .with_client_cert_verifier(Arc::new(devices))
//!         .with_single_cert(chain, key)
//! }
//!
//! /// At every CONNECT, whether the session was resumed or not.
//! fn connect(
//!     verifier: &CertificateVerifier,
//!     connection: &ServerConnection,
//!     client_id: &ClientId,
//! ) -> Result<DeviceIdentity, Refusal> {
//!     tls::admit(verifier, connection.peer_certificates(), client_id, UnixTime::now())
//! }
//!
//! # let anchors = include_bytes!("../../../testkit/data/example-ca.crt");
//! let verifier = CertificateVerifier::builder("fleet.example".parse()?).anchors(anchors)?.build()?;
//! # let _ = (Arc::new(verifier), server, connect);
//! # Ok(())
//! # }
//! ```

use std::{fmt, sync::Arc};

use amqtt_rules::names::ClientId;
use amqtt_x509::time::UnixTime;
use rustls::{
    CertificateError, DigitallySignedStruct, DistinguishedName, Error, OtherError, SignatureScheme,
    client::danger::HandshakeSignatureValid,
    crypto::{CryptoProvider, WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature},
    server::danger::{ClientCertVerified, ClientCertVerifier},
};
use rustls_pki_types::CertificateDer;

use crate::certificate::{CertificateVerifier, DeviceIdentity, Refusal, Rule};

/// Admits the peer of a TLS connection as an MQTT client. Call it at every CONNECT.
///
/// `peer_certificates` come from the rustls connection; for a resumed session they are the chain of the original handshake.
///
/// # Errors
/// The [`Refusal`] of [`CertificateVerifier::admit`]; [`Refusal::NoCertificate`] for a peer without a certificate.
pub fn admit(
    verifier: &CertificateVerifier,
    peer_certificates: Option<&[CertificateDer<'_>]>,
    client_id: &ClientId,
    now: UnixTime,
) -> Result<DeviceIdentity, Refusal> {
    verifier.admit(peer_certificates.unwrap_or_default(), client_id, now)
}

/// Returns the verifier that counts now.
type Current = dyn Fn() -> Arc<CertificateVerifier> + Send + Sync;
/// Takes a refusal, for the log.
type Report = dyn Fn(&Refusal) + Send + Sync;

/// Verifies clients during the handshake, by all rules but that of the client id.
///
/// The peer is sent the alert that fits. rustls' own error has no room for all facts of a refusal:
/// [`DeviceCertVerifier::on_refusal`] has them for the log, and [`refusal`] finds those that the error carries.
#[derive(Clone)]
pub struct DeviceCertVerifier {
    verifier: Arc<Current>,
    names: Vec<DistinguishedName>,
    algorithms: WebPkiSupportedAlgorithms,
    mandatory: bool,
    on_refusal: Option<Arc<Report>>,
}

impl fmt::Debug for DeviceCertVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceCertVerifier")
            .field("verifier", &(self.verifier)())
            .field("mandatory", &self.mandatory)
            .finish_non_exhaustive()
    }
}

impl DeviceCertVerifier {
    /// Returns a verifier for clients that have to present a certificate. The signatures of the handshake itself are
    /// verified with the provider's algorithms.
    #[must_use]
    pub fn new(verifier: Arc<CertificateVerifier>, provider: &CryptoProvider) -> Self {
        let names = verifier.anchor_names().map(|name| name.to_vec().into()).collect();
        let verifier = move || Arc::clone(&verifier);
        Self {
            names,
            ..Self::following(verifier, provider)
        }
    }

    /// Returns a verifier that asks `verifier` for the one that counts at each handshake, so that trust anchors can be
    /// replaced while the server runs. As they may, clients are not sent the names of the anchors.
    #[must_use]
    pub fn following(
        verifier: impl Fn() -> Arc<CertificateVerifier> + Send + Sync + 'static,
        provider: &CryptoProvider,
    ) -> Self {
        Self {
            verifier: Arc::new(verifier),
            names: Vec::new(),
            algorithms: provider.signature_verification_algorithms,
            mandatory: true,
            on_refusal: None,
        }
    }

    /// Also accepts clients without a certificate, such as those that will give a password. A certificate that is
    /// presented still has to be valid.
    #[must_use]
    pub fn allow_unauthenticated(mut self) -> Self {
        self.mandatory = false;
        self
    }

    /// Calls `report` with every refusal, for the log. It runs within the handshake and must not block.
    #[must_use]
    pub fn on_refusal(mut self, report: impl Fn(&Refusal) + Send + Sync + 'static) -> Self {
        self.on_refusal = Some(Arc::new(report));
        self
    }
}

/// Finds the refusal that the error of a handshake carries: for all rules but those that rustls has errors of its own for,
/// which are `Expired`, `NotYetValid`, `UnknownIssuer`, `Signature`, `ExtendedKeyUsage`, `Revoked`, `NoCrl`, `CrlExpired`,
/// `CriticalExtension` and `Malformed`.
#[must_use]
pub fn refusal(error: &Error) -> Option<&Refusal> {
    match error {
        Error::InvalidCertificate(CertificateError::Other(OtherError(cause))) => cause.downcast_ref(),
        _ => None,
    }
}

impl ClientCertVerifier for DeviceCertVerifier {
    fn client_auth_mandatory(&self) -> bool {
        self.mandatory
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &self.names
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        now: rustls_pki_types::UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        let chain: Vec<CertificateDer<'_>> = [end_entity].into_iter().chain(intermediates).cloned().collect();
        match (self.verifier)().identify(&chain, now.into()) {
            Ok(_) => Ok(ClientCertVerified::assertion()),
            Err(refusal) => {
                if let Some(report) = &self.on_refusal {
                    report(&refusal);
                }
                Err(Error::InvalidCertificate(certificate_error(refusal)))
            }
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, cert, dss, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, dss, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

/// Returns a refusal as an error of rustls, which decides on the alert that the peer gets. The facts go along where rustls
/// has a place for them.
fn certificate_error(refusal: Refusal) -> CertificateError {
    match refusal {
        Refusal::Expired { not_after, now, .. } => CertificateError::ExpiredContext {
            time: now.into(),
            not_after: not_after.into(),
        },
        Refusal::NotYetValid { not_before, now, .. } => CertificateError::NotValidYetContext {
            time: now.into(),
            not_before: not_before.into(),
        },
        Refusal::CrlExpired { next_update, now, .. } => CertificateError::ExpiredRevocationListContext {
            time: now.into(),
            next_update: next_update.into(),
        },
        _ => match refusal.rule() {
            Rule::Malformed => CertificateError::BadEncoding,
            Rule::UnknownIssuer => CertificateError::UnknownIssuer,
            Rule::Signature => CertificateError::BadSignature,
            Rule::CriticalExtension => CertificateError::UnhandledCriticalExtension,
            Rule::ExtendedKeyUsage => CertificateError::InvalidPurpose,
            Rule::Revoked => CertificateError::Revoked,
            Rule::NoCrl => CertificateError::UnknownRevocationStatus,
            _ => CertificateError::Other(OtherError(Arc::new(refusal))),
        },
    }
}
