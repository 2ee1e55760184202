//! What is not renewed, and what then stays as it is.

use serde_json::Value;

use super::{device, facts, in_days, records, states};
use crate::support::{Sandbox, tests};

tests![
    spans_that_cannot_work_are_refused,
    what_is_not_in_force_is_not_renewed,
    files_that_are_not_the_certificate_in_force_stay,
    a_compromised_key_is_not_certified_again[OpenSsl],
    a_dry_run_renews_nothing[FakeTime],
];

fn spans_that_cannot_work_are_refused() {
    let sandbox = Sandbox::with_ca();
    device(&sandbox, "d1", &[]);
    device(&sandbox, "d2", &["--days", "20"]);
    let before = sandbox.snapshot();
    let refused = |arguments: &[&str], says: &str| {
        sandbox
            .admin(&[&["device", "renew"], arguments].concat())
            .expect(2)
            .says(says);
    };
    refused(&["--expires-within", "11d"], "half of the shortest lifetime");
    refused(
        &["d1", "--expires-within", "183d"],
        "half of the shortest lifetime",
    );
    refused(
        &["--expires-within", "5d", "--spread", "5d"],
        "--spread 5d is not shorter",
    );
    refused(&["--spread", "7d"], "--spread 1w is not shorter");
    refused(&["d1", "--spread", "1d"], "--expires-within");
    refused(
        &["d1", "--reuse-key", "--key-type", "ed25519"],
        "cannot be used with",
    );
    assert!(before == sandbox.snapshot());
    sandbox
        .admin(&["device", "renew", "--expires-within", "10d"])
        .expect(0);
}

fn what_is_not_in_force_is_not_renewed() {
    let sandbox = Sandbox::with_ca();
    for id in ["revoked", "held", "fine"] {
        device(&sandbox, id, &["--days", "90"]);
    }
    sandbox.admin(&["device", "revoke", "revoked", "--yes"]).expect(0);
    sandbox.admin(&["device", "suspend", "held"]).expect(0);
    let before = sandbox.snapshot();
    let renew = ["device", "renew", "fine", "revoked", "held", "unknown"];
    sandbox
        .admin(&[&renew[..], &["--format", "json"]].concat())
        .expect(1)
        .says("held is on hold")
        .says("`amqtt-admin device resume held`")
        .says("\"code\":\"unfit\"");
    let renew = ["device", "renew", "fine", "revoked", "unknown", "--format=json"];
    sandbox
        .admin(&renew)
        .expect(1)
        .says("revoked (revoked), unknown (unknown)")
        .says("\"code\":\"not_found\"");
    assert_eq!(
        sandbox
            .admin(&["device", "renew", "--format=ndjson"])
            .expect(0)
            .stdout,
        ""
    );
    assert!(before == sandbox.snapshot());
    let no_record = sandbox.admin(&["device", "renew", "fine", "--no-record"]);
    no_record.expect(2).says("--no-record");
}

fn files_that_are_not_the_certificate_in_force_stay() {
    let sandbox = Sandbox::with_ca();
    device(&sandbox, "d1", &[]);
    device(&sandbox, "d2", &[]);
    sandbox.write("d1.crt", sandbox.read("d2.crt"));
    let before = sandbox.snapshot();
    sandbox
        .admin(&["device", "renew", "d1"])
        .expect(1)
        .says("d1.crt exists and is not the certificate in force of d1");
    sandbox.write("d2.crt", "garbage");
    sandbox.admin(&["device", "renew", "d2"]).expect(3).says("d2.crt");
    sandbox.write("d2.crt", sandbox.read("d1.crt"));
    assert!(before == sandbox.snapshot());
}

fn a_compromised_key_is_not_certified_again() {
    let sandbox = Sandbox::with_ca();
    device(&sandbox, "d1", &[]);
    let serial = facts(&sandbox, "device", "d1.crt")["serial"]
        .as_str()
        .unwrap()
        .to_owned();
    sandbox.admin(&["device", "renew", "d1", "--reuse-key"]).expect(0);
    let revoke = [
        "device",
        "revoke",
        "--serial",
        &serial,
        "--reason",
        "key-compromise",
        "--yes",
    ];
    sandbox.admin(&revoke).expect(0);
    sandbox
        .admin(&["device", "renew", "d1", "--reuse-key"])
        .expect(1)
        .says("compromised");
    sandbox.admin(&["device", "renew", "d1"]).expect(0);
}

fn a_dry_run_renews_nothing() {
    let sandbox = Sandbox::with_ca();
    sandbox.write("pass", "never needed");
    device(&sandbox, "d1", &[]);
    let before = (sandbox.snapshot(), states(&sandbox, "d1"));
    let renew = [
        "device",
        "renew",
        "--dry-run",
        "--format",
        "ndjson",
        "--ca-key",
        "elsewhere.key",
    ];
    let planned = records(&in_days(&sandbox, 300, &renew).expect(0));
    assert_eq!(planned.len(), 1);
    assert_eq!(
        (&planned[0]["serial"], &planned[0]["changed"]),
        (&Value::Null, &Value::from(false))
    );
    assert!(before == (sandbox.snapshot(), states(&sandbox, "d1")));
}
