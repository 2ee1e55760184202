//! Path validation.

use super::*;

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
fn only(name: &[u8]) -> Vec<u8> {
    sequence(&[&element(0xa0, &sequence(&[name]))])
}

/// A chain whose device's certificate is the root's own child.
fn without_issuer(world: &mut World) {
    cas_between(world, 0);
}

pub(super) fn cases() -> Vec<Case> {
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
            |w| under_small_root(w, amqtt_testkit::data::RSA_1024_ROOT),
            |w| {
                w.root.0.spki = KEYS.rsa.spki.clone();
                w.issuer.1 = By::Rsa;
            },
        ),
        (
            Rule::RsaKeySize,
            ByBoth,
            |w| under_small_root(w, amqtt_testkit::data::RSA_2047_ROOT),
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
        // An anchor that was renewed with the same key is beside the old one.
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
                    .set(BASIC_CONSTRAINTS, true, basic_constraints(false, None));
            },
            |w| {
                w.issuer
                    .0
                    .set(BASIC_CONSTRAINTS, false, basic_constraints(true, None));
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
                    .set(BASIC_CONSTRAINTS, true, basic_constraints(false, None));
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
                    .set(BASIC_CONSTRAINTS, true, basic_constraints(true, Some(0)));
            },
            |w| {
                w.root
                    .0
                    .set(BASIC_CONSTRAINTS, true, basic_constraints(true, Some(1)));
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
                    .set(EXTENDED_KEY_USAGE, false, extended_key_usage(&[1]));
            },
            |w| {
                w.issuer
                    .0
                    .set(EXTENDED_KEY_USAGE, false, extended_key_usage(&[2]));
            },
        ),
        (
            Rule::ExtendedKeyUsage,
            ByBoth,
            |w| w.root.0.set(EXTENDED_KEY_USAGE, false, extended_key_usage(&[1])),
            |w| {
                w.root
                    .0
                    .set(EXTENDED_KEY_USAGE, false, extended_key_usage(&[2, 1]));
            },
        ),
        (
            Rule::NameConstraints,
            ByBoth,
            |w| w.issuer.0.set(NAME_CONSTRAINTS, true, only(&dns("y.local"))),
            |w| w.issuer.0.set(NAME_CONSTRAINTS, true, only(&dns("x.local"))),
        ),
        (
            Rule::NameConstraints,
            ByBoth,
            |w| w.root.0.set(NAME_CONSTRAINTS, true, only(&dns("y.local"))),
            nothing,
        ),
        (
            Rule::NameConstraints,
            ByBoth,
            |w| w.issuer.0.set(NAME_CONSTRAINTS, true, only(&uri("e.example"))),
            |w| w.issuer.0.set(NAME_CONSTRAINTS, true, only(&uri("d.example"))),
        ),
        (
            Rule::SerialNumber,
            ByBoth,
            |w| w.issuer.0.serial = vec![0],
            |w| w.root.0.serial = vec![0],
        ),
        (
            Rule::LeafKey,
            ByBoth,
            |w| {
                w.device.0.spki =
                    sequence(&[&sequence(&[&[0x06, 3, 0x2b, 0x65, 0x70]]), &bit_string(&[1; 31])]);
            },
            |w| w.device.0.spki = keys::ed25519().spki,
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
