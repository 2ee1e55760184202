//! `serve`: the service as a process, and brokers that ask it.

pub(crate) mod hostile;
pub(crate) mod starting;

use std::{
    fs::{self, File},
    io::{Read as _, Write as _},
    net::TcpStream,
    process::{Child, Command},
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use amqtt_testkit::verdicts::{Action, Verdict, verdicts};

use crate::{
    brokers::running::Broker,
    databases::{
        database::execute,
        servers::{Kind, Mortal},
    },
    support::{Run, Sandbox, python_program, tests},
    verdicts,
};

tests![
    amqtts_own_http_plugin_is_answered_in_its_modes[Python],
    the_service_gives_the_verdicts[Python],
    what_the_inventory_revokes_is_refused_within_a_second,
    a_network_needs_tls_and_a_proof,
    brokers_with_a_certificate_are_answered_over_tls[OpenSsl],
    termination_is_an_end_and_not_an_interruption,
    files_at_fault_are_named,
    a_postgresql_that_is_killed_under_load_and_started_again[Postgres],
    a_mariadb_that_is_killed_under_load_and_started_again[MariaDb],
    brokers_are_configured_closed_and_with_the_addresses_of_the_service,
];

/// Time that a service may take to start on a busy machine.
const PATIENCE: Duration = Duration::from_secs(40);

/// A service that runs until it is dropped.
struct Service<'a> {
    sandbox: &'a Sandbox,
    child: Child,
    address: String,
}

impl<'a> Service<'a> {
    fn start(sandbox: &'a Sandbox, options: &[&str]) -> Self {
        Self::start_with(sandbox, options, |_| {})
    }

    /// Starts it after a change of its command.
    fn start_with(sandbox: &'a Sandbox, options: &[&str], change: impl FnOnce(&mut Command)) -> Self {
        let arguments = [&["serve", "--listen", "127.0.0.1:0"], options].concat();
        let mut command = sandbox.admin_command(&arguments);
        change(&mut command);
        #[allow(clippy::disallowed_methods, reason = "tests make files to test with")]
        let log = File::create(sandbox.path("service.log")).unwrap();
        let child = command.stderr(log).spawn().unwrap();
        let mut service = Self {
            sandbox,
            child,
            address: String::new(),
        };
        let started = Instant::now();
        while service.address.is_empty() {
            assert!(
                started.elapsed() < PATIENCE,
                "it does not start:\n{}",
                service.log()
            );
            assert!(
                service.child.try_wait().unwrap().is_none(),
                "it ended:\n{}",
                service.log()
            );
            let log = service.log();
            let line = log.lines().find_map(|line| line.split("://").nth(1));
            service.address = line.unwrap_or_default().to_owned();
            thread::sleep(Duration::from_millis(20));
        }
        service
    }

    fn log(&self) -> String {
        String::from_utf8_lossy(&fs::read(self.sandbox.path("service.log")).unwrap()).into_owned()
    }

    fn port(&self) -> &str {
        self.address.rsplit(':').next().unwrap()
    }

    /// Posts a JSON object, and returns the answer, which is one too.
    fn ask(&self, path: &str, body: &Value) -> Value {
        self.ask_with(path, "", body)
    }

    /// The same with more headers.
    fn ask_with(&self, path: &str, headers: &str, body: &Value) -> Value {
        serde_json::from_str(&self.text(path, headers, body)).unwrap()
    }

    /// The same where the answer is text.
    fn text(&self, path: &str, headers: &str, body: &Value) -> String {
        let body = body.to_string();
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(
            stream,
            "POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n{headers}Content-Length: \
             {}\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.split("\r\n\r\n").nth(1).unwrap().to_owned()
    }
}

impl Drop for Service<'_> {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A CA, a database, and an account `pump-7` with the rights to `fleet/pump-7/#`.
fn fleet() -> Sandbox {
    let sandbox = Sandbox::with_ca();
    sandbox.admin(&["user", "sync"]).expect(0);
    sandbox.write("password", "pump-7 secret");
    let add = ["user", "add", "-c", "pump-7", "--password-file", "password"];
    sandbox.admin(&add).expect(0);
    for action in ["publish", "subscribe", "receive"] {
        let add = ["topic", "add", "-c", "pump-7", "-a", action, "fleet/pump-7/#"];
        sandbox.admin(&add).expect(0);
    }
    sandbox
}

fn amqtts_own_http_plugin_is_answered_in_its_modes() {
    let sandbox = fleet();
    let service = Service::start(&sandbox, &[]);
    for (method, params, response, prefix) in [
        ("get", "json", "json", "/amqtt"),
        ("post", "json", "status", "/amqtt"),
        ("put", "json", "text", "/amqtt/text"),
        ("get", "form", "status", "/amqtt"),
    ] {
        let broker = Broker::start(&sandbox, |port| {
            let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/python/http_broker.py");
            let mut command = sandbox.command(python_program("python"));
            command
                .args([script, &port.to_string(), service.port()])
                .args([method, params, response, prefix]);
            command
        });
        let client = |id: &str, password: &str| {
            json!({
                "port": broker.port(), "protocol": 4, "client_id": id, "username": "pump-7", "password": password,
            })
        };
        let clients = json!({"right": client("a", "pump-7 secret"), "wrong": client("b", "secret")});
        let steps = json!([
            ["wrong", "connect"],
            ["right", "connect"],
            ["right", "subscribe", "fleet/pump-8/state"],
            ["right", "subscribe", "fleet/pump-7/#"],
            ["right", "publish", "fleet/pump-8/state", "not allowed"],
            ["right", "publish", "fleet/pump-7/state", "allowed"],
            ["right", "take", 1],
        ]);
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/python/session.py");
        let given = json!({"clients": clients, "steps": steps}).to_string();
        let heard = sandbox
            .run(python_program("python"), &[script, &given])
            .expect(0)
            .json();
        let mode = format!("{method} {params} {response}: {heard}\n{}", broker.log());
        assert!(heard[0].as_u64().is_some_and(|code| code > 0), "{mode}");
        let rest: Vec<Value> = heard.as_array().unwrap().iter().skip(1).cloned().collect();
        let message = json!([["fleet/pump-7/state", "allowed"]]);
        assert_eq!(
            rest,
            [json!(0), json!([128]), json!([1]), json!(0), json!(0), message],
            "{mode}"
        );
    }
    let log = service.log();
    assert!(!log.contains("secret"), "{log}");
}

/// EMQX's question about a login, as it passes on a device by its certificate.
fn by_certificate(sandbox: &Sandbox, id: &str) -> Value {
    let certificate = String::from_utf8(sandbox.read(&format!("{id}.crt"))).unwrap();
    json!({"clientid": id, "username": "undefined", "password": "undefined", "cert_pem": certificate})
}

fn what_the_inventory_revokes_is_refused_within_a_second() {
    let sandbox = fleet();
    sandbox
        .admin(&["device", "create", "--device-id", "pump-7"])
        .expect(0);
    let service = Service::start(&sandbox, &["--ca-crt", "ca.crt", "--inventory", "sqlite:ca.db"]);
    let asked = by_certificate(&sandbox, "pump-7");
    let answer = service.ask("/emqx/authn", &asked);
    assert_eq!(
        (&answer["result"], &answer["client_attrs"]["device"]),
        (&json!("allow"), &json!("pump-7"))
    );
    sandbox.admin(&["device", "revoke", "pump-7", "--yes"]).expect(0);
    let revoked = Instant::now();
    while service.ask("/emqx/authn", &asked)["result"] != "deny" {
        assert!(revoked.elapsed() < PATIENCE, "it is still admitted");
        thread::sleep(Duration::from_millis(20));
    }
    assert!(
        revoked.elapsed() < Duration::from_secs(6),
        "took {:?}",
        revoked.elapsed()
    );
    assert!(service.log().contains("was revoked on"), "{}", service.log());
}

fn a_network_needs_tls_and_a_proof() {
    let sandbox = fleet();
    sandbox
        .admin(&["server", "create", "--cn", "auth.example"])
        .expect(0);
    sandbox.write("token", "0123456789abcdef\n");
    let tls = ["--tls-crt", "server.crt", "--tls-key", "server.key"];
    let anywhere = ["serve", "--listen", "192.0.2.1:0"];
    sandbox.admin(&anywhere).expect(2).says("it needs TLS");
    sandbox
        .admin(&[&anywhere[..], &["--token-file", "token"]].concat())
        .expect(2)
        .says("it needs TLS");
    sandbox
        .admin(&[&anywhere[..], &tls].concat())
        .expect(2)
        .says("prove who they are");
    // With both it only fails as nothing can listen at an address of others.
    let all = [&anywhere[..], &tls, &["--token-file", "token"]].concat();
    sandbox.admin(&all).expect(3).says("cannot listen at 192.0.2.1:0");
    sandbox.write("token", "short\n");
    sandbox.admin(&all).expect(3).says("token does not hold a token");
    sandbox
        .admin(&["serve", "--tls-crt", "server.crt"])
        .expect(2)
        .says("--tls-key");
}

fn brokers_with_a_certificate_are_answered_over_tls() {
    let sandbox = fleet();
    sandbox
        .admin(&["server", "create", "--cn", "auth.example"])
        .expect(0);
    sandbox
        .admin(&["device", "create", "--device-id", "broker-1"])
        .expect(0);
    let tls = [
        "--tls-crt",
        "server.crt",
        "--tls-key",
        "server.key",
        "--client-ca",
        "ca.crt",
    ];
    let service = Service::start(&sandbox, &tls);
    let request = "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    let ask = |credential: &[&str]| {
        let connect = [
            "s_client",
            "-quiet",
            "-connect",
            &service.address,
            "-CAfile",
            "ca.crt",
        ];
        let mut command = sandbox.command("openssl");
        command.args(connect).args(credential);
        Run::with_stdin(&mut command, request.as_bytes()).stdout
    };
    assert!(ask(&["-cert", "broker-1.crt", "-key", "broker-1.key"]).contains("200 OK"));
    assert!(!ask(&[]).contains("200"));
}

fn termination_is_an_end_and_not_an_interruption() {
    let sandbox = fleet();
    for (signal, code) in [(Signal::TERM, 0), (Signal::INT, 130)] {
        let mut service = Service::start(&sandbox, &[]);
        kill_process(Pid::from_child(&service.child), signal).unwrap();
        let ended = service.child.wait().unwrap();
        assert_eq!(ended.code(), Some(code), "{signal:?}: {}", service.log());
    }
}

fn files_at_fault_are_named() {
    let sandbox = fleet();
    sandbox.write("acl", "user ada\ntopic read a/#/b\n");
    sandbox
        .admin(&["serve", "--shadow", "acl"])
        .expect(3)
        .says("line 2");
    sandbox
        .admin(&["serve", "--ca-crt", "none.crt"])
        .expect(3)
        .says("none.crt");
    sandbox
        .admin(&["serve", "--grace", "1"])
        .expect(2)
        .says("--grace is not a span of time");
    sandbox.write("ca.crl", "rubbish");
    let lists = ["serve", "--ca-crt", "ca.crt", "--crl", "ca.crl"];
    sandbox.admin(&lists).expect(3).says("ca.crl");
}

/// What the service answers is what the brokers are told to ask, and what it does not answer is denied.
fn brokers_are_configured_closed_and_with_the_addresses_of_the_service() {
    let sandbox = fleet();
    sandbox
        .admin(&["server", "create", "--cn", "broker.example"])
        .expect(0);
    let service = Service::start(&sandbox, &[]);
    let url = format!("http://{}", service.address);
    for (broker, closed, addresses) in [
        ("emqx", &["no_match = deny", "fail_if_no_peer_cert = true"][..], 2),
        (
            "go-auth",
            &["allow_anonymous false", "require_certificate true"],
            3,
        ),
        ("nanomq", &["allow_anonymous = false", "no_match = deny"], 3),
        (
            "rabbitmq",
            &["mqtt.allow_anonymous = false", "fail_if_no_peer_cert = true"],
            4,
        ),
        ("vernemq", &["allow_anonymous = off", "plugins.vmq_acl = off"], 6),
    ] {
        let show = ["server", "show", "server.crt", "--config", broker, "--url", &url];
        let printed = sandbox.admin(&show).expect(0).stdout;
        for line in closed {
            assert!(printed.contains(line), "{line} is not in\n{printed}");
        }
        let words = printed
            .split([' ', '"', '\n'])
            .filter_map(|word| match word.strip_prefix(&url) {
                Some(path) => Some(path),
                None => word.starts_with("/go-auth/").then_some(word),
            });
        let paths: Vec<&str> = words.collect();
        assert_eq!(paths.len(), addresses, "{broker}: {paths:?}");
        for path in paths {
            let mut stream = TcpStream::connect(&service.address).unwrap();
            write!(
                stream,
                "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            )
            .unwrap();
            let mut answer = String::new();
            stream.read_to_string(&mut answer).unwrap();
            assert!(
                !answer.starts_with("HTTP/1.1 404"),
                "{broker} asks {path}, which is not answered"
            );
        }
    }
    sandbox
        .admin(&["server", "show", "server.crt", "--config", "emqx", "--url", "h:1"])
        .expect(2)
        .says("http://HOST:PORT");
}

fn a_postgresql_that_is_killed_under_load_and_started_again() {
    killed_and_started_again(Kind::Postgres);
}

fn a_mariadb_that_is_killed_under_load_and_started_again() {
    killed_and_started_again(Kind::MariaDb);
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
            "1s",
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
    assert!(
        added.elapsed() < Duration::from_secs(6),
        "took {:?}",
        added.elapsed()
    );

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

/// The table of verdicts through the service: logins as EMQX and VerneMQ pass them on, topics as every broker asks.
fn the_service_gives_the_verdicts() {
    let sandbox = verdicts::made();
    let options = [
        "--ca-crt",
        "ca.crt",
        "--uri",
        "d.example",
        "--crl",
        "ca.crl",
        "--login-failures",
        "0",
    ];
    let service = Service::start(&sandbox, &options);
    let table: Vec<Verdict> = verdicts().into_iter().filter(|row| row.database_is_up).collect();
    let (logins, topics): (Vec<_>, Vec<_>) = table.iter().partition(|row| row.action == Action::Connect);
    for row in &logins {
        let pem = |name: &String| String::from_utf8(sandbox.read(&format!("{name}.crt"))).unwrap();
        let certificate = row.certificate.as_ref().map(pem);
        let emqx = json!({
            "clientid": row.client_id, "username": row.user_name.as_deref().unwrap_or("undefined"),
            "password": row.password.as_deref().unwrap_or("undefined"),
            "cert_pem": certificate.as_deref().unwrap_or("undefined"),
        });
        let answer = service.ask("/emqx/authn", &emqx);
        assert_eq!(
            answer["result"] == "allow",
            row.is_yes,
            "EMQX, {}: {answer}",
            row.why
        );
        let vernemq = json!({
            "client_id": row.client_id, "username": row.user_name, "password": row.password, "client_cert": certificate,
        });
        let answer = service.ask_with("/vernemq", "vernemq-hook: auth_on_register\r\n", &vernemq);
        assert_eq!(
            answer["result"] == "ok",
            row.is_yes,
            "VerneMQ, {}: {answer}",
            row.why
        );
    }
    for broker in ["amqtt", "go-auth", "emqx", "vernemq", "nanomq", "rabbitmq"] {
        let asks_on_delivery = ["amqtt", "go-auth"].contains(&broker);
        let expected = as_broker(&sandbox, broker, &topics);
        for (row, expected) in topics.iter().zip(expected) {
            if asks_on_delivery {
                assert_eq!(
                    expected, row.is_yes,
                    "topic check --as-broker {broker}: {}",
                    row.why
                );
            } else if matches!(row.action, Action::Receive(_)) {
                continue;
            }
            assert_eq!(service.may(broker, row), expected, "{broker}, {}", row.why);
        }
    }
}

/// The account of a row, and its action with the number of Mosquitto's plug-ins and its topic.
fn parts(row: &Verdict) -> (&str, &'static str, u8, &str) {
    let account = row
        .user_name
        .as_deref()
        .or(row.certificate.as_deref())
        .unwrap_or_default();
    match &row.action {
        Action::Publish(topic) => (account, "publish", 2, topic),
        Action::Subscribe(topic) => (account, "subscribe", 4, topic),
        Action::Receive(topic) => (account, "receive", 1, topic),
        Action::Connect => unreachable!("a login has no topic"),
    }
}

/// What `topic check --as-broker` says about the rows.
fn as_broker(sandbox: &Sandbox, broker: &str, rows: &[&Verdict]) -> Vec<bool> {
    let line = |row: &&Verdict| {
        let (account, action, _, topic) = parts(row);
        format!("{account}\t{action}\t{topic}\n")
    };
    let lines: String = rows.iter().map(line).collect();
    let mut command = sandbox.admin_command(&["topic", "check", "--batch", "-", "--as-broker", broker]);
    let run = Run::with_stdin(&mut command, lines.as_bytes());
    let answers: Vec<bool> = run.stdout.lines().map(|answer| answer == "allowed").collect();
    assert_eq!(answers.len(), rows.len(), "{run:?}");
    answers
}

impl Service<'_> {
    /// Asks about the topic of a row in the words of a broker.
    fn may(&self, broker: &str, row: &Verdict) -> bool {
        let (account, action, access, topic) = parts(row);
        match broker {
            "amqtt" | "go-auth" => {
                let asked = json!({"username": account, "client_id": "c", "topic": topic, "acc": access});
                self.ask(&format!("/{broker}/acl"), &asked)["ok"] == true
            }
            "emqx" => {
                let asked =
                    json!({"username": account, "device": "undefined", "action": action, "topic": topic});
                self.ask("/emqx/authz", &asked)["result"] == "allow"
            }
            "vernemq" if action == "subscribe" => {
                let asked = json!({"username": account, "topics": [{"topic": topic, "qos": 1}]});
                let answer = self.ask_with("/vernemq", "vernemq-hook: auth_on_subscribe\r\n", &asked);
                answer["topics"][0]["qos"] == 1
            }
            "vernemq" => {
                let asked = json!({"username": account, "topic": topic, "qos": 1});
                self.ask_with("/vernemq", "vernemq-hook: auth_on_publish\r\n", &asked)["result"] == "ok"
            }
            "nanomq" => {
                let access = if action == "subscribe" { 1 } else { 2 };
                self.text(
                    "/nanomq/acl",
                    "",
                    &json!({"username": account, "access": access, "topic": topic}),
                ) == "ok"
            }
            _ => {
                let key = match action {
                    "subscribe" => topic.replace('/', ".").replace('+', "*"),
                    _ => topic.replace('/', "."),
                };
                let permission = if action == "subscribe" { "read" } else { "write" };
                let asked = json!({"username": account, "permission": permission, "routing_key": key});
                self.text("/rabbitmq/topic", "", &asked) == "allow"
            }
        }
    }
}
