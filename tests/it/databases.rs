//! Accounts and rights on every database that there is: SQLite, and real servers of PostgreSQL and MariaDB.

mod amqtt;
mod broken;
mod bulk;
mod causes;
mod changes;
pub(crate) mod cluster;
mod crowds;
pub(crate) mod database;
mod environment;
mod faults;
mod galera;
mod imports;
mod inventory;
mod migrations;
mod mosquitto;
mod options;
mod pooler;
mod privacy;
pub(crate) mod servers;
mod source;
mod standby;
mod trips;
mod upgrades;

use serde_json::json;

use crate::{
    databases::database::{Database, on_every_database},
    support::Test,
};

pub(crate) fn tests() -> Vec<Test> {
    let mut tests = on_every_database![
        rights_are_given_listed_checked_and_taken,
        accounts_are_made_listed_checked_and_removed,
        lists_come_in_four_forms,
        lists_are_sorted_by_bytes,
        names_are_compared_byte_for_byte,
        a_long_list_comes_whole,
    ];
    tests.extend(amqtt::tests());
    tests.extend(broken::tests());
    tests.extend(bulk::tests());
    tests.extend(causes::tests());
    tests.extend(changes::tests());
    tests.extend(crowds::tests());
    tests.extend(environment::tests());
    tests.extend(faults::tests());
    tests.extend(galera::tests());
    tests.extend(imports::tests());
    tests.extend(imports::passwords::tests());
    tests.extend(inventory::tests());
    tests.extend(migrations::tests());
    tests.extend(mosquitto::tests());
    tests.extend(options::tests());
    tests.extend(pooler::tests());
    tests.extend(privacy::tests());
    tests.extend(source::tests());
    tests.extend(standby::tests());
    tests.extend(trips::tests());
    tests.extend(upgrades::tests());
    tests
}

/// Names that a forgiving comparison takes for one another: by case, by accent, by form, and by a space after them.
const LOOKALIKES: [&str; 9] = [
    "DEV1",
    "Dev1",
    "dev1",
    "dev1 ",
    "de\u{301}v1",
    "dév1",
    "straße",
    "strasse",
    "ｄｅｖ１",
];

fn add(database: &Database, client: &str, action: &str, topic: &str) {
    database
        .admin(&["topic", "add", "-c", client, "-a", action, topic])
        .expect(0);
}

/// Every right as `username action topic`.
#[track_caller]
fn rights(database: &Database) -> Vec<String> {
    let list = database
        .admin(&["topic", "list", "--format", "json"])
        .expect(0)
        .json();
    let text = |right: &serde_json::Value, key: &str| right[key].as_str().unwrap().to_owned();
    let list = list.as_array().unwrap().iter();
    list.map(|right| {
        format!(
            "{} {} {}",
            text(right, "username"),
            text(right, "action"),
            text(right, "topic")
        )
    })
    .collect()
}

/// The names of all accounts.
#[track_caller]
fn accounts(database: &Database) -> Vec<String> {
    let list = database
        .admin(&["user", "list", "--format", "json"])
        .expect(0)
        .json();
    let list = list.as_array().unwrap().iter();
    list.map(|account| account["username"].as_str().unwrap().to_owned())
        .collect()
}

fn rights_are_given_listed_checked_and_taken(database: &Database) {
    database
        .admin(&["topic", "list"])
        .expect(3)
        .says("amqtt-admin user sync`");
    for _ in 0..2 {
        let synced = database
            .admin(&["topic", "sync", "--format", "json"])
            .expect(0)
            .json();
        assert_eq!(synced["synced"], true);
    }
    assert_eq!(rights(database), [""; 0]);

    add(database, "pump-7", "publish", "plant/pump-7/#");
    add(database, "pump-7", "subscribe", "plant/+/state");
    add(database, "pump-7", "receive", "plant/+/state");
    add(database, "display", "subscribe", "#");
    let all = [
        "display subscribe #",
        "pump-7 publish plant/pump-7/#",
        "pump-7 subscribe plant/+/state",
        "pump-7 receive plant/+/state",
    ];
    assert_eq!(rights(database), all);

    // What already exists is refused, what it covers is warned of, and what may not be stored is a usage error.
    let again = ["topic", "add", "-c", "pump-7", "-a", "publish", "plant/pump-7/#"];
    database.admin(&again).expect(1).says("already");
    let covered = [
        "topic",
        "add",
        "-c",
        "pump-7",
        "-a",
        "publish",
        "plant/pump-7/state",
    ];
    database.admin(&covered).expect(0).says("grants nothing new");
    database
        .admin(&[
            "topic",
            "rm",
            "-c",
            "pump-7",
            "-a",
            "publish",
            "plant/pump-7/state",
        ])
        .expect(0);
    for (action, topic) in [
        ("publish", "$SYS/x"),
        ("subscribe", "$share/g/a"),
        ("receive", "a/#/b"),
        ("publish", ""),
    ] {
        database
            .admin(&["topic", "add", "-c", "pump-7", "-a", action, topic])
            .expect(2);
    }
    assert_eq!(rights(database), all);

    for (client, action, topic, code) in [
        ("pump-7", "publish", "plant/pump-7/state", 0),
        ("pump-7", "publish", "plant/pump-8/state", 1),
        ("pump-7", "subscribe", "plant/+/state", 0),
        ("pump-7", "subscribe", "plant/#", 1),
        ("pump-7", "receive", "plant/pump-8/state", 0),
        ("display", "subscribe", "+/#", 0),
        ("display", "subscribe", "$SYS/#", 1),
        ("display", "receive", "a", 1),
        ("stranger", "receive", "a", 1),
        ("display", "subscribe", "a/#/b", 2),
    ] {
        database
            .admin(&["topic", "check", "-c", client, "-a", action, topic])
            .expect(code);
    }
    let questions = "pump-7\tpublish\tplant/pump-7/state\npump-7\tpublish\tplant\nnonsense\n";
    let answers = database.admin_with(&["topic", "check", "--batch", "-"], questions.as_bytes());
    assert_eq!(answers.expect(0).stdout, "allowed\ndenied\ninvalid\n");

    let taken = ["topic", "rm", "-c", "pump-7", "-a", "subscribe", "plant/+/state"];
    database.admin(&taken).expect(0);
    database.admin(&taken).expect(1).says("no subscribe right");
    database
        .admin(&["topic", "rm", "-c", "stranger", "-a", "publish", "a"])
        .expect(1);
    assert_eq!(rights(database), [all[0], all[1], all[3]]);
    let narrowed = database
        .admin(&["topic", "list", "-c", "display", "--format", "csv"])
        .expect(0);
    assert_eq!(narrowed.stdout, "username,action,topic\ndisplay,subscribe,#\n");

    // A last sync takes nothing away.
    database.admin(&["user", "sync"]).expect(0);
    assert_eq!(rights(database), [all[0], all[1], all[3]]);
}

fn accounts_are_made_listed_checked_and_removed(database: &Database) {
    database
        .admin(&["user", "list"])
        .expect(3)
        .says("amqtt-admin user sync`");
    for _ in 0..2 {
        database.admin(&["user", "sync"]).expect(0);
    }
    assert_eq!(accounts(database), [""; 0]);

    let add = |name, password: &[u8]| {
        database.admin_with(&["user", "add", "-c", name, "--password-stdin"], password)
    };
    let verify = |name, password: &[u8]| {
        let run = database.admin_with(&["user", "verify", "-c", name, "--password-stdin"], password);
        run.code
    };
    add("ada", b"first\n").expect(0);
    add("bob", b" with spaces \r\n").expect(0);
    add("ada", b"other").expect(1);
    assert_eq!(accounts(database), ["ada", "bob"]);
    assert_eq!(verify("ada", b"first"), Some(0));
    assert_eq!(verify("ada", b"other"), Some(1));
    assert_eq!(verify("ada", b"first "), Some(1));
    assert_eq!(verify("bob", b" with spaces "), Some(0));
    assert_eq!(verify("eve", b"first"), Some(1));

    let new = |name| database.admin_with(&["user", "pwd", "-c", name, "--password-stdin"], b"second");
    new("ada").expect(0);
    new("eve").expect(1);
    assert_eq!(verify("ada", b"first"), Some(1));
    assert_eq!(verify("ada", b"second"), Some(0));

    // Hashes are shown to those alone who ask for them, and the ACL columns that aMQTT wants to be there are empty.
    let listed = database.admin(&["user", "list", "--format", "json"]).expect(0);
    assert!(!listed.stdout.contains("argon2"), "{listed:?}");
    let listed = database
        .admin(&["user", "list", "--format", "json", "--show-hashes"])
        .expect(0)
        .json();
    let hash = listed[0]["password_hash"].as_str().unwrap();
    assert!(hash.starts_with("$argon2id$v=19$m=65536,t=3,p=4$"), "{hash}");
    let acls = "SELECT {json:publish_acl}, {json:subscribe_acl}, {json:receive_acl} FROM user_auth";
    assert_eq!(database.rows(acls), [["[]"; 3]; 2]);

    for name in ["ada", "bob"] {
        for action in ["publish", "receive"] {
            self::add(database, name, action, "a/#");
        }
    }
    database
        .admin(&["user", "rm", "-c", "ada"])
        .expect(2)
        .says("--yes");
    database.admin(&["user", "rm", "-c", "eve", "--yes"]).expect(1);
    assert_eq!(accounts(database), ["ada", "bob"]);
    database
        .admin(&["user", "rm", "-c", "ada", "--yes"])
        .expect(0)
        .says("2 topic rights");
    assert_eq!(rights(database), ["bob publish a/#", "bob receive a/#"]);
    database
        .admin(&["user", "rm", "-c", "bob", "--yes", "--keep-topics"])
        .expect(0)
        .says("kept its topic rights");
    assert_eq!(rights(database), ["bob publish a/#", "bob receive a/#"]);
    assert_eq!(accounts(database), [""; 0]);
}

fn lists_come_in_four_forms(database: &Database) {
    database.admin(&["topic", "sync"]).expect(0);
    let list = |format| database.admin(&["topic", "list", "--format", format]).expect(0);
    let none = list("json");
    assert_eq!(none.json(), json!([]));
    assert!(none.stderr.contains("there is nothing to list"), "{none:?}");
    assert_eq!(list("csv").stdout, "username,action,topic\n");
    assert_eq!([list("ndjson").stdout, list("table").stdout], ["", ""]);

    let awkward = "quote\" comma, é/日本/😀";
    add(database, "ada", "publish", "a/b");
    add(database, "bob, the \"second\"", "receive", awkward);
    let first = json!({"username": "ada", "action": "publish", "topic": "a/b"});
    let second = json!({"username": "bob, the \"second\"", "action": "receive", "topic": awkward});
    assert_eq!(list("json").json(), json!([first, second]));
    let lines = list("ndjson").stdout;
    let lines: Vec<serde_json::Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines, [first, second]);
    let csv = "username,action,topic\nada,publish,a/b\n\"bob, the \"\"second\"\"\",receive,\"quote\"\" comma, é/日本/😀\"\n";
    assert_eq!(list("csv").stdout, csv);
    let table = list("table").stdout;
    let words: Vec<Vec<&str>> = table
        .lines()
        .map(|line| line.split_whitespace().collect())
        .collect();
    assert_eq!(words[0], ["USERNAME", "ACTION", "TOPIC"]);
    assert_eq!(words[1], ["ada", "publish", "a/b"]);
    assert!(table.lines().nth(2).unwrap().ends_with(awkward), "{table}");
    assert_eq!(words.len(), 3);
}

fn lists_are_sorted_by_bytes(database: &Database) {
    database.admin(&["topic", "sync"]).expect(0);
    let mut names = [
        "b", "B", "a", "A", "a ", "é", "e\u{301}", "z", "😀", "\u{ff5e}", "ß", "1", "10", "2", "_", "-",
    ];
    for name in names {
        add(database, name, "publish", "t");
        insert_account(database, name);
    }
    names.sort_unstable();
    assert_eq!(rights(database), names.map(|name| format!("{name} publish t")));
    assert_eq!(accounts(database), names);
}

fn names_are_compared_byte_for_byte(database: &Database) {
    database.admin(&["user", "sync"]).expect(0);
    for name in LOOKALIKES {
        insert_account(database, name);
        add(database, name, "publish", &format!("of/{}", name.trim()));
        add(database, name, "publish", "shared");
    }
    assert_eq!(accounts(database).len(), LOOKALIKES.len());
    assert_eq!(rights(database).len(), 2 * LOOKALIKES.len());
    for name in LOOKALIKES {
        let own = database
            .admin(&["topic", "list", "-c", name, "--format", "csv"])
            .expect(0);
        let expected = format!(
            "username,action,topic\n{name},publish,of/{}\n{name},publish,shared\n",
            name.trim()
        );
        assert_eq!(own.stdout, expected);
    }
    // Removing one leaves the others; a name that resembles them all is not there.
    for (removed, name) in LOOKALIKES.into_iter().enumerate() {
        database.admin(&["user", "rm", "-c", name, "--yes"]).expect(0);
        database.admin(&["user", "rm", "-c", name, "--yes"]).expect(1);
        assert_eq!(accounts(database).len(), LOOKALIKES.len() - removed - 1, "{name}");
    }
    assert_eq!(rights(database), [""; 0]);
}

fn a_long_list_comes_whole(database: &Database) {
    database.admin(&["topic", "sync"]).expect(0);
    let names: Vec<String> = (0..3000).map(|number| format!("dev-{number:05}")).collect();
    for some in names.chunks(500) {
        let rows = vec!["(?, ?, ?json, ?json, ?json)"; some.len()].join(", ");
        let insert = format!(
            "INSERT INTO user_auth (username, password_hash, publish_acl, subscribe_acl, receive_acl) VALUES {rows}"
        );
        let values: Vec<&str> = some
            .iter()
            .flat_map(|name| [name, "$hash", "[]", "[]", "[]"])
            .collect();
        database.execute(&insert, &values);
    }
    assert_eq!(accounts(database), names);
    // A reader that has read enough is content.
    let first = database
        .sandbox
        .admin_command(&["user", "list", "--format", "ndjson"]);
    let line = format!(
        "'{}' user list --format ndjson | head -n 1",
        first.get_program().display()
    );
    let mut shell = database.sandbox.command("bash");
    shell
        .args(["-o", "pipefail", "-c", &line])
        .env("AMQTT_ADMIN_DATABASE_URL", &database.url);
    let head = crate::support::Run::of(&mut shell).expect(0);
    assert_eq!(
        (head.stdout.as_str(), head.stderr.as_str()),
        ("{\"username\":\"dev-00000\"}\n", "")
    );
}

/// An account as another program might make it.
fn insert_account(database: &Database, name: &str) {
    let insert = "INSERT INTO user_auth (username, password_hash, publish_acl, subscribe_acl, receive_acl) \
                  VALUES (?, 'none', '[]', '[]', '[]')";
    database.execute(insert, &[name]);
}
