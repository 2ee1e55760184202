//! What the service follows while it runs: its token, its TLS, the rules of another broker; and who counts as a broker.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    process::{Child, Stdio},
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use super::{PATIENCE, Service, fleet};
use crate::support::{Run, Sandbox, tests};

tests![
    a_token_is_rotated_while_brokers_ask,
    an_acl_file_that_changes_answers_from_then_on,
    a_certificate_that_is_renewed_is_shown_to_new_connections[OpenSsl],
    a_device_is_no_broker_and_neither_is_a_revoked_one[OpenSsl],
    a_ca_of_brokers_that_changes_counts[OpenSsl],
];

const OLD: &str = "0123456789abcdef";
const NEW: &str = "fedcba9876543210";

/// Waits until something is so; what the service has said tells why it is not.
fn until(service: &Service<'_>, what: &str, mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < PATIENCE, "{what}:\n{}", service.log());
        thread::sleep(Duration::from_millis(20));
    }
}

fn hang_up(service: &Service<'_>) {
    kill_process(Pid::from_child(&service.child), Signal::HUP).unwrap();
}

/// Returns the status of a question with a token.
fn status(address: &str, token: &str) -> u16 {
    let mut stream = TcpStream::connect(address).unwrap();
    let body =
        json!({"username": "pump-7", "client_id": "c", "acc": 2, "topic": "fleet/pump-7/state"}).to_string();
    write!(
        stream,
        "POST /amqtt/acl HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {token}\r\nContent-Type: \
         application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.split(' ').nth(1).unwrap().parse().unwrap()
}

fn a_token_is_rotated_while_brokers_ask() {
    let sandbox = fleet();
    sandbox.write("token", OLD);
    let mut service = Service::start(&sandbox, &["--token-file", "token"]);
    let address = service.address.clone();
    assert_eq!([OLD, NEW].map(|token| status(&address, token)), [200, 401]);
    let (end, asked) = (AtomicBool::new(false), AtomicUsize::new(0));
    thread::scope(|scope| {
        scope.spawn(|| {
            while !end.load(Ordering::Relaxed) {
                // Whatever the file holds at a moment, one of the two is right, and a third never is.
                assert_eq!(status(&address, "0000000000000000"), 401);
                assert!([OLD, NEW].iter().any(|token| status(&address, token) == 200));
                asked.fetch_add(1, Ordering::Relaxed);
            }
        });
        sandbox.write("token", NEW);
        until(&service, "the new token does not count", || {
            status(&address, NEW) == 200
        });
        assert_eq!(status(&address, OLD), 401);
        let before = asked.load(Ordering::Relaxed);
        until(&service, "nobody asks", || asked.load(Ordering::Relaxed) > before);
        end.store(true, Ordering::Relaxed);
    });
    until(&service, "it does not say so", || {
        service.log().contains("reloaded token")
    });
    // The refusals have lines, a few a second.
    let log = service.log();
    assert!(log.contains("the token is missing or wrong"), "{log}");
    assert!(![OLD, NEW].iter().any(|token| log.contains(token)), "{log}");

    let faults = || {
        let log = service.log();
        log.matches("cannot use token: it does not hold a token").count()
    };
    let before = faults();
    sandbox.write("token", "rubbish\n");
    until(&service, "rubbish is not reported", || faults() > before);
    let log = service.log();
    assert!(log.contains("keeping what was read before"), "{log}");
    let before = faults();
    hang_up(&service);
    until(&service, "the signal is not heard", || faults() > before);
    assert_eq!(status(&address, NEW), 200);
    assert_eq!(service.child.try_wait().unwrap(), None);
}

fn an_acl_file_that_changes_answers_from_then_on() {
    let sandbox = fleet();
    sandbox.write("acl", "user pump-7\ntopic write allowed\n");
    let service = Service::start(&sandbox, &["--shadow", "acl"]);
    let may = |topic: &str| {
        let asked = json!({"username": "pump-7", "client_id": "c", "acc": 2, "topic": topic});
        service.ask("/amqtt/acl", &asked)["ok"] == true
    };
    assert!(may("allowed") && !may("other"));
    sandbox.write("acl", "user pump-7\ntopic write other\n");
    until(&service, "the change does not count", || may("other"));
    assert!(!may("allowed"));
    sandbox.write("acl", "user pump-7\ntopic write a/#/b\n");
    until(&service, "rubbish is not reported", || {
        service.log().contains("cannot use acl: line 2")
    });
    assert!(may("other") && !may("allowed"));
}

/// A service with TLS, for the options that follow those of its files.
fn with_tls<'a>(sandbox: &'a Sandbox, options: &[&str]) -> Service<'a> {
    let create = ["server", "create", "--cn", "auth.example"];
    sandbox.admin(&create).expect(0);
    let tls = ["--tls-crt", "server.crt", "--tls-key", "server.key"];
    Service::start(sandbox, &[&tls, options].concat())
}

/// Connects by TLS, with a credential or without one, and returns what OpenSSL's client says and hears.
fn connect(service: &Service<'_>, credential: &str, options: &[&str]) -> Run {
    let request = "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    let mut command = service.sandbox.command("openssl");
    command.args([
        "s_client",
        "-connect",
        &service.address,
        "-CAfile",
        "ca.crt",
        "-ign_eof",
    ]);
    if !credential.is_empty() {
        let [certificate, key] = ["crt", "key"].map(|ending| format!("{credential}.{ending}"));
        command.args(["-cert", &certificate, "-key", &key]);
    }
    Run::with_stdin(command.args(options), request.as_bytes())
}

fn is_answered(service: &Service<'_>, credential: &str) -> bool {
    connect(service, credential, &[]).stdout.contains("200 OK")
}

/// A connection that lasts.
struct Lasting(Child);

impl Lasting {
    fn begin(service: &Service<'_>) -> Self {
        let mut command = service.sandbox.command("openssl");
        command.args([
            "s_client",
            "-quiet",
            "-connect",
            &service.address,
            "-CAfile",
            "ca.crt",
        ]);
        let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped());
        Self(piped.stderr(Stdio::null()).spawn().unwrap())
    }

    fn is_answered(&mut self) -> bool {
        let stdin = self.0.stdin.as_mut().unwrap();
        stdin
            .write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            .unwrap();
        let mut answer = BufReader::new(self.0.stdout.as_mut().unwrap()).lines();
        let first = answer.next().unwrap().unwrap();
        answer.find(|line| line.as_ref().unwrap() == "ok").is_some() && first.contains("200")
    }
}

impl Drop for Lasting {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn a_certificate_that_is_renewed_is_shown_to_new_connections() {
    let sandbox = fleet();
    let service = with_tls(&sandbox, &[]);
    let shown = || {
        let heard = connect(&service, "", &[]).stdout;
        let pem: Vec<&str> = heard.split("-----").collect();
        assert_eq!(pem[1], "BEGIN CERTIFICATE", "{heard}");
        pem[2].replace('\n', "")
    };
    let file = || {
        let pem = String::from_utf8(sandbox.read("server.crt")).unwrap();
        pem.split("-----").nth(2).unwrap().replace('\n', "")
    };
    let mut lasting = Lasting::begin(&service);
    assert!(lasting.is_answered());
    let old = shown();
    assert_eq!(old, file());
    let renew = ["server", "renew", "auth.example", "--yes"];
    sandbox.admin(&renew).expect(0);
    let new = file();
    assert_ne!(old, new);
    until(&service, "the old certificate is still shown", || shown() == new);
    assert!(lasting.is_answered());

    let key = sandbox.read("server.key");
    sandbox.write("server.key", sandbox.read("ca.key"));
    until(&service, "the wrong key is not reported", || {
        service.log().contains("server.key is not the key of server.crt")
    });
    assert_eq!(shown(), new);
    sandbox.write("server.key", key);
    sandbox.write("server.crt", "rubbish");
    until(&service, "rubbish is not reported", || {
        service.log().contains("cannot use server.crt")
    });
    assert_eq!(shown(), new);
    assert!(lasting.is_answered());
}

/// A certificate for clients, without a SPIFFE ID, of the CA of the devices.
fn plain_broker(sandbox: &Sandbox, name: &str) {
    let [key, request, certificate] = ["key", "csr", "crt"].map(|ending| format!("{name}.{ending}"));
    let subject = format!("/CN={name}");
    sandbox.write("client.ext", "extendedKeyUsage=clientAuth\n");
    let new = [
        "req",
        "-new",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
    ];
    let new = [&new[..], &["-keyout", &key, "-out", &request, "-subj", &subject]].concat();
    sandbox.run("openssl", &new).expect(0);
    let sign = [
        "x509", "-req", "-in", &request, "-CA", "ca.crt", "-CAkey", "ca.key", "-days", "9",
    ];
    let sign = [&sign[..], &["-extfile", "client.ext", "-out", &certificate]].concat();
    sandbox.run("openssl", &sign).expect(0);
}

fn a_device_is_no_broker_and_neither_is_a_revoked_one() {
    let sandbox = fleet();
    plain_broker(&sandbox, "broker");
    let device = ["device", "create", "--device-id", "pump-7"];
    sandbox.admin(&device).expect(0);
    sandbox.admin(&["ca", "crl"]).expect(0);
    let options = ["--client-ca", "ca.crt", "--ca-crt", "ca.crt", "--crl", "ca.crl"];
    let service = with_tls(&sandbox, &options);
    let log = service.log();
    assert!(log.contains("a device may not ask as a broker"), "{log}");
    for version in ["-tls1_2", "-tls1_3"] {
        let heard = connect(&service, "broker", &[version]).stdout;
        assert!(heard.contains("200 OK"), "{version}: {heard}");
        let heard = connect(&service, "pump-7", &[version]).stdout;
        assert!(!heard.contains("200 OK"), "{version}: {heard}");
    }
    until(&service, "the device is not named", || {
        let log = service.log();
        let mut lines = log
            .lines()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok());
        lines.any(|line| {
            let reason = line["reason"].as_str().unwrap_or_default();
            line["event"] == "refused"
                && reason == "the certificate is that of the device \"pump-7\", not of a broker"
        })
    });
    let revoke = ["device", "revoke", "--cert", "broker.crt", "--yes", "--crl"];
    sandbox.admin(&revoke).expect(0);
    until(&service, "the revoked broker is answered", || {
        !is_answered(&service, "broker")
    });
    until(&service, "it is not said why", || {
        service.log().contains("the certificate of the broker is revoked")
    });
}

fn a_ca_of_brokers_that_changes_counts() {
    let sandbox = fleet();
    let make = |directory: &str, domain: &str| {
        std::fs::create_dir(sandbox.path(directory)).unwrap();
        let create = [
            "ca",
            "create",
            "--cn",
            domain,
            "--uri",
            domain,
            "--output-dir",
            directory,
        ];
        sandbox.admin(&create).expect(0);
        let [key, certificate] = ["key", "crt"].map(|ending| format!("{directory}/ca.{ending}"));
        let ca = [
            "--ca-key",
            &key,
            "--ca-crt",
            &certificate,
            "--output-dir",
            directory,
        ];
        let device = ["device", "create", "--device-id", "broker"];
        sandbox.admin(&[&device[..], &ca].concat()).expect(0);
    };
    make("one", "one.example");
    make("two", "two.example");
    sandbox.write("brokers.crt", sandbox.read("one/ca.crt"));
    // Their CA names brokers as this program names devices, but of another trust domain.
    let service = with_tls(&sandbox, &["--client-ca", "brokers.crt", "--ca-crt", "ca.crt"]);
    assert!(is_answered(&service, "one/broker") && !is_answered(&service, "two/broker"));
    sandbox.write("brokers.crt", sandbox.read("two/ca.crt"));
    until(&service, "the CA that changed does not count", || {
        is_answered(&service, "two/broker")
    });
    assert!(!is_answered(&service, "one/broker"));
    let faults = || service.log().matches("cannot use brokers.crt").count();
    let before = faults();
    sandbox.write("brokers.crt", "rubbish");
    until(&service, "rubbish is not reported", || faults() > before);
    assert!(is_answered(&service, "two/broker"));
    let before = faults();
    hang_up(&service);
    until(&service, "the signal is not heard", || faults() > before);
    // Where the trust domain of the devices is not known, every SPIFFE ID may be one of them.
    drop(service);
    sandbox.write("brokers.crt", sandbox.read("two/ca.crt"));
    let tls = [
        "--tls-crt",
        "server.crt",
        "--tls-key",
        "server.key",
        "--client-ca",
        "brokers.crt",
    ];
    let service = Service::start(&sandbox, &tls);
    assert!(!is_answered(&service, "two/broker"));
}
