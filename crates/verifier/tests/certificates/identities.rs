//! Contents of the URI; nothing in a certificate can be changed.

use amqtt_verifier::{
    TrustDomain,
    certificate::{CertificateVerifier, Profile, Rule},
};

use crate::{
    forge::*,
    keys,
    world::{BOTH, By, KEYS, NOW, ROOT, World, at},
};

#[test]
fn spiffe_ids_of_other_implementations_as_uri_sans() {
    let data: serde_json::Value = serde_json::from_str(amqtt_testkit::data::SPIFFE_IDS).unwrap();
    let cases = data["ids"].as_array().unwrap();
    assert!(cases.len() > 500, "only {} cases", cases.len());
    let mut world = World::new();
    let root = world.root.0.sign(By::Root.key());
    for case in cases {
        let (id, canonical) = (case["id"].as_str().unwrap(), case["canonical"].as_bool().unwrap());
        // In the trust domain of the id, so that it is not refused for that.
        let domain = id
            .strip_prefix("spiffe://")
            .and_then(|rest| rest.split('/').next());
        let domain: Option<TrustDomain> = domain.and_then(|domain| domain.parse().ok());
        let path = id.split('/').skip(3).collect::<Vec<_>>();
        let expected = match (&domain, &path[..]) {
            _ if id.len() > 2_048 => Some(Rule::UriTooLong),
            _ if !canonical => Some(Rule::UriNotCanonical),
            (None, _) => Some(Rule::TrustDomain),
            (Some(_), ["device", _]) => None,
            (Some(_), _) => Some(Rule::NotADevice),
        };
        let client_id = path.get(1).copied().unwrap_or("x");
        world.device.0.set(SUBJECT_ALT_NAME, false, names(&[uri(id)]));
        for profile in BOTH {
            let domain = domain.clone().unwrap_or_else(|| "d.example".parse().unwrap());
            let builder = CertificateVerifier::builder(domain).profile(profile);
            let verifier = builder.anchors(&root).unwrap().build().unwrap();
            let verdict = verifier.identify(&world.chain(), at(NOW));
            let verdict = verdict.and_then(|device| device.require_client_id(client_id));
            assert_eq!(
                verdict.as_ref().err().map(|refusal| refusal.rule()),
                expected,
                "{case} {verdict:?}"
            );
        }
    }
}

#[test]
fn every_single_byte_change_of_an_admitted_leaf_is_refused() {
    const EVERY_BIT: &[u8] = &[1, 2, 4, 8, 0x10, 0x20, 0x40, 0x80, 0xff, 0x7f];
    const SOME: &[u8] = &[1, 0x80, 0xff];
    let issuers = [
        (keys::p256(), EVERY_BIT),
        (keys::p384(), SOME),
        (keys::ed25519(), SOME),
        (keys::rsa(), SOME),
    ];
    for (issuer, changes) in issuers {
        let root = Certificate::ca(ROOT, &issuer, ROOT, &issuer, &[1]).sign(&issuer);
        let leaf = Certificate::device("dev1", &KEYS.device, ROOT, &issuer, &[3]).sign(&issuer);
        let builder = CertificateVerifier::builder("d.example".parse().unwrap()).profile(Profile::Device);
        let verifier = builder.anchors(&root).unwrap().build().unwrap();
        let identify = |leaf: Vec<u8>| verifier.identify(&[leaf.into()], at(NOW));
        assert!(identify(leaf.clone()).is_ok());
        for place in 0..leaf.len() {
            for change in changes {
                let mut changed = leaf.clone();
                changed[place] ^= change;
                let verdict = identify(changed);
                assert!(verdict.is_err(), "octet {place} xor {change:#x}");
            }
        }
        for end in 0..leaf.len() {
            assert!(identify(leaf[..end].to_vec()).is_err(), "cut at {end}");
        }
        assert!(identify([&leaf[..], &[0]].concat()).is_err(), "an octet more");
    }
}

#[test]
fn every_kind_of_key_admits_every_kind_of_key() {
    let all = [keys::p256(), keys::p384(), keys::ed25519(), keys::rsa()];
    for issuer in &all {
        for own in &all {
            let root = Certificate::ca(ROOT, issuer, ROOT, issuer, &[1]).sign(issuer);
            let leaf = Certificate::device("dev1", own, ROOT, issuer, &[3]).sign(issuer);
            for profile in BOTH {
                let builder = CertificateVerifier::builder("d.example".parse().unwrap()).profile(profile);
                let verifier = builder.anchors(&root).unwrap().build().unwrap();
                verifier
                    .admit(&[leaf.clone().into()], &"dev1".parse().unwrap(), at(NOW))
                    .unwrap();
            }
        }
    }
}

#[test]
fn nothing_that_a_peer_sends_makes_it_panic() {
    let world = World::new();
    let verifier = world.verifier(Profile::Svid).unwrap();
    let chain = world.chain();
    // Every prefix of every element of the chain, after the others and alone.
    for place in 0..chain.len() {
        for end in (0..chain[place].len()).step_by(7) {
            let mut changed = chain.clone();
            changed[place] = chain[place][..end].to_vec().into();
            assert!(verifier.identify(&changed, at(NOW)).is_err());
        }
    }
}
