//! TLS to the server: whom to trust.

use std::sync::Arc;

use tokio_rustls::{
    TlsConnector,
    rustls::{
        ClientConfig, RootCertStore,
        pki_types::{CertificateDer, pem::PemObject as _},
    },
};

use super::options::{HttpOptions, HttpOptionsError};

#[cfg(feature = "aws-lc-rs")]
use tokio_rustls::rustls::crypto::aws_lc_rs as provider;
#[cfg(all(feature = "ring", not(feature = "aws-lc-rs")))]
use tokio_rustls::rustls::crypto::ring as provider;
#[cfg(not(any(feature = "ring", feature = "aws-lc-rs")))]
compile_error!("the feature `http` needs `ring` or `aws-lc-rs` beside it");

/// TLS with the authorities that the options name.
pub(super) fn connector(options: &HttpOptions) -> Result<TlsConnector, HttpOptionsError> {
    let roots = match &options.ca_pem {
        Some(pem) => roots_in(pem.as_bytes())?,
        None => roots_of_the_system()?,
    };
    let config = ClientConfig::builder_with_provider(Arc::new(provider::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| HttpOptionsError::Ca(error.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}

/// Every certificate of the PEM file counts; one that cannot be read is an error, not a gap.
fn roots_in(pem: &[u8]) -> Result<RootCertStore, HttpOptionsError> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem) {
        let certificate = certificate.map_err(|error| HttpOptionsError::Ca(error.to_string()))?;
        roots
            .add(certificate)
            .map_err(|error| HttpOptionsError::Ca(error.to_string()))?;
    }
    match roots.is_empty() {
        true => Err(HttpOptionsError::Ca("it holds no certificate".to_owned())),
        false => Ok(roots),
    }
}

/// The system's store holds what other programs want as well: what cannot be used is passed over.
fn roots_of_the_system() -> Result<RootCertStore, HttpOptionsError> {
    let mut roots = RootCertStore::empty();
    let (usable, _) = roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    match usable {
        0 => Err(HttpOptionsError::NoAuthorities),
        _ => Ok(roots),
    }
}
