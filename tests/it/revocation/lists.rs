//! The lists: what may replace them, what checks them, and a calendar of them.

use std::thread;

use serde_json::Value;

use super::{admin_at, fleet, json, number, openssl_accepts};
use crate::support::{ISSUING, Run, Sandbox, python_program, tests};

tests![
    only_a_newer_list_that_lost_nothing_replaces_another,
    what_is_no_list_is_never_replaced,
    a_form_of_an_export_is_not_the_file_of_a_list,
    lists_signed_at_once_have_numbers_of_their_own,
    a_bundle_has_one_list_of_each_issuer[OpenSsl],
    a_check_says_what_is_wrong[FakeTime],
    an_expired_certificate_leaves_after_one_more_list[FakeTime],
    lists_pass_openssl_gnutls_python_pkilint_and_our_verifier[OpenSsl, CertTool, Python],
    a_calendar_is_published_without_the_key[OpenSsl, FakeTime],
    a_clock_that_was_ahead_leaves_nobody_out[FakeTime],
    a_list_in_our_name_or_that_lapsed_is_not_bundled_silently[OpenSsl, FakeTime],
];

fn a_clock_that_was_ahead_leaves_nobody_out() {
    let sandbox = fleet(&[]);
    let brief = ["device", "create", "--device-id", "brief", "--days", "10"];
    sandbox.admin(&brief).expect(0);
    json(&sandbox, &["device", "revoke", "brief", "--yes"]);
    for time in ["+11d", "+11d", "+12d"] {
        admin_at(&sandbox, time, &["ca", "crl"]).expect(0);
    }
    assert_eq!(json(&sandbox, &["ca", "crl"])["revoked"], 1);
}

fn a_list_in_our_name_or_that_lapsed_is_not_bundled_silently() {
    let sandbox = Sandbox::with_issuing_ca();
    sandbox.admin(&["ca", "crl"]).expect(0);
    let der = ["crl", "-in", "ca.crl", "-outform", "der", "-out", "forged.crl"];
    sandbox.run("openssl", &der).expect(0);
    let mut forged = sandbox.read("forged.crl");
    *forged.last_mut().unwrap() ^= 1;
    sandbox.write("forged.crl", forged);
    sandbox
        .admin(&["ca", "crl", "--with", "forged.crl"])
        .expect(1)
        .says("in the name of this CA");
    // A CA of the same name with a key of its own.
    let other = Sandbox::with_issuing_ca();
    other.admin(&["ca", "crl"]).expect(0);
    sandbox.write("namesake.crl", other.read("ca.crl"));
    let before = sandbox.snapshot();
    sandbox
        .admin(&["ca", "crl", "--with", "namesake.crl"])
        .expect(1)
        .says("namesake.crl holds a list of another CA with the name of this one")
        .says("nothing was changed");
    assert_eq!(sandbox.snapshot(), before);
    let bundle = [&["ca", "crl", "--with", "ca.crl"], &ISSUING[..]].concat();
    assert!(!sandbox.admin(&bundle).expect(0).stderr.contains("lapsed"));
    admin_at(&sandbox, "+31d", &bundle)
        .expect(0)
        .says("lapsed on")
        .says("name a newer one with --with");
}

/// `--to` of every verb reads the same variable.
fn a_form_of_an_export_is_not_the_file_of_a_list() {
    let sandbox = fleet(&[]);
    let mut command = sandbox.admin_command(&["ca", "crl"]);
    command.env("AMQTT_ADMIN_TO", "p12");
    Run::of(&mut command).expect(2).says("AMQTT_ADMIN_TO");
    assert!(!sandbox.path("p12").exists());
    let mut command = sandbox.admin_command(&["user", "export"]);
    command.env("AMQTT_ADMIN_TO", "/etc/mosquitto/ca.crl");
    Run::of(&mut command).expect(2).says("AMQTT_ADMIN_TO");
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
        .says("holds a certificate, which a revocation list never replaces");
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
    let sandbox = Sandbox::with_issuing_ca();
    for id in ["a", "b"] {
        sandbox
            .admin(&[&["device", "create", "--device-id", id], &ISSUING[..]].concat())
            .expect(0);
    }
    sandbox.admin(&["ca", "crl"]).expect(0);
    let revoke = ["device", "revoke", "a", "--yes"];
    sandbox.admin(&[&revoke[..], &ISSUING].concat()).expect(0);
    let bundled = [&["ca", "crl", "--with", "ca.crl"], &ISSUING[..]].concat();
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
    let with_old = json(
        &sandbox,
        &[&["ca", "crl", "--with", "old.crl"], &ISSUING[..]].concat(),
    );
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
