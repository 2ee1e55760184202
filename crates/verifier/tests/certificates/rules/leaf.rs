//! Size, encoding, and the leaf: its purpose, its names, its identity.

use super::*;

fn device_uri(world: &mut World, text: impl AsRef<[u8]>) {
    world.device.0.set(SUBJECT_ALT_NAME, false, names(&[uri(text)]));
}

/// A device with an id and client id that make its URI as long as given, in bytes.
fn long_uri(world: &mut World, bytes: usize) {
    let start = "spiffe://d.example/device/";
    world.client_id = "x".repeat(bytes - start.len());
    device_uri(world, format!("{start}{}", world.client_id));
}

/// Fills the chain up to the given number of bytes with a certificate that nobody needs.
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

pub(super) fn cases() -> Vec<Case> {
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
                    .set(BASIC_CONSTRAINTS, true, sequence(&[&[0x02, 1, 0]]));
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
                    .set(BASIC_CONSTRAINTS, true, basic_constraints(true, None));
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
                    .set(KEY_USAGE, true, key_usage(DIGITAL_SIGNATURE | KEY_ENCIPHERMENT));
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
                    .set(KEY_USAGE, true, key_usage(DIGITAL_SIGNATURE | KEY_CERT_SIGN));
            },
            nothing,
        ),
        (
            Rule::LeafKeyUsage,
            ByBoth,
            |w| {
                w.device
                    .0
                    .set(KEY_USAGE, true, key_usage(DIGITAL_SIGNATURE | CRL_SIGN));
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
                    .set(SUBJECT_ALT_NAME, false, names(&[dns("dev1.local")]));
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
        // A second URI counts though it is not text.
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
