//! The manifest of an import: one line a device.

use serde::Serialize;

use crate::pki::Certificate;

/// Record of a device that was issued.
#[derive(Debug, Serialize)]
pub(crate) struct Entry<'a> {
    pub(crate) device_id: &'a str,
    pub(crate) serial: String,
    /// RFC 3339, in UTC.
    pub(crate) not_after: String,
    /// SHA-256 of the certificate, in lower-case hex.
    pub(crate) fingerprint: String,
    /// `None` where the device keeps it to itself.
    pub(crate) key: Option<&'a str>,
    pub(crate) certificate: &'a str,
}

impl<'a> Entry<'a> {
    /// Returns the entry of a device. `key` and `certificate` are paths in a manifest, PEM in a stream.
    pub(crate) fn new(
        device_id: &'a str,
        issued: &Certificate,
        key: Option<&'a str>,
        certificate: &'a str,
    ) -> Self {
        let facts = issued.get();
        Self {
            device_id,
            serial: facts.serial.to_string(),
            not_after: facts.not_after.to_string(),
            fingerprint: facts.fingerprint().to_string(),
            key,
            certificate,
        }
    }
}
