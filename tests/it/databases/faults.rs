//! Databases that do not exist or do not let us in: each with its exit code and a few words.

use std::{fs, os::unix::fs::symlink};

use super::{
    add,
    database::{Database, on_every_database},
    insert_account, rights,
    servers::Kind,
};
use crate::support::{Mount, Run, Sandbox, Test, one};

pub(super) fn tests() -> Vec<Test> {
    let mut tests = on_every_database![
        tables_that_are_not_there_are_an_environment_error,
        a_database_that_may_only_be_read_is_an_environment_error[Root],
        a_lock_that_is_not_given_up_is_an_environment_error,
    ];
    tests.extend([
        one!(files_that_are_no_database_are_environment_errors),
        one!(a_full_disk_changes_nothing[Root]),
        one!(what_cannot_be_made_leaves_no_file),
    ]);
    tests
}

/// An environment error, told in a few words that name the database, and never on stdout.
#[track_caller]
pub(super) fn fails(run: Run) -> Run {
    let run = run.expect(3);
    assert!(run.stdout.is_empty(), "{run:#?}");
    assert!((1..=3).contains(&run.stderr.lines().count()), "{run:#?}");
    assert!(run.stderr.starts_with("error: "), "{run:#?}");
    run
}

fn tables_that_are_not_there_are_an_environment_error(database: &Database) {
    if database.server.is_none() {
        database.sandbox.write("auth.db", "");
    }
    let commands: [&[&str]; 8] = [
        &["user", "list"],
        &["user", "rm", "-c", "dev1", "--yes"],
        &["user", "add", "-c", "dev1", "--password-file", "password"],
        &["user", "verify", "-c", "dev1", "--password-file", "password"],
        &["topic", "list", "--lint"],
        &["topic", "add", "-c", "dev1", "-a", "publish", "a"],
        &["topic", "rm", "-c", "dev1", "-a", "publish", "a"],
        &["topic", "check", "-c", "dev1", "-a", "publish", "a"],
    ];
    database.sandbox.write("password", "pw");
    database.sandbox.run("chmod", &["600", "password"]).expect(0);
    for arguments in commands {
        let run = database
            .admin(arguments)
            .expect(3)
            .says("`amqtt-admin user sync`");
        assert_eq!(run.stderr.lines().count(), 2, "{run:#?}");
    }
    // A table without a column of ours is as good as none.
    database.admin(&["user", "sync"]).expect(0);
    database.execute("ALTER TABLE topic_auth DROP COLUMN receive_acl", &[]);
    database
        .admin(&["topic", "add", "-c", "dev1", "-a", "receive", "a"])
        .expect(3)
        .says("user sync");
    database.admin(&["user", "sync"]).expect(0);
    add(database, "dev1", "receive", "a");
}

fn a_database_that_may_only_be_read_is_an_environment_error(database: &Database) {
    database.admin(&["user", "sync"]).expect(0);
    add(database, "dev1", "publish", "a");
    insert_account(database, "dev1");
    let mount;
    let url = match database.server {
        None => {
            mount = Mount::new(&database.sandbox, "disk", "size=1m");
            database.sandbox.run("cp", &["auth.db", "disk/auth.db"]).expect(0);
            database
                .sandbox
                .run("mount", &["-o", "remount,ro", mount.path()])
                .expect(0);
            "sqlite:disk/auth.db".to_owned()
        }
        Some(Kind::Postgres) => {
            database.execute("CREATE ROLE reader LOGIN PASSWORD 'reader'", &[]);
            database.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader", &[]);
            database.url_of("reader", "reader")
        }
        Some(Kind::MariaDb) => {
            database.execute("CREATE USER reader IDENTIFIED BY 'reader'", &[]);
            database.execute(&format!("GRANT SELECT ON {}.* TO reader", database.name()), &[]);
            database.url_of("reader", "reader")
        }
    };
    let admin = |arguments: &[&str]| {
        database
            .sandbox
            .admin(&[arguments, &["--database-url", &url]].concat())
    };
    let list = admin(&["topic", "list", "--format", "csv"]).expect(0);
    assert_eq!(list.stdout, "username,action,topic\ndev1,publish,a\n");
    admin(&["user", "list"]).expect(0);
    admin(&["topic", "check", "-c", "dev1", "-a", "publish", "a"]).expect(0);
    database.sandbox.write("password", "pw");
    database.sandbox.run("chmod", &["600", "password"]).expect(0);
    for arguments in [
        &["topic", "add", "-c", "dev1", "-a", "publish", "b"][..],
        &["topic", "add", "-c", "dev2", "-a", "publish", "b"],
        &["topic", "rm", "-c", "dev1", "-a", "publish", "a"],
        &["user", "add", "-c", "dev2", "--password-file", "password"],
        &["user", "pwd", "-c", "dev1", "--password-file", "password"],
        &["user", "rm", "-c", "dev1", "--yes"],
    ] {
        let run = fails(admin(arguments));
        let words = if database.server.is_none() {
            "read-only"
        } else {
            "permission denied"
        };
        assert!(run.stderr.contains(words), "{run:#?}");
    }
    assert_eq!(rights(database), ["dev1 publish a"]);
}

fn a_lock_that_is_not_given_up_is_an_environment_error(database: &Database) {
    database.admin(&["topic", "sync"]).expect(0);
    add(database, "dev1", "publish", "a");
    let (waiting, reading) = database.while_locked(
        "SELECT username FROM topic_auth WHERE username = 'dev1' {lock}",
        || {
            let reading = database.admin(&["topic", "list", "--format", "csv"]);
            (
                database.admin(&["topic", "add", "-c", "dev1", "-a", "publish", "b"]),
                reading,
            )
        },
    );
    fails(waiting)
        .says("locked by another process")
        .says("nothing was changed");
    // Who only reads does not wait.
    assert_eq!(
        reading.expect(0).stdout,
        "username,action,topic\ndev1,publish,a\n"
    );
    add(database, "dev1", "publish", "b");
}

fn files_that_are_no_database_are_environment_errors() {
    let database = Database::sqlite();
    let sandbox = &database.sandbox;
    database.admin(&["user", "sync"]).expect(0);
    for number in 0..200 {
        insert_account(&database, &format!("dev-{number}"));
    }
    let whole = sandbox.read("auth.db");
    sandbox.write(
        "text.db",
        "this is no database, but it is long enough to look at".repeat(100),
    );
    sandbox.write("cut.db", &whole[..whole.len() - 4096]);
    let mut garbled = whole.clone();
    garbled[4096..].fill(0xa5);
    sandbox.write("garbled.db", garbled);
    fs::create_dir(sandbox.path("directory.db")).unwrap();
    symlink("nowhere", sandbox.path("dangling.db")).unwrap();
    sandbox.run("mkfifo", &["pipe.db"]).expect(0);
    for (file, words) in [
        ("missing.db", "the database file does not exist"),
        ("missing/auth.db", "the database file does not exist"),
        ("dangling.db", "a symbolic link to a file that does not exist"),
        ("directory.db", "is a directory"),
        ("auth.db/x", "cannot be opened"),
        ("text.db", "not a SQLite database"),
        ("cut.db", "is damaged"),
        ("garbled.db", "is damaged"),
        ("pipe.db", "not a regular file"),
        ("/dev/null", "not a regular file"),
    ] {
        for arguments in [
            &["topic", "list"][..],
            &["user", "list", "--format", "csv"],
            &["topic", "add", "-c", "x", "-a", "publish", "a"],
        ] {
            let run = sandbox
                .admin(&[arguments, &["-f", file]].concat())
                .expect(3)
                .says(words)
                .says(file);
            assert!(
                run.stderr.lines().count() <= 3 && !run.stdout.contains("dev-"),
                "{run:#?}"
            );
        }
    }
    fails(sandbox.admin(&["user", "sync", "-f", "pipe.db"]));
    fs::remove_file(sandbox.path("pipe.db")).unwrap();
    let before = sandbox.snapshot();
    for file in ["missing/auth.db", "dangling.db", "directory.db", "text.db"] {
        let run = fails(sandbox.admin(&["user", "sync", "-f", file]));
        assert!(!run.stderr.contains("--output-dir"), "{run:#?}");
    }
    assert_eq!(sandbox.snapshot(), before);
    // A link to a database is one.
    symlink("auth.db", sandbox.path("link.db")).unwrap();
    sandbox.admin(&["user", "list", "-f", "link.db"]).expect(0);
}

fn a_full_disk_changes_nothing() {
    let database = Database::sqlite();
    let sandbox = &database.sandbox;
    let mount = Mount::new(sandbox, "disk", "size=64k");
    let admin = |arguments: &[&str]| sandbox.admin(&[arguments, &["-f", "disk/auth.db"]].concat());
    admin(&["topic", "sync"]).expect(0);
    let long = |number: usize| format!("{number:04}/{}", "l".repeat(3000));
    let mut stored = 0;
    let full = loop {
        let run = admin(&["topic", "add", "-c", "dev1", "-a", "publish", &long(stored)]);
        if run.code != Some(0) {
            break run;
        }
        stored += 1;
    };
    fails(full).says("the disk is full");
    let list = admin(&["topic", "list", "--format", "ndjson"]).expect(0);
    assert_eq!(list.stdout.lines().count(), stored);
    assert!(stored > 0);
    fails(admin(&[
        "topic",
        "add",
        "-c",
        "dev1",
        "-a",
        "publish",
        &long(stored),
    ]));
    sandbox
        .run("mount", &["-o", "remount,size=1m", mount.path()])
        .expect(0);
    admin(&["topic", "add", "-c", "dev1", "-a", "publish", &long(stored)]).expect(0);
    // No room at all: not even for the file.
    let other = Mount::new(sandbox, "none", "size=4k");
    sandbox
        .run("dd", &["if=/dev/zero", "of=none/filler", "bs=4096", "count=1"])
        .expect(0);
    fails(sandbox.admin(&["user", "sync", "-f", "none/auth.db"]));
    drop((mount, other));
}

fn what_cannot_be_made_leaves_no_file() {
    let sandbox = Sandbox::with_ca();
    std::fs::remove_file(sandbox.path("ca.db")).unwrap();
    let names = sandbox.names();
    let admin = env!("CARGO_BIN_EXE_amqtt-admin");
    for arguments in ["user -f n.db sync", "device create --device-id d1"] {
        let line = format!("ulimit -f 0; '{admin}' {arguments}");
        let run = sandbox.run("sh", &["-c", &line]).expect(3).says("ulimit -f");
        assert!(!run.stderr.contains("--no-record"), "{run:#?}");
        assert_eq!(sandbox.names(), names);
    }
    // One that was there is not removed.
    sandbox.write("n.db", "");
    let line = format!("ulimit -f 0; '{admin}' user -f n.db sync");
    sandbox.run("sh", &["-c", &line]).expect(3);
    assert!(sandbox.path("n.db").exists());
}
