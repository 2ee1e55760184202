//! The broker of the verifier's examples: what a broker gets from the library, as real clients see it.
#![allow(
    clippy::needless_pass_by_value,
    reason = "what a client does is written where it is started"
)]

mod http_server;
mod raw;
pub(crate) mod together;
pub(crate) mod wire;

use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::{
    brokers::{
        fleet,
        running::{Broker, Credential},
        stranger,
    },
    example_broker::http_server::HttpServer,
    support::{Run, Sandbox, python_program, tests},
};

tests![
    devices_come_in_by_certificate[Python],
    a_resumed_session_is_checked_at_connect[Python],
    amqtts_own_client_comes_in[Python],
    rights_hold_for_what_is_published_subscribed_and_received[Python],
    mosquittos_clients_share_a_subscription[Mosquitto, Python],
    accounts_of_a_database_come_in_with_their_password[Mosquitto, Python],
    a_certificate_does_not_make_a_device_anybody_else[Python],
    an_http_server_is_asked_about_clients_and_topics[Mosquitto, Python],
];

/// The MQTT 5 reason code "Not authorized", for which paho also has the return code 5 of MQTT 3.1.1.
const NOT_AUTHORIZED: u8 = 0x87;
const BAD_PASSWORD: u8 = 0x86;
const TLS: [&str; 4] = ["--cert", "server.crt", "--key", "server.key"];
const DEVICES: [&str; 4] = ["--ca", "ca.crt", "--trust-domain", "d.example"];
const DATABASE: [&str; 2] = ["--database", "sqlite:auth.db"];

/// An empty database of accounts and rights.
pub(crate) fn with_database(sandbox: Sandbox) -> Sandbox {
    sandbox.admin(&["user", "sync"]).expect(0);
    sandbox.admin(&["topic", "sync"]).expect(0);
    sandbox
}

/// Gives a client rights: an action and a filter each.
pub(crate) fn grant(sandbox: &Sandbox, client: &str, rights: &[(&str, &str)]) {
    for (action, filter) in rights {
        sandbox
            .admin(&["topic", "add", "-c", client, "-a", action, "--", filter])
            .expect(0);
    }
}

/// Gives a client every right to a filter.
pub(crate) fn grant_all(sandbox: &Sandbox, client: &str, filter: &str) {
    grant(
        sandbox,
        client,
        &[("publish", filter), ("subscribe", filter), ("receive", filter)],
    );
}

/// An account with a password that costs little to check.
pub(crate) fn account(sandbox: &Sandbox, name: &str, password: &str) {
    sandbox.write("password", password);
    let cheap = ["--argon2", "m=64,t=1,p=1", "--password-file", "password"];
    sandbox
        .admin(&[&["user", "add", "-c", name], &cheap[..]].concat())
        .expect(0);
}

/// Writes a revocation list.
pub(crate) fn revoke(sandbox: &Sandbox, file: &str, number: &str, revoked: &[&str]) {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/python/crl.py");
    let arguments = [&[script, "ca.crt", "ca.key", file, number], revoked].concat();
    sandbox.run(python_program("python"), &arguments).expect(0);
}

/// Returns what a client receives that connects, and then does one thing after the other; see the script.
#[track_caller]
pub(crate) fn session(sandbox: &Sandbox, client: Value, steps: Value) -> Value {
    let steps = steps.as_array().unwrap().iter();
    let steps = steps.map(|step| [&[json!("it")], &step.as_array().unwrap()[..]].concat());
    let steps: Vec<_> = [vec![json!("it"), json!("connect")]]
        .into_iter()
        .chain(steps)
        .collect();
    sessions(sandbox, json!({ "it": client }), json!(steps))
}

/// The same for several clients, by name; each step begins with the name of who does it.
#[track_caller]
pub(crate) fn sessions(sandbox: &Sandbox, clients: Value, steps: Value) -> Value {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/python/session.py");
    let given = json!({ "clients": clients, "steps": steps }).to_string();
    sandbox
        .run(python_program("python"), &[script, &given])
        .expect(0)
        .json()
}

/// A device with its certificate, as a client for [`session`].
fn device(broker: &Broker<'_>, id: &str, protocol: u8) -> Value {
    json!({
        "port": broker.port(), "protocol": protocol, "client_id": id,
        "ca": "ca.crt", "certificate": format!("{id}.crt"), "key": format!("{id}.key"),
    })
}

/// One of mosquitto's programs with what a device needs to connect.
fn mosquitto(broker: &Broker<'_>, program: &str, id: &str, arguments: &[&str]) -> Command {
    let mut command = broker.sandbox().command(program);
    command.args([
        "-h",
        "127.0.0.1",
        "-p",
        &broker.port().to_string(),
        "--cafile",
        "ca.crt",
        "-i",
        id,
    ]);
    command.args(arguments);
    command
}

fn devices_come_in_by_certificate() {
    let sandbox = with_database(fleet());
    let stranger = stranger(&sandbox);
    let wrong_domain = [
        "device",
        "create",
        "--uri",
        "other.example",
        "--device-id",
        "valve-1",
    ];
    sandbox.admin(&wrong_domain).expect(0);
    sandbox
        .admin(&["device", "create", "--device-id", "lost-1"])
        .expect(0);
    for id in ["pump-7", "pump-8", "valve-1", "lost-1"] {
        grant_all(&sandbox, id, &format!("fleet/{id}"));
    }
    revoke(&sandbox, "ca.crl", "1", &["lost-1.crt"]);

    let broker = Broker::example(
        &sandbox,
        &[&TLS[..], &DEVICES, &DATABASE, &["--crl", "ca.crl"]].concat(),
    );
    broker.admits(Credential::of("pump-7"), "pump-7");
    broker.refuses(Some(Credential::of("pump-7")), "pump-8");
    broker.refuses(Some(Credential::of("valve-1")), "valve-1");
    broker.refuses(Some(Credential::of("lost-1")), "lost-1");
    broker.refuses(Some(stranger), "pump-7");
    broker.refuses(None, "pump-7");
    broker.admits(Credential::of("pump-8"), "pump-8");

    for (who, said) in [
        (
            "the client id",
            r#""pump-8" is not let in: certificate refused: the certificate belongs to device "pump-7""#,
        ),
        ("the revoked device", "was revoked on"),
        ("the stranger", "was not signed by"),
    ] {
        assert!(
            broker.log().contains(said),
            "{who} was refused for something else:\n{}",
            broker.log()
        );
    }
}

fn a_resumed_session_is_checked_at_connect() {
    for version in ["1.2", "1.3"] {
        let sandbox = fleet();
        revoke(&sandbox, "ca.crl", "1", &[]);
        revoke(&sandbox, "next.crl", "2", &["pump-7.crt"]);
        let broker = Broker::example(&sandbox, &[&TLS[..], &DEVICES, &["--crl", "ca.crl"]].concat());
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/python/resumption.py");
        let (port, process) = (broker.port().to_string(), broker.id().to_string());
        let arguments = [
            script,
            &port,
            &process,
            "ca.crt",
            "pump-7.crt",
            "pump-7.key",
            "pump-7",
            version,
            "ca.crl",
            "next.crl",
        ];
        let heard = sandbox.run(python_program("python"), &arguments).expect(0).stdout;
        let refused = NOT_AUTHORIZED.to_string();
        let expected = ["0", "0", &refused, &refused, &refused];
        assert_eq!(
            heard.lines().collect::<Vec<_>>(),
            expected,
            "TLS {version}:\n{}",
            broker.log()
        );
        assert!(broker.log().contains("revoked"), "{}", broker.log());
    }
}

fn amqtts_own_client_comes_in() {
    let sandbox = with_database(fleet());
    grant(&sandbox, "pump-7", &[("publish", "fleet/+")]);
    grant(
        &sandbox,
        "pump-8",
        &[("subscribe", "fleet/#"), ("receive", "fleet/open")],
    );
    let broker = Broker::example(&sandbox, &[&TLS[..], &DEVICES, &DATABASE].concat());
    let client = |program: &str, id: &str, arguments: &[&str]| {
        let configuration = format!("{id}.yaml");
        let files = format!("cafile: ca.crt\n  certfile: {id}.crt\n  keyfile: {id}.key\n");
        let uri = format!("mqtts://127.0.0.1:{}", broker.port());
        sandbox.write(&configuration, format!("connection:\n  uri: {uri}\n  {files}"));
        let mut command = sandbox.command(python_program(program));
        command
            .args(["-c", &configuration, "--url", &uri, "-i", id])
            .args(arguments);
        command
    };
    let arguments = ["-t", "fleet/#", "-n", "1"];
    let subscriber = client("amqtt_sub", "pump-8", &arguments)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    broker.waits_for(r#""pump-8" subscribes to "fleet/#""#);
    for (topic, message) in [("fleet/secret", "not for it"), ("fleet/open", "for it")] {
        Run::of(&mut client(
            "amqtt_pub",
            "pump-7",
            &["-t", topic, "-m", message, "-q", "1"],
        ))
        .expect(0);
    }
    let output = subscriber.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "for it");
}

fn rights_hold_for_what_is_published_subscribed_and_received() {
    let sandbox = with_database(fleet());
    grant(
        &sandbox,
        "pump-7",
        &[
            ("publish", "fleet/pump-7/#"),
            ("subscribe", "fleet/+/state"),
            ("subscribe", "fleet/pump-7/#"),
            ("receive", "fleet/+/state"),
        ],
    );
    grant_all(&sandbox, "pump-7", "done");
    let broker = Broker::example(&sandbox, &[&TLS[..], &DEVICES, &DATABASE].concat());
    let steps = json!([
        [
            "subscribe",
            "fleet/+/state",
            "fleet/pump-8/state",
            "$share/group/fleet/+/state",
            "fleet/pump-7/#",
            "done",
            "#",
            "fleet/#",
            "fleet/+/+",
            "$share/group/#",
            "$SYS/#",
            "$share/group/fleet/#"
        ],
        ["publish", "fleet/pump-7/state", "on"],
        [
            "publish",
            "fleet/pump-7/secret",
            "it may publish this, and not receive it"
        ],
        ["publish", "fleet/pump-8/state", "not its own"],
        ["publish", "$SYS/broker", "nobody's"],
        ["receive"]
    ]);
    // Subscriptions are granted QoS 0, one by one. A message comes once for each, or once for all of them.
    let denied = |no: u8| json!([0, 0, 0, 0, 0, no, no, no, no, no, no]);
    for (protocol, suback, puback) in [(5, denied(NOT_AUTHORIZED), NOT_AUTHORIZED), (4, denied(0x80), 0)] {
        let heard = session(&sandbox, device(&broker, "pump-7", protocol), steps.clone());
        let state = json!(["fleet/pump-7/state", "on"]);
        let received = json!([state, state]);
        assert_eq!(
            heard,
            json!([0, suback, 0, 0, puback, puback, received]),
            "MQTT {protocol}:\n{}",
            broker.log()
        );
    }
    // Without any right a device is in, and can do nothing.
    let steps = json!([
        ["subscribe", "fleet/pump-8/state"],
        ["publish", "fleet/pump-8/state", ""]
    ]);
    let heard = session(&sandbox, device(&broker, "pump-8", 5), steps);
    assert_eq!(heard, json!([0, [NOT_AUTHORIZED], NOT_AUTHORIZED]));
}

fn mosquittos_clients_share_a_subscription() {
    let sandbox = with_database(fleet());
    for id in ["worker-1", "worker-2"] {
        sandbox.admin(&["device", "create", "--device-id", id]).expect(0);
        grant(&sandbox, id, &[("subscribe", "jobs/+"), ("receive", "jobs/#")]);
    }
    grant(&sandbox, "pump-7", &[("publish", "jobs/#")]);
    let broker = Broker::example(&sandbox, &[&TLS[..], &DEVICES, &DATABASE].concat());
    let credential = |id: &str| [format!("{id}.crt"), format!("{id}.key")];

    let workers = ["worker-1", "worker-2"].map(|id| {
        let [crt, key] = credential(id);
        let arguments = [
            "--cert",
            &crt,
            "--key",
            &key,
            "-V",
            "5",
            "-t",
            "$share/workers/jobs/+",
            "-C",
            "2",
            "-W",
            "30",
        ];
        let mut command = mosquitto(&broker, "mosquitto_sub", id, &arguments);
        command.stdout(Stdio::piped()).spawn().unwrap()
    });
    broker.waits_for(r#""worker-1" subscribes to "$share/workers/jobs/+""#);
    broker.waits_for(r#""worker-2" subscribes to "$share/workers/jobs/+""#);
    let [crt, key] = credential("pump-7");
    for job in ["1", "2", "3", "4"] {
        let arguments = [
            "--cert", &crt, "--key", &key, "-q", "1", "-t", "jobs/one", "-m", job,
        ];
        Run::of(&mut mosquitto(&broker, "mosquitto_pub", "pump-7", &arguments)).expect(0);
    }
    let mut done: Vec<String> = Vec::new();
    for worker in workers {
        let output = worker.wait_with_output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert_eq!(text.lines().count(), 2, "{text:?} of 1 to 4");
        done.extend(text.lines().map(str::to_owned));
    }
    done.sort();
    assert_eq!(done, ["1", "2", "3", "4"]);
}

fn accounts_of_a_database_come_in_with_their_password() {
    let sandbox = with_database(fleet());
    account(&sandbox, "ada", "what ada typed");
    grant_all(&sandbox, "ada", "plant/#");
    grant_all(&sandbox, "ada", "done");
    let broker = Broker::example(&sandbox, &[&TLS[..], &DEVICES, &DATABASE].concat());

    let publish = |user: &str, password: &str, topic: &str| {
        let arguments = ["-u", user, "-P", password, "-q", "1", "-t", topic, "-m", "hello"];
        Run::of(&mut mosquitto(&broker, "mosquitto_pub", "console-1", &arguments))
    };
    publish("ada", "what ada typed", "plant/a").expect(0);
    for (user, password) in [("ada", "what Ada typed"), ("ada", ""), ("eve", "what ada typed")] {
        publish(user, password, "plant/a")
            .expect(4)
            .says("bad user name or password");
    }
    let steps = json!([
        ["subscribe", "plant/+", "#", "done"],
        ["publish", "plant/a", "1"],
        ["receive"]
    ]);
    let console = json!({
        "port": broker.port(), "protocol": 5, "client_id": "console-1", "ca": "ca.crt",
        "username": "ada", "password": "what ada typed",
    });
    let received = json!([["plant/a", "1"]]);
    assert_eq!(
        session(&sandbox, console.clone(), steps.clone()),
        json!([0, [0, NOT_AUTHORIZED, 0], 0, received])
    );

    // Nobody has vouched for a client that brings nothing.
    let mut nobody = console;
    let fields = nobody.as_object_mut().unwrap();
    fields.remove("username");
    fields.remove("password");
    assert_eq!(session(&sandbox, nobody, steps), json!([NOT_AUTHORIZED]));
}

fn a_certificate_does_not_make_a_device_anybody_else() {
    let sandbox = with_database(fleet());
    account(&sandbox, "ada", "what ada typed");
    grant_all(&sandbox, "ada", "plant/a");
    let broker = Broker::example(&sandbox, &[&TLS[..], &DEVICES, &DATABASE].concat());
    let publish = json!([["publish", "plant/a", ""]]);
    let with = |fields: Value| {
        let mut client = device(&broker, "pump-7", 5);
        client
            .as_object_mut()
            .unwrap()
            .extend(fields.as_object().unwrap().clone());
        session(&sandbox, client, publish.clone())
    };
    assert_eq!(
        with(json!({})),
        json!([0, NOT_AUTHORIZED]),
        "a device has its own rights"
    );
    assert_eq!(
        with(json!({"username": "ada"})),
        json!([NOT_AUTHORIZED]),
        "a user name alone proves nothing"
    );
    assert_eq!(
        with(json!({"username": "ada", "password": "guessed"})),
        json!([BAD_PASSWORD])
    );
    assert_eq!(
        with(json!({"username": "ada", "password": "what ada typed"})),
        json!([0, 0])
    );
}

fn an_http_server_is_asked_about_clients_and_topics() {
    let sandbox = fleet();
    let server = HttpServer::start(|path, asked| match (path, asked["username"].as_str()) {
        ("/user", Some("ada")) => json!({"ok": asked["password"] == "what ada typed"}),
        // Devices without a user name are not its concern.
        ("/user", None) => json!({"ok": null}),
        ("/acl", Some("ada")) => json!({"ok": asked["topic"] == "plant/a"}),
        ("/acl", Some("pump-7")) => json!({"ok": asked["topic"] == "fleet/pump-7"}),
        _ => json!({"ok": false}),
    });
    let http = ["--http", server.address()];
    let broker = Broker::example(&sandbox, &[&TLS[..], &DEVICES, &http].concat());
    let publish = |arguments: &[&str], id: &str, topic: &str| {
        let arguments = [arguments, &["-V", "5", "-q", "1", "-t", topic, "-m", ""]].concat();
        Run::of(&mut mosquitto(&broker, "mosquitto_pub", id, &arguments))
    };
    let ada = ["-u", "ada", "-P", "what ada typed"];
    publish(&ada, "console-1", "plant/a").expect(0);
    publish(&ada, "console-1", "plant/b").says("Not authorized");
    let wrong = publish(&["-u", "ada", "-P", "guessed"], "console-1", "plant/a");
    assert_ne!(wrong.code, Some(0), "{wrong:#?}");
    let unknown = publish(&["-u", "eve", "-P", "guessed"], "console-1", "plant/a");
    assert_ne!(unknown.code, Some(0), "{unknown:#?}");

    // A device that came by certificate alone uses its device id.
    broker.admits(Credential::of("pump-7"), "pump-7");
    let steps = json!([
        ["subscribe", "fleet/pump-8", "fleet/pump-7"],
        ["publish", "fleet/pump-8", ""]
    ]);
    let heard = session(&sandbox, device(&broker, "pump-7", 5), steps);
    assert_eq!(heard, json!([0, [NOT_AUTHORIZED, 0], NOT_AUTHORIZED]));
}
