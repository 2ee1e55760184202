//! The broker's verifier for what is below a CA, kept from one device to the next.

use std::sync::{Arc, Mutex, PoisonError};

use amqtt_verifier::{
    TrustDomain,
    certificate::{BuildError, CertificateVerifier},
};
use rustls_pki_types::CertificateDer;

/// The verifier of a broker that trusts one anchor. It is made for the first device, and again where the trust domain of a
/// device is another than that of the one before: making it costs a third of what it then does for a device.
#[derive(Debug, Default)]
pub(super) struct Admission(Mutex<Option<Arc<CertificateVerifier>>>);

impl Admission {
    /// Returns the verifier for the devices of a trust domain, below the one anchor that this is for.
    ///
    /// # Errors
    /// [`BuildError`] where the anchor cannot be one.
    pub(super) fn verifier(
        &self,
        domain: &TrustDomain,
        anchor: &CertificateDer<'_>,
    ) -> Result<Arc<CertificateVerifier>, BuildError> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(verifier) = kept.as_ref().filter(|kept| kept.trust_domain() == domain) {
            return Ok(Arc::clone(verifier));
        }
        let verifier = CertificateVerifier::builder(domain.clone())
            .anchors(anchor)?
            .build()?;
        Ok(Arc::clone(kept.insert(Arc::new(verifier))))
    }
}
