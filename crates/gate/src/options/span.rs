//! Spans of time as text.

use std::time::Duration;

/// Error from text that is not a span of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not a span of time: write a number and a unit, as in 500ms, 30s, 5m, 12h, 30d or 2w")]
pub struct InvalidSpan;

/// The units in milliseconds; `ms` before `s`, as both end the same.
const UNITS: [(&str, u64); 6] = [
    ("ms", 1),
    ("s", 1_000),
    ("m", 60_000),
    ("h", 3_600_000),
    ("d", 86_400_000),
    ("w", 604_800_000),
];

/// Reads a span of time: a whole number and a unit, one of `ms s m h d w`, or `off` for none.
///
/// ```
/// assert_eq!(amqtt_gate::parse_span("90s"), Ok(std::time::Duration::from_secs(90)));
/// assert!(amqtt_gate::parse_span("90").is_err());
/// ```
///
/// # Errors
/// [`InvalidSpan`].
pub fn parse_span(text: &str) -> Result<Duration, InvalidSpan> {
    if text == "off" {
        return Ok(Duration::ZERO);
    }
    let found = UNITS
        .iter()
        .find_map(|(unit, length)| Some((text.strip_suffix(unit)?, length)));
    let (digits, length) = found.ok_or(InvalidSpan)?;
    if digits.is_empty() || !digits.bytes().all(|octet| octet.is_ascii_digit()) {
        return Err(InvalidSpan);
    }
    let number: u64 = digits.parse().map_err(|_| InvalidSpan)?;
    number
        .checked_mul(*length)
        .map(Duration::from_millis)
        .ok_or(InvalidSpan)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_a_number_and_a_unit() {
        for (text, seconds) in [
            ("0s", 0),
            ("30s", 30),
            ("5m", 300),
            ("12h", 43_200),
            ("30d", 2_592_000),
            ("2w", 1_209_600),
        ] {
            assert_eq!(parse_span(text), Ok(Duration::from_secs(seconds)), "{text}");
        }
        assert_eq!(parse_span("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(parse_span("off"), Ok(Duration::ZERO));
        for text in [
            "",
            "s",
            "30",
            "-1s",
            "1.5h",
            "1 s",
            "+1s",
            "1S",
            "s1",
            "99999999999999999999s",
            "18446744073709551615w",
        ] {
            assert_eq!(parse_span(text), Err(InvalidSpan), "{text}");
        }
    }
}
