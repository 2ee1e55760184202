//! The facts of a certificate, as text for reports.

use amqtt_verifier::{SpiffeId, TrustDomain};
use amqtt_x509::{
    certificate::Certificate,
    extension::{GeneralName, ip_address},
    hex::Hex,
};
use serde::Serialize;

use crate::pki;

/// Returns the trust domain of a certificate's SPIFFE ID, if it has one.
pub(crate) fn trust_domain_of(certificate: &pki::Certificate) -> Option<TrustDomain> {
    let uri = AltNames::of(&certificate.get()).uri.into_iter().next()?;
    SpiffeId::parse(&uri).ok()?.trust_domain().parse().ok()
}

/// Returns the device id of a certificate's SPIFFE ID, if it has one.
pub(crate) fn device_of(certificate: &pki::Certificate) -> Option<String> {
    let uri = AltNames::of(&certificate.get()).uri.into_iter().next()?;
    SpiffeId::parse(&uri).ok()?.device().map(str::to_owned)
}

/// The facts of a certificate, as they are reported. Times are RFC 3339 in UTC, octets lower-case hex.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Facts {
    pub(crate) subject: String,
    pub(crate) issuer: String,
    pub(crate) serial: String,
    pub(crate) not_before: String,
    pub(crate) not_after: String,
    pub(crate) fingerprint: String,
    pub(crate) key_type: String,
    pub(crate) ca: bool,
    pub(crate) path_len: Option<usize>,
    pub(crate) key_usage: Vec<&'static str>,
    pub(crate) extended_key_usage: Vec<String>,
    pub(crate) uri: Vec<String>,
    pub(crate) dns: Vec<String>,
    pub(crate) ip: Vec<String>,
    pub(crate) subject_key_id: Option<String>,
    pub(crate) authority_key_id: Option<String>,
}

impl Facts {
    pub(crate) fn of(certificate: &Certificate<'_>) -> Self {
        let hex = |octets| Hex(octets).to_string();
        let names = AltNames::of(certificate);
        let usages = certificate.key_usage.into_iter().flat_map(|usage| usage.usages());
        let purposes = certificate
            .extended_key_usage
            .into_iter()
            .flat_map(|usage| usage.purposes());
        Self {
            subject: certificate.subject.to_string(),
            issuer: certificate.issuer.to_string(),
            serial: certificate.serial.to_string(),
            not_before: certificate.not_before.to_string(),
            not_after: certificate.not_after.to_string(),
            fingerprint: certificate.fingerprint().to_string(),
            key_type: certificate.key.kind.to_string(),
            ca: certificate.basic_constraints.ca,
            path_len: certificate.basic_constraints.path_len,
            key_usage: usages.map(|usage| usage.name()).collect(),
            extended_key_usage: purposes.map(|purpose| purpose.to_string()).collect(),
            uri: names.uri,
            dns: names.dns,
            ip: names.ip,
            subject_key_id: certificate.subject_key_id.map(hex),
            authority_key_id: certificate.authority_key_id.map(hex),
        }
    }
}

/// The names in SubjectAltName that TLS and SPIFFE know, as text; one that is not UTF-8 has replacement characters in
/// it.
#[derive(Debug, Default)]
pub(crate) struct AltNames {
    pub(crate) uri: Vec<String>,
    pub(crate) dns: Vec<String>,
    pub(crate) ip: Vec<String>,
}

impl AltNames {
    pub(crate) fn of(certificate: &Certificate<'_>) -> Self {
        let text = |octets| String::from_utf8_lossy(octets).into_owned();
        let mut names = Self::default();
        for name in certificate.alt_names.into_iter().flat_map(|names| names.iter()) {
            match name {
                GeneralName::Uri(uri) => names.uri.push(text(uri)),
                GeneralName::Dns(name) => names.dns.push(text(name)),
                GeneralName::Ip(octets) => names.ip.push(match ip_address(octets) {
                    Some(address) => address.to_string(),
                    None => Hex(octets).to_string(),
                }),
                _ => {}
            }
        }
        names
    }
}
