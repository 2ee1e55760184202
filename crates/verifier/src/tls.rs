//! Mutual TLS with rustls: the verifier for the handshake, and what has to follow at CONNECT.
//!
//! The handshake refuses a peer that could not be admitted under any client id. That alone is not enough: the client id
//! comes later, and a session that is resumed is not verified again at all, so that a device could be revoked, or its
//! certificate expire, and it would still come in. [`admit`] at every CONNECT closes both gaps.
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

use std::sync::Arc;

use amqtt_x509::time::UnixTime;
use rustls::{
    CertificateError, DigitallySignedStruct, DistinguishedName, Error, OtherError, SignatureScheme,
    client::danger::HandshakeSignatureValid,
    crypto::{CryptoProvider, WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature},
    server::danger::{ClientCertVerified, ClientCertVerifier},
};
use rustls_pki_types::CertificateDer;

use crate::{
    ClientId,
    certificate::{CertificateVerifier, DeviceIdentity, Refusal, Rule},
};

/// Admits the peer of a TLS connection as an MQTT client: to be asked at every CONNECT.
///
/// `peer_certificates` is what rustls gives for the connection, which for a resumed session is the chain of the handshake
/// that it resumes.
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

/// Verifies clients during the handshake, by all rules but that of the client id.
#[derive(Debug)]
pub struct DeviceCertVerifier {
    verifier: Arc<CertificateVerifier>,
    names: Vec<DistinguishedName>,
    algorithms: WebPkiSupportedAlgorithms,
    mandatory: bool,
}

impl DeviceCertVerifier {
    /// A verifier for clients that have to present a certificate. The signatures of the handshake itself are verified by the
    /// provider's algorithms.
    #[must_use]
    pub fn new(verifier: Arc<CertificateVerifier>, provider: &CryptoProvider) -> Self {
        let names = verifier.anchor_names().map(|name| name.to_vec().into()).collect();
        Self {
            verifier,
            names,
            algorithms: provider.signature_verification_algorithms,
            mandatory: true,
        }
    }

    /// Lets clients in without a certificate too, such as those that will give a password. One that is presented still
    /// has to be good.
    #[must_use]
    pub fn allow_unauthenticated(mut self) -> Self {
        self.mandatory = false;
        self
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
        match self.verifier.identify(&chain, now.into()) {
            Ok(_) => Ok(ClientCertVerified::assertion()),
            Err(refusal) => Err(Error::InvalidCertificate(certificate_error(refusal))),
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

/// A refusal as rustls knows errors, which decides the alert that the peer gets. Where rustls has no word of its own, the
/// refusal goes along, and is found again by `source`.
fn certificate_error(refusal: Refusal) -> CertificateError {
    match refusal.rule() {
        Rule::Malformed => CertificateError::BadEncoding,
        Rule::Expired => CertificateError::Expired,
        Rule::NotYetValid => CertificateError::NotValidYet,
        Rule::UnknownIssuer => CertificateError::UnknownIssuer,
        Rule::Signature => CertificateError::BadSignature,
        Rule::CriticalExtension => CertificateError::UnhandledCriticalExtension,
        Rule::ExtendedKeyUsage => CertificateError::InvalidPurpose,
        Rule::Revoked => CertificateError::Revoked,
        Rule::NoCrl => CertificateError::UnknownRevocationStatus,
        Rule::CrlExpired => CertificateError::ExpiredRevocationList,
        _ => CertificateError::Other(OtherError(Arc::new(refusal))),
    }
}
