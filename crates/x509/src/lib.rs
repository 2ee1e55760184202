//! Reads X.509: certificates, revocation lists and the files that hold them, strictly and typed.
//!
//! Nothing here verifies a signature or decides anything: what is read is handed on as typed values, and text is made of
//! them where somebody reads it.
//!
//! - [`pem`] takes a file apart, PEM or DER, and says at which line it is broken.
//! - [`certificate::Certificate`] and [`crl::CertificateList`] read one structure each.
//! - [`name::Name`], [`key::PublicKey`], [`serial::Serial`], [`time::UnixTime`] are what they are made of; with the feature
//!   `fingerprint`, there are fingerprints.

pub mod certificate;
pub mod crl;
pub mod der;
pub mod extension;
#[cfg(feature = "fingerprint")]
pub mod fingerprint;
pub mod hex;
pub mod key;
pub mod name;
pub mod oid;
pub mod pem;
pub mod serial;
pub mod time;

/// The examples of the README, held by `cargo test --doc`.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
