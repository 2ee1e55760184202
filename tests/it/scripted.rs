//! What scripts rely on: `changed` in reports, `--if-exists`, and faults as objects.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::{Run, Sandbox, python_program, tests};

tests![
    every_change_says_whether_it_changed_anything,
    a_request_is_signed_once,
    an_export_is_made_once,
    a_ca_is_kept_if_it_is_what_was_asked_for,
    the_faults_of_a_file_are_in_the_error_object,
    what_fails_at_once_leaves_stdout_empty[Python],
];

/// Verbs that change something, in an order in which each can. What the shell would do to set the scene is done by other verbs.
const CHANGES: &[&str] = &[
    "ca create --cn Root --uri d.example --path-len 1",
    "ca intermediate --cn Spare",
    "server create --cn broker.example",
    "server sign --csr broker.csr --cn signed.example --output-dir signed",
    "server renew broker.example",
    "server revoke signed.example",
    "device create --device-id dev1",
    "device sign --csr dev2.csr --device-id dev2",
    "device import --count 2 --pattern bulk-{}",
    "device export dev1 --to der",
    "device renew dev1",
    "device reconcile elsewhere",
    "device suspend dev1",
    "device resume dev1",
    "device revoke dev1",
    "ca revoke --cert intermediate.crt",
    "ca crl",
    "user sync",
    "user add -c ada --password-file password --argon2 m=64,t=1,p=1",
    "user pwd -c ada --generate",
    "user import users.csv",
    "topic sync --file topics.db",
    "topic add home/# -c ada -a publish",
    "topic import topics.csv",
    "topic rm home/# -c ada -a publish",
    "user rm -c ada",
];

/// Verbs that change nothing, or whose result is files and no report.
const QUESTIONS: &[&str] = &[
    "ca show",
    "ca status",
    "completions",
    "device forecast",
    "device list",
    "device show",
    "device verify",
    "man",
    "serve",
    "server doctor",
    "server list",
    "server probe",
    "server show",
    "server verify",
    "topic check",
    "topic export",
    "topic list",
    "user export",
    "user list",
    "user verify",
];

/// The verbs that there are, read off the names of the manual pages.
fn verbs() -> BTreeSet<String> {
    let sandbox = Sandbox::new();
    sandbox.admin(&["man", "--output-dir", "."]).expect(0);
    let pages: Vec<String> = sandbox
        .names()
        .iter()
        .map(|name| name.trim_end_matches(".1").to_owned())
        .collect();
    let is_group = |page: &&String| pages.iter().any(|other| other.starts_with(&format!("{page}-")));
    let verbs = pages.iter().filter(|page| !is_group(page));
    verbs
        .map(|page| page.trim_start_matches("amqtt-admin-").replace('-', " "))
        .collect()
}

fn scene() -> Sandbox {
    let sandbox = Sandbox::new();
    for directory in ["signed", "elsewhere"] {
        std::fs::create_dir(sandbox.path(directory)).unwrap();
    }
    for name in ["broker", "dev2"] {
        sandbox.write(&format!("{name}.csr"), request());
    }
    sandbox.write("password", "secret");
    sandbox.write("users.csv", "username,password\nbob,pw\n");
    sandbox.write("topics.csv", "username,action,topic\nbob,publish,a/#\n");
    sandbox
}

/// A certificate request with a key of its own.
fn request() -> String {
    let key = rcgen::KeyPair::generate().unwrap();
    let parameters = rcgen::CertificateParams::default();
    parameters.serialize_request(&key).unwrap().pem().unwrap()
}

/// The values of `changed` in a report, one for each object.
#[track_caller]
fn changed(run: &Run) -> Vec<bool> {
    let objects = match run.json() {
        Value::Array(objects) => objects,
        object => vec![object],
    };
    let changed = objects.iter().map(|object| object["changed"].as_bool());
    let changed: Option<Vec<bool>> = changed.collect();
    changed.unwrap_or_else(|| panic!("a report without `changed`: {run:#?}"))
}

fn every_change_says_whether_it_changed_anything() {
    let named: BTreeSet<String> = CHANGES.iter().map(|line| verb_of(line)).collect();
    let asked = QUESTIONS.iter().map(|verb| (*verb).to_owned()).collect();
    assert_eq!(
        named.union(&asked).cloned().collect::<BTreeSet<String>>(),
        verbs(),
        "each verb is in one of the two lists"
    );
    assert!(named.is_disjoint(&asked));

    let sandbox = scene();
    for line in CHANGES {
        if line.starts_with("device reconcile") {
            // A certificate that the inventory does not know.
            let stray = "device create --device-id stray --no-record --output-dir elsewhere";
            admin(&sandbox, stray).expect(0);
        }
        let run = admin(&sandbox, &format!("{line} --yes --format json")).expect(0);
        assert_eq!(changed(&run), [true], "{line}: {run:#?}");
    }
    // The same again changes nothing.
    for line in [
        "user sync",
        "device import --count 2 --pattern bulk-{}",
        "device revoke dev1",
    ] {
        let run = admin(&sandbox, &format!("{line} --yes --format json")).expect(0);
        assert_eq!(changed(&run), [false], "{line}: {run:#?}");
    }
    for form in ["calendar", "publish"] {
        std::fs::create_dir_all(sandbox.path("crls")).unwrap();
        let line = match form {
            "calendar" => "ca crl --ahead 2w --output-dir crls",
            _ => "ca crl --publish crls --to published.crl",
        };
        let run = admin(&sandbox, &format!("{line} --format json")).expect(0);
        assert_eq!(changed(&run), [true], "{line}: {run:#?}");
    }
}

/// The words of a line before its first option or argument.
fn verb_of(line: &str) -> String {
    line.split(' ').take(2).collect::<Vec<_>>().join(" ")
}

fn admin(sandbox: &Sandbox, line: &str) -> Run {
    sandbox.admin(&line.split(' ').collect::<Vec<_>>())
}

fn a_request_is_signed_once() {
    let sandbox = Sandbox::with_ca();
    for verb in ["device sign --device-id dev1", "server sign --cn broker.example"] {
        for name in ["own", "other"] {
            sandbox.write(&format!("{name}.csr"), request());
        }
        let sign = |more: &str| admin(&sandbox, &format!("{verb} {more} --format json"));
        let first = sign("--csr own.csr").expect(0).json();
        let before = sandbox.snapshot();
        sign("--csr own.csr").expect(1).says("already exists");
        let again = sign("--csr own.csr --if-exists skip").expect(0).json();
        assert_eq!(
            (&first["changed"], &again["changed"]),
            (&true.into(), &false.into())
        );
        assert_eq!(first["serial"], again["serial"]);
        sign("--csr other.csr --if-exists skip")
            .expect(1)
            .says("it is of another key");
        let kind = verb.split(' ').next().unwrap();
        let revoke = format!(
            "{kind} revoke --cert {} --yes",
            first["certificate"].as_str().unwrap()
        );
        admin(&sandbox, &revoke).expect(0);
        sign("--csr own.csr --if-exists skip")
            .expect(1)
            .says("it is revoked");
        assert_eq!(sandbox.snapshot(), before);
    }
}

fn an_export_is_made_once() {
    let sandbox = Sandbox::with_ca();
    admin(&sandbox, "device create --device-id dev1").expect(0);
    sandbox.write("pass", "correct horse");
    sandbox.write("wrong", "battery staple");
    for form in [
        "der",
        "chain",
        "header",
        "nvs",
        "bundle",
        "p12 --passphrase-file pass",
        "p12 --legacy --passphrase-file pass --force",
    ] {
        let export = |more: &str| {
            let line = format!("device export dev1 --to {form} {more}");
            admin(&sandbox, &format!("{} --format json", line.trim_end()))
        };
        assert_eq!(changed(&export("").expect(0)), [true]);
        let form = form.trim_end_matches(" --force");
        let again = |more: &str| {
            admin(
                &sandbox,
                &format!("device export dev1 --to {form} {more} --format json"),
            )
        };
        let before = sandbox.snapshot();
        again("--if-exists fail").expect(1).says("already exists");
        assert_eq!(changed(&again("--if-exists skip").expect(0)), [false], "{form}");
        assert_eq!(sandbox.snapshot(), before, "{form}");
    }
    let p12 = "device export dev1 --to p12 --if-exists skip";
    for other in [
        "--legacy --passphrase-file wrong",
        "--passphrase-file pass",
        "--random-passphrase",
    ] {
        admin(&sandbox, &format!("{p12} {other}"))
            .expect(1)
            .says("its contents differ");
    }
    // A file of several that is missing is made; what another certificate has made is not what was asked for.
    std::fs::remove_file(sandbox.path("dev1.ca.der")).unwrap();
    let der = "device export dev1 --to der --if-exists skip --format json";
    assert_eq!(changed(&admin(&sandbox, der).expect(0)), [true]);
    admin(&sandbox, "device renew dev1").expect(0);
    admin(&sandbox, der).expect(1).says("its contents differ");
}

fn a_ca_is_kept_if_it_is_what_was_asked_for() {
    let sandbox = Sandbox::with_issuing_ca();
    let before = sandbox.snapshot();
    let again = |more: &str| {
        let line = format!("ca create --cn Root --if-exists skip --format json {more}");
        admin(&sandbox, line.trim_end())
    };
    for same in [
        "",
        "--uri d.example",
        "--path-len 1",
        "--uri d.example --path-len 1",
    ] {
        assert_eq!(changed(&again(same).expect(0)), [false], "{same}");
    }
    again("--uri e.example")
        .expect(1)
        .says("it does not carry the trust domain e.example");
    for other in ["--path-len 0", "--path-len 2"] {
        again(other).expect(1).says("it does not carry path length");
    }
    let intermediate = "ca intermediate --cn Issuing --if-exists skip";
    admin(&sandbox, intermediate).expect(0);
    admin(&sandbox, &format!("{intermediate} --uri e.example"))
        .expect(1)
        .says("trust domain e.example");
    assert_eq!(sandbox.snapshot(), before);
}

fn the_faults_of_a_file_are_in_the_error_object() {
    let sandbox = Sandbox::with_ca();
    sandbox.write("devices.csv", "device_id,days\r\na1,3\r\nb1,x\r\n-c,4\r\n");
    sandbox.write("users.csv", "username,password\n,pw\n");
    sandbox.admin(&["user", "sync"]).expect(0);
    for format in ["json", "ndjson"] {
        let run = admin(&sandbox, &format!("device import devices.csv --format {format}")).expect(3);
        assert_eq!(run.stderr.lines().count(), 1, "nothing else is said: {run:#?}");
        let error: Value = serde_json::from_str(&run.stderr).unwrap();
        let faults = error["error"]["faults"].as_array().unwrap();
        let lines: Vec<u64> = faults
            .iter()
            .map(|fault| fault["line"].as_u64().unwrap())
            .collect();
        assert_eq!(lines, [3, 4], "{run:#?}");
        assert_eq!(faults[0]["message"], "a value has the wrong type");
    }
    let run = admin(&sandbox, "user import users.csv --format json").expect(3);
    let error: Value = serde_json::from_str(&run.stderr).unwrap();
    assert_eq!(error["error"]["faults"][0]["line"], 2, "{run:#?}");
    // Other failures have none, and people are shown lines.
    let run = admin(&sandbox, "device show nix --format json").expect(1);
    assert!(!run.stderr.contains("faults"), "{run:#?}");
    admin(&sandbox, "device import devices.csv")
        .expect(3)
        .says("warning: line 3: a value has the wrong type");
}

fn what_fails_at_once_leaves_stdout_empty() {
    let sandbox = Sandbox::with_ca();
    let program =
        "import sqlite3; sqlite3.connect('foreign.db').execute('CREATE TABLE fleet_certificate (a)')";
    sandbox.run(python_program("python"), &["-c", program]).expect(0);
    for format in ["json", "csv"] {
        let line = format!("device list --inventory sqlite:foreign.db --format {format}");
        let run = admin(&sandbox, &line).expect(3).says("not those of an inventory");
        assert_eq!(run.stdout, "", "{run:#?}");
    }
}
