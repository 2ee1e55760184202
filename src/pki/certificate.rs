//! Certificates that were read from files, or just signed.

use amqtt_x509::{
    certificate::{Certificate as Parsed, OwnedCertificate},
    der::Malformed,
    pem::{self, FileError, Kind},
};
use rustls_pki_types::CertificateDer;

/// Error from reading a file of certificates.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum CertificateError {
    #[error(transparent)]
    File(#[from] FileError),
    #[error("{} cannot be parsed: {fault}", place(*number, *line))]
    Malformed {
        /// Position in the file, counted from 1.
        number: usize,
        /// The line of its BEGIN; `None` in DER.
        line: Option<usize>,
        fault: Malformed,
    },
}

/// Names a certificate of a file by its place.
fn place(number: usize, line: Option<usize>) -> String {
    match line {
        Some(line) => format!("certificate {number} (line {line})"),
        None => "the certificate".to_owned(),
    }
}

/// A certificate that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Certificate(OwnedCertificate);

impl Certificate {
    /// Reads all certificates of a file, PEM or DER, at least one.
    ///
    /// # Errors
    /// [`CertificateError`] when there is none, the file is broken, or one cannot be parsed.
    pub(crate) fn all_from_file(contents: &[u8]) -> Result<Vec<Self>, CertificateError> {
        let blocks = pem::blocks_of(contents, Kind::Certificate)?;
        let certificates = (1..).zip(blocks).map(|(number, block)| {
            let line = block.line;
            let read = Self::from_der(block.to_vec().into());
            read.map_err(|fault| CertificateError::Malformed { number, line, fault })
        });
        certificates.collect()
    }

    /// Reads the first certificate of a file; the others must be readable too.
    ///
    /// # Errors
    /// As [`Certificate::all_from_file`].
    pub(crate) fn first_from_file(contents: &[u8]) -> Result<Self, CertificateError> {
        Self::all_from_file(contents).map(|mut all| all.swap_remove(0))
    }

    /// Reads a certificate in DER.
    ///
    /// # Errors
    /// [`Malformed`] with the part at fault.
    pub(crate) fn from_der(der: CertificateDer<'static>) -> Result<Self, Malformed> {
        OwnedCertificate::new(der).map(Self)
    }

    /// Returns what it says, typed.
    pub(crate) fn get(&self) -> Parsed<'_> {
        self.0.get()
    }

    /// Returns whether it names itself as its issuer, as a root does.
    pub(crate) fn is_self_issued(&self) -> bool {
        self.get().is_self_issued()
    }

    /// Returns its DER.
    pub(crate) fn der(&self) -> &CertificateDer<'static> {
        self.0.der()
    }

    /// Returns the certificate in PEM.
    pub(crate) fn to_pem(&self) -> String {
        std::mem::take(&mut *pem::encode("CERTIFICATE", self.der()))
    }

    /// Returns whether the certificate's public key is the given one.
    pub(crate) fn has_public_key(&self, key: &impl rcgen::PublicKeyData) -> bool {
        self.get().key.encoded == key.subject_public_key_info()
    }
}
