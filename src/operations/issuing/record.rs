//! The seam between issuing and the inventory: what is written down, and when.

use amqtt_x509::name::COMMON_NAME;

use crate::{
    error::Outcome,
    operations::issuing::Credential,
    pki::{Certificate, Kind, PublicKeyId, Serial, Validity, is_issued_by},
};

/// A certificate that another one takes the place of.
#[derive(Debug, Clone)]
pub(crate) struct Replaced {
    pub(crate) name: String,
    /// In lower-case hex.
    pub(crate) serial: String,
    /// SHA-256 of its DER, in lower-case hex.
    pub(crate) fingerprint: String,
    /// True if the issuer of the new one issued it too. Then the row of the new one names it from the start, so that it is
    /// superseded even if the run is interrupted and the new one taken up later.
    pub(crate) same_issuer: bool,
    /// True if it is renewed: then the new one is refused if it is revoked meanwhile.
    pub(crate) is_renewed: bool,
}

impl Replaced {
    /// A certificate that is moved aside for one of this issuer (`None` for a root, which is its own).
    pub(crate) fn moved_aside(certificate: &Certificate, issuer: Option<&Certificate>) -> Self {
        let facts = certificate.get();
        Self {
            name: facts.subject.first(COMMON_NAME).unwrap_or_default().into_owned(),
            serial: facts.serial.to_string(),
            fingerprint: facts.fingerprint().to_string(),
            same_issuer: issuer.is_some_and(|issuer| is_issued_by(certificate, issuer)),
            is_renewed: false,
        }
    }
}

/// The facts of a certificate that are recorded before it is signed.
#[derive(Debug)]
pub(crate) struct Reservation<'a> {
    /// The issuer, by its public key; a root's own.
    pub(crate) issuer: PublicKeyId,
    pub(crate) serial: &'a Serial,
    pub(crate) kind: Kind,
    pub(crate) name: &'a str,
    pub(crate) key: PublicKeyId,
    /// Set if a request has brought the key, or a certificate that is renewed: it is not made here.
    pub(crate) key_is_foreign: bool,
    pub(crate) validity: Validity,
    pub(crate) replaces: Option<&'a Replaced>,
}

/// A record of what is issued. Each call is one transaction, for many certificates as for one.
pub(crate) trait Record {
    /// Reserves serial numbers, durably, before anything is signed.
    ///
    /// # Errors
    /// Any failure; nothing is signed then.
    fn reserve(&mut self, reservations: &[Reservation<'_>]) -> Outcome;

    /// Marks a certificate that is in its place as issued, where a run was interrupted before it could. Returns whether that
    /// was so.
    ///
    /// # Errors
    /// Any failure; the row stays as it is.
    fn take_up(&mut self, certificate: &Certificate) -> Outcome<bool>;

    /// Marks certificates as issued, after they were published.
    ///
    /// # Errors
    /// Any failure; the rows stay reserved, which the next run sees.
    fn issued(&mut self, reservations: &[Reservation<'_>], credentials: &[Credential]) -> Outcome;

    /// Gives reservations up whose certificates were not published.
    ///
    /// # Errors
    /// Any failure; the rows stay reserved.
    fn abandoned(&mut self, reservations: &[Reservation<'_>]) -> Outcome;
}

/// No record at all.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NoRecord;

impl Record for NoRecord {
    fn reserve(&mut self, _: &[Reservation<'_>]) -> Outcome {
        Ok(())
    }

    fn take_up(&mut self, _: &Certificate) -> Outcome<bool> {
        Ok(false)
    }

    fn issued(&mut self, _: &[Reservation<'_>], _: &[Credential]) -> Outcome {
        Ok(())
    }

    fn abandoned(&mut self, _: &[Reservation<'_>]) -> Outcome {
        Ok(())
    }
}
