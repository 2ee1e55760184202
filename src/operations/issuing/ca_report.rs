//! A new CA, as it is shown before it is made and reported after.

use serde::Serialize;

use crate::{
    operations::{
        facts::Facts,
        issue::Issued,
        issuing::{credential::Made, pair::Pair},
    },
    pki,
};

/// The summary that the operator confirms before a CA is made.
#[derive(Debug, Serialize)]
pub(crate) struct CaPlan {
    common_name: String,
    organization: Option<String>,
    country: Option<String>,
    state: Option<String>,
    locality: Option<String>,
    trust_domain: Option<String>,
    key: String,
    certificate: String,
    days: u32,
}

impl CaPlan {
    pub(crate) fn new(ca: &pki::Ca, pair: &Pair, days: u32) -> Self {
        let subject = &ca.subject;
        Self {
            common_name: subject.common_name.clone(),
            organization: subject.organization.as_ref().map(ToString::to_string),
            country: subject.country.as_ref().map(ToString::to_string),
            state: subject.state.as_ref().map(ToString::to_string),
            locality: subject.locality.as_ref().map(ToString::to_string),
            trust_domain: ca.trust_domain.as_ref().map(ToString::to_string),
            key: pair.key_path().display().to_string(),
            certificate: pair.certificate_path().display().to_string(),
            days,
        }
    }
}

/// The report of a CA that was made.
#[derive(Debug, Serialize)]
pub(crate) struct CaReport {
    subject: String,
    uri: Option<String>,
    #[serde(flatten)]
    issued: Issued,
}

impl CaReport {
    pub(crate) fn new(made: &Made) -> Self {
        let facts = Facts::of(&made.certificate.get());
        Self {
            subject: facts.subject,
            uri: facts.uri.into_iter().next(),
            issued: made.facts(),
        }
    }
}
