//! Certificates as webpki is shown them: without their name constraints, which [`constraints`](super::constraints) checks.

use std::fmt;

use amqtt_x509::{certificate::Certificate, der};
use rustls_pki_types::{
    AlgorithmIdentifier, CertificateDer, InvalidSignature, SignatureVerificationAlgorithm,
};
use webpki::ALL_VERIFICATION_ALGS;

/// id-ce-nameConstraints as it is encoded: 2.5.29.30 (RFC 5280 4.2.1.10).
const NAME_CONSTRAINTS: [u8; 5] = [der::OID, 3, 0x55, 0x1d, 30];
/// The last octet of an object identifier of the same arc that is not assigned, and that webpki passes over.
const UNASSIGNED: u8 = 127;

/// A certificate whose name constraints are masked, with what its issuer has signed in both forms.
pub(super) struct Masked<'a> {
    pub(super) der: CertificateDer<'static>,
    signed: &'a [u8],
}

impl<'a> Masked<'a> {
    /// Masks the name constraints of a certificate: renames the extension and makes it uncritical, in place, so that
    /// everything else stays as it is. `None` where it has none, or is not a CA's: a leaf can then never be taken for
    /// one that was masked.
    pub(super) fn of(certificate: &Certificate<'a>) -> Option<Self> {
        let value = certificate
            .name_constraints
            .filter(|_| certificate.basic_constraints.ca)?;
        // The extension is the object identifier, perhaps a BOOLEAN, and the OCTET STRING with the value.
        let end = value
            .as_ptr()
            .addr()
            .checked_sub(certificate.der.as_ptr().addr())?;
        let head = certificate.der.get(..end)?;
        let start = head
            .windows(NAME_CONSTRAINTS.len())
            .rposition(|octets| octets == NAME_CONSTRAINTS)?;
        let mut masked = certificate.der.to_vec();
        masked[start + 4] = UNASSIGNED;
        if let Some([der::BOOLEAN, 1, critical]) = masked.get_mut(start + 5..start + 8) {
            *critical = 0;
        }
        Some(Self {
            der: masked.into(),
            signed: certificate.signed.contents,
        })
    }

    /// Returns whether these octets are what seems to be signed.
    fn is(&self, message: &[u8]) -> bool {
        message.len() == self.signed.len()
            && Certificate::read(&self.der).is_ok_and(|masked| masked.signed.contents == message)
    }
}

/// An algorithm that verifies the signature of a masked certificate over the certificate as it came.
pub(super) struct Unmasking<'a> {
    algorithm: &'static dyn SignatureVerificationAlgorithm,
    masked: &'a [Masked<'a>],
}

impl<'a> Unmasking<'a> {
    /// Returns all algorithms of the provider.
    pub(super) fn all(masked: &'a [Masked<'a>]) -> Vec<Self> {
        let algorithms = ALL_VERIFICATION_ALGS.iter();
        algorithms
            .map(|algorithm| Self {
                algorithm: *algorithm,
                masked,
            })
            .collect()
    }
}

impl fmt::Debug for Unmasking<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.algorithm.fmt(f)
    }
}

impl SignatureVerificationAlgorithm for Unmasking<'_> {
    fn verify_signature(
        &self,
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        let masked = self.masked.iter().find(|masked| masked.is(message));
        let message = masked.map_or(message, |masked| masked.signed);
        self.algorithm.verify_signature(public_key, message, signature)
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        self.algorithm.public_key_alg_id()
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.algorithm.signature_alg_id()
    }

    fn fips(&self) -> bool {
        self.algorithm.fips()
    }
}
