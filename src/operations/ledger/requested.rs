//! Keys that requests have brought: the inventory is asked who has them.

use crate::{
    context::Context,
    error::Outcome,
    operations::{
        issuing::record::{NoRecord, Record},
        known_key,
        ledger::{Book, Ledger, kind, without_record},
    },
    pki::{self, Certificate, PublicKeyId},
    store::fleet::{Claim, Inventory, Requested},
};

impl Book<'_> {
    /// Opens the record of a certificate whose key a request has brought.
    ///
    /// # Errors
    /// As [`Book::open`].
    pub(crate) fn open_for_request(
        self,
        context: &Context,
        issuer: &Certificate,
        requested: Requested,
    ) -> Outcome<Box<dyn Record>> {
        if self.recording.no_record {
            return Ok(Box::new(NoRecord));
        }
        let url = self.recording.inventory.url(context, self.ca_crt)?;
        let inventory = Inventory::open(&url).map_err(without_record)?;
        let mut ledger = Ledger::new(inventory, context, Some(issuer));
        ledger.run.requested = Some(requested);
        Ok(Box::new(ledger))
    }

    /// Refuses a key that the inventory knows under another name (unless it may be shared), as a cloned image has it, and
    /// one that was revoked because it was compromised. This is before anybody is asked; the record that
    /// [`Book::open_for_request`] opens refuses it again, with certainty.
    ///
    /// # Errors
    /// [`Code::Unfit`](crate::error::Code::Unfit) for such a key, [`Code::Environment`] when there is an inventory that cannot be used.
    pub(crate) fn refuse_known_key(
        self,
        context: &Context,
        key: PublicKeyId,
        (of_kind, name): (pki::Kind, &str),
        requested: Requested,
    ) -> Outcome {
        let Some(mut ledger) = self.existing(context, None)? else {
            return Ok(());
        };
        let claim = Claim {
            spki_sha256: &key.to_hex(),
            kind: kind(of_kind),
            name,
        };
        match ledger.inventory.objection(claim, requested)? {
            Some(objection) => Err(known_key::refused(&objection)),
            None => Ok(()),
        }
    }
}
