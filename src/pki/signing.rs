//! Signing in the name of a CA, octet for octet.
//!
//! rcgen rebuilds the issuer's name from attributes that it knows, so that a name with several attributes in one RDN,
//! or with BMPString or TeletexString values, comes out as another one, and no path leads to the CA any more. So rcgen
//! builds what is to be signed, and the CA's own subject takes the issuer's place in it before it is signed: once, as
//! rcgen asks the key for its signature.

use std::sync::Mutex;

use amqtt_x509::der::{self, Element, Reader};
use rcgen::{CertificateParams, Issuer, KeyUsagePurpose, PublicKeyData, SignatureAlgorithm, SigningKey};

use super::{encoding::sequence, key::PrivateKey};

/// The part that both have first, for errors of the reader.
const TO_BE_SIGNED: &str = "what is to be signed";

/// A key that signs in the name given, whatever name rcgen wrote.
pub(super) struct NamedKey<'a> {
    key: &'a PrivateKey,
    /// The DER of the issuer's Name.
    name: &'a [u8],
    /// The octets that were signed in place of those that rcgen built.
    signed: Mutex<Vec<u8>>,
}

/// Signs a certificate or a revocation list that `build` has rcgen make for the issuer that it is given. Both begin
/// alike (RFC 5280 4.1 and 5.1): an optional version, for certificates a serial number, the algorithm, and the issuer.
///
/// # Errors
/// Whatever rcgen fails with.
pub(super) fn sign(
    key: &PrivateKey,
    name: &[u8],
    build: impl FnOnce(&Issuer<'_, &NamedKey<'_>>) -> Result<Vec<u8>, rcgen::Error>,
) -> Result<Vec<u8>, rcgen::Error> {
    let named = NamedKey {
        key,
        name,
        signed: Mutex::default(),
    };
    let mut parameters = CertificateParams::default();
    parameters.distinguished_name = rcgen::DistinguishedName::new();
    parameters.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let built = build(&Issuer::new(parameters, &named))?;
    let signed = named.signed.into_inner().unwrap_or_default();
    replace_signed(&built, &signed).ok_or(rcgen::Error::CouldNotParseCertificate)
}

/// The same certificate or list with other contents in place of those that were built.
fn replace_signed(built: &[u8], signed: &[u8]) -> Option<Vec<u8>> {
    let mut parts = Reader::sequence_alone(built, TO_BE_SIGNED).ok()?;
    parts.expect(der::SEQUENCE, TO_BE_SIGNED).ok()?;
    let algorithm = parts.expect(der::SEQUENCE, "signatureAlgorithm").ok()?;
    let signature = parts.expect(der::BIT_STRING, "signatureValue").ok()?;
    Some(sequence(&[signed, algorithm.encoded, signature.encoded]))
}

/// The same contents with another issuer.
fn with_issuer(contents: &[u8], name: &[u8]) -> Option<Vec<u8>> {
    let mut parts = Reader::sequence_alone(contents, TO_BE_SIGNED).ok()?;
    let mut before: Vec<&[u8]> = Vec::new();
    // The algorithm is the first SEQUENCE, and the issuer follows it.
    loop {
        let Element { tag, encoded, .. } = parts.element(TO_BE_SIGNED).ok()?;
        before.push(encoded);
        if tag == der::SEQUENCE {
            break;
        }
    }
    parts.expect(der::SEQUENCE, "issuer").ok()?;
    before.push(name);
    while !parts.is_empty() {
        before.push(parts.element(TO_BE_SIGNED).ok()?.encoded);
    }
    Some(sequence(&before))
}

impl PublicKeyData for NamedKey<'_> {
    fn der_bytes(&self) -> &[u8] {
        self.key.der_bytes()
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        self.key.algorithm()
    }
}

impl SigningKey for NamedKey<'_> {
    fn sign(&self, contents: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        let contents = with_issuer(contents, self.name).ok_or(rcgen::Error::CouldNotParseCertificate)?;
        let signature = self.key.sign(&contents)?;
        *self.signed.lock().map_err(|_| rcgen::Error::RemoteKeyError)? = contents;
        Ok(signature)
    }
}
