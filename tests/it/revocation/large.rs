//! An inventory that is larger than what a program should hold in memory.

use std::{fs, process::Stdio, thread, time::Duration};

use crate::{
    databases::database::{Database, on_every_database},
    support::Test,
};

pub(crate) fn tests() -> Vec<Test> {
    on_every_database![a_status_takes_no_more_memory_for_more_devices]
}

/// Adds a hundred thousand devices that expire one after the other, past our executable. `{n}` numbers them, from `{from}` on.
const ADD: &str = "INSERT INTO fleet_certificate (issuer, serial, kind, name, state, not_before, not_after) \
    SELECT spki, CONCAT('00', n), 'device', CONCAT('pump-', n), 'issued', 0, 2000000000 + n FROM fleet_issuer, \
    (SELECT {from} + a.i + 10 * b.i + 100 * c.i + 1000 * d.i + 10000 * e.i AS n FROM \
    {digits} a, {digits} b, {digits} c, {digits} d, {digits} e) numbers";

const DIGITS: &str = "(SELECT 0 AS i UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL \
    SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9)";

fn add(database: &Database, from: u32) {
    let statement = ADD
        .replace("{digits}", DIGITS)
        .replace("{from}", &from.to_string());
    database.execute(&statement, &[]);
}

/// The devices that a status counts, and the memory that it takes at most, in KiB.
fn status(database: &Database) -> (u64, u64) {
    let mut command = database.recorded_command(0, &["ca", "status", "--format", "json"]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut most = 0;
    while child.try_wait().unwrap().is_none() {
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let peak = peak.and_then(|peak| peak.trim().strip_suffix(" kB")?.parse().ok());
        most = peak.unwrap_or(0).max(most);
        thread::sleep(Duration::from_millis(2));
    }
    let output = child.wait_with_output().unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    (report["devices"].as_u64().unwrap(), most)
}

fn a_status_takes_no_more_memory_for_more_devices(database: &Database) {
    database
        .recorded(&["ca", "create", "--cn", "CA", "--uri", "d.example"])
        .expect(0);
    // More than what SQLite's cache of 32 MB holds.
    for from in [100_000, 200_000, 300_000] {
        add(database, from);
    }
    let (few, before) = status(database);
    for from in [400_000, 500_000] {
        add(database, from);
    }
    let (many, after) = status(database);
    assert_eq!((few, many), (300_000, 500_000));
    assert!(
        before > 0 && after < before + 4_096,
        "{before} KiB, then {after} KiB"
    );
}
