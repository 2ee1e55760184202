//! `server probe` against real brokers: good ones, and ones that are open or shut in one way each.

mod brokers;
pub(crate) mod reaching;
pub(crate) mod revoking;

use std::{
    net::{TcpListener, TcpStream},
    process::{Child, Stdio},
    thread,
    time::Duration,
};

use serde_json::Value;

use self::brokers::{Amqtt, Mosquitto, fleet};
use crate::support::{Run, Sandbox, tests};

tests![
    a_good_mosquitto_has_no_problem[Mosquitto],
    an_open_mosquitto_is_found[Mosquitto, FakeTime],
    a_shut_mosquitto_is_found[Mosquitto, FakeTime],
    a_mosquitto_that_shows_the_wrong_certificate_is_found[Mosquitto, FakeTime],
    a_good_amqtt_lacks_lists_alone[Python],
    an_open_or_shut_amqtt_is_found[Python],
    rights_are_proven_at_amqtt_by_what_is_heard[Python],
    a_broker_that_cannot_be_reached_is_exit_3,
    a_server_that_is_no_broker_is_exit_3[OpenSsl],
    a_certificate_of_another_device_is_no_proof,
    canaries_are_made_once_and_recorded_as_revoked[Mosquitto],
    the_plug_in_for_mosquitto_has_no_problem[Mosquitto],
];

/// The device that must be admitted, the canaries, and its rights.
pub(super) const WHOLE: [&str; 6] = [
    "--as",
    "pump-7",
    "--canary",
    "nest",
    "--database-url",
    "sqlite:auth.db",
];

/// The problems of a probe by the names of their checks; the checks that proved nothing end with a question mark.
#[track_caller]
fn problems(run: &Run) -> Vec<String> {
    let Value::Array(checks) = run.json() else {
        panic!("{run:#?}")
    };
    let named = checks.iter().filter_map(|check| {
        let name = check["check"].as_str().unwrap();
        match &check["ok"] {
            Value::Bool(true) => {
                assert_eq!(check["problem"], Value::Null, "{check}");
                None
            }
            Value::Bool(false) => {
                assert!(!check["problem"].as_str().unwrap().is_empty(), "{check}");
                Some(name.to_owned())
            }
            _ => Some(format!("{name}?")),
        }
    });
    let named: Vec<String> = named.collect();
    let is_bad = named.iter().any(|name| !name.ends_with('?'));
    assert_eq!(run.code, Some(i32::from(is_bad)), "{run:#?}");
    named
}

/// Probes a broker on this machine.
pub(super) fn probe(sandbox: &Sandbox, host: &str, port: u16, more: &[&str]) -> Run {
    let address = format!("mqtts://{host}:{port}");
    let verb = ["server", "probe", &address, "--format", "json"];
    sandbox.admin(&[&verb[..], more].concat())
}

/// The sentence of the problem with a check.
#[track_caller]
fn sentence(run: &Run, check: &str) -> String {
    let checks = run.json();
    let checks = checks.as_array().unwrap();
    let found = checks.iter().find(|one| one["check"] == check);
    found.unwrap_or_else(|| panic!("{run:#?}"))["problem"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

/// A case: what is changed in a good configuration, the problems that are found, and words of the cause of one.
type Case<'a> = (&'a str, &'a str, &'a [&'a str], &'a str);

#[track_caller]
fn mosquitto(sandbox: &Sandbox, cases: &[Case<'_>]) {
    for (from, to, expected, cause) in cases {
        let broker = Mosquitto { from, to, time: None }.start(sandbox);
        let run = probe(sandbox, "127.0.0.1", broker.port(), &WHOLE);
        let found = problems(&run);
        assert_eq!(&found, expected, "{from:?} → {to:?}\n{run:#?}\n{}", broker.log());
        assert!(run.stdout.contains(cause), "{cause:?} is not in {run:#?}");
    }
}

/// With an ACL file Mosquitto checks each delivery, and grants every subscription.
const GRANTS: [&str; 2] = ["subscribe_beyond_rights?", "subscribe_wider_filter?"];

fn a_good_mosquitto_has_no_problem() {
    let sandbox = fleet();
    mosquitto(&sandbox, &[("", "", &GRANTS, "")]);
    // For people, the same as a table and a sentence.
    let broker = Mosquitto::good().start(&sandbox);
    let address = format!("mqtts://localhost:{}", broker.port());
    let run = sandbox
        .admin(&["server", "probe", &address, "--as", "pump-7", "--canary", "nest"])
        .expect(0);
    assert!(run.stdout.starts_with("CHECK "), "{run:#?}");
    assert!(run.stdout.ends_with("\nno problem was found\n"), "{run:#?}");
    for words in ["certificate revoked", "certificate expired", "days left"] {
        assert!(run.stdout.contains(words), "{run:#?}");
    }
}

fn an_open_mosquitto_is_found() {
    let sandbox = fleet();
    let all: &[&str] = &[
        "no_certificate",
        "other_ca",
        "expired",
        "revoked",
        "other_client_id",
    ];
    let open = Mosquitto {
        from: "require_certificate true\nuse_identity_as_username true\nuse_username_as_clientid true\n",
        to: "allow_anonymous true\n",
        time: None,
    };
    let broker = open.start(&sandbox);
    let run = probe(&sandbox, "127.0.0.1", broker.port(), &WHOLE);
    assert_eq!(problems(&run)[..5], *all, "{run:#?}");
    assert!(
        sentence(&run, "no_certificate").contains("asks for no certificate"),
        "{run:#?}"
    );
    mosquitto(
        &sandbox,
        &[
            (
                "crlfile {dir}/ca.crl\n",
                "",
                &[&["revoked"], &GRANTS[..]].concat(),
                "no revocation list",
            ),
            (
                "{dir}/ca.crl",
                "{dir}/old.crl",
                &[&["revoked"], &GRANTS[..]].concat(),
                "an old one",
            ),
            (
                "use_username_as_clientid true\n",
                "",
                &[&["other_client_id"], &GRANTS[..]].concat(),
                "use_username_as_clientid",
            ),
            (
                "use_identity_as_username true\nuse_username_as_clientid true\n",
                "allow_anonymous true\n",
                &[&["other_client_id"], &GRANTS[..]].concat(),
                "use_username_as_clientid",
            ),
            (
                "acl_file {dir}/acl\n",
                "",
                &[
                    "subscribe_beyond_rights",
                    "subscribe_wider_filter",
                    "publish_beyond_rights",
                ],
                "beyond its rights",
            ),
            (
                "{dir}/acl\n",
                "{dir}/open.acl\n",
                &[
                    "subscribe_beyond_rights?",
                    "subscribe_wider_filter?",
                    "publish_beyond_rights",
                ],
                "may publish amqtt-admin-probe/amqtt-admin-probe",
            ),
            (
                "require_certificate true\n",
                "require_certificate true\ntls_version tlsv1.1\nciphers DEFAULT@SECLEVEL=0\n",
                &[&["tls_versions"], &GRANTS[..]].concat(),
                "still speaks TLS 1.1",
            ),
        ],
    );
}

fn a_shut_mosquitto_is_found() {
    let sandbox = fleet();
    mosquitto(
        &sandbox,
        &[
            (
                "cafile {dir}/ca.crt",
                "cafile {dir}/other/ca.crt",
                &["device"],
                "does not trust the CA",
            ),
            (
                "{dir}/ca.crl",
                "{dir}/other/ca.crl",
                &["device"],
                "revocation list without one of this CA",
            ),
            (
                "use_identity_as_username true\n",
                "",
                &["device"],
                "use_identity_as_username true",
            ),
            (
                "{dir}/ca.crl",
                "{dir}/pump.crl",
                &["revoked", "device"],
                "revocation list has its certificate",
            ),
        ],
    );
    // Weeks later the list has lapsed, on the broker's clock; the certificates have not.
    let broker = Mosquitto {
        time: Some("+40d"),
        ..Mosquitto::good()
    }
    .start(&sandbox);
    let run = probe(&sandbox, "127.0.0.1", broker.port(), &WHOLE);
    assert_eq!(problems(&run), ["device"], "{run:#?}");
    assert!(
        sentence(&run, "device").contains("revocation list has lapsed"),
        "{run:#?}"
    );
}

fn a_mosquitto_that_shows_the_wrong_certificate_is_found() {
    let sandbox = fleet();
    let foreign: &[&str] = &[&["server_certificate"], &GRANTS[..]].concat();
    let server = "certfile {dir}/server.crt\nkeyfile {dir}/server.key\n";
    mosquitto(
        &sandbox,
        &[
            (
                server,
                "certfile {dir}/other/server.crt\nkeyfile {dir}/other/server.key\n",
                foreign,
                "devices refuse the broker",
            ),
            (
                server,
                "certfile {dir}/elsewhere/server.crt\nkeyfile {dir}/elsewhere/server.key\n",
                foreign,
                "elsewhere.example",
            ),
            (
                server,
                "certfile {dir}/over/server.crt\nkeyfile {dir}/over/server.key\n",
                foreign,
                "expired",
            ),
        ],
    );
}

fn a_good_amqtt_lacks_lists_alone() {
    let sandbox = fleet();
    let broker = Amqtt { from: "", to: "" }.start(&sandbox);
    let run = probe(&sandbox, "127.0.0.1", broker.port(), &WHOLE[..4]);
    assert_eq!(problems(&run), ["revoked"], "{run:#?}\n{}", broker.log());
}

fn an_open_or_shut_amqtt_is_found() {
    let sandbox = fleet();
    let plugin = "  amqtt.contrib.cert.UserAuthCertPlugin:\n    uri_domain: d.example\n";
    let cases: &[Case<'_>] = &[
        (
            plugin,
            "  amqtt.plugins.authentication.AnonymousAuthPlugin:\n    allow_anonymous: true\n",
            &["no_certificate", "revoked", "other_client_id"],
            "AnonymousAuthPlugin",
        ),
        (
            "uri_domain: d.example",
            "uri_domain: e.example",
            &["device"],
            "takes no name",
        ),
        (
            "cafile: {dir}/ca.crt",
            "cafile: {dir}/other/ca.crt",
            &["device"],
            "does not trust the CA",
        ),
    ];
    for (from, to, expected, cause) in cases {
        let broker = Amqtt { from, to }.start(&sandbox);
        let run = probe(&sandbox, "127.0.0.1", broker.port(), &WHOLE[..4]);
        assert_eq!(&problems(&run), expected, "{to:?}\n{run:#?}\n{}", broker.log());
        let sentence = sentence(&run, expected[0]);
        assert!(sentence.contains(cause), "{cause:?} is not in {sentence:?}");
    }
}

/// aMQTT speaks MQTT 3.1.1, in which a message that is refused has no answer: it is published on a topic that the device hears.
fn rights_are_proven_at_amqtt_by_what_is_heard() {
    let sandbox = fleet();
    // Stock aMQTT takes the rights of a user name that a probe does not give, so that there are none, or no check at all.
    let broker = Amqtt { from: "", to: "" }.start(&sandbox);
    let run = probe(&sandbox, "127.0.0.1", broker.port(), &WHOLE);
    let found = problems(&run);
    for open in ["subscribe_wider_filter", "publish_beyond_rights"] {
        assert!(
            found.iter().any(|name| name.trim_end_matches('?') == open),
            "{found:?} {run:#?}"
        );
    }
    assert!(found.contains(&"publish_beyond_rights".to_owned()), "{run:#?}");
    assert!(
        sentence(&run, "publish_beyond_rights").contains("d/pump-7/amqtt-admin-probe"),
        "{run:#?}"
    );
}

fn a_server_that_is_no_broker_is_exit_3() {
    let sandbox = Sandbox::with_ca();
    sandbox
        .admin(&["server", "create", "--cn", "localhost"])
        .expect(0);
    for speaks in ["-quiet", "-www"] {
        let (mut server, port) = tls_server(&sandbox, speaks);
        let run = probe(&sandbox, "localhost", port, &["--timeout", "1s"]);
        server.kill().unwrap();
        server.wait().unwrap();
        run.expect(3).says("does not answer as an MQTT broker");
    }
}

/// Starts OpenSSL's server at a free port; somebody else may take that before it does.
fn tls_server(sandbox: &Sandbox, speaks: &str) -> (Child, u16) {
    loop {
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let address = format!("127.0.0.1:{port}");
        let mut server = sandbox
            .command("openssl")
            .args([
                "s_server",
                "-accept",
                &address,
                "-cert",
                "server.crt",
                "-key",
                "server.key",
                speaks,
            ])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        while server.try_wait().unwrap().is_none() {
            if TcpStream::connect(&address).is_ok() {
                return (server, port);
            }
            thread::sleep(Duration::from_millis(20));
        }
    }
}

fn a_certificate_of_another_device_is_no_proof() {
    let sandbox = Sandbox::with_ca();
    sandbox
        .admin(&["device", "create", "--device-id", "pump-9"])
        .expect(0);
    let files = ["--as", "other", "--cert", "pump-9.crt", "--key", "pump-9.key"];
    probe(&sandbox, "127.0.0.1", 1, &files)
        .expect(1)
        .says("pump-9.crt is the certificate of pump-9, not of other");
}

fn a_broker_that_cannot_be_reached_is_exit_3() {
    let sandbox = Sandbox::with_ca();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    // One that accepts and never answers is given up, within a time.
    let silent = probe(&sandbox, "127.0.0.1", port, &["--timeout", "1s"]);
    silent.expect(3).says("does not speak TLS");
    // One that speaks something else.
    let answer = thread::spawn(move || {
        use std::io::Write as _;
        for stream in listener.incoming().take(5) {
            let _ = stream.and_then(|mut stream| stream.write_all(b"220 mail.example ESMTP\r\n"));
        }
    });
    probe(&sandbox, "127.0.0.1", port, &["--timeout", "2s"])
        .expect(3)
        .says("does not speak TLS");
    // The last connection lets the thread end.
    let _ = std::net::TcpStream::connect(("127.0.0.1", port));
    answer.join().unwrap();
    thread::sleep(Duration::from_millis(50));
    let gone = probe(&sandbox, "127.0.0.1", port, &[]).expect(3);
    let error: Value = serde_json::from_str(gone.stderr.trim()).unwrap();
    assert_eq!(error["error"]["code"], "environment");
    probe(&sandbox, "no-such-host.invalid", 8883, &[]).expect(3);
    sandbox
        .admin(&["server", "probe", "mqtt://127.0.0.1"])
        .expect(2)
        .says("mqtts://HOST:PORT");
}

fn canaries_are_made_once_and_recorded_as_revoked() {
    let sandbox = Sandbox::with_ca();
    sandbox.run("mkdir", &["nest"]).expect(0);
    let refused = ["server", "probe", "mqtts://127.0.0.1:1", "--canary", "nest"];
    sandbox
        .admin(&refused)
        .expect(3)
        .says("made the canary nest/canary-revoked.crt");
    let before = sandbox.read("nest/canary-revoked.crt");
    let again = sandbox.admin(&refused).expect(3);
    assert!(!again.stderr.contains("made the canary"), "{again:#?}");
    assert_eq!(sandbox.read("nest/canary-revoked.crt"), before);
    assert_eq!(sandbox.mode("nest/canary-revoked.key"), 0o600);
    let devices = sandbox
        .admin(&["device", "list", "--format", "json"])
        .expect(0)
        .json();
    let states: Vec<&str> = devices
        .as_array()
        .unwrap()
        .iter()
        .map(|device| device["state"].as_str().unwrap())
        .collect();
    assert_eq!(states.len(), 2);
    assert!(
        states.contains(&"superseded") && states.contains(&"revoked"),
        "{devices}"
    );
    sandbox.admin(&["ca", "crl"]).expect(0);
    let verify = [
        "device",
        "verify",
        "nest/canary-revoked.crt",
        "--crl",
        "ca.crl",
        "--format",
        "json",
    ];
    assert_eq!(sandbox.admin(&verify).expect(1).json()["rule"], "revoked");
    let verify = ["device", "verify", "nest/canary-expired.crt", "--format", "json"];
    assert_eq!(sandbox.admin(&verify).expect(1).json()["rule"], "expired");
    // A canary does not count as a device that has lapsed.
    assert_eq!(
        sandbox
            .admin(&["ca", "status", "--format", "json"])
            .expect(0)
            .json()["healthy"],
        true
    );
}

fn the_plug_in_for_mosquitto_has_no_problem() {
    let sandbox = fleet();
    sandbox.admin(&["user", "sync"]).expect(0);
    let mosquitto = crate::mosquitto_plugin::Mosquitto::start(&sandbox);
    let run = probe(&sandbox, "127.0.0.1", mosquitto.broker.port(), &WHOLE);
    assert_eq!(
        problems(&run),
        [] as [String; 0],
        "{run:#?}\n{}",
        mosquitto.broker.log()
    );
    assert_eq!(run.json().as_array().unwrap().len(), 12, "{run:#?}");
}
