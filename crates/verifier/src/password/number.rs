//! Numbers in the texts of all schemes, and their bounds.

/// Reads a decimal number in its canonical form: only digits, without leading zeros.
pub(super) fn decimal(text: &str) -> Option<u64> {
    let canonical = text.bytes().all(|b| b.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    canonical.then(|| text.parse().ok())?
}

/// A number that is not between its bounds, both of which are allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{parameter} must be {min} to {max}, not {actual}")]
pub struct OutOfBounds {
    /// Name of the number in its scheme (`m`, `rounds`, `salt bytes`).
    pub parameter: &'static str,
    /// Minimum value.
    pub min: u64,
    /// Maximum value.
    pub max: u64,
    /// Actual value.
    pub actual: u64,
}

impl OutOfBounds {
    /// Refuses a number outside of `min..=max`.
    pub(crate) fn check(parameter: &'static str, actual: u64, min: u64, max: u64) -> Result<(), Self> {
        if (min..=max).contains(&actual) {
            return Ok(());
        }
        Err(Self {
            parameter,
            min,
            max,
            actual,
        })
    }
}
