//! The inventory on every database: its tables made by several at once, rows that come back as they were written, and keys that two
//! want at once.

use std::process::Stdio;

use super::{
    crowds::run_all,
    database::{Database, on_every_database_and_cluster},
};
use crate::support::{Run, Test};

pub(super) fn tests() -> Vec<Test> {
    on_every_database_and_cluster![
        eight_at_once_make_the_tables_and_record,
        a_row_comes_back_as_it_was_written,
        of_several_who_certify_one_key_at_once_one_does[OpenSsl],
        of_several_imports_of_the_same_keys_at_once_one_wins[OpenSsl],
    ]
}

/// A command line that records in the database.
fn recording(database: &Database, line: &str) -> Vec<String> {
    let words = line.split(' ').chain(["--inventory", &database.url]);
    words.map(str::to_owned).collect()
}

#[track_caller]
fn record(database: &Database, line: &str) -> Run {
    let words = recording(database, line);
    database.admin(&words.iter().map(String::as_str).collect::<Vec<_>>())
}

const DEVICE: &str = "device create --uri fleet.example --no-input --device-id";

fn eight_at_once_make_the_tables_and_record(database: &Database) {
    database
        .admin(&["ca", "create", "--cn", "root", "--no-record"])
        .expect(0);
    let creates: Vec<_> = (0..8)
        .map(|number| recording(database, &format!("{DEVICE} dev-{number}")))
        .collect();
    for run in run_all(database, &creates) {
        run.expect(0);
    }
    let issued = "SELECT COUNT(*) FROM fleet_certificate WHERE kind = 'device' AND state = 'issued'";
    assert_eq!(database.number(issued), Some(8));
    assert_eq!(
        database.number("SELECT COUNT(*) FROM fleet_certificate WHERE state = 'reserved'"),
        Some(0)
    );
    assert_eq!(database.number("SELECT COUNT(*) FROM fleet_issuer"), Some(1));
}

fn a_row_comes_back_as_it_was_written(database: &Database) {
    record(database, "ca create --cn root").expect(0);
    record(database, &format!("{DEVICE} dev-1")).expect(0);
    database.sandbox.write("devices.csv", "device_id\nDEV-1\n");
    record(database, "device import devices.csv --uri fleet.example").expect(0);
    let rows = "SELECT name, serial, certificate FROM fleet_certificate WHERE kind = 'device' ORDER BY name {by_bytes}";
    let rows = database.rows::<3>(rows);
    let names: Vec<&str> = rows.iter().map(|[name, ..]| name.as_str()).collect();
    assert_eq!(names, ["DEV-1", "dev-1"]);
    for [name, serial, certificate] in &rows {
        let file = format!("{name}.crt");
        let shown = database
            .admin(&["device", "show", &file, "--format", "json"])
            .expect(0)
            .json();
        assert_eq!(shown["serial"], **serial);
        let pem = String::from_utf8(database.sandbox.read(&file)).unwrap();
        let base64: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
        assert_eq!(*certificate, base64);
        let times = format!("SELECT not_after - not_before FROM fleet_certificate WHERE name = '{name}'");
        let life = database.number(&times).unwrap();
        assert!((364 * 86_400..=366 * 86_400).contains(&life), "{life}");
    }
    // Another one in the place of the first.
    record(database, &format!("{DEVICE} dev-1 --force --yes")).expect(0);
    let superseded = "SELECT COUNT(*) FROM fleet_certificate WHERE name = 'dev-1' AND state = 'superseded'";
    assert_eq!(database.number(superseded), Some(1));
}

/// Makes a key, and a request for it in PEM.
fn request(database: &Database, csr: &str) -> String {
    let request = [
        "req", "-new", "-newkey", "ed25519", "-nodes", "-subj", "/CN=x", "-keyout", "key", "-out", csr,
    ];
    database.sandbox.run("openssl", &request).expect(0);
    String::from_utf8(database.sandbox.read(csr)).unwrap()
}

/// A cloned image: one key, and as many names as there are devices.
fn of_several_who_certify_one_key_at_once_one_does(database: &Database) {
    const NAMES: usize = 6;
    database
        .recorded(&["ca", "create", "--cn", "CA", "--uri", "d.example"])
        .expect(0);
    for round in 0..4 {
        let csr = format!("round-{round}.csr");
        request(database, &csr);
        let signing: Vec<_> = (0..NAMES)
            .map(|number| {
                let id = format!("dev-{round}-{number}");
                let sign = ["device", "sign", "--csr", &csr, "--device-id", &id];
                let mut command = database.recorded_command(number, &sign);
                command.stdout(Stdio::piped()).stderr(Stdio::piped());
                command.spawn().unwrap()
            })
            .collect();
        let runs: Vec<Run> = signing
            .into_iter()
            .map(|child| Run::ended("sign".to_owned(), &child.wait_with_output().unwrap()))
            .collect();
        let (done, refused): (Vec<Run>, Vec<Run>) = runs.into_iter().partition(|run| run.code == Some(0));
        assert_eq!(done.len(), 1, "{done:#?} {refused:#?}");
        for run in refused {
            run.expect(1).says("the key is recorded as that of device dev-");
        }
        let count = format!("SELECT COUNT(*) FROM fleet_certificate WHERE name LIKE 'dev-{round}-%'");
        assert_eq!(database.number(&count), Some(1), "nothing else was written");
    }
    assert_eq!(database.number("SELECT COUNT(*) FROM fleet_claim"), Some(0));
}

/// Files of devices that bring the same keys under other names, in another order each.
fn of_several_imports_of_the_same_keys_at_once_one_wins(database: &Database) {
    const IMPORTS: usize = 5;
    const KEYS: usize = 4;
    database
        .recorded(&["ca", "create", "--cn", "CA", "--uri", "d.example"])
        .expect(0);
    for round in 0..4 {
        let keys: Vec<String> = (0..KEYS)
            .map(|key| request(database, &format!("{key}.csr")))
            .collect();
        let importing: Vec<_> = (0..IMPORTS)
            .map(|number| {
                let (file, out) = (format!("{number}.csv"), format!("out-{round}-{number}"));
                let mut rows: Vec<String> = (0..KEYS)
                    .map(|key| format!("dev-{round}-{number}-{key},\"{}\"\n", keys[key]))
                    .collect();
                rows.rotate_left(number % KEYS);
                // A device whose key is made for it is in nobody's way.
                rows.push(format!("own-{round}-{number},\n"));
                database
                    .sandbox
                    .write(&file, format!("device_id,csr\n{}", rows.concat()));
                std::fs::create_dir(database.sandbox.path(&out)).unwrap();
                let import = ["device", "import", &file, "--output-dir", &out];
                let mut command = database.recorded_command(number, &import);
                command.stdout(Stdio::piped()).stderr(Stdio::piped());
                command.spawn().unwrap()
            })
            .collect();
        let runs: Vec<Run> = importing
            .into_iter()
            .map(|child| Run::ended("import".to_owned(), &child.wait_with_output().unwrap()))
            .collect();
        let (done, refused): (Vec<Run>, Vec<Run>) = runs.into_iter().partition(|run| run.code == Some(0));
        assert_eq!(done.len(), 1, "{done:#?} {refused:#?}");
        for run in refused {
            run.expect(3).says("the key is recorded as that of device dev-");
        }
        let count = format!(
            "SELECT COUNT(*) FROM fleet_certificate WHERE name LIKE 'dev-{round}-%' OR name LIKE 'own-{round}-%'"
        );
        assert_eq!(
            database.number(&count),
            Some(KEYS as i64 + 1),
            "nothing else was written"
        );
    }
    assert_eq!(database.number("SELECT COUNT(*) FROM fleet_claim"), Some(0));
}
