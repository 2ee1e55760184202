//! Everything that was issued to a device.

use std::fmt::Write as _;

use amqtt_x509::time::UnixTime;
use serde::Serialize;

use super::list::time;
use crate::{
    context::Context,
    error::{Answer, Outcome},
    pki::unix_time,
    store::fleet::{IssuedRow, State},
};

const COLUMNS: &[&str] = &[
    "serial",
    "state",
    "not_before",
    "not_after",
    "issued_at",
    "revoked_at",
    "reason",
    "renewed_from",
    "batch",
    "issuer",
    "fingerprint",
];

/// A certificate in the history of a device.
#[derive(Debug, Serialize)]
struct Event<'a> {
    serial: &'a str,
    state: &'static str,
    not_before: Option<String>,
    not_after: Option<String>,
    issued_at: Option<String>,
    revoked_at: Option<String>,
    reason: Option<&'a str>,
    renewed_from: Option<&'a str>,
    batch: Option<&'a str>,
    /// The SHA-256 of the issuer's public key.
    issuer: &'a str,
    fingerprint: Option<&'a str>,
}

impl<'a> Event<'a> {
    fn of(row: &'a IssuedRow) -> Self {
        Self {
            serial: &row.key.serial,
            state: row.state.word(),
            not_before: time(row.not_before),
            not_after: time(row.not_after),
            issued_at: time(row.issued_at),
            revoked_at: time(row.revoked_at.filter(|_| row.is_revoked_or_held())),
            reason: row.reason.as_deref().filter(|_| row.is_revoked_or_held()),
            renewed_from: row.renewed_from.as_deref(),
            batch: row.batch.as_deref(),
            issuer: &row.key.issuer,
            fingerprint: row.cert_sha256.as_deref(),
        }
    }
}

/// What people see first: the certificate that counts.
#[derive(Debug, Serialize)]
struct Current<'a> {
    device_id: &'a str,
    #[serde(flatten)]
    event: Event<'a>,
    /// Whole days until it expires; below zero when it has.
    days_left: Option<i64>,
}

/// Reports everything that was issued to a device, the oldest first. People see the certificate in force, or else the last
/// one, and all of them below it, within 80 columns.
///
/// # Errors
/// When stdout cannot be written.
pub(crate) fn history(context: &Context, mut rows: Vec<IssuedRow>) -> Outcome<Answer> {
    // Of two that were made in the same second, the one that renews another is the later one.
    rows.sort_by_key(|row| (row.age(), row.renewed_from.is_some()));
    let now = unix_time(context.now);
    let is_in_force =
        |row: &&IssuedRow| row.state == State::Issued && row.not_after.is_none_or(|end| end >= now.seconds());
    let current = rows.iter().rev().find(is_in_force).or(rows.last());
    if let Some(row) = current.filter(|_| context.output.is_table()) {
        let end = row.not_after.map(UnixTime::from_seconds);
        let current = Current {
            device_id: &row.name,
            event: Event::of(row),
            days_left: end.map(|end| now.days_until(end)),
        };
        context.output.page(&current, &below(&rows))?;
        return Ok(Answer::Yes);
    }
    let mut list = context.output.list(COLUMNS);
    for row in &rows {
        list.item(&Event::of(row))?;
    }
    list.end()?;
    Ok(Answer::Yes)
}

/// Returns a line for each certificate, and one more where it is revoked or on hold; nothing where there is only one.
fn below(rows: &[IssuedRow]) -> String {
    let mut text = String::new();
    if rows.len() < 2 {
        return text;
    }
    text.push_str("\nAll certificates, the oldest first:\n\n");
    for row in rows {
        let event = Event::of(row);
        let _ = writeln!(
            text,
            "{:10} to {:10}  {:10}  {}",
            day(event.not_before.as_deref()),
            day(event.not_after.as_deref()),
            event.state,
            event.serial
        );
        if let Some(since) = &event.revoked_at {
            let reason = event
                .reason
                .map(|reason| format!(": {reason}"))
                .unwrap_or_default();
            let _ = writeln!(text, "{:26}since {}{reason}", "", day(Some(since)));
        }
    }
    text
}

/// The day of a time in RFC 3339.
fn day(time: Option<&str>) -> &str {
    time.and_then(|time| time.get(..10)).unwrap_or("-")
}
