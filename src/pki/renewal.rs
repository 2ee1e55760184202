//! The names in a certificate, as the profile of one that renews it.

use amqtt_verifier::SpiffeId;
use amqtt_x509::{
    certificate::Certificate as Parsed,
    extension::{AltNames, GeneralName, ip_address},
    name::{COMMON_NAME, COUNTRY, ORGANIZATION},
};

use super::{
    certificate::Certificate,
    profiles::{Device, Host, Server, ServerNames},
    request::shown,
    subject::{Country, SubjectValue},
};

/// Error from a certificate whose names cannot all be kept: another program issued it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum NotRenewable {
    #[error("its URI is not that of a device")]
    Uri,
    #[error("its subject has {0}, which is not a name that this program issues")]
    Subject(String),
    #[error("its subject has no common name")]
    NoCommonName,
    #[error("its SubjectAltName has {0}, which is not a name that this program issues")]
    AltName(String),
    #[error("it has no SubjectAltName")]
    NoAltName,
}

/// The subject of a leaf.
struct LeafSubject {
    common_name: SubjectValue,
    country: Option<Country>,
    organization: Option<SubjectValue>,
}

impl LeafSubject {
    /// Reads a subject that has nothing but what ours have: each attribute at most once, in a set of its own.
    fn read(certificate: &Parsed<'_>) -> Result<Self, NotRenewable> {
        let (mut common_name, mut country, mut organization) = (None, None, None);
        for attribute in certificate.subject.attributes() {
            let text = attribute.text().unwrap_or_default();
            let is_new = match attribute.standard() {
                _ if attribute.joined => false,
                Some(COMMON_NAME) => set(&mut common_name, text.parse().ok()),
                Some(COUNTRY) => set(&mut country, text.parse().ok()),
                Some(ORGANIZATION) => set(&mut organization, text.parse().ok()),
                _ => false,
            };
            if !is_new {
                return Err(NotRenewable::Subject(attribute.to_string()));
            }
        }
        Ok(Self {
            common_name: common_name.ok_or(NotRenewable::NoCommonName)?,
            country,
            organization,
        })
    }
}

/// Sets what was not set before; returns whether it did.
fn set<T>(slot: &mut Option<T>, value: Option<T>) -> bool {
    let is_new = slot.is_none() && value.is_some();
    if is_new {
        *slot = value;
    }
    is_new
}

impl Device {
    /// The device that a certificate is for.
    ///
    /// # Errors
    /// [`NotRenewable`] where the certificate has names that this program gives no device.
    pub(crate) fn of(certificate: &Certificate) -> Result<Self, NotRenewable> {
        let certificate = certificate.get();
        let subject = LeafSubject::read(&certificate)?;
        let names = certificate.alt_names.ok_or(NotRenewable::NoAltName)?;
        let uri = names.uris().next().and_then(|uri| std::str::from_utf8(uri).ok());
        let spiffe = uri
            .and_then(|uri| SpiffeId::parse(uri).ok())
            .ok_or(NotRenewable::Uri)?;
        let device = Self {
            id: spiffe
                .device()
                .and_then(|id| id.parse().ok())
                .ok_or(NotRenewable::Uri)?,
            trust_domain: spiffe.trust_domain().parse().map_err(|_| NotRenewable::Uri)?,
            country: subject.country,
            organization: subject.organization,
            svid: certificate
                .extended_key_usage
                .is_some_and(|usage| usage.server_auth),
        };
        if subject.common_name.as_str() != device.id.as_str() {
            return Err(NotRenewable::Subject(format!("CN={}", subject.common_name)));
        }
        let (uri, local) = (device.uri(), format!("{}.local", device.id));
        let other = names.iter().find(|name| match name {
            GeneralName::Uri(octets) => *octets != uri.as_bytes(),
            GeneralName::Dns(octets) => *octets != local.as_bytes(),
            _ => true,
        });
        other.map_or(Ok(device), |name| Err(NotRenewable::AltName(shown(&name))))
    }
}

impl Server {
    /// The broker that a certificate is for.
    ///
    /// # Errors
    /// [`NotRenewable`] where the certificate has names that this program gives no broker.
    pub(crate) fn of(certificate: &Certificate) -> Result<Self, NotRenewable> {
        let certificate = certificate.get();
        let subject = LeafSubject::read(&certificate)?;
        let names = certificate.alt_names.ok_or(NotRenewable::NoAltName)?;
        Ok(Self {
            common_name: subject.common_name,
            country: subject.country,
            organization: subject.organization,
            names: server_names(names)?,
        })
    }
}

fn server_names(names: AltNames<'_>) -> Result<ServerNames, NotRenewable> {
    let host = |name| {
        let host = match name {
            GeneralName::Dns(octets) => {
                let text = std::str::from_utf8(octets).ok();
                text.and_then(|text| text.parse().ok()).map(Host::Dns)
            }
            GeneralName::Ip(octets) => ip_address(octets).map(Host::Ip),
            _ => None,
        };
        host.ok_or_else(|| NotRenewable::AltName(shown(&name)))
    };
    Ok(ServerNames::exactly(
        names.iter().map(host).collect::<Result<Vec<_>, _>>()?,
    ))
}
