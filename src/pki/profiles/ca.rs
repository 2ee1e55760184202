//! The profile of a CA's certificate.

use amqtt_verifier::TrustDomain;
use rcgen::{BasicConstraints, CertificateParams, IsCa, KeyUsagePurpose, SanType, SignatureAlgorithm};
use time::OffsetDateTime;

use crate::pki::{
    ca_path::CaPath,
    certificate::Certificate,
    constraints::{Constraints, Name, NameForbidden},
    profile::{CertificateProfile, Kind, ia5, must_carry, must_carry_name},
    proof::{self, Purpose, Unaccepted},
    subject::Subject,
};

/// A CA's certificate: a root's, signed by its own key, or an intermediate's.
#[derive(Debug)]
pub(crate) struct Ca {
    /// [`Kind::Root`] or [`Kind::Intermediate`].
    pub(crate) kind: Kind,
    pub(crate) subject: Subject,
    pub(crate) trust_domain: Option<TrustDomain>,
    /// The most CA certificates between it and a leaf (RFC 5280 4.2.1.9): 0 unless more are asked for.
    pub(crate) path_len: Option<u8>,
}

#[cfg(test)]
impl Ca {
    /// Returns a root that has only a name, to test with.
    pub(crate) fn root(name: &str) -> Self {
        let subject = Subject {
            common_name: name.to_owned(),
            country: None,
            state: None,
            locality: None,
            organization: None,
        };
        Self {
            kind: Kind::Root,
            subject,
            trust_domain: None,
            path_len: None,
        }
    }
}

impl CertificateProfile for Ca {
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
        parameters.is_ca = IsCa::Ca(BasicConstraints::Constrained(self.path_len.unwrap_or(0)));
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
        must_carry_name(certificate, self.name())?;
        let read = certificate.get();
        if let Some(domain) = &self.trust_domain {
            let uri = domain.uri();
            let mut uris = read.alt_names.into_iter().flat_map(|names| names.uris());
            must_carry(uris.any(|known| known == uri.as_bytes()), || {
                format!("the trust domain {domain}")
            })?;
        }
        match self.path_len {
            Some(asked_for) => must_carry(read.basic_constraints.path_len == Some(asked_for.into()), || {
                format!("path length {asked_for}")
            }),
            None => Ok(()),
        }
    }
}
