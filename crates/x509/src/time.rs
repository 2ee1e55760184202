//! Times as certificates have them (RFC 5280 4.1.2.5), and as people read them.

use std::{fmt, time::Duration};

use rustls_pki_types::UnixTime;

use crate::der;

const DAY: u64 = 86_400;

/// Reads the contents of a UTCTime (`YYMMDDHHMMSSZ`, 1950 to 2049) or a GeneralizedTime (`YYYYMMDDHHMMSSZ`). What is
/// before 1970 has no [`UnixTime`].
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
    let in_range = (1970..).contains(&year)
        && (1..=12).contains(&month)
        && (1..=days_in_month(year, month)).contains(&day)
        && hour < 24
        && minute < 60
        && second < 60;
    if rest != b"Z" || !in_range {
        return None;
    }
    let days = days_before_year(year) - days_before_year(1970) + days_before_month(year, month) + day - 1;
    let seconds = days * DAY + hour * 3600 + minute * 60 + second;
    Some(UnixTime::since_unix_epoch(Duration::from_secs(seconds)))
}

/// The number that so many digits make, and what follows.
fn digits(text: &[u8], count: usize) -> Option<(u64, &[u8])> {
    let (digits, rest) = text.split_at_checked(count)?;
    let number = digits.iter().try_fold(0, |number, digit| {
        digit
            .is_ascii_digit()
            .then(|| number * 10 + u64::from(digit - b'0'))
    })?;
    Some((number, rest))
}

fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn days_in_month(year: u64, month: u64) -> u64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The days from the year 1 to the first of January.
fn days_before_year(year: u64) -> u64 {
    let past = year - 1;
    past * 365 + past / 4 - past / 100 + past / 400
}

fn days_before_month(year: u64, month: u64) -> u64 {
    (1..month).map(|month| days_in_month(year, month)).sum()
}

/// A time in RFC 3339, in UTC.
pub struct Rfc3339(pub UnixTime);

impl fmt::Display for Rfc3339 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.as_secs();
        let days = seconds / DAY + days_before_year(1970);
        // A year has 365.2425 days on average: the estimate is right, or one too low.
        let estimate = days.saturating_mul(10_000) / 3_652_425 + 1;
        let year = (estimate..)
            .take_while(|&year| days_before_year(year) <= days)
            .last()
            .unwrap_or(estimate);
        let mut day = days.saturating_sub(days_before_year(year));
        let mut month = 1;
        while month < 12 && day >= days_in_month(year, month) {
            day -= days_in_month(year, month);
            month += 1;
        }
        let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
        write!(
            f,
            "{year:04}-{month:02}-{:02}T{hour:02}:{minute:02}:{second:02}Z",
            day + 1
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn seconds(tag: u8, text: &str) -> Option<u64> {
        from_der(tag, text.as_bytes()).map(|time| time.as_secs())
    }

    #[test]
    fn known_times() {
        assert_eq!(seconds(der::UTC_TIME, "700101000000Z"), Some(0));
        assert_eq!(seconds(der::UTC_TIME, "000229235959Z"), Some(951_868_799));
        assert_eq!(seconds(der::UTC_TIME, "491231235959Z"), Some(2_524_607_999));
        assert_eq!(
            seconds(der::GENERALIZED_TIME, "99991231235959Z"),
            Some(253_402_300_799)
        );
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
            "691231235959Z",
            "",
        ] {
            assert_eq!(seconds(der::UTC_TIME, text), None, "{text}");
        }
        assert_eq!(seconds(der::GENERALIZED_TIME, "20000101000000.5Z"), None);
        assert_eq!(seconds(der::GENERALIZED_TIME, "00000101000000Z"), None);
        assert_eq!(seconds(der::GENERALIZED_TIME, "21000229000000Z"), None);
        assert_eq!(seconds(der::INTEGER, "000101000000Z"), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_shown_is_what_was_read(time in 0_u64..253_402_300_800) {
            let shown = Rfc3339(UnixTime::since_unix_epoch(Duration::from_secs(time))).to_string();
            let compact: String = shown.chars().filter(|c| !"-:T".contains(*c)).collect();
            prop_assert_eq!(seconds(der::GENERALIZED_TIME, &compact), Some(time));
        }
    }
}
