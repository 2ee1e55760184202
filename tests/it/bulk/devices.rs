//! Imports of devices with an inventory in a file.

use std::{fs, process::Stdio, thread, time::Instant};

use amqtt_database::{Connection, DatabaseUrl};
use serde_json::Value;

use super::{assert_fleet, is_pair, of_sandbox};
use crate::support::{Run, Sandbox, moments, tests};

tests![
    the_inventory_is_its_owners_alone,
    no_log_of_the_inventory_is_left,
    after_a_kill_the_same_command_finishes_the_import,
    a_single_device_is_taken_up_after_a_kill_before_it_is_written_down,
    a_database_that_goes_away_leaves_nothing_that_is_not_taken_up,
    every_fault_of_a_file_is_reported_by_line,
    a_line_has_the_number_that_an_editor_gives_it,
    a_cut_stream_is_completed_and_the_lost_superseded,
    a_tar_stream_is_a_tar_archive,
    jitter_is_the_same_for_the_same_id,
    a_dry_run_changes_nothing,
    what_the_inventory_has_and_the_directory_has_not_is_reported,
    a_pair_that_is_not_what_was_asked_for_is_refused,
    a_certificate_in_force_in_another_directory_is_reported,
    a_key_that_has_gone_is_called_missing,
    a_file_without_devices_is_said_to_be_one,
];

fn the_inventory_is_its_owners_alone() {
    let sandbox = Sandbox::with_ca();
    assert_eq!(sandbox.mode("ca.db"), 0o600);
}

/// The last one to close SQLite's log merges it into the file, after a refusal too.
fn no_log_of_the_inventory_is_left() {
    let sandbox = Sandbox::with_ca();
    let verbs: [(&[&str], i32); 6] = [
        (&["device", "create", "--device-id", "d1"], 0),
        (&["device", "create", "--device-id", "d1"], 1),
        (&["device", "import", "--count=20", "--pattern=s-{}"], 0),
        (&["device", "revoke", "nobody", "--yes"], 1),
        (&["device", "list"], 0),
        (&["device", "renew", "nobody"], 1),
    ];
    for (verb, code) in verbs {
        sandbox.admin(verb).expect(code);
        for end in ["-wal", "-shm"] {
            assert!(!sandbox.path(format!("ca.db{end}")).exists(), "{verb:?}: {end}");
        }
    }
}

/// The devices of an import: two batches.
const COUNT: usize = 500;

fn out(sandbox: &Sandbox) -> [&'static str; 7] {
    fs::create_dir(sandbox.path("out")).unwrap();
    [
        "device",
        "import",
        "--count=500",
        "--pattern=s-{:03}",
        "--output-dir=out",
        "--layout=sharded",
        "--format=json",
    ]
}

fn after_a_kill_the_same_command_finishes_the_import() {
    let whole = Sandbox::with_ca();
    let import = out(&whole);
    let start = Instant::now();
    whole.admin(&import).expect(0);
    for moment in moments(start.elapsed()) {
        let sandbox = Sandbox::with_ca();
        let import = out(&sandbox);
        let mut child = sandbox
            .admin_command(&import)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(moment);
        child.kill().unwrap();
        child.wait().unwrap();
        let report = sandbox.admin(&import).expect(0).json();
        assert_eq!(
            report["issued"].as_u64().unwrap() + report["kept"].as_u64().unwrap(),
            COUNT as u64
        );
        assert_fleet(&sandbox.path("out"), &of_sandbox(&sandbox), COUNT);
        let again = sandbox.admin(&import).expect(0).json();
        assert_eq!(
            (&again["changed"], &again["kept"]),
            (&false.into(), &COUNT.into())
        );
    }
}

/// What a kill leaves between publishing and writing down: both files, and a row that is reserved.
fn unmark(sandbox: &Sandbox) {
    let url: DatabaseUrl = format!("sqlite:{}", sandbox.path("ca.db").display())
        .parse()
        .unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let mut connection = Connection::open(&url).await.unwrap();
        let update = "UPDATE fleet_certificate SET state = 'reserved', cert_sha256 = NULL, certificate = NULL \
                      WHERE kind = 'device'";
        connection.execute(update, &[]).await.unwrap();
        connection.close().await;
    });
}

fn a_single_device_is_taken_up_after_a_kill_before_it_is_written_down() {
    let create = ["device", "create", "--device-id", "d1", "--format", "json"];
    for skip in [false, true] {
        let sandbox = Sandbox::with_ca();
        let first = sandbox.admin(&create).expect(0).json();
        sandbox.admin(&create).expect(1).says("already exists");
        unmark(&sandbox);
        let again = match skip {
            true => sandbox.admin(&[&create[..], &["--if-exists", "skip"]].concat()),
            false => sandbox.admin(&create),
        };
        assert_eq!(again.expect(0).json()["serial"], first["serial"]);
        let rows = of_sandbox(&sandbox);
        let device = rows.iter().find(|row| row.name == "d1").unwrap();
        assert_eq!(device.state, "issued");
        assert_eq!(first["fingerprint"], device.fingerprint.as_str());
        sandbox.admin(&create).expect(1).says("already exists");
    }
}

fn a_database_that_goes_away_leaves_nothing_that_is_not_taken_up() {
    let sandbox = Sandbox::with_ca();
    let import = out(&sandbox);
    sandbox.admin(&import).expect(0);
    unmark(&sandbox);
    let report = sandbox.admin(&import).expect(0).json();
    assert_eq!(
        (&report["taken_up"], &report["changed"]),
        (&COUNT.into(), &true.into())
    );
    assert_fleet(&sandbox.path("out"), &of_sandbox(&sandbox), COUNT);
}

fn every_fault_of_a_file_is_reported_by_line() {
    let sandbox = Sandbox::with_ca();
    sandbox.write(
        "d.csv",
        "device_id,days,country\nok,,\n../x,,\nOK,,\nb,0,\nc,,Germany\n",
    );
    let mut run = sandbox.admin(&["device", "import", "d.csv"]).expect(3);
    for line in ["line 3", "line 4", "line 5", "line 6", "4 lines of d.csv"] {
        run = run.says(line);
    }
    assert!(!sandbox.path("ok.crt").exists());
    sandbox.write(
        "d.ndjson",
        "{\"device_id\": \"a\", \"days\": 5}\n{\"device_id\": \"b\", \"uri\": \"other.example\"}\n",
    );
    sandbox.admin(&["device", "import", "d.ndjson"]).expect(0);
    let shown = sandbox
        .admin(&["device", "show", "b.crt", "--format", "json"])
        .expect(0)
        .json();
    assert_eq!(shown["uri"][0], "spiffe://other.example/device/b");
}

fn a_line_has_the_number_that_an_editor_gives_it() {
    let sandbox = Sandbox::with_ca();
    let lines = [
        "device_id,country",
        "a,DE",
        "-b,DE",
        "",
        "",
        "-c,DE",
        "d,\"D",
        "E\"",
        "-e,DE",
        "f",
        "-g,DE",
    ];
    for (line_end, last) in [("\n", "\n"), ("\r\n", "\r\n"), ("\n", ""), ("\r\n", "")] {
        sandbox.write("devices.csv", lines.join(line_end) + last);
        let run = sandbox
            .admin(&["device", "import", "devices.csv", "--dry-run"])
            .expect(3);
        let reported: Vec<&str> = run
            .stderr
            .lines()
            .filter_map(|line| line.split_once("line ")?.1.split_once(':'))
            .map(|(number, _)| number)
            .collect();
        assert_eq!(
            reported,
            ["3", "6", "7", "9", "10", "11"],
            "{line_end:?} {last:?}: {run:#?}"
        );
    }
}

fn a_cut_stream_is_completed_and_the_lost_superseded() {
    let sandbox = Sandbox::with_ca();
    let stream = [
        "device",
        "import",
        "--count",
        "30",
        "--pattern",
        "s-{}",
        "--stream",
        "ndjson",
    ];
    let all = sandbox.admin(&stream).expect(0).stdout;
    let end = all.match_indices('\n').nth(9).unwrap().0 + 101;
    sandbox.write("arrived", &all[..end]);
    let rest = sandbox
        .admin(&[&stream[..], &["--have", "arrived"]].concat())
        .expect(0)
        .stdout;
    assert_eq!(rest.lines().count(), 20, "ten arrived whole");
    let rows = of_sandbox(&sandbox);
    let count = |state: &str| {
        rows.iter()
            .filter(|row| row.kind == "device" && row.state == state)
            .count()
    };
    assert_eq!((count("issued"), count("superseded")), (30, 20));
    for line in all.lines().take(10).chain(rest.lines()) {
        let entry: Value = serde_json::from_str(line).unwrap();
        let row = rows
            .iter()
            .find(|row| row.serial == entry["serial"].as_str().unwrap())
            .unwrap();
        assert_eq!(row.state, "issued");
        let bytes = |key: &str| entry[key].as_str().unwrap().as_bytes().to_vec();
        assert!(is_pair(&bytes("key"), &bytes("certificate")));
    }
}

fn a_tar_stream_is_a_tar_archive() {
    let sandbox = Sandbox::with_ca();
    fs::create_dir(sandbox.path("x")).unwrap();
    let admin = env!("CARGO_BIN_EXE_amqtt-admin");
    let line = format!("'{admin}' device import --count 20 --pattern 's-{{:02}}' --stream tar | tar -x -C x");
    sandbox.run("sh", &["-c", &line]).expect(0);
    assert_eq!(fs::read_dir(sandbox.path("x")).unwrap().count(), 40);
    assert_eq!(sandbox.mode("x/s-07.key"), 0o600);
    sandbox
        .admin(&[
            "device",
            "verify",
            "x/s-07.crt",
            "--key",
            "x/s-07.key",
            "--client-id",
            "s-07",
        ])
        .expect(0);
}

fn jitter_is_the_same_for_the_same_id() {
    let ends = || {
        let sandbox = Sandbox::with_ca();
        let import = [
            "device",
            "import",
            "--count=40",
            "--pattern=s-{}",
            "--stream=ndjson",
            "--jitter=30d",
        ];
        sandbox.admin(&import).expect(0);
        let rows = of_sandbox(&sandbox);
        let devices = rows.iter().filter(|row| row.kind == "device");
        devices
            .map(|row| (row.not_before + 3_600 + 365 * 86_400 - row.not_after) / 60)
            .collect::<Vec<i64>>()
    };
    let (one, other) = (ends(), ends());
    assert!(one.iter().all(|minutes| (-2..=30 * 24 * 60).contains(minutes)));
    assert!(
        one.iter().max().unwrap() - one.iter().min().unwrap() > 15 * 24 * 60,
        "it spreads"
    );
    assert!(
        one.iter()
            .zip(&other)
            .all(|(one, other)| (one - other).abs() <= 1)
    );
}

fn a_dry_run_changes_nothing() {
    let sandbox = Sandbox::with_ca();
    let before = sandbox.snapshot();
    let plan = sandbox
        .admin(&[
            "device",
            "import",
            "--count",
            "1000",
            "--pattern",
            "s-{}",
            "--dry-run",
            "--format",
            "json",
        ])
        .expect(0)
        .json();
    assert_eq!(
        (&plan["devices"], &plan["changed"]),
        (&1000.into(), &false.into())
    );
    assert_eq!(sandbox.snapshot(), before);
    assert_eq!(of_sandbox(&sandbox).len(), 1, "the CA alone");
}

fn what_the_inventory_has_and_the_directory_has_not_is_reported() {
    let sandbox = Sandbox::with_ca();
    let import = out(&sandbox);
    sandbox.admin(&import).expect(0);
    let reconcile = || {
        sandbox
            .admin(&["device", "reconcile", "out", "--format", "json"])
            .expect(0)
    };
    assert_eq!(reconcile().json()["missing"], 0);
    for revoked in ["s-008", "s-009"] {
        sandbox.admin(&["device", "revoke", revoked, "--yes"]).expect(0);
    }
    for lost in ["s-007", "s-008", "s-042"] {
        sandbox
            .run("sh", &["-c", &format!("rm out/*/{lost}.crt")])
            .expect(0);
    }
    // One that is revoked is not missed, and nothing of it changes.
    let report = reconcile().says("the certificates of s-007, s-042");
    assert_eq!(report.json()["missing"], 2);
    assert_eq!(report.json()["changed"], false);
}

fn a_pair_that_is_not_what_was_asked_for_is_refused() {
    let sandbox = Sandbox::with_ca();
    sandbox
        .admin(&["device", "create", "--device-id", "s-2", "--uri", "other.example"])
        .expect(0);
    let before = sandbox.read("s-2.crt");
    sandbox
        .admin(&["device", "import", "--count", "3", "--pattern", "s-{}"])
        .expect(1)
        .says("s-2");
    assert_eq!(sandbox.read("s-2.crt"), before);
}

fn a_certificate_in_force_in_another_directory_is_reported() {
    let sandbox = Sandbox::with_ca();
    let import = |directory: &str, count: u32, more: &[&str]| {
        fs::create_dir_all(sandbox.path(directory)).unwrap();
        let (count, directory) = (format!("--count={count}"), format!("--output-dir={directory}"));
        let import = ["device", "import", "--pattern=s-{}", "--format=json"];
        sandbox
            .admin(&[&import[..], &[&*count, &*directory], more].concat())
            .expect(0)
    };
    let elsewhere = |run: &Run, count: u32| {
        assert_eq!(run.json()["elsewhere"], count, "{run:#?}");
        assert_eq!(run.stderr.contains("in force"), count > 0, "{run:#?}");
    };
    elsewhere(&import("one", 3, &[]), 0);
    elsewhere(&import("one", 4, &[]), 0);
    let run = import("other", 6, &[]);
    elsewhere(&run, 4);
    run.says("are in force for s-1, s-2, s-3, s-4; the new ones do not replace them");
    elsewhere(&import("other", 6, &[]), 0);
    elsewhere(&import("third", 300, &[]), 6);
    for number in 1..=6 {
        sandbox
            .admin(&["device", "revoke", &format!("s-{number}"), "--yes"])
            .expect(0);
    }
    elsewhere(&import("fourth", 6, &[]), 0);
    elsewhere(&import("fifth", 6, &["--no-record"]), 0);
}

fn a_key_that_has_gone_is_called_missing() {
    let sandbox = Sandbox::with_ca();
    let import = ["device", "import", "--count", "2", "--pattern", "pump-{}"];
    sandbox.admin(&import).expect(0);
    std::fs::remove_file(sandbox.path("pump-2.key")).unwrap();
    sandbox
        .admin(&import)
        .expect(1)
        .says("pump-2.crt exists without its key pump-2.key");
}

fn a_file_without_devices_is_said_to_be_one() {
    let sandbox = Sandbox::with_ca();
    sandbox
        .admin(&["device", "import", "--count", "0", "--pattern", "pump-{}"])
        .expect(2)
        .says("must be at least 1\n");
    for contents in ["", "device_id\n"] {
        sandbox.write("devices.csv", contents);
        let run = sandbox.admin(&["device", "import", "devices.csv"]).expect(0);
        run.says("the file names no devices");
    }
}
