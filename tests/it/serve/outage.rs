//! A database that goes away under a service, and comes back.

use std::{
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use serde_json::json;

use super::{PATIENCE, Service};
use crate::{
    databases::{
        database::execute,
        servers::{Kind, Mortal},
    },
    support::{Sandbox, tests},
};

tests![
    an_inventory_that_is_broken_is_not_ready_and_says_why,
    a_postgresql_that_is_killed_under_load_and_started_again[Postgres],
    a_mariadb_that_is_killed_under_load_and_started_again[MariaDb],
];

fn a_postgresql_that_is_killed_under_load_and_started_again() {
    killed_and_started_again(Kind::Postgres);
}

fn a_mariadb_that_is_killed_under_load_and_started_again() {
    killed_and_started_again(Kind::MariaDb);
}

/// An inventory that is broken while the service runs: it says so, as brokers are still answered.
fn an_inventory_that_is_broken_is_not_ready_and_says_why() {
    let sandbox = Sandbox::with_ca();
    sandbox.admin(&["user", "sync"]).expect(0);
    let options = ["--ca-crt", "ca.crt", "--inventory", "sqlite:ca.db"];
    let service = Service::start(&sandbox, &options);
    let until = |status: &str, words: &str| {
        let started = Instant::now();
        loop {
            let answer = service.get("/readyz");
            if answer.starts_with(&format!("HTTP/1.1 {status} ")) && answer.contains(words) {
                return;
            }
            assert!(
                started.elapsed() < PATIENCE,
                "no {status} with {words:?}: {answer}\n{}",
                service.log()
            );
            thread::sleep(Duration::from_millis(20));
        }
    };
    until("200", "ready");
    let files = |from: &str, to: &str| {
        let each = format!("for end in '' -wal -shm; do [ ! -e {from}$end ] || mv {from}$end {to}$end; done");
        sandbox.run("sh", &["-ec", &each]).expect(0);
    };
    for broken in ["", "this is not a database, and long enough to be seen as none"] {
        files("ca.db", "away.db");
        sandbox.write("ca.db", broken);
        until("503", "the inventory does not answer");
        assert!(service.get("/healthz").starts_with("HTTP/1.1 200 "));
        sandbox.run("rm", &["ca.db"]).expect(0);
        until("503", "the inventory does not answer: ");
        until("503", "does not exist");
        files("away.db", "ca.db");
        until("200", "ready");
    }
}

/// The database goes away and comes back while two clients ask all the time: what is not granted is never allowed, what is
/// granted is allowed for `--max-stale` and then denied, and the service resumes by itself.
fn killed_and_started_again(kind: Kind) {
    let mut server = Mortal::start(kind);
    let sandbox = Sandbox::new();
    execute(
        &server.url(kind.first_database()),
        "CREATE DATABASE fleet_service",
        &[],
    );
    let url = server.url("fleet_service");
    let at = ["--database-url", &url];
    sandbox.admin(&[&["user", "sync"], &at[..]].concat()).expect(0);
    let add = |topic: &str| {
        let add = ["topic", "add", "-c", "ada", "-a", "publish", topic];
        sandbox.admin(&[&add, &at[..]].concat()).expect(0);
    };
    add("granted");
    let options = [
        &at[..],
        &[
            "--max-stale",
            "3s",
            "--cache-ttl",
            "1s",
            "--database-timeout",
            "20s",
        ],
    ]
    .concat();
    let service = Service::start(&sandbox, &options);
    let ask = |topic: &str| {
        service.ask(
            "/amqtt/acl",
            &json!({"username": "ada", "client_id": "c", "acc": 2, "topic": topic}),
        )
    };
    let may = |topic: &str| ask(topic)["ok"] == true;
    assert!(may("granted") && !may("new"));
    add("new");
    let added = Instant::now();
    while !may("new") {
        assert!(added.elapsed() < PATIENCE, "a change of rights is not noticed");
    }

    let (end, asked) = (AtomicBool::new(false), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let started = Instant::now();
                while !end.load(Ordering::Relaxed) && started.elapsed() < 3 * PATIENCE {
                    assert!(!may("never"), "what is not granted was allowed");
                    asked.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        server.kill();
        let killed = Instant::now();
        assert!(may("granted"), "what was read a moment ago counts");
        while may("granted") {
            assert!(killed.elapsed() < PATIENCE, "it is allowed for good");
            thread::sleep(Duration::from_millis(50));
        }
        let took = killed.elapsed();
        assert!(took > Duration::from_secs(1), "denied too soon: {took:?}");
        server.start_again();
        let back = Instant::now();
        while !may("granted") {
            assert!(back.elapsed() < PATIENCE, "the service does not resume");
            thread::sleep(Duration::from_millis(50));
        }
        end.store(true, Ordering::Relaxed);
    });
    assert!(asked.load(Ordering::Relaxed) > 20, "hardly anything was asked");
}
