//! A calendar of lists, signed while the CA's key is at hand, and put in force one after the other without it.
//!
//! A list of the calendar is good for two periods from its day, so that a day that is missed locks no device out. All of them
//! say what is revoked now; a new revocation replaces the set. What older lists had and these have not is written beside
//! them, so that a broker's machine, which has no inventory, can tell an expired certificate from one that was lost.

use std::{collections::HashSet, path::Path};

use amqtt_x509::time::UnixTime;
use serde::Serialize;

use crate::{
    context::Context,
    error::{Code, Failure, Outcome},
    files::{Directory, Existing, Lock, NewFile, Readers},
    operations::{
        issue::warn_of_slow_clock,
        ledger,
        lists::{
            bundle::next_number,
            entries::{entries, listed_serials},
            set::{LEFT_OUT, Set},
            successor::{commands, named, rows_of, unexplained},
        },
    },
    pki::{Authority, NewList, PublicKeyId, RevocationList, lost_on, unix_time},
    store::fleet::{CalendarFiles, Inventory, RevokedRow, Series},
};

/// The most lists of a calendar: of ten years with one a week.
const LISTS_MAX: i64 = 520;

/// A calendar that is to be signed.
pub(crate) struct Calendar<'a> {
    pub(crate) authority: &'a Authority,
    pub(crate) inventory: &'a mut Inventory,
    pub(crate) directory: &'a Path,
    /// The list that the broker reads now, where it is known: numbers go on from there.
    pub(crate) in_place: Option<RevocationList>,
    /// Beginning of the names of the files.
    pub(crate) stem: &'a str,
    /// The end of the last period, in seconds since 1970.
    pub(crate) until: i64,
    /// From list to list, in seconds.
    pub(crate) every: i64,
    /// Set if it follows a list that says the same, and goes on with a calendar that exists.
    pub(crate) is_rest: bool,
    pub(crate) force: bool,
}

/// Report of a calendar. Times are RFC 3339 in UTC.
#[derive(Debug, Serialize)]
pub(crate) struct CalendarReport {
    directory: String,
    lists: usize,
    first_number: String,
    last_number: String,
    revoked: usize,
    from: String,
    until: String,
    changed: bool,
}

impl Calendar<'_> {
    /// Signs the lists, and replaces those of an earlier calendar by them.
    ///
    /// # Errors
    /// [`Code::Unfit`] when the CA may not sign lists, or certificates were lost that are not expired; whatever files and
    /// inventory fail with. The earlier calendar is still there then.
    pub(crate) fn sign(mut self, context: &Context) -> Outcome<CalendarReport> {
        warn_of_slow_clock(context);
        let now = unix_time(context.now);
        let count = (self.until - now.seconds() + self.every - 1) / self.every;
        if !(1..=LISTS_MAX).contains(&count) {
            return Err(Failure::usage(format_args!(
                "--ahead and --every ask for {count} lists; a calendar has 1 to {LISTS_MAX}"
            )));
        }
        let ca = self.authority.path().ca();
        let directory = Directory::open(self.directory)?;
        let lock = directory.lock();
        remove_interrupted(&directory, self.stem)?;
        let old = Set::read(context, self.directory, ca)?;
        let known = old.lists().chain(&self.in_place);
        let newest = known.max_by_key(|list| list.get().number);
        let floor = next_number(newest)?.max(now.seconds());
        let files = self.files();
        let series = match self.is_rest {
            true => Series::Rest { count },
            false => Series::Calendar { count, files: &files },
        };
        let (first, rows) = self
            .inventory
            .begin_lists(&ledger::new_issuer(ca), floor, series)?;
        let previous = old.in_force(now).or(self.in_place.as_ref()).cloned();
        let lists = self.sign_all(&rows, previous, now, first, count)?;
        let left_out = self.left_out(context, &old, &lists)?;
        let until = publish(&directory, &lock, self.stem, &lists, &left_out)?;
        for name in old.names() {
            let is_new = lists.iter().any(|list| file_name(self.stem, list) == *name);
            if !is_new {
                directory.remove(name)?;
            }
        }
        let issuer = PublicKeyId::of_certificate(ca).to_hex();
        self.inventory.note_next_update(&issuer, until.seconds())?;
        Ok(CalendarReport {
            directory: self.directory.display().to_string(),
            lists: lists.len(),
            first_number: first.to_string(),
            last_number: (first + lists.len() as i64 - 1).to_string(),
            revoked: lists.first().map_or(0, |list| list.get().entries().count()),
            from: now.to_string(),
            until: until.to_string(),
            changed: true,
        })
    }

    /// The directory where a new revocation finds the calendar, to sign the rest of it.
    fn files(&self) -> CalendarFiles {
        let absolute = self.directory.canonicalize();
        let directory = absolute.as_deref().unwrap_or(self.directory);
        CalendarFiles {
            directory: directory.to_string_lossy().into_owned(),
            period: self.every,
            ends_at: self.until,
        }
    }

    fn sign_all(
        &self,
        rows: &[RevokedRow],
        mut previous: Option<RevocationList>,
        now: UnixTime,
        first: i64,
        count: i64,
    ) -> Outcome<Vec<RevocationList>> {
        let end = self.authority.path().ca().get().not_after;
        let mut lists = Vec::new();
        for index in 0..count {
            let day = UnixTime::from_seconds(now.seconds() + index * self.every);
            if index > 0 && day >= end {
                break;
            }
            let list = self.authority.sign_list(NewList {
                number: (first + index).unsigned_abs(),
                this_update: day,
                next_update: UnixTime::from_seconds(day.seconds() + 2 * self.every),
                revoked: &entries(rows, previous.as_ref(), day)?,
            })?;
            previous = Some(list.clone());
            lists.push(list);
        }
        Ok(lists)
    }

    /// Returns what older lists had and some of these have not, after checking that each is expired or off hold.
    fn left_out(
        &mut self,
        context: &Context,
        old: &Set,
        lists: &[RevocationList],
    ) -> Outcome<HashSet<String>> {
        let always = lists.last().map(listed_serials).unwrap_or_default();
        let at_first = lists.first().map(listed_serials).unwrap_or_default();
        let older: Vec<_> = old.lists().chain(&self.in_place).collect();
        let lost = older.iter().flat_map(|list| lost_on(&list.get(), &at_first));
        let ca = self.authority.path().ca();
        let now = unix_time(context.now).seconds();
        let mut lost: Vec<_> = lost.collect();
        lost.sort_unstable_by(|one, other| one.serial.cmp(&other.serial));
        lost.dedup_by(|one, other| one.serial == other.serial);
        let unexplained = unexplained(&lost, ca, now, self.inventory)?;
        if let Some(first) = unexplained.first() {
            let rows = rows_of(self.inventory, ca, &unexplained)?;
            if !self.force {
                return Err(Failure::of(
                    Code::Unfit,
                    format_args!(
                        "the calendar would lose the certificate with serial number {}, which the lists before it revoke",
                        first.serial
                    ),
                )
                .hint(format_args!(
                    "nothing was changed; revoke it again: {}; --force replaces the lists all the same",
                    commands(&unexplained, &rows)
                )));
            }
            context.output.warn(format_args!(
                "these certificates, which the lists before revoke, are admitted again: {}",
                named(&unexplained, &rows)
            ));
        }
        let mut left_out: HashSet<String> = older.iter().flat_map(|list| listed_serials(list)).collect();
        left_out.extend(old.left_out().iter().cloned());
        left_out.extend(at_first);
        left_out.retain(|serial| !always.contains(serial));
        Ok(left_out)
    }
}

/// Removes what a run that was killed has left of its files.
fn remove_interrupted(directory: &Directory, stem: &str) -> Outcome {
    let begins = format!(".{stem}-");
    let is_left = |name: &&String| {
        **name == format!(".{LEFT_OUT}.tmp") || (name.starts_with(&begins) && name.ends_with(".crl.tmp"))
    };
    for name in directory.names()?.iter().filter(is_left) {
        directory.remove(name)?;
    }
    Ok(())
}

/// Writes the lists and what is left out; returns when the last one lapses.
fn publish(
    directory: &Directory,
    lock: &Lock,
    stem: &str,
    lists: &[RevocationList],
    left_out: &HashSet<String>,
) -> Outcome<UnixTime> {
    let mut serials: Vec<&str> = left_out.iter().map(String::as_str).collect();
    serials.sort_unstable();
    let left_out: String = serials.iter().map(|serial| format!("{serial}\n")).collect();
    let texts: Vec<(String, String)> = lists
        .iter()
        .map(|list| (file_name(stem, list), list.to_pem()))
        .chain([(LEFT_OUT.to_owned(), left_out)])
        .collect();
    for (name, _) in &texts {
        directory.has(name)?;
    }
    let files: Vec<NewFile<'_>> = texts
        .iter()
        .map(|(name, text)| NewFile {
            name: name.clone(),
            contents: text.as_bytes(),
            readers: Readers::All,
        })
        .collect();
    directory.publish(&files, Existing::Replace, lock)?;
    let ends = lists.iter().filter_map(|list| list.get().next_update);
    ends.max()
        .ok_or_else(|| Failure::of(Code::Bug, "a calendar has no list that lapses"))
}

/// The name of a list's file, with the time from which it is in force: `ca-20261203T023600Z.crl`.
fn file_name(stem: &str, list: &RevocationList) -> String {
    let time = list.get().this_update.to_string();
    let time: String = time.chars().filter(|c| !matches!(c, '-' | ':')).collect();
    format!("{stem}-{time}.crl")
}
