//! Expiries by week, from Monday to Sunday in UTC.

use std::{collections::BTreeMap, fmt::Write as _};

use amqtt_x509::time::UnixTime;
use serde::Serialize;

const DAY: i64 = 86_400;
/// 1 January 1970 was a Thursday.
const DAYS_SINCE_MONDAY: i64 = 3;
/// The longest bar of a histogram, in characters.
const BAR: usize = 40;
/// The most weeks that a histogram shows.
const SHOWN: usize = 53;

/// Number of certificates that expire in each week.
#[derive(Debug, Default)]
pub(crate) struct Weeks(BTreeMap<i64, usize>);

/// One week of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Week {
    /// Monday of the week.
    pub(crate) week: String,
    pub(crate) expiring: usize,
}

impl Weeks {
    /// Counts a certificate that ends at a time in seconds since 1970.
    pub(crate) fn add(&mut self, not_after: i64) {
        *self.0.entry(number(not_after)).or_default() += 1;
    }

    /// Returns the weeks in which anything expires.
    pub(crate) fn weeks(&self) -> Vec<Week> {
        self.0
            .iter()
            .map(|(number, count)| Week {
                week: monday(*number),
                expiring: *count,
            })
            .collect()
    }

    /// Returns the week in which most certificates expire, the first of several.
    pub(crate) fn peak(&self) -> Option<Week> {
        let peak = self.0.iter().max_by_key(|(number, count)| (**count, -**number))?;
        Some(Week {
            week: monday(*peak.0),
            expiring: *peak.1,
        })
    }

    /// Returns how many certificates expire in all of them.
    pub(crate) fn total(&self) -> usize {
        self.0.values().sum()
    }

    /// Returns over how many days the expiries of the peak have to be spread, so that no week has more than `max`; by default
    /// no more than the weeks have on average, from the first to the last.
    pub(crate) fn spread(&self, max: Option<usize>) -> Option<i64> {
        let peak = self.peak()?.expiring;
        let (first, last) = (self.0.first_key_value()?.0, self.0.last_key_value()?.0);
        let weeks = usize::try_from(last - first + 1).unwrap_or(1);
        let target = max.unwrap_or_else(|| self.total().div_ceil(weeks)).max(1);
        match peak <= target {
            true => None,
            false => i64::try_from(peak.div_ceil(target) * 7).ok(),
        }
    }

    /// Returns a histogram in text, one line a week.
    pub(crate) fn histogram(&self) -> String {
        let most = self.0.values().copied().max().unwrap_or(1);
        let mut text = String::new();
        for (number, count) in self.0.iter().take(SHOWN) {
            let bar = "#".repeat((count * BAR).div_ceil(most));
            let _ = writeln!(text, "{}  {bar} {count}", monday(*number));
        }
        if let Some(more) = self.0.len().checked_sub(SHOWN).filter(|more| *more > 0) {
            let _ = writeln!(text, "and {more} more weeks");
        }
        text
    }
}

fn number(time: i64) -> i64 {
    (time.div_euclid(DAY) + DAYS_SINCE_MONDAY).div_euclid(7)
}

fn monday(number: i64) -> String {
    let time = UnixTime::from_seconds((number * 7 - DAYS_SINCE_MONDAY) * DAY);
    time.to_string().chars().take_while(|c| *c != 'T').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_begin_on_monday() {
        let mut weeks = Weeks::default();
        let sunday: UnixTime = "2026-11-29T23:59:59Z".parse().unwrap();
        for _ in 0..3 {
            weeks.add(sunday.seconds());
        }
        weeks.add(sunday.seconds() + 1);
        let found: Vec<(String, usize)> = weeks
            .weeks()
            .into_iter()
            .map(|week| (week.week, week.expiring))
            .collect();
        assert_eq!(
            found,
            [("2026-11-23".to_owned(), 3), ("2026-11-30".to_owned(), 1)]
        );
        assert_eq!(weeks.peak().map(|week| week.expiring), Some(3));
        assert_eq!(weeks.spread(None), Some(14), "two a week on average");
        assert_eq!(weeks.spread(Some(1)), Some(21));
        assert_eq!(weeks.spread(Some(3)), None);
        assert_eq!(weeks.histogram().lines().count(), 2);
    }
}
