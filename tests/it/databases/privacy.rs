//! TLS with a server whose identity is checked, and passwords, which are in no output.

use super::{
    database::{Database, on},
    servers::{Kind, PASSWORD, PASSWORD_IN_URL, USER},
};
use crate::support::{Run, Sandbox, Test, one};

pub(super) fn tests() -> Vec<Test> {
    vec![
        on!(
            a_server_is_known_by_its_certificate,
            "postgresql",
            Database::postgres(),
            Postgres
        ),
        on!(
            a_server_is_known_by_its_certificate,
            "mariadb",
            Database::mariadb(),
            MariaDb
        ),
        on!(
            a_password_is_in_no_output,
            "postgresql",
            Database::postgres(),
            Postgres
        ),
        on!(
            a_password_is_in_no_output,
            "mariadb",
            Database::mariadb(),
            MariaDb
        ),
        one!(a_password_in_a_malformed_url_is_in_no_output),
    ]
}

fn a_server_is_known_by_its_certificate(database: &Database) {
    let kind = database.server.unwrap();
    let (ca, stranger) = (kind.address().ca, Sandbox::with_ca());
    let (ca, other_ca) = (
        ca.display().to_string(),
        stranger.path("ca.crt").display().to_string(),
    );
    let port = kind.address().port;
    let url = |host: &str, parameters: &str| {
        let place = format!("{USER}:{PASSWORD_IN_URL}@{host}:{port}/{}", database.name());
        format!("{}://{place}?{parameters}", kind.scheme())
    };
    let sync = |url: &str| database.sandbox.admin(&["user", "sync", "--database-url", url]);

    let own_words: &[&str] = match kind {
        Kind::Postgres => &["ssl=verify-full&sslrootcert=", "sslrootcert="],
        Kind::MariaDb => &["ssl-mode=VERIFY_IDENTITY&ssl-ca=", "ssl_ca="],
    };
    for words in [&["sslmode=verify-full&sslrootcert="], own_words].concat() {
        sync(&url("localhost", &format!("{words}{ca}"))).expect(0);
        sync(&url("127.0.0.1", &format!("{words}{ca}"))).expect(0);
        let wrong_ca = sync(&url("localhost", &format!("{words}{other_ca}")))
            .expect(3)
            .says("TLS connection failed");
        assert!(wrong_ca.stderr.lines().count() <= 3, "{wrong_ca:?}");
        // Another name of the same host, which is not in the certificate.
        sync(&url("[::ffff:127.0.0.1]", &format!("{words}{ca}")))
            .expect(3)
            .says("TLS connection failed");
        sync(&url("localhost", &format!("{words}missing.crt")))
            .expect(3)
            .says("missing.crt");
    }
    sync(&url(
        "[::ffff:127.0.0.1]",
        &format!("sslmode=verify-ca&sslrootcert={ca}"),
    ))
    .expect(0);
    sync(&url(
        "localhost",
        &format!("sslmode=verify-ca&sslrootcert={other_ca}"),
    ))
    .expect(3);
    for mode in ["disable", "prefer", "require"] {
        sync(&url("localhost", &format!("sslmode={mode}"))).expect(0);
    }
}

/// Insists that neither the password nor its spelling in a URL is in what a program said.
#[track_caller]
fn keeps_the_secret(run: Run) -> Run {
    for secret in [PASSWORD, PASSWORD_IN_URL, "s3cr3t"] {
        assert!(
            !run.stdout.contains(secret) && !run.stderr.contains(secret),
            "{run:#?}"
        );
    }
    assert!(run.stderr.lines().count() <= 3, "{run:#?}");
    run
}

fn a_password_is_in_no_output(database: &Database) {
    let kind = database.server.unwrap();
    let port = kind.address().port;
    let name = database.name();
    let admin = |arguments: &[&str]| keeps_the_secret(database.admin(arguments));
    admin(&["user", "list"]).expect(3).says("sync");
    let synced = admin(&["-v", "user", "sync", "--format", "json"]).expect(0);
    assert_eq!(
        synced.json()["database"].as_str().unwrap().matches(USER).count(),
        1
    );
    admin(&["topic", "add", "-c", "dev1", "-a", "publish", "a"]).expect(0);
    admin(&["user", "rm", "--help"]).expect(0);
    database.execute("UPDATE topic_auth SET publish_acl = ?json", &["7"]);
    admin(&["topic", "list", "-v"])
        .expect(3)
        .says("row 1 of topic_auth");
    admin(&["topic", "add", "-c", "dev1", "-a", "publish", "b"]).expect(3);

    let at = |place: &str| format!("{}://{place}", kind.scheme());
    for (url, words) in [
        (
            at(&format!("{USER}:wrong-{PASSWORD_IN_URL}@localhost:{port}/{name}")),
            "refuses this user name or password",
        ),
        (
            at(&format!("nobody:{PASSWORD_IN_URL}@localhost:{port}/{name}")),
            "refuses this user name or password",
        ),
        (
            at(&format!("{USER}:{PASSWORD_IN_URL}@localhost:{port}/absent")),
            "no database of this name",
        ),
        (
            at(&format!("{USER}:{PASSWORD_IN_URL}@localhost:1/{name}")),
            "cannot be reached",
        ),
        (
            at(&format!("{USER}:{PASSWORD_IN_URL}@absent.invalid:{port}/{name}")),
            "cannot be reached",
        ),
    ] {
        let run = database
            .sandbox
            .admin(&["user", "list", "-v", "--database-url", &url]);
        keeps_the_secret(run).expect(3).says(words);
    }
}

/// Urls that people type when they mean another one.
fn a_password_in_a_malformed_url_is_in_no_output() {
    let sandbox = Sandbox::new();
    for place in [
        "u:s3cr3t@h",
        "u:s3cr3t@h/",
        "u:s3cr3t@h:port/d",
        "u:s3cr3t@h:99999/d",
        "u:s3cr3t@/d?tls=1",
        "u:s3cr3t@h/d?sslmode=wrong",
        "u:s3cr3t@h/d#fragment",
        "u:s3cr3t%FF@h/d",
        "u:s3cr3t@[::1/d",
        "u:s3cr3t@h h/d",
        // What has a meaning in a URL, and was not written as %XX.
        "u:12/s3cr3t@127.0.0.1:1/d",
        "u:12/s3cr3t?x@127.0.0.1:1/d",
        "u:12/?s3cr3t@127.0.0.1:1/d",
        "u:12/d?s3cr3t=1@127.0.0.1:1/d",
        "u:12?s3cr3t@h/d",
        "u:12#s3cr3t@h/d",
        "u:s3cr3t/x@h/d",
        "u:s3cr3t#x@h/d",
        "u:s3cr3t@x@127.0.0.1:1/d",
    ] {
        for scheme in [
            "postgresql",
            "mysql",
            "mariadb",
            "postgres+",
            "postgresq",
            "sqlite",
            "sqlite+aiosqlite",
        ] {
            let url = format!("{scheme}://{place}");
            for arguments in [
                &["user", "list", "--database-url", &url][..],
                &["user", "--database-url", &url, "list"],
                &["user", "list", "-d", &url],
                &["user", "list", "-p", &url],
                &["user", "list", &url],
                &["user", &url],
                &["user", "list", &format!("--databaseurl={url}")],
                &["user", "list", "-f", &url],
            ] {
                let run = keeps_the_secret(sandbox.admin(arguments));
                assert!(matches!(run.code, Some(2 | 3)), "{run:?}");
            }
        }
    }
}
