//! What reports and listings say of revocation: one word for one state, and nothing twice.

use serde_json::Value;

use super::{fleet, json};
use crate::support::tests;

tests![
    a_hold_has_one_name_everywhere,
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
