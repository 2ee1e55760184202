//! Revocation: what is revoked in the inventory, and, in [`lists`], what says so and what may replace it.

pub(crate) mod brokers;
pub(crate) mod calendars;
pub(crate) mod databases;
pub(crate) mod large;
pub(crate) mod lists;
pub(crate) mod refused;
pub(crate) mod shown;
pub(crate) mod thousand;

use serde_json::Value;

use crate::support::{Run, Sandbox, tests};

tests![
    a_revocation_is_on_the_next_list_and_no_other_is[OpenSsl],
    what_is_revoked_may_be_named_in_every_way,
    a_variable_adds_nothing_to_what_is_typed,
    a_name_that_is_not_there_changes_nothing,
    a_hold_is_lifted_to_the_state_before[OpenSsl],
    the_inventory_is_listed,
    a_status_says_what_needs_attention[FakeTime],
    a_forecast_counts_by_week,
];

fn a_variable_adds_nothing_to_what_is_typed() {
    let sandbox = fleet(&["a", "b", "c", "d"]);
    let serial = |id: &str| {
        json(&sandbox, &["device", "show", id])[0]["serial"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    sandbox.write("list.txt", "c\n");
    let revoke = |arguments: &[&str]| {
        let mut command =
            sandbox.admin_command(&[&["device", "revoke", "-y", "--format", "json"], arguments].concat());
        command
            .env("AMQTT_ADMIN_SERIAL", serial("b"))
            .env("AMQTT_ADMIN_FROM", "list.txt");
        Run::of(&mut command).expect(0).json()["names"].clone()
    };
    assert_eq!(revoke(&["a"]), serde_json::json!(["a"]));
    assert_eq!(revoke(&["--serial", &serial("d")]), serde_json::json!(["d"]));
    // Where nothing is typed, they are what is meant.
    assert_eq!(revoke(&[]), serde_json::json!(["b", "c"]));
}

/// A CA for `d.example` with devices of these names.
pub(crate) fn fleet(ids: &[&str]) -> Sandbox {
    let sandbox = Sandbox::with_ca();
    for id in ids {
        sandbox.admin(&["device", "create", "--device-id", id]).expect(0);
    }
    sandbox
}

pub(crate) fn json(sandbox: &Sandbox, arguments: &[&str]) -> Value {
    sandbox
        .admin(&[arguments, &["--format", "json"]].concat())
        .expect(0)
        .json()
}

/// Runs our executable at another time, such as `+8d`.
pub(crate) fn admin_at(sandbox: &Sandbox, time: &str, arguments: &[&str]) -> Run {
    let mut command = sandbox.command_at(time, env!("CARGO_BIN_EXE_amqtt-admin"));
    command.args(arguments);
    Run::of(&mut command)
}

/// Returns whether OpenSSL, which checks revocation, accepts a certificate.
fn openssl_accepts(sandbox: &Sandbox, list: &str, certificate: &str) -> bool {
    let verify = [
        "verify",
        "-x509_strict",
        "-crl_check_all",
        "-CAfile",
        "ca.crt",
        "-CRLfile",
    ];
    let run = sandbox.run("openssl", &[&verify[..], &[list, certificate]].concat());
    let revoked = run.stderr.contains("certificate revoked");
    assert_ne!(run.code == Some(0), revoked, "{run:#?}");
    !revoked
}

fn number(report: &Value) -> u64 {
    report["number"].as_str().unwrap().parse().unwrap()
}

fn a_revocation_is_on_the_next_list_and_no_other_is() {
    let sandbox = fleet(&["a", "b"]);
    let first = json(&sandbox, &["ca", "crl"]);
    assert_eq!(
        (first["revoked"].clone(), first["changed"].clone()),
        (0.into(), true.into())
    );
    let revoked = json(
        &sandbox,
        &["device", "revoke", "a", "--reason", "key-compromise", "--yes"],
    );
    assert_eq!(revoked["crl_up_to_date"], false);
    assert_eq!(revoked["names"], serde_json::json!(["a"]));
    assert!(openssl_accepts(&sandbox, "ca.crl", "a.crt"));
    let second = json(&sandbox, &["ca", "crl"]);
    assert_eq!(second["revoked"], 1);
    assert!(number(&second) > number(&first));
    assert!(!openssl_accepts(&sandbox, "ca.crl", "a.crt"));
    assert!(openssl_accepts(&sandbox, "ca.crl", "b.crt"));
    let text = sandbox
        .run("openssl", &["crl", "-in", "ca.crl", "-noout", "-text"])
        .expect(0)
        .stdout;
    assert!(text.contains("Key Compromise"), "{text}");
    // It is asked for where there is a terminal, and refused where there is none.
    sandbox
        .admin(&["device", "revoke", "b"])
        .expect(2)
        .says("confirmation needed");
    let again = json(&sandbox, &["device", "revoke", "a", "--yes"]);
    assert_eq!(again["changed"], false);
}

fn what_is_revoked_may_be_named_in_every_way() {
    let sandbox = fleet(&["a", "b", "c", "d"]);
    sandbox
        .admin(&["device", "create", "--device-id", "unknown", "--no-record"])
        .expect(0);
    sandbox
        .admin(&["device", "create", "--device-id", "d", "--force"])
        .expect(0);
    let serial = |file: &str| {
        json(&sandbox, &["device", "show", file])["serial"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let of_b = serial("b.crt").to_uppercase();
    sandbox.write("names", "c\n\n");
    for (arguments, revoked) in [
        (&["a"][..], "a.crt"),
        (&["--serial", &of_b], "b.crt"),
        (&["--from", "names"], "c.crt"),
        (&["--superseded"], "d.crt.old"),
        (&["--cert", "unknown.crt"], "unknown.crt"),
    ] {
        let report = json(
            &sandbox,
            &[&["device", "revoke", "--yes", "--crl"], arguments].concat(),
        );
        assert_eq!(
            report["serials"],
            serde_json::json!([serial(revoked)]),
            "{arguments:?}"
        );
        assert_eq!(report["crl_up_to_date"], true, "{arguments:?}");
    }
    let list = json(&sandbox, &["ca", "crl", "--check"]);
    assert_eq!(list["revoked"], 5);
    // A certificate of another CA is not taken.
    sandbox.run("mkdir", &["other"]).expect(0);
    sandbox
        .admin(&["ca", "create", "--cn", "Test CA", "--output-dir", "other"])
        .expect(0);
    sandbox
        .admin(&[
            "device",
            "revoke",
            "--cert",
            "d.crt",
            "--ca-crt",
            "other/ca.crt",
            "--yes",
        ])
        .expect(1)
        .says("was not issued by this CA");
}

fn a_name_that_is_not_there_changes_nothing() {
    let sandbox = fleet(&["a"]);
    sandbox
        .admin(&["device", "revoke", "a", "nobody", "--yes"])
        .expect(1)
        .says("fits nobody");
    let skipped = json(
        &sandbox,
        &["device", "revoke", "a", "nobody", "--if-missing", "skip", "--yes"],
    );
    assert_eq!(skipped["names"], serde_json::json!(["a"]));
    assert_eq!(skipped["changed"], true, "the first run changed nothing");
    // A broker's certificate is none of a device.
    sandbox
        .admin(&["server", "create", "--cn", "broker.example"])
        .expect(0);
    sandbox
        .admin(&["device", "revoke", "broker.example", "--yes"])
        .expect(1);
    sandbox
        .admin(&["server", "revoke", "broker.example", "--yes"])
        .expect(0);
    let nowhere = Sandbox::with_ca();
    nowhere.run("rm", &["-f", "ca.db"]).expect(0);
    nowhere
        .admin(&["device", "revoke", "a", "--yes"])
        .expect(3)
        .says("the inventory ca.db does not exist");
}

fn a_hold_is_lifted_to_the_state_before() {
    let sandbox = fleet(&["a"]);
    sandbox
        .admin(&["device", "create", "--device-id", "a", "--force"])
        .expect(0);
    let held = json(&sandbox, &["device", "suspend", "a", "--crl"]);
    assert_eq!(held["serials"].as_array().unwrap().len(), 2);
    assert!(!openssl_accepts(&sandbox, "ca.crl", "a.crt"));
    json(&sandbox, &["device", "resume", "a", "--crl"]);
    assert!(openssl_accepts(&sandbox, "ca.crl", "a.crt"));
    // The older one is superseded again, and nothing else is.
    let revoked = json(&sandbox, &["device", "revoke", "--superseded", "--yes", "--crl"]);
    assert_eq!(revoked["serials"].as_array().unwrap().len(), 1);
    assert!(openssl_accepts(&sandbox, "ca.crl", "a.crt"));
    assert!(!openssl_accepts(&sandbox, "ca.crl", "a.crt.old"));
}

fn the_inventory_is_listed() {
    let sandbox = fleet(&["pump-2", "pump-1", "valve-1"]);
    sandbox
        .admin(&["device", "create", "--device-id", "brief", "--days", "3"])
        .expect(0);
    sandbox
        .admin(&["server", "create", "--cn", "broker.example"])
        .expect(0);
    sandbox
        .admin(&["device", "create", "--device-id", "pump-1", "--force"])
        .expect(0);
    json(
        &sandbox,
        &["device", "revoke", "pump-2", "--yes", "--reason", "superseded"],
    );
    let ids = |arguments: &[&str]| {
        let list = json(&sandbox, &[&["device", "list"], arguments].concat());
        let ids = list
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["device_id"].as_str().unwrap().to_owned());
        ids.collect::<Vec<_>>()
    };
    assert_eq!(ids(&[]), ["brief", "pump-1", "pump-1", "pump-2", "valve-1"]);
    assert_eq!(ids(&["--id", "pump-*", "--state", "issued"]), ["pump-1"]);
    assert_eq!(
        ids(&["--state", "revoked", "--state", "superseded"]),
        ["pump-1", "pump-2"]
    );
    assert_eq!(ids(&["--expires-within", "4d"]), ["brief"]);
    assert_eq!(ids(&["--expired"]), [""; 0]);
    let servers = json(&sandbox, &["server", "list"]);
    assert_eq!(servers[0]["name"], "broker.example");
    let history = json(&sandbox, &["device", "show", "pump-1"]);
    let states: Vec<&str> = history
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["state"].as_str().unwrap())
        .collect();
    assert_eq!(states.len(), 2);
    assert!(
        states.contains(&"superseded") && states.contains(&"issued"),
        "{states:?}"
    );
    let shown = json(&sandbox, &["device", "show", "pump-2"]);
    assert_eq!(shown[0]["reason"], "superseded");
    sandbox
        .admin(&["device", "show", "nobody"])
        .expect(1)
        .says("called nobody");
    sandbox.admin(&["device", "show", "nobody.crt"]).expect(3);
    assert_eq!(
        json(&sandbox, &["device", "show", "pump-1.crt"])["device_id"],
        "pump-1"
    );
    // A file is taken for a file.
    sandbox.run("cp", &["valve-1.crt", "pump-2"]).expect(0);
    assert_eq!(
        json(&sandbox, &["device", "show", "pump-2"])["device_id"],
        "valve-1"
    );
}

fn a_status_says_what_needs_attention() {
    let sandbox = fleet(&["a", "b"]);
    let fine = sandbox.admin(&["ca", "status"]).expect(0);
    assert!(fine.stdout.starts_with("nothing needs attention\n"), "{fine:#?}");
    let status = |time: &str| admin_at(&sandbox, time, &["ca", "status", "--format", "json"]);
    let problems = |run: Run| run.expect(1).json()["problems"].to_string();
    json(&sandbox, &["device", "revoke", "a", "--yes"]);
    assert!(problems(status("+0d")).contains("there is no revocation list ca.crl"));
    sandbox.admin(&["ca", "crl"]).expect(0);
    let fine = status("+0d").expect(0).json();
    assert_eq!(
        (&fine["devices"], &fine["revoked"], &fine["healthy"]),
        (&1.into(), &1.into(), &true.into())
    );
    assert!(problems(status("+25d")).contains("ca.crl: the list lapses on"));
    let late = problems(status("+340d"));
    assert!(late.contains("1 device certificate is about to expire"), "{late}");
    let lapsed = problems(status("+366d"));
    assert!(
        lapsed.contains("1 device has no certificate in force"),
        "{lapsed}"
    );
    assert!(problems(status("+3640d")).contains("the CA is about to expire"));
    let metrics = sandbox.admin(&["ca", "status", "--prometheus"]).expect(0).stdout;
    assert!(
        metrics.contains("amqtt_admin_certificates{kind=\"device\",state=\"revoked\"} 1\n"),
        "{metrics}"
    );
    assert!(metrics.contains("amqtt_admin_problems 0\n"), "{metrics}");
    assert!(
        metrics
            .lines()
            .all(|line| line.starts_with("# ") || line.split(' ').count() == 2)
    );
}

fn a_forecast_counts_by_week() {
    let sandbox = fleet(&["a", "b", "c"]);
    sandbox
        .admin(&["device", "create", "--device-id", "later", "--days", "379"])
        .expect(0);
    json(&sandbox, &["device", "revoke", "c", "--yes"]);
    let forecast = json(&sandbox, &["device", "forecast", "--max", "2"]);
    assert_eq!((&forecast["devices"], &forecast["peak"]), (&3.into(), &2.into()));
    assert_eq!(forecast["weeks"].as_array().unwrap().len(), 2);
    assert_eq!(forecast["weeks"][0]["week"], forecast["peak_week"]);
    let above = sandbox.admin(&["device", "forecast", "--max", "1"]).expect(1);
    assert!(above.stdout.contains("that is more than 1"), "{above:#?}");
    assert!(above.stdout.contains("spread over 14 days"), "{above:#?}");
    assert_eq!(forecast["spread_days"], Value::Null);
}
