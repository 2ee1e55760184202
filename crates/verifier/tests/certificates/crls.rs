//! Revocation lists in every order and state.

mod live;

use amqtt_verifier::{
    certificate::{BuildError, Profile, Rule},
    revocation::CrlError,
};
use proptest::prelude::*;

use crate::{
    forge::*,
    world::{By, ISSUER, ROOT, World},
};

/// The serial number of the device.
const DEVICE: &[u8] = &[3];

fn root_list(number: u8) -> Crl {
    Crl::new(ROOT, By::Root.key(), number)
}

fn issuer_list(number: u8) -> Crl {
    Crl::new(ISSUER, By::Issuer.key(), number)
}

fn revoking(number: u8) -> Crl {
    issuer_list(number).revoke(Entry::new(DEVICE))
}

/// The rule that refuses the device when these are the lists by its issuer; `None` when it is admitted.
fn verdict(lists: &[Crl]) -> Option<Rule> {
    verdict_of(&World::with_crls(), lists)
}

fn verdict_of(world: &World, lists: &[Crl]) -> Option<Rule> {
    let mut world = world.clone();
    let crls = world.crls.as_mut().unwrap();
    crls.truncate(1);
    crls.extend(lists.iter().map(|list| (list.clone(), By::Issuer)));
    world.admit(Profile::Device).err().map(|refusal| refusal.rule())
}

fn permutations(items: &[Crl]) -> Vec<Vec<Crl>> {
    match items {
        [] => vec![Vec::new()],
        _ => (0..items.len())
            .flat_map(|place| {
                let mut rest = items.to_vec();
                let first = rest.remove(place);
                permutations(&rest)
                    .into_iter()
                    .map(move |tail| [vec![first.clone()], tail].concat())
            })
            .collect(),
    }
}

#[test]
fn the_newest_number_counts_in_whatever_order_they_come() {
    let cases = [
        (vec![revoking(1), issuer_list(2)], None),
        (vec![issuer_list(1), revoking(2)], Some(Rule::Revoked)),
        (vec![issuer_list(1), revoking(2), issuer_list(3)], None),
        (
            vec![revoking(1), issuer_list(2), revoking(3), issuer_list(127)],
            None,
        ),
        (vec![revoking(2), revoking(2), issuer_list(3)], None),
        // The newest counts though it is not current, and an older one is.
        (
            vec![
                issuer_list(1),
                issuer_list(2).between("20260102000000Z", "20260103000000Z"),
            ],
            Some(Rule::CrlNotYetValid),
        ),
        (
            vec![
                issuer_list(1),
                issuer_list(2).between("20251202000000Z", "20251203000000Z"),
            ],
            Some(Rule::CrlExpired),
        ),
        // An old list was made later than a new one.
        (
            vec![
                revoking(1).between("20251231000000Z", "20260201000000Z"),
                issuer_list(2).between("20251201000000Z", "20260201000000Z"),
            ],
            None,
        ),
        // A number that came twice: the later list, then the one that revokes more.
        (
            vec![
                issuer_list(1).between("20251202000000Z", "20260201000000Z"),
                revoking(1).between("20251201000000Z", "20260201000000Z"),
            ],
            None,
        ),
        (vec![issuer_list(1), revoking(1)], Some(Rule::Revoked)),
    ];
    for (lists, expected) in cases {
        for order in permutations(&lists) {
            assert_eq!(verdict(&order), expected, "{order:#?}");
        }
    }
}

#[test]
fn numbers_are_compared_as_numbers() {
    let numbered = |octets: &[u8], list: Crl| {
        let mut list = list;
        list.extensions
            .retain(|known| known.id != [0x55, 0x1d, CRL_NUMBER]);
        list.with(CRL_NUMBER, false, element(0x02, octets))
    };
    let twenty = [&[0x7f][..], &[0; 19]].concat();
    let larger = [
        (vec![0x7f], vec![0, 0x80]),
        (vec![0, 0xff], vec![1, 0]),
        (vec![0], vec![1]),
        (vec![0, 0xff, 0xff], twenty.clone()),
    ];
    for (older, newer) in larger {
        let lists = [numbered(&older, issuer_list(0)), numbered(&newer, revoking(0))];
        for order in permutations(&lists) {
            assert_eq!(verdict(&order), Some(Rule::Revoked), "{older:?} {newer:?}");
        }
    }
    let world = World::new();
    let verifier = world.verifier_without_lists();
    let lists = verifier.revocation().unwrap();
    lists
        .load(&numbered(&twenty, issuer_list(0)).sign(By::Issuer.key()))
        .unwrap();
    assert_eq!(
        lists.summaries()[0].number.to_string(),
        format!("0x7f{}", "00".repeat(19))
    );
    let too_long = numbered(&[&[1][..], &twenty].concat(), issuer_list(0)).sign(By::Issuer.key());
    assert!(matches!(lists.load(&too_long), Err(CrlError::Malformed { .. })));
}

/// Returns the verdict of a verifier that holds list 5 of the issuer on another list.
fn offered(world: &World, list: &[u8]) -> Result<(), CrlError> {
    let verifier = world.verifier_without_lists();
    let lists = verifier.revocation().unwrap();
    lists.load(&issuer_list(5).sign(By::Issuer.key())).unwrap();
    let before = lists.summaries();
    let verdict = lists.load(list);
    assert!(
        verdict.is_ok() || lists.summaries() == before,
        "a list that is refused changes nothing"
    );
    verdict
}

#[test]
fn a_list_that_does_not_count_is_refused_with_the_reason() {
    let world = World::new();
    let by_issuer = |list: &Crl| offered(&world, &list.sign(By::Issuer.key()));
    let without = |number: u8| {
        let mut list = issuer_list(6);
        list.extensions.retain(|known| known.id != [0x55, 0x1d, number]);
        list
    };
    assert_eq!(by_issuer(&issuer_list(6)), Ok(()));
    assert_eq!(by_issuer(&issuer_list(5)), Ok(()), "the same again is no error");
    assert_eq!(by_issuer(&without(AUTHORITY_KEY_ID)), Ok(()));
    assert!(matches!(
        by_issuer(&issuer_list(4)),
        Err(CrlError::RollBack { .. })
    ));
    assert_eq!(by_issuer(&without(CRL_NUMBER)), Err(CrlError::NoNumber));
    let endless = Crl {
        next_update: None,
        ..issuer_list(6)
    };
    assert!(matches!(by_issuer(&endless), Err(CrlError::Malformed { .. })));
    let unknown = |critical| Extension {
        id: vec![0x2a, 3],
        critical,
        value: vec![0x05, 0],
    };
    let with = |extension| {
        let mut list = issuer_list(6);
        list.extensions.push(extension);
        list
    };
    assert_eq!(by_issuer(&with(unknown(true))), Err(CrlError::CriticalExtension));
    assert_eq!(by_issuer(&with(unknown(false))), Ok(()));
    let entry_with = |extension| {
        let mut entry = Entry::new(&[9]);
        entry.extensions.push(extension);
        issuer_list(6).revoke(entry)
    };
    assert_eq!(
        by_issuer(&entry_with(unknown(true))),
        Err(CrlError::CriticalExtension)
    );
    assert_eq!(by_issuer(&entry_with(unknown(false))), Ok(()));
    let other_issuer = extension(CERTIFICATE_ISSUER, true, names(&[element(0xa4, &name("Other"))]));
    assert_eq!(by_issuer(&entry_with(other_issuer)), Err(CrlError::Indirect));
    assert!(matches!(
        by_issuer(&issuer_list(6).revoke(Entry::because(&[9], 7))),
        Err(CrlError::Malformed { .. })
    ));
    let indirect = issuer_list(6).with(ISSUING_DISTRIBUTION_POINT, true, sequence(&[&[0x84, 1, 0xff]]));
    assert_eq!(by_issuer(&indirect), Err(CrlError::Indirect));
    let stranger = Crl::new("Nobody", By::Stranger.key(), 6).sign(By::Stranger.key());
    assert_eq!(offered(&world, &stranger), Err(CrlError::UnknownIssuer));
    assert_eq!(
        offered(&world, &issuer_list(6).sign(By::Stranger.key())),
        Err(CrlError::Signature)
    );
    assert_eq!(
        offered(&world, &issuer_list(6).sign(By::Rsa.key())),
        Err(CrlError::Signature)
    );
    let sha1 = sequence(&[&[0x06, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 1]]);
    let key = Key {
        algorithm: sha1,
        sign: Box::new(|_| vec![0]),
        ..crate::keys::ed25519()
    };
    assert_eq!(
        offered(&world, &issuer_list(6).sign(&key)),
        Err(CrlError::SignatureAlgorithm)
    );
    assert!(matches!(offered(&world, b"nothing"), Err(CrlError::File(_))));
    assert!(matches!(
        offered(&world, &[0x30, 0]),
        Err(CrlError::Malformed { .. })
    ));
    let longer = [&issuer_list(6).sign(By::Issuer.key())[..], &[0]].concat();
    assert!(matches!(offered(&world, &longer), Err(CrlError::File(_))));
}

#[test]
fn who_may_not_sign_lists_signs_none_that_count() {
    let mut world = World::with_crls();
    world.root.0.set(KEY_USAGE, true, key_usage(KEY_CERT_SIGN));
    let refused = world.verifier(Profile::Device).err();
    assert_eq!(refused, Some(BuildError::Crl(CrlError::CrlSign)));
    // Without KeyUsage, it may do anything.
    world.root.0.remove(KEY_USAGE);
    assert!(world.admit(Profile::Device).is_ok());
}

#[test]
fn two_issuers_of_one_name_have_their_own_lists() {
    let mut world = World::with_crls();
    // The root's name with another key: an anchor too, whose list says nothing of the other's certificates.
    let mut other = Certificate::ca(ROOT, By::Stranger.key(), ROOT, By::Stranger.key(), &[1]);
    other.serial = vec![9];
    world.anchors.push(other.sign(By::Stranger.key()));
    let list = Crl::new(ROOT, By::Stranger.key(), 99).revoke(Entry::new(&[2]));
    world.add_crl(list, By::Stranger);
    assert!(world.admit(Profile::Device).is_ok());
    world.crls.as_mut().unwrap().remove(0);
    let verdict = world.admit(Profile::Device).unwrap_err();
    assert_eq!(verdict.rule(), Rule::NoCrl);
}

#[test]
fn every_single_byte_change_of_a_list_is_refused() {
    let world = World::new();
    let list = revoking(6).sign(By::Issuer.key());
    let verifier = world.verifier_without_lists();
    let lists = verifier.revocation().unwrap();
    for place in 0..list.len() {
        for change in [1, 2, 0x10, 0x80, 0xff] {
            let mut changed = list.clone();
            changed[place] ^= change;
            assert!(lists.load(&changed).is_err(), "octet {place} xor {change}");
        }
    }
    assert_eq!(lists.summaries(), []);
    lists.load(&list).unwrap();
}

/// An issuing distribution point with one flag: 1 for users, 2 for CAs, 5 for attribute certificates.
fn only_kind(flag: u8) -> Vec<u8> {
    sequence(&[&element(0x80 | flag, &[0xff])])
}

#[test]
fn a_partial_list_counts_for_what_it_covers() {
    let scoped = |list: Crl, scope: Vec<u8>| list.with(ISSUING_DISTRIBUTION_POINT, true, scope);
    let some_reasons = || sequence(&[&element(0x83, &[5, 0x60])]);
    // The device is a user and no CA.
    assert_eq!(verdict(&[scoped(issuer_list(1), only_kind(1))]), None);
    assert_eq!(verdict(&[scoped(revoking(1), only_kind(1))]), Some(Rule::Revoked));
    assert_eq!(
        verdict(&[scoped(issuer_list(1), only_kind(2))]),
        Some(Rule::NoCrl)
    );
    assert_eq!(
        verdict(&[scoped(issuer_list(1), only_kind(5))]),
        Some(Rule::NoCrl)
    );
    assert_eq!(verdict(&[scoped(issuer_list(1), sequence(&[]))]), None);
    // A list for some reasons revokes, and does not clear.
    assert_eq!(
        verdict(&[scoped(issuer_list(1), some_reasons())]),
        Some(Rule::NoCrl)
    );
    assert_eq!(
        verdict(&[issuer_list(9), scoped(revoking(1), some_reasons())]),
        Some(Rule::Revoked)
    );
    // Numbers rise within a scope; a list of another one is not superseded.
    assert_eq!(
        verdict(&[issuer_list(9), scoped(revoking(1), only_kind(1))]),
        Some(Rule::Revoked)
    );
    assert_eq!(
        verdict(&[issuer_list(1), scoped(revoking(9), only_kind(2))]),
        None
    );
    // The CA is a CA and no user.
    for (flag, expected) in [(1, Some(Rule::NoCrl)), (2, None)] {
        let mut world = World::with_crls();
        world.crls.as_mut().unwrap()[0].0 = scoped(root_list(1), only_kind(flag));
        assert_eq!(verdict_of(&world, &[issuer_list(1)]), expected, "{flag}");
    }
    // Two kinds at once are none.
    let both = scoped(
        issuer_list(6),
        sequence(&[&element(0x81, &[0xff]), &element(0x82, &[0xff])]),
    );
    let verdict = offered(&World::new(), &both.sign(By::Issuer.key()));
    assert!(matches!(verdict, Err(CrlError::Malformed { .. })));
}

#[test]
fn a_list_for_a_distribution_point_covers_who_names_it() {
    let here = "http://crl.example/1";
    let list = |place| issuer_list(1).with(ISSUING_DISTRIBUTION_POINT, true, at_place(place, &[]));
    let world_with = |points: Option<Vec<u8>>| {
        let mut world = World::with_crls();
        if let Some(points) = points {
            world.device.0.set(DISTRIBUTION_POINTS, false, points);
        }
        world
    };
    let points = |point: Vec<u8>| Some(sequence(&[&point]));
    let named = || points(at_place(here, &[]));
    assert_eq!(verdict_of(&world_with(named()), &[list(here)]), None);
    assert_eq!(
        verdict_of(&world_with(named()), &[list("http://crl.example/2")]),
        Some(Rule::NoCrl)
    );
    assert_eq!(
        verdict_of(&world_with(named()), &[issuer_list(1)]),
        None,
        "a complete list covers all"
    );
    assert_eq!(verdict_of(&world_with(None), &[list(here)]), Some(Rule::NoCrl));
    // A point for some reasons, and one for the list of another issuer.
    let reasons = points(at_place(here, &element(0x81, &[5, 0x60])));
    assert_eq!(verdict_of(&world_with(reasons), &[list(here)]), Some(Rule::NoCrl));
    let by_other = points(at_place(here, &element(0xa2, &element(0xa4, &name("Other")))));
    assert_eq!(
        verdict_of(&world_with(by_other), &[list(here)]),
        Some(Rule::NoCrl)
    );
    assert_eq!(
        verdict_of(&world_with(points(vec![0x05, 0])), &[list(here)]),
        Some(Rule::NoCrl)
    );
    // Several points, several names.
    let several = Some(sequence(&[&at_place("ldap://x", &[]), &at_place(here, &[])]));
    assert_eq!(verdict_of(&world_with(several), &[list(here)]), None);
}

#[test]
fn a_delta_list_changes_a_complete_one_and_never_stands_in_for_it() {
    const REMOVE: u8 = 8;
    let delta = |number, base: u8, list: Crl| {
        let mut list = list;
        list.extensions
            .retain(|known| known.id != [0x55, 0x1d, CRL_NUMBER]);
        list.with(CRL_NUMBER, false, vec![0x02, 1, number])
            .with(DELTA, true, vec![0x02, 1, base])
    };
    let removing = || issuer_list(0).revoke(Entry::because(DEVICE, REMOVE));
    let cases = [
        (vec![delta(2, 1, issuer_list(0))], Some(Rule::NoCrl)),
        (vec![issuer_list(1), delta(2, 1, issuer_list(0))], None),
        (
            vec![issuer_list(1), delta(2, 1, revoking(0))],
            Some(Rule::Revoked),
        ),
        (
            vec![revoking(1), delta(2, 1, issuer_list(0))],
            Some(Rule::Revoked),
        ),
        (vec![revoking(1), delta(2, 1, removing())], None),
        // The newest delta list counts.
        (
            vec![revoking(1), delta(2, 1, removing()), delta(3, 1, issuer_list(0))],
            Some(Rule::Revoked),
        ),
        (
            vec![revoking(1), delta(3, 1, removing()), delta(2, 1, issuer_list(0))],
            None,
        ),
        // It starts from a list that is not there: it revokes, and does not clear.
        (vec![revoking(1), delta(3, 2, removing())], Some(Rule::Revoked)),
        (
            vec![issuer_list(1), delta(3, 2, revoking(0))],
            Some(Rule::Revoked),
        ),
        // A newer complete list has taken it in.
        (vec![issuer_list(3), delta(2, 1, revoking(0))], None),
        (vec![issuer_list(2), delta(2, 1, revoking(0))], None),
        (vec![revoking(3), delta(2, 1, removing())], Some(Rule::Revoked)),
        // One that has lapsed does not clear any more.
        (
            vec![
                revoking(1),
                delta(2, 1, removing()).between("20251201000000Z", "20251231000000Z"),
            ],
            Some(Rule::Revoked),
        ),
        // In a complete list, an entry is an entry.
        (vec![removing()], Some(Rule::Revoked)),
        // A delta list of another scope changes nothing.
        (
            vec![
                revoking(1),
                delta(2, 1, removing()).with(ISSUING_DISTRIBUTION_POINT, true, only_kind(1)),
            ],
            Some(Rule::Revoked),
        ),
    ];
    for (lists, expected) in cases {
        for order in permutations(&lists) {
            assert_eq!(verdict(&order), expected, "{order:#?}");
        }
    }
}

#[test]
fn every_reason_revokes_and_is_told() {
    for code in [0, 1, 2, 3, 4, 5, 6, 9, 10] {
        let list = issuer_list(1).revoke(Entry::because(DEVICE, code));
        assert_eq!(verdict(&[list]), Some(Rule::Revoked), "{code}");
    }
    let mut world = World::with_crls();
    world.issuer_crl().0.entries.push(Entry::because(DEVICE, 1));
    let text = world.admit(Profile::Device).unwrap_err().to_string();
    assert!(text.contains("2025-11-15T00:00:00Z (keyCompromise)"), "{text}");
    assert!(text.contains("serial number 03"), "{text}");
}

/// A list as the oracle sees it.
#[derive(Clone, Debug)]
struct Simple {
    number: u8,
    revokes: bool,
    current: bool,
}

fn simple() -> impl Strategy<Value = Simple> {
    (0_u8..6, any::<bool>(), any::<bool>()).prop_map(|(number, revokes, current)| Simple {
        number,
        revokes,
        current,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 200, ..ProptestConfig::default() })]

    /// Complete lists with numbers of their own, against the plainest reading of the rule.
    #[test]
    fn complete_lists_in_any_order(lists in prop::collection::vec(simple(), 0..6)) {
        let mut seen = std::collections::HashSet::new();
        let lists: Vec<Simple> = lists.into_iter().filter(|list| seen.insert(list.number)).collect();
        let made: Vec<Crl> = lists.iter().map(|list| {
            let crl = if list.revokes { revoking(list.number) } else { issuer_list(list.number) };
            if list.current { crl } else { crl.between("20251201000000Z", "20251231000000Z") }
        }).collect();
        let expected = match lists.iter().max_by_key(|list| list.number) {
            None => Some(Rule::NoCrl),
            Some(newest) if newest.revokes => Some(Rule::Revoked),
            Some(newest) if !newest.current => Some(Rule::CrlExpired),
            Some(_) => None,
        };
        prop_assert_eq!(verdict(&made), expected);
    }
}
