//! aMQTT on the same database: what either side writes, the other one reads, and its running broker obeys.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    process::{Child, ChildStdout, Stdio},
};

use serde_json::{Value, json};

use super::{
    accounts, add,
    database::{Database, on, on_every_database},
    rights,
    servers::Kind,
};
use crate::{
    brokers::running::Broker,
    support::{Run, Test, python_program},
};

pub(super) fn tests() -> Vec<Test> {
    let mut tests = on_every_database![
        what_either_side_writes_the_other_one_reads[Python],
        a_running_broker_obeys[Python],
        a_running_broker_goes_on_during_an_import[Python],
    ];
    // aMQTT cannot make its tables on MariaDB.
    tests.extend([
        on!(
            tables_of_either_side_are_the_same,
            "sqlite",
            Database::sqlite(),
            Python
        ),
        on!(
            tables_of_either_side_are_the_same,
            "postgresql",
            Database::postgres(),
            Python,
            Postgres
        ),
    ]);
    tests
}

const PASSWORDS: [&str; 4] = [
    "secret",
    " spaces around ",
    "pässwörd ✓ 日本",
    "\"quotes\\ and $dollars$",
];

/// The address as SQLAlchemy spells it.
fn alchemist(database: &Database) -> String {
    match database.server {
        None => format!(
            "sqlite+aiosqlite:///{}",
            database.sandbox.path("auth.db").display()
        ),
        Some(Kind::Postgres) => database.url.replacen("postgresql:", "postgresql+asyncpg:", 1),
        Some(Kind::MariaDb) => {
            // aiomysql takes passwords and text for Latin-1 unless it is told otherwise, and passwords in any case.
            database.execute("CREATE USER IF NOT EXISTS amqtt IDENTIFIED BY 'plain'", &[]);
            database.execute(&format!("GRANT ALL ON {}.* TO amqtt", database.name()), &[]);
            let url = database.url_of("amqtt", "plain");
            url.replacen("mariadb:", "mysql+aiomysql:", 1) + "?charset=utf8mb4"
        }
    }
}

/// Calls aMQTT's managers.
#[track_caller]
fn managers(database: &Database, calls: &Value) -> Value {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/python/managers.py");
    let mut command = database.sandbox.command(python_program("python"));
    command.arg(script).arg(alchemist(database));
    Run::with_stdin(&mut command, calls.to_string().as_bytes())
        .expect(0)
        .json()
}

fn verify(database: &Database, name: &str, password: &str) -> Option<i32> {
    database
        .admin_with(
            &["user", "verify", "-c", name, "--password-stdin"],
            password.as_bytes(),
        )
        .code
}

fn what_either_side_writes_the_other_one_reads(database: &Database) {
    database.admin(&["user", "sync"]).expect(0);
    // Ours.
    for (number, password) in PASSWORDS.iter().enumerate() {
        let name = format!("ours-{number} é");
        database
            .admin_with(
                &["user", "add", "-c", &name, "--password-stdin"],
                password.as_bytes(),
            )
            .expect(0);
        let verified = managers(
            database,
            &json!([["verify", name, password], ["verify", name, "wrong"]]),
        );
        assert_eq!(verified, json!([true, false]), "{password}");
    }
    for (action, topic) in [
        ("publish", "a/\"é\"/\\"),
        ("publish", "b/#"),
        ("subscribe", "b/+/c"),
        ("receive", "b/#"),
    ] {
        add(database, "ours", action, topic);
    }
    let read = managers(
        database,
        &json!([
            ["users"],
            ["rights"],
            ["allows", "ours", "publish", "b/x/y"],
            ["allows", "ours", "receive", "c"],
        ]),
    );
    let names: Vec<String> = (0..PASSWORDS.len())
        .map(|number| format!("ours-{number} é"))
        .collect();
    let all = json!([
        ["ours", "publish", "a/\"é\"/\\"],
        ["ours", "publish", "b/#"],
        ["ours", "subscribe", "b/+/c"],
        ["ours", "receive", "b/#"],
    ]);
    assert_eq!(read, json!([names, all, true, false]));

    // Theirs, in a row of theirs and in one of ours.
    let wrote = managers(
        database,
        &json!([
            ["create_user", "theirs", "first"],
            ["create_user", "ours-0 é", "again"],
            ["set_password", "ours-1 é", "second"],
            ["delete_user", "ours-2 é"],
            ["create_client", "theirs"],
            ["add", "theirs", "subscribe", "x/日本/#"],
            ["add", "ours", "publish", "new"],
            ["remove", "ours", "publish", "b/#"],
        ]),
    );
    assert!(
        wrote[1]["error"].as_str().unwrap().contains("already exists"),
        "{wrote}"
    );
    assert_eq!(accounts(database), ["ours-0 é", "ours-1 é", "ours-3 é", "theirs"]);
    assert_eq!(verify(database, "theirs", "first"), Some(0));
    assert_eq!(verify(database, "theirs", "second"), Some(1));
    assert_eq!(verify(database, "ours-1 é", "second"), Some(0));
    assert_eq!(verify(database, "ours-1 é", PASSWORDS[1]), Some(1));
    let stored = rights(database);
    assert_eq!(
        stored,
        [
            "ours publish a/\"é\"/\\",
            "ours publish new",
            "ours subscribe b/+/c",
            "ours receive b/#",
            "theirs subscribe x/日本/#",
        ]
    );
    database
        .admin(&["topic", "check", "-c", "theirs", "-a", "subscribe", "x/日本/+"])
        .expect(0);
    database
        .admin(&["topic", "add", "-c", "theirs", "-a", "subscribe", "x/日本/#"])
        .expect(1);
    database
        .admin(&["topic", "rm", "-c", "theirs", "-a", "subscribe", "x/日本/#"])
        .expect(0);
    database.admin(&["user", "rm", "-c", "theirs", "--yes"]).expect(0);
    assert_eq!(
        managers(database, &json!([["verify", "theirs", "first"]])),
        json!([false])
    );
}

fn tables_of_either_side_are_the_same(database: &Database) {
    let columns = |database: &Database| {
        match database.server {
        None => ["user_auth", "topic_auth"].map(|table| {
            database.rows::<4>(&format!(
                "SELECT name, type, CAST(\"notnull\" AS TEXT), CAST(pk AS TEXT) FROM pragma_table_info('{table}')"
            ))
        }),
        Some(_) => ["user_auth", "topic_auth"].map(|table| {
            database.rows::<4>(&format!(
                "SELECT column_name::text, data_type || ' ' || coalesce(character_maximum_length::text, ''), \
                 is_nullable::text, coalesce(column_default, '') FROM information_schema.columns \
                 WHERE table_name = '{table}' ORDER BY ordinal_position"
            ))
        }),
    }
    };
    if database.server.is_none() {
        database.sandbox.write("auth.db", "");
    }
    managers(
        database,
        &json!([
            ["sync"],
            ["create_user", "theirs", "pw"],
            ["create_client", "theirs"],
            ["add", "theirs", "publish", "a"]
        ]),
    );
    // Ours on theirs widens the hashes, where they have a width at all, and changes nothing else.
    let theirs = columns(database);
    let mut ours = theirs.clone();
    for [_, sql_type, ..] in ours.iter_mut().flatten() {
        *sql_type = sql_type.replace("128", "255");
    }
    database.admin(&["user", "sync"]).expect(0);
    let synced = if database.server.is_some() { &ours } else { &theirs };
    assert_eq!(columns(database), *synced);
    assert_eq!(
        (accounts(database), rights(database)),
        (vec!["theirs".to_owned()], vec!["theirs publish a".to_owned()])
    );
    add(database, "theirs", "receive", "b");
    assert_eq!(
        managers(database, &json!([["allows", "theirs", "receive", "b"]])),
        json!([true])
    );

    // And theirs on ours.
    database.execute("DROP TABLE user_auth", &[]);
    database.execute("DROP TABLE topic_auth", &[]);
    database.admin(&["user", "sync"]).expect(0);
    assert_eq!(columns(database), ours);
    managers(database, &json!([["sync"]]));
    assert_eq!(columns(database), ours);
}

/// A client of the broker that does one thing after the other.
struct Client {
    child: Child,
    answers: BufReader<ChildStdout>,
}

impl Client {
    /// Connects; nothing where the broker refuses it.
    fn connect(
        database: &Database,
        broker: &Broker<'_>,
        username: &str,
        password: Option<&str>,
    ) -> Option<Self> {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/python/account.py");
        let mut command = database.sandbox.command(python_program("python"));
        command
            .arg(script)
            .arg(broker.port().to_string())
            .arg(username)
            .args(password);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let answers = BufReader::new(child.stdout.take().unwrap());
        let mut client = Self { child, answers };
        let answer = client.answer();
        assert!(
            answer == "admitted" || answer == "refused",
            "{answer:?}; {}",
            broker.log()
        );
        (answer == "admitted").then_some(client)
    }

    fn answer(&mut self) -> String {
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    #[track_caller]
    fn asks(&mut self, line: &str, answer: &str) {
        writeln!(self.child.stdin.as_mut().unwrap(), "{line}").unwrap();
        assert_eq!(self.answer(), answer, "{line}");
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

fn set_password(database: &Database, verb: &str, name: &str, password: &str) {
    database
        .admin_with(
            &["user", verb, "-c", name, "--password-stdin"],
            password.as_bytes(),
        )
        .expect(0);
}

/// The broker's own configuration, with its plugins for this database alone.
fn broker(database: &Database) -> Broker<'_> {
    let url = alchemist(database);
    Broker::start(&database.sandbox, |port| {
        let configuration = json!({
            "listeners": {"default": {"type": "tcp", "bind": format!("127.0.0.1:{port}")}},
            "plugins": {
                "amqtt.contrib.auth_db.UserAuthDBPlugin": {"connection": url},
                "amqtt.contrib.auth_db.TopicAuthDBPlugin": {"connection": url},
            },
        });
        // JSON is YAML too.
        database.sandbox.write("broker.yaml", configuration.to_string());
        let mut command = database.sandbox.command(python_program("amqtt"));
        command.args(["-c", "broker.yaml"]);
        command
    })
}

fn a_running_broker_obeys(database: &Database) {
    database.admin(&["user", "sync"]).expect(0);
    set_password(database, "add", "pump", "pump é secret");
    set_password(database, "add", "display", "display secret");
    for (client, action, topic) in [
        ("pump", "publish", "plant/pump/#"),
        ("display", "subscribe", "plant/#"),
        ("display", "receive", "plant/pump/state"),
    ] {
        add(database, client, action, topic);
    }
    let broker = broker(database);
    let connect = |name: &str, password: Option<&str>| Client::connect(database, &broker, name, password);
    for (name, password) in [
        ("pump", Some("display secret")),
        ("pump", Some("")),
        ("pump", None),
        ("PUMP", Some("pump é secret")),
        ("pump ", Some("pump é secret")),
        ("stranger", Some("pump é secret")),
    ] {
        assert!(connect(name, password).is_none(), "{name:?} {password:?}");
    }
    let mut pump = connect("pump", Some("pump é secret")).expect("the pump is admitted");
    let mut display = connect("display", Some("display secret")).expect("the display is admitted");

    display.asks("subscribe other/#", "denied");
    display.asks("subscribe #", "denied");
    display.asks("subscribe plant/#", "granted");
    pump.asks("subscribe plant/#", "denied");
    // One that may be published and received, one that may not be received, one that may not be published.
    pump.asks("publish plant/pump/state one", "sent");
    pump.asks("publish plant/pump/secret two", "sent");
    pump.asks("publish plant/valve/state three", "sent");
    pump.asks("publish plant/pump/state four", "sent");
    display.asks("receive four", r#"["one", "four"]"#);

    // What changes in the database holds from the next message and the next connection on.
    add(database, "display", "receive", "plant/pump/secret");
    add(database, "pump", "publish", "plant/valve/state");
    pump.asks("publish plant/pump/secret five", "sent");
    pump.asks("publish plant/valve/state six", "sent");
    pump.asks("publish plant/pump/state seven", "sent");
    display.asks("receive seven", r#"["five", "seven"]"#);
    database
        .admin(&[
            "topic",
            "rm",
            "-c",
            "display",
            "-a",
            "receive",
            "plant/pump/secret",
        ])
        .expect(0);
    database
        .admin(&["topic", "add", "-c", "display", "-a", "receive", "plant/valve/+"])
        .expect(0);
    pump.asks("publish plant/pump/secret eight", "sent");
    pump.asks("publish plant/valve/state nine", "sent");
    display.asks("receive nine", r#"["nine"]"#);

    set_password(database, "pwd", "pump", "another secret");
    assert!(connect("pump", Some("pump é secret")).is_none());
    assert!(connect("pump", Some("another secret")).is_some());
    database.admin(&["user", "rm", "-c", "pump", "--yes"]).expect(0);
    assert!(connect("pump", Some("another secret")).is_none());
    assert!(connect("display", Some("display secret")).is_some());
}

fn a_running_broker_goes_on_during_an_import(database: &Database) {
    database.admin(&["user", "sync"]).expect(0);
    set_password(database, "add", "pump", "secret");
    for (action, topic) in [
        ("publish", "plant/#"),
        ("subscribe", "plant/#"),
        ("receive", "plant/#"),
    ] {
        add(database, "pump", action, topic);
    }
    let listed = database
        .admin(&["user", "list", "--show-hashes", "--format", "json"])
        .expect(0)
        .json();
    let hash = listed[0]["password_hash"].as_str().unwrap();
    let lines = (0..20_000).map(|number| {
        format!(
            "{}\n",
            json!({"username": format!("dev-{number}"), "password_hash": hash})
        )
    });
    database.sandbox.write("users.ndjson", lines.collect::<String>());

    let broker = broker(database);
    let mut pump = Client::connect(database, &broker, "pump", Some("secret")).expect("the pump is admitted");
    pump.asks("subscribe plant/#", "granted");
    let mut import = database
        .admin_command(&["user", "import", "users.ndjson"])
        .stderr(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut messages = 0;
    let status = loop {
        messages += 1;
        pump.asks(&format!("publish plant/state {messages}"), "sent");
        pump.asks(&format!("receive {messages}"), &format!("[\"{messages}\"]"));
        if let Some(status) = import.try_wait().unwrap() {
            break status;
        }
    };
    assert!(status.success() && messages > 1, "{status}, {messages} messages");
    assert!(Client::connect(database, &broker, "pump", Some("secret")).is_some());
    assert_eq!(accounts(database).len(), 20_001);
    assert!(!broker.log().contains("locked"), "{}", broker.log());
}
