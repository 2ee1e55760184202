//! Putting the list of a calendar that is in force in its place, without the CA's key.

use std::path::{Path, PathBuf};

use crate::{
    context::Context,
    error::Outcome,
    operations::lists::{
        bundle,
        entries::missing_on,
        report::ListReport,
        set::Set,
        successor::Witness,
        target::{Bundle, Target},
    },
    pki::{Certificate, PublicKeyId, RevocationList, unix_time},
    store::fleet::Inventory,
};

/// A calendar whose list of today is to be in force.
pub(crate) struct Publication<'a> {
    pub(crate) ca: &'a Certificate,
    pub(crate) directory: &'a Path,
    pub(crate) path: &'a Path,
    /// Files with other issuers' lists.
    pub(crate) with: &'a [PathBuf],
    /// The inventory, where there is one beside the broker.
    pub(crate) inventory: Option<&'a mut Inventory>,
    pub(crate) der: bool,
    pub(crate) force: bool,
}

impl Publication<'_> {
    /// Installs the list, unless it is in its place already.
    ///
    /// # Errors
    /// [`Code::Unfit`](crate::error::Code::Unfit) when no list is in force, or the list may not replace the one before. The
    /// file is as it was then.
    pub(crate) fn publish(mut self, context: &Context) -> Outcome<ListReport> {
        let set = Set::read(context, self.directory, self.ca)?;
        let now = unix_time(context.now);
        let list = set.due(self.directory, now)?;
        let target = Target::open(context, self.path, self.force)?;
        let others = bundle::others(context, self.ca, target.existing(), self.with)?;
        let bundle = Bundle {
            list,
            others: &others,
            der: self.der,
        };
        let witness = Witness {
            inventory: self.inventory.as_deref_mut(),
            left_out: Some(set.left_out()),
        };
        let changed = target.install(context, self.ca, &bundle, witness)?;
        self.warn_of_newer_revocations(context, list)?;
        if let (Some(end), true) = (set.end(), set.end() == list.get().next_update) {
            context.output.warn(format_args!(
                "this is the last list of the calendar; it lapses on {end}: sign a new calendar with --ahead before that"
            ));
        }
        Ok(ListReport::new(self.path, list, others.len(), changed))
    }
    /// Warns of what was revoked since the calendar was signed: only the key can say that.
    fn warn_of_newer_revocations(&mut self, context: &Context, list: &RevocationList) -> Outcome {
        let Some(inventory) = &mut self.inventory else {
            return Ok(());
        };
        let rows = inventory.revoked_rows(&PublicKeyId::of_certificate(self.ca).to_hex())?;
        let missing = missing_on(list, &rows, unix_time(context.now));
        if let Some(first) = missing.first() {
            context.output.warn(format_args!(
                "the inventory has {} revoked that the lists of the calendar do not name, such as the one with serial number \
                 {first}: sign the calendar again, with the key, by `amqtt-admin ca crl`",
                match missing.len() {
                    1 => "1 certificate".to_owned(),
                    count => format!("{count} certificates"),
                }
            ));
        }
        Ok(())
    }
}
