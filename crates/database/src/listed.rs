//! Lists of values in a condition.

use super::value::Value;

/// Values for `IN (…)`.
pub(crate) struct Listed<'a> {
    /// The marks between the parentheses.
    pub(crate) marks: String,
    pub(crate) values: Vec<Value<'a>>,
}

impl<'a> Listed<'a> {
    /// Lists texts; `None` if there are none. The last one is repeated until their number is a power of two, so that a
    /// connection prepares a few statements and not one for every number.
    pub(crate) fn of(texts: &[&'a str]) -> Option<Self> {
        let last = texts.last()?;
        let number = texts.len().next_power_of_two();
        let padded = texts.iter().chain(std::iter::repeat(last)).take(number);
        Some(Self {
            marks: vec!["?"; number].join(", "),
            values: padded.map(|text| Value::Text(text)).collect(),
        })
    }
}
