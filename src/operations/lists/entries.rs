//! The entries of a list: each certificate that is revoked or held, until it was on one list that was made after its expiry (RFC 5280 3.3).

use std::collections::HashSet;

use amqtt_x509::{crl::RevocationReason, time::UnixTime};

use crate::{
    error::{Code, Failure, Outcome},
    pki::{RevocationList, Revoked},
    store::fleet::{RevokedRow, State},
};

/// Returns the entries of a list that follows `previous`, from the rows of its issuer.
///
/// # Errors
/// [`Code::BrokenRow`] when another program wrote a serial number that is none.
pub(crate) fn entries(
    rows: &[RevokedRow],
    previous: Option<&RevocationList>,
    this_update: UnixTime,
) -> Outcome<Vec<Revoked>> {
    let made = previous.map(|list| list.get().this_update.seconds());
    let mut entries = Vec::with_capacity(rows.len());
    for row in rows {
        // The list before was made after the expiry and the revocation: it had the certificate, or one before it had.
        // A clock that was ahead for a while may have made it: what has not expired by now stays in any case.
        let was_listed = |end: i64| {
            let from = row.revoked_at.map_or(end, |at| at.max(end));
            made.is_some_and(|made| made > from) && this_update.seconds() > end
        };
        if !row.not_after.is_some_and(was_listed) {
            entries.push(entry(row, this_update)?);
        }
    }
    Ok(entries)
}

/// Returns the serial numbers of those that a list lacks, though they are revoked or held and have not expired.
pub(crate) fn missing_on<'a>(list: &RevocationList, rows: &'a [RevokedRow], now: UnixTime) -> Vec<&'a str> {
    let listed = listed_serials(list);
    let is_expired = |end: Option<i64>| end.is_some_and(|end| end < now.seconds());
    rows.iter()
        .filter(|row| !is_expired(row.not_after) && !listed.contains(&row.serial))
        .map(|row| row.serial.as_str())
        .collect()
}

/// Returns the serial numbers on a list, in lower-case hex.
pub(crate) fn listed_serials(list: &RevocationList) -> HashSet<String> {
    let entries = list.get();
    let entries = entries.entries().filter_map(Result::ok);
    entries.map(|entry| entry.serial.to_string()).collect()
}

fn entry(row: &RevokedRow, this_update: UnixTime) -> Outcome<Revoked> {
    let serial = octets(&row.serial).ok_or_else(|| {
        Failure::of(
            Code::BrokenRow,
            format_args!(
                "the serial number {:?} in fleet_certificate is not in hex",
                row.serial
            ),
        )
        .hint("nothing was changed; fix the row in the database: another program wrote it")
    })?;
    Ok(Revoked {
        serial,
        since: row.revoked_at.map_or(this_update, UnixTime::from_seconds),
        reason: match row.state {
            State::Held => RevocationReason::CertificateHold,
            _ => row
                .reason
                .as_deref()
                .and_then(RevocationReason::of_word)
                .unwrap_or(RevocationReason::Unspecified),
        },
    })
}

/// Reads lower-case hex.
fn octets(hex: &str) -> Option<Vec<u8>> {
    if hex.is_empty() || !hex.len().is_multiple_of(2) || !hex.is_ascii() {
        return None;
    }
    (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).ok())
        .collect()
}
