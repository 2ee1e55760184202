//! The parts that tests, benches and fuzz targets share: forged certificates, oracles, properties, and data.
#![allow(
    missing_docs,
    reason = "the names say it; nothing outside the project uses them"
)]
#![allow(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "a test that fails should stop there"
)]

pub mod forge;
pub mod keys;
pub mod oracle;
#[cfg(feature = "properties")]
pub mod properties;
pub mod verdicts;

/// The data files that several tests read.
pub mod data {
    pub const AMQTT_REQUESTS: &str = include_str!("../data/amqtt-requests.json");
    pub const EXAMPLE_CA: &str = include_str!("../data/example-ca.crt");
    pub const PASSWORD_HASHES: &str = include_str!("../data/password-hashes.json");
    pub const RSA_1024_ROOT: &[u8] = include_bytes!("../data/rsa-1024-root.pem");
    pub const RSA_2047_ROOT: &[u8] = include_bytes!("../data/rsa-2047-root.pem");
    pub const SPIFFE_IDS: &str = include_str!("../data/spiffe-ids.json");
    pub const TOPIC_CASES: &str = include_str!("../data/topic-cases.tsv");
    pub const VERDICTS: &str = include_str!("../data/verdicts.tsv");
    pub const VERDICTS_ELSEWHERE: &str = include_str!("../data/verdicts-elsewhere.tsv");
    pub const VERDICTS_FLEET: &str = include_str!("../data/verdicts-fleet.tsv");
}
