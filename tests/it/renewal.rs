//! Renewal: what is due, and what the new certificates keep of the old ones.

pub(crate) mod interrupted;
pub(crate) mod refused;

use std::fs;

use serde_json::Value;

use crate::{
    bulk::{is_pair, of_sandbox},
    revocation::admin_at,
    support::{Run, Sandbox, tests},
};

tests![
    brokers_in_several_directories_are_told_apart,
    the_old_certificate_is_revoked_where_that_is_asked_for,
    a_renewed_device_keeps_its_names_and_its_lifetime[OpenSsl],
    a_broker_keeps_its_names_however_often_it_is_renewed[OpenSsl],
    below_an_issuing_ca_a_renewed_certificate_has_the_chain[OpenSsl],
    a_device_that_came_by_request_keeps_its_key[OpenSsl, FakeTime],
    what_is_due_is_renewed_and_nothing_else[FakeTime],
    what_has_expired_is_due[FakeTime],
    a_broker_that_is_due_elsewhere_is_not_passed_over[FakeTime],
    a_spread_leaves_out_what_can_wait[FakeTime],
    a_renewed_certificate_never_outlives_its_ca[FakeTime],
];

/// Runs our executable so many days from now.
fn in_days(sandbox: &Sandbox, days: u32, arguments: &[&str]) -> Run {
    admin_at(sandbox, &format!("+{days}d"), arguments)
}

fn device(sandbox: &Sandbox, id: &str, more: &[&str]) {
    let create = ["device", "create", "--device-id", id];
    sandbox.admin(&[&create, more].concat()).expect(0);
}

/// The records of a report in NDJSON.
fn records(run: &Run) -> Vec<Value> {
    run.stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// The states of the certificates of a name, that in force last.
fn states(sandbox: &Sandbox, name: &str) -> Vec<String> {
    let rows = of_sandbox(sandbox);
    let of_name = rows.into_iter().filter(|row| row.name == name);
    let mut states: Vec<String> = of_name.map(|row| row.state).collect();
    states.sort_by_key(|state| state == "issued");
    states
}

fn is_pair_in(sandbox: &Sandbox, key: &str, certificate: &str) -> bool {
    is_pair(&sandbox.read(key), &sandbox.read(certificate))
}

fn facts(sandbox: &Sandbox, group: &str, file: &str) -> Value {
    sandbox
        .admin(&[group, "show", file, "--format", "json"])
        .expect(0)
        .json()
}

fn a_renewed_device_keeps_its_names_and_its_lifetime() {
    let sandbox = Sandbox::with_ca();
    device(
        &sandbox,
        "d1",
        &[
            "--days",
            "90",
            "--org-name",
            "Acme",
            "--country",
            "FR",
            "--svid",
            "--key-type",
            "ed25519",
        ],
    );
    let (key, certificate) = (sandbox.read("d1.key"), sandbox.read("d1.crt"));
    let before = facts(&sandbox, "device", "d1.crt");
    let run = sandbox
        .admin(&["device", "renew", "d1", "--format", "ndjson"])
        .expect(0);
    let [record] = &records(&run)[..] else {
        panic!("{run:#?}")
    };
    assert_eq!(record["renewed_from"], before["serial"]);
    assert_eq!(record["changed"], true);
    let after = facts(&sandbox, "device", "d1.crt");
    assert_eq!(record["serial"], after["serial"]);
    for same in ["subject", "uri", "dns", "key_type", "extended_key_usage"] {
        assert_eq!(before[same], after[same], "{same}");
    }
    assert_ne!(before["serial"], after["serial"]);
    assert!(is_pair_in(&sandbox, "d1.key", "d1.crt"));
    assert_ne!(sandbox.read("d1.key"), key);
    assert_eq!(
        (sandbox.read("d1.key.old"), sandbox.read("d1.crt.old")),
        (key, certificate)
    );
    assert_eq!(sandbox.mode("d1.key"), 0o600);
    assert_eq!(states(&sandbox, "d1"), ["superseded", "issued"]);
    let rows = of_sandbox(&sandbox);
    let of_state = |state: &str| {
        rows.iter()
            .find(|row| row.name == "d1" && row.state == state)
            .unwrap()
    };
    let (old, new) = (of_state("superseded"), of_state("issued"));
    assert_eq!(new.renewed_from, old.serial);
    assert_eq!(new.not_after - new.not_before, old.not_after - old.not_before);
    sandbox
        .run(
            "openssl",
            &["verify", "-x509_strict", "-CAfile", "ca.crt", "d1.crt"],
        )
        .expect(0);
}

fn a_broker_keeps_its_names_however_often_it_is_renewed() {
    let sandbox = Sandbox::with_ca();
    let create = [
        "server",
        "create",
        "--cn",
        "b.example",
        "--dns=*.b.example",
        "--dns=x.example",
        "--ip=10.0.0.1",
        "--ip=2001:db8::1",
        "--key-type=rsa-2048",
    ];
    sandbox.admin(&create).expect(0);
    let first = (sandbox.read("server.key"), sandbox.read("server.crt"));
    let before = facts(&sandbox, "server", "server.crt");
    let names = |file: &str| {
        let show = ["x509", "-in", file, "-noout", "-ext", "subjectAltName,keyUsage"];
        sandbox.run("openssl", &show).expect(0).stdout
    };
    let named = names("server.crt");
    sandbox.admin(&["server", "renew", "b.example"]).expect(0);
    let second = (sandbox.read("server.key"), sandbox.read("server.crt"));
    let reused = ["server", "renew", "b.example", "--reuse-key", "--format", "json"];
    let report = sandbox.admin(&reused).expect(0).json();
    assert_eq!(report[0]["name"], "b.example");
    let after = facts(&sandbox, "server", "server.crt");
    for same in ["subject", "dns", "ip", "key_type"] {
        assert_eq!(before[same], after[same], "{same}");
    }
    assert_eq!(names("server.crt"), named, "in the same order, too");
    assert_eq!(sandbox.read("server.key"), second.0, "the key was kept");
    assert!(is_pair_in(&sandbox, "server.key", "server.crt"));
    assert_eq!(sandbox.read("server.crt.old"), second.1);
    assert_eq!(
        (sandbox.read("server.key.old.1"), sandbox.read("server.crt.old.1")),
        first
    );
    assert_eq!(
        states(&sandbox, "b.example"),
        ["superseded", "superseded", "issued"]
    );
    let verify = [
        "server",
        "verify",
        "server.crt",
        "--hostname",
        "x.example",
        "--key",
        "server.key",
    ];
    sandbox.admin(&verify).expect(0);
}

fn below_an_issuing_ca_a_renewed_certificate_has_the_chain() {
    let sandbox = Sandbox::new();
    sandbox.write("pass", "a passphrase\n");
    let root = [
        "ca",
        "create",
        "--cn",
        "Root",
        "--uri",
        "d.example",
        "--path-len",
        "1",
    ];
    sandbox.admin(&root).expect(0);
    let intermediate = ["ca", "intermediate", "--cn", "Issuing"];
    sandbox.admin(&intermediate).expect(0);
    let encrypt = "pkcs8 -topk8 -v2 aes-256-cbc -in intermediate.key -passout file:pass -out sealed.key";
    sandbox
        .run("openssl", &encrypt.split(' ').collect::<Vec<_>>())
        .expect(0);
    let ca = [
        "--ca-key",
        "sealed.key",
        "--ca-crt",
        "intermediate.crt",
        "--passphrase-file",
        "pass",
    ];
    device(&sandbox, "d1", &ca);
    sandbox
        .admin(&[&["device", "renew", "d1"][..], &ca].concat())
        .expect(0);
    let verify = [
        "verify",
        "-x509_strict",
        "-CAfile",
        "ca.crt",
        "-untrusted",
        "d1.crt",
        "d1.crt",
    ];
    sandbox.run("openssl", &verify).expect(0);
    let text = String::from_utf8(sandbox.read("d1.crt")).unwrap();
    assert_eq!(text.matches("BEGIN CERTIFICATE").count(), 2);
}

fn a_device_that_came_by_request_keeps_its_key() {
    let sandbox = Sandbox::with_ca();
    let request =
        "req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout own.pem -out d1.csr -subj /CN=x";
    sandbox
        .run("openssl", &request.split(' ').collect::<Vec<_>>())
        .expect(0);
    let sign = ["device", "sign", "--csr", "d1.csr", "--device-id", "d1"];
    sandbox.admin(&sign).expect(0);
    device(&sandbox, "d2", &[]);
    let before = sandbox.snapshot();
    for ids in [&["d1"][..], &["d1", "d2"]] {
        sandbox
            .admin(&[&["device", "renew"], ids].concat())
            .expect(1)
            .says("d1 keeps its key elsewhere")
            .says("--reuse-key");
    }
    assert!(before == sandbox.snapshot(), "nothing was changed");

    // Among all that is due, the others are renewed; that one was left out is an answer of its own.
    let all = in_days(&sandbox, 300, &["device", "renew", "--format", "ndjson"])
        .expect(1)
        .says("d1 keeps its key elsewhere");
    let renewed = records(&all);
    assert_eq!((renewed.len(), &renewed[0]["device_id"]), (1, &Value::from("d2")));
    let again = in_days(
        &sandbox,
        300,
        &["device", "renew", "--reuse-key", "--format", "ndjson"],
    )
    .expect(0);
    let [record] = &records(&again)[..] else {
        panic!("{again:#?}")
    };
    assert_eq!(
        (&record["device_id"], &record["key"]),
        (&Value::from("d1"), &Value::Null)
    );
    assert!(!sandbox.path("d1.key").exists());
    assert!(is_pair_in(&sandbox, "own.pem", "d1.crt"));
    assert_eq!(states(&sandbox, "d1"), ["superseded", "issued"]);

    // One that was written to stdout has no files at all.
    let sign = [
        "device",
        "sign",
        "--csr",
        "d1.csr",
        "--device-id",
        "d3",
        "--stdout",
        "--allow-shared-key",
    ];
    sandbox.admin(&sign).expect(0);
    sandbox.admin(&["device", "renew", "d3"]).expect(1);
    sandbox.admin(&["device", "renew", "d3", "--reuse-key"]).expect(0);
    assert!(is_pair_in(&sandbox, "own.pem", "d3.crt"));
}

fn what_is_due_is_renewed_and_nothing_else() {
    let sandbox = Sandbox::with_ca();
    device(&sandbox, "long", &[]);
    device(&sandbox, "short", &["--days", "90"]);
    fs::create_dir(sandbox.path("sharded")).unwrap();
    let import = [
        "device",
        "import",
        "--count=2",
        "--pattern=s-{}",
        "--layout=sharded",
        "--days=90",
        "--output-dir=sharded",
    ];
    sandbox.admin(&import).expect(0);
    let renew = ["device", "renew", "--format", "ndjson"];
    let ids = |run: &Run| -> Vec<String> {
        let records = records(run);
        records
            .iter()
            .map(|one| one["device_id"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        in_days(&sandbox, 59, &renew).expect(0).stdout,
        "",
        "a third is 30 days"
    );
    let due = in_days(&sandbox, 61, &renew).expect(0).says("2 devices due");
    assert_eq!(ids(&due), ["short"]);
    let elsewhere = [&renew[..], &["--output-dir", "sharded"]].concat();
    assert_eq!(ids(&in_days(&sandbox, 61, &elsewhere).expect(0)), ["s-1", "s-2"]);
    let name = of_sandbox(&sandbox)
        .iter()
        .filter(|row| row.state == "superseded")
        .count();
    assert_eq!(name, 3);
    let files = fs::read_dir(sandbox.path("sharded")).unwrap().count();
    assert_eq!(files, 3, "two shards and the manifest, as before");

    let named = [
        "device",
        "renew",
        "long",
        "--expires-within",
        "40d",
        "--format",
        "ndjson",
    ];
    let fresh = records(&in_days(&sandbox, 200, &named).expect(0));
    assert_eq!(fresh[0]["changed"], false);
    let due = records(&in_days(&sandbox, 330, &named).expect(0));
    assert_eq!(due[0]["changed"], true);
}

fn a_spread_leaves_out_what_can_wait() {
    let sandbox = Sandbox::with_ca();
    let import = ["device", "import", "--count=60", "--pattern=s-{}"];
    sandbox.admin(&import).expect(0);
    let renew = |day: u32, more: &[&str]| {
        let renew = [
            "device",
            "renew",
            "--expires-within=60d",
            "--spread=10d",
            "--format=ndjson",
        ];
        let run = in_days(&sandbox, day, &[&renew, more].concat()).expect(0);
        records(&run).len()
    };
    assert_eq!(renew(304, &[]), 0, "61 days are left");
    let first = renew(308, &["--dry-run"]);
    assert_eq!(renew(308, &["--dry-run"]), first, "the same at each run");
    assert!((5..40).contains(&first), "{first} of 60 in the first 3 days");
    assert_eq!(renew(308, &[]), first);
    assert_eq!(renew(308, &[]), 0);
    assert_eq!(renew(316, &[]), 60 - first, "none is left after the spread");
}

fn a_renewed_certificate_never_outlives_its_ca() {
    let sandbox = Sandbox::new();
    let create = [
        "ca",
        "create",
        "--cn",
        "CA",
        "--uri",
        "d.example",
        "--days",
        "400",
    ];
    sandbox.admin(&create).expect(0);
    device(&sandbox, "d1", &[]);
    in_days(&sandbox, 300, &["device", "renew"])
        .expect(0)
        .says("1 device will expire with the CA on");
    let ends: Vec<i64> = of_sandbox(&sandbox)
        .iter()
        .filter(|row| row.state == "issued")
        .map(|row| row.not_after)
        .collect();
    assert_eq!(ends[0], ends[1], "the CA's end and the device's");

    // Another one would not end later.
    let before = sandbox.snapshot();
    in_days(&sandbox, 390, &["device", "renew"])
        .expect(1)
        .says("create a new CA");
    assert!(before == sandbox.snapshot());
    in_days(&sandbox, 390, &["device", "renew", "d1"]).expect(0);
}

fn the_old_certificate_is_revoked_where_that_is_asked_for() {
    let sandbox = Sandbox::with_ca();
    device(&sandbox, "d1", &[]);
    sandbox
        .admin(&["device", "renew", "d1", "--revoke-old"])
        .expect(0)
        .says("amqtt-admin ca crl");
    let rows = of_sandbox(&sandbox);
    let old = rows.iter().find(|row| row.state != "issued").unwrap();
    assert_eq!(
        (old.state.as_str(), old.reason.as_str()),
        ("revoked", "superseded")
    );
    sandbox.admin(&["ca", "crl"]).expect(0);
    let verify = |file: &str| {
        let verify = ["device", "verify", file, "--crl", "ca.crl", "--client-id", "d1"];
        sandbox.admin(&verify)
    };
    verify("d1.crt.old").expect(1);
    verify("d1.crt").expect(0);
}

fn brokers_in_several_directories_are_told_apart() {
    let sandbox = Sandbox::with_ca();
    for (directory, cn) in [
        ("one", "one.example"),
        ("two", "two.example"),
        ("three", "one.example"),
    ] {
        fs::create_dir(sandbox.path(directory)).unwrap();
        let create = [
            "server",
            "create",
            "--cn",
            cn,
            "--days=90",
            "--output-dir",
            directory,
        ];
        sandbox.admin(&create).expect(0);
    }
    let two = sandbox.read("two/server.crt");
    sandbox
        .admin(&["server", "renew", "one.example", "--output-dir", "two"])
        .expect(1)
        .says("is not the certificate in force of one.example");
    let one = sandbox.read("one/server.crt");
    sandbox
        .admin(&["server", "renew", "one.example", "--output-dir", "one"])
        .expect(0);
    assert_ne!(sandbox.read("one/server.crt"), one);
    assert_eq!(sandbox.read("two/server.crt"), two);
    assert_eq!(
        states(&sandbox, "one.example")
            .iter()
            .filter(|state| *state == "issued")
            .count(),
        2,
        "that in the third directory is in force"
    );
}

fn what_has_expired_is_due() {
    let sandbox = Sandbox::with_ca();
    for (id, days) in [("all", "90"), ("named", "90"), ("later", "90"), ("long", "365")] {
        device(&sandbox, id, &["--days", days]);
    }
    device(&sandbox, "later", &["--days=365", "--force", "--no-record"]);
    sandbox.admin(&["device", "reconcile", "."]).expect(0);
    let later = sandbox.read("later.crt");
    in_days(&sandbox, 100, &["device", "renew", "named"]).expect(0);
    let renew = ["device", "renew", "--expires-within", "40d", "--format", "ndjson"];
    let renewed = in_days(&sandbox, 100, &renew).expect(0);
    let ids: Vec<Value> = records(&renewed)
        .iter()
        .map(|one| one["device_id"].clone())
        .collect();
    assert_eq!(ids, ["all"]);
    assert_eq!(states(&sandbox, "all"), ["superseded", "issued"]);
    assert_eq!(sandbox.read("later.crt"), later, "a later one is in force");
    assert!(is_pair_in(&sandbox, "all.key", "all.crt"));
}

fn a_broker_that_is_due_elsewhere_is_not_passed_over() {
    let sandbox = Sandbox::with_ca();
    fs::create_dir(sandbox.path("broker")).unwrap();
    let create = [
        "server",
        "create",
        "--cn=b.example",
        "--days=90",
        "--output-dir=broker",
    ];
    sandbox.admin(&create).expect(0);
    let here = in_days(&sandbox, 80, &["server", "renew"]).expect(1);
    here.says("this directory has no files of 1 broker due to be renewed");
    in_days(&sandbox, 80, &["server", "renew", "--output-dir=broker"]).expect(0);
    in_days(&sandbox, 80, &["server", "renew"]).expect(0);
}
