//! The builder of a verifier.

use std::sync::Arc;

use amqtt_rules::names::TrustDomain;
use amqtt_x509::{
    certificate::Certificate,
    pem::{self, FileError},
};
use rustls_pki_types::{CertificateRevocationListDer, TrustAnchor};
use webpki::{EndEntityCert, anchor_from_trusted_cert};

use super::{Anchor, CertificateDer, CertificateVerifier, Issuer, Link, Position, Profile, Purpose, path};
use crate::revocation::{CrlError, RevocationLists};

/// Error from making a verifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// No anchor was given, so no certificate could be admitted.
    #[error("no trust anchor given")]
    NoAnchor,
    /// The file holds no certificates or lists, or is broken.
    #[error(transparent)]
    File(#[from] FileError),
    /// A certificate cannot be read.
    #[error("certificate {number} of the file cannot be parsed: malformed {part}")]
    Malformed {
        /// Position in the file, counted from 1.
        number: usize,
        /// The malformed part.
        part: &'static str,
    },
    /// A trust anchor has a critical extension that is not understood (RFC 5280 4.2).
    #[error("certificate {number} of the file has an unsupported critical extension ({extension})")]
    CriticalExtension {
        /// Position in the file, counted from 1.
        number: usize,
        /// The OID of the extension.
        extension: String,
    },
    /// A certificate is not that of a CA (RFC 5280 4.2.1.9, 4.2.1.3), such as a device's that was taken for one.
    #[error("certificate {number} of the file is not a CA's: {missing}")]
    NotCa {
        /// Position in the file, counted from 1.
        number: usize,
        /// The missing property.
        missing: &'static str,
    },
    /// A revocation list cannot be used.
    #[error(transparent)]
    Crl(#[from] CrlError),
}

/// Collects the anchors, revocation lists and settings of a [`CertificateVerifier`].
#[derive(Debug, Clone)]
pub struct CertificateVerifierBuilder {
    trust_domain: TrustDomain,
    profile: Profile,
    anchors: Vec<CertificateDer<'static>>,
    trust_anchors: Vec<TrustAnchor<'static>>,
    intermediates: Vec<CertificateDer<'static>>,
    crls: Option<Vec<CertificateRevocationListDer<'static>>>,
    held: Option<Arc<RevocationLists>>,
}

impl CertificateVerifierBuilder {
    pub(super) fn new(trust_domain: TrustDomain) -> Self {
        Self {
            trust_domain,
            profile: Profile::default(),
            anchors: Vec::new(),
            trust_anchors: Vec::new(),
            intermediates: Vec::new(),
            crls: None,
            held: None,
        }
    }

    /// Adds trust anchors: certificates of CAs in PEM, or one in DER.
    ///
    /// # Errors
    /// [`BuildError`] when the file holds no certificate, or one that cannot be parsed.
    pub fn anchors(mut self, certificates: &[u8]) -> Result<Self, BuildError> {
        let certificates = readable(certificates)?;
        for (number, der) in (1..).zip(&certificates) {
            // webpki takes an anchor with any critical extension; ours have to be as good as other CAs.
            let trusted = EndEntityCert::try_from(der).and_then(|_| anchor_from_trusted_cert(der));
            let trusted = trusted.map_err(|error| match error {
                webpki::Error::UnsupportedCriticalExtension => BuildError::CriticalExtension {
                    number,
                    extension: unknown_extension(der),
                },
                _ => BuildError::Malformed {
                    number,
                    part: "an extension",
                },
            })?;
            // Name constraints are checked apart.
            self.trust_anchors.push(TrustAnchor {
                name_constraints: None,
                ..trusted.to_owned()
            });
        }
        self.anchors.extend(certificates);
        Ok(self)
    }

    /// Adds CAs below the anchors, in PEM, or one in DER. This does not make them trusted. They complete chains that come
    /// without them, as TLS libraries show them for resumed sessions, and their keys verify their revocation lists when those
    /// are loaded.
    ///
    /// # Errors
    /// [`BuildError`] when the file holds no certificate, or one that cannot be parsed.
    pub fn intermediates(mut self, certificates: &[u8]) -> Result<Self, BuildError> {
        self.intermediates.extend(readable(certificates)?);
        Ok(self)
    }

    /// Adds revocation lists, in PEM, or one in DER, and makes revocation a condition. The order does not matter: of
    /// several for one issuer and scope, the one with the highest CRLNumber counts.
    ///
    /// # Errors
    /// [`BuildError::File`] when the file holds no list.
    pub fn crls(mut self, crls: &[u8]) -> Result<Self, BuildError> {
        let lists = pem::crls(crls)?.into_iter();
        let lists = lists.map(|list| list.to_vec().into());
        self.crls.get_or_insert_default().extend(lists);
        Ok(self)
    }

    /// Makes revocation a condition before there is any list: until one is loaded
    /// ([`CertificateVerifier::revocation`]), every chain is refused.
    #[must_use]
    pub fn require_crls(mut self) -> Self {
        self.crls.get_or_insert_default();
        self
    }

    /// Takes over the revocation lists that another verifier holds, of the CAs that this one knows too: an older list then
    /// does not take the place of a newer one when a verifier is made again, for instance with other anchors.
    #[must_use]
    pub fn lists_of(mut self, verifier: &CertificateVerifier) -> Self {
        self.held = verifier.revocation.clone();
        self
    }

    /// Sets the validation profile; the default is [`Profile::Device`].
    #[must_use]
    pub fn profile(mut self, profile: Profile) -> Self {
        self.profile = profile;
        self
    }

    /// Makes the verifier.
    ///
    /// # Errors
    /// [`BuildError`] when no anchor was given, or a revocation list cannot be used.
    pub fn build(self) -> Result<CertificateVerifier, BuildError> {
        if self.anchors.is_empty() {
            return Err(BuildError::NoAnchor);
        }
        let anchors = read_all(&self.anchors)?;
        let intermediates = read_all(&self.intermediates)?;
        let revocation = match &self.crls {
            None => None,
            Some(crls) => {
                let lists = RevocationLists::new(anchors.iter().chain(&intermediates));
                if let Some(held) = &self.held {
                    lists.take_over(held);
                }
                lists.load_all(crls)?;
                Some(Arc::new(lists))
            }
        };
        let anchors = self.anchors.iter().zip(&anchors);
        Ok(CertificateVerifier {
            anchors: anchors
                .map(|(der, certificate)| Arc::new(Anchor::new(der, certificate, self.profile)))
                .collect(),
            intermediates: self.intermediates,
            trust_anchors: self.trust_anchors,
            trust_domain: Arc::new(self.trust_domain),
            profile: self.profile,
            revocation,
        })
    }
}

/// Returns the OID of the first critical extension that is not understood.
fn unknown_extension(der: &[u8]) -> String {
    let read = Certificate::read(der).ok();
    read.and_then(|certificate| certificate.unknown_critical)
        .map_or_else(|| "unknown".to_owned(), |id| id.to_string())
}

/// Returns the certificates of a file, each of which can be parsed.
fn readable(file: &[u8]) -> Result<Vec<CertificateDer<'static>>, BuildError> {
    let certificates = pem::certificates(file)?;
    read_all(&certificates)?;
    Ok(certificates)
}

/// Checks that all certificates of a file, in PEM, or one in DER, are those of CAs: for configurations, so that a mistake shows
/// before every device is refused for it. A [`CertificateVerifierBuilder`] takes other certificates too, and refuses what is below
/// them.
///
/// # Errors
/// [`BuildError`] when the file holds no certificate, or one that cannot be parsed or is not a CA's.
pub fn check_cas(file: &[u8]) -> Result<(), BuildError> {
    let certificates = pem::certificates(file)?;
    for (number, certificate) in (1..).zip(read_all(&certificates)?) {
        let lacks_cert_sign = certificate.key_usage.is_some_and(|usage| !usage.key_cert_sign());
        let missing = match certificate.basic_constraints.ca {
            false => "its basicConstraints lack cA",
            true if lacks_cert_sign => "its KeyUsage lacks keyCertSign",
            true => continue,
        };
        return Err(BuildError::NotCa { number, missing });
    }
    Ok(())
}

fn read_all<'a>(certificates: &'a [CertificateDer<'_>]) -> Result<Vec<Certificate<'a>>, BuildError> {
    let read = certificates.iter().zip(1..).map(|(der, number)| {
        Certificate::read(der).map_err(|malformed| BuildError::Malformed {
            number,
            part: malformed.0,
        })
    });
    read.collect()
}

impl Anchor {
    fn new(der: &CertificateDer<'static>, certificate: &Certificate<'_>, profile: Profile) -> Self {
        let issuer = Issuer::of(certificate);
        let own = || Arc::new(Link::new(certificate, Position::Anchor, issuer.clone()));
        let is_sound = |purpose: &Purpose| path::is_sound_anchor(certificate, *purpose, profile);
        Self {
            der: der.clone(),
            own: (certificate.is_self_issued()).then(own),
            issuer,
            not_before: certificate.not_before,
            not_after: certificate.not_after,
            path_len: certificate.basic_constraints.path_len,
            sound_for: Purpose::ALL.into_iter().filter(is_sound).collect(),
        }
    }
}
