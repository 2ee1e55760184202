//! Certificates of the inventory, listed.

use amqtt_x509::time::UnixTime;
use serde::Serialize;

use crate::{
    context::Context,
    error::{Answer, Failure, Outcome},
    operations::fleet,
    options::listing::Listing,
    pki::unix_time,
    store::fleet::{Filter, Kind, State},
};

const DEVICE_COLUMNS: &[&str] = &[
    "device_id",
    "serial",
    "state",
    "not_before",
    "not_after",
    "revoked_at",
    "reason",
    "issuer",
    "fingerprint",
];
const COLUMNS: &[&str] = &[
    "name",
    "serial",
    "state",
    "not_before",
    "not_after",
    "revoked_at",
    "reason",
    "issuer",
    "fingerprint",
];
/// A certificate in a list. Times are RFC 3339 in UTC.
#[derive(Debug, Serialize)]
struct Item<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    device_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    serial: &'a str,
    state: &'static str,
    not_before: Option<String>,
    not_after: Option<String>,
    revoked_at: Option<String>,
    reason: Option<&'a str>,
    /// The SHA-256 of the issuer's public key.
    issuer: &'a str,
    fingerprint: Option<&'a str>,
}

/// Returns a time as it is reported.
pub(super) fn time(seconds: Option<i64>) -> Option<String> {
    seconds.map(|seconds| UnixTime::from_seconds(seconds).to_string())
}

/// Lists the certificates of a kind, sorted by name and serial number.
///
/// # Errors
/// Whatever the inventory and stdout fail with.
pub(crate) fn all(context: &Context, listing: &Listing, kind: Kind, glob: Option<&str>) -> Outcome<Answer> {
    let mut inventory = fleet::reading(context, &listing.inventory, &listing.certificate.ca_crt)?;
    let now = unix_time(context.now).seconds();
    let states: Vec<State> = listing.state.iter().map(|state| state.state()).collect();
    let soon = listing
        .expires_within
        .map(|span| now.saturating_add(span.seconds()));
    let filter = Filter {
        kinds: &[kind],
        states: &states,
        ends_from: (!listing.expired).then_some(now).filter(|_| soon.is_some()),
        ends_before: soon.or(listing.expired.then_some(now)),
        ..Filter::default()
    };
    let is_device = kind == Kind::Device;
    let mut list = context
        .output
        .list(if is_device { DEVICE_COLUMNS } else { COLUMNS });
    inventory.each_row::<Failure>(&filter, |row| {
        if glob.is_some_and(|glob| !matches(glob.as_bytes(), row.name.as_bytes())) {
            return Ok(());
        }
        list.item(&Item {
            device_id: is_device.then_some(&row.name),
            name: (!is_device).then_some(&row.name),
            serial: &row.key.serial,
            state: row.state.word(),
            not_before: time(row.not_before),
            not_after: time(row.not_after),
            revoked_at: time(row.revoked_at.filter(|_| row.is_revoked_or_held())),
            reason: row.reason.as_deref().filter(|_| row.is_revoked_or_held()),
            issuer: &row.key.issuer,
            fingerprint: row.cert_sha256.as_deref(),
        })
    })?;
    inventory.close();
    if list.end()? == 0 {
        context.output.note("no certificate in the inventory fits");
    }
    Ok(Answer::Yes)
}

/// Returns whether a name matches a pattern, in which `*` stands for any characters and `?` for one.
fn matches(pattern: &[u8], name: &[u8]) -> bool {
    // The last `*` and how much of the name it stands for: should the rest not match, it stands for one more.
    let (mut at, mut in_name, mut star) = (0, 0, None);
    while in_name < name.len() {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, in_name));
                at += 1;
            }
            Some(c) if *c == b'?' || *c == name[in_name] => {
                at += 1;
                in_name += 1;
            }
            _ => match star {
                Some((star_at, taken)) => {
                    star = Some((star_at, taken + 1));
                    at = star_at + 1;
                    in_name = taken + 1;
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|c| *c == b'*')
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns_match_whole_names() {
        for (pattern, name, expected) in [
            ("*", "", true),
            ("pump-*", "pump-7", true),
            ("pump-*", "xpump-7", false),
            ("*-7", "pump-7-7", true),
            ("p?mp-?", "pump-7", true),
            ("p?mp", "pmp", false),
            ("*a*b", "xaybzb", true),
            ("*a*b", "xaybz", false),
            ("", "a", false),
        ] {
            assert_eq!(
                matches(pattern.as_bytes(), name.as_bytes()),
                expected,
                "{pattern} {name}"
            );
        }
    }
}
