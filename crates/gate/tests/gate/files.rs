//! The files of a gate, while they change.

use std::{fs, thread, time::Duration};

use amqtt_gate::{Blocking, Configuration, Connect, Gate, GateError};
use amqtt_testkit::{
    forge::{Certificate, Crl},
    keys,
};
use amqtt_verifier::{Action, Reason, SourceFault, certificate::Rule};

use crate::world::{ROOT, World, now, wait_until};

#[test]
fn a_list_that_changes_counts() {
    let mut world = World::new();
    let gate = world.gate();
    let chain = world.chain();
    let admitted = gate
        .admit(&Connect::new("pump-7").with_chain(&chain), now())
        .unwrap();
    let device = admitted.device.unwrap();
    assert!(gate.gate().recheck([&device], now()).is_empty());
    let generation = gate.gate().generation();

    world.write("ca.crl", &world.list(2, &[&[3]]));
    world.expect_event("reloaded");
    assert_ne!(gate.gate().generation(), generation);
    assert_eq!(world.admit(&gate), Err(Rule::Revoked));
    let refused = gate.gate().recheck([&device], now());
    assert_eq!(refused.len(), 1);
    assert_eq!(refused[0].1.rule(), Rule::Revoked);
}

#[test]
fn a_file_that_cannot_be_used_changes_nothing_and_is_reported_once() {
    let mut world = World::new();
    world.write("ca.crl", &world.list(2, &[&[3]]));
    let gate = world.gate();
    assert_eq!(world.admit(&gate), Err(Rule::Revoked));

    world.write("ca.crl", b"rubbish");
    world.expect_event("keeping");
    assert_eq!(world.admit(&gate), Err(Rule::Revoked));
    fs::remove_file(world.path("ca.crl")).unwrap();
    world.expect_event("keeping");
    assert_eq!(world.admit(&gate), Err(Rule::Revoked));
    // An older list, as a restored backup brings it.
    world.write("ca.crl", &world.list(1, &[]));
    world.expect_event("older than");
    assert_eq!(world.admit(&gate), Err(Rule::Revoked));
    // A list by a stranger.
    let stranger = keys::p256();
    world.write("ca.crl", &Crl::new(ROOT, &stranger, 9).sign(&stranger));
    world.expect_event("keeping");
    assert_eq!(world.admit(&gate), Err(Rule::Revoked));
    thread::sleep(Duration::from_millis(1_200));
    assert_eq!(world.events.try_recv().ok(), None, "said again");

    world.write("ca.crl", &world.list(3, &[]));
    world.expect_event("reloaded");
    assert_eq!(world.admit(&gate), Ok(()));

    world.write("ca.crt", b"rubbish");
    world.expect_event("keeping");
    assert_eq!(world.admit(&gate), Ok(()));
}

#[test]
fn an_anchor_that_changes_counts_and_newer_lists_stay() {
    let mut world = World::new();
    world.write("ca.crl", &world.list(2, &[&[3]]));
    let gate = world.gate();

    // A second CA beside the first; in the same moment the list is set back.
    let other = keys::p256();
    world.write("ca.crl", &world.list(1, &[]));
    world.expect_event("older than");
    let both = [world.directory.path().join("ca.crt"), world.path("other.crt")];
    world.write(
        "other.crt",
        &Certificate::ca("Other", &other, "Other", &other, &[2]).sign(&other),
    );
    let pem: String = both.iter().map(|path| to_pem(&fs::read(path).unwrap())).collect();
    world.write("ca.crt", pem.as_bytes());
    world.expect_event("reloaded");
    assert_eq!(
        world.admit(&gate),
        Err(Rule::Revoked),
        "the newer list was forgotten"
    );

    // The first CA is gone, and its list with it.
    world.write("ca.crt", &fs::read(world.path("other.crt")).unwrap());
    world.expect_event("ca.crl: the revocation list was issued by an unknown CA; keeping");
    assert_eq!(world.admit(&gate), Err(Rule::Revoked));
    world.write("ca.crl", &Crl::new("Other", &other, 1).sign(&other));
    wait_until(|| world.admit(&gate) == Err(Rule::UnknownIssuer));
}

#[test]
fn a_certificate_that_is_not_a_ca_is_not_taken_for_one() {
    for with_list in [true, false] {
        let mut world = World::new();
        let mut configuration = world.configuration();
        if !with_list {
            configuration.certificates.as_mut().unwrap().crl_files.clear();
        }
        let gate = Blocking::open(&configuration, world.report()).unwrap();
        let ca = fs::read(world.path("ca.crt")).unwrap();
        // What the operator meant to copy elsewhere.
        world.write("ca.crt", &world.chain()[0]);
        world.expect_event(
            "ca.crt: certificate 1 of the file is not a CA's: its basicConstraints lack cA; keeping",
        );
        assert_eq!(world.admit(&gate), Ok(()));
        let refused = Gate::open(&configuration, |_| {}).unwrap_err();
        assert!(refused.to_string().contains("is not a CA's"), "{refused}");
        world.write("ca.crt", &ca);
        // Another CA, which the list is not of.
        let other = keys::p256();
        let other = Certificate::ca("Other", &other, "Other", &other, &[2]).sign(&other);
        world.write("ca.crt", &other);
        match with_list {
            true => world.expect_event("keeping"),
            false => world.expect_event("reloaded"),
        }
        assert_eq!(world.admit(&gate).is_ok(), with_list);
    }
}

fn to_pem(der: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::from("-----BEGIN CERTIFICATE-----\n");
    for (index, chunk) in der.chunks(3).enumerate() {
        let bits = chunk
            .iter()
            .fold(0_u32, |bits, &octet| bits << 8 | u32::from(octet))
            << (8 * (3 - chunk.len()));
        for place in 0..4 {
            text.push(match place <= chunk.len() {
                true => ALPHABET[(bits >> (18 - 6 * place) & 63) as usize].into(),
                false => '=',
            });
        }
        if index % 16 == 15 {
            text.push('\n');
        }
    }
    text + "\n-----END CERTIFICATE-----\n"
}

#[test]
fn a_gate_does_not_open_without_its_files() {
    let mut world = World::new();
    fs::remove_file(world.path("ca.crl")).unwrap();
    let report = world.report();
    let error = Gate::open(&world.configuration(), report).unwrap_err();
    assert!(matches!(error, GateError::File(_)));
    assert!(error.to_string().contains("ca.crl"), "{error}");
}

#[test]
fn names_that_are_none_are_denied_with_their_reason() {
    let mut world = World::new();
    let gate = world.gate();
    for id in ["", "a\0b"] {
        let denied = gate.admit(&Connect::new(id), now());
        assert!(matches!(denied, Err(Reason::ClientId(_))), "{id:?}: {denied:?}");
    }
    let denied = gate.admit(&Connect::new("pump-7").with_user_name("a\nb"), now());
    assert!(matches!(denied, Err(Reason::UserName(_))), "{denied:?}");
    assert_eq!(
        gate.admit(&Connect::new("pump-7"), now()),
        Err(Reason::NothingGiven)
    );
    assert_eq!(
        gate.admit(&Connect::new("pump-7").with_password(b"x"), now()),
        Err(Reason::NoAnswer),
        "there is no source of passwords"
    );
    let chain = world.chain();
    let unnamed = Connect::new("pump-7").with_user_name("").with_chain(&chain);
    assert!(gate.admit(&unnamed, now()).is_ok(), "an empty user name is none");
}

#[test]
fn a_blocking_gate_asks_from_any_thread_but_one_of_a_runtime() {
    // Nobody listens there: the answer is a fault, and comes.
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = closed.local_addr().unwrap().port();
    drop(closed);
    let mut configuration = Configuration::default();
    configuration.http = Some(amqtt_verifier::sources::http::HttpOptions::new("127.0.0.1", port));
    let gate = Blocking::open(&configuration, drop).unwrap();
    let ask = || gate.admit(&Connect::new("pump-7").with_user_name("ada"), now());
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                let denied = ask();
                assert!(
                    matches!(denied, Err(Reason::Source(SourceFault::Unreachable(_)))),
                    "{denied:?}"
                );
            });
        }
    });
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let denied = runtime.block_on(async { ask() });
    assert!(
        matches!(denied, Err(Reason::Source(SourceFault::Unaskable(_)))),
        "{denied:?}"
    );
    runtime.block_on(async { drop(gate) });
}

#[test]
fn rights_are_asked_of_the_same_sources() {
    let mut world = World::new();
    let gate = world.gate();
    let chain = world.chain();
    let admitted = gate
        .admit(&Connect::new("pump-7").with_chain(&chain), now())
        .unwrap();
    assert_eq!(
        gate.authorize(&admitted.client, Action::Publish, "a"),
        Err(Reason::NoAnswer),
        "a certificate grants no topic"
    );
    assert!(matches!(
        gate.authorize(&admitted.client, Action::Publish, "#"),
        Err(Reason::InvalidTopic(_))
    ));
}
