//! What the fuzz targets and their replay share.

#[cfg(feature = "http")]
#[path = "../oracle/answers.rs"]
mod answers;
pub mod certificates;
mod fleet;
#[allow(dead_code, reason = "it makes more than is wanted here")]
#[path = "../certificates/forge.rs"]
mod forge;
#[allow(dead_code, reason = "it makes more than is wanted here")]
#[path = "../certificates/keys.rs"]
mod keys;
#[path = "../oracle/mod.rs"]
mod oracle;
pub mod seeds;
pub mod texts;
#[path = "../oracle/texts.rs"]
mod topics;

/// A property of an input. It panics where that does not hold, and tells otherwise whether it took the input for what the
/// target is about, so that a test can see that it is not blind.
pub type Property = fn(&[u8]) -> bool;

/// The targets, by name.
pub const TARGETS: &[(&str, Property)] = &[
    ("certificate", certificates::certificate),
    ("chain", certificates::chain),
    ("coverage", texts::coverage),
    ("crl", certificates::crl),
    #[cfg(feature = "http")]
    ("http_answer", texts::http_answer),
    ("pem", certificates::pem),
    ("phc", texts::phc),
    ("spiffe_id", texts::spiffe_id),
    ("topic_filter", texts::topic_filter),
];
