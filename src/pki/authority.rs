//! The authority: a CA certificate with its key, checked to be fit to sign, and what it signs.

use amqtt_x509::{der::primitive, time::UnixTime};
use rcgen::{CustomExtension, PublicKeyData};
use time::{Duration, OffsetDateTime};

use super::{
    certificate::Certificate,
    constraints::{Constraints, NameForbidden},
    encoding::{element, sequence},
    key::PrivateKey,
    key_id::{PublicKeyId, key_id},
    profile::{Profile, Serial, complete},
    proof::{self, Unaccepted},
    signing,
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
    /// From one hour before `now`, but not before 1970, to `days` after it, in whole seconds (RFC 5280 4.1.2.5.2).
    /// `None` where that is beyond the year 9999, which a certificate cannot express.
    pub(crate) fn days_from(now: OffsetDateTime, days: u32) -> Option<Self> {
        let now = now.replace_nanosecond(0).ok()?;
        Some(Self {
            not_before: (now - BACKDATED).max(OffsetDateTime::UNIX_EPOCH),
            not_after: now.checked_add(Duration::days(days.into()))?,
        })
    }

    /// The beginning, in seconds since 1970.
    pub(crate) fn not_before(self) -> i64 {
        self.not_before.unix_timestamp()
    }

    /// The end, in seconds since 1970.
    pub(crate) fn not_after(self) -> i64 {
        self.not_after.unix_timestamp()
    }

    /// Ends it where another certificate ends; returns whether that is sooner.
    fn capped(self, by: &Certificate) -> (Self, bool) {
        let end = date_time(by.get().not_after);
        (
            Self {
                not_after: self.not_after.min(end),
                ..self
            },
            end < self.not_after,
        )
    }
}

/// Error from a certificate and a key that cannot sign as a CA.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum AuthorityError {
    #[error("the CA certificate is not a CA: its BasicConstraints do not say CA:TRUE")]
    NotACa,
    #[error("the CA certificate may not sign certificates: its KeyUsage lacks keyCertSign")]
    NoKeyCertSign,
    #[error("the CA certificate is not valid until {0}")]
    NotYetValid(UnixTime),
    #[error("the CA certificate expired on {0}")]
    Expired(UnixTime),
    #[error("the CA key does not belong to the CA certificate")]
    OtherKey,
    #[error("none of the {0} certificates belongs to the CA key")]
    NoneOfKey(usize),
    #[error("the CA certificate cannot be an issuer: its subject is empty")]
    NoSubject,
}

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

/// A CA's certificate and those above it, as far as they are known.
#[derive(Debug)]
pub(crate) struct CaPath {
    /// The certificate whose key signs.
    pub(super) ca: Certificate,
    /// Its issuer's certificate, and so on up, with the root where it is known.
    pub(super) above: Vec<Certificate>,
}

impl CaPath {
    /// Finds the path from the CA with this key, in certificates in any order.
    ///
    /// # Errors
    /// [`AuthorityError::OtherKey`] or [`AuthorityError::NoneOfKey`] when the key is not that of any of them.
    pub(crate) fn of_key(
        mut certificates: Vec<Certificate>,
        key: &PrivateKey,
    ) -> Result<Self, AuthorityError> {
        let count = certificates.len();
        let own = certificates
            .iter()
            .position(|certificate| certificate.has_public_key(key));
        match own {
            Some(index) => {
                let ca = certificates.swap_remove(index);
                Ok(Self::from(ca, certificates))
            }
            None if count == 1 => Err(AuthorityError::OtherKey),
            None => Err(AuthorityError::NoneOfKey(count)),
        }
    }

    /// The path of the only certificate that is known.
    pub(crate) fn alone(ca: Certificate) -> Self {
        Self {
            ca,
            above: Vec::new(),
        }
    }

    /// Finds the path from a certificate up, in certificates in any order.
    pub(crate) fn from(ca: Certificate, mut others: Vec<Certificate>) -> Self {
        let mut above: Vec<Certificate> = Vec::new();
        loop {
            let lowest = above.last().unwrap_or(&ca);
            let issuer = match lowest.is_self_issued() {
                true => None,
                false => others
                    .iter()
                    .position(|other| other.get().subject == lowest.get().issuer),
            };
            match issuer {
                Some(index) => above.push(others.swap_remove(index)),
                None => return Self { ca, above },
            }
        }
    }

    /// The certificate whose key signs.
    pub(crate) fn ca(&self) -> &Certificate {
        &self.ca
    }

    /// The certificates that go into a file after a leaf: from its issuer up, without the root.
    pub(crate) fn chain(&self) -> impl Iterator<Item = &Certificate> {
        self.iter().filter(|certificate| !certificate.is_self_issued())
    }

    /// Returns whether the root at the top of the path is known.
    pub(crate) fn has_root(&self) -> bool {
        self.iter().any(Certificate::is_self_issued)
    }

    /// Returns the root at the top of the path, where it is known.
    pub(crate) fn root(&self) -> Option<&Certificate> {
        self.iter().find(|certificate| certificate.is_self_issued())
    }

    /// From the CA up.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &Certificate> {
        std::iter::once(&self.ca).chain(&self.above)
    }

    /// Checks all that can be checked of the CA without its key.
    ///
    /// # Errors
    /// [`AuthorityError`] when it is not a CA, may not sign certificates, has no subject, or is not valid at `now`.
    pub(crate) fn check(&self, now: OffsetDateTime) -> Result<(), AuthorityError> {
        let ca = self.ca.get();
        if !ca.basic_constraints.ca {
            return Err(AuthorityError::NotACa);
        }
        if ca.key_usage.is_some_and(|usage| !usage.key_cert_sign()) {
            return Err(AuthorityError::NoKeyCertSign);
        }
        // An issuer has a name (RFC 5280 4.1.2.4); without one, no leaf of it verifies.
        if ca.subject.is_empty() {
            return Err(AuthorityError::NoSubject);
        }
        let now = unix_time(now);
        if now < ca.not_before {
            return Err(AuthorityError::NotYetValid(ca.not_before));
        }
        if now > ca.not_after {
            return Err(AuthorityError::Expired(ca.not_after));
        }
        Ok(())
    }

    /// Checks that a certificate is of this CA, is what a profile asks for, and is accepted at `now`.
    ///
    /// # Errors
    /// [`Unaccepted`].
    pub(crate) fn recognize(
        &self,
        profile: &dyn Profile,
        certificate: &Certificate,
        now: OffsetDateTime,
    ) -> Result<(), Unaccepted> {
        profile.prove(certificate, self, now)
    }

    /// Ends a validity where the path ends; returns whether that is sooner.
    pub(crate) fn cap(&self, validity: Validity) -> (Validity, bool) {
        self.iter()
            .fold((validity, false), |(validity, sooner), certificate| {
                let (validity, now_sooner) = validity.capped(certificate);
                (validity, sooner || now_sooner)
            })
    }
}

/// An authority that may sign now.
#[derive(Debug)]
pub(crate) struct Authority {
    path: CaPath,
    key: PrivateKey,
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
            constraints: Constraints::of(path.iter().map(Certificate::get)),
            path,
            key,
        })
    }

    /// The CA and what is above it.
    pub(crate) fn path(&self) -> &CaPath {
        &self.path
    }

    /// The CA by its public key, as the inventory knows it.
    pub(crate) fn id(&self) -> PublicKeyId {
        self.id
    }

    /// Signs a certificate, and checks that those who will verify it accept it at `now`.
    ///
    /// # Errors
    /// [`IssueError`] when the CA's name constraints forbid a name, nobody would accept the certificate, or signing
    /// fails.
    pub(crate) fn issue(
        &self,
        profile: &dyn Profile,
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
        let der = signing::sign(&self.key, self.path.ca.get().subject.encoded(), |issuer| {
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
    profile: &dyn Profile,
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
