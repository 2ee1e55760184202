//! The lists of one moment, and their answer about a certificate.

use std::{collections::HashMap, sync::Arc};

use amqtt_x509::{crl::RevocationReason, name::Name, time::UnixTime};

use super::{CrlError, crl::Crl};
use crate::certificate::{
    link::{Issuer, Link},
    position::RefusedCertificate,
    refusal::Refusal,
};

/// The lists that count at one moment: of each issuer, the newest of each scope and kind.
#[derive(Debug, Clone, Default)]
pub(crate) struct CurrentLists(HashMap<Issuer, Vec<Arc<Crl>>>);

impl CurrentLists {
    /// Returns the lists, each with its issuer.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&Issuer, &Arc<Crl>)> {
        self.0
            .iter()
            .flat_map(|(issuer, crls)| crls.iter().map(move |crl| (issuer, crl)))
    }

    /// Takes a list in, unless a newer one is held.
    pub(super) fn take(&mut self, issuer: Issuer, crl: Arc<Crl>) -> Result<(), CrlError> {
        let held = self.0.entry(issuer).or_default();
        match held.iter_mut().find(|held| crl.replaces(held)) {
            None => held.push(crl),
            Some(held) if held.age() <= crl.age() => *held = crl,
            Some(held) => {
                let (held, offered) = (held.number, crl.number);
                return Err(CrlError::RollBack { held, offered });
            }
        }
        Ok(())
    }

    /// Refuses a certificate that is on a list, or that no current list covers. `holder` has its subject.
    pub(crate) fn check(&self, link: &Link, holder: &Issuer, now: UnixTime) -> Result<(), Refusal> {
        self.check_not_listed(link, holder, now)?;
        let complete = || {
            self.covering(link)
                .filter(|crl| crl.base.is_none() && !crl.scope.some_reasons)
        };
        if complete().any(|crl| crl.is_current(now)) {
            return Ok(());
        }
        let certificate = RefusedCertificate::named(link.position, Name::new(holder.name()));
        // All of them are out of date: the one that lasts longest tells best what is wrong.
        match complete().max_by_key(|crl| crl.next_update) {
            None => Err(Refusal::NoCrl { certificate }),
            Some(crl) if now < crl.this_update => {
                let this_update = crl.this_update;
                Err(Refusal::CrlNotYetValid {
                    certificate,
                    this_update,
                    now,
                })
            }
            Some(crl) => {
                let next_update = crl.next_update;
                Err(Refusal::CrlExpired {
                    certificate,
                    next_update,
                    now,
                })
            }
        }
    }

    /// Refuses a certificate that is on a list, current or not. `holder` has its subject.
    pub(crate) fn check_not_listed(
        &self,
        link: &Link,
        holder: &Issuer,
        now: UnixTime,
    ) -> Result<(), Refusal> {
        let revoking = self.covering(link).filter(|crl| !self.is_superseded(crl, link));
        let mut entries = revoking.filter_map(|crl| crl.find(&link.serial).map(|entry| (crl, entry)));
        let revoked = entries.find(|(crl, entry)| match crl.base {
            Some(_) => entry.reason != RevocationReason::RemoveFromCrl,
            None => !self.is_removed(crl, link, now),
        });
        match revoked {
            None => Ok(()),
            Some((_, entry)) => Err(Refusal::Revoked {
                certificate: RefusedCertificate::named(link.position, Name::new(holder.name())),
                serial: link.serial.clone(),
                since: entry.since,
                reason: entry.reason,
            }),
        }
    }

    /// Returns the lists that cover a certificate.
    fn covering(&self, link: &Link) -> impl Iterator<Item = &Crl> {
        let held = self.0.get(&link.issuer).into_iter().flatten();
        held.map(|crl| &**crl).filter(|crl| crl.scope.covers(link))
    }

    /// Returns whether a list is a delta list that a newer complete one of the same scope supersedes.
    fn is_superseded(&self, crl: &Crl, link: &Link) -> bool {
        let mut complete = self.covering(link).filter(|other| other.base.is_none());
        crl.base.is_some() && complete.any(|other| other.scope == crl.scope && !crl.is_delta_after(other))
    }

    /// Returns whether a current delta list takes a certificate off a complete one.
    fn is_removed(&self, complete: &Crl, link: &Link, now: UnixTime) -> bool {
        let deltas = self.covering(link).filter(|crl| crl.updates(complete));
        let mut deltas = deltas.filter(|crl| crl.is_current(now));
        deltas.any(|crl| {
            crl.find(&link.serial)
                .is_some_and(|entry| entry.reason == RevocationReason::RemoveFromCrl)
        })
    }
}
