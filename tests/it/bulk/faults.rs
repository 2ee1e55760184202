//! An import that the world fails: a full disk, a database that is killed. Nothing is torn then, and the same command again makes the
//! fleet whole.

use std::{
    collections::HashSet,
    fs,
    path::Path,
    process::Stdio,
    thread,
    time::{Duration, Instant},
};

use super::{Issued, assert_fleet, inventory, is_pair, of_sandbox};
use crate::{
    databases::{
        database::execute,
        servers::{Kind, Mortal},
    },
    support::{Mount, Run, Sandbox, tests},
};

tests![
    after_a_full_disk_the_same_command_finishes_the_import[Root],
    when_the_inventorys_disk_is_full_the_same_command_finishes_the_import[Root],
    when_postgresql_is_killed_the_same_command_finishes_the_import[Postgres],
    when_mariadb_is_killed_the_same_command_finishes_the_import[MariaDb],
];

/// Two batches.
const COUNT: usize = 500;

const IMPORT: [&str; 5] = [
    "device",
    "import",
    "--count=500",
    "--pattern=pump-{:03}",
    "--format=json",
];

/// Checks that each certificate in a directory has its key beside it and its serial number in the inventory; returns how many there are.
#[track_caller]
fn assert_nothing_is_torn(directory: &Path, rows: &[Issued]) -> usize {
    let known: HashSet<&str> = rows.iter().map(|row| row.serial.as_str()).collect();
    let files = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let certificates = files.filter(|file| file.extension().is_some_and(|end| end == "crt"));
    let mut count = 0;
    for file in certificates {
        let certificate = fs::read(&file).unwrap();
        let key = fs::read(file.with_extension("key")).unwrap();
        assert!(is_pair(&key, &certificate), "{}", file.display());
        let (_, pem) = x509_parser::pem::parse_x509_pem(&certificate).unwrap();
        let serial = pem.parse_x509().unwrap().raw_serial_as_string().replace(':', "");
        assert!(known.contains(serial.as_str()), "nobody wrote {serial} down");
        count += 1;
    }
    count
}

fn after_a_full_disk_the_same_command_finishes_the_import() {
    // Full in the first batch, in the second one, and at the very end.
    for (room, whole) in [("size=1m", 0), ("size=3m", 250), ("size=4000k", 250)] {
        let sandbox = Sandbox::with_ca();
        let disk = Mount::new(&sandbox, "devices", room);
        let import = [&IMPORT[..], &["--output-dir", disk.path()]].concat();
        sandbox.admin(&import).expect(3).says("No space left on device");
        let directory = Path::new(disk.path());
        assert_eq!(assert_nothing_is_torn(directory, &of_sandbox(&sandbox)), whole);
        disk.remount("size=16m");
        let report = sandbox.admin(&import).expect(0).json();
        assert_eq!(report["issued"], COUNT - whole);
        assert_fleet(directory, &of_sandbox(&sandbox), COUNT);
    }
}

fn when_the_inventorys_disk_is_full_the_same_command_finishes_the_import() {
    for room in ["size=300k", "size=600k"] {
        let sandbox = Sandbox::with_ca();
        let disk = Mount::new(&sandbox, "inventory", room);
        fs::create_dir(sandbox.path("out")).unwrap();
        let url = format!("sqlite:{}", disk.file("ca.db").display());
        let import = [&IMPORT[..], &["--output-dir=out", "--inventory", &url]].concat();
        sandbox.admin(&import).expect(3).says("disk is full");
        let out = sandbox.path("out");
        let before = assert_nothing_is_torn(&out, &inventory(&url));
        assert!(before < COUNT);
        disk.remount("size=16m");
        sandbox.admin(&import).expect(0);
        assert_fleet(&out, &inventory(&url), COUNT);
    }
}

fn when_postgresql_is_killed_the_same_command_finishes_the_import() {
    killed_in_the_middle(Kind::Postgres);
}

fn when_mariadb_is_killed_the_same_command_finishes_the_import() {
    killed_in_the_middle(Kind::MariaDb);
}

/// Kills the server when so many files are there: while it makes its tables, in the first batch, between the two, and in the last one.
fn killed_in_the_middle(kind: Kind) {
    let mut server = Mortal::start(kind);
    let mut stopped = 0;
    for (number, files) in [0, 20, 300, 510, 960].into_iter().enumerate() {
        let sandbox = Sandbox::new();
        let name = format!("round_{number}");
        execute(
            &server.url(kind.first_database()),
            &format!("CREATE DATABASE {name}"),
            &[],
        );
        let url = server.url(&name);
        let create = ["ca", "create", "--cn", "CA", "--uri", "d.example", "--no-record"];
        sandbox.admin(&create).expect(0);
        let out = sandbox.path("out");
        fs::create_dir(&out).unwrap();
        let import = [&IMPORT[..], &["--output-dir=out"]].concat();
        let import = || {
            let mut command = sandbox.admin_command(&import);
            command.env("AMQTT_ADMIN_INVENTORY", &url);
            command
        };
        let mut interrupted = import();
        let interrupted = interrupted.stdout(Stdio::null()).stderr(Stdio::piped());
        let interrupted = interrupted.spawn().unwrap();
        let start = Instant::now();
        while fs::read_dir(&out).unwrap().count() < files && start.elapsed() < Duration::from_secs(60) {
            thread::yield_now();
        }
        server.kill();
        let interrupted = Run::ended("import".to_owned(), &interrupted.wait_with_output().unwrap());
        server.start_again();
        if interrupted.code != Some(0) {
            interrupted.expect(3).says("fleet@localhost:");
            stopped += 1;
        }
        // Nobody may have made the tables yet.
        if fs::read_dir(&out).unwrap().count() > 0 {
            assert_nothing_is_torn(&out, &inventory(&url));
        }
        Run::of(&mut import()).expect(0);
        assert_fleet(&out, &inventory(&url), COUNT);
    }
    assert!(stopped >= 2, "the imports were too fast");
}
