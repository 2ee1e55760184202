//! Faults of a database by their cause, each with its own words; and the URLs that providers hand out.

use std::{
    net::TcpListener,
    time::{Duration, Instant},
};

use super::{
    add,
    database::{Database, on},
    faults::fails,
    rights,
    servers::{Kind, PASSWORD_IN_URL, TLS_ONLY, USER},
};
use crate::support::{Mount, Run, Test, one};

pub(super) fn tests() -> Vec<Test> {
    vec![
        one!(a_server_that_demands_tls_does_not_refuse_the_password[Postgres]),
        on!(
            a_user_who_must_use_tls_is_told_of_it,
            "mariadb",
            Database::mariadb(),
            MariaDb
        ),
        one!(a_session_that_may_only_read_is_not_a_file[Postgres]),
        one!(the_urls_of_providers_reach_a_server[Postgres]),
        one!(a_silent_server_is_waited_for_as_long_as_the_url_says),
        one!(a_file_in_wal_mode_is_read_on_a_read_only_mount[Root]),
        one!(a_file_of_another_user_is_not_said_to_be_read_only[Root]),
    ]
}

fn list(database: &Database, url: &str) -> Run {
    database.sandbox.admin(&["user", "list", "--database-url", url])
}

fn a_file_of_another_user_is_not_said_to_be_read_only() {
    let database = Database::sqlite();
    database.admin(&["user", "sync"]).expect(0);
    let list = ["user", "list"];
    for arguments in [&list[..], &["topic", "add", "-c", "ada", "-a", "publish", "t"]] {
        let run = fails(database.sandbox.admin_as_nobody(arguments));
        let run = run.says("cannot be read: permission denied");
        assert!(!run.stderr.contains("writ"), "{run:#?}");
    }
    database.sandbox.run("chmod", &["644", "auth.db"]).expect(0);
    database.sandbox.admin_as_nobody(&list).expect(0);
    let add = ["topic", "add", "-c", "ada", "-a", "publish", "t"];
    fails(database.sandbox.admin_as_nobody(&add)).says("read-only");
}

fn a_server_that_demands_tls_does_not_refuse_the_password() {
    let database = Database::postgres();
    database.admin(&["user", "sync"]).expect(0);
    database.execute(
        &format!("CREATE ROLE {TLS_ONLY} SUPERUSER LOGIN PASSWORD 'pw'"),
        &[],
    );
    let url = database.url_of(TLS_ONLY, "pw");
    for mode in ["disable", "allow"] {
        let run = fails(list(&database, &format!("{url}?sslmode={mode}")))
            .says("only connections with TLS")
            .says("sslmode=verify-full");
        assert!(!run.stderr.contains("password"), "{run:#?}");
    }
    list(&database, &format!("{url}?sslmode=require")).expect(0);
    list(&database, &url).expect(0);
    let wrong = database.url_of(TLS_ONLY, "wrong");
    fails(list(&database, &wrong)).says("refuses this user name or password");
}

/// MariaDB answers as if the password were wrong.
fn a_user_who_must_use_tls_is_told_of_it(database: &Database) {
    database.admin(&["user", "sync"]).expect(0);
    database.execute("CREATE USER tls_user IDENTIFIED BY 'pw' REQUIRE SSL", &[]);
    database.execute(&format!("GRANT ALL ON {}.* TO tls_user", database.name()), &[]);
    let url = database.url_of("tls_user", "pw");
    fails(list(database, &format!("{url}?ssl-mode=DISABLED"))).says("or demands TLS");
    list(database, &url).expect(0);
    let run = fails(list(database, &database.url_of("tls_user", "wrong")));
    assert!(!run.stderr.contains("TLS"), "{run:#?}");
}

fn a_session_that_may_only_read_is_not_a_file() {
    let database = Database::postgres();
    database.admin(&["user", "sync"]).expect(0);
    add(&database, "dev1", "publish", "a");
    let url = format!("{}?options=-c%20default_transaction_read_only%3Don", database.url);
    database
        .sandbox
        .admin(&["topic", "list", "--database-url", &url])
        .expect(0);
    let change = [
        "topic",
        "add",
        "-c",
        "dev1",
        "-a",
        "publish",
        "b",
        "--database-url",
        &url,
    ];
    let run = fails(database.sandbox.admin(&change)).says("the database is read-only");
    assert!(
        !run.stderr.contains("file") && !run.stderr.contains("directory"),
        "{run:#?}"
    );
    // One host that is not of the kind that is asked for.
    let run = list(&database, &format!("{url}&target_session_attrs=read-write"));
    fails(run).says("the server is read-only");
    list(&database, &format!("{url}&target_session_attrs=read-only")).expect(0);
    assert_eq!(rights(&database), ["dev1 publish a"]);
}

fn the_urls_of_providers_reach_a_server() {
    let database = Database::postgres();
    database.execute("CREATE SCHEMA other", &[]);
    let address = Kind::Postgres.address();
    let place = |host: &str| {
        format!(
            "{USER}:{PASSWORD_IN_URL}@{host}:{}/{}",
            address.port,
            database.name()
        )
    };
    let settings = "connect_timeout=5&application_name=fleet&options=-c%20search_path%3Dother";
    let tables = "SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'other'";
    let sync = |url: &str| database.sandbox.admin(&["user", "sync", "--database-url", url]);
    let url = format!(
        "postgres://{}?sslmode=require&channel_binding=prefer&{settings}",
        place("localhost")
    );
    sync(&url).expect(0);
    assert_eq!(database.number(tables), Some(2));
    // Binding to the channel is met by knowing the server.
    let bound = format!("channel_binding=require&{settings}");
    let ca = address.ca.display();
    let url = format!(
        "postgresql://{}?sslmode=require&{bound}&sslrootcert={ca}",
        place("localhost")
    );
    sync(&url).expect(0);
    let url = format!("postgresql://{}?sslmode=require&{bound}", place("localhost"));
    fails(sync(&url)).says("TLS");
}

fn a_silent_server_is_waited_for_as_long_as_the_url_says() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = silent.local_addr().unwrap().port();
    let database = Database::sqlite();
    for scheme in ["postgresql", "mariadb"] {
        let begun = Instant::now();
        fails(list(
            &database,
            &format!("{scheme}://u:p@127.0.0.1:{port}/d?connect_timeout=2"),
        ))
        .says("no answer within the time allowed");
        let waited = begun.elapsed();
        assert!(waited >= Duration::from_secs(2), "{waited:?}");
        assert!(waited < Duration::from_secs(8), "{waited:?}");
    }
}

fn a_file_in_wal_mode_is_read_on_a_read_only_mount() {
    let database = Database::sqlite();
    let sandbox = &database.sandbox;
    database.admin(&["user", "sync"]).expect(0);
    add(&database, "dev1", "publish", "a");
    database.execute("PRAGMA journal_mode = WAL", &[]);
    let mount = Mount::new(sandbox, "disk", "size=1m");
    sandbox.run("cp", &["auth.db", "disk/whole.db"]).expect(0);
    std::os::unix::fs::symlink("whole.db", mount.file("link.db")).unwrap();
    // A writer that is at work, and what it leaves when it dies.
    let insert = "INSERT INTO topic_auth (username, publish_acl, subscribe_acl, receive_acl) \
                  VALUES ('dev2', ?, '[]', '[]')";
    database.while_written(insert, &[r#"[{"topic": "b"}]"#], || {
        for ending in ["", "-wal", "-shm"] {
            let (from, to) = (format!("auth.db{ending}"), format!("disk/busy.db{ending}"));
            sandbox.run("cp", &[&from, &to]).expect(0);
        }
        sandbox.run("cp", &["auth.db", "disk/left.db"]).expect(0);
        sandbox.run("cp", &["auth.db-wal", "disk/left.db-wal"]).expect(0);
    });
    sandbox
        .run("mount", &["-o", "remount,ro", mount.path()])
        .expect(0);
    let admin = |file: &str, arguments: &[&str]| {
        sandbox.admin(&[arguments, &["--file", &format!("disk/{file}")]].concat())
    };
    let csv = ["topic", "list", "--format", "csv"];
    for file in ["whole.db", "link.db"] {
        let list = admin(file, &csv).expect(0);
        assert_eq!(list.stdout, "username,action,topic\ndev1,publish,a\n");
        admin(file, &["topic", "check", "-c", "dev1", "-a", "publish", "a"]).expect(0);
        admin(file, &["user", "sync"]).expect(0);
        fails(admin(file, &["topic", "add", "-c", "dev1", "-a", "publish", "b"])).says("read-only");
    }
    // Nothing is passed over that a log holds.
    let list = admin("busy.db", &csv).expect(0);
    assert_eq!(
        list.stdout,
        "username,action,topic\ndev1,publish,a\ndev2,publish,b\n"
    );
    fails(admin("left.db", &csv)).says("write-ahead log");
}
