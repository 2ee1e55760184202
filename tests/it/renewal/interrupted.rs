//! What a kill leaves of a renewal, and how the same command finishes it.

use std::{collections::HashMap, fs, process::Stdio, thread, time::Instant};

use super::{device, in_days, is_pair_in, records, states};
use crate::{
    bulk::{Issued, is_pair, of_sandbox},
    support::{Sandbox, moments, tests},
};

tests![
    after_a_kill_the_same_command_finishes_the_renewal[FakeTime],
    what_a_kill_leaves_is_taken_up_at_every_step,
];

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

const RENEW: [&str; 4] = ["device", "renew", "--output-dir=out", "--format=ndjson"];

/// A fleet of which every device is due in 300 days.
fn fleet() -> Sandbox {
    let sandbox = Sandbox::with_ca();
    fs::create_dir(sandbox.path("out")).unwrap();
    let count = format!("--count={FLEET}");
    let devices = [&*count, "--start=0", "--pattern=s-{}", "--output-dir=out"];
    sandbox
        .admin(&[&["device", "import"], &devices[..]].concat())
        .expect(0);
    sandbox
}

fn after_a_kill_the_same_command_finishes_the_renewal() {
    let whole = fleet();
    let start = Instant::now();
    in_days(&whole, 300, &RENEW).expect(0);
    for moment in moments(start.elapsed()) {
        let sandbox = fleet();
        let mut child = sandbox
            .command_at("+300d", env!("CARGO_BIN_EXE_amqtt-admin"))
            .args(RENEW)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(moment);
        child.kill().unwrap();
        child.wait().unwrap();
        let without = (0..FLEET).filter(|number| !sandbox.path(format!("out/s-{number}.crt")).exists());
        assert!(without.count() <= 1, "one pair is replaced after the other");
        in_days(&sandbox, 300, &RENEW).expect(0);
        assert_renewed(&sandbox);
        assert_eq!(in_days(&sandbox, 300, &RENEW).expect(0).stdout, "");
    }
}

/// The steps of a renewal, each as a kill after it leaves it.
fn what_a_kill_leaves_is_taken_up_at_every_step() {
    let rename = |sandbox: &Sandbox, from: &str, to: &str| {
        sandbox.run("mv", &[from, to]).expect(0);
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
