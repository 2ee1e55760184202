//! Signing the list of everything that is revoked or held.

use std::path::{Path, PathBuf};

use amqtt_x509::time::UnixTime;

use crate::{
    context::Context,
    error::Outcome,
    operations::{
        issue::warn_of_slow_clock,
        ledger,
        lists::{
            bundle,
            entries::entries,
            report::ListReport,
            rest::Rest,
            stem,
            successor::Witness,
            target::{Bundle, Target},
        },
    },
    pki::{Authority, NewList, PublicKeyId, unix_time},
    store::fleet::{Inventory, Series},
};

/// A list that is to be signed, and where it goes.
pub(crate) struct Signing<'a> {
    pub(crate) authority: &'a Authority,
    pub(crate) inventory: &'a mut Inventory,
    pub(crate) ca_crt: &'a Path,
    pub(crate) path: &'a Path,
    /// Lifetime of the list, in seconds.
    pub(crate) lifetime: i64,
    /// Files with other issuers' lists.
    pub(crate) with: &'a [PathBuf],
    pub(crate) der: bool,
    pub(crate) force: bool,
}

impl Signing<'_> {
    /// Signs the list and puts it in the place of the one before.
    ///
    /// # Errors
    /// [`Code::Unfit`](crate::error::Code::Unfit) when the CA may not sign lists or the list may not replace the one before, and whatever the inventory
    /// and the files fail with. The file is as it was then.
    pub(crate) fn sign(self, context: &Context) -> Outcome<ListReport> {
        warn_of_slow_clock(context);
        let ca = self.authority.path().ca();
        let target = Target::open(context, self.path, self.force)?;
        let others = bundle::others(context, ca, target.existing(), self.with)?;
        let previous = bundle::newest_of(ca, target.existing());
        let this_update = unix_time(context.now);
        if let (Some(successor), false) = (target.successor(ca), self.force) {
            // No number is used up for a list that is refused.
            let rows = self
                .inventory
                .revoked_rows(&PublicKeyId::of_certificate(ca).to_hex())?;
            let kept = rows.into_iter().map(|row| row.serial).collect();
            successor.check_losses(context, &kept, Witness::of(self.inventory))?;
        }
        let floor = bundle::next_number(previous)?.max(this_update.seconds());
        let (number, rows) = self
            .inventory
            .begin_lists(&ledger::new_issuer(ca), floor, Series::One)?;
        let list = self.authority.sign_list(NewList {
            number: number.unsigned_abs(),
            this_update,
            next_update: UnixTime::from_seconds(this_update.seconds() + self.lifetime),
            revoked: &entries(&rows, previous, this_update)?,
        })?;
        let bundle = Bundle {
            list: &list,
            others: &others,
            der: self.der,
        };
        let changed = target.install(context, ca, &bundle, Witness::of(self.inventory))?;
        if let Some(next_update) = list.get().next_update {
            let issuer = PublicKeyId::of_certificate(ca).to_hex();
            self.inventory.note_next_update(&issuer, next_update.seconds())?;
        }
        let mut report = ListReport::new(self.path, &list, others.len(), changed);
        // The calendar may be in the same directory, which is locked so far.
        drop(target);
        let rest = Rest {
            authority: self.authority,
            inventory: self.inventory,
            list: &list,
            stem: &stem(self.ca_crt),
            force: self.force,
        };
        report.calendar = rest.sign(context)?;
        Ok(report)
    }
}
