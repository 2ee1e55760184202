//! Revocation lists: signed, and read again (RFC 5280 5).

use amqtt_x509::{
    crl::{CertificateList, RevocationReason},
    der::Malformed,
    pem::{self, FileError},
    time::UnixTime,
};
use rcgen::{
    CertificateRevocationListParams, KeyIdMethod, RevocationReason as RcgenReason, RevokedCertParams,
    SerialNumber,
};
use rustls_pki_types::CertificateRevocationListDer;

use super::{authority::Authority, certificate::Certificate, proof, signing, time::date_time};

/// A certificate that a list revokes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Revoked {
    /// The octets of the serial number, the most significant first.
    pub(crate) serial: Vec<u8>,
    pub(crate) since: UnixTime,
    pub(crate) reason: RevocationReason,
}

/// A list that is to be signed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewList<'a> {
    pub(crate) number: u64,
    pub(crate) this_update: UnixTime,
    pub(crate) next_update: UnixTime,
    pub(crate) revoked: &'a [Revoked],
}

/// Error from signing a revocation list.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum ListError {
    #[error("the CA certificate may not sign revocation lists: its KeyUsage lacks cRLSign")]
    NoCrlSign,
    #[error("the CA certificate expires on {0}, before the revocation list would begin")]
    CaEnds(UnixTime),
    #[error("the revocation list could not be signed: {0}")]
    Signing(String),
}

/// Error from reading a file of revocation lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum ListFileError {
    #[error(transparent)]
    File(#[from] FileError),
    #[error("the revocation list cannot be parsed: {0}")]
    Malformed(#[from] Malformed),
}

/// A revocation list that can be read, entries included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RevocationList(CertificateRevocationListDer<'static>);

impl RevocationList {
    /// Reads all lists of a file, PEM or DER, at least one.
    ///
    /// # Errors
    /// [`ListFileError`] when there is none, the file is broken, or one cannot be parsed.
    pub(crate) fn all_from_file(contents: &[u8]) -> Result<Vec<Self>, ListFileError> {
        let lists = pem::crls(contents)?.into_iter();
        lists
            .map(|der| Self::from_der(der.as_ref().to_vec().into()).map_err(ListFileError::from))
            .collect()
    }

    fn from_der(der: CertificateRevocationListDer<'static>) -> Result<Self, Malformed> {
        let list = CertificateList::read(&der)?;
        list.entries().try_for_each(|entry| entry.map(drop))?;
        Ok(Self(der))
    }

    /// Returns what it says, typed.
    #[allow(clippy::expect_used, reason = "it was read before")]
    pub(crate) fn get(&self) -> CertificateList<'_> {
        CertificateList::read(&self.0).expect("what was read once can be read again")
    }

    /// Returns its DER.
    pub(crate) fn der(&self) -> &[u8] {
        &self.0
    }

    /// Returns the list in PEM.
    pub(crate) fn to_pem(&self) -> String {
        std::mem::take(&mut *pem::encode("X509 CRL", &self.0))
    }

    /// Returns whether this CA is its issuer, and has signed it.
    pub(crate) fn is_signed_by(&self, ca: &Certificate) -> bool {
        self.get().issuer == ca.get().subject && proof::signature_verifies(&self.0, ca).is_ok()
    }
}

/// Returns whether this CA is the issuer of a certificate, and has signed it.
pub(crate) fn is_issued_by(certificate: &Certificate, ca: &Certificate) -> bool {
    certificate.get().issuer == ca.get().subject && proof::signature_verifies(certificate.der(), ca).is_ok()
}

impl Authority {
    /// Signs a revocation list, and reads it again. It ends no later than the CA.
    ///
    /// # Errors
    /// [`ListError`] when the CA may not sign lists, or ends before the list begins.
    pub(crate) fn sign_list(&self, list: NewList<'_>) -> Result<RevocationList, ListError> {
        let ca = self.path().ca();
        if ca.get().key_usage.is_some_and(|usage| !usage.crl_sign()) {
            return Err(ListError::NoCrlSign);
        }
        let end = ca.get().not_after;
        if end <= list.this_update {
            return Err(ListError::CaEnds(end));
        }
        let parameters = CertificateRevocationListParams {
            this_update: date_time(list.this_update),
            next_update: date_time(list.next_update.min(end)),
            crl_number: SerialNumber::from(list.number),
            issuing_distribution_point: None,
            revoked_certs: list.revoked.iter().map(entry).collect(),
            key_identifier_method: KeyIdMethod::PreSpecified(self.key_id().to_vec()),
        };
        let failed = |error: rcgen::Error| ListError::Signing(error.to_string());
        let der = signing::sign(self.key(), ca.get().subject.encoded(), |issuer| {
            Ok(parameters.signed_by(issuer)?.der().to_vec())
        })
        .map_err(failed)?;
        let signed = RevocationList::from_der(der.into())
            .map_err(|fault| ListError::Signing(format!("what was signed cannot be parsed: {fault}")))?;
        match signed.is_signed_by(ca) {
            true => Ok(signed),
            false => Err(ListError::Signing("its signature does not verify".to_owned())),
        }
    }
}

fn entry(revoked: &Revoked) -> RevokedCertParams {
    RevokedCertParams {
        serial_number: SerialNumber::from_slice(&revoked.serial),
        revocation_time: date_time(revoked.since),
        reason_code: reason(revoked.reason),
        invalidity_date: None,
    }
}

/// The reason as rcgen has it; an unspecified one is left out (RFC 5280 5.3.1).
fn reason(reason: RevocationReason) -> Option<RcgenReason> {
    Some(match reason {
        RevocationReason::KeyCompromise => RcgenReason::KeyCompromise,
        RevocationReason::CaCompromise => RcgenReason::CaCompromise,
        RevocationReason::AffiliationChanged => RcgenReason::AffiliationChanged,
        RevocationReason::Superseded => RcgenReason::Superseded,
        RevocationReason::CessationOfOperation => RcgenReason::CessationOfOperation,
        RevocationReason::CertificateHold => RcgenReason::CertificateHold,
        RevocationReason::PrivilegeWithdrawn => RcgenReason::PrivilegeWithdrawn,
        RevocationReason::AaCompromise => RcgenReason::AaCompromise,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use ::time::OffsetDateTime;

    use super::*;
    use crate::pki::{Ca, CaPath, KeyType, PrivateKey, Serial, Validity, authority::self_sign};

    const NOW: i64 = 1_800_000_000;

    fn authority() -> Authority {
        let now = OffsetDateTime::from_unix_timestamp(NOW).unwrap();
        let key = PrivateKey::generate(KeyType::EcdsaP256).unwrap();
        let ca = Ca::root("Test CA");
        let validity = Validity::days_from(now, 10).unwrap();
        let certificate = self_sign(&ca, &key, &Serial::random().unwrap(), validity).unwrap();
        Authority::new(CaPath::alone(certificate), key, now).unwrap()
    }

    fn at(seconds: i64) -> UnixTime {
        UnixTime::from_seconds(seconds)
    }

    #[test]
    fn a_list_says_what_was_revoked_and_ends_with_its_ca() {
        let authority = authority();
        let revoked = [
            Revoked {
                serial: vec![0x80, 1],
                since: at(NOW - 5),
                reason: RevocationReason::KeyCompromise,
            },
            Revoked {
                serial: vec![7],
                since: at(NOW),
                reason: RevocationReason::Unspecified,
            },
        ];
        let signed = authority
            .sign_list(NewList {
                number: NOW as u64,
                this_update: at(NOW),
                next_update: at(NOW + 30 * 86_400),
                revoked: &revoked,
            })
            .unwrap();
        let list = signed.get();
        let ca = authority.path().ca().get();
        assert_eq!(list.issuer, ca.subject);
        assert_eq!(list.number, Some((NOW as u64).into()));
        assert_eq!(list.this_update, at(NOW));
        assert_eq!(list.next_update, Some(ca.not_after));
        let entries: Vec<_> = list
            .entries()
            .map(|entry| entry.unwrap())
            .map(|entry| Revoked {
                serial: entry.serial.magnitude().to_vec(),
                since: entry.since,
                reason: entry.reason,
            })
            .collect();
        assert_eq!(entries, revoked);
        let read = RevocationList::all_from_file(signed.to_pem().as_bytes()).unwrap();
        assert_eq!(read, [signed]);
    }

    #[test]
    fn a_list_of_another_ca_is_told_apart() {
        let (one, other) = (authority(), authority());
        let list = NewList {
            number: 1,
            this_update: at(NOW),
            next_update: at(NOW + 60),
            revoked: &[],
        };
        let signed = one.sign_list(list).unwrap();
        assert!(signed.is_signed_by(one.path().ca()));
        // The name is the same, the key is not.
        assert!(!signed.is_signed_by(other.path().ca()));
        let late = NewList {
            this_update: at(NOW + 11 * 86_400),
            ..list
        };
        assert!(matches!(one.sign_list(late), Err(ListError::CaEnds(_))));
    }
}
