//! The profile of a certificate: its fields, and the proof that it serves its purpose.

use amqtt_x509::name::COMMON_NAME;
use rcgen::{
    CertificateParams, IsCa, KeyIdMethod, KeyUsagePurpose, PublicKeyData, SanType, SerialNumber,
    SignatureAlgorithm, string::Ia5String,
};
use time::OffsetDateTime;

use super::{
    ca_path::CaPath,
    certificate::Certificate,
    constraints::{Constraints, Name, NameForbidden},
    key_id::key_id,
    proof::{Purpose, Unaccepted},
    serial::Serial,
    subject::{Country, Subject, SubjectValue},
    validity::Validity,
};

/// Our names are ASCII by their own rules, so they always fit.
pub(super) fn ia5(text: &str) -> Ia5String {
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
pub(crate) trait CertificateProfile: Send + Sync {
    /// The kind of certificate.
    fn kind(&self) -> Kind;

    /// The name that the certificate is known by: a device id, or a common name.
    fn name(&self) -> &str;

    /// The use that the certificate is for.
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

impl<P: CertificateProfile + ?Sized> CertificateProfile for &P {
    fn kind(&self) -> Kind {
        (**self).kind()
    }

    fn name(&self) -> &str {
        (**self).name()
    }

    fn purpose(&self) -> Purpose {
        (**self).purpose()
    }

    fn parameters(
        &self,
        algorithm: &SignatureAlgorithm,
        constraints: &Constraints,
    ) -> Result<CertificateParams, NameForbidden> {
        (**self).parameters(algorithm, constraints)
    }

    fn prove(&self, certificate: &Certificate, path: &CaPath, now: OffsetDateTime) -> Result<(), Unaccepted> {
        (**self).prove(certificate, path, now)
    }
}

/// Checks that a certificate carries what its profile wants, named by `what` for the error.
pub(super) fn must_carry(carried: bool, what: impl FnOnce() -> String) -> Result<(), Unaccepted> {
    match carried {
        true => Ok(()),
        false => Err(Unaccepted::Lacks(what())),
    }
}

/// Checks that a certificate carries the common name that its profile wants.
pub(super) fn must_carry_name(certificate: &Certificate, name: &str) -> Result<(), Unaccepted> {
    let carried = certificate.get().subject.first(COMMON_NAME);
    must_carry(carried.as_deref() == Some(name), || {
        format!("the common name {name}")
    })
}

/// OpenSSL takes a common name with a dot in it for a host name where there is no other, and asks the CA's name
/// constraints about it.
pub(super) fn check_common_name(
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

/// Returns the fields that all leaves have.
pub(super) fn leaf(
    common_name: String,
    country: Option<&Country>,
    organization: Option<&SubjectValue>,
) -> CertificateParams {
    let subject = Subject {
        country: country.cloned(),
        state: None,
        locality: None,
        organization: organization.cloned(),
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
    profile: &dyn CertificateProfile,
    key: &dyn PublicKeyData,
    serial: &Serial,
    validity: Validity,
    constraints: &Constraints,
) -> Result<CertificateParams, NameForbidden> {
    let mut parameters = profile.parameters(key.algorithm(), constraints)?;
    parameters.serial_number = Some(SerialNumber::from_slice(serial.octets()));
    parameters.not_before = validity.not_before;
    parameters.not_after = validity.not_after;
    parameters.key_identifier_method = KeyIdMethod::PreSpecified(key_id(key.der_bytes()).to_vec());
    parameters.use_authority_key_identifier_extension = true;
    Ok(parameters)
}
