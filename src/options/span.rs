//! Spans of time, as they are typed.

use std::{fmt, str::FromStr};

/// A span of time in whole seconds: `30d`, `12h`, `2w`, `90m`, `5s`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Span(i64);

/// The units with their seconds, the longest first.
const UNITS: [(char, i64); 5] = [('w', 604_800), ('d', 86_400), ('h', 3_600), ('m', 60), ('s', 1)];

/// The longest span, about a thousand years.
const MAX: i64 = 365_000 * 86_400;

/// Error from text that is not a span of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a span of time: write a number and a unit, as in 30d, 12h, 2w, 90m or 5s")]
pub(crate) struct InvalidSpan;

impl Span {
    /// Returns a span of so many seconds.
    pub(crate) const fn of_seconds(seconds: i64) -> Self {
        Self(seconds)
    }

    /// Returns its length in seconds.
    pub(crate) const fn seconds(self) -> i64 {
        self.0
    }
}

impl FromStr for Span {
    type Err = InvalidSpan;

    fn from_str(text: &str) -> Result<Self, InvalidSpan> {
        let unit = text.chars().next_back().ok_or(InvalidSpan)?;
        let (_, seconds) = UNITS.iter().find(|(name, _)| *name == unit).ok_or(InvalidSpan)?;
        let digits = &text[..text.len() - 1];
        if digits.is_empty() || !digits.bytes().all(|octet| octet.is_ascii_digit()) {
            return Err(InvalidSpan);
        }
        let number: i64 = digits.parse().map_err(|_| InvalidSpan)?;
        let length = number.checked_mul(*seconds).ok_or(InvalidSpan)?;
        match length <= MAX {
            true => Ok(Self(length)),
            false => Err(InvalidSpan),
        }
    }
}

/// In the longest unit that it is a multiple of.
impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = UNITS
            .iter()
            .find(|(_, seconds)| self.0 != 0 && self.0 % seconds == 0);
        let (name, seconds) = unit.unwrap_or(&('s', 1));
        write!(f, "{}{name}", self.0 / seconds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_read_and_shown() {
        for (text, seconds, shown) in [
            ("30d", 2_592_000, "30d"),
            ("12h", 43_200, "12h"),
            ("2w", 1_209_600, "2w"),
            ("14d", 1_209_600, "2w"),
            ("90m", 5_400, "90m"),
            ("5s", 5, "5s"),
            ("0s", 0, "0s"),
        ] {
            let span: Span = text.parse().unwrap();
            assert_eq!(span.seconds(), seconds);
            assert_eq!(span.to_string(), shown);
        }
        for text in [
            "",
            "d",
            "30",
            "-1d",
            "1.5h",
            "1 d",
            "30D",
            "+1d",
            "9999999999999w",
            "1é",
        ] {
            assert_eq!(text.parse::<Span>(), Err(InvalidSpan), "{text}");
        }
    }
}
