//! Revocation: lists that are parsed and verified once, searched by serial number, and replaced while in use (RFC 5280 5).
//!
//! If revocation is a condition, a chain is refused unless each of its certificates, but for the anchor, is covered by a list
//! of its issuer that is current: thisUpdate ≤ now ≤ nextUpdate. A certificate is covered as follows:
//!
//! - A list without an issuing distribution point covers all certificates of its issuer. One for user certificates or for
//!   CAs covers those alone, and one for a distribution point the certificates that name that point.
//! - A list for some reasons can revoke a certificate, but never clear one. A list for attribute certificates covers none.
//! - A delta list revokes the certificates on it. It takes a certificate off the complete list that it starts from
//!   (removeFromCRL), and never stands in for a complete list.
//! - Of several lists of one issuer, scope and kind, the one with the highest CRLNumber counts, in whatever order they
//!   come, even where that is not current and an older one is.
//!
//! Loading refuses a list that is not signed by a CA that the verifier knows and that may sign lists, has no CRLNumber or
//! nextUpdate, has an unsupported critical extension, is indirect (about certificates of other issuers), or is older than
//! the one that is loaded.
//!
//! A CA is known here by its name and its key together. Lists of CAs below the anchors need their certificates beforehand:
//! [`CertificateVerifierBuilder::intermediates`](crate::certificate::CertificateVerifierBuilder::intermediates).

mod crl;
mod current;
mod scope;

use std::{
    fmt,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use crl::{Crl, Unverified};
pub(crate) use current::CurrentLists;
use rustls_pki_types::CertificateRevocationListDer;

pub use amqtt_x509::crl::{CrlNumber, RevocationReason};
use amqtt_x509::{
    certificate::Certificate,
    der::Malformed,
    pem::{self, FileError},
    time::UnixTime,
};

use crate::certificate::link::Issuer;

/// Error from loading a revocation list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CrlError {
    /// The file holds no lists, or is broken.
    #[error(transparent)]
    File(#[from] FileError),
    /// It is not a well-formed list of version 2 with a nextUpdate.
    #[error("the revocation list cannot be parsed: malformed {part}")]
    Malformed {
        /// The malformed part.
        part: &'static str,
    },
    /// It has no CRLNumber, which every issuer must give (RFC 5280 5.2.3) so that a newer list can be distinguished from an
    /// older one.
    #[error("the revocation list has no CRLNumber")]
    NoNumber,
    /// It, or an entry of it, has an unsupported critical extension (RFC 5280 5.2, 5.3).
    #[error("the revocation list has an unsupported critical extension")]
    CriticalExtension,
    /// It is about certificates of other issuers.
    #[error("the revocation list is indirect: it covers certificates of other issuers")]
    Indirect,
    /// The issuer is not one of the verifier's CAs.
    #[error("the revocation list was issued by an unknown CA")]
    UnknownIssuer,
    /// The issuer has a KeyUsage without cRLSign (RFC 5280 4.2.1.3).
    #[error("the issuer of the revocation list may not sign lists: its KeyUsage lacks cRLSign")]
    CrlSign,
    /// The provider does not support the signature's algorithm.
    #[error("the revocation list has a signature of an unsupported algorithm")]
    SignatureAlgorithm,
    /// It was not signed by the issuer that it names.
    #[error("the revocation list was not signed by the issuer that it names")]
    Signature,
    /// It is older than the list that is loaded.
    #[error("the revocation list is older than the loaded one (number {offered} after {held})")]
    RollBack {
        /// The number of the list that is loaded.
        held: CrlNumber,
        /// The number of the one that was offered.
        offered: CrlNumber,
    },
}

impl From<Malformed> for CrlError {
    fn from(malformed: Malformed) -> Self {
        Self::Malformed { part: malformed.0 }
    }
}

/// Facts about a loaded list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CrlSummary {
    /// The name of its issuer, in DER.
    pub issuer: Box<[u8]>,
    /// The list's CRLNumber.
    pub number: CrlNumber,
    /// When the list was issued.
    pub this_update: UnixTime,
    /// When the list expires; a newer one must be loaded by then.
    pub next_update: UnixTime,
    /// Set for a delta list, with the changes since a complete list.
    pub is_delta: bool,
    /// Number of certificates on it.
    pub entries: usize,
}

/// Splits a file into revocation lists, in their order: several in PEM, or one in DER. They are not parsed yet.
///
/// # Errors
/// [`FileError`] when the file holds none, or the PEM is broken.
pub fn crls_in(contents: &[u8]) -> Result<Vec<CertificateRevocationListDer<'_>>, FileError> {
    pem::crls(contents)
}

/// The revocation lists of a verifier, which can be replaced while it is in use.
pub struct RevocationLists {
    signers: Vec<Signer>,
    current: RwLock<Arc<CurrentLists>>,
}

/// A CA of the verifier, and whether it may sign lists.
struct Signer {
    issuer: Issuer,
    may_sign: bool,
}

impl fmt::Debug for RevocationLists {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.summaries()).finish()
    }
}

impl RevocationLists {
    pub(crate) fn new<'a>(cas: impl Iterator<Item = &'a Certificate<'a>>) -> Self {
        let signer = |ca: &Certificate<'_>| Signer {
            issuer: Issuer::of(ca),
            may_sign: ca.key_usage.is_none_or(|usage| usage.crl_sign()),
        };
        Self {
            signers: cas.map(signer).collect(),
            current: RwLock::default(),
        }
    }

    /// Loads lists: several in PEM, or one in DER. Either all of them count from now on, or none; an admission under way
    /// uses those of its beginning. To load a list again is not an error.
    ///
    /// # Errors
    /// [`CrlError`] when one of them cannot be used, or the newest of them for its issuer and scope is older than the one
    /// that is held.
    pub fn load(&self, crls: &[u8]) -> Result<(), CrlError> {
        self.load_all(&pem::crls(crls)?)
    }

    pub(crate) fn load_all(&self, crls: &[CertificateRevocationListDer<'_>]) -> Result<(), CrlError> {
        let verified = crls.iter().map(|crl| self.verify(crl));
        let verified = verified.collect::<Result<Vec<_>, _>>()?;
        let mut offered = CurrentLists::default();
        for (issuer, crl) in verified {
            // Within what is offered, an older list is simply not needed.
            let _ = offered.take(issuer, crl);
        }
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        let mut renewed = CurrentLists::clone(&current);
        for (issuer, crl) in offered.iter() {
            renewed.take(issuer.clone(), Arc::clone(crl))?;
        }
        *current = Arc::new(renewed);
        Ok(())
    }

    /// Takes over the lists that others hold, as far as their issuers are known here and may sign lists. They are verified
    /// already.
    pub(crate) fn take_over(&self, others: &Self) {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        let mut taken = CurrentLists::clone(&current);
        for (issuer, crl) in others.current().iter() {
            let known = self
                .signers
                .iter()
                .find(|signer| signer.may_sign && signer.issuer == *issuer);
            if let Some(signer) = known {
                // One that is older than a list held here is not needed.
                let _ = taken.take(signer.issuer.clone(), Arc::clone(crl));
            }
        }
        *current = Arc::new(taken);
    }

    /// Reads a list, verifies its signature, and only then indexes it.
    fn verify(&self, der: &[u8]) -> Result<(Issuer, Arc<Crl>), CrlError> {
        let list = Unverified::read(der)?;
        let named = || {
            self.signers
                .iter()
                .filter(|signer| signer.issuer.name() == list.issuer())
        };
        if named().next().is_none() {
            return Err(CrlError::UnknownIssuer);
        }
        if !list.has_known_algorithm() {
            return Err(CrlError::SignatureAlgorithm);
        }
        let mut allowed = named().filter(|signer| signer.may_sign).peekable();
        if allowed.peek().is_none() {
            return Err(CrlError::CrlSign);
        }
        let signer = allowed
            .find(|signer| list.is_signed_by(&signer.issuer))
            .ok_or(CrlError::Signature)?;
        let issuer = signer.issuer.clone();
        Ok((issuer, Arc::new(list.index()?)))
    }

    /// Returns facts about the loaded lists, in no particular order.
    #[must_use]
    pub fn summaries(&self) -> Vec<CrlSummary> {
        let summary = |(issuer, crl): (&Issuer, &Arc<Crl>)| CrlSummary {
            issuer: issuer.name().into(),
            number: crl.number,
            this_update: crl.this_update,
            next_update: crl.next_update,
            is_delta: crl.base.is_some(),
            entries: crl.len(),
        };
        self.current().iter().map(summary).collect()
    }

    /// Returns whether a list of an issuer of this name, in DER, has a serial number, whether it is current or not: for
    /// certificates that are not those of devices.
    #[must_use]
    pub fn have(&self, issuer: &[u8], serial: &[u8]) -> bool {
        let lists = self.current();
        let mut entries = lists
            .iter()
            .filter(|(signer, _)| signer.name() == issuer)
            .filter_map(|(_, crl)| crl.find(serial));
        entries.any(|entry| entry.reason != RevocationReason::RemoveFromCrl)
    }

    /// Returns the time until the first loaded list expires, zero where one has; `None` where none is loaded.
    #[must_use]
    pub fn time_to_next_update(&self, now: UnixTime) -> Option<Duration> {
        let next = self.summaries().into_iter().map(|list| list.next_update).min()?;
        Some(next.since(now))
    }

    /// Returns the lists of this moment.
    pub(crate) fn current(&self) -> Arc<CurrentLists> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }
}
