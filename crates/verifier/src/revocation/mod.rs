//! Revocation: lists that are read and verified once, found by serial number, and renewed while in use (RFC 5280 5).
//!
//! Where lists are asked for, a chain is refused unless each of its certificates, but for the anchor, is covered by a list
//! of its issuer that is current: thisUpdate ≤ now ≤ nextUpdate. What counts as covered:
//!
//! - A list without an issuing distribution point covers all certificates of its issuer. One for user certificates or for
//!   CAs covers those alone, and one for a distribution point the certificates that name that point.
//! - A list for some reasons can revoke a certificate, and never clear one. A list for attribute certificates covers none.
//! - A delta list revokes what is on it. It takes a certificate off the complete list that it starts from
//!   (removeFromCRL), and never stands in for a complete list.
//! - Of several lists of one issuer, scope and kind, the one with the highest CRLNumber counts, in whatever order they
//!   come, even where that is not current and an older one is.
//!
//! A list is refused when it is loaded, if it is not signed by a CA that the verifier knows and that may sign lists, has
//! no CRLNumber or nextUpdate, has a critical extension that is not understood, is indirect (about certificates of other
//! issuers), or is older than what is held.
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

use crate::certificate::Issuer;

/// Why a revocation list is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CrlError {
    /// The file cannot be taken apart into lists.
    #[error(transparent)]
    File(#[from] FileError),
    /// It is not a well-formed list of version 2 with a nextUpdate.
    #[error("the revocation list cannot be read: there is a fault in {part}")]
    Malformed {
        /// The part at fault.
        part: &'static str,
    },
    /// It has no CRLNumber, which every issuer has to give (RFC 5280 5.2.3): an older list could not be told from a newer.
    #[error("the revocation list has no CRLNumber")]
    NoNumber,
    /// It has a critical extension, or an entry has one, that is not understood (RFC 5280 5.2, 5.3).
    #[error("the revocation list has a critical extension that is not understood")]
    CriticalExtension,
    /// It is about certificates of other issuers.
    #[error("the revocation list is indirect, about certificates of other issuers")]
    Indirect,
    /// Its issuer's name is not one of a CA that is known.
    #[error("the revocation list is by an issuer that is not known")]
    UnknownIssuer,
    /// Its issuer has a KeyUsage without cRLSign (RFC 5280 4.2.1.3).
    #[error("the issuer of the revocation list may not sign lists: its KeyUsage lacks cRLSign")]
    CrlSign,
    /// Its signature is of an algorithm that the provider does not have.
    #[error("the signature of the revocation list is of an algorithm that is not supported")]
    SignatureAlgorithm,
    /// It was not signed by the issuer that it names.
    #[error("the revocation list was not signed by the issuer that it names")]
    Signature,
    /// It is older than the list that is held.
    #[error("the revocation list is older than the one that is held: number {offered} after {held}")]
    RollBack {
        /// The number of the list that is held.
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

/// What is known of a list that is held.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CrlSummary {
    /// The name of its issuer, in DER.
    pub issuer: Box<[u8]>,
    /// Its CRLNumber.
    pub number: CrlNumber,
    /// When it was made.
    pub this_update: UnixTime,
    /// When a newer one is to be there: after that it does not count any more.
    pub next_update: UnixTime,
    /// Whether it only tells what changed since a complete list.
    pub is_delta: bool,
    /// How many certificates are on it.
    pub entries: usize,
}

/// Takes a file apart into revocation lists, in their order: several in PEM, or one in DER. They are not read yet.
///
/// # Errors
/// [`FileError`] when there is none, or the PEM is broken.
pub fn crls_in(contents: &[u8]) -> Result<Vec<CertificateRevocationListDer<'_>>, FileError> {
    pem::crls(contents)
}

/// The revocation lists of a verifier, which can be renewed while it is in use.
pub struct RevocationLists {
    signers: Vec<Signer>,
    current: RwLock<Arc<CurrentLists>>,
}

/// A CA that is known, and whether it may sign lists.
struct Signer {
    issuer: Arc<Issuer>,
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
            issuer: Arc::new(Issuer::of(ca)),
            may_sign: ca.key_usage.is_none_or(|usage| usage.crl_sign()),
        };
        Self {
            signers: cas.map(signer).collect(),
            current: RwLock::default(),
        }
    }

    /// Loads lists: several in PEM, or one in DER. Either all of them count from now on, or none; an admission under way
    /// goes by those of its beginning. A list that is held already is no error.
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
            renewed.take(Arc::clone(issuer), Arc::clone(crl))?;
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
                let _ = taken.take(Arc::clone(&signer.issuer), Arc::clone(crl));
            }
        }
        *current = Arc::new(taken);
    }

    /// Reads a list, verifies its signature, and only then indexes it.
    fn verify(&self, der: &[u8]) -> Result<(Arc<Issuer>, Arc<Crl>), CrlError> {
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
        let issuer = Arc::clone(&signer.issuer);
        Ok((issuer, Arc::new(list.index()?)))
    }

    /// The lists that are held, in no particular order.
    #[must_use]
    pub fn summaries(&self) -> Vec<CrlSummary> {
        let summary = |(issuer, crl): (&Arc<Issuer>, &Arc<Crl>)| CrlSummary {
            issuer: issuer.name().into(),
            number: crl.number,
            this_update: crl.this_update,
            next_update: crl.next_update,
            is_delta: crl.base.is_some(),
            entries: crl.len(),
        };
        self.current().iter().map(summary).collect()
    }

    /// The time until the first of the lists that are held lapses, zero where one has; `None` where none is held.
    #[must_use]
    pub fn time_to_next_update(&self, now: UnixTime) -> Option<Duration> {
        let next = self.summaries().into_iter().map(|list| list.next_update).min()?;
        Some(next.since(now))
    }

    /// The lists of this moment.
    pub(crate) fn current(&self) -> Arc<CurrentLists> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }
}
