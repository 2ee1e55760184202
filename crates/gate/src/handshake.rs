//! The handshake of a TLS server that uses rustls.

use std::sync::Arc;

use amqtt_verifier::tls::DeviceCertVerifier;
use rustls::crypto::CryptoProvider;

use crate::gate::Gate;

impl Gate {
    /// Returns the verifier of client certificates for rustls, which follows the files as the gate does; `None` without
    /// certificates in the configuration.
    ///
    /// It is for the handshake alone: [`Gate::admit`] decides at every CONNECT.
    #[must_use]
    pub fn client_cert_verifier(&self, provider: &CryptoProvider) -> Option<DeviceCertVerifier> {
        let trust = Arc::clone(self.trust.as_ref()?);
        Some(DeviceCertVerifier::following(move || trust.current(), provider))
    }
}
