//! The properties that fuzzing tries to break. The tests replay the corpora.

pub mod certificates;
mod fleet;
pub mod seeds;
pub mod texts;

/// A property of an input. It panics where that does not hold, and tells otherwise whether it took the input for what the
/// target is about, so that a test can see that it is not blind.
pub type Property = fn(&[u8]) -> bool;

/// The targets, by name.
pub const TARGETS: &[(&str, Property)] = &[
    ("certificate", certificates::certificate),
    ("chain", certificates::chain),
    ("coverage", texts::coverage),
    ("crl", certificates::crl),
    ("http_answer", texts::http_answer),
    ("pem", certificates::pem),
    ("phc", texts::phc),
    ("spiffe_id", texts::spiffe_id),
    ("topic_filter", texts::topic_filter),
];
