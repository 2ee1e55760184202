//! Rows that others broke or stored: each broken row is reported with its exit code, and nothing else stops.

use std::collections::BTreeMap;

use super::{
    accounts, add,
    database::{Database, on_every_database},
    faults::fails,
    insert_account,
    servers::Kind,
};
use crate::support::{Run, Test, one};

pub(super) fn tests() -> Vec<Test> {
    let mut tests = on_every_database![
        a_broken_row_of_rights_stops_nothing_else,
        a_broken_acl_of_an_account_stops_nothing_else,
        an_account_with_a_broken_row_of_rights_is_not_removed,
        a_hash_that_is_none_stops_nothing_else,
        what_others_stored_cannot_act_on_the_terminal,
    ];
    tests.extend([
        one!(an_account_that_is_no_text_stops_nothing_else),
        one!(names_that_are_no_text_are_told_once_each),
    ]);
    tests
}

/// JSON that is no list of `{"topic": …}`: every database takes it.
const NO_ACLS: [&str; 12] = [
    "{}",
    "null",
    "7",
    "1.5",
    "true",
    r#""a/b""#,
    r#"["a/b"]"#,
    "[null]",
    "[{}]",
    r#"[{"topic": 1}]"#,
    r#"[{"topic": "a", "qos": 1}]"#,
    r#"[{"topic": "a"}, {"topics": "b"}]"#,
];

/// Gives an account the password `pw`.
fn give_password(database: &Database, name: &str) -> Run {
    let hash = ["--argon2", "m=64,t=1,p=1", "--password-stdin"];
    database.admin_with(&[&["user", "pwd", "-c", name], &hash[..]].concat(), b"pw")
}

fn a_broken_row_of_rights_stops_nothing_else(database: &Database) {
    database.admin(&["topic", "sync"]).expect(0);
    for client in ["after", "before", "broken"] {
        add(database, client, "publish", "a/b");
        add(database, client, "receive", "c");
    }
    let id =
        &database.rows::<1>("SELECT CAST(id AS CHAR(9)) FROM topic_auth WHERE username = 'broken'")[0][0];
    let id = id.trim().to_owned();
    for column in ["publish_acl", "subscribe_acl", "receive_acl"] {
        let set = |value: &str| format!("UPDATE topic_auth SET {column} = {value} WHERE username = 'broken'");
        for acl in NO_ACLS {
            database.execute(&set("?json"), &[acl]);
            is_told_and_kept(database, column, &id);
        }
        // SQLite keeps anything anywhere, MariaDB where somebody gave the column another type.
        let values: &[&str] = match database.server {
            None => &[
                "''",
                "'[{\"topic'",
                "'[{\"topic\": \"\\ud800\"}]'",
                "7",
                "1.5",
                "x'ff00'",
                "x'5b5d'",
                "CAST(x'ff' AS TEXT)",
            ],
            Some(Kind::Postgres) => &[],
            Some(Kind::MariaDb) => {
                database.execute(
                    &format!("ALTER TABLE topic_auth MODIFY {column} LONGBLOB NOT NULL"),
                    &[],
                );
                &["''", "'[{\"topic'", "x'ff00'"]
            }
        };
        for value in values {
            let (literal, bound) = if value.contains('{') {
                ("?", vec![value.trim_matches('\'')])
            } else {
                (*value, vec![])
            };
            database.execute(&set(literal), &bound);
            is_told_and_kept(database, column, &id);
        }
        database.execute(&set("?json"), &["[]"]);
    }
    assert_eq!(database.admin(&["topic", "list"]).code, Some(0));
}

/// The list has all the rest and ends with 3; a change to the row is refused, and one to another row is not.
#[track_caller]
fn is_told_and_kept(database: &Database, column: &str, id: &str) {
    let before = contents(database);
    let words = format!("row {id} of topic_auth is broken: {column} ");
    let list = database
        .admin(&["topic", "list", "--format", "csv"])
        .expect(3)
        .says(&words);
    let rest =
        "username,action,topic\nafter,publish,a/b\nafter,receive,c\nbefore,publish,a/b\nbefore,receive,c\n";
    assert_eq!(list.stdout, rest);
    assert_eq!(list.stderr.lines().count(), 3, "{list:#?}");
    for arguments in [
        &["add", "-a", "publish", "new"][..],
        &["rm", "-a", "receive", "c"],
        &["check", "-a", "receive", "c"],
    ] {
        let arguments = [&["topic"], arguments, &["-c", "broken"]].concat();
        fails(database.admin(&arguments)).says(&words);
    }
    let narrowed = database
        .admin(&["topic", "list", "-c", "broken", "--format", "json"])
        .expect(3)
        .says(&words);
    assert_eq!(narrowed.stdout, "[]\n");
    let questions = "before\tpublish\ta/b\nbroken\treceive\tc\nafter\treceive\tc\n";
    let answers = database
        .admin_with(&["topic", "check", "--batch", "-"], questions.as_bytes())
        .expect(0);
    assert_eq!(answers.stdout, "allowed\ndenied\nallowed\n");
    assert_eq!(contents(database), before);

    let other = ["-c", "before", "-a", "subscribe", "x"];
    database
        .admin(&[&["topic", "add"], &other[..]].concat())
        .expect(0);
    database.admin(&[&["topic", "rm"], &other[..]].concat()).expect(0);
}

/// Every row of rights as it is, as octets.
fn contents(database: &Database) -> Vec<[String; 2]> {
    let octets = match database.server {
        Some(Kind::Postgres) => "concat(publish_acl::text, '|', subscribe_acl::text, '|', receive_acl::text)",
        Some(Kind::MariaDb) => "HEX(CONCAT(publish_acl, '|', subscribe_acl, '|', receive_acl))",
        None => "hex(publish_acl) || '|' || hex(subscribe_acl) || '|' || hex(receive_acl)",
    };
    database.rows(&format!(
        "SELECT username, {octets} FROM topic_auth ORDER BY username"
    ))
}

/// aMQTT reads the ACL columns of accounts too, and fails at what is in them.
fn a_broken_acl_of_an_account_stops_nothing_else(database: &Database) {
    database.admin(&["user", "sync"]).expect(0);
    for name in ["after", "before", "broken"] {
        insert_account(database, name);
    }
    let id = &database.rows::<1>("SELECT CAST(id AS CHAR(9)) FROM user_auth WHERE username = 'broken'")[0][0];
    let pwd = |name| give_password(database, name);
    for column in ["publish_acl", "subscribe_acl", "receive_acl"] {
        let set = format!("UPDATE user_auth SET {column} = ?json WHERE username = 'broken'");
        for acl in NO_ACLS {
            database.execute(&set, &[acl]);
            let words = format!("row {} of user_auth is broken: {column} ", id.trim());
            let list = database
                .admin(&["user", "list", "--format", "csv"])
                .expect(3)
                .says(&words);
            assert_eq!(list.stdout, "username\nafter\nbefore\nbroken\n");
            assert_eq!(list.stderr.lines().count(), 3, "{list:#?}");
            fails(pwd("broken")).says(&words);
            let hash = database.rows::<1>("SELECT password_hash FROM user_auth WHERE username = 'broken'");
            assert_eq!(hash, [["none"]]);
        }
        // Rights are no fault there, only of no use.
        database.execute(&set, &[r#"[{"topic": "a"}]"#]);
        assert_eq!(accounts(database), ["after", "before", "broken"]);
    }
    pwd("before").expect(0);
    pwd("broken").expect(0);
}

fn an_account_with_a_broken_row_of_rights_is_not_removed(database: &Database) {
    database.admin(&["user", "sync"]).expect(0);
    let breaks = |name: &str| {
        insert_account(database, name);
        add(database, name, "publish", "a");
        let set = format!("UPDATE topic_auth SET publish_acl = ?json WHERE username = '{name}'");
        database.execute(&set, &["{}"]);
    };
    let id = |table: &str, name: &str| {
        let select = format!("SELECT CAST(id AS CHAR(9)) FROM {table} WHERE username = '{name}'");
        database.rows::<1>(&select)[0][0].trim().to_owned()
    };
    breaks("ada");
    let (account, row) = (id("user_auth", "ada"), id("topic_auth", "ada"));
    let before = contents(database);
    for which in [["-c", "ada"], ["--row", &account]] {
        let remove = [&["user", "rm", "--yes"], &which[..]].concat();
        fails(database.admin(&remove))
            .says(&format!("row {row} of topic_auth is broken: publish_acl "))
            .says(&format!("`amqtt-admin topic rm --row {row}`"))
            .says("--keep-topics");
        assert_eq!(accounts(database), ["ada"]);
        assert_eq!(contents(database), before);
    }
    let kept = ["user", "rm", "--yes", "-c", "ada", "--keep-topics"];
    database.admin(&kept).expect(0);
    assert_eq!(contents(database), before);
    insert_account(database, "ada");
    let remove_row = ["topic", "rm", "--yes", "--row", &row];
    database.admin(&remove_row).expect(0);
    database.admin(&["user", "rm", "--yes", "-c", "ada"]).expect(0);
    assert_eq!(accounts(database), [""; 0]);
    assert!(contents(database).is_empty());
}

fn a_hash_that_is_none_stops_nothing_else(database: &Database) {
    database.admin(&["user", "sync"]).expect(0);
    for name in ["after", "before", "broken"] {
        database
            .admin_with(
                &[
                    "user",
                    "add",
                    "-c",
                    name,
                    "--argon2",
                    "m=64,t=1,p=1",
                    "--password-stdin",
                ],
                b"pw",
            )
            .expect(0);
    }
    let verify = |name| database.admin_with(&["user", "verify", "-c", name, "--password-stdin"], b"pw");
    for hash in [
        "",
        "nonsense",
        "$argon2id$v=19$m=64,t=1,p=1$",
        "$argon2id$v=19$m=4294967295,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2g",
        "!\u{1b}[31m",
    ] {
        database.execute(
            "UPDATE user_auth SET password_hash = ? WHERE username = 'broken'",
            &[hash],
        );
        let run = fails(verify("broken"));
        let again = [
            "user",
            "add",
            "-c",
            "broken",
            "--if-exists=skip",
            "--password-stdin",
            "--format=json",
        ];
        let run_again = database.admin_with(&again, b"pw").expect(3);
        run_again.says("\"code\":\"broken_row\"").says("user pwd");
        assert!(!run.stderr.contains('\u{1b}'), "{run:?}");
        assert_eq!(accounts(database), ["after", "before", "broken"]);
        verify("before").expect(0);
    }
    give_password(database, "broken").expect(0);
    verify("broken").expect(0);
}

fn an_account_that_is_no_text_stops_nothing_else() {
    let database = &Database::sqlite();
    database.admin(&["user", "sync"]).expect(0);
    for name in ["after", "before", "broken"] {
        insert_account(database, name);
    }
    for hash in ["x'00ff'", "CAST(x'ff' AS TEXT)"] {
        database.execute(
            &format!("UPDATE user_auth SET password_hash = {hash} WHERE username = 'broken'"),
            &[],
        );
        let hashes = ["user", "list", "--show-hashes", "--format", "csv"];
        let list = database
            .admin(&hashes)
            .expect(3)
            .says("row 3 of user_auth is broken: password_hash is not text");
        assert_eq!(list.stdout, "username,password_hash\nafter,none\nbefore,none\n");
        fails(database.admin_with(&["user", "verify", "-c", "broken", "--password-stdin"], b"pw"));
        fails(give_password(database, "broken")).says("row 3 of user_auth");
        assert_eq!(accounts(database), ["after", "before", "broken"]);
    }
}

/// Names that are octets, numbers, or no UTF-8; more of them than are read at once.
fn names_that_are_no_text_are_told_once_each() {
    let database = &Database::sqlite();
    database.admin(&["user", "sync"]).expect(0);
    for name in ["before", "zz-after"] {
        insert_account(database, name);
        add(database, name, "publish", "t");
    }
    let numbers =
        "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 6000)";
    for name in ["CAST('dev' || n || x'ff' AS TEXT)", "CAST('dev' || n AS BLOB)"] {
        let users = "user_auth (username, password_hash, publish_acl, subscribe_acl, receive_acl)";
        database.execute(
            &format!("INSERT INTO {users} {numbers} SELECT {name}, 'none', '[]', '[]', '[]' FROM numbers"),
            &[],
        );
        let topics = "topic_auth (username, publish_acl, subscribe_acl, receive_acl)";
        database.execute(
            &format!("INSERT INTO {topics} {numbers} SELECT {name}, '[]', '[]', '[]' FROM numbers"),
            &[],
        );
    }
    for (verb, table, listed) in [
        ("user", "user_auth", "username\nbefore\nzz-after\n"),
        (
            "topic",
            "topic_auth",
            "username,action,topic\nbefore,publish,t\nzz-after,publish,t\n",
        ),
    ] {
        let run = database
            .admin(&[verb, "list", "--format", "csv"])
            .expect(3)
            .says("12000 rows are broken");
        assert_eq!(run.stdout, listed);
        let mut told = BTreeMap::new();
        for line in run.stderr.lines().filter(|line| line.starts_with("warning: ")) {
            *told.entry(line).or_insert(0) += 1;
        }
        assert_eq!((told.len(), told.values().max()), (12000, Some(&1)));
        assert!(
            told.contains_key(
                format!("warning: row 9000 of {table} is broken: username is not text").as_str()
            )
        );
    }
}

fn what_others_stored_cannot_act_on_the_terminal(database: &Database) {
    database.admin(&["user", "sync"]).expect(0);
    let (name, topic) = (
        "dev\u{1b}[31m\u{202e}1\r\n",
        "a\u{1b}]0;x\u{7}/\u{2066}b\t\u{85}\u{2028}",
    );
    insert_account(database, name);
    let acl = serde_json::json!([{"topic": topic}, {"topic": "b/#/c"}]).to_string();
    let insert = "INSERT INTO topic_auth (username, publish_acl, subscribe_acl, receive_acl) VALUES (?, ?json, '[]', '[]')";
    database.execute(insert, &[name, &acl]);

    let account = serde_json::json!([{"username": name}]);
    assert_eq!(
        database
            .admin(&["user", "list", "--format", "json"])
            .expect(0)
            .json(),
        account
    );
    let list = database
        .admin(&["topic", "list", "--format", "json"])
        .expect(0)
        .json();
    assert_eq!(
        (&list[0]["username"], &list[0]["topic"]),
        (&name.into(), &topic.into())
    );
    for arguments in [
        &["user", "list"][..],
        &["user", "list", "--show-hashes"],
        &["topic", "list"],
        &["topic", "list", "--lint"],
    ] {
        let table = database.admin(arguments).expect(0).stdout;
        assert_eq!(table.find(is_harmful), None, "{table:?}");
        assert!(table.contains(r"dev\u{1b}[31m\u{202e}1\r\n"), "{table}");
    }
    // What is typed is shown again as harmless.
    for arguments in [
        &["user", "rm", "--yes", "-c", "de\u{202e}v"][..],
        &["user", "rm", "--yes", "-c", "de\u{1b}v"],
        &["topic", "rm", "-c", "de\u{202e}v", "-a", "publish", "\u{1b}x"],
        &[
            "topic",
            "check",
            "-c",
            "de\u{202e}v",
            "-a",
            "publish",
            "x\u{202e}",
        ],
        &["topic", "add", "-c", "de\u{202e}v", "-a", "publish", "#/\u{1b}"],
        &[
            "topic",
            "add",
            "-c",
            "de\u{202e}v",
            "-a",
            "publish",
            "fine\u{202e}",
        ],
    ] {
        let run = database.admin(arguments);
        assert_eq!(
            (run.stdout.find(is_harmful), run.stderr.find(is_harmful)),
            (None, None),
            "{run:?}"
        );
    }
}

fn is_harmful(c: char) -> bool {
    (c.is_control() && c != '\n') || matches!(c, '\u{2028}' | '\u{202e}' | '\u{2066}')
}
