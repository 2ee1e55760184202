//! What each kind of certificate holds: the profiles, field by field.

use std::{fmt, net::IpAddr};

use amqtt_verifier::{DeviceId, TrustDomain};
use amqtt_x509::{
    extension::{GeneralName, ip_address},
    name::COMMON_NAME,
};
use aws_lc_rs::rand;
use rcgen::{
    BasicConstraints, CertificateParams, ExtendedKeyUsagePurpose, IsCa, KeyIdMethod, KeyUsagePurpose,
    PublicKeyData, SanType, SerialNumber, SignatureAlgorithm, string::Ia5String,
};
use time::OffsetDateTime;

use super::{
    authority::{CaPath, Validity},
    certificate::Certificate,
    constraints::{Constraints, Name, NameForbidden},
    key_id::key_id,
    names::{HostKind, HostName, SanName, host_kind},
    proof::{self, Purpose, Unaccepted},
    subject::{Country, Subject, SubjectValue},
};

/// A serial number: 20 random octets, positive, so the first is 1 to 127 (RFC 5280 4.1.2.2).
#[derive(Debug, Clone)]
pub(crate) struct Serial([u8; 20]);

impl Serial {
    /// The octets, of which the first is the most significant.
    pub(crate) fn octets(&self) -> &[u8; 20] {
        &self.0
    }

    /// Draws a serial number; `None` when the system has no randomness to give.
    pub(crate) fn random() -> Option<Self> {
        let mut octets = [0; 20];
        loop {
            rand::fill(&mut octets).ok()?;
            octets[0] &= 0x7f;
            // A leading zero octet would make the encoding shorter than 20 octets.
            if octets[0] != 0 {
                return Some(Self(octets));
            }
        }
    }
}

/// A CA's certificate: a root's, signed by its own key, or an intermediate's.
#[derive(Debug)]
pub(crate) struct Ca {
    /// [`Kind::Root`] or [`Kind::Intermediate`].
    pub(crate) kind: Kind,
    pub(crate) subject: Subject,
    pub(crate) trust_domain: Option<TrustDomain>,
    /// The most CA certificates between it and a leaf (RFC 5280 4.2.1.9).
    pub(crate) path_len: u8,
}

/// A broker's certificate.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) common_name: SubjectValue,
    pub(crate) country: Option<Country>,
    pub(crate) organisation: Option<SubjectValue>,
    pub(crate) names: ServerNames,
}

/// A device's certificate.
#[derive(Debug)]
pub(crate) struct Device {
    pub(crate) id: DeviceId,
    pub(crate) trust_domain: TrustDomain,
    pub(crate) country: Option<Country>,
    pub(crate) organisation: Option<SubjectValue>,
    /// With serverAuth too, as full X509-SVID conformance wants.
    pub(crate) svid: bool,
}

impl Device {
    /// The URI that the certificate carries.
    pub(crate) fn uri(&self) -> String {
        self.trust_domain.device_uri(&self.id)
    }
}

/// The names under which clients reach a broker, each once: the common name where it is one, then the local host, then
/// those that were given.
#[derive(Debug, Clone)]
pub(crate) struct ServerNames(Vec<ServerName>);

#[derive(Debug, Clone)]
struct ServerName {
    host: Host,
    /// Whether the operator gave it; else it is left out where it is not allowed.
    asked_for: bool,
}

#[derive(Debug, Clone)]
enum Host {
    Dns(SanName),
    Ip(IpAddr),
}

impl ServerNames {
    /// Collects the names, with the local host's address where `loopback` says so; `None` where the common name is not a
    /// host and no other name is given, as that would leave the local host alone.
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

    fn sans(&self, constraints: &Constraints) -> Result<Vec<SanType>, NameForbidden> {
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

/// Our names are ASCII by their own rules, so they always fit.
fn ia5(text: &str) -> Ia5String {
    Ia5String::try_from(text).expect("names are checked to be ASCII when they are parsed")
}

/// The kinds of certificates, as the inventory tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Root,
    Intermediate,
    Server,
    Device,
}

/// A certificate that is asked for: its fields, and the proof that it serves its purpose.
pub(crate) trait Profile: Sync {
    /// The kind of certificate.
    fn kind(&self) -> Kind;

    /// The name that the certificate is known by: a device id, or a common name.
    fn name(&self) -> &str;

    /// What the certificate is to be used for.
    fn purpose(&self) -> Purpose;

    /// Everything but serial number, validity and key identifiers, for a key of the given algorithm. Names that were not
    /// asked for are left out where the CA's name constraints forbid them.
    ///
    /// # Errors
    /// [`NameForbidden`] for a name that was asked for.
    fn parameters(
        &self,
        algorithm: &SignatureAlgorithm,
        constraints: &Constraints,
    ) -> Result<CertificateParams, NameForbidden>;

    /// Checks that a certificate is what this profile asks for, and is accepted at `now`.
    ///
    /// # Errors
    /// [`Unaccepted`].
    fn prove(&self, certificate: &Certificate, path: &CaPath, now: OffsetDateTime) -> Result<(), Unaccepted>;
}

impl Profile for Ca {
    fn kind(&self) -> Kind {
        self.kind
    }

    fn name(&self) -> &str {
        &self.subject.common_name
    }

    fn purpose(&self) -> Purpose {
        Purpose::Ca
    }

    fn parameters(
        &self,
        _: &SignatureAlgorithm,
        constraints: &Constraints,
    ) -> Result<CertificateParams, NameForbidden> {
        let mut parameters = CertificateParams::default();
        parameters.distinguished_name = self.subject.distinguished_name();
        parameters.is_ca = IsCa::Ca(BasicConstraints::Constrained(self.path_len));
        parameters.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        if let Some(domain) = &self.trust_domain {
            constraints.check(Name::UriHost(domain.as_str()))?;
            parameters.subject_alt_names = vec![SanType::URI(ia5(&domain.uri()))];
        }
        Ok(parameters)
    }

    fn prove(&self, certificate: &Certificate, path: &CaPath, now: OffsetDateTime) -> Result<(), Unaccepted> {
        CaPath::alone(certificate.clone()).check(now)?;
        proof::signed(certificate, path)?;
        must_carry(
            certificate.get().subject.first(COMMON_NAME).as_deref() == Some(self.name()),
            || format!("the common name {}", self.name()),
        )
    }
}

impl Profile for Server {
    fn kind(&self) -> Kind {
        Kind::Server
    }

    fn name(&self) -> &str {
        self.common_name.as_str()
    }

    fn purpose(&self) -> Purpose {
        Purpose::Server
    }

    fn parameters(
        &self,
        algorithm: &SignatureAlgorithm,
        constraints: &Constraints,
    ) -> Result<CertificateParams, NameForbidden> {
        let common_name = self.common_name.to_string();
        let mut parameters = leaf(common_name, self.country.as_ref(), self.organisation.as_ref());
        // An RSA key can also encrypt, and TLS 1.2 may use it for key transport.
        let rsa = [
            &rcgen::PKCS_RSA_SHA256,
            &rcgen::PKCS_RSA_SHA384,
            &rcgen::PKCS_RSA_SHA512,
        ];
        if rsa.contains(&algorithm) {
            parameters.key_usages.push(KeyUsagePurpose::KeyEncipherment);
        }
        parameters.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        parameters.subject_alt_names = self.names.sans(constraints)?;
        check_common_name(self.name(), &parameters, constraints)?;
        Ok(parameters)
    }

    fn prove(&self, certificate: &Certificate, path: &CaPath, now: OffsetDateTime) -> Result<(), Unaccepted> {
        proof::accepted(certificate, path, now)?;
        for name in self.names.0.iter().filter(|name| name.asked_for) {
            must_carry(name.is_in(certificate), || name.to_string())?;
        }
        must_carry(
            certificate.get().subject.first(COMMON_NAME).as_deref() == Some(self.name()),
            || format!("the common name {}", self.name()),
        )
    }
}

impl Profile for Device {
    fn kind(&self) -> Kind {
        Kind::Device
    }

    fn name(&self) -> &str {
        self.id.as_str()
    }

    fn purpose(&self) -> Purpose {
        match self.svid {
            true => Purpose::ClientAndServer,
            false => Purpose::Client,
        }
    }

    fn parameters(
        &self,
        _: &SignatureAlgorithm,
        constraints: &Constraints,
    ) -> Result<CertificateParams, NameForbidden> {
        let mut parameters = leaf(
            self.id.to_string(),
            self.country.as_ref(),
            self.organisation.as_ref(),
        );
        // clientAuth alone, unless asked for more: a device must not be able to pose as the broker.
        parameters.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        if self.svid {
            parameters
                .extended_key_usages
                .push(ExtendedKeyUsagePurpose::ServerAuth);
        }
        constraints.check(Name::UriHost(self.trust_domain.as_str()))?;
        parameters.subject_alt_names = vec![SanType::URI(ia5(&self.uri()))];
        let local = format!("{}.local", self.id);
        if local.parse::<HostName>().is_ok() && constraints.allow(Name::Dns(&local)) {
            parameters.subject_alt_names.push(SanType::DnsName(ia5(&local)));
        }
        check_common_name(self.name(), &parameters, constraints)?;
        Ok(parameters)
    }

    fn prove(&self, certificate: &Certificate, path: &CaPath, now: OffsetDateTime) -> Result<(), Unaccepted> {
        proof::admitted(certificate, self.id.as_str(), &self.trust_domain, path, now)?;
        let for_servers = certificate
            .get()
            .extended_key_usage
            .is_some_and(|usage| usage.server_auth);
        must_carry(!self.svid || for_servers, || "serverAuth".to_owned())
    }
}

fn must_carry(carried: bool, what: impl FnOnce() -> String) -> Result<(), Unaccepted> {
    match carried {
        true => Ok(()),
        false => Err(Unaccepted::Lacks(what())),
    }
}

/// OpenSSL takes a common name with a dot in it for a host name where there is no other, and asks the CA's name
/// constraints about it.
fn check_common_name(
    name: &str,
    parameters: &CertificateParams,
    constraints: &Constraints,
) -> Result<(), NameForbidden> {
    let names = &parameters.subject_alt_names;
    if names.iter().any(|name| matches!(name, SanType::DnsName(_))) {
        return Ok(());
    }
    let characters = name
        .bytes()
        .all(|octet| octet.is_ascii_alphanumeric() || b"-_.".contains(&octet));
    let labels = name.contains('.') && name.split('.').all(|label| !label.is_empty());
    match characters && labels {
        true => constraints.check(Name::Dns(name)),
        false => Ok(()),
    }
}

fn leaf(
    common_name: String,
    country: Option<&Country>,
    organisation: Option<&SubjectValue>,
) -> CertificateParams {
    let subject = Subject {
        country: country.cloned(),
        state: None,
        locality: None,
        organisation: organisation.cloned(),
        common_name,
    };
    let mut parameters = CertificateParams::default();
    parameters.distinguished_name = subject.distinguished_name();
    parameters.is_ca = IsCa::ExplicitNoCa;
    parameters.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    parameters
}

/// The parameters of a profile, complete with serial number, validity and key identifiers. rcgen's own defaults for
/// these (a serial derived from the key, validity from 1975 to 4096, SHA-256 identifiers) are never ours.
pub(super) fn complete(
    profile: &dyn Profile,
    key: &dyn PublicKeyData,
    serial: &Serial,
    validity: Validity,
    constraints: &Constraints,
) -> Result<CertificateParams, NameForbidden> {
    let mut parameters = profile.parameters(key.algorithm(), constraints)?;
    parameters.serial_number = Some(SerialNumber::from_slice(&serial.0));
    parameters.not_before = validity.not_before;
    parameters.not_after = validity.not_after;
    parameters.key_identifier_method = KeyIdMethod::PreSpecified(key_id(key.der_bytes()).to_vec());
    parameters.use_authority_key_identifier_extension = true;
    Ok(parameters)
}
