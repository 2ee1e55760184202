//! A real Mosquitto judges what is imported from its files and exported to them.

mod client;

use std::{fmt::Write as _, process::Command};

use serde_json::{Value, json};

use self::client::Client;
use super::{accounts, database::Database, rights};
use crate::{
    brokers::running::Broker,
    support::{Run, Sandbox, tests},
};

tests![
    a_thousand_users_go_through_and_mosquitto_judges_alike[Mosquitto],
    nobody_of_dynamic_security_gets_more[Mosquitto],
    what_dynamic_security_has_beside_is_reported,
    exports_are_published_whole_and_for_their_owner,
    hashes_that_mosquitto_cannot_read_stay_out,
];

/// A hash that costs little to verify, of the password `pw`.
const HASH: &str =
    "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHRzb21lc2E$lmEM33svNbvtd+BHIvRFLlRmiU1BUQ8wV2hHXU3xQbY";
const USERS: usize = 1_000;
/// Number of them that are connected at once.
const AT_ONCE: usize = 100;
const TOPICS: [&str; 12] = [
    "a/1",
    "a/1/x",
    "b",
    "c/b",
    "c/d",
    "x/y/z",
    "x//z",
    "p/dev-3",
    "p/dev-3/q",
    "d e",
    "/",
    "end/x",
];

fn synced() -> Database {
    let database = Database::sqlite();
    database.admin(&["user", "sync"]).expect(0);
    database
}

/// A broker on a password file and an ACL file.
fn broker<'a>(sandbox: &'a Sandbox, passwords: &str, acl: &str) -> Broker<'a> {
    let files = format!("password_file {passwords}\nacl_file {acl}\n");
    start(sandbox, &files)
}

fn start<'a>(sandbox: &'a Sandbox, more: &str) -> Broker<'a> {
    Broker::start(sandbox, |port| {
        let user = if rustix::process::geteuid().is_root() {
            "user root\n"
        } else {
            ""
        };
        let name = format!("mosquitto-{port}.conf");
        sandbox.write(
            &name,
            format!("listener {port} 127.0.0.1\nallow_anonymous false\nmax_queued_messages 0\n{user}{more}"),
        );
        let mut command = sandbox.command("/usr/sbin/mosquitto");
        command.args(["-c", &name]);
        command
    })
}

/// Rules for a user, of a kind that depends on the number.
fn rules(number: usize) -> String {
    const FILTERS: [&str; 9] = ["a/1/#", "+/b", "c/d", "x/+/z", "#", "d e", "/", "+", "a/+"];
    const ACCESS: [&str; 4] = ["read ", "write ", "readwrite ", " readwrite  "];
    let mut text = format!("user dev-{number}\ntopic read end\n");
    for rule in 0..number % 5 {
        let filter = FILTERS[(number * 7 + rule * 3) % FILTERS.len()];
        writeln!(text, "topic {}{filter}", ACCESS[(number + rule) % ACCESS.len()]).unwrap();
    }
    text
}

/// Returns a broker's answers to everybody: who logs in, who may publish what, and who receives what.
fn verdicts(broker: &Broker<'_>) -> Vec<String> {
    let connect = |id: &str, number: usize| {
        let (name, password) = (format!("dev-{number}"), format!("password {number}"));
        Client::connect(broker.port(), id, &name, &password)
            .unwrap_or_else(|| panic!("{name} may not log in:\n{}", broker.log()))
    };
    let mut verdicts = Vec::new();
    for first in (0..USERS).step_by(AT_ONCE) {
        let mut clients: Vec<(usize, Client)> = (first..first + AT_ONCE)
            .map(|number| {
                let wrong = Client::connect(broker.port(), "wrong", &format!("dev-{number}"), "wrong");
                assert!(wrong.is_none());
                (number, connect(&format!("reading-{number}"), number))
            })
            .collect();
        for (_, reading) in &mut clients {
            assert!(reading.subscribe("#"), "Mosquitto accepts every SUBSCRIBE");
        }
        let mut root = Client::connect(broker.port(), "root", "root", "root").expect("root may log in");
        for topic in TOPICS.iter().chain(&["end"]) {
            assert!(root.publish(topic), "{topic}:\n{}", broker.log());
        }
        for (number, reading) in &mut clients {
            let received = reading.received_until("end");
            let mut writing = connect("writing", *number);
            let mut written = Vec::new();
            for topic in TOPICS {
                if writing.publish(topic) {
                    written.push(topic);
                } else {
                    // Mosquitto 2.0 ends the connection at what is published after a refusal.
                    writing = connect("writing", *number);
                }
            }
            verdicts.push(format!("dev-{number} {received:?} {written:?}"));
        }
    }
    verdicts
}

fn a_thousand_users_go_through_and_mosquitto_judges_alike() {
    let database = synced();
    let sandbox = &database.sandbox;
    let mut passwords = "root:root\n".to_owned();
    let mut acl = "# fleet\npattern read p/%u\npattern read p/%u/#\nuser root\ntopic write #\n\n".to_owned();
    for number in 0..USERS {
        writeln!(passwords, "dev-{number}:password {number}").unwrap();
        acl += &rules(number);
    }
    sandbox.write("passwd", passwords);
    sandbox.write("acl", acl);
    sandbox.run("mosquitto_passwd", &["-U", "passwd"]).expect(0);

    let mosquitto = ["--from", "mosquitto", "--format", "json"];
    let run = database
        .admin(&[&["user", "import", "passwd"], &mosquitto[..]].concat())
        .expect(0);
    assert_eq!(run.json()["added"], USERS + 1);
    let run = database
        .admin(&[&["topic", "import", "acl"], &mosquitto[..]].concat())
        .expect(0);
    assert_eq!(
        (&run.json()["clients"], &run.json()["left_out"]),
        (&json!(USERS + 1), &json!(0))
    );
    let to = ["--to", "mosquitto", "--output"];
    database
        .admin(&[&["user", "export"], &to[..], &["passwd.out"]].concat())
        .expect(0);
    database
        .admin(&[&["topic", "export"], &to[..], &["acl.out"]].concat())
        .expect(0);

    let before = verdicts(&broker(sandbox, "passwd", "acl"));
    let after = verdicts(&broker(sandbox, "passwd.out", "acl.out"));
    assert_eq!(before.len(), USERS);
    let different = before.iter().zip(&after).find(|(before, after)| before != after);
    assert_eq!(different, None);
    assert!(
        before
            .iter()
            .any(|verdict| verdict.contains("x/y/z") && verdict.contains("p/dev-3/q"))
    );
}

/// A configuration of the dynamic security plug-in, of a kind that depends on the seed.
fn dynsec(seed: usize, hash: &str) -> Value {
    const TOPICS: [&str; 10] = [
        "#", "a/#", "a/+", "a/b", "+/b", "c/u0/#", "c", "$SYS/#", "+/+", "a/b/c",
    ];
    const TYPES: [&str; 4] = [
        "publishClientSend",
        "subscribePattern",
        "subscribeLiteral",
        "publishClientReceive",
    ];
    let mut state = (seed as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut random = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    let [_, _, iterations, salt, password] = hash.split('$').collect::<Vec<_>>()[..] else {
        panic!("{hash} is not Mosquitto's");
    };
    let roles: Vec<Value> = (0..4)
        .map(|role| {
            let acls: Vec<Value> = (0..random(7))
                .map(|_| {
                    json!({"acltype": TYPES[random(4)], "topic": TOPICS[random(10)],
                        "priority": random(3), "allow": random(4) > 0})
                })
                .collect();
            json!({"rolename": format!("role-{role}"), "acls": acls, "allowwildcardsubs": random(6) > 0})
        })
        .collect();
    let mut some_roles = || -> Vec<Value> {
        let count = random(3);
        (0..count)
            .map(|_| json!({"rolename": format!("role-{}", random(4)), "priority": random(3)}))
            .collect()
    };
    let clients: Vec<Value> = (0..3)
        .map(|client| {
            json!({"username": format!("u{client}"), "roles": some_roles(), "password": password, "salt": salt,
                "iterations": iterations.parse::<u32>().unwrap()})
        })
        .collect();
    let group =
        json!({"groupname": "g", "roles": some_roles(), "clients": [{"username": "u0"}, {"username": "u1"}]});
    json!({
        "defaultACLAccess": {"publishClientSend": seed.is_multiple_of(5), "publishClientReceive": true,
            "subscribe": seed.is_multiple_of(3), "unsubscribe": true},
        "clients": clients, "groups": [group], "roles": roles,
    })
}

fn nobody_of_dynamic_security_gets_more() {
    let sandbox = Sandbox::new();
    sandbox
        .run("mosquitto_passwd", &["-c", "-b", "passwd", "x", "pw"])
        .expect(0);
    let passwd = String::from_utf8(sandbox.read("passwd")).unwrap();
    let hash = passwd.trim().split_once(':').unwrap().1;
    let plugin = Command::new("sh")
        .args(["-c", "ls /usr/lib/*/mosquitto_dynamic_security.so"])
        .output()
        .unwrap();
    let plugin = String::from_utf8(plugin.stdout).unwrap();
    let (mut allowed, mut kept) = (0, 0);
    for seed in 0..30 {
        let database = synced();
        let configuration = dynsec(seed, hash);
        database.sandbox.write("dynsec.json", configuration.to_string());
        let import = ["topic", "import", "dynsec.json", "--from", "dynsec"];
        let run = database.admin(&import);
        assert!(
            run.code == Some(0) || run.stderr.contains("nothing in"),
            "{run:?}"
        );
        let broker = start(
            &database.sandbox,
            &format!("plugin {}\nplugin_opt_config_file dynsec.json\n", plugin.trim()),
        );
        for user in ["u0", "u1", "u2"] {
            let questions: Vec<(&str, String)> = ["a/b", "a", "c", "c/u0/x", "x/b", "a/b/c", "$SYS/x", "a/z"]
                .into_iter()
                .flat_map(|topic| [("publish", topic.to_owned()), ("subscribe", topic.to_owned())])
                .chain(
                    ["#", "a/#", "a/+", "+/b", "c/u1/#", "$SYS/#", "+/+", "+"]
                        .map(|topic| ("subscribe", topic.to_owned())),
                )
                .collect();
            let batch: String = questions
                .iter()
                .map(|(action, topic)| format!("{user}\t{action}\t{topic}\n"))
                .collect();
            let ours = database
                .admin_with(&["topic", "check", "--batch", "-"], batch.as_bytes())
                .expect(0);
            for ((action, topic), ours) in questions.iter().zip(ours.stdout.lines()) {
                let mut client = Client::connect(broker.port(), "id", user, "pw").expect("it may log in");
                let theirs = match *action {
                    "publish" => client.publish(topic),
                    _ => client.subscribe(topic),
                };
                allowed += usize::from(theirs);
                kept += usize::from(ours == "allowed");
                assert!(
                    theirs || ours != "allowed",
                    "{user} may {action} {topic}, and might not before: {configuration:#}\n{:?}",
                    rights(&database)
                );
            }
        }
    }
    assert!(kept * 3 > allowed, "only {kept} of {allowed} are kept");
}

fn import_dynsec(database: &Database, what: &str, configuration: &Value) -> Run {
    let arguments = [what, "import", "-", "--from", "dynsec", "--format", "json"];
    database.admin_with(&arguments, configuration.to_string().as_bytes())
}

fn what_dynamic_security_has_beside_is_reported() {
    let database = synced();
    let configuration = json!({
        "defaultACLAccess": {"publishClientSend": false, "publishClientReceive": true, "subscribe": false},
        "anonymousGroup": "everybody",
        "clients": [
            {"username": "ada", "encoded_password": HASH, "clientid": "ada-1", "roles": [{"roleName": "sensor"}]},
            {"username": "off", "encoded_password": HASH, "disabled": true, "roles": [{"rolename": "sensor"}]},
            {"username": "none", "roles": [{"rolename": "missing"}]},
            {"username": "odd", "password": "abc==", "salt": "def", "iterations": 101},
        ],
        "groups": [{"groupname": "everybody", "clients": [{"username": "none"}], "roles": [{"rolename": "denied"}]}],
        "roles": [
            {"rolename": "sensor", "acls": [
                {"acltype": "publishclientsend", "topic": "s/%c/up", "allow": true},
                {"acltype": "publishClientSend", "topic": "$CONTROL/#", "allow": true},
                {"acltype": "subscribePattern", "topic": "s/%u/#", "allow": true},
                {"acltype": "subscribeLiteral", "topic": "all/#", "allow": true},
                {"acltype": "subscribeLiteral", "topic": "one", "allow": true},
            ]},
            {"rolename": "denied", "acls": [
                {"acltype": "publishClientSend", "topic": "a/b", "priority": 9, "allow": false},
                {"acltype": "publishClientSend", "topic": "a/#", "allow": true},
                {"acltype": "publishClientReceive", "topic": "a/b", "allow": false},
            ]},
        ],
    });
    let run = import_dynsec(&database, "user", &configuration).expect(0);
    let run = run
        .says("the client is disabled")
        .says("the client has no password")
        .says("bound to a client id");
    assert_eq!(
        (&run.json()["added"], &run.json()["changed"]),
        (&json!(1), &json!(true))
    );
    assert!(!run.stderr.contains("abc=="), "{run:?}");
    assert_eq!(accounts(&database), ["ada"]);

    let run = import_dynsec(&database, "topic", &configuration).expect(0);
    run.says("anonymousGroup")
        .says("deny rules are not supported")
        .says("a role that the client or its group has is not");
    assert_eq!(
        rights(&database),
        [
            "ada publish s/ada-1/up",
            "ada subscribe one",
            "ada subscribe s/ada/#",
            "ada receive #",
        ]
    );
    for list in ["clients", "groups", "roles"] {
        let run = import_dynsec(&database, "user", &json!({list: 5})).expect(3);
        run.says(&format!("{list} is not a list"));
    }
}

fn exports_are_published_whole_and_for_their_owner() {
    let database = synced();
    let users = format!("username,password_hash\na,{HASH:?}\n");
    database
        .admin_with(&["user", "import", "-"], users.as_bytes())
        .expect(0);
    database
        .admin(&["topic", "add", "-c", "a", "-a", "publish", "x"])
        .expect(0);
    for (to, text) in [
        ("csv", "username,password_hash\n"),
        ("json", "[\n"),
        ("ndjson", "{\"username\""),
    ] {
        let file = format!("out.{to}");
        let export = ["user", "export", "--to", to, "--output", &file];
        assert_eq!(database.admin(&export).expect(0).stdout, "");
        assert!(database.sandbox.read(&file).starts_with(text.as_bytes()), "{to}");
        assert_eq!(database.sandbox.mode(&file), 0o600);
        database.admin(&export).expect(1).says(&file);
        let back = [
            "user",
            "import",
            &file,
            "--on-conflict",
            "skip",
            "--format",
            "json",
        ];
        assert_eq!(database.admin(&back).expect(0).json()["skipped"], 1);
    }
    let export = ["topic", "export", "--output", "topics.csv"];
    database.admin(&export).expect(0).says("wrote topics.csv");
    assert_eq!(
        database.sandbox.read("topics.csv"),
        b"username,action,topic\na,publish,x\n"
    );
    let export = ["topic", "export", "--output", "nowhere/topics.csv"];
    database.admin(&export).expect(3);
    // A row that another program broke is not in the file, so there is no file.
    database.execute("UPDATE topic_auth SET publish_acl = ?json", &["[1]"]);
    database
        .admin(&["topic", "export", "--output", "broken.csv"])
        .expect(3);
    assert!(!database.sandbox.names().contains(&"broken.csv".to_owned()));
}

fn hashes_that_mosquitto_cannot_read_stay_out() {
    let database = synced();
    let insert = "INSERT INTO user_auth (username, password_hash, publish_acl, subscribe_acl, receive_acl) VALUES (?, ?, ?json, ?json, ?json)";
    let seven = format!("$7$101$NpTsL/bXwSnOtM4f${}==", "a".repeat(86));
    for (name, hash) in [
        ("a:b", HASH),
        ("bob", "$2b$10$x"),
        ("eve", seven.as_str()),
        ("new", HASH),
    ] {
        database.execute(insert, &[name, hash, "[]", "[]", "[]"]);
    }
    let run = database.admin(&["user", "export", "--to", "mosquitto"]).expect(0);
    assert_eq!(run.stdout, format!("eve:{seven}\nnew:{HASH}\n"));
    run.says("1 × account name that a Mosquitto password file cannot hold (a:b)")
        .says("1 × account whose hash Mosquitto cannot read (bob)")
        .says("Argon2id");
}
