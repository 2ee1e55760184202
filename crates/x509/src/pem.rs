//! Certificates and revocation lists as files have them: several in PEM (RFC 7468), or one in DER.

use rustls_pki_types::{
    CertificateDer, CertificateRevocationListDer,
    pem::{PemObject, SectionKind},
};

/// The first octet of anything in DER that is a file of its own, which no PEM file begins with.
const SEQUENCE: u8 = crate::der::SEQUENCE;

/// Why a file cannot be taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// It holds nothing of the kind.
    #[error("it holds no {0}, neither in PEM nor in DER")]
    Nothing(&'static str),
    /// A block is not PEM as it should be: cut off, or not base64.
    #[error("its PEM is broken")]
    Pem,
}

/// The certificates of a file, in their order.
pub fn certificates(contents: &[u8]) -> Result<Vec<CertificateDer<'static>>, FileError> {
    let all = blocks(contents, SectionKind::Certificate, "certificate")?;
    Ok(all.into_iter().map(CertificateDer::from).collect())
}

/// The revocation lists of a file, in their order.
pub fn crls(contents: &[u8]) -> Result<Vec<CertificateRevocationListDer<'static>>, FileError> {
    let all = blocks(contents, SectionKind::Crl, "revocation list")?;
    Ok(all.into_iter().map(CertificateRevocationListDer::from).collect())
}

/// The blocks of one kind; those of other kinds, such as keys, are passed over.
fn blocks(contents: &[u8], kind: SectionKind, name: &'static str) -> Result<Vec<Vec<u8>>, FileError> {
    if contents.first() == Some(&SEQUENCE) {
        return Ok(vec![contents.to_vec()]);
    }
    let all: Vec<(SectionKind, Vec<u8>)> = <(SectionKind, Vec<u8>)>::pem_slice_iter(contents)
        .collect::<Result<_, _>>()
        .map_err(|_| FileError::Pem)?;
    let wanted: Vec<Vec<u8>> = all
        .into_iter()
        .filter(|(found, _)| *found == kind)
        .map(|(_, der)| der)
        .collect();
    if wanted.is_empty() {
        Err(FileError::Nothing(name))
    } else {
        Ok(wanted)
    }
}
