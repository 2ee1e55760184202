//! The parts that the verbs that show and verify a credential share: its files, the key that should be its own, and the
//! CA above it.

use std::path::{Path, PathBuf};

use amqtt_x509::certificate::Certificate;

use crate::{
    context::Context,
    error::Outcome,
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

/// Warns where the CA files given do not reach up to a self-signed root: OpenSSL then refuses every certificate.
pub(crate) fn warn_without_root(context: &Context, anchors: &[pki::Certificate], files: &[PathBuf]) {
    let read: Vec<Certificate<'_>> = anchors.iter().map(pki::Certificate::get).collect();
    let without = read
        .iter()
        .find(|anchor| !anchor.is_self_issued() && !read.iter().any(|other| other.subject == anchor.issuer));
    if let (Some(anchor), Some(file)) = (without, files.first()) {
        context.output.warn(format_args!(
            "{} does not reach a self-signed root: brokers and clients that use OpenSSL refuse every certificate below {} \
             unless their CA file also has the certificate of {}",
            file.display(),
            anchor.subject,
            anchor.issuer,
        ));
    }
}
