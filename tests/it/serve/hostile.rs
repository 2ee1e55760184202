//! Requests that no broker sends, to the service as a process: never a yes, never its end, and never more memory than it has room
//! for.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{Shutdown, TcpStream},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use proptest::{
    prelude::*,
    sample::select,
    test_runner::{Config, TestRunner},
};
use serde_json::{Value, json};

use super::{
    PATIENCE, Service,
    spoiled::{Spoiled, all_right, request, spoiled},
};
use crate::support::{Sandbox, tests};

tests![
    what_is_spoiled_is_denied_in_every_dialect,
    a_thousand_long_questions_at_once_take_bounded_memory,
    slow_clients_hold_up_nobody,
];

const TOKEN: &str = "0123456789abcdef";

/// A database with an account and one right of each kind, so that any other topic is not granted.
fn one_topic() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.admin(&["user", "sync"]).expect(0);
    sandbox.write("password", "pump-7 secret");
    sandbox.write("token", TOKEN);
    let add = ["user", "add", "-c", "pump-7", "--password-file", "password"];
    sandbox.admin(&add).expect(0);
    for action in ["publish", "subscribe", "receive"] {
        let add = ["topic", "add", "-c", "pump-7", "-a", action, "fleet/pump-7/state"];
        sandbox.admin(&add).expect(0);
    }
    sandbox
}

/// Sends a request, of which nothing more will come if it is cut off, and returns whether the answer is a yes of any dialect.
fn is_yes(address: &str, request: &[u8], is_cut_off: bool) -> bool {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(3 * PATIENCE)).unwrap();
    // Who is refused early may find the connection closed.
    let _ = stream.write_all(request);
    if is_cut_off {
        let _ = stream.shutdown(Shutdown::Write);
    }
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
    let (status, body) = (head.split(' ').nth(1).unwrap_or_default(), body.trim());
    let yes = match serde_json::from_str::<Value>(body) {
        Ok(json) => {
            let granted = json["topics"].as_array().is_none_or(|filters| {
                filters
                    .iter()
                    .any(|filter| filter["qos"].as_u64().is_some_and(|qos| qos <= 2))
            });
            json["ok"] == true || json["result"] == "allow" || (json["result"] == "ok" && granted)
        }
        Err(_) => ["ok", "allow"].contains(&body),
    };
    yes && status == "200"
}

fn what_is_spoiled_is_denied_in_every_dialect() {
    let sandbox = one_topic();
    let mut service = Service::start(&sandbox, &["--token-file", "token", "--login-failures", "0"]);
    let all = all_right();
    let assert_all_right = |service: &Service<'_>| {
        for right in &all {
            let (request, _) = request(right, &[]);
            assert!(
                is_yes(&service.address, &request, false),
                "{right:?}\n{}",
                service.log()
            );
        }
    };
    assert_all_right(&service);
    let strategy = (select(all.clone()), proptest::collection::vec(spoiled(), 1..=3));
    let config = Config {
        cases: 1_000,
        failure_persistence: None,
        ..Config::default()
    };
    let wrongs = AtomicUsize::new(0);
    let tried = TestRunner::new(config).run(&strategy, |(right, spoiled)| {
        let (request, wrong) = request(&right, &spoiled);
        let is_cut_off = spoiled.iter().any(|one| matches!(one, Spoiled::CutOff(_)));
        let yes = is_yes(&service.address, &request, is_cut_off);
        wrongs.fetch_add(usize::from(wrong), Ordering::Relaxed);
        prop_assert!(!(wrong && yes), "{}", String::from_utf8_lossy(&request));
        Ok(())
    });
    tried.unwrap();
    assert!(
        wrongs.load(Ordering::Relaxed) > 500,
        "hardly anything was spoiled"
    );
    assert_all_right(&service);
    assert!(service.child.try_wait().unwrap().is_none(), "{}", service.log());
    assert!(!service.log().contains("panicked"), "{}", service.log());
    assert!(
        !service.log().contains("pump-7 secret"),
        "a password is in the log"
    );
}

/// The most memory that a process had, in MiB.
fn peak(service: &Service<'_>) -> usize {
    let status = fs::read_to_string(format!("/proc/{}/status", service.child.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    let kib: usize = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kib / 1024
}

/// Bodies of a quarter of a mebibyte that mean a great many values, with logins that wait for a hash.
fn a_thousand_long_questions_at_once_take_bounded_memory() {
    let sandbox = one_topic();
    let service = Service::start(&sandbox, &["--login-failures", "0", "--hash-threads", "1"]);
    let before = peak(&service);
    let values = "[],".repeat(80_000);
    let names: String = (0..20_000).map(|number| format!("\"{number}\":0,")).collect();
    thread::scope(|scope| {
        for number in 0..1_000 {
            let (values, names, address) = (&values, &names, &service.address);
            let ask = move || {
                let more = match number % 4 {
                    0 => names.clone(),
                    1 => format!("\"x\":\"{}\",", "\\u0000".repeat(40_000)),
                    _ => format!("\"x\":[{values}0],"),
                };
                let body = format!(
                    "{{{more}\"username\":\"nobody-{number}\",\"password\":\"x\",\"clientid\":\"c\"}}"
                );
                let head = format!(
                    "POST /emqx/authn HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
                    body.len()
                );
                assert!(!is_yes(address, &[head, body].concat().into_bytes(), false));
            };
            thread::Builder::new()
                .stack_size(128 * 1024)
                .spawn_scoped(scope, ask)
                .unwrap();
        }
    });
    // The bodies that are held, their fields, what was read ahead for a thousand connections, and one hash.
    let most = peak(&service) - before;
    assert!(most < 400, "{most} MiB");
    let login = json!({"username": "pump-7", "password": "pump-7 secret", "client_id": "c"});
    assert_eq!(service.ask("/amqtt/user", &login)["ok"], true);
}

/// Clients that send a head or a body octet by octet: others are answered, and their connections come to an end.
fn slow_clients_hold_up_nobody() {
    let sandbox = one_topic();
    let service = Service::start(&sandbox, &[]);
    let head = "POST /amqtt/user HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n";
    let slow = |start: &str| {
        let mut stream = TcpStream::connect(&service.address).unwrap();
        stream.write_all(start.as_bytes()).unwrap();
        stream
    };
    let mut streams: Vec<TcpStream> = (0..300)
        .map(|number| slow(&head[..[10, 40, head.len()][number % 3]]))
        .collect();
    let started = Instant::now();
    let mut asked = 0;
    while !streams.is_empty() {
        assert!(
            started.elapsed() < 4 * PATIENCE,
            "{} are still connected",
            streams.len()
        );
        let topic = json!({"username": "pump-7", "client_id": "c", "acc": 2, "topic": "fleet/pump-7/state"});
        assert_eq!(service.ask("/amqtt/acl", &topic)["ok"], true);
        asked += 1;
        streams.retain_mut(|stream| {
            let mut answer = [0; 1_024];
            stream.set_read_timeout(Some(Duration::from_millis(1))).unwrap();
            let read = stream.read(&mut answer);
            let text = String::from_utf8_lossy(&answer);
            assert!(!text.contains("true"), "{text}");
            // An octet a round; where the connection has ended, that fails.
            !matches!(read, Ok(0)) && stream.write_all(b"X").is_ok()
        });
    }
    assert!(asked > 0);
}
