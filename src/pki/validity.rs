//! The validity of a certificate that is to be issued.

use time::{Duration, OffsetDateTime};

use super::{certificate::Certificate, time::date_time};

/// Certificates are valid from this long before they are issued, for devices whose clock is slow.
const BACKDATED: Duration = Duration::hours(1);

/// The time within which a certificate is valid.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Validity {
    pub(super) not_before: OffsetDateTime,
    pub(super) not_after: OffsetDateTime,
}

impl Validity {
    /// From one hour before `now`, but not before 1970, to `days` after it, in whole seconds (RFC 5280 4.1.2.5.2).
    /// `None` where that is beyond the year 9999, which a certificate cannot express.
    pub(crate) fn days_from(now: OffsetDateTime, days: u32) -> Option<Self> {
        Self::lasting(now, BACKDATED + Duration::days(days.into()))
    }

    /// The same, for as long in all as a certificate lasts: the hour before `now` is part of it.
    pub(crate) fn as_long_as(now: OffsetDateTime, certificate: &Certificate) -> Option<Self> {
        let facts = certificate.get();
        let seconds = facts.not_after.seconds() - facts.not_before.seconds();
        Self::lasting(now, Duration::seconds(seconds))
    }

    fn lasting(now: OffsetDateTime, span: Duration) -> Option<Self> {
        let begin = now.replace_nanosecond(0).ok()?.checked_sub(BACKDATED)?;
        Some(Self {
            not_before: begin.max(OffsetDateTime::UNIX_EPOCH),
            not_after: begin.checked_add(span)?,
        })
    }

    /// Ended half an hour before `now`, and began a day before that, or with the CA: for a certificate that shows whether an
    /// expired one is refused. A CA's own validity begins an hour before it is made.
    pub(crate) fn ended(now: OffsetDateTime, ca: &Certificate) -> Option<Self> {
        let not_after = now.replace_nanosecond(0).ok()? - Duration::minutes(30);
        let not_before = (not_after - Duration::days(1)).max(date_time(ca.get().not_before));
        (not_before < not_after).then_some(Self {
            not_before,
            not_after,
        })
    }

    /// The beginning, in seconds since 1970.
    pub(crate) fn not_before(self) -> i64 {
        self.not_before.unix_timestamp()
    }

    /// The end, in seconds since 1970.
    pub(crate) fn not_after(self) -> i64 {
        self.not_after.unix_timestamp()
    }

    /// Ends it this number of seconds sooner, but not before it begins.
    pub(crate) fn ending_sooner(self, seconds: i64) -> Self {
        let end = self.not_after - Duration::seconds(seconds);
        Self {
            not_after: end.max(self.not_before),
            ..self
        }
    }

    /// Ends it where another certificate ends; returns whether that is sooner.
    pub(super) fn capped(self, by: &Certificate) -> (Self, bool) {
        let end = date_time(by.get().not_after);
        (
            Self {
                not_after: self.not_after.min(end),
                ..self
            },
            end < self.not_after,
        )
    }
}
