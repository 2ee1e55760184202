//! A revocation list, read (RFC 5280 5).

use std::collections::HashMap;

use amqtt_x509::{
    crl::{CertificateList, CrlNumber, RevocationReason},
    der::Malformed,
    key::PublicKey,
    time::UnixTime,
};

use super::{CrlError, scope::Scope};
use crate::certificate::{link::Issuer, signature};

/// The entry of a certificate on a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) since: UnixTime,
    pub(crate) reason: RevocationReason,
}

/// A list, with its entries found by serial number.
#[derive(Debug)]
pub(crate) struct Crl {
    pub(crate) number: CrlNumber,
    pub(crate) this_update: UnixTime,
    pub(crate) next_update: UnixTime,
    /// For a delta list, the number of the complete list that it starts from (RFC 5280 5.2.4).
    pub(crate) base: Option<CrlNumber>,
    pub(crate) scope: Scope,
    entries: HashMap<Box<[u8]>, Entry>,
}

/// A list whose signature is not verified yet: nothing of it is indexed, so that a forged list costs no
/// more than its digest.
pub(super) struct Unverified<'a> {
    list: CertificateList<'a>,
}

impl<'a> Unverified<'a> {
    /// Reads a list of version 2 but for its entries.
    pub(super) fn read(der: &'a [u8]) -> Result<Self, CrlError> {
        let list = CertificateList::read(der)?;
        Ok(Self { list })
    }

    /// Returns the name of its issuer, the whole of its encoding.
    pub(super) fn issuer(&self) -> &'a [u8] {
        self.list.issuer.encoded()
    }

    /// Indexes the list, once its signature is verified. It must have the fields that RFC 5280 demands of issuers,
    /// nextUpdate and CRLNumber.
    pub(super) fn index(self) -> Result<Crl, CrlError> {
        let list = self.list;
        if list.has_unknown_critical {
            return Err(CrlError::CriticalExtension);
        }
        Ok(Crl {
            number: list.number.ok_or(CrlError::NoNumber)?,
            this_update: list.this_update,
            next_update: list.next_update.ok_or(Malformed("nextUpdate"))?,
            base: list.base,
            scope: list
                .distribution_point
                .map(Scope::read)
                .transpose()?
                .unwrap_or_default(),
            entries: index(&list)?,
        })
    }

    /// Returns whether this key has signed it.
    pub(super) fn is_signed_by(&self, issuer: &Issuer) -> bool {
        let Ok(key) = PublicKey::read(issuer.spki()) else {
            return false;
        };
        signature::is_made_by(&self.list.signed, &key)
    }

    /// Returns whether the provider has an algorithm for its signature.
    pub(super) fn has_known_algorithm(&self) -> bool {
        signature::has_known_algorithm(&self.list.signed)
    }
}

/// Indexes the entries by serial number.
fn index(list: &CertificateList<'_>) -> Result<HashMap<Box<[u8]>, Entry>, CrlError> {
    let mut entries = HashMap::with_capacity(list.estimated_entries());
    for entry in list.entries() {
        let entry = entry?;
        if entry.names_issuer {
            return Err(CrlError::Indirect);
        }
        if entry.has_unknown_critical {
            return Err(CrlError::CriticalExtension);
        }
        let (since, reason) = (entry.since, entry.reason);
        // Should a certificate be on the list twice, an entry that revokes it counts.
        let known = entries
            .entry(entry.serial.octets().into())
            .or_insert(Entry { since, reason });
        if known.reason == RevocationReason::RemoveFromCrl {
            *known = Entry { since, reason };
        }
    }
    Ok(entries)
}

impl Crl {
    /// Returns the entry of a certificate.
    pub(crate) fn find(&self, serial: &[u8]) -> Option<Entry> {
        self.entries.get(serial).copied()
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(crate) fn is_current(&self, now: UnixTime) -> bool {
        self.this_update <= now && now <= self.next_update
    }

    /// Returns whether it takes the place of another one: of the same kind, complete or delta, and scope.
    pub(crate) fn replaces(&self, other: &Self) -> bool {
        self.base.is_some() == other.base.is_some() && self.scope == other.scope
    }

    /// Returns what lists are ordered by: the newer one has the higher number. Of two with the same number, which an issuer
    /// should not give, the later list counts, then the one that revokes more.
    pub(crate) fn age(&self) -> impl Ord {
        (self.number, self.this_update, self.len())
    }

    /// Returns whether this delta list goes with a complete one, so that the two together are a newer complete one
    /// (RFC 5280 5.2.4).
    pub(crate) fn updates(&self, complete: &Self) -> bool {
        let starts_from = |base| base <= complete.number;
        self.base.is_some_and(starts_from) && self.is_delta_after(complete)
    }

    /// Returns whether this is a delta list of the same scope, and newer.
    pub(crate) fn is_delta_after(&self, complete: &Self) -> bool {
        self.base.is_some() && self.scope == complete.scope && self.number > complete.number
    }
}
