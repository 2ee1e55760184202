//! Times of this program's clock and of rcgen, as certificates have them, and back.

use amqtt_x509::time::UnixTime;
use time::OffsetDateTime;

/// Returns a time in whole seconds, rounded down.
pub(crate) fn unix_time(time: OffsetDateTime) -> UnixTime {
    UnixTime::from_seconds(time.unix_timestamp())
}

/// Returns a time of a certificate as rcgen wants it.
pub(crate) fn date_time(time: UnixTime) -> OffsetDateTime {
    // A certificate says no year that this type does not.
    OffsetDateTime::from_unix_timestamp(time.seconds()).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}
