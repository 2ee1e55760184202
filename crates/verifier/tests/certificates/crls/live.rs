//! Lists that are renewed while they are in use.

use std::{sync::Arc, thread, time::Duration};

use amqtt_verifier::{
    certificate::{CertificateVerifier, Profile, Rule},
    revocation::{CrlError, RevocationLists},
};

use super::{DEVICE, issuer_list, revoking, root_list};
use crate::{
    forge::*,
    world::{By, ISSUER, KEYS, NOW, World, at},
};

/// A list of each CA, as one file.
fn pair(root: &Crl, issuer: &Crl) -> String {
    pem(&root.sign(By::Root.key())) + &pem(&issuer.sign(By::Issuer.key()))
}

/// A revocation list in PEM.
fn pem(der: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = "-----BEGIN X509 CRL-----\n".to_owned();
    for line in der.chunks(48) {
        for group in line.chunks(3) {
            let octet = |place| u32::from(group.get(place).copied().unwrap_or(0));
            let bits = octet(0) << 16 | octet(1) << 8 | octet(2);
            for place in 0..4 {
                let digit = ALPHABET[(bits >> (18 - 6 * place) & 0x3f) as usize];
                text.push(if place <= group.len() { digit as char } else { '=' });
            }
        }
        text.push('\n');
    }
    text + "-----END X509 CRL-----\n"
}

#[test]
fn a_file_of_lists_counts_as_a_whole_or_not_at_all() {
    let world = World::new();
    let verifier = world.verifier_without_lists();
    let lists = verifier.revocation().unwrap();
    let admit = || {
        verifier
            .admit(&world.chain(), &"dev1".parse().unwrap(), at(NOW))
            .err()
            .map(|r| r.rule())
    };
    assert_eq!(admit(), Some(Rule::NoCrl));
    lists
        .load(pair(&root_list(1), &issuer_list(1)).as_bytes())
        .unwrap();
    assert_eq!(admit(), None);
    // One of them is a roll-back, so neither counts.
    let verdict = lists.load(pair(&root_list(0), &revoking(2)).as_bytes());
    assert!(matches!(verdict, Err(CrlError::RollBack { .. })));
    assert_eq!(admit(), None);
    // An old one in the company of a new one is not a roll-back.
    let three = pair(&root_list(1), &issuer_list(0)) + &pem(&revoking(2).sign(By::Issuer.key()));
    lists.load(three.as_bytes()).unwrap();
    assert_eq!(admit(), Some(Rule::Revoked));
}

#[test]
fn an_admission_goes_by_the_lists_of_one_moment() {
    // Each pair of lists refuses the chain, one by the root's list, one by the issuer's; a mixture would admit it.
    let world = World::new();
    let verifier = world.verifier_without_lists();
    let chain = world.chain();
    let file = |number: u8| match number % 2 {
        0 => pair(&root_list(number).revoke(Entry::new(&[2])), &issuer_list(number)),
        _ => pair(&root_list(number), &revoking(number)),
    };
    verifier.revocation().unwrap().load(file(0).as_bytes()).unwrap();
    let loader = Arc::clone(&verifier);
    let loading = thread::spawn(move || {
        for number in 1..=120 {
            loader
                .revocation()
                .unwrap()
                .load(file(number).as_bytes())
                .unwrap();
        }
    });
    let mut admissions = 0;
    while !loading.is_finished() || admissions < 100 {
        let verdict = verifier
            .admit(&chain, &"dev1".parse().unwrap(), at(NOW))
            .unwrap_err();
        assert_eq!(verdict.rule(), Rule::Revoked);
        admissions += 1;
    }
    loading.join().unwrap();
}

fn load(verifier: &CertificateVerifier, root: &Crl, issuer: &Crl) {
    let lists: &RevocationLists = verifier.revocation().unwrap();
    lists.load(pair(root, issuer).as_bytes()).unwrap();
}

#[test]
fn a_recheck_tells_who_is_not_admitted_any_more() {
    let world = World::new();
    let verifier = world.verifier_without_lists();
    load(&verifier, &root_list(1), &issuer_list(1));
    let admit = |id: &str, serial: u8| {
        let device = Certificate::device(id, &KEYS.device, ISSUER, &KEYS.issuer, &[serial]);
        let mut world = world.clone();
        world.device.0 = device;
        verifier
            .admit(&world.chain(), &id.parse().unwrap(), at(NOW))
            .unwrap()
    };
    let live = [admit("dev1", 3), admit("dev2", 4), admit("dev3", 5)];
    let refused = |now| -> Vec<(String, Rule)> {
        let refused = verifier.recheck(&live, at(now));
        refused
            .into_iter()
            .map(|(device, refusal)| (device.device_id().to_owned(), refusal.rule()))
            .collect()
    };
    let all = |rule: Rule| ["dev1", "dev2", "dev3"].map(|id| (id.to_owned(), rule)).to_vec();
    assert_eq!(refused(NOW), []);
    load(&verifier, &root_list(2), &issuer_list(2).revoke(Entry::new(&[4])));
    assert_eq!(refused(NOW), [("dev2".to_owned(), Rule::Revoked)]);
    // Their issuer is revoked; the lists lapse; everything expires.
    load(&verifier, &root_list(3).revoke(Entry::new(&[2])), &issuer_list(3));
    assert_eq!(refused(NOW), all(Rule::Revoked));
    load(&verifier, &root_list(4), &issuer_list(4));
    assert_eq!(refused(NOW), []);
    assert_eq!(refused(NOW + 40 * 86_400), all(Rule::CrlExpired));
    assert_eq!(
        refused(live[0].valid_until().seconds().unsigned_abs() + 1),
        all(Rule::Expired)
    );
    // Another verifier of the same CAs comes to the same result; one that knows nothing of the issuer trusts nobody.
    let other = world.verifier_without_lists();
    assert_eq!(other.recheck(&live, at(NOW)).len(), 3);
    load(&other, &root_list(1), &issuer_list(1).revoke(Entry::new(&[5])));
    assert_eq!(other.recheck(&live, at(NOW)).len(), 1);
    // Without lists, only time tells.
    let without = world.verifier(Profile::Device).unwrap();
    assert_eq!(without.recheck(&live, at(NOW)).len(), 0);
    assert_eq!(
        without
            .recheck(&live, at(live[0].valid_until().seconds().unsigned_abs() + 1))
            .len(),
        3
    );
}

#[test]
fn what_is_held_can_be_seen() {
    let world = World::new();
    let verifier = world.verifier_without_lists();
    let lists = verifier.revocation().unwrap();
    assert_eq!(lists.time_to_next_update(at(NOW)), None);
    let early = issuer_list(7)
        .between("20251201000000Z", "20260101000010Z")
        .revoke(Entry::new(DEVICE));
    load(&verifier, &root_list(1), &early);
    assert_eq!(lists.time_to_next_update(at(NOW)), Some(Duration::from_secs(10)));
    assert_eq!(lists.time_to_next_update(at(NOW + 11)), Some(Duration::ZERO));
    let summaries = lists.summaries();
    assert_eq!(summaries.len(), 2);
    let issuer = summaries
        .iter()
        .find(|list| *list.issuer == *name(ISSUER))
        .unwrap();
    assert_eq!(
        (issuer.number.to_string(), issuer.entries, issuer.is_delta),
        ("7".to_owned(), 1, false)
    );
    assert_eq!(issuer.next_update.seconds().unsigned_abs(), NOW + 10);
}
