//! Revocation: what is revoked in the inventory, the lists that say so, and what may replace them.

pub(crate) mod brokers;

use std::thread;

use serde_json::Value;

use crate::support::{Run, Sandbox, python_program, tests};

tests![
    a_revocation_is_on_the_next_list_and_no_other_is[OpenSsl],
    what_is_revoked_may_be_named_in_every_way,
    a_name_that_is_not_there_changes_nothing,
    a_hold_is_lifted_to_the_state_before[OpenSsl],
    only_a_newer_list_that_lost_nothing_replaces_another,
    what_is_no_list_is_never_replaced,
    lists_signed_at_once_have_numbers_of_their_own,
    a_bundle_has_one_list_of_each_issuer[OpenSsl],
    a_check_says_what_is_wrong[FakeTime],
    an_expired_certificate_leaves_after_one_more_list[FakeTime],
    lists_pass_openssl_gnutls_python_pkilint_and_our_verifier[OpenSsl, CertTool, Python],
    a_calendar_is_published_without_the_key[OpenSsl, FakeTime],
    the_inventory_is_listed,
    a_status_says_what_needs_attention[FakeTime],
    a_forecast_counts_by_week,
];

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
    let mut command = sandbox.command("faketime");
    command
        .args(["-f", time, env!("CARGO_BIN_EXE_amqtt-admin")])
        .args(arguments);
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

fn only_a_newer_list_that_lost_nothing_replaces_another() {
    let sandbox = fleet(&["a", "b"]);
    sandbox.run("cp", &["ca.db", "backup.db"]).expect(0);
    json(&sandbox, &["device", "revoke", "a", "--yes", "--crl"]);
    let before = sandbox.read("ca.crl");
    // The inventory of a backup has not heard of the revocation.
    let refused = sandbox
        .admin(&["ca", "crl", "--inventory", "sqlite:backup.db"])
        .expect(1);
    assert!(
        refused.stderr.contains("has lost the certificate"),
        "{refused:#?}"
    );
    assert_eq!(sandbox.read("ca.crl"), before);
    let forced = json(
        &sandbox,
        &["ca", "crl", "--inventory", "sqlite:backup.db", "--force"],
    );
    assert_eq!(forced["revoked"], 0);
    // Whatever the inventory says, the number rises.
    let next = json(&sandbox, &["ca", "crl"]);
    assert!(number(&next) > number(&forced));
    // A list of a clock that was set back is not an older one.
    let back = admin_at(&sandbox, "-30d", &["ca", "crl", "--format", "json"]);
    assert!(
        back.code == Some(1) || number(&back.json()) > number(&next),
        "{back:#?}"
    );
}

fn what_is_no_list_is_never_replaced() {
    let sandbox = fleet(&["a"]);
    let certificate = sandbox.read("ca.crt");
    sandbox
        .admin(&["ca", "crl", "--to", "ca.crt"])
        .expect(1)
        .says("is not a file of revocation lists");
    assert_eq!(sandbox.read("ca.crt"), certificate);
    sandbox.write("ca.crl", "rubbish");
    sandbox.admin(&["ca", "crl"]).expect(1);
    sandbox.admin(&["ca", "crl", "--force", "--der"]).expect(0);
    assert!(sandbox.read("ca.crl").starts_with(b"-----BEGIN X509 CRL-----\n"));
    assert!(sandbox.read("ca.crl.der").starts_with(&[0x30]));
    sandbox.run("ln", &["-s", "elsewhere", "link.crl"]).expect(0);
    sandbox.admin(&["ca", "crl", "--to", "link.crl"]).expect(1);
    assert!(!sandbox.path("elsewhere").exists());
}

fn lists_signed_at_once_have_numbers_of_their_own() {
    let sandbox = fleet(&["a"]);
    let signed: Vec<Value> = thread::scope(|scope| {
        let workers: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| json(&sandbox, &["ca", "crl"])))
            .collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).collect()
    });
    let mut numbers: Vec<u64> = signed.iter().map(number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), 8);
    let installed = json(&sandbox, &["ca", "crl", "--check"]);
    assert_eq!(number(&installed), *numbers.last().unwrap());
}

fn a_bundle_has_one_list_of_each_issuer() {
    let sandbox = Sandbox::new();
    sandbox
        .admin(&[
            "ca",
            "create",
            "--cn",
            "Root",
            "--uri",
            "d.example",
            "--path-len",
            "1",
        ])
        .expect(0);
    sandbox
        .admin(&["ca", "intermediate", "--cn", "Issuing"])
        .expect(0);
    let ca = ["--ca-crt", "intermediate.crt", "--ca-key", "intermediate.key"];
    for id in ["a", "b"] {
        sandbox
            .admin(&[&["device", "create", "--device-id", id], &ca[..]].concat())
            .expect(0);
    }
    sandbox.admin(&["ca", "crl"]).expect(0);
    let revoke = ["device", "revoke", "a", "--yes"];
    sandbox.admin(&[&revoke[..], &ca].concat()).expect(0);
    let bundled = [&["ca", "crl", "--with", "ca.crl"], &ca[..]].concat();
    let report = json(&sandbox, &bundled);
    assert_eq!(
        (report["crl"].clone(), report["other_issuers"].clone()),
        ("intermediate.crl".into(), 1.into())
    );
    let verify = |certificate: &str| {
        let verify = [
            "verify",
            "-x509_strict",
            "-crl_check_all",
            "-CAfile",
            "ca.crt",
            "-untrusted",
            "intermediate.crt",
            "-CRLfile",
            "intermediate.crl",
            certificate,
        ];
        sandbox.run("openssl", &verify)
    };
    verify("a.crt").expect(2).says("certificate revoked");
    verify("b.crt").expect(0);
    // The other issuer's list stays, and is replaced by a newer one alone.
    sandbox.run("cp", &["ca.crl", "old.crl"]).expect(0);
    let newer = json(&sandbox, &["ca", "crl"]);
    assert_eq!(json(&sandbox, &bundled)["other_issuers"], 1);
    let with_old = json(&sandbox, &[&["ca", "crl", "--with", "old.crl"], &ca[..]].concat());
    assert_eq!(with_old["other_issuers"], 1);
    assert_eq!(
        json(&sandbox, &["ca", "crl", "--check", "intermediate.crl"])["number"],
        newer["number"]
    );
    // The issuing CA itself.
    let report = json(
        &sandbox,
        &[
            "ca",
            "revoke",
            "--cert",
            "intermediate.crt",
            "--reason",
            "ca-compromise",
            "--yes",
            "--crl",
        ],
    );
    assert_eq!(report["names"], serde_json::json!(["Issuing"]));
    sandbox.admin(&bundled).expect(0);
    verify("b.crt").expect(2).says("certificate revoked");
}

fn a_check_says_what_is_wrong() {
    let sandbox = fleet(&["a"]);
    sandbox.admin(&["ca", "crl"]).expect(0);
    sandbox.admin(&["ca", "crl", "--check"]).expect(0);
    sandbox.run("cp", &["ca.crl", "first.crl"]).expect(0);
    json(&sandbox, &["device", "revoke", "a", "--yes"]);
    let no = |run: Run, why: &str| {
        let run = run.expect(1);
        assert!(run.stdout.contains(why), "{why:?} is not in {run:#?}");
    };
    no(
        sandbox.admin(&["ca", "crl", "--check"]),
        "it lacks the revoked certificate",
    );
    sandbox.admin(&["ca", "crl"]).expect(0);
    sandbox.admin(&["ca", "crl", "--check", "ca.crl"]).expect(0);
    no(
        sandbox.admin(&["ca", "crl", "--check", "first.crl"]),
        "was signed since",
    );
    no(admin_at(&sandbox, "+24d", &["ca", "crl", "--check"]), "lapses on");
    admin_at(
        &sandbox,
        "+24d",
        &["ca", "crl", "--check", "--expires-within", "5d"],
    )
    .expect(0);
    no(admin_at(&sandbox, "+31d", &["ca", "crl", "--check"]), "lapsed on");
    no(admin_at(&sandbox, "-1d", &["ca", "crl", "--check"]), "is not yet");
    sandbox.write("rubbish.crl", "rubbish");
    no(
        sandbox.admin(&["ca", "crl", "--check", "rubbish.crl"]),
        "not a file of revocation lists",
    );
    sandbox.admin(&["ca", "crl", "--check", "missing.crl"]).expect(3);
}

fn an_expired_certificate_leaves_after_one_more_list() {
    let sandbox = fleet(&["a"]);
    sandbox
        .admin(&["device", "create", "--device-id", "brief", "--days", "2"])
        .expect(0);
    json(&sandbox, &["device", "revoke", "a", "brief", "--yes", "--crl"]);
    let at = |time: &str| {
        let run = admin_at(&sandbox, time, &["ca", "crl", "--format", "json"]).expect(0);
        run.json()["revoked"].as_u64().unwrap()
    };
    assert_eq!(at("+1d"), 2);
    assert_eq!(at("+3d"), 2, "the first list after its expiry has it");
    assert_eq!(at("+4d"), 1, "the next one has it no more");
    assert_eq!(at("+5d"), 1);
}

fn lists_pass_openssl_gnutls_python_pkilint_and_our_verifier() {
    for key_type in ["ecdsa-p256", "ecdsa-p384", "ed25519", "rsa-2048"] {
        let sandbox = Sandbox::new();
        sandbox
            .admin(&[
                "ca",
                "create",
                "--cn",
                "CA",
                "--uri",
                "d.example",
                "--country",
                "FR",
                "--key-type",
                key_type,
            ])
            .expect(0);
        sandbox
            .admin(&["server", "create", "--cn", "broker.example"])
            .expect(0);
        for id in ["good", "bad", "held"] {
            sandbox.admin(&["device", "create", "--device-id", id]).expect(0);
        }
        sandbox.admin(&["ca", "crl", "--to", "empty.crl"]).expect(0);
        sandbox
            .admin(&[
                "device",
                "revoke",
                "bad",
                "--reason",
                "cessation-of-operation",
                "--yes",
            ])
            .expect(0);
        sandbox.admin(&["device", "suspend", "held", "--crl"]).expect(0);
        for (list, revoked) in [("empty.crl", false), ("ca.crl", true)] {
            assert!(openssl_accepts(&sandbox, list, "good.crt"), "{key_type}");
            for id in ["bad", "held"] {
                let certificate = format!("{id}.crt");
                assert_ne!(
                    openssl_accepts(&sandbox, list, &certificate),
                    revoked,
                    "{key_type}"
                );
                let verify = [
                    "device",
                    "verify",
                    &certificate,
                    "--client-id",
                    id,
                    "--uri",
                    "d.example",
                    "--crl",
                    list,
                ];
                sandbox.admin(&verify).expect(i32::from(revoked));
                let gnutls = [
                    "--verify",
                    "--load-ca-certificate",
                    "ca.crt",
                    "--load-crl",
                    list,
                    "--infile",
                    &certificate,
                ];
                let trusted = sandbox.run("certtool", &gnutls);
                assert_ne!(trusted.code == Some(0), revoked, "{key_type}: {trusted:#?}");
            }
            let script = |name: &str, arguments: &[&str]| {
                let path = format!("{}/tests/it/python/{name}", env!("CARGO_MANIFEST_DIR"));
                sandbox.run(python_program("python"), &[&[&*path], arguments].concat())
            };
            let handshake = |id: &str| {
                let (certificate, key) = (format!("{id}.crt"), format!("{id}.key"));
                script(
                    "handshake.py",
                    &[
                        "ca.crt",
                        "server.crt",
                        "server.key",
                        &certificate,
                        &key,
                        "broker.example",
                        list,
                    ],
                )
            };
            handshake("good").expect(0);
            let bad = handshake("bad");
            assert_ne!(bad.code == Some(0), revoked, "{bad:#?}");
            let linted = script("lint_crl.py", &[list]).expect(0);
            assert_eq!(linted.stdout, format!("{list}: linted\n"), "{key_type}");
        }
    }
}

fn a_calendar_is_published_without_the_key() {
    let sandbox = fleet(&["a", "b", "c"]);
    json(&sandbox, &["device", "revoke", "a", "--yes"]);
    sandbox.run("mkdir", &["crls", "broker"]).expect(0);
    let ahead = [
        "ca",
        "crl",
        "--ahead",
        "6w",
        "--every",
        "1w",
        "--output-dir",
        "crls",
        "--format",
        "json",
    ];
    let signed = sandbox.admin(&ahead).expect(0).json();
    assert_eq!(signed["lists"], 6);
    sandbox.run("cp", &["ca.crt", "broker"]).expect(0);
    let publish = |time: &str| {
        let publish = [
            "ca",
            "crl",
            "--publish",
            "crls",
            "--to",
            "broker/ca.crl",
            "--ca-crt",
            "broker/ca.crt",
        ];
        let more = ["--ca-key", "none", "--format", "json"];
        admin_at(&sandbox, time, &[&publish[..], &more].concat())
    };
    let first = publish("+1h").expect(0).json();
    assert_eq!(
        (first["changed"].clone(), first["revoked"].clone()),
        (true.into(), 1.into())
    );
    assert_eq!(publish("+1h").expect(0).json()["changed"], false);
    let third = publish("+15d").expect(0).json();
    assert!(number(&third) > number(&first));
    let check = |time: &str| {
        let check = ["ca", "crl", "--check", "broker/ca.crl", "--output-dir", "crls"];
        admin_at(&sandbox, time, &check)
    };
    check("+15d").expect(0);
    let late = check("+22d").expect(1);
    assert!(
        late.stdout.contains("older than the list of the calendar"),
        "{late:#?}"
    );
    // A clock that was set back brings no older list.
    publish("+2h").expect(1).says("has a newer revocation list");
    // A new revocation replaces the rest of the calendar.
    admin_at(&sandbox, "+16d", &["device", "revoke", "b", "--yes"]).expect(0);
    let again = admin_at(&sandbox, "+16d", &ahead).expect(0).json();
    assert_eq!(
        (again["lists"].clone(), again["revoked"].clone()),
        (6.into(), 2.into())
    );
    let files = sandbox.run("ls", &["crls"]).expect(0).stdout;
    assert_eq!(files.lines().count(), 7, "{files}");
    assert_eq!(publish("+16d").expect(0).json()["revoked"], 2);
    assert_eq!(publish("+50d").expect(0).json()["revoked"], 2);
    publish("+66d").expect(1).says("lapsed on");
    // One of another CA is never installed.
    let stranger = fleet(&[]);
    stranger.run("mkdir", &["crls"]).expect(0);
    stranger.admin(&ahead).expect(0);
    let path = stranger.path("crls");
    sandbox
        .admin(&[
            "ca",
            "crl",
            "--publish",
            path.to_str().unwrap(),
            "--to",
            "new.crl",
        ])
        .expect(1);
    assert!(!sandbox.path("new.crl").exists());
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
