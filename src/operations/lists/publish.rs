//! Putting the list of a calendar that is in force in its place, without the CA's key.

use std::path::{Path, PathBuf};

use crate::{
    context::Context,
    error::Outcome,
    operations::lists::{
        bundle,
        report::ListReport,
        set::Set,
        target::{Bundle, Target, Witness},
    },
    pki::{Certificate, unix_time},
};

/// A calendar whose list of today is to be in force.
pub(crate) struct Publication<'a> {
    pub(crate) ca: &'a Certificate,
    pub(crate) directory: &'a Path,
    pub(crate) path: &'a Path,
    /// Files with other issuers' lists.
    pub(crate) with: &'a [PathBuf],
    pub(crate) der: bool,
    pub(crate) force: bool,
}

impl Publication<'_> {
    /// Installs the list, unless it is in its place already.
    ///
    /// # Errors
    /// [`Code::Unfit`](crate::error::Code::Unfit) when no list is in force, or the list may not replace the one before. The
    /// file is as it was then.
    pub(crate) fn publish(self, context: &Context) -> Outcome<ListReport> {
        let set = Set::read(self.directory, self.ca)?;
        let now = unix_time(context.now);
        let list = set.due(self.directory, now)?;
        let target = Target::open(context, self.path, self.force)?;
        let others = bundle::others(self.ca, target.existing(), self.with)?;
        let bundle = Bundle {
            list,
            others: &others,
            der: self.der,
        };
        let changed = target.install(context, self.ca, &bundle, Witness::LeftOut(set.left_out()))?;
        if let (Some(end), true) = (set.end(), set.end() == list.get().next_update) {
            context.output.warn(format_args!(
                "this is the last list of the calendar; it lapses on {end}: sign a new calendar with --ahead before that"
            ));
        }
        Ok(ListReport::new(self.path, list, others.len(), changed))
    }
}
