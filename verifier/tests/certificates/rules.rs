//! For every rule, a chain that it alone refuses, and one beside it that is admitted.

use std::collections::HashSet;

use amqtt_verifier::certificate::{MAX_CHAIN_BYTES, Profile, Rule};

use crate::{
    forge::*,
    keys,
    world::{BOTH, By, ISSUER, KEYS, NOW, ROOT, World},
};

/// Who refuses.
#[derive(Clone, Copy, PartialEq)]
enum Refused {
    ByBoth,
    BySvid,
}
use Refused::{ByBoth, BySvid};

type Change = fn(&mut World);

/// The rule that refuses, by which profile, what it refuses, and the neighbour that both profiles admit.
type Case = (Rule, Refused, Change, Change);

fn nothing(_: &mut World) {}

fn device_uri(world: &mut World, text: impl AsRef<[u8]>) {
    world.device.0.set(SUBJECT_ALT_NAME, false, names(&[uri(text)]));
}

/// A device whose id and client id have so many bytes in a URI of so many.
fn long_uri(world: &mut World, bytes: usize) {
    let start = "spiffe://d.example/device/";
    world.client_id = "x".repeat(bytes - start.len());
    device_uri(world, format!("{start}{}", world.client_id));
}

/// A chain of so many CAs between root and device.
fn cas_between(world: &mut World, count: usize) {
    let mut last = ROOT.to_owned();
    let mut key = &KEYS.root;
    world.sends_issuer = false;
    for place in 0..count {
        let subject = format!("CA {place}");
        let own = [&KEYS.issuer, &KEYS.stranger][place % 2];
        let ca = Certificate::ca(&subject, own, &last, key, &[10 + place as u8]);
        world.extra.push(ca.sign(key));
        (last, key) = (subject, own);
    }
    world.device.0 = Certificate::device("dev1", &KEYS.device, &last, key, &[3]);
    world.device.1 = [By::Root, By::Issuer, By::Stranger][if count == 0 { 0 } else { 1 + (count - 1) % 2 }];
}

/// Fills the chain up to so many bytes with a certificate that nobody needs.
fn fill(world: &mut World, bytes: usize) {
    // Its signatures all have the same length.
    let key = keys::ed25519();
    let filler = |length| {
        let mut filler = Certificate::new("Filler", &key, "Filler", &[9]);
        filler.extensions.push(Extension {
            id: vec![0x2a, 3, 4],
            critical: false,
            value: vec![0; length],
        });
        filler.sign(&key)
    };
    let mut chain: Vec<Vec<u8>> = world.chain().iter().map(|der| der.to_vec()).collect();
    let used: usize = chain.iter().map(Vec::len).sum();
    let around = filler(1_000).len() - 1_000;
    chain.push(filler(bytes - used - around));
    assert_eq!(chain.iter().map(Vec::len).sum::<usize>(), bytes);
    world.chain = Some(chain);
}

fn cases() -> Vec<Case> {
    let mut cases = leaf_cases();
    cases.extend(path_cases());
    cases.extend(svid_cases());
    cases.extend(crl_cases());
    cases
}

fn leaf_cases() -> Vec<Case> {
    vec![
        (
            Rule::NoCertificate,
            ByBoth,
            |w| w.chain = Some(Vec::new()),
            nothing,
        ),
        (
            Rule::ChainTooLarge,
            ByBoth,
            |w| cas_between(w, 5),
            |w| cas_between(w, 4),
        ),
        (
            Rule::ChainTooLarge,
            ByBoth,
            |w| fill(w, MAX_CHAIN_BYTES + 1),
            |w| fill(w, MAX_CHAIN_BYTES),
        ),
        (
            Rule::Malformed,
            ByBoth,
            |w| w.device.0.version = vec![0x02, 1, 1],
            nothing,
        ),
        (
            Rule::Malformed,
            ByBoth,
            |w| w.device.0.serial = vec![0, 3],
            |w| w.device.0.serial = vec![0, 0x83],
        ),
        (
            Rule::Malformed,
            ByBoth,
            |w| w.device.0.inner_algorithm = Some(KEYS.rsa.algorithm.clone()),
            nothing,
        ),
        (
            Rule::Malformed,
            ByBoth,
            |w| w.device.0.tail = vec![0x05, 0],
            nothing,
        ),
        (
            Rule::Malformed,
            ByBoth,
            |w| w.device.0.extensions.push(w.device.0.extensions[0].clone()),
            nothing,
        ),
        (
            Rule::Malformed,
            ByBoth,
            |w| w.extra = vec![vec![0x30, 0]],
            |w| w.extra = vec![w.root.0.sign(By::Root.key())],
        ),
        (
            Rule::Malformed,
            ByBoth,
            |w| {
                w.device
                    .0
                    .set(BASIC_CONSTRAINTS, true, sequence(&[&[0x02, 1, 0]]))
            },
            nothing,
        ),
        (
            Rule::Malformed,
            ByBoth,
            |w| {
                w.device.0.not_before = "20360101000000Z".to_owned();
            },
            |w| w.device.0.not_before = w.device.0.not_after.replace("2035", "2026"),
        ),
        (
            Rule::LeafIsCa,
            ByBoth,
            |w| {
                w.device
                    .0
                    .set(BASIC_CONSTRAINTS, true, basic_constraints(true, None))
            },
            |w| w.device.0.remove(BASIC_CONSTRAINTS),
        ),
        (
            Rule::LeafKeyUsage,
            ByBoth,
            |w| w.device.0.set(KEY_USAGE, true, key_usage(KEY_ENCIPHERMENT)),
            |w| {
                w.device
                    .0
                    .set(KEY_USAGE, true, key_usage(DIGITAL_SIGNATURE | KEY_ENCIPHERMENT))
            },
        ),
        (
            Rule::LeafKeyUsage,
            ByBoth,
            |w| w.device.0.set(KEY_USAGE, true, key_usage(0)),
            nothing,
        ),
        (
            Rule::LeafKeyUsage,
            ByBoth,
            |w| {
                w.device
                    .0
                    .set(KEY_USAGE, true, key_usage(DIGITAL_SIGNATURE | KEY_CERT_SIGN))
            },
            nothing,
        ),
        (
            Rule::LeafKeyUsage,
            ByBoth,
            |w| {
                w.device
                    .0
                    .set(KEY_USAGE, true, key_usage(DIGITAL_SIGNATURE | CRL_SIGN))
            },
            nothing,
        ),
        (
            Rule::LeafIsAnchor,
            ByBoth,
            |w| w.anchors.push(w.device.0.sign(w.device.1.key())),
            |w| w.anchors.push(w.issuer.0.sign(w.issuer.1.key())),
        ),
        (
            Rule::UriSanCount,
            ByBoth,
            |w| w.device.0.remove(SUBJECT_ALT_NAME),
            nothing,
        ),
        (
            Rule::UriSanCount,
            ByBoth,
            |w| {
                w.device
                    .0
                    .set(SUBJECT_ALT_NAME, false, names(&[dns("dev1.local")]))
            },
            |w| device_uri(w, "spiffe://d.example/device/dev1"),
        ),
        (
            Rule::UriSanCount,
            ByBoth,
            |w| {
                let own = uri("spiffe://d.example/device/dev1");
                w.device
                    .0
                    .set(SUBJECT_ALT_NAME, false, names(&[own.clone(), own]));
            },
            |w| {
                let own = uri("spiffe://d.example/device/dev1");
                w.device.0.set(
                    SUBJECT_ALT_NAME,
                    false,
                    names(&[dns("a.example"), own, dns("b.example")]),
                );
            },
        ),
        // A second URI counts though it is no text.
        (
            Rule::UriSanCount,
            ByBoth,
            |w| {
                let names = names(&[uri("spiffe://d.example/device/dev1"), uri([0xff])]);
                w.device.0.set(SUBJECT_ALT_NAME, false, names);
            },
            nothing,
        ),
        (
            Rule::SanNotCritical,
            ByBoth,
            |w| w.device.0.subject = name(""),
            |w| {
                w.device.0.subject = name("");
                w.device.0.set(
                    SUBJECT_ALT_NAME,
                    true,
                    names(&[uri("spiffe://d.example/device/dev1")]),
                );
            },
        ),
        (
            Rule::UriTooLong,
            ByBoth,
            |w| long_uri(w, 2_049),
            |w| long_uri(w, 2_048),
        ),
        (
            Rule::UriNotCanonical,
            ByBoth,
            |w| device_uri(w, "SPIFFE://d.example/device/dev1"),
            |w| device_uri(w, "spiffe://d.example/device/dev1"),
        ),
        (
            Rule::UriNotCanonical,
            ByBoth,
            |w| device_uri(w, b"spiffe://d.example/device/\xff"),
            nothing,
        ),
        (Rule::UriNotCanonical, ByBoth, |w| device_uri(w, ""), nothing),
        (
            Rule::TrustDomain,
            ByBoth,
            |w| device_uri(w, "spiffe://e.example/device/dev1"),
            nothing,
        ),
        (
            Rule::NotADevice,
            ByBoth,
            |w| device_uri(w, "spiffe://d.example"),
            nothing,
        ),
        (
            Rule::NotADevice,
            ByBoth,
            |w| device_uri(w, "spiffe://d.example/server/dev1"),
            nothing,
        ),
        (
            Rule::NotADevice,
            ByBoth,
            |w| device_uri(w, "spiffe://d.example/device/dev1/x"),
            nothing,
        ),
        (
            Rule::ClientId,
            ByBoth,
            |w| w.client_id = "Dev1".to_owned(),
            nothing,
        ),
        (
            Rule::ClientId,
            ByBoth,
            |w| w.client_id = "dev1 ".to_owned(),
            nothing,
        ),
        (Rule::ClientId, ByBoth, |w| w.client_id = String::new(), nothing),
        // Admission knows no reserved ids.
        (
            Rule::ClientId,
            ByBoth,
            |w| device_uri(w, "spiffe://d.example/device/ca"),
            |w| {
                device_uri(w, "spiffe://d.example/device/ca");
                w.client_id = "ca".to_owned();
            },
        ),
    ]
}

/// The chain that a small RSA key signed, which nobody makes any more: the device's certificate and its root.
fn under_small_root(world: &mut World, pem: &[u8]) {
    let certificates = amqtt_verifier::certificate::certificates_in(pem).unwrap();
    let [device, root] = &certificates[..] else {
        panic!("two certificates")
    };
    world.anchors.push(root.to_vec());
    world.chain = Some(vec![device.to_vec()]);
}

/// An extension that nobody knows.
fn unknown(critical: bool) -> Extension {
    Extension {
        id: vec![0x2a, 3, 4],
        critical,
        value: vec![0x05, 0],
    }
}

/// Permitted subtrees of one name.
fn only(name: Vec<u8>) -> Vec<u8> {
    sequence(&[&element(0xa0, &sequence(&[&name]))])
}

/// A chain whose device's certificate is the root's own child.
fn without_issuer(world: &mut World) {
    cas_between(world, 0);
}

fn path_cases() -> Vec<Case> {
    vec![
        (
            Rule::RsaKeySize,
            ByBoth,
            |w| w.device.0.spki = keys::rsa_spki_of(2_047),
            |w| {
                w.device.0.spki = keys::rsa_spki_of(2_048);
            },
        ),
        (
            Rule::RsaKeySize,
            ByBoth,
            |w| under_small_root(w, include_bytes!("../data/rsa-1024-root.pem")),
            |w| {
                w.root.0.spki = KEYS.rsa.spki.clone();
                w.issuer.1 = By::Rsa;
            },
        ),
        (
            Rule::RsaKeySize,
            ByBoth,
            |w| under_small_root(w, include_bytes!("../data/rsa-2047-root.pem")),
            nothing,
        ),
        // A certificate that is not needed counts too.
        (
            Rule::RsaKeySize,
            ByBoth,
            |w| {
                let mut other = w.issuer.0.clone();
                other.spki = keys::rsa_spki_of(1_024);
                w.extra.push(other.sign(By::Root.key()));
            },
            |w| {
                let mut other = w.issuer.0.clone();
                other.spki = keys::rsa_spki_of(2_048);
                w.extra.push(other.sign(By::Root.key()));
            },
        ),
        (
            Rule::NotYetValid,
            ByBoth,
            |w| w.device.0.not_before = "20260101000001Z".to_owned(),
            |w| w.device.0.not_before = "20260101000000Z".to_owned(),
        ),
        (
            Rule::NotYetValid,
            ByBoth,
            |w| w.issuer.0.not_before = "20260101000001Z".to_owned(),
            |w| w.issuer.0.not_before = "20260101000000Z".to_owned(),
        ),
        (
            Rule::NotYetValid,
            ByBoth,
            |w| w.root.0.not_before = "20260101000001Z".to_owned(),
            |w| w.root.0.not_before = "20260101000000Z".to_owned(),
        ),
        (
            Rule::Expired,
            ByBoth,
            |w| w.device.0.not_after = "20251231235959Z".to_owned(),
            |w| w.device.0.not_after = "20260101000000Z".to_owned(),
        ),
        (
            Rule::Expired,
            ByBoth,
            |w| w.issuer.0.not_after = "20251231235959Z".to_owned(),
            |w| w.issuer.0.not_after = "20260101000000Z".to_owned(),
        ),
        (
            Rule::Expired,
            ByBoth,
            |w| w.root.0.not_after = "20251231235959Z".to_owned(),
            |w| w.root.0.not_after = "20260101000000Z".to_owned(),
        ),
        // An anchor that was renewed with the same key stands beside the old one.
        (
            Rule::Expired,
            ByBoth,
            |w| w.root.0.not_after = "20251231235959Z".to_owned(),
            |w| {
                w.anchors.push(w.root.0.sign(By::Root.key()));
                w.root.0.not_after = "20251231235959Z".to_owned();
            },
        ),
        (
            Rule::UnknownIssuer,
            ByBoth,
            |w| w.device.0.issuer = name("Nobody"),
            nothing,
        ),
        (
            Rule::UnknownIssuer,
            ByBoth,
            |w| w.sends_issuer = false,
            without_issuer,
        ),
        (Rule::Signature, ByBoth, |w| w.device.1 = By::Stranger, nothing),
        (Rule::Signature, ByBoth, |w| w.issuer.1 = By::Stranger, nothing),
        (
            Rule::SignatureAlgorithm,
            ByBoth,
            |w| {
                // ecdsa-with-SHA1.
                let sha1 = sequence(&[&[0x06, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 1]]);
                let key = Key {
                    algorithm: sha1,
                    sign: Box::new(|_| vec![0]),
                    ..keys::ed25519()
                };
                let device = w.device.0.sign(&key);
                w.chain = Some(vec![device, w.issuer.0.sign(By::Root.key())]);
            },
            nothing,
        ),
        (
            Rule::IssuerNotCa,
            ByBoth,
            |w| {
                w.issuer
                    .0
                    .set(BASIC_CONSTRAINTS, true, basic_constraints(false, None))
            },
            |w| {
                w.issuer
                    .0
                    .set(BASIC_CONSTRAINTS, false, basic_constraints(true, None))
            },
        ),
        (
            Rule::IssuerNotCa,
            ByBoth,
            |w| w.issuer.0.remove(BASIC_CONSTRAINTS),
            nothing,
        ),
        (
            Rule::IssuerNotCa,
            ByBoth,
            |w| w.root.0.remove(BASIC_CONSTRAINTS),
            nothing,
        ),
        (
            Rule::IssuerNotCa,
            ByBoth,
            |w| {
                w.root
                    .0
                    .set(BASIC_CONSTRAINTS, true, basic_constraints(false, None))
            },
            nothing,
        ),
        (
            Rule::IssuerKeyUsage,
            ByBoth,
            |w| w.issuer.0.set(KEY_USAGE, true, key_usage(CRL_SIGN)),
            |w| w.issuer.0.set(KEY_USAGE, true, key_usage(KEY_CERT_SIGN)),
        ),
        (
            Rule::IssuerKeyUsage,
            ByBoth,
            |w| w.root.0.set(KEY_USAGE, true, key_usage(CRL_SIGN)),
            |w| w.root.0.set(KEY_USAGE, true, key_usage(KEY_CERT_SIGN)),
        ),
        (
            Rule::PathLength,
            ByBoth,
            |w| {
                w.root
                    .0
                    .set(BASIC_CONSTRAINTS, true, basic_constraints(true, Some(0)))
            },
            |w| {
                w.root
                    .0
                    .set(BASIC_CONSTRAINTS, true, basic_constraints(true, Some(1)))
            },
        ),
        (
            Rule::PathLength,
            ByBoth,
            |w| {
                w.root
                    .0
                    .set(BASIC_CONSTRAINTS, true, basic_constraints(true, Some(1)));
                cas_between(w, 2);
            },
            |w| {
                w.root
                    .0
                    .set(BASIC_CONSTRAINTS, true, basic_constraints(true, Some(2)));
                cas_between(w, 2);
            },
        ),
        (
            Rule::PathLength,
            ByBoth,
            |w| {
                let upper = &KEYS.stranger;
                let mut ca = Certificate::ca("Upper", upper, ROOT, By::Root.key(), &[7]);
                ca.set(BASIC_CONSTRAINTS, true, basic_constraints(true, Some(0)));
                w.extra.push(ca.sign(By::Root.key()));
                w.issuer = (
                    Certificate::ca(ISSUER, By::Issuer.key(), "Upper", upper, &[2]),
                    By::Stranger,
                );
            },
            |w| {
                let upper = &KEYS.stranger;
                let mut ca = Certificate::ca("Upper", upper, ROOT, By::Root.key(), &[7]);
                ca.set(BASIC_CONSTRAINTS, true, basic_constraints(true, Some(1)));
                w.extra.push(ca.sign(By::Root.key()));
                w.issuer = (
                    Certificate::ca(ISSUER, By::Issuer.key(), "Upper", upper, &[2]),
                    By::Stranger,
                );
            },
        ),
        (
            Rule::ExtendedKeyUsage,
            ByBoth,
            |w| {
                w.issuer
                    .0
                    .set(EXTENDED_KEY_USAGE, false, extended_key_usage(&[1]))
            },
            |w| {
                w.issuer
                    .0
                    .set(EXTENDED_KEY_USAGE, false, extended_key_usage(&[2]))
            },
        ),
        (
            Rule::ExtendedKeyUsage,
            ByBoth,
            |w| w.root.0.set(EXTENDED_KEY_USAGE, false, extended_key_usage(&[1])),
            |w| {
                w.root
                    .0
                    .set(EXTENDED_KEY_USAGE, false, extended_key_usage(&[2, 1]))
            },
        ),
        (
            Rule::NameConstraints,
            ByBoth,
            |w| w.issuer.0.set(NAME_CONSTRAINTS, true, only(dns("y.local"))),
            |w| w.issuer.0.set(NAME_CONSTRAINTS, true, only(dns("x.local"))),
        ),
        (
            Rule::NameConstraints,
            ByBoth,
            |w| w.root.0.set(NAME_CONSTRAINTS, true, only(dns("y.local"))),
            nothing,
        ),
        (
            Rule::NameConstraints,
            ByBoth,
            |w| w.issuer.0.set(NAME_CONSTRAINTS, true, only(uri("d.example"))),
            nothing,
        ),
        (
            Rule::CriticalExtension,
            ByBoth,
            |w| w.device.0.extensions.push(unknown(true)),
            |w| w.device.0.extensions.push(unknown(false)),
        ),
        (
            Rule::CriticalExtension,
            ByBoth,
            |w| w.issuer.0.extensions.push(unknown(true)),
            |w| w.issuer.0.extensions.push(unknown(false)),
        ),
        (
            Rule::PathTooCostly,
            ByBoth,
            |w| {
                // A hundred anchors of the same name, none of which has signed.
                w.issuer.1 = By::Stranger;
                for place in 0..100 {
                    let mut other = w.root.0.clone();
                    other.spki = KEYS.device.spki.clone();
                    other.serial = vec![1, place];
                    w.anchors.push(other.sign(By::Device.key()));
                }
            },
            |w| {
                let mut other = w.root.0.clone();
                other.spki = KEYS.device.spki.clone();
                w.anchors.push(other.sign(By::Device.key()));
            },
        ),
        (
            Rule::PathInvalid,
            ByBoth,
            |w| w.device.0.set(NAME_CONSTRAINTS, false, vec![0x05, 0]),
            nothing,
        ),
    ]
}

/// What X509-SVID asks beyond what aMQTT's scripts make.
fn svid_cases() -> Vec<Case> {
    vec![
        (
            Rule::LeafKeyUsageMissing,
            BySvid,
            |w| w.device.0.remove(KEY_USAGE),
            nothing,
        ),
        (
            Rule::LeafKeyUsageNotCritical,
            BySvid,
            |w| w.device.0.set(KEY_USAGE, false, key_usage(DIGITAL_SIGNATURE)),
            nothing,
        ),
        (
            Rule::IssuerKeyUsageMissing,
            BySvid,
            |w| w.issuer.0.remove(KEY_USAGE),
            nothing,
        ),
        (
            Rule::IssuerKeyUsageMissing,
            BySvid,
            |w| w.root.0.remove(KEY_USAGE),
            nothing,
        ),
        (
            Rule::IssuerKeyUsageNotCritical,
            BySvid,
            |w| {
                w.issuer
                    .0
                    .set(KEY_USAGE, false, key_usage(KEY_CERT_SIGN | CRL_SIGN))
            },
            nothing,
        ),
        (
            Rule::IssuerKeyUsageNotCritical,
            BySvid,
            |w| {
                w.root
                    .0
                    .set(KEY_USAGE, false, key_usage(KEY_CERT_SIGN | CRL_SIGN))
            },
            nothing,
        ),
        (
            Rule::SvidExtendedKeyUsage,
            BySvid,
            |w| {
                w.device
                    .0
                    .set(EXTENDED_KEY_USAGE, false, extended_key_usage(&[2]))
            },
            |w| w.device.0.remove(EXTENDED_KEY_USAGE),
        ),
        (
            Rule::IssuerSpiffeId,
            BySvid,
            |w| {
                w.issuer
                    .0
                    .set(SUBJECT_ALT_NAME, false, names(&[uri("spiffe://d.example/ca")]))
            },
            |w| {
                w.issuer
                    .0
                    .set(SUBJECT_ALT_NAME, false, names(&[uri("spiffe://d.example")]))
            },
        ),
        (
            Rule::IssuerSpiffeId,
            BySvid,
            |w| {
                let two = names(&[uri("spiffe://d.example"), uri("https://ca.example")]);
                w.root.0.set(SUBJECT_ALT_NAME, false, two);
            },
            // A CA of another domain is not recommended, and one without a SPIFFE ID is no SVID.
            |w| {
                w.root
                    .0
                    .set(SUBJECT_ALT_NAME, false, names(&[uri("spiffe://e.example")]));
                w.issuer
                    .0
                    .set(SUBJECT_ALT_NAME, false, names(&[uri("https://ca.example")]));
            },
        ),
        (
            Rule::IssuerSpiffeId,
            BySvid,
            |w| {
                w.root
                    .0
                    .set(SUBJECT_ALT_NAME, false, names(&[uri("Spiffe://d.example")]))
            },
            nothing,
        ),
    ]
}

/// The rules of revocation lists; how lists go together is the matter of `crls.rs`.
fn crl_cases() -> Vec<Case> {
    fn crls(world: &mut World) {
        *world = World::with_crls();
    }
    vec![
        (
            Rule::NoCrl,
            ByBoth,
            |w| {
                crls(w);
                w.crls.as_mut().unwrap().remove(1);
            },
            crls,
        ),
        (
            Rule::NoCrl,
            ByBoth,
            |w| {
                crls(w);
                w.crls.as_mut().unwrap().remove(0);
            },
            crls,
        ),
        (
            Rule::NoCrl,
            ByBoth,
            |w| w.crls = Some(Vec::new()),
            |w| w.crls = None,
        ),
        (
            Rule::CrlNotYetValid,
            ByBoth,
            |w| {
                crls(w);
                w.issuer_crl().0.this_update = "20260101000001Z".to_owned();
            },
            |w| {
                crls(w);
                w.issuer_crl().0.this_update = "20260101000000Z".to_owned();
            },
        ),
        (
            Rule::CrlExpired,
            ByBoth,
            |w| {
                crls(w);
                w.issuer_crl().0.next_update = Some("20251231235959Z".to_owned());
            },
            |w| {
                crls(w);
                w.issuer_crl().0.next_update = Some("20260101000000Z".to_owned());
            },
        ),
        (
            Rule::CrlSign,
            ByBoth,
            |w| {
                // The list is of the same name and key, which another certificate of it allows.
                crls(w);
                let chain = w.chain();
                let mut issuer = w.issuer.0.clone();
                issuer.set(KEY_USAGE, true, key_usage(KEY_CERT_SIGN));
                w.chain = Some(vec![chain[0].to_vec(), issuer.sign(By::Root.key())]);
            },
            crls,
        ),
        (
            Rule::Revoked,
            ByBoth,
            |w| {
                crls(w);
                w.issuer_crl().0.entries.push(Entry::new(&[3]));
            },
            |w| {
                crls(w);
                w.issuer_crl().0.entries.push(Entry::new(&[4]));
            },
        ),
        (
            Rule::Revoked,
            ByBoth,
            |w| {
                crls(w);
                w.crls.as_mut().unwrap()[0].0.entries.push(Entry::new(&[2]));
            },
            // The numbers are those of one issuer each.
            |w| {
                crls(w);
                w.issuer_crl().0.entries.push(Entry::new(&[2]));
            },
        ),
        // An anchor needs no list, but one that has revoked itself is none.
        (
            Rule::Revoked,
            ByBoth,
            |w| {
                crls(w);
                w.crls.as_mut().unwrap()[0].0.entries.push(Entry::new(&[1]));
            },
            crls,
        ),
    ]
}

#[test]
fn every_rule_refuses_alone() {
    for (place, (rule, refused, bad, good)) in cases().into_iter().enumerate() {
        let (mut refused_world, mut admitted_world) = (World::new(), World::new());
        bad(&mut refused_world);
        good(&mut admitted_world);
        for profile in BOTH {
            let expected = (refused == ByBoth || profile == Profile::Svid).then_some(rule);
            let verdict = refused_world.admit(profile);
            let found = verdict.as_ref().err().map(|refusal| refusal.rule());
            assert_eq!(found, expected, "case {place}, {profile:?}: {verdict:?}");
            let neighbour = admitted_world.admit(profile);
            assert!(
                neighbour.is_ok(),
                "the neighbour of case {place} ({rule}), {profile:?}: {neighbour:?}"
            );
        }
    }
}

#[test]
fn every_rule_has_a_case() {
    let covered: HashSet<Rule> = cases().into_iter().map(|(rule, ..)| rule).collect();
    let missing: Vec<&Rule> = Rule::ALL.iter().filter(|rule| !covered.contains(rule)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn names_of_rules_are_their_own() {
    let names: HashSet<&str> = Rule::ALL.iter().map(|rule| rule.name()).collect();
    assert_eq!(names.len(), Rule::ALL.len());
    let snake = |name: &&str| name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    assert!(names.iter().all(snake), "{names:?}");
    assert!(Rule::ALL.iter().all(|rule| (1..=5).contains(&rule.point())));
}

#[test]
fn what_an_identity_tells() {
    let mut world = World::with_crls();
    world.issuer.0.not_after = "20300101000000Z".to_owned();
    let device = world.admit(Profile::Svid).unwrap();
    assert_eq!(device.device_id(), "dev1");
    assert_eq!(device.trust_domain().as_str(), "d.example");
    assert_eq!(device.serial(), [3]);
    assert_eq!(device.issuer(), name(ISSUER));
    assert_eq!(device.not_after().as_secs(), 2_051_222_400, "2035-01-01");
    assert_eq!(
        device.valid_until().as_secs(),
        1_893_456_000,
        "2030-01-01, with its issuer"
    );
    assert!(device.valid_until().as_secs() > NOW);
}

#[test]
fn what_amqtts_scripts_make_is_admitted_as_a_device() {
    // KeyUsage absent or not critical, ExtendedKeyUsage absent or with more; keys are RSA.
    let changes: [Change; 4] = [
        |w| w.device.0.remove(KEY_USAGE),
        |w| {
            w.device
                .0
                .set(KEY_USAGE, false, key_usage(DIGITAL_SIGNATURE | KEY_ENCIPHERMENT))
        },
        |w| w.device.0.remove(EXTENDED_KEY_USAGE),
        |w| {
            w.device
                .0
                .set(EXTENDED_KEY_USAGE, false, extended_key_usage(&[2, 1, 4]))
        },
    ];
    for (place, change) in changes.into_iter().enumerate() {
        let mut world = World::new();
        cas_between(&mut world, 0);
        world.root = (
            Certificate::ca(ROOT, By::Rsa.key(), ROOT, By::Rsa.key(), &[1]),
            By::Rsa,
        );
        world.device = (
            Certificate::device("dev1", By::Rsa.key(), ROOT, By::Rsa.key(), &[3]),
            By::Rsa,
        );
        change(&mut world);
        let verdict = world.admit(Profile::Device);
        assert!(verdict.is_ok(), "{place}: {verdict:?}");
    }
}
