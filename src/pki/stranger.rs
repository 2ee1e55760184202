//! A credential of a stranger: with the names of a CA and of a device, and with nobody's signature but its own.

use time::OffsetDateTime;

use super::{
    authority::IssueError,
    certificate::Certificate,
    constraints::Constraints,
    key::PrivateKey,
    key_error::KeyError,
    key_type::KeyType,
    profile::{CertificateProfile, complete},
    serial::Serial,
    signing,
    validity::Validity,
};

/// Makes a certificate in the name of a CA, signed by a key that is not the CA's, and the key of the certificate.
///
/// # Errors
/// [`IssueError::Signing`] when the cryptographic library fails.
pub(crate) fn stranger(
    ca: &Certificate,
    profile: &dyn CertificateProfile,
    serial: &Serial,
    now: OffsetDateTime,
) -> Result<(Certificate, PrivateKey), IssueError> {
    let failed = |error: KeyError| IssueError::Signing(error.to_string());
    let key = PrivateKey::generate(KeyType::EcdsaP256).map_err(failed)?;
    let signer = PrivateKey::generate(KeyType::EcdsaP256).map_err(failed)?;
    let validity =
        Validity::days_from(now, 1).ok_or_else(|| IssueError::Signing("no such day".to_owned()))?;
    let parameters = complete(profile, &key, serial, validity, &Constraints::default())?;
    let der = signing::sign(&signer, ca.get().subject.encoded(), |issuer| {
        Ok(parameters.signed_by(&key, issuer)?.der().to_vec())
    })?;
    let certificate = Certificate::from_der(der.into())
        .map_err(|fault| IssueError::Signing(format!("what was signed cannot be parsed: {fault}")))?;
    Ok((certificate, key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pki::{Ca, Device, is_issued_by, self_sign};

    #[test]
    fn a_stranger_has_the_names_and_not_the_signature() {
        let now = OffsetDateTime::from_unix_timestamp(1_800_000_000).unwrap();
        let ca = Ca::root("Test CA");
        let key = PrivateKey::generate(KeyType::EcdsaP256).unwrap();
        let validity = Validity::days_from(now, 10).unwrap();
        let ca = self_sign(&ca, &key, &Serial::random().unwrap(), validity).unwrap();
        let device = Device {
            id: "pump-7".parse().unwrap(),
            trust_domain: "d.example".parse().unwrap(),
            country: None,
            organization: None,
            svid: false,
        };
        let (made, key) = stranger(&ca, &device, &Serial::random().unwrap(), now).unwrap();
        assert_eq!(made.get().issuer, ca.get().subject);
        assert!(made.has_public_key(&key) && !is_issued_by(&made, &ca));
    }
}
