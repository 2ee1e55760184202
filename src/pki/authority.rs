//! The authority: a CA certificate with its key, checked to be fit to sign, and what it signs.

use amqtt_x509::der::primitive;
use rcgen::{CustomExtension, PublicKeyData};
use time::OffsetDateTime;

use super::{
    ca_path::{AuthorityError, CaPath},
    certificate::Certificate,
    constraints::{Constraints, NameForbidden},
    encoding::{element, sequence},
    key::PrivateKey,
    key_id::{PublicKeyId, key_id},
    profile::{CertificateProfile, complete},
    proof::{self, Unaccepted},
    serial::Serial,
    signing,
    validity::Validity,
};

/// Error from issuing a certificate.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum IssueError {
    #[error(transparent)]
    Name(#[from] NameForbidden),
    #[error("this CA cannot issue a certificate that is accepted")]
    Unaccepted(#[from] Unaccepted),
    #[error("only a private key can sign its own certificate")]
    NoPrivateKey,
    #[error("the certificate could not be signed: {0}")]
    Signing(String),
}

impl From<rcgen::Error> for IssueError {
    fn from(error: rcgen::Error) -> Self {
        Self::Signing(error.to_string())
    }
}

/// An authority that may sign now.
#[derive(Debug)]
pub(crate) struct Authority {
    path: CaPath,
    key: PrivateKey,
    /// The DER of the CA's name.
    name: Vec<u8>,
    /// The certificates that go with what it signs, in PEM.
    chain_pem: String,
    /// The CA's subject key identifier as its certificate states it, else as we compute it.
    key_id: Vec<u8>,
    constraints: Constraints,
    id: PublicKeyId,
}

impl Authority {
    /// Joins a CA and its key.
    ///
    /// # Errors
    /// [`AuthorityError`] when the certificate is not a CA's, may not sign certificates, is not valid at `now`, or
    /// belongs to another key.
    pub(crate) fn new(path: CaPath, key: PrivateKey, now: OffsetDateTime) -> Result<Self, AuthorityError> {
        path.check(now)?;
        if !path.ca.has_public_key(&key) {
            return Err(AuthorityError::OtherKey);
        }
        Ok(Self {
            key_id: match path.ca.get().subject_key_id {
                Some(id) if !id.is_empty() => id.to_vec(),
                _ => key_id(key.der_bytes()).to_vec(),
            },
            id: PublicKeyId::of(&key),
            name: path.ca.get().subject.encoded().to_vec(),
            chain_pem: path.chain().map(Certificate::to_pem).collect(),
            constraints: Constraints::of(path.iter().map(Certificate::get)),
            path,
            key,
        })
    }

    /// The CA and what is above it.
    pub(crate) fn path(&self) -> &CaPath {
        &self.path
    }

    /// The key that signs.
    pub(super) fn key(&self) -> &PrivateKey {
        &self.key
    }

    /// The CA and those above it without the root, in PEM: what goes with a certificate that it signs.
    pub(crate) fn chain_pem(&self) -> &str {
        &self.chain_pem
    }

    /// The CA's subject key identifier.
    pub(super) fn key_id(&self) -> &[u8] {
        &self.key_id
    }

    /// The CA by its public key, as the inventory knows it.
    pub(crate) fn id(&self) -> PublicKeyId {
        self.id
    }

    /// Signs a certificate, and checks that those who will verify it accept it at `now`.
    ///
    /// # Errors
    /// [`IssueError`] when the CA's name constraints forbid a name, no verifier would accept the certificate, or signing
    /// fails.
    pub(crate) fn issue(
        &self,
        profile: &dyn CertificateProfile,
        key: &dyn PublicKeyData,
        serial: &Serial,
        validity: Validity,
        now: OffsetDateTime,
    ) -> Result<Certificate, IssueError> {
        proof::check_path(profile.purpose(), &self.path)?;
        let mut parameters = complete(profile, key, serial, validity, &self.constraints)?;
        // rcgen would derive the identifier in the method of the certificate; the CA's own is what it says it is.
        parameters.use_authority_key_identifier_extension = false;
        parameters.custom_extensions.push(authority_key_id(&self.key_id));
        let der = signing::sign(&self.key, &self.name, |issuer| {
            Ok(parameters.signed_by(&key, issuer)?.der().to_vec())
        })?;
        let issued = read_back(der)?;
        profile.prove(&issued, &self.path, now)?;
        Ok(issued)
    }
}

/// Signs the certificate of a root with its own key.
///
/// # Errors
/// [`IssueError::Signing`] when the cryptographic library fails.
pub(crate) fn self_sign(
    profile: &dyn CertificateProfile,
    key: &PrivateKey,
    serial: &Serial,
    validity: Validity,
) -> Result<Certificate, IssueError> {
    let parameters = complete(profile, key, serial, validity, &Constraints::default())?;
    read_back(parameters.self_signed(key)?.der().to_vec())
}

fn read_back(der: Vec<u8>) -> Result<Certificate, IssueError> {
    Certificate::from_der(der.into())
        .map_err(|fault| IssueError::Signing(format!("what was signed cannot be parsed: {fault}")))
}

/// AuthorityKeyIdentifier with a key identifier alone (RFC 5280 4.2.1.1): `SEQUENCE { [0] keyIdentifier }`.
fn authority_key_id(id: &[u8]) -> CustomExtension {
    let identifier = element(primitive(0), &[id]);
    CustomExtension::from_oid_content(&[2, 5, 29, 35], sequence(&[&identifier]))
}
