//! The names under which a broker is reached.

use std::{fmt, net::IpAddr};

use amqtt_x509::extension::{GeneralName, ip_address};
use rcgen::SanType;

use crate::pki::{
    certificate::Certificate,
    constraints::{Constraints, Name, NameForbidden},
    names::{HostKind, SanName, host_kind},
    profile::ia5,
    subject::SubjectValue,
};

/// The names under which clients reach a broker, each once: the common name where it is one, then the local host, then
/// those that were given.
#[derive(Debug, Clone)]
pub(crate) struct ServerNames(Vec<ServerName>);

#[derive(Debug, Clone)]
struct ServerName {
    host: Host,
    /// True if the operator gave it; other names are left out where they are not allowed.
    asked_for: bool,
}

/// A name under which a broker is reached.
#[derive(Debug, Clone)]
pub(crate) enum Host {
    Dns(SanName),
    Ip(IpAddr),
}

impl ServerNames {
    /// Collects the names, with the local host's address where `loopback` says so; `None` where the common name is not
    /// a host and no other name is given, as that would leave the local host alone.
    pub(crate) fn new(
        common_name: &SubjectValue,
        dns: &[SanName],
        ip: &[IpAddr],
        loopback: bool,
    ) -> Option<Self> {
        let asked_for = |host| ServerName {
            host,
            asked_for: true,
        };
        let first = match host_kind(common_name.as_str()) {
            HostKind::Dns(name) => Some(asked_for(Host::Dns(name.into()))),
            HostKind::Ip(address) => Some(asked_for(Host::Ip(address))),
            HostKind::Neither if dns.is_empty() && ip.is_empty() => return None,
            HostKind::Neither => None,
        };
        let local = loopback.then(|| ServerName {
            host: Host::Ip(IpAddr::from([127, 0, 0, 1])),
            asked_for: false,
        });
        let dns = dns.iter().cloned().map(Host::Dns).map(asked_for);
        let ip = ip.iter().copied().map(Host::Ip).map(asked_for);
        let mut names: Vec<ServerName> = Vec::new();
        for name in first.into_iter().chain(local).chain(dns).chain(ip) {
            match names.iter_mut().find(|known| known.is(&name)) {
                Some(known) => known.asked_for |= name.asked_for,
                None => names.push(name),
            }
        }
        Some(Self(names))
    }

    /// Takes these names and no others, in this order.
    pub(crate) fn exactly(hosts: Vec<Host>) -> Self {
        let name = |host| ServerName {
            host,
            asked_for: true,
        };
        Self(hosts.into_iter().map(name).collect())
    }

    /// The names as text, in the order in which the certificate has them.
    pub(crate) fn to_strings(&self) -> Vec<String> {
        self.0.iter().map(ToString::to_string).collect()
    }

    /// The names that have an underscore, which some clients refuse.
    pub(crate) fn with_underscores(&self) -> impl Iterator<Item = &SanName> {
        self.0.iter().filter_map(|name| match &name.host {
            Host::Dns(name) if name.has_underscore() => Some(name),
            _ => None,
        })
    }

    /// Returns the first name that was asked for and is not in the certificate.
    pub(super) fn missing_in(&self, certificate: &Certificate) -> Option<String> {
        let mut asked_for = self.0.iter().filter(|name| name.asked_for);
        asked_for
            .find(|name| !name.is_in(certificate))
            .map(ToString::to_string)
    }

    /// Returns the names as a certificate has them, without those that were not asked for where the CA forbids them.
    ///
    /// # Errors
    /// [`NameForbidden`] for a name that was asked for.
    pub(super) fn sans(&self, constraints: &Constraints) -> Result<Vec<SanType>, NameForbidden> {
        let mut sans = Vec::with_capacity(self.0.len());
        for name in &self.0 {
            let (constrained, san) = match &name.host {
                Host::Dns(host) => (Name::Dns(host.as_str()), SanType::DnsName(ia5(host.as_str()))),
                Host::Ip(address) => (Name::Ip(*address), SanType::IpAddress(*address)),
            };
            match constraints.check(constrained) {
                Ok(()) => sans.push(san),
                Err(forbidden) if name.asked_for => return Err(forbidden),
                Err(_) => {}
            }
        }
        Ok(sans)
    }
}

impl ServerName {
    /// Host names are the same in any case (RFC 4343).
    fn is(&self, other: &Self) -> bool {
        match (&self.host, &other.host) {
            (Host::Dns(one), Host::Dns(other)) => one.as_str().eq_ignore_ascii_case(other.as_str()),
            (Host::Ip(one), Host::Ip(other)) => one == other,
            _ => false,
        }
    }

    /// Returns whether a certificate carries the name.
    fn is_in(&self, certificate: &Certificate) -> bool {
        let certificate = certificate.get();
        let mut names = certificate.alt_names.into_iter().flat_map(|names| names.iter());
        names.any(|name| match (&self.host, name) {
            (Host::Dns(own), GeneralName::Dns(name)) => own.as_str().as_bytes().eq_ignore_ascii_case(name),
            (Host::Ip(own), GeneralName::Ip(octets)) => ip_address(octets) == Some(*own),
            _ => false,
        })
    }
}

impl fmt::Display for ServerName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.host {
            Host::Dns(name) => name.fmt(f),
            Host::Ip(address) => address.fmt(f),
        }
    }
}
