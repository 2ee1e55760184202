//! The proof that a certificate is accepted by those who verify it, made before it is published.
//!
//! A broker that uses our verifier, OpenSSL or GnuTLS looks at more than rustls-webpki does: at the ExtendedKeyUsage
//! and the path length of the anchor too. What any of them refuses is not issued.

use amqtt_verifier::{
    TrustDomain,
    certificate::{BuildError, Refusal},
};
use amqtt_x509::der::{self, Malformed, Reader};
use rustls_pki_types::CertificateDer;
use time::OffsetDateTime;
use webpki::{ALL_VERIFICATION_ALGS, EndEntityCert, KeyUsage, anchor_from_trusted_cert};

use super::{
    ca_path::{AuthorityError, CaPath},
    certificate::Certificate,
    time::unix_time,
};

/// The use that a certificate is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To sign certificates.
    Ca,
    Client,
    Server,
    ClientAndServer,
}

/// Error from a certificate that no verifier would accept, or that is not the one asked for.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum Unaccepted {
    #[error("the CA certificate {ca:?} is not for {whom}: its ExtendedKeyUsage lacks {usage}")]
    Purpose {
        ca: String,
        whom: &'static str,
        usage: &'static str,
    },
    #[error("the CA certificate {ca:?} has path length {allowed}, and this takes {below}")]
    PathLength {
        ca: String,
        allowed: usize,
        below: usize,
    },
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error("the CA certificate has an unsupported critical extension ({0})")]
    CriticalExtension(String),
    #[error(transparent)]
    Anchor(BuildError),
    #[error(transparent)]
    Ca(#[from] AuthorityError),
    #[error("it is not signed by the CA")]
    OtherIssuer,
    #[error("clients would not accept it as a server's ({0})")]
    Path(&'static str),
    #[error("it does not carry {0}")]
    Lacks(String),
}

/// Checks that the CAs of a path may issue for a purpose, down to the length of the path.
///
/// # Errors
/// [`Unaccepted::Purpose`] or [`Unaccepted::PathLength`].
pub(super) fn check_path(purpose: Purpose, path: &CaPath) -> Result<(), Unaccepted> {
    for (below, ca) in path.iter().enumerate() {
        let read = ca.get();
        let name = || read.subject.to_string();
        if let Some(usage) = read.extended_key_usage {
            let client = (usage.client_auth, "clients", "clientAuth");
            let server = (usage.server_auth, "servers", "serverAuth");
            let needed = match purpose {
                Purpose::Ca => vec![],
                Purpose::Client => vec![client],
                Purpose::Server => vec![server],
                Purpose::ClientAndServer => vec![client, server],
            };
            if let Some((_, whom, usage)) = needed.into_iter().find(|(present, ..)| !present) {
                return Err(Unaccepted::Purpose {
                    ca: name(),
                    whom,
                    usage,
                });
            }
        }
        let below = below + usize::from(purpose == Purpose::Ca);
        if let Some(allowed) = read.basic_constraints.path_len.filter(|allowed| *allowed < below) {
            return Err(Unaccepted::PathLength {
                ca: name(),
                allowed,
                below,
            });
        }
    }
    Ok(())
}

/// Checks that a broker which trusts the top of the path admits a device.
///
/// # Errors
/// [`Unaccepted::Refused`] with the broker's reason.
pub(super) fn admitted(
    certificate: &Certificate,
    client_id: &str,
    domain: &TrustDomain,
    path: &CaPath,
    now: OffsetDateTime,
) -> Result<(), Unaccepted> {
    let (anchor, chain) = parts(certificate, path);
    let verifier = path
        .admission
        .verifier(domain, anchor)
        .map_err(|error| match error {
            BuildError::CriticalExtension { extension, .. } => Unaccepted::CriticalExtension(extension),
            error => Unaccepted::Anchor(error),
        })?;
    let identity = verifier.identify(&chain, unix_time(now))?;
    identity.require_client_id(client_id)?;
    Ok(())
}

/// Checks that a client which trusts the top of the path accepts a broker's certificate.
///
/// # Errors
/// [`Unaccepted::Path`].
pub(super) fn accepted(
    certificate: &Certificate,
    path: &CaPath,
    now: OffsetDateTime,
) -> Result<(), Unaccepted> {
    let (anchor, chain) = parts(certificate, path);
    let verified = anchor_from_trusted_cert(anchor).and_then(|anchor| {
        EndEntityCert::try_from(certificate.der())?
            .verify_for_usage(
                ALL_VERIFICATION_ALGS,
                &[anchor],
                &chain[1..],
                unix_time(now).into(),
                KeyUsage::server_auth(),
                None,
                None,
            )
            .map(|_| ())
    });
    verified.map_err(|error| Unaccepted::Path(words(&error)))
}

/// Checks that a certificate is signed by the CA of the path.
///
/// # Errors
/// [`Unaccepted::OtherIssuer`].
pub(crate) fn signed(certificate: &Certificate, path: &CaPath) -> Result<(), Unaccepted> {
    let named = certificate.get().issuer == path.ca.get().subject;
    match named && signature_verifies(certificate.der(), &path.ca).is_ok() {
        true => Ok(()),
        false => Err(Unaccepted::OtherIssuer),
    }
}

/// Checks that a certificate or a revocation list was signed with the key of a CA.
///
/// # Errors
/// [`Malformed`], also where the signature is another one.
pub(super) fn signature_verifies(signed: &[u8], ca: &Certificate) -> Result<(), Malformed> {
    const WHAT: &str = "signature";
    let mut key = Reader::sequence_alone(ca.get().key.encoded, WHAT)?;
    let key_algorithm = key.expect(der::SEQUENCE, WHAT)?.contents;
    let key = key.octet_bits(WHAT)?;
    let mut parts = Reader::sequence_alone(signed, WHAT)?;
    let contents = parts.expect(der::SEQUENCE, WHAT)?.encoded;
    let algorithm = parts.expect(der::SEQUENCE, WHAT)?.contents;
    let signature = parts.octet_bits(WHAT)?;
    let verified = ALL_VERIFICATION_ALGS.iter().any(|known| {
        known.signature_alg_id().as_ref() == algorithm
            && known.public_key_alg_id().as_ref() == key_algorithm
            && known.verify_signature(key, contents, signature).is_ok()
    });
    if verified { Ok(()) } else { Err(Malformed(WHAT)) }
}

/// The anchor of a path, and the leaf with all that is between them.
fn parts<'a>(
    certificate: &'a Certificate,
    path: &'a CaPath,
) -> (&'a CertificateDer<'static>, Vec<CertificateDer<'a>>) {
    let anchor = path.above.last().unwrap_or(&path.ca);
    let between = path.iter().take(path.above.len());
    let chain = std::iter::once(certificate).chain(between);
    let borrowed = |certificate: &'a Certificate| CertificateDer::from(&certificate.der()[..]);
    (anchor.der(), chain.map(borrowed).collect())
}

/// Our words for what webpki objects to.
fn words(error: &webpki::Error) -> &'static str {
    use webpki::Error;
    match error {
        Error::NameConstraintViolation => "the CA's name constraints forbid one of its names",
        Error::RequiredEkuNotFoundContext(_) => "a CA above it is not for servers",
        Error::PathLenConstraintViolated => "a CA above it allows no further CA below itself",
        Error::CertExpired { .. } => "a CA above it has expired",
        Error::CertNotValidYet { .. } => "a CA above it is not valid yet",
        Error::UnknownIssuer | Error::InvalidSignatureForPublicKey => "the CA did not sign it",
        Error::UnsupportedCriticalExtension => "a CA above it has a critical extension that is not supported",
        _ => "the path to the CA does not verify",
    }
}
