//! The text of refusals: which certificate, by its place and its subject, and its own facts.

use amqtt_verifier::certificate::{Profile, Rule};

use crate::{
    forge::*,
    keys,
    world::{By, ISSUER, KEYS, ROOT, World},
};

/// Changes one thing of a world in which all is well.
type Change = fn(&mut World);

/// Each change, with the whole of its refusal.
const CASES: &[(Change, &str)] = &[
    (
        |w| w.device.0.not_after = "20251231235959Z".to_owned(),
        "the leaf certificate \"CN=dev1\" expired on 2025-12-31T23:59:59Z (checked at 2026-01-01T00:00:00Z)",
    ),
    (
        |w| w.issuer.0.not_after = "20251231235959Z".to_owned(),
        "intermediate certificate 1 \"CN=Issuer\" expired on 2025-12-31T23:59:59Z (checked at 2026-01-01T00:00:00Z)",
    ),
    (
        |w| w.root.0.not_before = "20260101000001Z".to_owned(),
        "the trust anchor \"CN=Root\" is not valid until 2026-01-01T00:00:01Z (checked at 2026-01-01T00:00:00Z)",
    ),
    (
        |w| w.device.1 = By::Stranger,
        "the leaf certificate \"CN=dev1\" was not signed by the issuer that it names",
    ),
    (
        |w| w.issuer.1 = By::Stranger,
        "intermediate certificate 1 \"CN=Issuer\" was not signed by the issuer that it names",
    ),
    (
        |w| w.sends_issuer = false,
        "the leaf certificate \"CN=dev1\" was issued by \"CN=Issuer\", which is neither a trust anchor nor in the chain",
    ),
    (
        |w| w.issuer.0.issuer = name("Nobody"),
        "intermediate certificate 1 \"CN=Issuer\" was issued by \"CN=Nobody\", which is neither a trust anchor nor in \
         the chain",
    ),
    (
        |w| w.issuer.0.extensions.push(unknown()),
        "intermediate certificate 1 \"CN=Issuer\" has an unsupported critical extension (1.2.3.4)",
    ),
    (
        |w| w.device.0.extensions.push(unknown()),
        "the leaf certificate \"CN=dev1\" has an unsupported critical extension (1.2.3.4)",
    ),
    (
        |w| {
            let issuer = w.issuer.0.sign(&sha1());
            w.chain = Some(vec![w.device.0.sign(&KEYS.issuer), issuer]);
        },
        "intermediate certificate 1 \"CN=Issuer\" has a signature of an unsupported algorithm",
    ),
    (
        |w| w.issuer.0.remove(BASIC_CONSTRAINTS),
        "intermediate certificate 1 \"CN=Issuer\" issued a certificate but is not a CA",
    ),
    (
        |w| {
            w.root
                .0
                .set(BASIC_CONSTRAINTS, true, basic_constraints(true, Some(0)));
        },
        "the trust anchor \"CN=Root\" allows at most 0 CAs below it, but the path has more",
    ),
    (
        |w| {
            w.issuer
                .0
                .set(EXTENDED_KEY_USAGE, false, extended_key_usage(&[1]));
        },
        "intermediate certificate 1 \"CN=Issuer\" is not for clients: its ExtendedKeyUsage lacks clientAuth",
    ),
    (
        |w| {
            w.device
                .0
                .set(BASIC_CONSTRAINTS, true, basic_constraints(true, None));
        },
        "the leaf certificate \"CN=dev1\" is a CA",
    ),
    (
        |w| {
            w.device.0.set(
                SUBJECT_ALT_NAME,
                false,
                names(&[uri("spiffe://D.example/device/dev1")]),
            );
        },
        "the URI SAN \"spiffe://D.example/device/dev1\" of the leaf certificate ",
    ),
    (
        |w| {
            w.device
                .0
                .set(SUBJECT_ALT_NAME, false, names(&[uri("urn:device:dev1")]));
        },
        "the URI SAN \"urn:device:dev1\" of the leaf certificate is not a canonical SPIFFE ID: it does not begin with \
         spiffe://",
    ),
    // Text of the peer is quoted and escaped.
    (
        |w| {
            w.device.0.subject = name("dev1\"\n\u{1b}[31m");
            w.device.1 = By::Stranger;
        },
        r#"the leaf certificate "CN=dev1\\\"\n\u{1b}[31m" was not signed by the issuer that it names"#,
    ),
];

/// An extension that is not understood, and critical.
fn unknown() -> Extension {
    Extension {
        id: vec![0x2a, 3, 4],
        critical: true,
        value: vec![0x05, 0],
    }
}

/// A key that signs with ecdsa-with-SHA1, which no provider has.
fn sha1() -> Key {
    Key {
        algorithm: sequence(&[&[0x06, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 1]]),
        sign: Box::new(|_| vec![0]),
        ..keys::ed25519()
    }
}

#[test]
fn a_refusal_names_the_certificate_and_its_facts() {
    for (change, expected) in CASES {
        let mut world = World::new();
        assert!(world.admit(Profile::Device).is_ok());
        change(&mut world);
        let text = world.admit(Profile::Device).unwrap_err().to_string();
        match expected.ends_with(' ') {
            true => {
                assert!(text.starts_with(expected), "{text}");
                assert!(text.matches("canonical SPIFFE ID").count() <= 1, "{text}");
            }
            false => assert_eq!(text, *expected),
        }
    }
}

/// If a CA has been renewed with another key, both certificates have its name: the one that did not sign is not blamed.
#[test]
fn a_path_that_is_too_long_is_not_called_a_wrong_signature() {
    let upper = &KEYS.stranger;
    let mut world = World::new();
    let mut ca = Certificate::ca("Upper", upper, ROOT, By::Root.key(), &[7]);
    ca.set(BASIC_CONSTRAINTS, true, basic_constraints(true, Some(0)));
    let renewed = Certificate::ca("Upper", By::Rsa.key(), ROOT, By::Root.key(), &[8]);
    world.issuer = (
        Certificate::ca(ISSUER, By::Issuer.key(), "Upper", upper, &[2]),
        By::Stranger,
    );
    for extra in [[&ca, &renewed], [&renewed, &ca]] {
        world.extra = extra.map(|ca| ca.sign(By::Root.key())).to_vec();
        let refusal = world.admit(Profile::Device).unwrap_err();
        assert_eq!(refusal.rule(), Rule::PathLength, "{refusal}");
        assert!(
            refusal.to_string().contains("\"CN=Upper\" allows at most 0 CAs"),
            "{refusal}"
        );
    }
}

#[test]
fn a_revoked_certificate_is_named() {
    let mut world = World::with_crls();
    let (list, _) = &mut world.crls.as_mut().unwrap()[0];
    *list = Crl::new(ROOT, By::Root.key(), 1).revoke(Entry::new(&[2]));
    let text = world.admit(Profile::Device).unwrap_err().to_string();
    assert!(
        text.starts_with("intermediate certificate 1 \"CN=Issuer\", serial number 02, was revoked on "),
        "{text}"
    );
    let mut world = World::with_crls();
    world.crls.as_mut().unwrap().pop();
    let text = world.admit(Profile::Device).unwrap_err().to_string();
    assert_eq!(text, "no revocation list covers the leaf certificate \"CN=dev1\"");
}
