//! The seam between issuing and the inventory: what is written down, and when.

use crate::{
    error::Outcome,
    operations::issuing::{Credential, Order, Signer},
    pki::{Kind, PublicKeyId, Serial, Validity},
};

/// What is written down of a certificate before it is signed.
#[derive(Debug)]
#[allow(dead_code, reason = "the inventory and the requests that come to it use it")]
pub(crate) struct Reservation<'a> {
    /// The issuer, by its public key; a root's own.
    pub(crate) issuer: PublicKeyId,
    pub(crate) serial: &'a Serial,
    pub(crate) kind: Kind,
    pub(crate) name: &'a str,
    pub(crate) key: PublicKeyId,
    pub(crate) validity: Validity,
}

impl<'a> Reservation<'a> {
    pub(super) fn new(signer: &Signer<'_>, order: &'a Order<'_>, serial: &'a Serial) -> Self {
        let key = PublicKeyId::of(order.key.public());
        Self {
            issuer: match signer {
                Signer::Itself => key,
                Signer::Authority(authority) => authority.id(),
            },
            serial,
            kind: order.profile.kind(),
            name: order.profile.name(),
            key,
            validity: order.validity,
        }
    }
}

/// A record of what is issued. Each call is one transaction, for many certificates as for one.
pub(crate) trait Record {
    /// Reserves serial numbers, durably, before anything is signed.
    ///
    /// # Errors
    /// Any failure; nothing is signed then.
    fn reserve(&mut self, reservations: &[Reservation<'_>]) -> Outcome;

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

    fn issued(&mut self, _: &[Reservation<'_>], _: &[Credential]) -> Outcome {
        Ok(())
    }

    fn abandoned(&mut self, _: &[Reservation<'_>]) -> Outcome {
        Ok(())
    }
}
