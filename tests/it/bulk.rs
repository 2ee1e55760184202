//! Many devices at once, and the inventory that knows them: what a kill leaves, what a second run takes up.

pub(crate) mod devices;
pub(crate) mod escaped;
pub(crate) mod faults;
pub(crate) mod streams;

use std::{collections::HashMap, fs, path::Path, process::Stdio};

use amqtt_database::{Connection, DatabaseUrl};
use serde_json::Value;

use crate::{
    databases::database::{Database, on_every_database_and_cluster},
    support::{Run, Sandbox, Test},
};

pub(crate) fn tests() -> Vec<Test> {
    on_every_database_and_cluster![
        what_is_issued_is_recorded,
        three_imports_of_one_file_make_one_fleet,
    ]
}

/// A row of the inventory.
#[derive(Debug)]
pub(crate) struct Issued {
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) serial: String,
    pub(crate) state: String,
    pub(crate) fingerprint: String,
    pub(crate) not_before: i64,
    pub(crate) not_after: i64,
    pub(crate) renewed_from: String,
    pub(crate) reason: String,
}

/// The rows of an inventory, sorted by name.
pub(crate) fn inventory(url: &str) -> Vec<Issued> {
    let url: DatabaseUrl = url.parse().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let mut connection = Connection::open(&url).await.unwrap();
        let select = "SELECT kind, name, serial, state, cert_sha256, not_before, not_after, renewed_from, reason FROM fleet_certificate ORDER BY name {by_bytes}, not_before, issued_at";
        let mut rows = Vec::new();
        let row = |row: amqtt_database::Row<'_>| {
            let text = |at| row.text(at).unwrap_or_default().to_owned();
            rows.push(Issued {
                kind: text(0),
                name: text(1),
                serial: text(2),
                state: text(3),
                fingerprint: text(4),
                not_before: row.number(5).unwrap_or_default(),
                not_after: row.number(6).unwrap_or_default(),
                renewed_from: text(7),
                reason: text(8),
            });
            Ok::<_, amqtt_database::DatabaseError>(())
        };
        connection.each(select, &[], row).await.unwrap();
        connection.close().await;
        rows
    })
}

pub(crate) fn of_sandbox(sandbox: &Sandbox) -> Vec<Issued> {
    inventory(&format!("sqlite:{}", sandbox.path("ca.db").display()))
}

/// Returns whether a key is that of a certificate, both in PEM.
pub(crate) fn is_pair(key: &[u8], certificate: &[u8]) -> bool {
    let key = rcgen::KeyPair::from_pem(std::str::from_utf8(key).unwrap()).unwrap();
    let (_, pem) = x509_parser::pem::parse_x509_pem(certificate).unwrap();
    let certificate = pem.parse_x509().unwrap();
    certificate.public_key().subject_public_key.data == key.public_key_raw()
}

/// The number of files in a directory and below it.
fn files_below(directory: &Path) -> usize {
    let entries = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap());
    entries
        .map(|entry| match entry.file_type().unwrap().is_dir() {
            true => files_below(&entry.path()),
            false => 1,
        })
        .sum()
}

/// Checks that a directory of `count` devices holds whole pairs and nothing else, that the manifest says what is in them, and that
/// the inventory has each once.
#[track_caller]
fn assert_fleet(directory: &Path, rows: &[Issued], count: usize) {
    let manifest = fs::read_to_string(directory.join("manifest.ndjson")).unwrap();
    let entries: Vec<Value> = manifest
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(entries.len(), count);
    assert_eq!(files_below(directory), 2 * count + 1);
    let issued: Vec<&Issued> = rows
        .iter()
        .filter(|row| row.kind == "device" && row.state == "issued")
        .collect();
    let known: HashMap<&str, &&Issued> = issued.iter().map(|row| (row.fingerprint.as_str(), row)).collect();
    assert_eq!((issued.len(), known.len()), (count, count), "each is issued once");
    assert!(
        rows.iter().all(|row| row.state != "reserved"),
        "nothing stays reserved"
    );
    for entry in entries {
        let text = |key: &str| entry[key].as_str().unwrap().to_owned();
        let certificate = fs::read(directory.join(text("certificate"))).unwrap();
        let key = fs::read(directory.join(text("key"))).unwrap();
        let row = known[text("fingerprint").as_str()];
        assert_eq!((&row.name, &row.serial), (&text("device_id"), &text("serial")));
        assert!(is_pair(&key, &certificate), "{}", text("device_id"));
    }
}

fn what_is_issued_is_recorded(database: &Database) {
    let sandbox = &database.sandbox;
    database
        .recorded(&["ca", "create", "--cn", "CA", "--uri", "d.example"])
        .expect(0);
    database
        .recorded(&["server", "create", "--cn", "b.example"])
        .expect(0);
    database
        .recorded(&["device", "create", "--device-id", "d1"])
        .expect(0);
    database
        .recorded(&["device", "create", "--device-id", "d1", "--force"])
        .expect(0);
    sandbox
        .admin(&["device", "create", "--device-id", "d2", "--no-record"])
        .expect(0);
    let url = database.address();
    let rows = inventory(&url);
    let mut found: Vec<(&str, &str, &str)> = rows
        .iter()
        .map(|row| (row.kind.as_str(), row.name.as_str(), row.state.as_str()))
        .collect();
    found.sort_unstable();
    assert_eq!(
        found,
        [
            ("device", "d1", "issued"),
            ("device", "d1", "superseded"),
            ("root", "CA", "issued"),
            ("server", "b.example", "issued"),
        ]
    );
    assert!(!sandbox.path("ca.db").exists());
    let reconciled = database
        .recorded(&["device", "reconcile", ".", "--format", "json"])
        .expect(0);
    assert_eq!(reconciled.json()["added"], 1, "the one without a record");
    let again = database
        .recorded(&["device", "reconcile", ".", "--format", "json"])
        .expect(0);
    assert_eq!(again.json()["changed"], false);
}

/// Several imports of one file at once, in a cluster each on a node of its own: every device is issued by one of them.
fn three_imports_of_one_file_make_one_fleet(database: &Database) {
    const COUNT: usize = 500;
    let sandbox = &database.sandbox;
    database
        .recorded(&["ca", "create", "--cn", "CA", "--uri", "d.example"])
        .expect(0);
    fs::create_dir(sandbox.path("out")).unwrap();
    let rows: String = (0..COUNT).map(|number| format!("pump-{number}\n")).collect();
    sandbox.write("devices.csv", format!("device_id\n{rows}"));
    let import = [
        "device",
        "import",
        "devices.csv",
        "--output-dir=out",
        "--format=json",
    ];
    let imports: Vec<_> = (0..3)
        .map(|node| {
            let mut command = database.recorded_command(node, &import);
            command.stdout(Stdio::piped()).stderr(Stdio::piped());
            command.spawn().unwrap()
        })
        .collect();
    let reports: Vec<Value> = imports
        .into_iter()
        .map(|child| Run::ended("import".to_owned(), &child.wait_with_output().unwrap()))
        .map(|run| run.expect(0).json())
        .collect();
    let sum = |key: &str| {
        reports
            .iter()
            .map(|report| report[key].as_u64().unwrap())
            .sum::<u64>()
    };
    assert_eq!(
        (sum("issued"), sum("kept"), sum("taken_up")),
        (COUNT as u64, 2 * COUNT as u64, 0)
    );
    assert_fleet(&sandbox.path("out"), &inventory(&database.address()), COUNT);
}
