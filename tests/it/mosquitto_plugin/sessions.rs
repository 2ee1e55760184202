//! What happens to sessions: revoked devices, reloads, clients that are away, listeners with settings of their own.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use super::Mosquitto;
use crate::{
    example_broker::{grant_all, session, sessions},
    support::{Run, Sandbox, python_program, tests},
    verdicts::made,
};

tests![
    a_revoked_device_is_put_out_and_its_will_is_not_sent[Mosquitto, Python],
    a_change_of_rights_counts_for_a_topic_in_use[Mosquitto, Python],
    a_reload_keeps_a_thousand_sessions_without_asking_again[Mosquitto, Python],
    a_reload_keeps_sessions_whose_client_is_away[Mosquitto, Python],
    a_restart_keeps_sessions_whose_client_is_away[Mosquitto, Python],
    rubbish_in_place_of_a_revocation_list_changes_nothing[Mosquitto, Python],
    listeners_with_settings_of_their_own_share_the_plug_in[Mosquitto, Python],
];

pub(super) const PATIENCE: Duration = Duration::from_secs(40);
const NOT_AUTHORIZED: u8 = 0x87;
const ADMINISTRATIVE_ACTION: u8 = 0x98;

/// The fleet of the verdicts, where `ada` also has all rights to `done`, by which a client knows that it has heard everything.
fn fleet() -> Sandbox {
    let sandbox = made();
    grant_all(&sandbox, "ada", "done");
    sandbox
}

pub(super) fn revoke(sandbox: &Sandbox, id: &str) {
    sandbox
        .admin(&["device", "revoke", id, "--crl", "--yes"])
        .expect(0);
}

fn with_will(mut client: Value, topic: &str) -> Value {
    client["will"] = json!([topic, "lost"]);
    client
}

fn a_revoked_device_is_put_out_and_its_will_is_not_sent() {
    let sandbox = fleet();
    let mosquitto = Mosquitto::start(&sandbox);
    let pump = with_will(mosquitto.device("pump-7"), "plant/pump-7/will");
    let clients = json!({
        "watch": mosquitto.account("watch", "ada", "what ada typed"),
        "pump": pump,
        "valve": with_will(mosquitto.device("valve-1"), "plant/valve-1/will"),
    });
    let steps = json!([
        ["watch", "connect"],
        ["watch", "subscribe", "#"],
        ["valve", "connect"],
        ["pump", "connect"],
        ["pump", "publish", "plant/pump-7/state", "here"],
        ["pump", "ended"],
        ["valve", "break_off"],
        ["watch", "take", 2],
        ["watch", "receive"],
    ]);
    let heard = thread::scope(|scope| {
        let heard = scope.spawn(|| sessions(&sandbox, clients, steps));
        mosquitto.broker.waits_for("Received PUBLISH from pump-7");
        revoke(&sandbox, "pump-7");
        heard.join().unwrap()
    });
    let came = json!([["plant/pump-7/state", "here"], ["plant/valve-1/will", "lost"]]);
    let expected = json!([0, [1], 0, 0, 0, ADMINISTRATIVE_ACTION, 128, came, []]);
    assert_eq!(heard, expected, "{}", mosquitto.broker.log());

    let again = session(&sandbox, mosquitto.device("pump-7"), json!([]));
    assert_eq!(again, json!([NOT_AUTHORIZED]));
    mosquitto.broker.waits_for("was revoked on");
}

/// A client that goes on and on with one topic, and what it was told about it.
fn a_change_of_rights_counts_for_a_topic_in_use() {
    let sandbox = fleet();
    let mosquitto = Mosquitto::start(&sandbox);
    let clients = json!({
        "watch": mosquitto.account("watch", "ada", "what ada typed"),
        "pump": mosquitto.device("pump-7"),
    });
    let topic = "plant/pump-7/state";
    let steps = json!([
        ["watch", "connect"],
        ["watch", "subscribe", "#"],
        ["pump", "connect"],
        ["pump", "publish", topic, "here"],
        ["pump", "publish_until", topic, NOT_AUTHORIZED],
        ["pump", "publish_until", topic, 0],
    ]);
    let change = |verb| {
        let right = ["-c", "pump-7", "-a", "publish", "--", "plant/pump-7/#"];
        sandbox.admin(&[&["topic", verb], &right[..]].concat()).expect(0);
    };
    let heard = thread::scope(|scope| {
        let heard = scope.spawn(|| sessions(&sandbox, clients, steps));
        mosquitto.broker.waits_for("Received PUBLISH from pump-7");
        change("rm");
        mosquitto.broker.waits_for("Denied PUBLISH from pump-7");
        change("add");
        heard.join().unwrap()
    });
    assert_eq!(heard, json!([0, [1], 0, 0, NOT_AUTHORIZED, 0]));
}

/// Clients that stay connected; see the script.
pub(super) struct Crowd {
    child: std::process::Child,
    answers: BufReader<std::process::ChildStdout>,
}

impl Crowd {
    pub(super) fn connect(sandbox: &Sandbox, clients: &[Value]) -> Self {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/python/crowd.py");
        let mut command: Command = sandbox.command(python_program("python"));
        command.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let answers = BufReader::new(child.stdout.take().unwrap());
        let mut crowd = Self { child, answers };
        assert_eq!(
            crowd.ask(&json!({ "clients": clients }).to_string()),
            "connected\n"
        );
        crowd
    }

    fn ask(&mut self, line: &str) -> String {
        let stdin = self.child.stdin.as_mut().unwrap();
        stdin.write_all(format!("{line}\n").as_bytes()).unwrap();
        let mut answer = String::new();
        self.answers.read_line(&mut answer).unwrap();
        answer
    }

    /// The number of clients that are still connected.
    pub(super) fn alive(&mut self) -> u64 {
        let answer: Value = serde_json::from_str(&self.ask("")).unwrap();
        answer["alive"].as_u64().unwrap()
    }
}

impl Drop for Crowd {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A verdict that was asked for again would be another one: the accounts are gone, and the database with them.
fn a_reload_keeps_a_thousand_sessions_without_asking_again() {
    let sandbox = fleet();
    let import = ["device", "import", "--count", "980", "--pattern", "crowd-{:04}"];
    sandbox
        .admin(&[&import[..], &["--output-dir", ".", "--quiet"]].concat())
        .expect(0);
    let mosquitto = Mosquitto::start(&sandbox);
    let device = |id: String| json!({ "port": mosquitto.broker.port(), "client_id": id, "certificate": id });
    let account = |number: u32| {
        json!({
            "port": mosquitto.plain, "client_id": format!("console-{number}"),
            "username": "ada", "password": "what ada typed",
        })
    };
    let devices = (1..=980).map(|number| device(format!("crowd-{number:04}")));
    let clients: Vec<Value> = devices.chain((0..20).map(account)).collect();
    let mut crowd = Crowd::connect(&sandbox, &clients);
    assert_eq!(crowd.alive(), 1000, "{}", mosquitto.broker.log());

    sandbox.admin(&["user", "rm", "-c", "ada", "--yes"]).expect(0);
    for _ in 0..3 {
        mosquitto.broker.reload();
        assert_eq!(crowd.alive(), 1000, "{}", mosquitto.broker.log());
    }
    // The verdict of a session is not one about its certificate: that is looked at whenever a list changes.
    revoke(&sandbox, "crowd-0500");
    mosquitto
        .broker
        .waits_for(r#"ending the session of "crowd-0500""#);
    mosquitto.broker.reload();
    assert_eq!(crowd.alive(), 999, "{}", mosquitto.broker.log());
    // A new login is asked about, once what is known of the account is too old.
    let ada = || {
        session(
            &sandbox,
            mosquitto.account("console-0", "ada", "what ada typed"),
            json!([]),
        )
    };
    let start = Instant::now();
    while ada() != json!([NOT_AUTHORIZED]) {
        assert!(start.elapsed() < PATIENCE, "{}", mosquitto.broker.log());
    }
}

/// One of Mosquitto's programs as the device `pump-7`, with a session that stays.
fn pump(mosquitto: &Mosquitto<'_>, arguments: &[&str]) -> Run {
    let port = mosquitto.broker.port().to_string();
    let tls = ["-h", "127.0.0.1", "-p", &port, "--cafile", "ca.crt", "--insecure"];
    let device = [
        "--cert",
        "pump-7.crt",
        "--key",
        "pump-7.key",
        "-i",
        "pump-7",
        "-c",
    ];
    let topic = ["-q", "1", "-t", "cmd/pump-7/now"];
    let words = [&tls[..], &device, &topic, arguments].concat();
    mosquitto.broker.sandbox().run("mosquitto_sub", &words)
}

/// Sends a command to the device.
fn command(mosquitto: &Mosquitto<'_>, text: &str) {
    let port = mosquitto.plain.to_string();
    let account = [
        "-h",
        "127.0.0.1",
        "-p",
        &port,
        "-u",
        "source",
        "-P",
        "source pass",
    ];
    let message = ["-q", "1", "-t", "cmd/pump-7/now", "-m", text];
    let words = [&account[..], &message].concat();
    mosquitto.broker.sandbox().run("mosquitto_pub", &words).expect(0);
}

fn a_reload_keeps_sessions_whose_client_is_away() {
    let sandbox = fleet();
    let mosquitto = Mosquitto::start(&sandbox);
    pump(&mosquitto, &["-E"]).expect(0);
    command(&mosquitto, "before");
    for text in ["after one reload", "after two"] {
        mosquitto.broker.reload();
        command(&mosquitto, text);
    }
    let came = pump(&mosquitto, &["-C", "3", "-W", "30"]).expect(0);
    assert_eq!(came.stdout, "before\nafter one reload\nafter two\n");

    // The session is kept; whether it is admitted is asked again.
    revoke(&sandbox, "pump-7");
    mosquitto.broker.waits_for("reloaded");
    mosquitto.broker.reload();
    command(&mosquitto, "never");
    let refused = pump(&mosquitto, &["-C", "1", "-W", "5"]);
    assert!(refused.code != Some(0), "{refused:#?}");
    assert_eq!(refused.stdout, "");
}

fn a_restart_keeps_sessions_whose_client_is_away() {
    let sandbox = fleet();
    let lines = format!(
        "persistence true\npersistence_location {}/\n",
        sandbox.path(".").display()
    );
    let mosquitto = Mosquitto::start_with(&sandbox, &lines, "");
    pump(&mosquitto, &["-E"]).expect(0);
    command(&mosquitto, "before");
    mosquitto.broker.stop();
    let mosquitto = Mosquitto::start_with(&sandbox, &lines, "");
    command(&mosquitto, "after the restart");
    mosquitto.broker.reload();
    command(&mosquitto, "after the reload");
    let came = pump(&mosquitto, &["-C", "3", "-W", "30"]).expect(0);
    assert_eq!(came.stdout, "before\nafter the restart\nafter the reload\n");
}

fn rubbish_in_place_of_a_revocation_list_changes_nothing() {
    let sandbox = fleet();
    let mosquitto = Mosquitto::start(&sandbox);
    let enters = |id| session(&sandbox, mosquitto.device(id), json!([])) == json!([0]);
    let good = sandbox.read("ca.crl");
    for rubbish in [
        &b""[..],
        b"rubbish",
        &good[..good.len() / 2],
        &[0x30, 0x82, 0xff, 0xff],
    ] {
        sandbox.write("ca.crl", rubbish);
        let kept = mosquitto
            .broker
            .log()
            .matches("keeping what was read before")
            .count();
        mosquitto
            .broker
            .waits_for_more("keeping what was read before", kept);
        mosquitto.broker.reload();
        assert!(enters("pump-7"), "{}", mosquitto.broker.log());
        assert!(!enters("pump-r"), "{}", mosquitto.broker.log());
    }
    sandbox.write("ca.crl", good);
    revoke(&sandbox, "pump-7");
    mosquitto.broker.waits_for("reloaded");
    assert!(!enters("pump-7"), "{}", mosquitto.broker.log());
}

fn listeners_with_settings_of_their_own_share_the_plug_in() {
    let sandbox = fleet();
    let mosquitto = Mosquitto::start_with(&sandbox, "per_listener_settings true\n", "");
    let clients = json!({ "pump": mosquitto.device("pump-7") });
    let steps = json!([
        ["pump", "connect"],
        ["pump", "subscribe", "cmd/pump-7/now", "cmd/pump-8/now"],
        ["pump", "take", 1],
        ["pump", "ended"],
    ]);
    let heard = thread::scope(|scope| {
        let heard = scope.spawn(|| sessions(&sandbox, clients, steps));
        mosquitto.broker.waits_for("Sending SUBACK to pump-7");
        command(&mosquitto, "one");
        mosquitto.broker.waits_for("Sending PUBLISH to pump-7");
        mosquitto.broker.reload();
        revoke(&sandbox, "pump-7");
        // The session ends when the broker has the next message of anyone.
        while !heard.is_finished() {
            command(&mosquitto, "two");
            thread::sleep(Duration::from_millis(100));
        }
        heard.join().unwrap()
    });
    let [one, more @ ..] = &heard[2].as_array().unwrap()[..] else {
        panic!("{heard}")
    };
    assert_eq!((one, more.len()), (&json!(["cmd/pump-7/now", "one"]), 0));
    assert_eq!(heard[1], json!([1, NOT_AUTHORIZED]));
    assert_eq!(
        heard[3],
        json!(ADMINISTRATIVE_ACTION),
        "{}",
        mosquitto.broker.log()
    );
    let again = session(&sandbox, mosquitto.device("pump-7"), json!([]));
    assert_eq!(again, json!([NOT_AUTHORIZED]));
    assert_eq!(mosquitto.broker.log().matches("reloaded").count(), 1);
}
