//! Revocation with the inventory in every database, and in a cluster, where each command asks another node than the one before.

use std::{cell::Cell, collections::BTreeSet, process::Stdio, thread, time::Duration};

use serde_json::Value;

use super::{number, openssl_accepts};
use crate::{
    databases::{
        database::{Database, on_every_database_and_cluster},
        servers::Kind,
    },
    support::{Run, Test, one},
};

pub(crate) fn tests() -> Vec<Test> {
    let mut tests = on_every_database_and_cluster![
        what_one_node_is_told_is_on_the_list_of_another[OpenSsl],
        of_revocations_at_once_none_is_lost,
        a_list_of_a_higher_number_has_all_that_a_lower_one_has,
        what_is_revoked_while_it_is_issued_stays_revoked,
        what_is_issued_while_its_device_is_suspended_is_on_hold_too,
        what_is_renewed_while_its_device_is_revoked_is_revoked_too,
        a_list_never_has_the_number_of_one_that_was_signed_ahead,
    ];
    tests.push(one!(a_node_that_is_behind_catches_up_first[MariaDb, Galera]));
    tests
}

/// A fleet in a database.
struct Fleet<'a> {
    database: &'a Database,
    next_node: Cell<usize>,
}

impl<'a> Fleet<'a> {
    /// A CA for `d.example`, with devices of these names.
    fn new(database: &'a Database, ids: &[String]) -> Self {
        let fleet = Self {
            database,
            next_node: Cell::new(0),
        };
        fleet.json(&["ca", "create", "--cn", "Test CA", "--uri", "d.example"]);
        database
            .sandbox
            .write("devices.csv", format!("device_id\n{}\n", ids.join("\n")));
        fleet.json(&["device", "import", "devices.csv"]);
        fleet
    }

    /// Runs our executable on the next node.
    fn admin(&self, arguments: &[&str]) -> Run {
        let node = self.next_node.get();
        self.next_node.set(node + 1);
        Run::of(&mut self.database.recorded_command(node, arguments))
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let run = self.admin(&[arguments, &["--format", "json"]].concat());
        run.expect(0).json()
    }

    /// Runs our executable with each of these lists of arguments, all at once, on one node after the other.
    fn at_once(&self, all: &[Vec<&str>]) -> Vec<Value> {
        let started: Vec<_> = all
            .iter()
            .enumerate()
            .map(|(node, arguments)| {
                let mut command = self.database.recorded_command(node, arguments);
                command.args(["--format", "json"]);
                command.stdout(Stdio::piped()).stderr(Stdio::piped());
                command.spawn().unwrap()
            })
            .collect();
        let ended = started.into_iter().zip(all).map(|(child, arguments)| {
            let run = Run::ended(arguments.join(" "), &child.wait_with_output().unwrap());
            run.expect(0).json()
        });
        ended.collect()
    }

    /// The names of the devices in a state.
    fn devices(&self, state: &str) -> Vec<String> {
        let list = self.json(&["device", "list", "--state", state]);
        let items = list.as_array().unwrap().iter();
        items
            .map(|item| item["device_id"].as_str().unwrap().to_owned())
            .collect()
    }

    /// The serial numbers on a list.
    fn listed(&self, list: &str) -> BTreeSet<String> {
        let pem = self.database.sandbox.read(list);
        let (_, pem) = x509_parser::pem::parse_x509_pem(&pem).unwrap();
        let (_, list) = x509_parser::parse_x509_crl(&pem.contents).unwrap();
        let revoked = list.iter_revoked_certificates();
        revoked.map(|entry| entry.raw_serial_as_string()).collect()
    }
}

fn ids(stem: &str, count: usize) -> Vec<String> {
    (0..count).map(|number| format!("{stem}-{number:02}")).collect()
}

fn what_one_node_is_told_is_on_the_list_of_another(database: &Database) {
    let sandbox = &database.sandbox;
    let fleet = Fleet::new(database, &ids("pump", 6));
    sandbox
        .admin(&["device", "create", "--device-id", "unknown", "--no-record"])
        .expect(0);
    let accepted = |id: &str| openssl_accepts(sandbox, "ca.crl", &format!("{id}.crt"));
    let first = fleet.json(&["ca", "crl"]);
    let revoke = [
        "device",
        "revoke",
        "pump-00",
        "--reason",
        "key-compromise",
        "--yes",
    ];
    assert_eq!(fleet.json(&revoke)["changed"], true);
    assert_eq!(fleet.json(&revoke)["changed"], false);
    let check = fleet.admin(&["ca", "crl", "--check"]).expect(1);
    assert!(
        check.stdout.contains("it lacks the revoked certificate"),
        "{check:#?}"
    );
    fleet.admin(&["ca", "status"]).expect(1);
    let second = fleet.json(&["ca", "crl"]);
    assert!(number(&second) > number(&first));
    assert_eq!(second["revoked"], 1);
    assert_eq!((accepted("pump-00"), accepted("pump-01")), (false, true));

    fleet.json(&["device", "suspend", "pump-01", "pump-02"]);
    assert_eq!(fleet.json(&["ca", "crl"])["revoked"], 3);
    assert_eq!((accepted("pump-01"), accepted("pump-03")), (false, true));
    fleet.json(&["device", "resume", "pump-01"]);
    assert_eq!(fleet.json(&["ca", "crl"])["revoked"], 2);
    assert_eq!((accepted("pump-01"), accepted("pump-02")), (true, false));
    // One on hold may be revoked for good, and one that was never recorded.
    fleet.json(&["device", "revoke", "pump-02", "--cert", "unknown.crt", "--yes"]);
    fleet.json(&["device", "create", "--device-id", "pump-03", "--force"]);
    fleet.json(&["device", "revoke", "--superseded", "--yes"]);
    assert_eq!(fleet.json(&["ca", "crl"])["revoked"], 4);
    assert_eq!((accepted("unknown"), accepted("pump-03")), (false, true));
    assert!(!openssl_accepts(sandbox, "ca.crl", "pump-03.crt.old"));
    fleet.admin(&["ca", "crl", "--check"]).expect(0);
    fleet.admin(&["ca", "status"]).expect(0);

    assert_eq!(
        fleet.devices("revoked"),
        ["pump-00", "pump-02", "pump-03", "unknown"]
    );
    assert_eq!(
        fleet.devices("issued"),
        ["pump-01", "pump-03", "pump-04", "pump-05"]
    );
    assert_eq!(fleet.devices("held"), [""; 0]);
    let history = fleet.json(&["device", "show", "pump-00"]);
    assert_eq!(history[0]["reason"], "key-compromise");
    let metrics = fleet.admin(&["ca", "status", "--prometheus"]).stdout;
    let count = "amqtt_admin_certificates{kind=\"device\",state=\"revoked\"} 4\n";
    assert!(metrics.contains(count), "{metrics}");
}

fn of_revocations_at_once_none_is_lost(database: &Database) {
    let ids = ids("pump", 24);
    let fleet = Fleet::new(database, &ids);
    let verbs = ids.iter().enumerate().map(|(number, id)| match number % 3 {
        0 => vec!["device", "revoke", id, "--yes", "--crl"],
        1 => vec!["device", "suspend", id, "--crl"],
        _ => vec!["device", "revoke", id, "--yes"],
    });
    let reports = fleet.at_once(&verbs.collect::<Vec<_>>());
    assert!(
        reports.iter().all(|report| report["changed"] == true),
        "{reports:#?}"
    );
    let of = |third: usize| ids.iter().skip(third).step_by(3).cloned();
    assert_eq!(fleet.devices("held"), of(1).collect::<Vec<_>>());
    let revoked: BTreeSet<String> = of(0).chain(of(2)).collect();
    assert_eq!(fleet.devices("revoked"), revoked.into_iter().collect::<Vec<_>>());
    let numbers: BTreeSet<&str> = reports
        .iter()
        .filter_map(|report| report["crl_number"].as_str())
        .collect();
    assert_eq!(numbers.len(), 16, "each list has a number of its own");
    assert_eq!(fleet.json(&["ca", "crl"])["revoked"], 24);
    fleet.admin(&["ca", "crl", "--check"]).expect(0);
}

/// Whichever comes first: a device on hold has no certificate in force.
fn what_is_issued_while_its_device_is_suspended_is_on_hold_too(database: &Database) {
    let ids = ids("pump", 32);
    let fleet = Fleet::new(database, &ids);
    let issue = |number: usize, id| match number % 2 {
        0 => vec!["device", "create", "--force", "--yes", "--device-id", id],
        _ => vec!["device", "renew", id],
    };
    let suspends = ids.iter().map(|id| vec!["device", "suspend", id.as_str()]);
    let issues = ids
        .iter()
        .enumerate()
        .map(|(number, id)| issue(number, id.as_str()));
    for run in run_beside(database, suspends.zip(issues)) {
        match run.code {
            Some(0) => {}
            _ => _ = run.expect(1).says("is on hold"),
        }
    }
    assert_eq!(fleet.devices("issued"), [""; 0]);
    let held: BTreeSet<String> = fleet.devices("held").into_iter().collect();
    assert_eq!(held.into_iter().collect::<Vec<_>>(), ids);
}

fn what_is_renewed_while_its_device_is_revoked_is_revoked_too(database: &Database) {
    let ids = ids("pump", 32);
    let fleet = Fleet::new(database, &ids);
    let revoke = |id| vec!["device", "revoke", id, "--reason", "key-compromise", "--yes"];
    let renew = |number: usize, id| match number % 2 {
        0 => vec!["device", "renew", id],
        _ => vec!["device", "renew", id, "--reuse-key"],
    };
    let revokes = ids.iter().map(|id| revoke(id.as_str()));
    let renewals = ids
        .iter()
        .enumerate()
        .map(|(number, id)| renew(number, id.as_str()));
    for run in run_beside(database, revokes.zip(renewals)) {
        match run.code {
            Some(0) => {}
            _ => _ = run.expect(1),
        }
    }
    assert_eq!(fleet.devices("issued"), [""; 0]);
    let revoked: BTreeSet<String> = fleet.devices("revoked").into_iter().collect();
    assert_eq!(revoked.into_iter().collect::<Vec<_>>(), ids);
}

/// Runs our executable with each of these lists of arguments, all at once, on one node after the other.
fn run_beside<'a>(
    database: &Database,
    pairs: impl Iterator<Item = (Vec<&'a str>, Vec<&'a str>)>,
) -> Vec<Run> {
    let started: Vec<_> = pairs
        .flat_map(|(one, other)| [one, other])
        .enumerate()
        .map(|(node, arguments)| {
            let mut command = database.recorded_command(node, &arguments);
            command.stdout(Stdio::piped()).stderr(Stdio::piped());
            (command.spawn().unwrap(), arguments.join(" "))
        })
        .collect();
    let ended = started.into_iter();
    ended
        .map(|(child, line)| Run::ended(line, &child.wait_with_output().unwrap()))
        .collect()
}

/// As on several machines, which share no directory that could be locked.
fn a_list_of_a_higher_number_has_all_that_a_lower_one_has(database: &Database) {
    let ids = ids("pump", 16);
    let fleet = Fleet::new(database, &ids);
    for id in &ids {
        database.sandbox.run("mkdir", &[id]).expect(0);
    }
    let files: Vec<String> = ids.iter().map(|id| format!("{id}/ca.crl")).collect();
    let revokes = ids.iter().map(|id| vec!["device", "revoke", id, "--yes"]);
    let lists = files.iter().map(|file| vec!["ca", "crl", "--to", file]);
    let both: Vec<Vec<&str>> = revokes.zip(lists).flat_map(|(one, other)| [one, other]).collect();
    let reports = fleet.at_once(&both);
    let signed = reports.iter().skip(1).step_by(2);
    let mut lists: Vec<(u64, BTreeSet<String>)> = signed
        .zip(&files)
        .map(|(report, file)| (number(report), fleet.listed(file)))
        .collect();
    lists.sort();
    for pair in lists.windows(2) {
        let [(lower, earlier), (higher, later)] = pair else {
            unreachable!()
        };
        assert!(lower < higher, "two lists have number {lower}");
        assert!(earlier.is_subset(later), "{higher} has lost what {lower} has");
    }
    assert_eq!(fleet.json(&["ca", "crl"])["revoked"], 16);
}

/// A stream that nobody reads is issued up to its last step.
fn what_is_revoked_while_it_is_issued_stays_revoked(database: &Database) {
    let fleet = Fleet::new(database, &ids("pump", 1));
    let stream = [
        "device",
        "import",
        "--count=200",
        "--pattern=valve-{:03}",
        "--stream=ndjson",
    ];
    let mut command = database.recorded_command(0, &stream);
    let streaming = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let streaming = streaming.spawn().unwrap();
    while fleet.devices("reserved").len() < 200 {
        thread::sleep(Duration::from_millis(20));
    }
    fleet.json(&["device", "revoke", "valve-007", "--yes"]);
    Run::ended("stream".to_owned(), &streaming.wait_with_output().unwrap()).expect(0);
    assert_eq!(fleet.devices("revoked"), ["valve-007"]);
    assert_eq!(fleet.devices("issued").len(), 200);
    assert_eq!(fleet.json(&["ca", "crl"])["revoked"], 1);
}

/// Within a second, so that the time makes no difference.
fn a_list_never_has_the_number_of_one_that_was_signed_ahead(database: &Database) {
    let fleet = Fleet::new(database, &ids("pump", 1));
    let (mut numbers, mut count) = (BTreeSet::new(), 0);
    for round in 0..4 {
        let (calendar, list) = (format!("calendar-{round}"), format!("list-{round}"));
        database.sandbox.run("mkdir", &[&calendar, &list]).expect(0);
        let ahead = ["ca", "crl", "--ahead", "20w", "--output-dir", &calendar];
        let file = format!("{list}/ca.crl");
        let one = ["ca", "crl", "--to", &file];
        for report in fleet.at_once(&[ahead.to_vec(), one.to_vec()]) {
            let value = |key: &str| report[key].as_str().and_then(|number| number.parse::<u64>().ok());
            let (first, last) = match (value("first_number"), value("last_number")) {
                (Some(first), Some(last)) => (first, last),
                _ => (number(&report), number(&report)),
            };
            numbers.extend(first..=last);
            count += last - first + 1;
        }
    }
    assert_eq!((numbers.len(), count), (4 * 21, 4 * 21), "{numbers:?}");
    // What was signed last is the one to have, though a calendar has higher numbers.
    let signed = fleet.json(&["ca", "crl"]);
    assert!(number(&signed) > *numbers.last().unwrap());
    fleet.admin(&["ca", "crl", "--check"]).expect(0);
}

/// A node that applies nothing for a while is asked about what another one has committed.
fn a_node_that_is_behind_catches_up_first() {
    let database = Database::galera();
    let fleet = Fleet::new(&database, &ids("pump", 2));
    let on = |node: usize, arguments: &[&str]| {
        let mut command = database.recorded_command(node, arguments);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().unwrap()
    };
    let behind = Database::at(Kind::MariaDb, vec![database.nodes[1].clone()]);
    let mut listed = behind.while_written("FLUSH TABLES WITH READ LOCK", &[], || {
        let revoked = on(0, &["device", "revoke", "pump-00", "--yes"]).wait_with_output();
        Run::ended("revoke".to_owned(), &revoked.unwrap()).expect(0);
        let mut listed = on(1, &["device", "list", "--state", "revoked", "--format", "json"]);
        thread::sleep(Duration::from_millis(500));
        assert_eq!(listed.try_wait().unwrap(), None, "it did not wait");
        listed
    });
    listed.wait().unwrap();
    let listed = Run::ended("list".to_owned(), &listed.wait_with_output().unwrap()).expect(0);
    assert_eq!(listed.json()[0]["device_id"], "pump-00");
    assert_eq!(fleet.json(&["ca", "crl"])["revoked"], 1);
}
