//! Signing in the name of a CA, octet for octet.
//!
//! rcgen rebuilds the issuer's name from attributes that it knows, so that a name with several attributes in one RDN,
//! or with BMPString or TeletexString values, comes out as another one, and no path leads to the CA any more. So rcgen
//! builds what is to be signed, and the CA's own subject takes the issuer's place in it before it is signed: once, as
//! rcgen asks the key for its signature.

use std::sync::Mutex;

use amqtt_x509::der::{self, Element, Reader};
use rcgen::{CertificateParams, Issuer, KeyUsagePurpose, PublicKeyData, SignatureAlgorithm, SigningKey};

use super::key::PrivateKey;

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

/// A SEQUENCE of elements, in DER.
pub(super) fn sequence(elements: &[&[u8]]) -> Vec<u8> {
    let length: usize = elements.iter().map(|element| element.len()).sum();
    let mut der = Vec::with_capacity(length + 6);
    der.push(der::SEQUENCE);
    push_length(&mut der, length);
    elements.iter().for_each(|element| der.extend(*element));
    der
}

/// Appends a length in its shortest form (X.690 10.1).
pub(super) fn push_length(der: &mut Vec<u8>, length: usize) {
    match u8::try_from(length) {
        Ok(short @ ..0x80) => der.push(short),
        _ => {
            let octets = length.to_be_bytes();
            let octets = &octets[length.leading_zeros() as usize / 8..];
            der.push(0x80 | octets.len() as u8);
            der.extend(octets);
        }
    }
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
