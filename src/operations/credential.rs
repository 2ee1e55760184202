//! The parts that the verbs that show and verify a credential share: its files, the key that should be its own, and the
//! CA above it.

use std::path::Path;

use amqtt_verifier::{
    InvalidName, TrustDomain,
    certificate::{CertificateVerifier, Refusal},
};
use amqtt_x509::time::UnixTime;
use rustls_pki_types::{CertificateDer, ServerName};

use crate::{
    context::Context,
    error::{Code, Failure, Outcome},
    files,
    operations::issue::{in_file, read_key},
    options::PassphraseSource,
    pki::{self, KeyError, PrivateKey},
};

/// Returns whether a private key is that of a certificate. A passphrase is prompted for if the key is encrypted.
pub(crate) fn key_belongs(context: &Context, key: &Path, certificate: &pki::Certificate) -> Outcome<bool> {
    let key = read_key(context, key, PassphraseSource::Prompt)?;
    Ok(certificate.has_public_key(&key))
}

/// The findings about the key that a broker will read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BrokerKey {
    Own,
    Foreign,
    /// Encrypted, so that a broker would ask for the passphrase when it starts.
    Encrypted,
    Missing,
}

/// Looks at the key that a broker will read, and never asks for anything.
pub(crate) fn broker_key(path: &Path, certificate: &pki::Certificate) -> Outcome<BrokerKey> {
    if !path.exists() {
        return Ok(BrokerKey::Missing);
    }
    let contents = files::read(path)?;
    // A key that asks for its passphrase is distinguished from a fault by an error that nothing else has.
    match PrivateKey::from_file(&contents, || Err(KeyError::WrongPassphrase)) {
        Ok(key) if certificate.has_public_key(&key) => Ok(BrokerKey::Own),
        Ok(_) => Ok(BrokerKey::Foreign),
        Err(KeyError::WrongPassphrase | KeyError::LegacyEncryption(_)) => Ok(BrokerKey::Encrypted),
        Err(error) => Err(in_file(error, path)),
    }
}

/// Judges a broker's chain as a client does that trusts these CAs and connects to `host`.
///
/// # Errors
/// When a CA cannot be used as an anchor.
pub(crate) fn judge_server(
    chain: &[CertificateDer<'static>],
    anchors: &[pki::Certificate],
    host: &ServerName<'static>,
    now: UnixTime,
) -> Outcome<Result<(), Refusal>> {
    // A server has no trust domain: this one is never looked at.
    let domain: TrustDomain = "server"
        .parse()
        .map_err(|error: InvalidName| Failure::new(Code::Bug, error))?;
    let mut builder = CertificateVerifier::builder(domain);
    for anchor in anchors {
        builder = builder.anchors(anchor.der())?;
    }
    Ok(builder.build()?.check_server(chain, host, now))
}
