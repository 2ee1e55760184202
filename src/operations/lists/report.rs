//! The report of a list.

use std::path::Path;

use amqtt_x509::crl::CertificateList;
use serde::Serialize;

use crate::pki::RevocationList;

/// Report of a list in its place.
#[derive(Debug, Serialize)]
pub(crate) struct ListReport {
    pub(crate) crl: String,
    #[serde(flatten)]
    pub(crate) facts: ListFacts,
    /// The number of other issuers' lists in the same file.
    pub(crate) other_issuers: usize,
    /// The directory of the calendar whose rest was signed again.
    pub(crate) calendar: Option<String>,
    pub(crate) changed: bool,
}

/// The facts that a list states about itself. Times are RFC 3339 in UTC.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ListFacts {
    pub(crate) number: Option<String>,
    pub(crate) this_update: String,
    pub(crate) next_update: Option<String>,
    pub(crate) revoked: usize,
}

impl ListFacts {
    pub(crate) fn of(list: &CertificateList<'_>) -> Self {
        Self {
            number: list.number.map(|number| number.to_string()),
            this_update: list.this_update.to_string(),
            next_update: list.next_update.map(|time| time.to_string()),
            revoked: list.entries().count(),
        }
    }
}

impl ListReport {
    pub(crate) fn new(path: &Path, list: &RevocationList, other_issuers: usize, changed: bool) -> Self {
        Self {
            crl: path.display().to_string(),
            facts: ListFacts::of(&list.get()),
            other_issuers,
            calendar: None,
            changed,
        }
    }
}
