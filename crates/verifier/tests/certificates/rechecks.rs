//! Live identities beside new admissions, and chains that come incomplete.

use amqtt_verifier::certificate::{CertificateVerifier, Position, Profile, Refusal, Rule};

use crate::{
    forge::*,
    keys,
    world::{By, DOMAIN, ISSUER, KEYS, NOW, ROOT, World, at},
};

fn recheck(verifier: &CertificateVerifier, world: &World, now: u64) -> Option<Rule> {
    let device = world.admit(Profile::Device).unwrap();
    let refused = verifier.recheck([&device], at(now));
    let said = refused.first().map(|(_, refusal)| refusal.rule());
    // It is what a new admission says.
    let again = verifier.admit(&world.chain(), &"dev1".parse().unwrap(), at(now));
    assert_eq!(said, again.err().map(|refusal| refusal.rule()));
    said
}

fn with(anchors: &[Vec<u8>], domain: &str, profile: Profile) -> CertificateVerifier {
    let builder = CertificateVerifier::builder(domain.parse().unwrap()).profile(profile);
    let builder = anchors
        .iter()
        .fold(builder, |builder, anchor| builder.anchors(anchor).unwrap());
    builder.build().unwrap()
}

#[test]
fn a_recheck_says_what_a_new_admission_would() {
    let world = World::new();
    let root = world.root.0.sign(By::Root.key());
    let device = |profile| with(std::slice::from_ref(&root), DOMAIN, profile);
    assert_eq!(recheck(&device(Profile::Device), &world, NOW), None);
    assert_eq!(recheck(&device(Profile::Svid), &world, NOW), None);

    // Another trust domain, another anchor, no anchor of the path among several.
    let elsewhere = with(std::slice::from_ref(&root), "e.example", Profile::Device);
    assert_eq!(recheck(&elsewhere, &world, NOW), Some(Rule::TrustDomain));
    let stranger =
        Certificate::ca(ROOT, By::Stranger.key(), ROOT, By::Stranger.key(), &[1]).sign(By::Stranger.key());
    let other = with(std::slice::from_ref(&stranger), DOMAIN, Profile::Device);
    assert_eq!(recheck(&other, &world, NOW), Some(Rule::Signature));
    assert_eq!(
        recheck(
            &with(&[stranger, root.clone()], DOMAIN, Profile::Device),
            &world,
            NOW
        ),
        None
    );

    // The same CA with other rules of its own.
    let mut closed = world.root.0.clone();
    closed.set(BASIC_CONSTRAINTS, true, basic_constraints(true, Some(0)));
    let closed = with(&[closed.sign(By::Root.key())], DOMAIN, Profile::Device);
    assert_eq!(recheck(&closed, &world, NOW), Some(Rule::PathLength));

    // The device became an anchor.
    let own = world.device.0.sign(By::Issuer.key());
    let anchored = with(&[root.clone(), own], DOMAIN, Profile::Device);
    assert_eq!(recheck(&anchored, &world, NOW), Some(Rule::LeafIsAnchor));

    // A stricter profile, and a clock that was set back or goes on.
    let mut lax = World::new();
    lax.device.0.remove(KEY_USAGE);
    assert_eq!(
        recheck(&device(Profile::Svid), &lax, NOW),
        Some(Rule::LeafKeyUsageMissing)
    );
    assert_eq!(
        recheck(&device(Profile::Device), &world, 1_700_000_000),
        Some(Rule::NotYetValid)
    );
    assert_eq!(
        recheck(&device(Profile::Device), &world, 2_100_000_000),
        Some(Rule::Expired)
    );

    // Lists where there were none.
    let lists = CertificateVerifier::builder(DOMAIN.parse().unwrap())
        .anchors(&root)
        .unwrap();
    let lists = lists.require_crls().build().unwrap();
    assert_eq!(recheck(&lists, &world, NOW), Some(Rule::NoCrl));
}

#[test]
fn a_leaf_alone_is_completed_with_known_intermediates() {
    let mut world = World::new();
    world.sends_issuer = false;
    let root = world.root.0.sign(By::Root.key());
    let issuer = world.issuer.0.sign(By::Root.key());
    let builder = || {
        CertificateVerifier::builder(DOMAIN.parse().unwrap())
            .anchors(&root)
            .unwrap()
    };
    let admit = |verifier: &CertificateVerifier| {
        let chain = world.chain();
        assert_eq!(chain.len(), 1);
        verifier
            .admit(&chain, &"dev1".parse().unwrap(), at(NOW))
            .map(|_| ())
    };
    let refused = admit(&builder().build().unwrap()).unwrap_err();
    assert_eq!(refused.rule(), Rule::UnknownIssuer);
    let others =
        Certificate::ca("Other", By::Stranger.key(), ROOT, By::Root.key(), &[9]).sign(By::Root.key());
    let known = builder()
        .intermediates(&others)
        .unwrap()
        .intermediates(&issuer)
        .unwrap();
    assert_eq!(admit(&known.clone().build().unwrap()), Ok(()));

    // What is known is not trusted: it is judged as if the peer had sent it.
    let mut expired = world.issuer.0.clone();
    expired.not_after = "20251231000000Z".to_owned();
    let expired = builder()
        .intermediates(&expired.sign(By::Root.key()))
        .unwrap()
        .build()
        .unwrap();
    let refused = admit(&expired).unwrap_err();
    assert!(
        matches!(&refused, Refusal::Expired { certificate, .. } if certificate.position == Position::Known(1)),
        "{refused:?}"
    );
    assert!(
        refused
            .to_string()
            .contains("configured intermediate certificate 1 \"CN="),
        "{refused}"
    );
    let forged = world.issuer.0.sign(By::Stranger.key());
    let forged = builder().intermediates(&forged).unwrap().build().unwrap();
    assert_eq!(admit(&forged).unwrap_err().rule(), Rule::Signature);
}

#[test]
fn keys_that_no_provider_verifies_are_refused() {
    let ec = |curve: &[u8], point: &[u8]| {
        let algorithm = sequence(&[
            &[0x06, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1],
            &element(0x06, curve),
        ]);
        sequence(&[&algorithm, &bit_string(point)])
    };
    let rsa = |modulus: &[u8], exponent: &[u8]| {
        let algorithm = sequence(&[&[0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1], &[5, 0]]);
        let key = sequence(&[&element(0x02, modulus), &element(0x02, exponent)]);
        sequence(&[&algorithm, &bit_string(&key)])
    };
    let modulus = |octets: usize| [&[0], &vec![0xff; octets][..]].concat();
    let p256 = [0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7];
    let p192 = [0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 1];
    let p384 = [0x2b, 0x81, 4, 0, 34];
    // The last bit of y.
    let beside = |mut spki: Vec<u8>| {
        *spki.last_mut().unwrap() ^= 1;
        spki
    };
    let secp256k1 = [0x2b, 0x81, 4, 0, 10];
    let dsa = sequence(&[
        &sequence(&[&[0x06, 7, 0x2a, 0x86, 0x48, 0xce, 0x38, 4, 1]]),
        &bit_string(&[2, 1, 5]),
    ]);
    let ed25519 = |octets| {
        sequence(&[
            &sequence(&[&[0x06, 3, 0x2b, 0x65, 0x70]]),
            &bit_string(&vec![1; octets]),
        ])
    };
    let point = |first: u8, octets: usize| [&[first], &vec![1; octets][..]].concat();
    for (place, spki) in [
        ec(&p192, &point(4, 48)),
        ec(&p256, &[]),
        ec(&p256, &[0]),
        ec(&p256, &point(2, 32)),
        ec(&p256, &point(4, 63)),
        // Points beside the curve: any octets, the point at zero, and coordinates beyond the prime.
        ec(&p256, &point(4, 64)),
        ec(&p256, &[&[4], &[0; 64][..]].concat()),
        ec(&p256, &[&[4], &[0xff; 64][..]].concat()),
        ec(&p384, &point(4, 96)),
        beside(keys::p384().spki),
        beside(KEYS.root.spki.clone()),
        ec(&secp256k1, &point(4, 64)),
        rsa(&modulus(256), &[1]),
        rsa(&modulus(256), &[4]),
        rsa(&modulus(1_025), &[1, 0, 1]),
        dsa,
        ed25519(31),
    ]
    .into_iter()
    .enumerate()
    {
        let mut world = World::new();
        world.device.0.spki = spki;
        let refusal = world.admit(Profile::Device).unwrap_err();
        assert_eq!(refusal.rule(), Rule::LeafKey, "case {place}: {refusal}");
    }
    for spki in [
        keys::p384().spki,
        keys::ed25519().spki,
        KEYS.rsa.spki.clone(),
        rsa(&modulus(256), &[3]),
    ] {
        let mut world = World::new();
        world.device.0.spki = spki;
        assert!(world.admit(Profile::Device).is_ok());
    }
}

#[test]
fn a_serial_number_is_positive_and_short() {
    let long: Vec<u8> = vec![0x7f; 8_000];
    for (serial, admitted) in [
        (vec![1], true),
        (vec![0x7f; 20], true),
        ([&[0], &[0x80; 20][..]].concat(), true),
        (vec![0], false),
        (vec![0x80], false),
        (vec![0x7f; 21], false),
        (long, false),
    ] {
        for of_issuer in [false, true] {
            let mut world = World::new();
            let certificate = if of_issuer {
                &mut world.issuer.0
            } else {
                &mut world.device.0
            };
            certificate.serial = serial.clone();
            let found = world.admit(Profile::Device).err().map(|refusal| refusal.rule());
            let expected = (!admitted).then_some(Rule::SerialNumber);
            assert_eq!(found, expected, "{of_issuer}, {serial:?}");
        }
    }
}

#[test]
fn a_list_that_nobody_signed_is_not_looked_into() {
    let verifier = World::new().verifier_without_lists();
    let lists = verifier.revocation().unwrap();
    // Its entries are rubbish, which is only seen once the signature is verified.
    let broken = |by: By| {
        let mut list = Crl::new(ISSUER, By::Issuer.key(), 1);
        list.entries = vec![Entry::new(&[])];
        list.sign(by.key())
    };
    let error = lists.load(&broken(By::Stranger)).unwrap_err();
    assert!(error.to_string().contains("signed"), "{error}");
    let error = lists.load(&broken(By::Issuer)).unwrap_err();
    assert!(error.to_string().contains("serial number of an entry"), "{error}");
}

#[test]
fn a_broker_is_judged_by_the_name_that_clients_connect_to() {
    let mut world = World::new();
    world
        .device
        .0
        .set(SUBJECT_ALT_NAME, false, names(&[dns("broker.example")]));
    world
        .device
        .0
        .set(EXTENDED_KEY_USAGE, false, extended_key_usage(&[1]));
    let verifier = world.verifier(Profile::Device).unwrap();
    let check = |host: &str| {
        let host = rustls_pki_types::ServerName::try_from(host.to_owned()).unwrap();
        verifier
            .check_server(&world.chain(), &host, at(NOW))
            .map_err(|refusal| refusal.rule())
    };
    assert_eq!(check("broker.example"), Ok(()));
    assert_eq!(check("other.example"), Err(Rule::ServerName));
    assert_eq!(check("10.0.0.1"), Err(Rule::ServerName));
}
