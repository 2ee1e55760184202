//! Properties of every certificate, chain, revocation list and file of them.

use amqtt_verifier::{
    ClientId, SpiffeId,
    certificate::{CertificateDer, CertificateVerifier, DeviceIdentity, Refusal, Rule, certificates_in},
    revocation::{CrlError, RevocationLists, crls_in},
};

use super::fleet::{DEVICE, FLEET, SERIAL, VERIFIERS, now};
use crate::forge::{bit_string, sequence};

/// A TBSCertificate that the issuer signs, whatever it says. Who is admitted is written in it.
pub fn certificate(body: &[u8]) -> bool {
    // Most inputs are not certificates: they are spared the signature, which costs more than all the rest.
    if FLEET.verifier().anchors(&unsigned(body)).is_err() {
        return false;
    }
    let chain = [FLEET.issuer_key.sign_body(body).into(), FLEET.issuer.clone()];
    let Some(identity) = identify(&chain) else {
        return false;
    };
    let uri = format!("spiffe://d.example/device/{}", identity.device_id());
    assert!(SpiffeId::parse(&uri).is_ok_and(|id| id.device() == Some(identity.device_id())));
    assert!(contains(body, uri.as_bytes()) && contains(body, identity.serial()));
    assert!(now() <= identity.valid_until() && identity.valid_until() <= identity.not_after());
    assert!(identity.require_client_id(identity.device_id()).is_ok());
    assert!(identity.require_client_id(&uri).is_err());
    true
}

/// Certificates one after the other, in DER. Without the keys of the fleet, nobody but its devices is admitted, and
/// they with the very certificates that they have.
pub fn chain(data: &[u8]) -> bool {
    let chain = cut(data);
    let Some(identity) = identify(&chain) else {
        return false;
    };
    let (certificate, signer) = match identity.device_id() {
        "dev1" => (&FLEET.device, &FLEET.issuer_key),
        "dev2" => (&FLEET.other_device, &FLEET.root_key),
        other => panic!("{other} is nobody's id"),
    };
    assert_eq!(*chain[0], certificate.sign(signer));
    assert_eq!(identity.serial(), SERIAL);
    let client_id: ClientId = identity.device_id().parse().unwrap();
    let admitted = VERIFIERS.device.admit(&chain, &client_id, now());
    assert_eq!(admitted, Ok(identity));
    let stranger = VERIFIERS.device.admit(&chain, &"dev3".parse().unwrap(), now());
    assert!(stranger.is_err_and(|refusal| refusal.rule() == Rule::ClientId));
    true
}

/// A TBSCertList that the issuer signs, whatever it says. Looking a device up gives what admitting it does.
pub fn crl(body: &[u8]) -> bool {
    if lists_of(&VERIFIERS.elsewhere).load(&unsigned(body)) != Err(CrlError::UnknownIssuer) {
        return false;
    }
    let signed = FLEET.issuer_key.sign_body(body);
    let builder = FLEET.verifier().crls(&FLEET.root_crl).unwrap();
    let Ok(verifier) = builder.crls(&signed).unwrap().build() else {
        return false;
    };
    let lists = lists_of(&verifier);
    let held = lists.summaries();
    assert!(held.len() == 2 && held.iter().all(|list| list.entries <= body.len()));
    assert_eq!(lists.load(&signed), Ok(()), "the same list again");
    assert_eq!(lists.summaries().len(), 2);

    let (device, chain) = &*DEVICE;
    let refusal = verifier.identify(chain, now()).err();
    let rechecked = verifier.recheck([device], now()).pop();
    assert_eq!(rechecked.map(|(_, refusal)| refusal), refusal);
    match refusal {
        None => assert!(
            held.iter()
                .all(|list| list.this_update <= now() && now() <= list.next_update)
        ),
        Some(Refusal::Revoked { serial, .. }) => assert!(*serial == *SERIAL && contains(body, SERIAL)),
        Some(refusal) => assert_eq!(refusal.rule().point(), 3, "{refusal}"),
    }
    true
}

/// A file. What is found in it, written as PEM twice, is found twice; and an issuer's list is not loaded without its
/// key.
pub fn pem(file: &[u8]) -> bool {
    let certificates = certificates_in(file);
    let lists = crls_in(file);
    assert!(certificates.is_ok() || FLEET.verifier().anchors(file).is_err());
    if let Ok(found) = &certificates {
        let pem: String = found.iter().map(|der| to_pem("CERTIFICATE", der)).collect();
        assert_eq!(
            certificates_in(pem.repeat(2).as_bytes()),
            Ok([&found[..], found].concat())
        );
    }
    if let Ok(found) = &lists {
        let pem: String = found.iter().map(|der| to_pem("X509 CRL", der)).collect();
        assert_eq!(
            crls_in(pem.repeat(2).as_bytes()),
            Ok([&found[..], found].concat())
        );
    }
    match lists_of(&VERIFIERS.without_lists).load(file) {
        Ok(()) => assert!(lists.iter().flatten().all(|list| **list == *FLEET.root_crl)),
        Err(CrlError::File(error)) => assert_eq!(lists, Err(error)),
        Err(_) => assert!(lists.is_ok()),
    }
    certificates.is_ok() || lists.is_ok()
}

/// Something with a signature that is not one.
fn unsigned(body: &[u8]) -> Vec<u8> {
    sequence(&[body, &FLEET.issuer_key.algorithm, &bit_string(&[0; 64])])
}

fn lists_of(verifier: &CertificateVerifier) -> &RevocationLists {
    verifier.revocation().unwrap()
}

/// Whom a chain is of. Whom the stricter profile admits, the other one does.
fn identify(chain: &[CertificateDer<'_>]) -> Option<DeviceIdentity> {
    let identity = VERIFIERS.device.identify(chain, now());
    // Signatures are the same to both, and take long.
    if !matches!(identity, Err(Refusal::Signature { .. }))
        && let Ok(svid) = VERIFIERS.svid.identify(chain, now())
    {
        let shown = |device: &DeviceIdentity| (device.device_id().to_owned(), device.not_after());
        assert_eq!(identity.as_ref().map(shown), Ok(shown(&svid)));
    }
    identity.ok()
}

/// Takes elements of DER apart whose lengths have two octets, as those of certificates do; whatever follows is the
/// last.
fn cut(mut data: &[u8]) -> Vec<CertificateDer<'_>> {
    let mut elements = Vec::new();
    while !data.is_empty() {
        let length = match data {
            [0x30, 0x82, high, low, ..] => 4 + usize::from(u16::from_be_bytes([*high, *low])),
            _ => data.len(),
        };
        let (element, rest) = data.split_at(length.min(data.len()));
        elements.push(element.into());
        data = rest;
    }
    elements
}

fn contains(data: &[u8], part: &[u8]) -> bool {
    data.windows(part.len()).any(|window| window == part)
}

pub fn to_pem(label: &str, der: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut base64 = String::new();
    for octets in der.chunks(3) {
        let bits = (0..3).fold(0, |bits, at| bits << 8 | u32::from(*octets.get(at).unwrap_or(&0)));
        for at in 0..4 {
            let letter = ALPHABET[(bits >> (18 - 6 * at)) as usize & 63];
            base64.push(if at <= octets.len() { letter.into() } else { '=' });
        }
    }
    let lines: Vec<&str> = base64
        .as_bytes()
        .chunks(64)
        .map(|line| str::from_utf8(line).unwrap())
        .collect();
    format!(
        "-----BEGIN {label}-----\n{}\n-----END {label}-----\n",
        lines.join("\n")
    )
}
