//! A CA's certificate with those above it, and its fitness to sign.

use amqtt_x509::time::UnixTime;
use time::OffsetDateTime;

use super::{
    admission::Admission, certificate::Certificate, key::PrivateKey, time::unix_time, validity::Validity,
};

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

/// A CA's certificate and those above it, as far as they are known.
#[derive(Debug)]
pub(crate) struct CaPath {
    /// The certificate whose key signs.
    pub(super) ca: Certificate,
    /// The issuer's certificate, and so on up, with the root where it is known.
    pub(super) above: Vec<Certificate>,
    /// Brokers' verifier for devices below it.
    pub(super) admission: Admission,
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
        Self::of(ca, Vec::new())
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
                None => return Self::of(ca, above),
            }
        }
    }

    fn of(ca: Certificate, above: Vec<Certificate>) -> Self {
        Self {
            ca,
            above,
            admission: Admission::default(),
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

    /// Ends a validity where the path ends; returns whether that is sooner.
    pub(crate) fn cap(&self, validity: Validity) -> (Validity, bool) {
        self.iter()
            .fold((validity, false), |(validity, sooner), certificate| {
                let (validity, now_sooner) = validity.capped(certificate);
                (validity, sooner || now_sooner)
            })
    }
}
