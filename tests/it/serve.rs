//! `serve`: the service as a process, and brokers that ask it.

pub(crate) mod aedes;
pub(crate) mod following;
pub(crate) mod hostile;
pub(crate) mod outage;
pub(crate) mod pages;
pub(crate) mod rabbitmq;
mod spoiled;
pub(crate) mod starting;
pub(crate) mod verdicts;

use std::{
    fs::{self, File},
    io::{Read as _, Write as _},
    net::TcpStream,
    process::{Child, Command},
    thread,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use crate::{
    brokers::running::Broker,
    pages::follower::Page,
    support::{Sandbox, python_program, tests},
};

tests![
    amqtts_own_http_plugin_is_answered_in_its_modes[Python],
    the_page_of_amqtts_http_plugins_runs_as_printed[Mosquitto, Python],
    what_the_inventory_revokes_is_refused_however_long_rows_count,
    a_network_needs_tls_and_a_proof,
    termination_is_an_end_and_not_an_interruption,
    files_at_fault_are_named,
    brokers_are_configured_closed_and_with_the_addresses_of_the_service,
];

/// Time that a service may take to start on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A service that runs until it is dropped.
struct Service<'a> {
    sandbox: &'a Sandbox,
    child: Child,
    address: String,
}

impl<'a> Service<'a> {
    fn start(sandbox: &'a Sandbox, options: &[&str]) -> Self {
        Self::start_at(sandbox, "127.0.0.1:0", options, |_| {})
    }

    /// Starts it after a change of its command.
    fn start_with(sandbox: &'a Sandbox, options: &[&str], change: impl FnOnce(&mut Command)) -> Self {
        Self::start_at(sandbox, "127.0.0.1:0", options, change)
    }

    /// The same at an address that brokers know already.
    fn start_at(
        sandbox: &'a Sandbox,
        address: &str,
        options: &[&str],
        change: impl FnOnce(&mut Command),
    ) -> Self {
        let arguments = [&["serve", "--listen", address], options].concat();
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

impl Service<'_> {
    /// Returns the whole answer to a GET.
    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
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
    // Its option `superuser_uri` is one that it never reads.
    assert!(!log.contains("superuser"), "{log}");
}

/// The program of the page, in which nothing but the two ports is changed.
fn the_page_of_amqtts_http_plugins_runs_as_printed() {
    let sandbox = Sandbox::new();
    let page = Page::new("amqtt-http");
    let service = page.set_up(&sandbox);
    let printed = page.blocks("Set it up", "python")[0];
    let broker = Broker::start(&sandbox, |port| {
        let text = printed.replace("127.0.0.1:1883", &format!("127.0.0.1:{port}"));
        sandbox.write("broker.py", text.replace("9180", service.port()));
        let mut command = sandbox.command(python_program("python"));
        command.arg("broker.py");
        command
    });
    page.works(&sandbox, broker.port(), || broker.log() + &service.log());
}

/// EMQX's question about a login, as it passes on a device by its certificate.
fn by_certificate(sandbox: &Sandbox, id: &str) -> Value {
    let certificate = String::from_utf8(sandbox.read(&format!("{id}.crt"))).unwrap();
    json!({"clientid": id, "username": "undefined", "password": "undefined", "cert_pem": certificate})
}

fn what_the_inventory_revokes_is_refused_however_long_rows_count() {
    let sandbox = fleet();
    sandbox
        .admin(&["device", "create", "--device-id", "pump-7"])
        .expect(0);
    let inventory = [
        "--ca-crt",
        "ca.crt",
        "--inventory",
        "sqlite:ca.db",
        "--cache-ttl",
        "1h",
    ];
    let service = Service::start(&sandbox, &inventory);
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
    // The log is written a moment later than the answer.
    while !service.log().contains("was revoked on") {
        assert!(revoked.elapsed() < PATIENCE, "{}", service.log());
        thread::sleep(Duration::from_millis(20));
    }
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
    sandbox
        .admin(&all)
        .expect(3)
        .says("token: it does not hold a token");
    sandbox
        .admin(&["serve", "--tls-crt", "server.crt"])
        .expect(2)
        .says("--tls-key");
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

/// The brokers are configured to ask what the service answers, and to deny what it does not.
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
