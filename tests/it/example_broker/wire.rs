//! What the broker does with clients that are old, broken or silent, octet for octet.

use std::time::{Duration, Instant};

use super::{
    DATABASE, NOT_AUTHORIZED, account,
    raw::{self, Raw},
    with_database,
};
use crate::{
    brokers::running::Broker,
    support::{Sandbox, tests},
};

tests![
    every_version_gets_its_own_codes,
    a_broken_or_idle_client_is_put_out,
    a_client_that_never_connects_is_put_out,
];

fn every_version_gets_its_own_codes() {
    let sandbox = with_database(Sandbox::new());
    account(&sandbox, "ada", "x");
    let broker = Broker::example(&sandbox, &DATABASE);
    let answer = |packet: Vec<u8>| Raw::connect(broker.port()).ask(&packet);
    let ada = |password| Some(("ada", password));
    // In: the level of the protocol, the client id, and the account. Out: CONNACK with the code of that version.
    for (level, id, account, code) in [
        (4, "c", ada("x"), 0),
        (4, "c", ada("y"), 4),
        (4, "c", None, 5),
        (4, "", ada("x"), 2),
        (5, "c", ada("x"), 0),
        (5, "c", ada("y"), 0x86),
        (5, "c", None, 0x87),
        (5, "", ada("x"), 0x85),
        (3, "c", ada("x"), 1),
        (6, "c", ada("x"), 1),
    ] {
        let heard = answer(raw::connect(level, id, account, 60));
        assert_eq!(
            (heard[0], heard[2], heard[3]),
            (0x20, 0, code),
            "level {level}, {id:?}, {account:?}"
        );
    }

    // A SUBSCRIBE to `a`, to which it has no right.
    for (level, packet, suback) in [
        (4, &b"\x82\x06\0\x01\0\x01a\0"[..], &[0x90, 3, 0, 1, 0x80][..]),
        (
            5,
            b"\x82\x07\0\x01\0\0\x01a\0",
            &[0x90, 4, 0, 1, 0, NOT_AUTHORIZED],
        ),
    ] {
        let mut client = Raw::connect(broker.port());
        assert_eq!(client.ask(&raw::connect(level, "c", ada("x"), 60))[3], 0);
        assert_eq!(client.ask(packet), suback);
    }

    // While a client is connected, its client id is taken for others, and not for itself.
    account(&sandbox, "eve", "x");
    let mut first = Raw::connect(broker.port());
    assert_eq!(first.ask(&raw::connect(5, "c", ada("x"), 60))[3], 0);
    assert_eq!(answer(raw::connect(5, "c", Some(("eve", "x")), 60))[3], 0x85);
    assert_eq!(first.ask(&raw::PINGREQ), [0xD0, 0]);
    let mut second = Raw::connect(broker.port());
    assert_eq!(second.ask(&raw::connect(5, "c", ada("x"), 60))[3], 0);
    assert_eq!(
        first.heard(),
        [0xE0, 1, 0x8E],
        "the first is told that the second has taken over"
    );
    assert_eq!(second.ask(&raw::PINGREQ), [0xD0, 0]);
}

fn a_broken_or_idle_client_is_put_out() {
    let sandbox = with_database(Sandbox::new());
    account(&sandbox, "ada", "x");
    let broker = Broker::example(&sandbox, &DATABASE);
    let connected = |keep_alive| {
        let mut client = Raw::connect(broker.port());
        assert_eq!(
            client.ask(&raw::connect(5, "c", Some(("ada", "x")), keep_alive))[3],
            0
        );
        client
    };
    for (what, packet, code) in [
        ("a publish with QoS 3", &b"\x36\x06\0\x01a\0\x01\0"[..], 0x81),
        ("a length of five bytes", b"\x30\xff\xff\xff\xff\x01", 0x81),
        ("a packet of a megabyte", b"\x30\x80\x80\x40", 0x95),
        ("a publish with a wildcard", b"\x30\x04\0\x01#\0", 0x81),
        ("a publish with an empty topic", b"\x30\x03\0\0\0", 0x90),
        ("a publish with QoS 2", b"\x34\x06\0\x01a\0\x01\0", 0x9B),
        ("a publish to be retained", b"\x31\x04\0\x01a\0", 0x9A),
        (
            "a second CONNECT",
            &raw::connect(5, "c", Some(("ada", "x")), 60),
            0x82,
        ),
    ] {
        let heard = connected(60).ask(packet);
        assert_eq!(heard, [0xE0, 1, code], "{what}");
    }
    let mut idle = connected(1);
    assert_eq!(idle.heard(), [0xE0, 1, 0x8D]);
    assert!(
        Raw::connect(broker.port())
            .ask(&[b"GET / HTTP/1.1\r\nHost: ", &[b'h'; 80][..], b"\r\n\r\n"].concat())
            .is_empty(),
        "that is no MQTT"
    );
    // A subscription that is missing is told, and it goes on.
    let mut client = connected(60);
    assert_eq!(client.ask(b"\xa2\x06\0\x01\0\0\x01a"), b"\xb0\x04\0\x01\0\x11");
    assert_eq!(client.ask(&raw::PINGREQ), [0xD0, 0]);
}

fn a_client_that_never_connects_is_put_out() {
    let sandbox = Sandbox::new();
    let broker = Broker::example(&sandbox, &[]);
    for (what, bytes) in [
        ("nothing", &b""[..]),
        ("the beginning of a CONNECT", b"\x10\x20\0\x04MQ"),
    ] {
        let start = Instant::now();
        let heard = Raw::connect(broker.port()).ask(bytes);
        assert!(heard.is_empty(), "{what}: {heard:?}");
        // Sooner than this client would have gone by itself.
        assert!(start.elapsed() < Duration::from_secs(30), "{what}");
    }
}
