//! The share of a span that an id is given, so that what would happen to a whole fleet at once is spread over the span.

use amqtt_x509::fingerprint::Fingerprint;

/// Returns a number of seconds from 0 to `span`: the same for the same id, and as good as random among ids.
pub(crate) fn of(id: &str, span: i64) -> i64 {
    let hash = Fingerprint::of(id.as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&hash.octets()[..8]);
    let share = u64::from_be_bytes(first) % (span.unsigned_abs() + 1);
    i64::try_from(share).unwrap_or(0)
}
