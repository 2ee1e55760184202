//! Verbs about one account, as scripts that are run again use them: what they change, and what they say.

use serde_json::json;

use super::{
    accounts, add,
    database::{Database, on_every_database},
    rights,
};
use crate::support::Test;

pub(super) fn tests() -> Vec<Test> {
    on_every_database![
        an_account_is_added_once,
        secrets_are_generated,
        what_is_missing_may_be_skipped,
        a_row_is_removed_by_its_id,
        passwords_are_what_they_may_be,
        hashes_of_mosquitto_open_their_accounts,
    ]
}

const JSON: [&str; 2] = ["--format", "json"];
const FAST: [&str; 3] = ["--argon2", "m=64,t=1,p=1", "--password-stdin"];

fn an_account_is_added_once(database: &Database) {
    database.admin(&["user", "sync"]).expect(0);
    let add = |more: &[&str], password: &[u8]| {
        database.admin_with(
            &[&["user", "add", "-c", "ada"], &FAST[..], &JSON[..], more].concat(),
            password,
        )
    };
    let skip = ["--if-exists", "skip"];
    assert_eq!(
        add(&skip, b"right").expect(0).json(),
        json!({"username": "ada", "changed": true})
    );
    assert_eq!(
        add(&skip, b"right").expect(0).json(),
        json!({"username": "ada", "changed": false})
    );
    add(&skip, b"another")
        .expect(1)
        .says("account ada already exists with another password");
    add(&[], b"right").expect(1).says("account ada already exists");
    add(&["--if-exists", "fail"], b"right")
        .expect(1)
        .says("amqtt-admin user pwd -c ada");
    // A hash that cannot be read is opened by nothing.
    database.execute("UPDATE user_auth SET password_hash = ?", &["!"]);
    add(&skip, b"right").expect(3).says("\"code\":\"broken_row\"");
    database
        .admin(&["user", "add", "-c", "bob", "--if-exists", "always"])
        .expect(2);
}

fn secrets_are_generated(database: &Database) {
    database.admin(&["user", "sync"]).expect(0);
    let generate = |verb: &str, more: &[&str]| {
        let arguments = [&["user", verb, "-c", "ada", "--generate"], &JSON[..], more].concat();
        database.admin(&arguments)
    };
    let verify = |password: &str| {
        let arguments = [
            "user",
            "verify",
            "-c",
            "ada",
            "--password-stdin",
            "--format",
            "json",
        ];
        database.admin_with(&arguments, password.as_bytes())
    };
    let mut secrets = Vec::new();
    for verb in ["add", "pwd", "pwd"] {
        let made = generate(verb, &[]).expect(0).says("shown only now").says("aMQTT");
        let report = made.json();
        assert_eq!(
            (&report["username"], &report["changed"]),
            (&json!("ada"), &json!(true))
        );
        let secret = report["password"].as_str().unwrap().to_owned();
        assert!(secret.starts_with("amqtt_") && secret.len() == 42, "{secret}");
        assert!(!made.stderr.contains(&secret), "shown in the report alone");
        // It is light, and nothing to complain of.
        let verified = verify(&secret).expect(0);
        assert_eq!(verified.json()["findings"], json!([]));
        secrets
            .iter()
            .for_each(|old: &String| drop(verify(old).expect(1)));
        secrets.push(secret);
    }
    let listed = database.admin(&["user", "list", "--show-hashes"]).expect(0);
    assert!(listed.stdout.contains("$m=8,t=1,p=1$"), "{listed:?}");
    // Again: there is one, and nobody can be shown its secret.
    let again = generate("add", &["--if-exists", "skip"]).expect(0).json();
    assert_eq!(again, json!({"username": "ada", "changed": false}));
    generate("add", &[]).expect(1);

    // A chosen password is not hashed like that, nor together with one that is generated.
    let light = [
        "user",
        "pwd",
        "-c",
        "ada",
        "--password-stdin",
        "--argon2",
        "m=8,t=1,p=1",
    ];
    database
        .admin_with(&light, b"chosen")
        .expect(2)
        .says("too light for a chosen password");
    generate("pwd", &["--password-stdin"]).expect(2);
    generate("pwd", &["--password-file", "password"]).expect(2);
    database
        .admin_with(&[&["user", "pwd", "-c", "ada"], &FAST[..]].concat(), b"chosen")
        .expect(0);
    generate("add", &["--if-exists", "skip"]).expect(1);
}

fn what_is_missing_may_be_skipped(database: &Database) {
    database.admin(&["user", "sync"]).expect(0);
    let remove = |more: &[&str]| database.admin(&[&["user", "rm", "--yes"], &JSON[..], more].concat());
    remove(&["-c", "eve"])
        .expect(1)
        .says("account eve does not exist");
    let skipped = remove(&["-c", "eve", "--if-missing", "skip"]).expect(0).json();
    assert_eq!(
        skipped,
        json!({"username": "eve", "rights_removed": 0, "changed": false})
    );
    remove(&["--row", "77"])
        .expect(1)
        .says("user_auth has no row with id 77");
    let skipped = remove(&["--row", "77", "--if-missing", "skip"]).expect(0).json();
    assert_eq!(skipped, json!({"row": 77, "rights_removed": 0, "changed": false}));
    remove(&[]).expect(2).says("--client-id");
    database
        .admin_with(&[&["user", "add", "-c", "eve"], &FAST[..]].concat(), b"pw")
        .expect(0);
    let removed = remove(&["-c", "eve", "--if-missing", "skip"]).expect(0).json();
    assert_eq!(
        removed,
        json!({"username": "eve", "rights_removed": 0, "changed": true})
    );
}

/// Rows that another program wrote, with names that cannot be given on a command line.
fn a_row_is_removed_by_its_id(database: &Database) {
    database.admin(&["user", "sync"]).expect(0);
    for name in ["ada", "", "\u{1b}[31m"] {
        let insert = "INSERT INTO user_auth (username, password_hash, publish_acl, subscribe_acl, receive_acl) \
                      VALUES (?, 'x', '[]', '[]', '[]')";
        database.execute(insert, &[name]);
    }
    add(database, "ada", "publish", "a");
    let set = "INSERT INTO topic_auth (username, publish_acl, subscribe_acl, receive_acl) \
               VALUES (?, ?json, '[]', '[]')";
    database.execute(set, &["\u{1b}[31m", r#"[{"topic": "x"}]"#]);
    let id = |name: &str| {
        let select = format!("SELECT CAST(id AS CHAR(9)) FROM user_auth WHERE username = '{name}'");
        database.rows::<1>(&select)[0][0].trim().to_owned()
    };
    let (empty, red) = (id(""), id("\u{1b}[31m"));
    let removed = database
        .admin(&["user", "rm", "--row", &empty, "--yes"])
        .expect(0);
    assert!(removed.stdout.contains("true"), "{removed:?}");
    let removed = database.admin(&["user", "rm", "--row", &red, "--yes"]).expect(0);
    assert!(
        !removed.stdout.contains('\u{1b}') && !removed.stderr.contains('\u{1b}'),
        "{removed:?}"
    );
    assert!(removed.stderr.contains("and 1 topic right"), "{removed:?}");
    assert_eq!(accounts(database), ["ada"]);
    assert_eq!(rights(database), ["ada publish a"]);
    database
        .admin(&["user", "rm", "--row", &id("ada"), "--yes", "--keep-topics"])
        .expect(0)
        .says("kept its topic rights");
    assert_eq!(rights(database), ["ada publish a"]);
    database
        .admin(&["user", "rm", "--row", "1", "-c", "ada"])
        .expect(2);

    // A row of rights alone, of a name that cannot be given.
    for name in ["", "\u{202e}da"] {
        database.execute(set, &[name, r#"[{"topic": "x"}]"#]);
        let select = format!("SELECT CAST(id AS CHAR(9)) FROM topic_auth WHERE username = '{name}'");
        let row = database.rows::<1>(&select)[0][0].trim().to_owned();
        let remove = ["topic", "rm", "--row", &row, "--yes"];
        let removed = database.admin(&remove).expect(0);
        assert!(!removed.stderr.contains('\u{202e}'), "{removed:?}");
        database.admin(&remove).expect(1).says("has no row with id");
    }
    assert_eq!(rights(database), ["ada publish a"]);
}

fn passwords_are_what_they_may_be(database: &Database) {
    database.admin(&["user", "sync"]).expect(0);
    let give = |verb: &str, password: &[u8]| {
        database.admin_with(&[&["user", verb, "-c", "ada"], &FAST[..]].concat(), password)
    };
    give("add", b"").expect(2).says("must not be empty");
    give("add", b"\n").expect(2).says("must not be empty");
    give("add", b"two\0words").expect(2).says("NUL");
    give("add", &[b'a'; 1_025]).expect(2).says("1024");
    assert_eq!(accounts(database), [""; 0]);
    give("add", &[b'a'; 1_024]).expect(0);
    give("verify", &[b'a'; 1_024]).expect(0);
    give("verify", &[b'a'; 1_023]).expect(1);
    give("pwd", b"two\0words").expect(2).says("NUL");
    // It opens nothing, but it may be asked about.
    give("verify", b"two\0words").expect(1);
    give("pwd", " \u{fc}\t ".as_bytes()).expect(0);
    give("verify", " \u{fc}\t ".as_bytes()).expect(0);
}

/// Hashes by `mosquitto_passwd` 2.0 of the password `secret`, with both of its schemes.
fn hashes_of_mosquitto_open_their_accounts(database: &Database) {
    database.admin(&["user", "sync"]).expect(0);
    let verify = |password: &[u8]| {
        let arguments = [
            "user",
            "verify",
            "-c",
            "ada",
            "--password-stdin",
            "--format",
            "json",
        ];
        database.admin_with(&arguments, password)
    };
    database
        .admin_with(&[&["user", "add", "-c", "ada"], &FAST[..]].concat(), b"pw")
        .expect(0);
    for hash in [
        "$7$101$0W2j7wdlYbZ1bMHM$9MP/h2LIPoXNE6K89jbqTPqIOuFflwfER1PpVYnwjFGoY4CuZOxAF3foA835o6T8vLgzk+5qqJEbpUixdjOxIw==",
        "$6$EvRPUItdhV3+Vw17$yROSGUyHRx245BVdtK72jJ7nhrsRoIXQr/xF6rlOMasX6B/xTGqrHH7nrFlyuMZz7tksOe3xo1Q9Inpjrofdzg==",
    ] {
        database.execute("UPDATE user_auth SET password_hash = ?", &[hash]);
        let verified = verify(b"secret").expect(0).says("aMQTT refuses it");
        assert_eq!(verified.json()["verified"], json!(true));
        verify(b"Secret").expect(1);
    }
    database.execute(
        "UPDATE user_auth SET password_hash = ?",
        &["$6$rounds=5000$saltstring$x"],
    );
    verify(b"secret")
        .expect(3)
        .says("stored hash of account ada cannot be read")
        .says("amqtt-admin user pwd -c ada");
}
