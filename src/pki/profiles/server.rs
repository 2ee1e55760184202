//! The profile of a broker's certificate.

use rcgen::{CertificateParams, ExtendedKeyUsagePurpose, KeyUsagePurpose, SignatureAlgorithm};
use time::OffsetDateTime;

use super::server_names::ServerNames;
use crate::pki::{
    ca_path::CaPath,
    certificate::Certificate,
    constraints::{Constraints, NameForbidden},
    profile::{CertificateProfile, Kind, check_common_name, leaf, must_carry_name},
    proof::{self, Purpose, Unaccepted},
    subject::{Country, SubjectValue},
};

/// A broker's certificate.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) common_name: SubjectValue,
    pub(crate) country: Option<Country>,
    pub(crate) organization: Option<SubjectValue>,
    pub(crate) names: ServerNames,
}

impl CertificateProfile for Server {
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
        let mut parameters = leaf(common_name, self.country.as_ref(), self.organization.as_ref());
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
        if let Some(missing) = self.names.missing_in(certificate) {
            return Err(Unaccepted::Lacks(missing));
        }
        must_carry_name(certificate, self.name())
    }
}
