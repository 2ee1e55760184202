//! Tables that others made, some time ago: `sync` brings them up to date, and takes nothing away.

use super::{
    accounts, add,
    database::{Database, on, on_every_database},
    insert_account, rights,
};
use crate::support::Test;

pub(super) fn tests() -> Vec<Test> {
    let mut tests = on_every_database![
        columns_that_are_missing_are_added,
        tables_that_are_as_they_should_be_are_left_alone,
    ];
    tests.push(on!(
        names_that_compare_alike_are_refused_until_they_are_told_apart,
        "mariadb",
        Database::mariadb(),
        MariaDb
    ));
    tests
}

fn columns_that_are_missing_are_added(database: &Database) {
    let id = match database.server {
        None => "INTEGER NOT NULL PRIMARY KEY",
        Some(super::servers::Kind::Postgres) => "SERIAL PRIMARY KEY",
        Some(super::servers::Kind::MariaDb) => "INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY",
    };
    if database.server.is_none() {
        database.sandbox.write("auth.db", "");
    }
    let name = "username VARCHAR(255) NOT NULL UNIQUE";
    database.execute(
        &format!("CREATE TABLE user_auth (id {id}, {name}, password_hash VARCHAR(128) NOT NULL)"),
        &[],
    );
    database.execute(
        &format!("CREATE TABLE topic_auth (id {id}, {name}, publish_acl JSON NOT NULL, note VARCHAR(20))"),
        &[],
    );
    database.execute(
        "INSERT INTO user_auth (username, password_hash) VALUES ('old', 'hash')",
        &[],
    );
    let acl = r#"[{"topic": "a/b"}]"#;
    database.execute(
        "INSERT INTO topic_auth (username, publish_acl, note) VALUES ('old', ?json, 'mine')",
        &[acl],
    );

    database.admin(&["topic", "list"]).expect(3).says("sync");
    database.admin(&["topic", "sync"]).expect(0);
    assert_eq!(rights(database), ["old publish a/b"]);
    assert_eq!(accounts(database), ["old"]);
    add(database, "old", "receive", "c");
    insert_account(database, "new");
    assert_eq!(rights(database), ["old publish a/b", "old receive c"]);
    assert_eq!(accounts(database), ["new", "old"]);
    // What is not ours is still there.
    assert_eq!(database.rows("SELECT note FROM topic_auth"), [["mine"]]);
    assert_eq!(
        database.rows("SELECT password_hash FROM user_auth WHERE username = 'old'"),
        [["hash"]]
    );
}

fn tables_that_are_as_they_should_be_are_left_alone(database: &Database) {
    database.admin(&["user", "sync"]).expect(0);
    add(database, "dev1", "publish", "a");
    let schema = match database.server {
        None => "SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name",
        // A table that is written again has another object number, or another time of creation.
        Some(super::servers::Kind::Postgres) => {
            "SELECT relname::text, relfilenode::text FROM pg_class WHERE relname LIKE '%_auth' ORDER BY 1"
        }
        Some(super::servers::Kind::MariaDb) => {
            "SELECT table_name, CAST(create_time AS CHAR) FROM information_schema.tables \
             WHERE table_schema = DATABASE() ORDER BY 1"
        }
    };
    let before = database.rows::<2>(schema);
    assert_eq!(before.len(), 2, "{before:?}");
    for _ in 0..2 {
        database.admin(&["user", "sync"]).expect(0);
    }
    assert_eq!(database.rows::<2>(schema), before);
    assert_eq!(rights(database), ["dev1 publish a"]);
}

/// A table with the server's own collation, in which `DEV1` logs in as `dev1`.
fn names_that_compare_alike_are_refused_until_they_are_told_apart(database: &Database) {
    for collation in ["utf8mb4_general_ci", "utf8mb4_bin", "latin1_swedish_ci"] {
        let charset = collation.split('_').next().unwrap();
        let name =
            format!("username VARCHAR(255) CHARACTER SET {charset} COLLATE {collation} NOT NULL UNIQUE");
        let acls = "publish_acl JSON NOT NULL, subscribe_acl JSON NOT NULL, receive_acl JSON NOT NULL";
        let id = "id INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY";
        database.execute("DROP TABLE IF EXISTS user_auth, topic_auth", &[]);
        database.execute(
            &format!("CREATE TABLE user_auth ({id}, {name}, password_hash VARCHAR(128) NOT NULL, {acls})"),
            &[],
        );
        database.execute(&format!("CREATE TABLE topic_auth ({id}, {name}, {acls})"), &[]);
        insert_account(database, "dév1");
        add(database, "dév1", "publish", "a");

        // What would be done to the row of another name is refused.
        let other = if collation == "utf8mb4_bin" {
            "dév1 "
        } else {
            "DÉV1"
        };
        for arguments in [
            &["topic", "add", "-c", other, "-a", "publish", "b"][..],
            &["topic", "rm", "-c", other, "-a", "publish", "a"],
            &["topic", "check", "-c", other, "-a", "publish", "a"],
            &["topic", "list", "-c", other],
            &["user", "rm", "-c", other, "--yes"],
        ] {
            database
                .admin(arguments)
                .expect(3)
                .says("does not use a binary collation")
                .says("user sync");
        }
        database.admin(&["user", "sync"]).expect(0);
        assert_eq!(
            (accounts(database), rights(database)),
            (vec!["dév1".to_owned()], vec!["dév1 publish a".to_owned()])
        );
        add(database, other, "publish", "b");
        insert_account(database, other);
        assert_eq!(
            (accounts(database).len(), rights(database).len()),
            (2, 2),
            "{collation}"
        );
    }
}
