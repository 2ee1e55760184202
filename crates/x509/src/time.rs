//! Times as certificates have them (RFC 5280 4.1.2.5), and as people read them.

use std::{
    fmt,
    str::FromStr,
    time::{Duration, SystemTime},
};

use crate::der::{self, Malformed, Reader};

const DAY: i64 = 86_400;
/// The days from the first of January of the year 1 to that of 1970.
const DAYS_TO_1970: i64 = days_before_year(1970);

/// A time in whole seconds since 1970-01-01T00:00:00Z, before it too. Shown in RFC 3339, in UTC.
///
/// Certificates can say times from the year 0001 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct UnixTime(i64);

impl UnixTime {
    /// Takes seconds since 1970, negative for those before it.
    #[must_use]
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds)
    }

    /// Takes a duration since 1970, of which fractions of a second are dropped.
    #[must_use]
    pub fn since_unix_epoch(duration: Duration) -> Self {
        Self(i64::try_from(duration.as_secs()).unwrap_or(i64::MAX))
    }

    /// Returns the time of the system's clock.
    #[must_use]
    #[allow(
        clippy::disallowed_methods,
        reason = "the one place of the libraries that asks the clock"
    )]
    pub fn now() -> Self {
        SystemTime::now().into()
    }

    /// Returns the seconds since 1970, negative for those before it.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0
    }

    /// Returns the time that has passed since an earlier time; zero if that is later.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        let seconds = self.0.saturating_sub(earlier.0);
        Duration::from_secs(u64::try_from(seconds).unwrap_or(0))
    }

    /// Returns the whole days until a later time, rounded down: -1 from the first second after it.
    #[must_use]
    pub const fn days_until(self, later: Self) -> i64 {
        later.0.saturating_sub(self.0).div_euclid(DAY)
    }
}

impl From<SystemTime> for UnixTime {
    fn from(time: SystemTime) -> Self {
        match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(since) => Self::since_unix_epoch(since),
            Err(before) => {
                let before = before.duration();
                let seconds = i64::try_from(before.as_secs()).unwrap_or(i64::MAX);
                Self(-seconds - i64::from(before.subsec_nanos() > 0))
            }
        }
    }
}

impl From<rustls_pki_types::UnixTime> for UnixTime {
    fn from(time: rustls_pki_types::UnixTime) -> Self {
        Self::since_unix_epoch(Duration::from_secs(time.as_secs()))
    }
}

/// Returns the time as path validation understands it: a time before 1970 becomes 1970.
impl From<UnixTime> for rustls_pki_types::UnixTime {
    fn from(time: UnixTime) -> Self {
        Self::since_unix_epoch(time.since(UnixTime(0)))
    }
}

/// Reads the contents of a UTCTime (`YYMMDDHHMMSSZ`, 1950 to 2049) or a GeneralizedTime (`YYYYMMDDHHMMSSZ`).
#[must_use]
pub fn from_der(tag: u8, contents: &[u8]) -> Option<UnixTime> {
    let (year, rest) = match tag {
        der::UTC_TIME => {
            let (year, rest) = digits(contents, 2)?;
            (if year < 50 { 2000 + year } else { 1900 + year }, rest)
        }
        der::GENERALIZED_TIME => digits(contents, 4)?,
        _ => return None,
    };
    let (month, rest) = digits(rest, 2)?;
    let (day, rest) = digits(rest, 2)?;
    let (hour, rest) = digits(rest, 2)?;
    let (minute, rest) = digits(rest, 2)?;
    let (second, rest) = digits(rest, 2)?;
    if rest != b"Z" {
        return None;
    }
    civil(year, month, day, hour * 3600 + minute * 60 + second)
        .filter(|_| hour < 24 && minute < 60 && second < 60)
}

/// Counts the seconds to a date of the Gregorian calendar, and a second of its day.
fn civil(year: i64, month: i64, day: i64, second: i64) -> Option<UnixTime> {
    let in_range = (1..).contains(&year)
        && (1..=12).contains(&month)
        && (1..=days_in_month(year, month)).contains(&day)
        && second < DAY;
    let days = days_before_year(year) - DAYS_TO_1970 + days_before_month(year, month) + day - 1;
    in_range.then_some(UnixTime(days * DAY + second))
}

/// Reads a number of `count` digits, and returns it with what follows.
fn digits(text: &[u8], count: usize) -> Option<(i64, &[u8])> {
    let (digits, rest) = text.split_at_checked(count)?;
    let number = digits.iter().try_fold(0, |number, digit| {
        digit
            .is_ascii_digit()
            .then(|| number * 10 + i64::from(digit - b'0'))
    })?;
    Some((number, rest))
}

/// Reads one of these octets, and returns what follows.
fn one_of<'a>(text: &'a [u8], octets: &[u8]) -> Option<&'a [u8]> {
    let (first, rest) = text.split_first()?;
    octets.contains(first).then_some(rest)
}

const fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

const fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Counts the days from the first of January of the year 1 to that of another.
const fn days_before_year(year: i64) -> i64 {
    let past = year - 1;
    past * 365 + past.div_euclid(4) - past.div_euclid(100) + past.div_euclid(400)
}

fn days_before_month(year: i64, month: i64) -> i64 {
    (1..month).map(|month| days_in_month(year, month)).sum()
}

/// Error from reading a time in RFC 3339.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a time in RFC 3339, such as 2030-01-31T12:00:00Z")]
pub struct InvalidTime;

/// Reads RFC 3339 with any offset; fractions of a second are dropped, and a leap second is the one after it.
impl FromStr for UnixTime {
    type Err = InvalidTime;

    fn from_str(text: &str) -> Result<Self, InvalidTime> {
        rfc3339(text.as_bytes()).ok_or(InvalidTime)
    }
}

fn rfc3339(text: &[u8]) -> Option<UnixTime> {
    let (year, rest) = digits(text, 4)?;
    let (month, rest) = digits(one_of(rest, b"-")?, 2)?;
    let (day, rest) = digits(one_of(rest, b"-")?, 2)?;
    let (hour, rest) = digits(one_of(rest, b"Tt ")?, 2)?;
    let (minute, rest) = digits(one_of(rest, b":")?, 2)?;
    let (second, mut rest) = digits(one_of(rest, b":")?, 2)?;
    if let Some(fraction) = one_of(rest, b".") {
        let length = fraction.iter().take_while(|octet| octet.is_ascii_digit()).count();
        rest = fraction.get(length..).filter(|_| length > 0)?;
    }
    let offset = offset(rest)?;
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let midnight = civil(year, month, day, 0)?;
    Some(UnixTime(midnight.0 + hour * 3600 + minute * 60 + second - offset))
}

/// Reads the offset of a local time from UTC, in seconds.
fn offset(text: &[u8]) -> Option<i64> {
    if matches!(text, b"Z" | b"z") {
        return Some(0);
    }
    let (hours, rest) = digits(one_of(text, b"+-")?, 2)?;
    let (minutes, rest) = digits(one_of(rest, b":")?, 2)?;
    let seconds = hours * 3600 + minutes * 60;
    let in_range = rest.is_empty() && hours < 24 && minutes < 60;
    in_range.then_some(if text.starts_with(b"-") { -seconds } else { seconds })
}

impl fmt::Display for UnixTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days = self.0.div_euclid(DAY).saturating_add(DAYS_TO_1970);
        let second = self.0.rem_euclid(DAY);
        // A year has 365.2425 days on average: the estimate is right, or wrong by one.
        let estimate = i64::try_from(i128::from(days) * 10_000 / 3_652_425).unwrap_or(0);
        let year = (estimate - 1..=estimate + 2)
            .take_while(|&year| days_before_year(year) <= days)
            .last()
            .unwrap_or(estimate);
        let mut day = days - days_before_year(year);
        let mut month = 1;
        while month < 12 && day >= days_in_month(year, month) {
            day -= days_in_month(year, month);
            month += 1;
        }
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        write!(
            f,
            "{year:04}-{month:02}-{:02}T{hour:02}:{minute:02}:{second:02}Z",
            day + 1
        )
    }
}

impl Reader<'_> {
    /// Reads a UTCTime or a GeneralizedTime.
    ///
    /// # Errors
    /// [`Malformed`].
    pub fn time(&mut self, what: &'static str) -> Result<UnixTime, Malformed> {
        let element = self.element(what)?;
        from_der(element.tag, element.contents).ok_or(Malformed(what))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The first and the last second of the years that a certificate can say.
    const FIRST: i64 = -62_135_596_800;
    const LAST: i64 = 253_402_300_799;

    fn seconds(tag: u8, text: &str) -> Option<i64> {
        from_der(tag, text.as_bytes()).map(UnixTime::seconds)
    }

    #[test]
    fn known_times() {
        assert_eq!(seconds(der::UTC_TIME, "700101000000Z"), Some(0));
        assert_eq!(seconds(der::UTC_TIME, "691231235959Z"), Some(-1));
        assert_eq!(seconds(der::UTC_TIME, "500101000000Z"), Some(-631_152_000));
        assert_eq!(seconds(der::UTC_TIME, "000229235959Z"), Some(951_868_799));
        assert_eq!(seconds(der::UTC_TIME, "491231235959Z"), Some(2_524_607_999));
        assert_eq!(seconds(der::GENERALIZED_TIME, "00010101000000Z"), Some(FIRST));
        assert_eq!(seconds(der::GENERALIZED_TIME, "99991231235959Z"), Some(LAST));
        assert_eq!(
            seconds(der::GENERALIZED_TIME, "21000228000000Z"),
            Some(4_107_456_000)
        );
    }

    #[test]
    fn what_is_no_time() {
        for text in [
            "000230000000Z",
            "210229000000Z",
            "001301000000Z",
            "000100000000Z",
            "000101240000Z",
            "000101006000Z",
            "000101000060Z",
            "0001010000Z",
            "000101000000",
            "000101000000+0000",
            "0001010000 0Z",
            "",
        ] {
            assert_eq!(seconds(der::UTC_TIME, text), None, "{text}");
        }
        assert_eq!(seconds(der::GENERALIZED_TIME, "20000101000000.5Z"), None);
        assert_eq!(seconds(der::GENERALIZED_TIME, "00000101000000Z"), None);
        assert_eq!(seconds(der::GENERALIZED_TIME, "21000229000000Z"), None);
        assert_eq!(seconds(der::INTEGER, "000101000000Z"), None);
    }

    #[test]
    fn times_of_people() {
        let parse = |text: &str| text.parse().ok().map(UnixTime::seconds);
        assert_eq!(parse("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(parse("1969-12-31t23:59:59.9z"), Some(-1));
        assert_eq!(parse("2030-01-31 12:00:00+01:30"), Some(1_896_085_800));
        assert_eq!(parse("2016-12-31T23:59:60Z"), Some(1_483_228_800));
        for text in [
            "2030-01-31",
            "2030-02-30T00:00:00Z",
            "2030-01-31T12:00:00",
            "2030-01-31T24:00:00Z",
            "2030-01-31T12:00:00.Z",
            "2030-01-31T12:00:00+1:00",
            "2030-01-31T12:00:00Z ",
            "now",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn times_are_compared_in_whole_days() {
        let at = UnixTime::from_seconds;
        assert_eq!(at(0).days_until(at(DAY)), 1);
        assert_eq!(at(0).days_until(at(DAY - 1)), 0);
        assert_eq!(at(1).days_until(at(0)), -1);
        assert_eq!(at(5).since(at(2)), Duration::from_secs(3));
        assert_eq!(at(2).since(at(5)), Duration::ZERO);
        assert_eq!(
            UnixTime::from(SystemTime::UNIX_EPOCH - Duration::from_millis(1)),
            at(-1)
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_shown_is_what_was_read(time in FIRST..=LAST) {
            let shown = UnixTime::from_seconds(time).to_string();
            prop_assert_eq!(shown.parse(), Ok(UnixTime::from_seconds(time)));
            let compact: String = shown.chars().filter(|c| !"-:T".contains(*c)).collect();
            prop_assert_eq!(seconds(der::GENERALIZED_TIME, &compact), Some(time));
        }

        #[test]
        fn any_time_can_be_shown(time: i64) {
            let _ = UnixTime::from_seconds(time).to_string();
        }
    }
}
