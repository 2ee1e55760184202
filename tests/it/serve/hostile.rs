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
    sample::{Index, select},
    test_runner::{Config, TestRunner},
};
use serde_json::{Value, json};

use super::{PATIENCE, Service};
use crate::support::{Sandbox, tests};

tests![
    what_is_spoiled_is_denied_in_every_dialect,
    a_thousand_long_questions_at_once_take_bounded_memory,
    slow_clients_hold_up_nobody,
];

const TOKEN: &str = "0123456789abcdef";
const AUTHORIZED: &str = "Authorization: Bearer 0123456789abcdef";

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

/// A question that is answered with yes, and what must not be changed about it.
#[derive(Debug, Clone)]
struct Right {
    path: &'static str,
    /// VerneMQ's, in a header.
    hook: Option<&'static str>,
    fields: Vec<(&'static str, Value)>,
    /// Fields without which it is denied.
    needed: &'static [&'static str],
    /// Those that are denied with any other value, too.
    exact: &'static [&'static str],
}

/// Every question that any dialect answers with yes.
fn all_right() -> Vec<Right> {
    let (name, password, topic) = (
        json!("pump-7"),
        json!("pump-7 secret"),
        json!("fleet/pump-7/state"),
    );
    let mut all = Vec::new();
    let mut add = |path, hook, fields: &[(&'static str, &Value)], needed, exact| {
        let fields = fields
            .iter()
            .map(|(name, value)| (*name, (*value).clone()))
            .collect();
        all.push(Right {
            path,
            hook,
            fields,
            needed,
            exact,
        });
    };
    const LOGIN: &[&str] = &["username", "password"];
    const TOPIC: &[&str] = &["username", "topic", "acc"];
    for path in [
        "/amqtt/user",
        "/amqtt/text/user",
        "/go-auth/user",
        "/go-auth/text/user",
        "/emqx/authn",
        "/nanomq/auth",
    ] {
        add(
            path,
            None,
            &[
                ("username", &name),
                ("password", &password),
                ("clientid", &json!("c")),
            ],
            LOGIN,
            LOGIN,
        );
    }
    for path in [
        "/amqtt/acl",
        "/amqtt/text/acl",
        "/go-auth/acl",
        "/go-auth/text/acl",
    ] {
        add(
            path,
            None,
            &[("username", &name), ("topic", &topic), ("acc", &json!(4))],
            TOPIC,
            TOPIC,
        );
    }
    let emqx = &["username", "topic", "action"][..];
    add(
        "/emqx/authz",
        None,
        &[
            ("username", &name),
            ("topic", &topic),
            ("action", &json!("publish")),
        ],
        emqx,
        emqx,
    );
    let nanomq = &["username", "topic", "access"][..];
    add(
        "/nanomq/acl",
        None,
        &[("username", &name), ("topic", &topic), ("access", &json!("2"))],
        nanomq,
        nanomq,
    );
    let client = ("client_id", &json!("c"));
    let register = Some("auth_on_register");
    add(
        "/vernemq",
        register,
        &[("username", &name), ("password", &password), client],
        LOGIN,
        LOGIN,
    );
    let publish = &["username", "topic"][..];
    add(
        "/vernemq",
        Some("auth_on_publish"),
        &[("username", &name), ("topic", &topic)],
        publish,
        publish,
    );
    let topics = json!([{"topic": "fleet/pump-7/state", "qos": 1}]);
    let subscribe = &["username", "topics"][..];
    add(
        "/vernemq",
        Some("auth_on_subscribe"),
        &[("username", &name), ("topics", &topics)],
        subscribe,
        subscribe,
    );
    // A login without a password is one by certificate there, and any name may use a virtual host: what counts is the topic.
    add(
        "/rabbitmq/user",
        None,
        &[("username", &name), ("password", &password)],
        &["username"],
        LOGIN,
    );
    add(
        "/rabbitmq/vhost",
        None,
        &[("username", &name), ("vhost", &json!("/"))],
        &["username"],
        &[],
    );
    let exchange = [
        ("username", &name),
        ("resource", &json!("exchange")),
        ("name", &json!("amq.topic")),
        ("permission", &json!("write")),
    ];
    add(
        "/rabbitmq/resource",
        None,
        &exchange,
        &["username", "resource", "name", "permission"],
        &["resource", "name", "permission"],
    );
    let key = [
        ("username", &name),
        ("permission", &json!("write")),
        ("routing_key", &json!("fleet.pump-7.state")),
    ];
    let routing = &["username", "permission", "routing_key"][..];
    add("/rabbitmq/topic", None, &key, routing, routing);
    all
}

/// One way to spoil a question.
#[derive(Debug, Clone)]
enum Spoiled {
    Without(Index),
    Twice(Index, Value),
    OfAnotherType(Index, Value),
    Changed(Index, &'static str),
    Renamed(Index),
    Path(&'static str),
    Method(&'static str),
    ContentType(&'static str),
    Head(&'static str),
    CutOff(Index),
    Followed(&'static str),
    TooLong,
}

fn spoiled() -> impl Strategy<Value = Spoiled> {
    let index = any::<Index>;
    let other = || {
        select(vec![
            json!(null),
            json!(true),
            json!(false),
            json!([]),
            json!({}),
            json!(["pump-7"]),
            json!([[]]),
            json!({"ok": true}),
            json!(-1),
            json!(3),
            json!(256),
            json!(1.5),
            json!(1e300),
        ])
    };
    let doubled = prop_oneof![
        other(),
        select(vec![
            json!("pump-7"),
            json!("pump-7 secret"),
            json!("fleet/pump-7/state"),
            json!(4)
        ])
    ];
    // Wrong passwords and names cost a hash: fewer of them.
    prop_oneof![
        2 => index().prop_map(Spoiled::Without),
        3 => (index(), doubled).prop_map(|(at, value)| Spoiled::Twice(at, value)),
        3 => (index(), other()).prop_map(|(at, value)| Spoiled::OfAnotherType(at, value)),
        1 => (index(), select(vec!["", " ", "\0", "\n", "+", "#", "/#", "x", "%00", "\u{feff}", "undefined"]))
            .prop_map(|(at, text)| Spoiled::Changed(at, text)),
        2 => index().prop_map(Spoiled::Renamed),
        2 => select(vec!["/", "//", "?", "/..", "%2f", "\\", ";x", "/x", "%00", "."]).prop_map(Spoiled::Path),
        1 => select(vec!["DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "HEAD", "post", "X"]).prop_map(Spoiled::Method),
        1 => select(vec!["text/plain", "multipart/form-data", "application/jsonx", "application/xml", "application/x-www-form-urlencoded"])
            .prop_map(Spoiled::ContentType),
        2 => select(vec![
            "", "Authorization: Bearer", "Authorization: Bearer x", "Authorization: Bearer 0123456789abcdeg",
            "Authorization: Bearer 0123456789abcdef0", "Authorization: Basic 0123456789abcdef", "authorization: 0123456789abcdef",
            "Authorization: Bearer 0123456789abcdef\r\nAuthorization: Bearer 0123456789abcdef",
            "X-Authorization: Bearer 0123456789abcdef", "Cookie: token=0123456789abcdef",
        ])
        .prop_map(Spoiled::Head),
        2 => index().prop_map(Spoiled::CutOff),
        2 => select(vec!["x", "{}", "]", "\0", ",", "\u{feff}"]).prop_map(Spoiled::Followed),
        1 => Just(Spoiled::TooLong),
    ]
}

/// A request as it is sent, and whether there is anything wrong about it.
fn request(right: &Right, spoiled: &[Spoiled]) -> (Vec<u8>, bool) {
    let (mut method, mut path) = ("POST", right.path.to_owned());
    let (mut content_type, mut head) = ("application/json", AUTHORIZED);
    let mut fields: Vec<(String, Value)> = right
        .fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.clone()))
        .collect();
    let (mut end, mut cut, mut wrong) = (String::new(), None, false);
    for one in spoiled {
        let of = |at: &Index, names: &[&'static str]| (!names.is_empty()).then(|| *at.get(names));
        let field = |fields: &mut Vec<(String, Value)>, name: &str| {
            fields.iter().position(|(other, _)| other == name)
        };
        wrong |= match one {
            Spoiled::Without(at) => of(at, right.needed).is_some_and(|name| {
                fields.retain(|(other, _)| other != name);
                true
            }),
            Spoiled::Twice(at, value) => {
                // A field that another change took away would only come back.
                let name = at.get(&right.fields).0;
                let known = field(&mut fields, name).is_some();
                if known {
                    fields.push((name.to_owned(), value.clone()));
                }
                known
            }
            Spoiled::OfAnotherType(at, value) => of(at, right.needed).is_some_and(|name| {
                let found = field(&mut fields, name);
                let is_number =
                    ["acc", "access"].contains(&name) && [json!(1), json!(2), json!(4)].contains(value);
                found.is_some_and(|at| {
                    fields[at].1 = value.clone();
                    !is_number
                })
            }),
            Spoiled::Changed(at, text) => of(at, right.exact).is_some_and(|name| {
                let found = field(&mut fields, name);
                found.is_some_and(|at| match &fields[at].1 {
                    Value::String(value) => {
                        let changed = if text.is_empty() {
                            String::new()
                        } else {
                            format!("{value}{text}")
                        };
                        fields[at].1 = json!(changed);
                        true
                    }
                    _ => false,
                })
            }),
            Spoiled::Renamed(at) => of(at, right.needed).is_some_and(|name| {
                for (other, _) in fields.iter_mut().filter(|(other, _)| other == name) {
                    *other = name.to_uppercase();
                }
                true
            }),
            Spoiled::Path("?") => false,
            Spoiled::Path(text) => {
                path.push_str(text);
                true
            }
            Spoiled::Method(other) => {
                method = other;
                true
            }
            Spoiled::ContentType(other) => {
                content_type = other;
                true
            }
            Spoiled::Head(other) => {
                head = other;
                true
            }
            Spoiled::CutOff(at) => {
                cut = Some(at);
                true
            }
            Spoiled::Followed(text) => {
                end.push_str(text);
                true
            }
            Spoiled::TooLong => {
                end.push_str(&" ".repeat(300_000));
                true
            }
        };
    }
    let fields: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{}:{value}", json!(name)))
        .collect();
    let body = format!("{{{}}}{end}", fields.join(","));
    let hook = right
        .hook
        .map(|hook| format!("vernemq-hook: {hook}\r\n"))
        .unwrap_or_default();
    let head = if head.is_empty() {
        String::new()
    } else {
        format!("{head}\r\n")
    };
    let length = body.len();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: {content_type}\r\n{hook}{head}Content-Length: {length}\r\n\r\n{body}"
    );
    let mut request = request.into_bytes();
    if let Some(at) = cut {
        request.truncate(at.index(request.len()));
    }
    (request, wrong)
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
