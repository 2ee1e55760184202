//! The environment counts for the server that it describes; and rights that are not needed are not asked for.

use std::{
    io::{Read as _, Write as _},
    net::TcpListener,
    os::unix::fs::PermissionsExt as _,
    thread,
};

use super::{
    database::Database,
    servers::{Kind, PASSWORD, PASSWORD_IN_URL, USER},
};
use crate::support::{Run, Sandbox, Test, one};

pub(super) fn tests() -> Vec<Test> {
    vec![
        one!(a_password_file_of_postgres_is_for_its_own_server[Postgres]),
        one!(a_password_of_the_environment_goes_to_no_other_server),
        one!(the_address_in_a_message_is_the_one_that_was_used),
        one!(a_password_file_completes_a_url_with_tls[Postgres]),
        one!(complete_tables_need_no_right_to_change_them[Postgres]),
        one!(a_certificate_file_with_a_byte_order_mark_is_read[Postgres]),
    ]
}

fn run(sandbox: &Sandbox, environment: &[(&str, &str)], url: &str) -> Run {
    let mut command = sandbox.admin_command(&["topic", "sync", "--database-url", url]);
    command.envs(environment.iter().copied());
    Run::of(&mut command)
}

/// Writes the password file into the home directory.
fn write_pgpass(sandbox: &Sandbox, contents: &str) {
    sandbox.write(".pgpass", contents);
    let file = sandbox.path(".pgpass");
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o600)).unwrap();
}

/// A server of PostgreSQL that demands a password in the clear, and returns what it is sent.
fn listener() -> (u16, thread::JoinHandle<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut octets = vec![0; 4096];
        let mut heard = Vec::new();
        // What asks for TLS is told that there is none.
        let read = stream.read(&mut octets).unwrap();
        if octets[4..8] == [4, 210, 22, 47] {
            stream.write_all(b"N").unwrap();
            let _ = stream.read(&mut octets).unwrap();
        }
        heard.extend(&octets[..read]);
        stream.write_all(b"R\0\0\0\x08\0\0\0\x03").unwrap();
        let read = stream.read(&mut octets).unwrap_or(0);
        heard.extend(&octets[..read]);
        heard
    });
    (port, heard)
}

fn a_password_file_of_postgres_is_for_its_own_server() {
    let database = Database::postgres();
    let port = Kind::Postgres.address().port;
    let escaped = PASSWORD.replace('\\', "\\\\").replace(':', "\\:");
    let place = format!("127.0.0.1:{port}/{}", database.name());
    write_pgpass(
        &database.sandbox,
        &format!("localhost:*:*:{USER}:wrong\n127.0.0.1:{port}:*:{USER}:{escaped}\n"),
    );
    let url = |host: &str| format!("postgresql://{USER}@{host}:{port}/{}", database.name());
    run(&database.sandbox, &[], &url("127.0.0.1")).expect(0);
    run(&database.sandbox, &[], &url("localhost"))
        .expect(3)
        .says("refuses this user name or password");
    // The variables of another server are passed over, those of this one are not.
    let environment = [("PGHOST", "127.0.0.1"), ("PGPASSWORD", "wrong")];
    run(&database.sandbox, &environment, &url("127.0.0.1")).expect(3);
    let environment = [
        ("PGHOST", "other.example"),
        ("PGPASSWORD", "wrong"),
        ("PGPORT", "1"),
    ];
    run(&database.sandbox, &environment, &url("127.0.0.1")).expect(0);
    assert!(place.contains("127.0.0.1"));
}

fn a_password_of_the_environment_goes_to_no_other_server() {
    let (port, heard) = listener();
    let sandbox = Sandbox::new();
    write_pgpass(
        &sandbox,
        &format!("localhost:{port}:*:app:s3cr3t\nother.example:*:*:*:s3cr3t\n"),
    );
    let environment = [("PGHOST", "db.example"), ("PGPASSWORD", "s3cr3t")];
    run(
        &sandbox,
        &environment,
        &format!("postgresql://app@127.0.0.1:{port}/fleet"),
    )
    .expect(3);
    let heard = String::from_utf8_lossy(&heard.join().unwrap()).into_owned();
    assert!(!heard.contains("s3cr3t"), "{heard:?}");
}

fn the_address_in_a_message_is_the_one_that_was_used() {
    let sandbox = Sandbox::new();
    for (environment, url, shown) in [
        (
            &[("PGPORT", "1")][..],
            "postgresql://u@127.0.0.1/d",
            "u@127.0.0.1:1/d",
        ),
        (
            &[("PGPORT", "1")],
            "postgresql://u@127.0.0.1:2/d",
            "u@127.0.0.1:2/d",
        ),
        (
            &[("PGHOST", "127.0.0.1"), ("PGPORT", "1"), ("PGUSER", "me")],
            "postgresql:///d",
            "me@127.0.0.1:1/d",
        ),
    ] {
        run(&sandbox, environment, url)
            .expect(3)
            .says(shown)
            .says("cannot be reached");
    }
    let several = "postgresql://u@127.0.0.1:1,127.0.0.1:2/d?target_session_attrs=read-write";
    run(&sandbox, &[], several)
        .expect(3)
        .says("127.0.0.1:1: ")
        .says("127.0.0.1:2: ");
}

fn a_password_file_completes_a_url_with_tls() {
    let database = Database::postgres();
    let address = Kind::Postgres.address();
    database.sandbox.write("password", format!("{PASSWORD}\n"));
    let url = format!(
        "postgresql://{USER}@localhost:{}/{}?sslmode=verify-full&sslrootcert={}",
        address.port,
        database.name(),
        address.ca.display()
    );
    let sync = [
        "topic",
        "sync",
        "--database-url",
        &url,
        "--db-password-file",
        "password",
    ];
    database.sandbox.admin(&sync).expect(0);
    database
        .sandbox
        .admin(&sync[..4])
        .expect(3)
        .says("--db-password-file");
}

fn complete_tables_need_no_right_to_change_them() {
    let database = Database::postgres();
    database.admin(&["user", "sync"]).expect(0);
    database.execute("CREATE ROLE worker LOGIN PASSWORD 'worker'", &[]);
    let grant = "GRANT SELECT, INSERT, UPDATE, DELETE ON user_auth, topic_auth TO worker";
    database.execute(grant, &[]);
    let url = database.url_of("worker", "worker");
    run(&database.sandbox, &[], &url).expect(0);
    database.execute("ALTER TABLE topic_auth DROP COLUMN receive_acl", &[]);
    run(&database.sandbox, &[], &url).expect(3);
    // A hash column of aMQTT's own width is widened, by those who may.
    database.execute(
        "ALTER TABLE user_auth ALTER COLUMN password_hash TYPE VARCHAR(128)",
        &[],
    );
    database.admin(&["user", "sync"]).expect(0);
    let width = "SELECT character_maximum_length::text FROM information_schema.columns \
                 WHERE table_name = 'user_auth' AND column_name = 'password_hash'";
    assert_eq!(database.rows::<1>(width), [["255"]]);
}

fn a_certificate_file_with_a_byte_order_mark_is_read() {
    let database = Database::postgres();
    let address = Kind::Postgres.address();
    let marked = [b"\xef\xbb\xbf".to_vec(), std::fs::read(&address.ca).unwrap()].concat();
    database.sandbox.write("bom.crt", marked);
    database.sandbox.write("empty.crt", "nothing");
    let url = |file: &str| {
        format!(
            "postgresql://{USER}:{PASSWORD_IN_URL}@localhost:{}/{}?sslrootcert={file}",
            address.port,
            database.name()
        )
    };
    run(&database.sandbox, &[], &url("bom.crt")).expect(0);
    run(&database.sandbox, &[], &url("empty.crt"))
        .expect(3)
        .says("empty.crt");
}
