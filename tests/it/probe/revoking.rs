//! `device revoke --wait`: a revocation that is seen at the broker.

use std::{thread, time::Duration};

use serde_json::Value;

use super::brokers::{Mosquitto, fleet};
use crate::support::{Run, Sandbox, tests};

tests![
    a_revocation_is_waited_for[Mosquitto],
    a_broker_that_keeps_the_session_is_reported[Mosquitto],
];

/// Revokes a device, and waits for a broker on this machine.
fn revoke(sandbox: &Sandbox, id: &str, port: u16, more: &[&str]) -> Run {
    let address = format!("mqtts://127.0.0.1:{port}");
    let verb = [
        "device", "revoke", id, "--yes", "--crl", "--format", "json", "--wait", &address,
    ];
    sandbox.admin(&[&verb[..], more].concat())
}

fn a_revocation_is_waited_for() {
    let sandbox = fleet();
    sandbox.admin(&["user", "sync"]).expect(0);
    let mosquitto = crate::mosquitto_plugin::Mosquitto::start(&sandbox);
    let port = mosquitto.broker.port();
    let run = revoke(&sandbox, "pump-7", port, &[])
        .expect(0)
        .says("ended the session of pump-7 after");
    let report = run.json();
    let [ended, refused] =
        ["session_ended_after", "refused_after"].map(|key| report[key].as_f64().unwrap_or(-1.0));
    assert!(0.0 <= ended && ended <= refused, "{report}");
    assert_eq!(report["changed"], true);
    // Again there is nothing to revoke and no session to end, but the broker is asked all the same.
    let again = revoke(&sandbox, "pump-7", port, &[])
        .expect(0)
        .says("refuses pump-7");
    let again = again.json();
    assert_eq!(
        (&again["changed"], &again["session_ended_after"]),
        (&Value::Bool(false), &Value::Null)
    );
    assert!(again["refused_after"].is_number(), "{again}");
}

fn a_broker_that_keeps_the_session_is_reported() {
    let sandbox = fleet();
    for id in ["pump-8", "pump-9"] {
        sandbox.admin(&["device", "create", "--device-id", id]).expect(0);
    }
    let state = |id: &str| {
        let listed = sandbox
            .admin(&["device", "list", "--id", id, "--format", "json"])
            .expect(0);
        listed.json()[0]["state"].as_str().unwrap().to_owned()
    };
    let broker = Mosquitto::good().start(&sandbox);
    // Nothing tells the broker of the new list.
    let run = revoke(&sandbox, "pump-7", broker.port(), &["--timeout", "1s"]).expect(1);
    let run = run.says("still admits pump-7");
    assert_eq!(run.json()["session_ended_after"], Value::Null);
    assert_eq!(run.json()["refused_after"], Value::Null);
    assert_eq!(state("pump-7"), "revoked");
    // The same command again is not told that all is well: the device still gets in.
    let again = revoke(&sandbox, "pump-7", broker.port(), &["--timeout", "1s"]).expect(1);
    let again = again.says("still admits pump-7").json();
    assert_eq!(
        (&again["changed"], &again["refused_after"]),
        (&Value::Bool(false), &Value::Null)
    );
    // It reads the new list, and keeps the session that it has.
    let run = thread::scope(|scope| {
        let run = scope.spawn(|| revoke(&sandbox, "pump-8", broker.port(), &["--timeout", "3s"]));
        broker.waits_for("connected from 127.0.0.1");
        while state("pump-8") != "revoked" {
            thread::sleep(Duration::from_millis(50));
        }
        thread::sleep(Duration::from_millis(300));
        broker.reload();
        run.join().unwrap()
    });
    let report = run.expect(1).says("has not ended the session").json();
    assert_eq!(report["session_ended_after"], Value::Null);
    assert!(report["refused_after"].is_number(), "{report}");
    // What cannot be waited for changes nothing.
    std::fs::create_dir(sandbox.path("strangers")).unwrap();
    let stranger = [
        "--cn",
        "Other",
        "--uri",
        "fleet.example",
        "--output-dir",
        "strangers",
    ];
    sandbox
        .admin(&[&["ca", "create"], &stranger[..]].concat())
        .expect(0);
    let stranger = [
        "--ca-key",
        "strangers/ca.key",
        "--ca-crt",
        "strangers/ca.crt",
        "--output-dir",
        "strangers",
    ];
    sandbox
        .admin(&[&["device", "create", "--device-id", "pump-9"], &stranger[..]].concat())
        .expect(0);
    let nobody = ["--wait-cert", "strangers/pump-9.crt"];
    revoke(&sandbox, "pump-9", broker.port(), &nobody)
        .expect(1)
        .says("does not admit pump-9");
    revoke(&sandbox, "pump-9", broker.port(), &["--wait-key", "none.key"]).expect(3);
    for (option, file, message) in [
        (
            "--wait-cert",
            "pump-7.crt",
            "pump-7.crt is the certificate of pump-7, not of pump-9",
        ),
        (
            "--wait-cert",
            "server.crt",
            "server.crt is not the certificate of a device",
        ),
        (
            "--wait-key",
            "pump-7.key",
            "pump-7.key is not the key of pump-9.crt",
        ),
    ] {
        revoke(&sandbox, "pump-9", broker.port(), &[option, file])
            .expect(1)
            .says(message)
            .says(option);
    }
    revoke(&sandbox, "pump-9", 1, &[])
        .expect(3)
        .says("nothing was changed");
    assert_eq!(state("pump-9"), "issued");
    let two = [
        "device",
        "revoke",
        "pump-9",
        "pump-8",
        "--yes",
        "--wait",
        "mqtts://127.0.0.1:1",
    ];
    sandbox.admin(&two).expect(2).says("--wait is for one device");
}
