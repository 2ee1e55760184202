//! The authority: a CA certificate with its key, checked to be fit to sign, and what it signs.

use amqtt_x509::time::UnixTime;
use rcgen::{CustomExtension, Issuer, PublicKeyData};
use time::{Duration, OffsetDateTime};

use super::{
    certificate::Certificate,
    key::PrivateKey,
    key_id::{KEY_ID_LEN, key_id},
    profile::{Profile, Root, Serial, complete},
    time::{date_time, unix_time},
};

/// Certificates are valid from this long before they are issued, for devices whose clock is behind.
const BACKDATED: Duration = Duration::hours(1);

/// From when to when a certificate is valid.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Validity {
    pub(super) not_before: OffsetDateTime,
    pub(super) not_after: OffsetDateTime,
}

impl Validity {
    /// From one hour before `now` to `days` after it, in whole seconds (RFC 5280 4.1.2.5.2). `None` where that is
    /// beyond the year 9999, which a certificate cannot say.
    pub(crate) fn days_from(now: OffsetDateTime, days: u32) -> Option<Self> {
        let now = now.replace_nanosecond(0).ok()?;
        Some(Self {
            not_before: now - BACKDATED,
            not_after: now.checked_add(Duration::days(days.into()))?,
        })
    }

    /// Ends it where the authority's own certificate ends; says whether that is sooner.
    pub(crate) fn capped(self, authority: &Certificate) -> (Self, bool) {
        let end = date_time(authority.get().not_after);
        (
            Self {
                not_after: self.not_after.min(end),
                ..self
            },
            end < self.not_after,
        )
    }
}

/// Why a certificate and a key are no authority.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum AuthorityError {
    #[error("the certificate is not a CA's: its BasicConstraints do not say CA:TRUE")]
    NotACa,
    #[error("the CA certificate may not sign certificates: its KeyUsage lacks keyCertSign")]
    NoKeyCertSign,
    #[error("the CA certificate is not valid yet: it begins on {0}")]
    NotYetValid(UnixTime),
    #[error("the CA certificate expired on {0}")]
    Expired(UnixTime),
    #[error("the CA key does not belong to the CA certificate")]
    OtherKey,
    #[error("the CA certificate cannot be an issuer: its subject is empty")]
    NoSubject,
    #[error(
        "the CA certificate cannot be an issuer: its subject has a form that cannot be copied faithfully ({0})"
    )]
    Subject(String),
}

/// Why a certificate could not be issued.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum IssueError {
    #[error("the CA's subject has a form that cannot be copied faithfully (a repeated or unusual attribute)")]
    Issuer,
    #[error("the certificate could not be signed: {0}")]
    Signing(String),
}

/// An authority that may sign now.
#[derive(Debug)]
pub(crate) struct Authority {
    certificate: Certificate,
    issuer: Issuer<'static, PrivateKey>,
}

impl Authority {
    /// Joins a CA certificate and its key.
    ///
    /// # Errors
    /// [`AuthorityError`] when the certificate is no CA's, may not sign certificates, is not valid at `now`, or
    /// belongs to another key.
    pub(crate) fn new(
        certificate: Certificate,
        key: PrivateKey,
        now: OffsetDateTime,
    ) -> Result<Self, AuthorityError> {
        Self::check(&certificate, now)?;
        if !certificate.has_public_key(&key) {
            return Err(AuthorityError::OtherKey);
        }
        let issuer = Issuer::from_ca_cert_der(certificate.der(), key)
            .map_err(|error| AuthorityError::Subject(error.to_string()))?;
        Ok(Self { certificate, issuer })
    }

    /// Checks all that can be checked of a CA certificate without its key.
    ///
    /// # Errors
    /// [`AuthorityError`] when it is no CA's, may not sign certificates, has no subject, or is not valid at `now`.
    pub(crate) fn check(certificate: &Certificate, now: OffsetDateTime) -> Result<(), AuthorityError> {
        let certificate = certificate.get();
        if !certificate.basic_constraints.ca {
            return Err(AuthorityError::NotACa);
        }
        if certificate.key_usage.is_some_and(|usage| !usage.key_cert_sign()) {
            return Err(AuthorityError::NoKeyCertSign);
        }
        // An issuer has a name (RFC 5280 4.1.2.4); without one, no leaf of it verifies.
        if certificate.subject.is_empty() {
            return Err(AuthorityError::NoSubject);
        }
        let now = unix_time(now);
        if now < certificate.not_before {
            return Err(AuthorityError::NotYetValid(certificate.not_before));
        }
        if now > certificate.not_after {
            return Err(AuthorityError::Expired(certificate.not_after));
        }
        Ok(())
    }

    /// Signs the certificate of a leaf.
    ///
    /// # Errors
    /// [`IssueError`] when signing fails, or rcgen would write another issuer than the CA's own subject.
    pub(crate) fn issue(
        &self,
        profile: &impl Profile,
        key: &impl PublicKeyData,
        serial: &Serial,
        validity: Validity,
    ) -> Result<Certificate, IssueError> {
        let mut parameters = complete(profile, key, serial, validity);
        if self.certificate.get().subject_key_id.is_none() {
            // rcgen would take SHA-256 of the key; the identifier is ours to compute where the CA states none.
            parameters.use_authority_key_identifier_extension = false;
            parameters
                .custom_extensions
                .push(authority_key_id(key_id(self.issuer.key().der_bytes())));
        }
        let issued = parameters
            .signed_by(key, &self.issuer)
            .map_err(|error| IssueError::Signing(error.to_string()))?;
        let issued = read_back(&issued)?;
        if issued.get().issuer != self.certificate.get().subject {
            return Err(IssueError::Issuer);
        }
        Ok(issued)
    }
}

impl Root {
    /// Signs the root with its own key.
    ///
    /// # Errors
    /// [`IssueError::Signing`] when the cryptographic library fails.
    pub(crate) fn self_sign(
        &self,
        key: &PrivateKey,
        serial: &Serial,
        validity: Validity,
    ) -> Result<Certificate, IssueError> {
        let signed = complete(self, key, serial, validity).self_signed(key);
        read_back(&signed.map_err(|error| IssueError::Signing(error.to_string()))?)
    }
}

fn read_back(certificate: &rcgen::Certificate) -> Result<Certificate, IssueError> {
    Certificate::from_der(certificate.der().clone())
        .map_err(|fault| IssueError::Signing(format!("what was signed cannot be parsed: {fault}")))
}

/// AuthorityKeyIdentifier with a key identifier alone (RFC 5280 4.2.1.1): `SEQUENCE { [0] keyIdentifier }`.
fn authority_key_id(id: [u8; KEY_ID_LEN]) -> CustomExtension {
    const LENGTH: u8 = KEY_ID_LEN as u8;
    let mut der = vec![0x30, LENGTH + 2, 0x80, LENGTH];
    der.extend(id);
    CustomExtension::from_oid_content(&[2, 5, 29, 35], der)
}
