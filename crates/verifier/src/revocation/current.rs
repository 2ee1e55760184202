//! What the lists of one moment say of a certificate.

use std::{collections::HashMap, sync::Arc};

use amqtt_x509::{crl::RevocationReason, time::UnixTime};

use super::{CrlError, crl::Crl};
use crate::certificate::{Issuer, Link, Refusal};

/// The lists that count at one moment: of each issuer, the newest of each scope and kind.
#[derive(Debug, Clone, Default)]
pub(crate) struct CurrentLists(HashMap<Arc<Issuer>, Vec<Arc<Crl>>>);

impl CurrentLists {
    /// The lists, each with its issuer.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&Arc<Issuer>, &Arc<Crl>)> {
        self.0
            .iter()
            .flat_map(|(issuer, crls)| crls.iter().map(move |crl| (issuer, crl)))
    }

    /// Takes a list in, unless a newer one is there.
    pub(super) fn take(&mut self, issuer: Arc<Issuer>, crl: Arc<Crl>) -> Result<(), CrlError> {
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

    /// Insists that a certificate is covered by a current list, and on none.
    pub(crate) fn check(&self, link: &Link, now: UnixTime) -> Result<(), Refusal> {
        self.check_not_listed(link, now)?;
        let complete = || {
            self.covering(link)
                .filter(|crl| crl.base.is_none() && !crl.scope.some_reasons)
        };
        if complete().any(|crl| crl.is_current(now)) {
            return Ok(());
        }
        let certificate = link.position;
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

    /// Insists that a certificate is on no list, current or not.
    pub(crate) fn check_not_listed(&self, link: &Link, now: UnixTime) -> Result<(), Refusal> {
        let revoking = self.covering(link).filter(|crl| !self.is_superseded(crl, link));
        let mut entries = revoking.filter_map(|crl| crl.find(&link.serial).map(|entry| (crl, entry)));
        let revoked = entries.find(|(crl, entry)| match crl.base {
            Some(_) => entry.reason != RevocationReason::RemoveFromCrl,
            None => !self.is_removed(crl, link, now),
        });
        match revoked {
            None => Ok(()),
            Some((_, entry)) => Err(Refusal::Revoked {
                certificate: link.position,
                serial: link.serial.clone(),
                since: entry.since,
                reason: entry.reason,
            }),
        }
    }

    /// The lists that cover a certificate.
    fn covering(&self, link: &Link) -> impl Iterator<Item = &Crl> {
        let held = self.0.get(&link.issuer).into_iter().flatten();
        held.map(|crl| &**crl).filter(|crl| crl.scope.covers(link))
    }

    /// Whether a list is a delta list that a newer complete one of the same scope has made needless.
    fn is_superseded(&self, crl: &Crl, link: &Link) -> bool {
        let mut complete = self.covering(link).filter(|other| other.base.is_none());
        crl.base.is_some() && complete.any(|other| other.scope == crl.scope && !crl.is_delta_after(other))
    }

    /// Whether a delta list that is current takes a certificate off a complete one.
    fn is_removed(&self, complete: &Crl, link: &Link, now: UnixTime) -> bool {
        let deltas = self.covering(link).filter(|crl| crl.updates(complete));
        let mut deltas = deltas.filter(|crl| crl.is_current(now));
        deltas.any(|crl| {
            crl.find(&link.serial)
                .is_some_and(|entry| entry.reason == RevocationReason::RemoveFromCrl)
        })
    }
}
