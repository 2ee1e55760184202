//! What each kind of certificate holds: the profiles, field by field.

use std::net::IpAddr;

use amqtt_verifier::{DeviceId, TrustDomain};
use aws_lc_rs::rand;
use rcgen::{
    BasicConstraints, CertificateParams, ExtendedKeyUsagePurpose, IsCa, KeyIdMethod, KeyUsagePurpose,
    PublicKeyData, SanType, SerialNumber, SignatureAlgorithm, string::Ia5String,
};

use super::{
    authority::Validity,
    key_id::key_id,
    names::{HostKind, HostName, SanName, host_kind},
    subject::{Country, Subject, SubjectValue},
};

/// A serial number: 20 random octets, positive, so the first is 1 to 127 (RFC 5280 4.1.2.2).
#[derive(Debug, Clone)]
pub(crate) struct Serial([u8; 20]);

impl Serial {
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

/// A root: the certificate of an authority, signed by itself.
#[derive(Debug)]
pub(crate) struct Root {
    pub(crate) subject: Subject,
    pub(crate) trust_domain: Option<TrustDomain>,
    /// How many authorities there may be between it and a leaf (RFC 5280 4.2.1.9).
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

/// The names under which clients reach a broker, each once: the common name where it is one, then the local host, then
/// those that were given.
#[derive(Debug, Clone)]
pub(crate) struct ServerNames(Vec<ServerName>);

#[derive(Debug, Clone)]
enum ServerName {
    Dns(SanName),
    Ip(IpAddr),
}

impl ServerNames {
    /// Collects the names; `None` where the common name is no host and no other name is given, as that would leave the
    /// local host alone.
    pub(crate) fn new(common_name: &SubjectValue, dns: &[SanName], ip: &[IpAddr]) -> Option<Self> {
        let first = match host_kind(common_name.as_str()) {
            HostKind::Dns(name) => Some(ServerName::Dns(name.into())),
            HostKind::Ip(address) => Some(ServerName::Ip(address)),
            HostKind::Neither if dns.is_empty() && ip.is_empty() => return None,
            HostKind::Neither => None,
        };
        let local = ServerName::Ip(IpAddr::from([127, 0, 0, 1]));
        let dns = dns.iter().cloned().map(ServerName::Dns);
        let ip = ip.iter().copied().map(ServerName::Ip);
        let mut names: Vec<ServerName> = Vec::new();
        for name in first.into_iter().chain([local]).chain(dns).chain(ip) {
            if !names.iter().any(|known| known.is(&name)) {
                names.push(name);
            }
        }
        Some(Self(names))
    }

    /// The names as text, in the order in which the certificate has them.
    pub(crate) fn to_strings(&self) -> Vec<String> {
        let text = |name: &ServerName| match name {
            ServerName::Dns(name) => name.to_string(),
            ServerName::Ip(address) => address.to_string(),
        };
        self.0.iter().map(text).collect()
    }

    fn sans(&self) -> Vec<SanType> {
        let san = |name: &ServerName| match name {
            ServerName::Dns(name) => SanType::DnsName(ia5(name.as_str())),
            ServerName::Ip(address) => SanType::IpAddress(*address),
        };
        self.0.iter().map(san).collect()
    }
}

impl ServerName {
    /// Host names are the same in any case (RFC 4343).
    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Dns(one), Self::Dns(other)) => one.as_str().eq_ignore_ascii_case(other.as_str()),
            (Self::Ip(one), Self::Ip(other)) => one == other,
            _ => false,
        }
    }
}

/// Names of ours are ASCII by their own rules, so they always fit.
fn ia5(text: &str) -> Ia5String {
    Ia5String::try_from(text).expect("names are checked to be ASCII when they are parsed")
}

/// A kind of certificate: what the authority needs to know to issue it.
pub(crate) trait Profile {
    /// Everything but serial number, validity and key identifiers, for a key of the given algorithm.
    fn parameters(&self, algorithm: &SignatureAlgorithm) -> CertificateParams;
}

impl Profile for Root {
    fn parameters(&self, _: &SignatureAlgorithm) -> CertificateParams {
        let mut parameters = CertificateParams::default();
        parameters.distinguished_name = self.subject.distinguished_name();
        parameters.is_ca = IsCa::Ca(BasicConstraints::Constrained(self.path_len));
        parameters.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        parameters.subject_alt_names = self
            .trust_domain
            .iter()
            .map(|domain| SanType::URI(ia5(&domain.uri())))
            .collect();
        parameters
    }
}

impl Profile for Server {
    fn parameters(&self, algorithm: &SignatureAlgorithm) -> CertificateParams {
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
        parameters.subject_alt_names = self.names.sans();
        parameters
    }
}

impl Profile for Device {
    fn parameters(&self, _: &SignatureAlgorithm) -> CertificateParams {
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
        parameters.subject_alt_names = vec![SanType::URI(ia5(&self.trust_domain.device_uri(&self.id)))];
        let local = format!("{}.local", self.id);
        if local.parse::<HostName>().is_ok() {
            parameters.subject_alt_names.push(SanType::DnsName(ia5(&local)));
        }
        parameters
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
    profile: &impl Profile,
    key: &impl PublicKeyData,
    serial: &Serial,
    validity: Validity,
) -> CertificateParams {
    let mut parameters = profile.parameters(key.algorithm());
    parameters.serial_number = Some(SerialNumber::from_slice(&serial.0));
    parameters.not_before = validity.not_before;
    parameters.not_after = validity.not_after;
    parameters.key_identifier_method = KeyIdMethod::PreSpecified(key_id(key.der_bytes()).to_vec());
    parameters.use_authority_key_identifier_extension = true;
    parameters
}
