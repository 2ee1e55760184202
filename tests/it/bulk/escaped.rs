//! Certificates that are out in the world although the run that issued them did not come to write that down: they can be
//! revoked, and are superseded by what takes their place.

use std::{
    io::{BufRead as _, BufReader, Read as _},
    process::{ChildStdout, Stdio},
};

use serde_json::Value;

use super::of_sandbox;
use crate::{
    databases::database::execute,
    revocation::fleet,
    support::{Sandbox, tests},
};

tests![
    what_left_through_a_pipe_that_broke_can_be_revoked,
    what_a_full_disk_took_nothing_of_is_given_up,
    what_was_given_up_can_be_revoked_in_every_way,
    what_was_given_up_can_be_put_on_hold,
    a_certificate_with_the_serial_number_of_another_is_refused,
    a_pair_that_was_not_written_down_is_superseded_by_force,
    what_was_replaced_by_an_interrupted_run_is_superseded_later,
    a_pair_that_was_not_written_down_is_renewed,
];

/// Makes the row of a name what a kill before it was written down leaves, or what a later run made of that.
pub(super) fn unconfirm(sandbox: &Sandbox, state: &str, serial: &str) {
    let url = format!("sqlite:{}", sandbox.path("ca.db").display());
    let update = "UPDATE fleet_certificate SET state = ?, cert_sha256 = NULL, issued_at = NULL, certificate = NULL \
                  WHERE serial = ?";
    execute(&url, update, &[state, serial]);
}

fn set_state(sandbox: &Sandbox, state: &str, serial: &str) {
    let url = format!("sqlite:{}", sandbox.path("ca.db").display());
    execute(
        &url,
        "UPDATE fleet_certificate SET state = ? WHERE serial = ?",
        &[state, serial],
    );
}

fn state(sandbox: &Sandbox, serial: &str) -> String {
    let mut rows = of_sandbox(sandbox);
    rows.retain(|row| row.serial == serial);
    rows.remove(0).state
}

pub(super) fn serial(sandbox: &Sandbox, certificate: &str) -> String {
    let shown = sandbox
        .admin(&["device", "show", certificate, "--format", "json"])
        .expect(0);
    shown.json()["serial"].as_str().unwrap().to_owned()
}

fn assert_refused(sandbox: &Sandbox, certificate: &str) {
    let verify = [
        "device",
        "verify",
        certificate,
        "--crl",
        "ca.crl",
        "--format",
        "json",
    ];
    assert_eq!(sandbox.admin(&verify).expect(1).json()["rule"], "revoked");
}

/// Starts a stream, and closes its pipe once `read` has read what it wants.
fn cut(sandbox: &Sandbox, form: &str, read: impl FnOnce(BufReader<ChildStdout>)) {
    let import = [
        "device",
        "import",
        "--count=1000",
        "--pattern=p-{:04}",
        "--stream",
        form,
    ];
    let mut child = sandbox
        .admin_command(&import)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    read(BufReader::new(child.stdout.take().unwrap()));
    assert_eq!(child.wait().unwrap().code(), Some(3));
}

fn what_left_through_a_pipe_that_broke_can_be_revoked() {
    let sandbox = Sandbox::with_ca();
    cut(&sandbox, "ndjson", |mut pipe| {
        let mut line = String::new();
        pipe.read_line(&mut line).unwrap();
        let entry: Value = serde_json::from_str(&line).unwrap();
        sandbox.write("p.crt", entry["certificate"].as_str().unwrap());
    });
    let rows = of_sandbox(&sandbox);
    let count = |state: &str| {
        let devices = rows.iter().filter(|row| row.kind == "device");
        devices.filter(|row| row.state == state).count()
    };
    assert!(count("issued") > 0, "what went out whole is issued");
    assert!(count("reserved") <= 1, "what was cut may be used");
    assert!(count("abandoned") > 0, "nothing of it went out");
    assert_eq!(state(&sandbox, &serial(&sandbox, "p.crt")), "issued");
    sandbox
        .admin(&["device", "revoke", "p-0001", "--yes", "--crl"])
        .expect(0);
    assert_refused(&sandbox, "p.crt");

    let sandbox = Sandbox::with_ca();
    cut(&sandbox, "tar", |mut pipe| {
        // The key of the first device, and some of its certificate.
        pipe.read_exact(&mut [0; 1_600]).unwrap();
    });
    let of_first = of_sandbox(&sandbox).into_iter().find(|row| row.name == "p-0001");
    assert_ne!(of_first.unwrap().state, "abandoned");
}

fn what_a_full_disk_took_nothing_of_is_given_up() {
    let sandbox = Sandbox::with_ca();
    let admin = env!("CARGO_BIN_EXE_amqtt-admin");
    let line = format!("'{admin}' device import --count 3 --pattern 'p-{{}}' --stream ndjson > /dev/full");
    sandbox
        .run("sh", &["-c", &line])
        .expect(3)
        .says("cannot write to stdout");
    let mut devices = of_sandbox(&sandbox);
    devices.retain(|row| row.kind == "device");
    assert_eq!(devices.len(), 3);
    assert!(devices.iter().all(|row| row.state == "abandoned"), "{devices:?}");
}

fn what_was_given_up_can_be_revoked_in_every_way() {
    for state_before in ["reserved", "abandoned"] {
        let sandbox = fleet(&["a", "b", "c"]);
        let serials = ["a.crt", "b.crt", "c.crt"].map(|file| serial(&sandbox, file));
        for serial in &serials {
            unconfirm(&sandbox, state_before, serial);
        }
        let revoke = ["device", "revoke", "--yes", "--format", "json"];
        for certificates in [["--serial", &serials[1]], ["--cert", "c.crt"]] {
            let report = sandbox.admin(&[&revoke[..], &certificates].concat()).expect(0);
            assert_eq!(report.json()["changed"], true);
        }
        sandbox.admin(&[&revoke[..], &["a", "--crl"]].concat()).expect(0);
        for (name, serial) in ["a.crt", "b.crt", "c.crt"].iter().zip(&serials) {
            assert_eq!(state(&sandbox, serial), "revoked");
            assert_refused(&sandbox, name);
        }
    }
}

fn what_was_given_up_can_be_put_on_hold() {
    let sandbox = fleet(&["a", "b"]);
    let [a, b] = ["a.crt", "b.crt"].map(|file| serial(&sandbox, file));
    unconfirm(&sandbox, "abandoned", &a);
    unconfirm(&sandbox, "reserved", &b);
    sandbox.admin(&["device", "suspend", "--cert", "a.crt"]).expect(0);
    sandbox.admin(&["device", "suspend", "b", "--crl"]).expect(0);
    assert_refused(&sandbox, "a.crt");
    assert_refused(&sandbox, "b.crt");
    sandbox.admin(&["device", "resume", "a", "b"]).expect(0);
    assert_eq!(state(&sandbox, &a), "issued", "its certificate was shown");
    assert_eq!(state(&sandbox, &b), "abandoned");
    // One that is revoked for good cannot be put on hold, whatever names it.
    sandbox.admin(&["device", "revoke", "a", "--yes"]).expect(0);
    sandbox.admin(&["device", "suspend", "--cert", "a.crt"]).expect(1);
}

fn a_certificate_with_the_serial_number_of_another_is_refused() {
    let sandbox = fleet(&["a"]);
    let of_a = serial(&sandbox, "a.crt");
    unconfirm(&sandbox, "reserved", &of_a);
    let url = format!("sqlite:{}", sandbox.path("ca.db").display());
    let update = "UPDATE fleet_certificate SET spki_sha256 = 'another' WHERE serial = ?";
    execute(&url, update, &[&of_a]);
    sandbox
        .admin(&["device", "revoke", "--cert", "a.crt", "--yes"])
        .expect(1)
        .says("has the serial number of another certificate");
}

const FORCE: [&str; 5] = ["device", "create", "--device-id", "a", "--force"];

fn a_pair_that_was_not_written_down_is_superseded_by_force() {
    for state_before in ["reserved", "abandoned"] {
        let sandbox = fleet(&["a"]);
        let old = serial(&sandbox, "a.crt");
        unconfirm(&sandbox, state_before, &old);
        sandbox.admin(&FORCE).expect(0);
        assert_eq!(state(&sandbox, &old), "superseded");
        assert_eq!(state(&sandbox, &serial(&sandbox, "a.crt")), "issued");
    }
}

fn what_was_replaced_by_an_interrupted_run_is_superseded_later() {
    for verb in [&FORCE[..4], &["device", "renew", "a"]] {
        let sandbox = fleet(&["a"]);
        let old = serial(&sandbox, "a.crt");
        sandbox.admin(&FORCE).expect(0);
        let new = serial(&sandbox, "a.crt");
        // What a kill leaves after the new pair is in its place and before that is written down.
        set_state(&sandbox, "issued", &old);
        unconfirm(&sandbox, "reserved", &new);
        sandbox.admin(verb).expect(0);
        assert_eq!(state(&sandbox, &old), "superseded", "{verb:?}");
        assert_ne!(state(&sandbox, &new), "reserved", "{verb:?}");
    }
}

fn a_pair_that_was_not_written_down_is_renewed() {
    for verb in [
        &["device", "renew", "a"][..],
        &["device", "renew", "--expires-within=180d"],
    ] {
        let sandbox = fleet(&["a"]);
        let old = serial(&sandbox, "a.crt");
        unconfirm(&sandbox, "reserved", &old);
        sandbox.admin(verb).expect(0);
        match verb.contains(&"a") {
            true => assert_eq!(state(&sandbox, &old), "superseded"),
            false => assert_eq!(state(&sandbox, &old), "issued", "it is not due yet"),
        }
    }
}
