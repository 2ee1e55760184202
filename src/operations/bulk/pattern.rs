//! Device ids by number: `sensor-{:06}` gives `sensor-000001`.

use std::{fmt, str::FromStr};

use amqtt_verifier::DeviceId;

/// A pattern with one place for a number, `{}` or `{:06}` (padded with zeros to six digits).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern {
    before: String,
    after: String,
    width: usize,
}

/// Error from text that is not a pattern of device ids.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum InvalidPattern {
    #[error("a pattern has one place for the number: {{}}, or {{:06}} for six digits")]
    NoPlace,
    #[error("it makes no device id: {0}")]
    NoId(String),
}

impl Pattern {
    /// Returns the device id of a number.
    ///
    /// # Errors
    /// [`InvalidPattern::NoId`], for example where it is longer than an id may be.
    pub(crate) fn id(&self, number: u64) -> Result<DeviceId, InvalidPattern> {
        let Self { before, after, width } = self;
        let text = format!("{before}{number:0width$}{after}");
        text.parse()
            .map_err(|error| InvalidPattern::NoId(format!("{text:?}: {error}")))
    }
}

impl FromStr for Pattern {
    type Err = InvalidPattern;

    fn from_str(text: &str) -> Result<Self, InvalidPattern> {
        let (before, rest) = text.split_once('{').ok_or(InvalidPattern::NoPlace)?;
        let (place, after) = rest.split_once('}').ok_or(InvalidPattern::NoPlace)?;
        let width = match place.strip_prefix(":0") {
            Some(width) => width.parse().map_err(|_| InvalidPattern::NoPlace)?,
            None if place.is_empty() => 0,
            None => return Err(InvalidPattern::NoPlace),
        };
        if after.contains(['{', '}']) || width > 20 {
            return Err(InvalidPattern::NoPlace);
        }
        let pattern = Self {
            before: before.to_owned(),
            after: after.to_owned(),
            width,
        };
        pattern.id(1)?;
        Ok(pattern)
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.width {
            0 => write!(f, "{}{{}}{}", self.before, self.after),
            width => write!(f, "{}{{:0{width}}}{}", self.before, self.after),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_makes_ids() {
        for (pattern, number, id) in [
            ("sensor-{:06}", 42, "sensor-000042"),
            ("{}", 7, "7"),
            ("a{:02}b", 123, "a123b"),
        ] {
            let parsed: Pattern = pattern.parse().unwrap();
            assert_eq!(parsed.id(number).unwrap().as_str(), id);
            assert_eq!(parsed.to_string(), pattern);
        }
        for wrong in ["sensor", "a{}{}", "{:6}", "{:099}", "-{}", "{", "../{}"] {
            assert!(wrong.parse::<Pattern>().is_err(), "{wrong}");
        }
    }
}
