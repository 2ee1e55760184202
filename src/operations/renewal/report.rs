//! The report of a renewal: one record a certificate, and what is to be said about them together.

use std::path::Path;

use amqtt_x509::time::UnixTime;
use serde::Serialize;

use super::{
    due::Due,
    place::{Names, Place},
    plan::{Plan, PlannedKey},
};
use crate::{
    context::Context,
    error::{Answer, Failure, Outcome},
    files,
    options::renewal::Renewing,
    output::List,
    pki::Certificate,
    store::fleet::{IssuedRow, Kind},
};

const DEVICE_COLUMNS: &[&str] = &[
    "device_id",
    "serial",
    "renewed_from",
    "not_before",
    "not_after",
    "key",
    "certificate",
    "fingerprint",
    "changed",
];
const SERVER_COLUMNS: &[&str] = &[
    "name",
    "serial",
    "renewed_from",
    "not_before",
    "not_after",
    "key",
    "certificate",
    "fingerprint",
    "changed",
];
/// Number of those that cannot be renewed that are named, each with its reason.
const SHOWN: usize = 10;

/// A certificate in the report. Times are RFC 3339 in UTC.
#[derive(Debug, Default, Serialize)]
struct Item<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    device_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    /// `None` where it is planned alone.
    serial: Option<String>,
    renewed_from: Option<&'a str>,
    not_before: Option<String>,
    not_after: Option<String>,
    key: Option<String>,
    certificate: Option<String>,
    fingerprint: Option<String>,
    changed: bool,
}

/// The report as it grows.
pub(super) struct Report<'a> {
    context: &'a Context,
    options: &'a Renewing,
    kind: Kind,
    /// `None` until there is a record: a run that fails before has no result.
    list: Option<List>,
    renewed: usize,
    /// Number of new certificates that end with their CA, sooner than the old ones' lifetime says.
    capped: usize,
    /// Number of those whose files are not in the directory.
    pub(super) elsewhere: usize,
    /// Number of those that would not end later, as their CA ends.
    pub(super) ending_with_ca: usize,
    not_renewable: usize,
    ca_ends: UnixTime,
}

impl<'r> Report<'r> {
    pub(super) fn new(context: &'r Context, kind: Kind, options: &'r Renewing, ca: &Certificate) -> Self {
        Self {
            context,
            options,
            kind,
            list: None,
            renewed: 0,
            capped: 0,
            elsewhere: 0,
            ending_with_ca: 0,
            not_renewable: 0,
            ca_ends: ca.get().not_after,
        }
    }

    fn add(&mut self, item: &Item<'_>) -> Outcome {
        match &mut self.list {
            Some(list) => list.item(item),
            list => list
                .insert(self.context.output.list(columns(self.kind)))
                .item(item),
        }
    }

    /// A certificate that is not due yet.
    pub(super) fn fresh(&mut self, row: &IssuedRow) -> Outcome {
        let item = Item {
            serial: Some(row.key.serial.clone()),
            not_before: row.not_before.map(time),
            not_after: row.not_after.map(time),
            fingerprint: row.cert_sha256.clone(),
            ..self.item(&row.name)
        };
        self.add(&item)
    }

    /// A certificate that would be renewed.
    pub(super) fn planned(&mut self, plan: &Plan, place: &Place) -> Outcome {
        let item = Item {
            not_before: Some(time(plan.validity.not_before())),
            not_after: Some(time(plan.validity.not_after())),
            ..self.of_plan(plan, place)
        };
        self.add(&item)
    }

    /// A certificate that was renewed.
    pub(super) fn renewed(&mut self, plan: &Plan, new: &Certificate, place: &Place) -> Outcome {
        let item = with_certificate(self.of_plan(plan, place), new);
        self.add(&item)?;
        if let (Kind::Server, PlannedKey::New(_)) = (self.kind, &plan.key) {
            self.warn_of_access(&place.path(&plan.names[0]));
        }
        Ok(())
    }

    /// The broker may run as another user, who could read the old key.
    fn warn_of_access(&self, key: &Path) {
        let old = key.with_added_extension("old");
        if files::same_access(&old, key) == Some(false) {
            let (key, old) = (key.display(), old.display());
            self.context.output.warn(format_args!(
                "{key} has not the owner and the mode of {old}; if the broker runs as another user, give it access with \
                 `chown --reference={old} {key} && chmod --reference={old} {key}`"
            ));
        }
    }

    /// A certificate that an interrupted run has renewed.
    pub(super) fn taken_up(
        &mut self,
        due: &Due,
        [key, certificate]: &Names,
        new: &Certificate,
        place: &Place,
        changed: bool,
    ) -> Outcome {
        self.renewed += 1;
        let key = Some(place.path(key)).filter(|path| path.exists());
        let item = Item {
            renewed_from: due.serials.last().map(String::as_str),
            key: key.map(|path| path.display().to_string()),
            certificate: Some(place.path(certificate).display().to_string()),
            ..self.item(&due.name)
        };
        self.add(&Item {
            changed,
            ..with_certificate(item, new)
        })
    }

    /// One that is due and cannot be renewed.
    pub(super) fn cannot(&mut self, why: &Failure) {
        if self.not_renewable < SHOWN {
            self.context.output.warn(why.message());
        }
        self.not_renewable += 1;
    }

    fn item<'a>(&self, name: &'a str) -> Item<'a> {
        let is_server = self.kind == Kind::Server;
        Item {
            device_id: (!is_server).then_some(name),
            name: is_server.then_some(name),
            ..Item::default()
        }
    }

    fn of_plan<'a>(&mut self, plan: &'a Plan, place: &Place) -> Item<'a> {
        self.renewed += 1;
        self.capped += usize::from(plan.is_capped);
        let [key, certificate] = plan
            .names
            .each_ref()
            .map(|name| place.path(name).display().to_string());
        let has_key = !matches!(plan.key, PlannedKey::Known { is_here: false, .. });
        Item {
            renewed_from: Some(&plan.row.key.serial),
            key: Some(key).filter(|_| has_key),
            certificate: Some(certificate),
            ..self.item(&plan.row.name)
        }
    }

    /// Ends the list, whatever became of the run, and sums up.
    ///
    /// # Errors
    /// That of the run, and those of stdout.
    pub(super) fn end(mut self, waiting: usize, done: Outcome) -> Outcome<Answer> {
        let output = &self.context.output;
        match self.list.take() {
            Some(list) => _ = list.end()?,
            None if done.is_ok() => _ = output.list(columns(self.kind)).end()?,
            None => {}
        }
        self.warn();
        done.map_err(|failure| match self.renewed {
            0 => failure,
            _ => failure.among_many("what was renewed before stays so; run the same command again"),
        })?;
        output.note(self.summary(waiting));
        // A broker's files are on the machine of the broker, while those of devices go out to them.
        let missed = match self.kind {
            Kind::Server if self.renewed == 0 => self.elsewhere,
            _ => 0,
        };
        Ok(match self.not_renewable + self.ending_with_ca + missed {
            0 => Answer::Yes,
            _ => Answer::No,
        })
    }

    fn warn(&self) {
        let output = &self.context.output;
        if let more @ 1.. = self.not_renewable.saturating_sub(SHOWN) {
            output.warn(format_args!("{} more cannot be renewed", self.count(more)));
        }
        if self.capped > 0 {
            output.warn(format_args!(
                "{} will expire with the CA on {}, sooner than the lifetime of the old certificates",
                self.count(self.capped),
                self.ca_ends
            ));
        }
        if self.ending_with_ca > 0 {
            output.warn(format_args!(
                "{} cannot be renewed, as the certificates already end with the CA on {}; create a new CA",
                self.count(self.ending_with_ca),
                self.ca_ends
            ));
        }
        if self.elsewhere > 0 {
            output.warn(format_args!(
                "this directory has no files of {} due to be renewed; name theirs with --output-dir",
                self.count(self.elsewhere)
            ));
        }
    }

    fn summary(&self, waiting: usize) -> String {
        let mut parts = Vec::new();
        match (self.renewed, self.options.dry_run) {
            (0, _) if self.not_renewable + self.elsewhere + self.ending_with_ca + waiting > 0 => {
                parts.push("no certificate was renewed".to_owned());
            }
            (0, _) => parts.push("no certificate is due to be renewed".to_owned()),
            (count, true) => parts.push(format!("{} would be renewed", self.count(count))),
            (count, false) => parts.push(format!(
                "renewed {}; the old files have .old added to their names",
                self.count(count)
            )),
        }
        if waiting > 0 {
            parts.push(format!("{} left for later by --spread", self.count(waiting)));
        }
        if self.options.revoke_old && self.renewed > 0 && !self.options.dry_run {
            parts.push(
                "the revocation list does not name the old certificates yet: sign it with `amqtt-admin ca crl`"
                    .to_owned(),
            );
        }
        parts.join("; ")
    }

    fn count(&self, count: usize) -> String {
        let kind = match self.kind {
            Kind::Server => "broker",
            kind => kind.word(),
        };
        match count {
            1 => format!("1 {kind}"),
            count => format!("{count} {kind}s"),
        }
    }
}

fn columns(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Server => SERVER_COLUMNS,
        _ => DEVICE_COLUMNS,
    }
}

fn with_certificate<'a>(item: Item<'a>, new: &Certificate) -> Item<'a> {
    let facts = new.get();
    Item {
        serial: Some(facts.serial.to_string()),
        not_before: Some(facts.not_before.to_string()),
        not_after: Some(facts.not_after.to_string()),
        fingerprint: Some(facts.fingerprint().to_string()),
        changed: true,
        ..item
    }
}

fn time(seconds: i64) -> String {
    UnixTime::from_seconds(seconds).to_string()
}
