//! Many accounts and rights at once: checked whole before the first is written, and read back as they were.

use std::fmt::Write as _;

use serde_json::json;

use super::{accounts, database::Database, rights};
use crate::{databases::database::on_every_database, support::Test};

pub(crate) fn tests() -> Vec<Test> {
    on_every_database![
        rights_go_out_and_in_again,
        accounts_go_out_and_in_again,
        a_file_is_checked_whole_before_anything_is_written,
        what_is_there_already_fails_stays_or_is_replaced,
        rights_that_are_there_already_fail_stay_or_are_replaced,
        a_large_import_comes_whole,
        passwords_are_hashed_and_open_their_accounts,
        a_broken_row_stops_an_import_of_its_client,
        a_broken_account_is_not_updated_by_an_import,
    ]
}

/// A hash that costs little to verify, of the password `pw`.
const HASH: &str =
    "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHRzb21lc2E$lmEM33svNbvtd+BHIvRFLlRmiU1BUQ8wV2hHXU3xQbY";
const FAST: [&str; 2] = ["--argon2", "m=64,t=1,p=1"];

fn import(database: &Database, what: &str, arguments: &[&str], input: &str) -> crate::support::Run {
    database.admin_with(&[&[what, "import", "-"], arguments].concat(), input.as_bytes())
}

fn rights_go_out_and_in_again(database: &Database) {
    database.admin(&["topic", "sync"]).expect(0);
    let input = "username,action,topic\n\"a,b\",publish,\"x,\"\"y\"\"\"\na,subscribe,é/+/#\na,receive, spaced \na,publish,x\n";
    let report = import(database, "topic", &["--format", "json"], input)
        .expect(0)
        .json();
    assert_eq!(
        report,
        json!({"clients": 2, "added": 4, "skipped": 0, "removed": 0, "left_out": 0, "changed": true})
    );
    let before = rights(database);
    assert_eq!(
        before,
        [
            "a publish x",
            "a subscribe é/+/#",
            "a receive  spaced ",
            "a,b publish x,\"y\""
        ]
    );
    for format in ["csv", "ndjson", "json", "table"] {
        let exported = database
            .admin(&["topic", "export", "--format", format])
            .expect(0)
            .stdout;
        for client in ["a", "a,b"] {
            database.execute("DELETE FROM topic_auth WHERE username = ?", &[client]);
        }
        import(database, "topic", &[], &exported).expect(0);
        assert_eq!(rights(database), before, "{format}");
    }
}

fn accounts_go_out_and_in_again(database: &Database) {
    database.admin(&["user", "sync"]).expect(0);
    import(
        database,
        "user",
        &[],
        &format!("username,password_hash\n\"a,b\",\"{HASH}\"\né,\"{HASH}\"\n"),
    )
    .expect(0);
    for format in ["csv", "ndjson", "json", "table"] {
        let exported = database
            .admin(&["user", "export", "--format", format])
            .expect(0)
            .stdout;
        for name in ["a,b", "é"] {
            database.admin(&["user", "rm", "-y", "-c", name]).expect(0);
        }
        import(database, "user", &[], &exported).expect(0);
        assert_eq!(accounts(database), ["a,b", "é"], "{format}");
        assert_eq!(exported.matches(HASH).count(), 2);
    }
}

fn a_file_is_checked_whole_before_anything_is_written(database: &Database) {
    database.admin(&["user", "sync"]).expect(0);
    let cases: [(&str, &[&str], &str, &str); 20] = [
        ("user", &[], "no header\n", "line 1: unknown column (number 1)"),
        (
            "topic",
            &[],
            "username,action,topic\na,publish,x\nb,publish,$x\n",
            "line 3: a publish filter",
        ),
        (
            "topic",
            &[],
            "username,action,topic\na,publish,x\nb,fly,x\n",
            "line 3: the action must be",
        ),
        (
            "topic",
            &[],
            "username,action,topic\na,publish,x\nb,publish,x#\n",
            "line 3: '#' must be a level of its own",
        ),
        (
            "topic",
            &[],
            "username,action,topic\na,publish,x\n,publish,x\n",
            "line 3: the username must not be empty",
        ),
        (
            "topic",
            &[],
            "username,action,topic\na,publish,x\nb,publish\n",
            "line 3: 2 values under 3 columns",
        ),
        (
            "topic",
            &[],
            "username,action\na,publish\n",
            "line 2: missing column `topic`",
        ),
        (
            "topic",
            &[],
            "{\"username\":\"a\",\"action\":\"publish\",\"topic\":\"x\",\"qos\":1}",
            "line 1: unknown column; known are username, action, topic",
        ),
        (
            "topic",
            &["--from", "ndjson"],
            "nonsense",
            "line 1: not a JSON object",
        ),
        (
            "topic",
            &["--from", "ndjson"],
            "{\"username\":1,\"action\":\"publish\",\"topic\":\"x\"}",
            "line 1: a value has the wrong type",
        ),
        (
            "user",
            &[],
            "username,password\na,x\nb,\n",
            "line 3: missing password or password_hash",
        ),
        (
            "user",
            &[],
            "username,password\na,x\na,y\n",
            "line 3: duplicate username (first on line 2)",
        ),
        (
            "user",
            &[],
            "username,password\na,x\nb\u{7},y\n",
            "line 3: the username must not contain",
        ),
        (
            "user",
            &[],
            "username,password_hash\na,plain\n",
            "line 2: the password_hash is not a hash",
        ),
        (
            "user",
            &[],
            "{\"username\":\"a\",\"password\":\"x\",\"password_hash\":\"y\"}",
            "line 1: both a password and a password_hash",
        ),
        (
            "user",
            &["--from", "ndjson"],
            "{\"username\":\"a\",\"password\":\"17\\u0000\"}",
            "line 1: the password must not contain a NUL",
        ),
        (
            "user",
            &[],
            "{\"username\":\"a\"}",
            "line 1: missing password or password_hash",
        ),
        (
            "user",
            &["--from", "ndjson"],
            "{\"username\":\"a\",\"password\":17}",
            "line 1: a value has the wrong type",
        ),
        (
            "user",
            &[],
            "username\na\n",
            "line 2: missing password or password_hash",
        ),
        (
            "user",
            &[],
            "username,secret\na,b\n",
            "line 1: unknown column (number 2)",
        ),
    ];
    for (what, arguments, input, message) in cases {
        let run = import(database, what, arguments, input).expect(3).says(message);
        assert_eq!(run.stdout, "", "{input}");
        assert!(!run.stderr.contains("17"), "a value is shown: {run:?}");
    }
    let many = format!("username,action,topic\n{}", "a,publish,#x\n".repeat(1_000));
    let run = import(database, "topic", &[], &many)
        .expect(3)
        .says("1000 lines of stdin cannot be imported");
    assert!(run.stderr.lines().count() < 15, "{run:?}");
    assert!(accounts(database).is_empty() && rights(database).is_empty());
}

fn what_is_there_already_fails_stays_or_is_replaced(database: &Database) {
    database.admin(&["user", "sync"]).expect(0);
    let add = [&["user", "add", "-c", "old", "--password-stdin"], &FAST[..]].concat();
    database.admin_with(&add, b"before").expect(0);
    let input = "username,password\nnew,x\nold,after\n";
    let opens = |password: &[u8], code| {
        database
            .admin_with(&["user", "verify", "-c", "old", "--password-stdin"], password)
            .expect(code);
    };
    import(database, "user", &FAST, input)
        .expect(1)
        .says("account old already exists");
    assert_eq!(accounts(database), ["old"]);

    let skip = [&["--on-conflict", "skip", "--format", "json"], &FAST[..]].concat();
    let report = import(database, "user", &skip, input).expect(0).json();
    assert_eq!(
        report,
        json!({"added": 1, "updated": 0, "skipped": 1, "left_out": 0, "changed": true})
    );
    opens(b"before", 0);

    let update = [&["--on-conflict", "update", "--format", "json"], &FAST[..]].concat();
    let report = import(database, "user", &update, input).expect(0).json();
    assert_eq!(
        report,
        json!({"added": 0, "updated": 2, "skipped": 0, "left_out": 0, "changed": true})
    );
    opens(b"before", 1);
    opens(b"after", 0);
}

fn rights_that_are_there_already_fail_stay_or_are_replaced(database: &Database) {
    database.admin(&["user", "sync"]).expect(0);
    for topic in ["x", "gone"] {
        database
            .admin(&["topic", "add", "-c", "a", "-a", "publish", topic])
            .expect(0);
    }
    database
        .admin(&["topic", "add", "-c", "other", "-a", "publish", "y"])
        .expect(0);
    let input = "username,action,topic\na,publish,new\na,publish,x\n";
    import(database, "topic", &[], input)
        .expect(1)
        .says("a already has the right to publish x");
    assert_eq!(
        rights(database),
        ["a publish x", "a publish gone", "other publish y"]
    );

    let report = import(
        database,
        "topic",
        &["--on-conflict", "skip", "--format", "json"],
        input,
    )
    .expect(0)
    .json();
    assert_eq!(
        report,
        json!({"clients": 1, "added": 1, "skipped": 1, "removed": 0, "left_out": 0, "changed": true})
    );
    assert_eq!(
        rights(database),
        [
            "a publish x",
            "a publish gone",
            "a publish new",
            "other publish y"
        ]
    );

    let report = import(
        database,
        "topic",
        &["--on-conflict", "update", "--format", "json"],
        input,
    )
    .expect(0)
    .json();
    assert_eq!(
        report,
        json!({"clients": 1, "added": 0, "skipped": 2, "removed": 1, "left_out": 0, "changed": true})
    );
    assert_eq!(
        rights(database),
        ["a publish new", "a publish x", "other publish y"]
    );
}

/// More than one statement, one chunk and one page hold.
fn a_large_import_comes_whole(database: &Database) {
    database.admin(&["user", "sync"]).expect(0);
    let (mut users, mut topics) = (
        "username,password_hash\n".to_owned(),
        "username,action,topic\n".to_owned(),
    );
    for client in 0..10_501 {
        writeln!(users, "dev-{client:05},\"{HASH}\"").unwrap();
        writeln!(
            topics,
            "dev-{client:05},publish,t/{client}\ndev-{client:05},receive,t/#"
        )
        .unwrap();
    }
    import(database, "user", &[], &users).expect(0);
    import(database, "topic", &[], &topics).expect(0);
    let exported = |what| {
        database
            .admin(&[what, "export", "--format", "csv"])
            .expect(0)
            .stdout
    };
    assert!(exported("user") == users && exported("topic") == topics);
}

fn passwords_are_hashed_and_open_their_accounts(database: &Database) {
    database.admin(&["user", "sync"]).expect(0);
    let mut input = String::new();
    for account in 0..20 {
        writeln!(
            input,
            "{}",
            json!({"username": format!("dev-{account}"), "password": format!(" pässword {account} ")})
        )
        .unwrap();
    }
    import(database, "user", &["--argon2", "m=64,t=2,p=2"], &input).expect(0);
    for account in [0, 19] {
        let name = format!("dev-{account}");
        let verify = ["user", "verify", "-c", &name, "--password-stdin"];
        database
            .admin_with(&verify, format!(" pässword {account} ").as_bytes())
            .expect(0);
        database
            .admin_with(&verify, format!("pässword {account}").as_bytes())
            .expect(1);
    }
    let hashes = database
        .admin(&["user", "list", "--show-hashes", "--format", "csv"])
        .expect(0)
        .stdout;
    assert_eq!(
        hashes.matches("$argon2id$v=19$m=64,t=2,p=2$").count(),
        20,
        "{hashes}"
    );
}

fn a_broken_row_stops_an_import_of_its_client(database: &Database) {
    database.admin(&["user", "sync"]).expect(0);
    let insert = "INSERT INTO topic_auth (username, publish_acl, subscribe_acl, receive_acl) VALUES (?, ?json, ?json, ?json)";
    database.execute(insert, &["broken", "[1]", "[]", "[]"]);
    for on_conflict in ["fail", "skip", "update"] {
        let input = "username,action,topic\nfine,publish,x\nbroken,publish,x\n";
        let run = import(database, "topic", &["--on-conflict", on_conflict], input).expect(3);
        run.says("publish_acl").says("is broken");
    }
    let rows: Vec<[String; 1]> =
        database.rows("SELECT {json:publish_acl} FROM topic_auth WHERE username = 'broken'");
    assert_eq!(rows, [["[1]".to_owned()]]);
}

fn a_broken_account_is_not_updated_by_an_import(database: &Database) {
    database.admin(&["user", "sync"]).expect(0);
    let insert = "INSERT INTO user_auth (username, password_hash, publish_acl, subscribe_acl, receive_acl) VALUES (?, ?, ?json, ?json, ?json)";
    database.execute(insert, &["broken", "unchanged", "[1]", "[]", "[]"]);
    let input = "username,password\nfine,new\nbroken,new\n";
    let run = import(database, "user", &["--on-conflict", "update"], input).expect(3);
    run.says("publish_acl")
        .says("is broken")
        .says("nothing was changed");
    let hashes = "SELECT username, password_hash FROM user_auth";
    let unchanged = ["broken", "unchanged"].map(str::to_owned);
    assert_eq!(database.rows::<2>(hashes), [unchanged]);

    // Where it is not to be changed, it is in nobody's way.
    import(database, "user", &["--on-conflict", "skip"], input).expect(0);
    assert_eq!(database.rows::<2>(hashes).len(), 2);
}
