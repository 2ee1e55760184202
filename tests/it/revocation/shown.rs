//! What reports and listings say of revocation: one word for one state, and nothing twice.

use serde_json::Value;

use super::{fleet, json};
use crate::support::tests;

tests![
    a_hold_has_one_name_everywhere,
    a_device_is_shown_within_80_columns,
    a_list_is_beside_its_ca,
    a_check_says_each_problem_once,
];

fn a_hold_has_one_name_everywhere() {
    let sandbox = fleet(&["a"]);
    let listed = || json(&sandbox, &["device", "list"])[0].clone();
    let issuer = json(&sandbox, &["device", "show", "a"])[0]["issuer"].clone();
    for (verb, state) in [("suspend", "held"), ("resume", "issued")] {
        let report = json(&sandbox, &["device", verb, "a"]);
        assert_eq!(report["state"], state, "{report}");
        let row = listed();
        assert_eq!((&row["state"], &row["issuer"]), (&state.into(), &issuer));
        let is_held = state == "held";
        for key in ["revoked_at", "reason"] {
            assert_eq!(row[key] != Value::Null, is_held, "{key}: {row}");
            let history = json(&sandbox, &["device", "show", "a"])[0][key].clone();
            assert_eq!(history, row[key]);
        }
    }
    // A superseded certificate is that again.
    json(&sandbox, &["device", "renew", "a"]);
    let old = json(&sandbox, &["device", "list", "--state", "superseded"])[0]["serial"].clone();
    let serial = ["--serial", old.as_str().unwrap()];
    json(&sandbox, &[&["device", "suspend"], &serial[..]].concat());
    let resumed = json(&sandbox, &[&["device", "resume"], &serial[..]].concat());
    assert_eq!(resumed["state"], "superseded", "{resumed}");
}

/// People see the certificate in force first; other programs get the history alone.
fn a_device_is_shown_within_80_columns() {
    let sandbox = fleet(&["a"]);
    let shown = || sandbox.admin(&["device", "show", "a"]).expect(0).stdout;
    let first = shown();
    assert!(!first.contains("All certificates"), "{first}");
    json(&sandbox, &["device", "renew", "a"]);
    let serials: Vec<String> = json(&sandbox, &["device", "show", "a"])
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["serial"].as_str().unwrap().to_owned())
        .collect();
    let revoke = ["device", "revoke", "--serial", &serials[0], "--yes"];
    json(
        &sandbox,
        &[&revoke[..], &["--reason", "cessation-of-operation"]].concat(),
    );
    let page = shown();
    let facts: Vec<(&str, &str)> = page.lines().filter_map(|line| line.split_once("  ")).collect();
    for (name, value) in [
        ("device id", "a"),
        ("state", "issued"),
        ("serial", serials[1].as_str()),
        ("renewed from", serials[0].as_str()),
    ] {
        assert!(
            facts
                .iter()
                .any(|(key, text)| *key == name && text.trim() == value),
            "{name}: {page}"
        );
    }
    let (_, all) = page
        .split_once("\nAll certificates, the oldest first:\n\n")
        .unwrap();
    let all: Vec<&str> = all.lines().collect();
    assert!(facts.iter().any(|(key, _)| *key == "days left"), "{page}");
    assert_eq!(all.len(), 3, "{page}");
    assert!(
        all[0].ends_with(&format!("  revoked     {}", serials[0])),
        "{page}"
    );
    assert!(
        all[1].trim_start().starts_with("since ") && all[1].ends_with(": cessation-of-operation"),
        "{page}"
    );
    assert!(
        all[2].ends_with(&format!("  issued      {}", serials[1])),
        "{page}"
    );
    assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
    let csv = sandbox
        .admin(&["device", "show", "a", "--format", "csv"])
        .expect(0)
        .stdout;
    assert!(
        csv.starts_with("serial,state,not_before,") && csv.lines().count() == 3,
        "{csv}"
    );
    // Where none is in force, the last one is shown.
    sandbox.admin(&["device", "suspend", "a"]).expect(0);
    assert!(
        shown()
            .lines()
            .any(|line| line.starts_with("state") && line.ends_with("held"))
    );
}

fn a_list_is_beside_its_ca() {
    let sandbox = fleet(&[]);
    for number in ["", ".1"] {
        let again = ["ca", "create", "--cn", "New", "--force-ca", "--yes"];
        sandbox.admin(&again).expect(0);
        let [crt, key] = ["crt", "key"].map(|end| format!("ca.{end}.old{number}"));
        let list = json(&sandbox, &["ca", "crl", "--ca-crt", &crt, "--ca-key", &key]);
        assert_eq!(list["crl"], format!("ca.crl.old{number}"));
    }
    assert_eq!(json(&sandbox, &["ca", "crl"])["crl"], "ca.crl");
}

fn a_check_says_each_problem_once() {
    let sandbox = fleet(&["a"]);
    sandbox.write("rubbish.crl", "rubbish");
    let run = sandbox.admin(&["ca", "crl", "--check", "rubbish.crl"]).expect(1);
    assert!(run.stdout.starts_with("rubbish.crl has 1 problem\n"), "{run:#?}");
    let said = run.stdout.matches("not a file of revocation lists").count();
    assert_eq!(said, 1, "{run:#?}");
}
