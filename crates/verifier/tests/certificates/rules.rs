//! For every rule, a chain that it alone refuses, and one beside it that is admitted.

mod leaf;
mod path;
mod revocation;
mod svid;

use std::collections::HashSet;

use amqtt_verifier::certificate::{MAX_CHAIN_BYTES, Profile, Rule};

use crate::{
    forge::*,
    keys,
    world::{BOTH, By, ISSUER, KEYS, NOW, ROOT, World, at},
};

/// The part that refuses.
#[derive(Clone, Copy, PartialEq)]
enum Refused {
    ByBoth,
    BySvid,
}
use Refused::{ByBoth, BySvid};

type Change = fn(&mut World);

/// The rule that refuses, by which profile, what it refuses, and the neighbor that both profiles admit.
type Case = (Rule, Refused, Change, Change);

fn nothing(_: &mut World) {}

/// A chain of the given number of CAs between root and device.
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

fn cases() -> Vec<Case> {
    [leaf::cases(), path::cases(), svid::cases(), revocation::cases()].concat()
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
            let neighbor = admitted_world.admit(profile);
            assert!(
                neighbor.is_ok(),
                "the neighbor of case {place} ({rule}), {profile:?}: {neighbor:?}"
            );
        }
    }
}

#[test]
fn every_rule_has_a_case() {
    let covered: HashSet<Rule> = cases().into_iter().map(|(rule, ..)| rule).collect();
    // A broker's certificate has a test of its own.
    let of_devices = Rule::ALL.iter().filter(|rule| **rule != Rule::ServerName);
    let missing: Vec<&Rule> = of_devices.filter(|rule| !covered.contains(rule)).collect();
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
    assert_eq!(device.not_after().seconds(), 2_051_222_400, "2035-01-01");
    assert_eq!(
        device.valid_until().seconds(),
        1_893_456_000,
        "2030-01-01, with its issuer"
    );
    assert!(device.valid_until() > at(NOW));
}

#[test]
fn what_amqtts_scripts_make_is_admitted_as_a_device() {
    // KeyUsage absent or not critical, ExtendedKeyUsage absent or with more; keys are RSA.
    let changes: [Change; 4] = [
        |w| w.device.0.remove(KEY_USAGE),
        |w| {
            w.device
                .0
                .set(KEY_USAGE, false, key_usage(DIGITAL_SIGNATURE | KEY_ENCIPHERMENT));
        },
        |w| w.device.0.remove(EXTENDED_KEY_USAGE),
        |w| {
            w.device
                .0
                .set(EXTENDED_KEY_USAGE, false, extended_key_usage(&[2, 1, 4]));
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
