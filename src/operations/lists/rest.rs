//! The rest of a calendar, signed again after a list: its lists are older than that one, and do not say what it says.

use std::path::Path;

use amqtt_x509::time::UnixTime;

use crate::{
    context::Context,
    error::Outcome,
    operations::lists::{calendar::Calendar, set::Set},
    options::span::Span,
    pki::{Authority, PublicKeyId, RevocationList, unix_time},
    store::fleet::{CalendarFiles, Inventory},
};

/// A list that was just signed, and whatever is needed to sign those of the days to come.
pub(crate) struct Rest<'a> {
    pub(crate) authority: &'a Authority,
    pub(crate) inventory: &'a mut Inventory,
    pub(crate) list: &'a RevocationList,
    /// Beginning of the names of the files.
    pub(crate) stem: &'a str,
    pub(crate) force: bool,
}

impl Rest<'_> {
    /// Signs the rest of the calendar again, where the inventory knows of one; returns its directory. Where that is not on this
    /// machine, it says what to run.
    ///
    /// # Errors
    /// As [`Calendar::sign`]; the list itself is in its place by then.
    pub(crate) fn sign(self, context: &Context) -> Outcome<Option<String>> {
        let ca = self.authority.path().ca();
        let now = unix_time(context.now);
        let Some(files) = of_calendar(self.inventory, &PublicKeyId::of_certificate(ca).to_hex(), now)? else {
            return Ok(None);
        };
        let directory = Path::new(&files.directory);
        let again = command(&files, now);
        if !directory.is_dir() || Set::read(context, directory, ca)?.lists().next().is_none() {
            context.output.warn(format_args!(
                "the lists signed ahead in {} are not there, so that they were not signed again; where they are now, `ca crl \
                 --publish` refuses them as older than this one: run `{again}`",
                files.directory
            ));
            return Ok(None);
        }
        let calendar = Calendar {
            authority: self.authority,
            inventory: self.inventory,
            directory,
            in_place: Some(self.list.clone()),
            stem: self.stem,
            until: files.ends_at,
            every: files.period,
            is_rest: true,
            force: self.force,
        };
        calendar.sign(context).map_err(|failure| {
            failure
                .context(format_args!(
                    "the revocation list was signed, but not the rest of the calendar in {}",
                    files.directory
                ))
                .hint(format_args!("fix that, and run `{again}`"))
        })?;
        Ok(Some(files.directory))
    }
}

/// Returns the calendar of an issuer that has not ended.
pub(crate) fn of_calendar(
    inventory: &mut Inventory,
    issuer: &str,
    now: UnixTime,
) -> Outcome<Option<CalendarFiles>> {
    let files = inventory.calendar_files(issuer)?;
    Ok(files.filter(|files| files.ends_at > now.seconds()))
}

/// The command that signs a calendar again, from now to its end.
fn command(files: &CalendarFiles, now: UnixTime) -> String {
    let lists = (files.ends_at - now.seconds() + files.period - 1) / files.period;
    format!(
        "amqtt-admin ca crl --ahead {} --every {} --output-dir {}",
        Span::of_seconds(lists * files.period),
        Span::of_seconds(files.period),
        files.directory
    )
}
