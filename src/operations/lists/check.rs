//! Checking a file of lists that brokers read: would it lock anybody out, and does it say all that it should?

use std::{collections::HashSet, path::Path};

use amqtt_x509::{crl::RevocationReason, time::UnixTime};
use serde::Serialize;

use crate::{
    context::Context,
    error::Outcome,
    files,
    operations::lists::{bundle, entries::missing_on, report::ListFacts, set::Set},
    pki::{Certificate, PublicKeyId, RevocationList, unix_time},
    store::fleet::Inventory,
};

/// A file that is to be checked.
pub(crate) struct Check<'a> {
    pub(crate) ca: &'a Certificate,
    pub(crate) path: &'a Path,
    /// The inventory where it is known: each certificate that is revoked in it must be on the list.
    pub(crate) inventory: Option<&'a mut Inventory>,
    /// The directory of the calendar that the list is of.
    pub(crate) calendar: Option<&'a Path>,
    /// Set if it is the one file that brokers read, so that it must hold the list of the CA above too.
    pub(crate) is_all: bool,
    /// A list that lapses within this number of seconds is a problem.
    pub(crate) within: i64,
}

/// Result of a check.
#[derive(Debug, Serialize)]
pub(crate) struct CheckReport {
    pub(crate) current: bool,
    pub(crate) crl: String,
    #[serde(flatten)]
    pub(crate) facts: Option<ListFacts>,
    pub(crate) problems: Vec<String>,
}

impl Check<'_> {
    /// Looks for everything that is wrong with the file.
    ///
    /// # Errors
    /// Whatever reading the files and the inventory fails with; a file that holds no lists is a finding.
    pub(crate) fn run(mut self, context: &Context) -> Outcome<CheckReport> {
        let contents = files::read_crls(self.path)?;
        let mut report = CheckReport {
            current: false,
            crl: self.path.display().to_string(),
            facts: None,
            problems: Vec::new(),
        };
        let lists = match RevocationList::all_from_file(&contents) {
            Ok(lists) => lists,
            Err(error) => {
                report
                    .problems
                    .push(format!("it is not a file of revocation lists: {error}"));
                return Ok(report);
            }
        };
        let now = unix_time(context.now);
        for list in &lists {
            report.problems.extend(self.lapses(list, now));
        }
        match bundle::newest_of(self.ca, &lists) {
            None => report.problems.push("it holds no list of this CA".to_owned()),
            Some(list) => {
                report.facts = Some(ListFacts::of(&list.get()));
                report.problems.extend(self.against_calendar(context, list, now)?);
                report.problems.extend(self.against_inventory(list, now)?);
            }
        }
        if self.is_all && !bundle::reaches_up(self.ca, &lists) {
            report.problems.push(format!(
                "it lacks a list of {:?}, the CA above, for brokers that check whole chains: add it with --with",
                self.ca.get().issuer.to_string()
            ));
        }
        report.current = report.problems.is_empty();
        Ok(report)
    }

    fn lapses(&self, list: &RevocationList, now: UnixTime) -> Option<String> {
        let read = list.get();
        let whose = match list.is_signed_by(self.ca) {
            true => "the list".to_owned(),
            false => format!("the list of {:?}", read.issuer.to_string()),
        };
        match read.next_update {
            _ if read.this_update > now => Some(format!(
                "{whose} begins on {}, which is not yet",
                read.this_update
            )),
            None => Some(format!("{whose} does not say when it lapses")),
            Some(end) if end < now => Some(format!("{whose} lapsed on {end}")),
            Some(end) if end.seconds() - now.seconds() < self.within => {
                Some(format!("{whose} lapses on {end}"))
            }
            Some(_) => None,
        }
    }

    /// Compares with the list of the calendar that should be in force now.
    fn against_calendar(
        &self,
        context: &Context,
        list: &RevocationList,
        now: UnixTime,
    ) -> Outcome<Option<String>> {
        let Some(directory) = self.calendar else {
            return Ok(None);
        };
        let set = Set::read(context, directory, self.ca)?;
        let due = set.in_force(now);
        let number = |list: &RevocationList| list.get().number;
        Ok(match due {
            Some(due) if number(due) > number(list) => {
                Some("it is older than the list of the calendar that should be in force".to_owned())
            }
            Some(_) => None,
            None => Some("no list of the calendar has begun".to_owned()),
        })
    }

    fn against_inventory(&mut self, list: &RevocationList, now: UnixTime) -> Outcome<Vec<String>> {
        let Some(inventory) = &mut self.inventory else {
            return Ok(Vec::new());
        };
        let issuer = PublicKeyId::of_certificate(self.ca).to_hex();
        let mut problems = Vec::new();
        let seen = inventory.list_note(&issuer)?.and_then(|note| note.number);
        let number = list.get().number.and_then(|number| number.to_u128());
        if let (Some(seen), Some(number)) = (seen, number)
            && u128::from(seen.unsigned_abs()) > number
        {
            problems.push(format!(
                "it has number {number}, and number {seen} was signed since"
            ));
        }
        let rows = inventory.revoked_rows(&issuer)?;
        let missing = missing_on(list, &rows, now);
        if let Some(first) = missing.first() {
            problems.push(match missing.len() {
                1 => format!("it lacks the revoked certificate with serial number {first}"),
                count => format!(
                    "it lacks {count} revoked certificates, such as the one with serial number {first}"
                ),
            });
        }
        let revoked: HashSet<&str> = rows.iter().map(|row| row.serial.as_str()).collect();
        let entries = list.get();
        let resumed = entries
            .entries()
            .filter_map(Result::ok)
            .filter(|entry| entry.reason == RevocationReason::CertificateHold)
            .filter(|entry| !revoked.contains(&*entry.serial.to_string()))
            .count();
        if resumed > 0 {
            problems.push(format!(
                "it still has {resumed} certificates that were taken off hold"
            ));
        }
        Ok(problems)
    }
}
