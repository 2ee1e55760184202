//! Renewal: what is due, what the new certificates keep of the old ones, and what a kill leaves.

use std::{collections::HashMap, fs, process::Stdio, thread, time::Duration};

use serde_json::Value;

use crate::{
    bulk::{Issued, is_pair, of_sandbox},
    revocation::admin_at,
    support::{Run, Sandbox, tests},
};

tests![
    a_renewed_device_keeps_its_names_and_its_lifetime[OpenSsl],
    a_broker_keeps_its_names_however_often_it_is_renewed[OpenSsl],
    below_an_issuing_ca_a_renewed_certificate_has_the_chain[OpenSsl],
    a_device_that_came_by_request_keeps_its_key[OpenSsl, FakeTime],
    what_is_due_is_renewed_and_nothing_else[FakeTime],
    a_spread_leaves_out_what_can_wait[FakeTime],
    a_renewed_certificate_never_outlives_its_ca[FakeTime],
    spans_that_cannot_work_are_refused,
    what_is_not_in_force_is_not_renewed[FakeTime],
    the_old_certificate_is_revoked_where_that_is_asked_for,
    brokers_in_several_directories_are_told_apart,
    files_that_are_not_the_certificate_in_force_stay,
    a_compromised_key_is_not_certified_again[OpenSsl],
    a_dry_run_renews_nothing[FakeTime],
    after_a_kill_the_same_command_finishes_the_renewal[FakeTime],
    what_a_kill_leaves_is_taken_up_at_every_step,
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
        "--dns=*.b.example,x.example",
        "--ip=10.0.0.1,2001:db8::1",
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
    for id in ["revoked", "held", "expired", "fine"] {
        device(&sandbox, id, &["--days", "90"]);
    }
    sandbox.admin(&["device", "revoke", "revoked", "--yes"]).expect(0);
    sandbox.admin(&["device", "suspend", "held"]).expect(0);
    let before = sandbox.snapshot();
    let renew = ["device", "renew", "fine", "revoked", "held", "unknown"];
    sandbox
        .admin(&[&renew[..], &["--format", "json"]].concat())
        .expect(1)
        .says("held (on hold), revoked (revoked), unknown (unknown)")
        .says("\"code\":\"not_found\"");
    in_days(&sandbox, 91, &["device", "renew", "expired"])
        .expect(1)
        .says("expired (expired)");
    assert_eq!(
        in_days(&sandbox, 91, &["device", "renew", "--format=ndjson"])
            .expect(0)
            .stdout,
        ""
    );
    assert!(before == sandbox.snapshot());
    let no_record = sandbox.admin(&["device", "renew", "fine", "--no-record"]);
    no_record.expect(2).says("--no-record");
}

fn the_old_certificate_is_revoked_where_that_is_asked_for() {
    let sandbox = Sandbox::with_ca();
    device(&sandbox, "d1", &[]);
    sandbox
        .admin(&["device", "renew", "d1", "--revoke-old"])
        .expect(0)
        .says("amqtt-admin ca crl");
    let rows = of_sandbox(&sandbox);
    let old = rows.iter().find(|row| row.name == "d1").unwrap();
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

const FLEET: usize = 200;

/// Checks that every device has its pair, as the inventory has it, and that its old pair is beside it.
#[track_caller]
fn assert_renewed(sandbox: &Sandbox) {
    let rows = of_sandbox(sandbox);
    let count = |state: &str| {
        rows.iter()
            .filter(|row| row.kind == "device" && row.state == state)
            .count()
    };
    assert_eq!(
        (count("issued"), count("superseded"), count("reserved")),
        (FLEET, FLEET, 0)
    );
    let of_name: HashMap<&str, &Issued> = rows
        .iter()
        .filter(|row| row.state == "issued")
        .map(|row| (row.name.as_str(), row))
        .collect();
    let old: HashMap<&str, &Issued> = rows
        .iter()
        .filter(|row| row.state == "superseded")
        .map(|row| (row.serial.as_str(), row))
        .collect();
    for number in 0..FLEET {
        let id = format!("s-{number}");
        let row = of_name[id.as_str()];
        for (end, row) in [("", row), (".old", old[row.renewed_from.as_str()])] {
            let certificate = sandbox.read(&format!("out/{id}.crt{end}"));
            let (_, pem) = x509_parser::pem::parse_x509_pem(&certificate).unwrap();
            let serial = pem.parse_x509().unwrap().serial.to_str_radix(16);
            assert_eq!(serial, row.serial.trim_start_matches('0'), "{id}.crt{end}");
            assert!(
                is_pair(&sandbox.read(&format!("out/{id}.key{end}")), &certificate),
                "{id}{end}"
            );
        }
    }
}

fn after_a_kill_the_same_command_finishes_the_renewal() {
    for moment in 0..12_u64 {
        let sandbox = Sandbox::with_ca();
        fs::create_dir(sandbox.path("out")).unwrap();
        let (count, directory) = (format!("--count={FLEET}"), "--output-dir=out");
        let import = [
            "device",
            "import",
            &count,
            "--start=0",
            "--pattern=s-{}",
            directory,
        ];
        sandbox.admin(&import).expect(0);
        let renew = ["device", "renew", directory, "--format=ndjson"];
        let mut child = sandbox
            .command("faketime")
            .args(["-f", "+300d", env!("CARGO_BIN_EXE_amqtt-admin")])
            .args(renew)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(Duration::from_millis(25 * moment));
        child.kill().unwrap();
        child.wait().unwrap();
        let without = (0..FLEET).filter(|number| !sandbox.path(format!("out/s-{number}.crt")).exists());
        assert!(without.count() <= 1, "one pair is replaced after the other");
        in_days(&sandbox, 300, &renew).expect(0);
        assert_renewed(&sandbox);
        assert_eq!(in_days(&sandbox, 300, &renew).expect(0).stdout, "");
    }
}

/// The steps of a renewal, each as a kill after it leaves it.
fn what_a_kill_leaves_is_taken_up_at_every_step() {
    let rename = |sandbox: &Sandbox, from: &str, to: &str| {
        fs::rename(sandbox.path(from), sandbox.path(to)).unwrap();
    };
    type Step<'a> = (&'a str, &'a dyn Fn(&Sandbox));
    let moved = |sandbox: &Sandbox| rename(sandbox, "d1.crt", "d1.crt.old");
    let both = |sandbox: &Sandbox| {
        moved(sandbox);
        rename(sandbox, "d1.key", "d1.key.old");
    };
    let with_key = |sandbox: &Sandbox| {
        both(sandbox);
        device(sandbox, "other", &["--no-record"]);
        rename(sandbox, "other.key", "d1.key");
    };
    let steps: [Step<'_>; 3] = [
        ("one moved", &moved),
        ("both moved", &both),
        ("a new key", &with_key),
    ];
    for (step, leave) in steps {
        let sandbox = Sandbox::with_ca();
        device(&sandbox, "d1", &[]);
        let old = (sandbox.read("d1.key"), sandbox.read("d1.crt"));
        leave(&sandbox);
        sandbox.admin(&["device", "renew", "d1"]).expect(0);
        assert!(is_pair_in(&sandbox, "d1.key", "d1.crt"), "{step}");
        assert_eq!(
            (sandbox.read("d1.key.old"), sandbox.read("d1.crt.old")),
            old,
            "{step}"
        );
        assert!(!sandbox.path("d1.crt.old.1").exists(), "{step}");
        assert_eq!(states(&sandbox, "d1"), ["superseded", "issued"], "{step}");
    }

    // Published, and not written down.
    let sandbox = Sandbox::with_ca();
    device(&sandbox, "d1", &[]);
    let first = sandbox
        .admin(&["device", "renew", "d1", "--format=ndjson"])
        .expect(0);
    let program = "import sqlite3; db = sqlite3.connect('ca.db'); \
        db.execute(\"update fleet_certificate set state = 'issued' where state = 'superseded'\"); \
        db.execute(\"update fleet_certificate set state = 'reserved', cert_sha256 = null, certificate = null where renewed_from is not null\"); \
        db.commit()";
    sandbox.run("python3", &["-c", program]).expect(0);
    let again = sandbox
        .admin(&["device", "renew", "d1", "--format=ndjson"])
        .expect(0);
    assert_eq!(records(&first)[0]["serial"], records(&again)[0]["serial"]);
    assert_eq!(states(&sandbox, "d1"), ["superseded", "issued"]);
}
