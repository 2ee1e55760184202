//! The profile of a device's certificate.

use amqtt_verifier::{DeviceId, TrustDomain};
use rcgen::{CertificateParams, ExtendedKeyUsagePurpose, SanType, SignatureAlgorithm};
use time::OffsetDateTime;

use crate::pki::{
    ca_path::CaPath,
    certificate::Certificate,
    constraints::{Constraints, Name, NameForbidden},
    names::HostName,
    profile::{CertificateProfile, Kind, check_common_name, ia5, leaf, must_carry},
    proof::{self, Purpose, Unaccepted},
    subject::{Country, SubjectValue},
};

/// A device's certificate.
#[derive(Debug)]
pub(crate) struct Device {
    pub(crate) id: DeviceId,
    pub(crate) trust_domain: TrustDomain,
    pub(crate) country: Option<Country>,
    pub(crate) organization: Option<SubjectValue>,
    /// With serverAuth too, as full X509-SVID conformance wants.
    pub(crate) svid: bool,
}

impl Device {
    /// The URI that the certificate carries.
    pub(crate) fn uri(&self) -> String {
        self.trust_domain.device_uri(&self.id)
    }
}

impl CertificateProfile for Device {
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
            self.organization.as_ref(),
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
        let is_for_servers = || {
            let usage = certificate.get().extended_key_usage;
            usage.is_some_and(|usage| usage.server_auth)
        };
        must_carry(!self.svid || is_for_servers(), || "serverAuth".to_owned())
    }
}
