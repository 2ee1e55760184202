//! Topic rights at the command line: what a verb says beside its result, and what scripts rely on.

use serde_json::{Value, json};

use crate::support::{Run, Sandbox, tests};

tests![
    a_right_may_be_given_and_taken_again,
    a_row_is_removed_by_its_id,
    names_and_patterns_that_grant_nothing_are_warned_of,
    a_subscriber_that_receives_nothing_is_told,
    where_a_stock_amqtt_differs_is_warned_of,
    other_brokers_are_answered_as_they_ask,
    rights_that_a_broker_cannot_keep_are_listed,
    questions_get_records_in_the_format_asked_for,
    questions_are_lines_that_only_lf_ends,
];

/// A database with these rights, each `client action topic`.
fn with_rights(rights: &[&str]) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.admin(&["topic", "sync"]).expect(0);
    for right in rights {
        let [client, action, topic] = right.split(' ').collect::<Vec<_>>().try_into().unwrap();
        sandbox
            .admin(&["topic", "add", "-c", client, "-a", action, topic])
            .expect(0);
    }
    sandbox
}

fn check(sandbox: &Sandbox, action: &str, topic: &str, more: &[&str]) -> Run {
    let check = [
        "topic", "check", "-c", "dev1", "--format", "json", "-a", action, topic,
    ];
    sandbox.admin(&[&check, more].concat())
}

fn a_right_may_be_given_and_taken_again() {
    let sandbox = with_rights(&[]);
    let run = |verb, more: &[&str]| {
        let right = [
            "topic", verb, "-c", "dev1", "-a", "publish", "a/b", "--format", "json",
        ];
        sandbox.admin(&[&right, more].concat())
    };
    let right =
        |changed| json!({"username": "dev1", "action": "publish", "topic": "a/b", "changed": changed});
    assert_eq!(run("add", &[]).expect(0).json(), right(true));
    run("add", &[])
        .expect(1)
        .says("dev1 already has the right to publish a/b");
    assert_eq!(
        run("add", &["--if-exists", "skip"]).expect(0).json(),
        right(false)
    );
    assert_eq!(run("rm", &[]).expect(0).json(), right(true));
    run("rm", &[]).expect(1).says("dev1 has no publish right for a/b");
    assert_eq!(
        run("rm", &["--if-missing", "skip"]).expect(0).json(),
        right(false)
    );
    assert_eq!(run("add", &["--if-exists", "skip"]).expect(0).json(), right(true));
}

fn a_row_is_removed_by_its_id() {
    let sandbox = with_rights(&["dev1 publish a", "dev2 publish a"]);
    let remove = |row, more: &[&str]| {
        let remove = ["topic", "rm", "--row", row, "--format", "json"];
        sandbox.admin(&[&remove, more].concat())
    };
    remove("1", &[]).expect(2).says("--yes");
    assert_eq!(
        remove("1", &["--yes"]).expect(0).json(),
        json!({"row": 1, "username": "dev1", "changed": true})
    );
    remove("1", &["--yes"]).expect(1).says("no row with id 1");
    assert_eq!(
        remove("1", &["--yes", "--if-missing", "skip"]).expect(0).json(),
        json!({"row": 1, "username": null, "changed": false})
    );
    let left = sandbox.admin(&["topic", "list", "--format", "csv"]).expect(0);
    assert_eq!(left.stdout, "username,action,topic\ndev2,publish,a\n");
}

fn names_and_patterns_that_grant_nothing_are_warned_of() {
    let sandbox = with_rights(&[]);
    let add = |client, topic| {
        sandbox
            .admin(&["topic", "add", "-c", client, "-a", "publish", topic])
            .expect(0)
    };
    add("zeo", "sensor/%u/#").says("patterns such as %u are not expanded");
    let first = add("zoe", "a/${clientid}").says("patterns such as ${");
    assert!(first.stderr.contains("no account is named zoe"), "{first:?}");
    // A second right of a name is no news.
    let second = add("zoe", "plain");
    assert_eq!(second.stderr, "");
    sandbox.write("password", "secret");
    sandbox
        .admin(&["user", "add", "-c", "ada", "--password-file", "password"])
        .expect(0);
    assert_eq!(add("ada", "100%/+").stderr, "");
}

fn a_subscriber_that_receives_nothing_is_told() {
    let sandbox = with_rights(&["dev1 subscribe a/#"]);
    let asked = check(&sandbox, "subscribe", "a/+", &[]).expect(0);
    assert!(asked.stderr.contains("no receive right for a/x"), "{asked:?}");
    assert!(
        asked
            .stderr
            .contains("amqtt-admin topic add -c dev1 -a receive a/+"),
        "{asked:?}"
    );
    sandbox
        .admin(&["topic", "add", "-c", "dev1", "-a", "receive", "a/#"])
        .expect(0);
    assert_eq!(check(&sandbox, "subscribe", "a/+", &[]).expect(0).stderr, "");
    assert_eq!(check(&sandbox, "subscribe", "b", &[]).expect(1).stderr, "");
}

fn where_a_stock_amqtt_differs_is_warned_of() {
    let sandbox = with_rights(&["dev1 subscribe a/+", "dev1 receive a/#", "dev1 publish b/#"]);
    let denied = check(&sandbox, "subscribe", "a/#", &[])
        .expect(1)
        .says("as if it were a topic name");
    assert_eq!(denied.json()["rules"], "amqtt-verifier");
    assert_eq!(
        denied.json()["reason"],
        "it would also match topic `a`, which no right covers"
    );
    check(&sandbox, "subscribe", "$share/g/a/+", &[])
        .expect(0)
        .says("does not know shared subscriptions");
    for (action, topic, code) in [
        ("subscribe", "a/+", 0),
        ("publish", "b/c", 0),
        ("receive", "b", 1),
    ] {
        assert_eq!(
            check(&sandbox, action, topic, &[]).expect(code).stderr,
            "",
            "{topic}"
        );
    }
}

fn other_brokers_are_answered_as_they_ask() {
    let sandbox = with_rights(&[
        "dev1 subscribe a/#",
        "dev1 receive a/+",
        "dev1 publish c.d",
        "dev1 subscribe x,a",
        "dev1 receive x,a",
    ]);
    let ask = |action, topic, broker, code| {
        let asked = check(&sandbox, action, topic, &["--as-broker", broker]).expect(code);
        assert_eq!(asked.json()["broker"], broker);
        assert!(!asked.json()["limits"].as_array().unwrap().is_empty());
        asked.json()
    };
    for broker in ["mosquitto", "amqtt", "go-auth"] {
        ask("subscribe", "a/#", broker, 0);
    }
    for broker in ["rabbitmq", "emqx", "vernemq", "nanomq"] {
        let denied = ask("subscribe", "a/#", broker, 1);
        assert_eq!((&denied["witness"], &denied["by"]), (&json!("a"), &json!([])));
        assert_eq!(denied["reason"], "no receive right covers topic `a`");
        let allowed = ask("subscribe", "a/+", broker, 0);
        assert_eq!(allowed["by"], json!(["a/#", "a/+"]));
    }
    ask("publish", "c.d", "emqx", 0);
    ask("publish", "c.d", "rabbitmq", 1);
    check(&sandbox, "subscribe", "a.+", &["--as-broker", "rabbitmq"]).expect(2);
    ask("subscribe", "x,a", "emqx", 0);
    let joined = ask("subscribe", "x,a", "nanomq", 1);
    assert!(
        joined["reason"]
            .as_str()
            .unwrap()
            .contains("the broker may mean `x`"),
        "{joined}"
    );
    assert_eq!(
        check(&sandbox, "receive", "a/b", &[]).expect(0).json()["broker"],
        Value::Null
    );
}

fn rights_that_a_broker_cannot_keep_are_listed() {
    let sandbox = with_rights(&[
        "dev1 publish c.d",
        "dev1 publish e",
        "dev2 subscribe a/+",
        "dev2 receive a/+",
    ]);
    let list = |broker, client: &[&str]| {
        let list = ["topic", "list", "--as-broker", broker, "--format", "json"];
        sandbox.admin(&[&list, client].concat()).expect(0).json()
    };
    let findings = |broker| {
        let found = list(broker, &[]);
        let text = |right: &Value| {
            let [name, topic, finding] =
                ["username", "topic", "finding"].map(|key| right[key].as_str().unwrap().to_owned());
            format!("{name} {topic} {finding}")
        };
        found.as_array().unwrap().iter().map(text).collect::<Vec<_>>()
    };
    assert_eq!(findings("mosquitto"), [""; 0]);
    assert_eq!(findings("amqtt"), ["dev2 a/+ grants_more"]);
    assert_eq!(
        findings("rabbitmq"),
        ["dev1 c.d grants_nothing", "dev2 a/+ only_at_subscribe"]
    );
    let narrowed = list("rabbitmq", &["-c", "dev1"]);
    assert_eq!(narrowed.as_array().unwrap().len(), 1);
    assert!(
        narrowed[0]["reason"].as_str().unwrap().contains("'.' as '/'"),
        "{narrowed}"
    );
}

const QUESTIONS: &str = "dev1\tpublish\ta/b\ndev1\tsubscribe\ta/#\ndev1\tpublish\ta/+\nnonsense\n";

fn questions_get_records_in_the_format_asked_for() {
    let sandbox = with_rights(&["dev1 publish a/+", "dev1 subscribe a/+"]);
    sandbox.write("questions", QUESTIONS);
    let ask = |format: &[&str]| {
        let ask = ["topic", "check", "--batch", "questions"];
        sandbox.admin(&[&ask, format].concat()).expect(0).stdout
    };
    assert_eq!(ask(&[]), "allowed\ndenied\ninvalid\ninvalid\n");
    let records: Vec<Value> = ask(&["--format", "ndjson"])
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(
        records[0],
        json!({
            "line": 1, "username": "dev1", "action": "publish", "topic": "a/b", "answer": "allowed",
            "by": ["a/+"], "witness": null, "reason": "covered by a/+",
        })
    );
    assert_eq!(
        (&records[1]["answer"], &records[1]["witness"]),
        (&json!("denied"), &json!("a"))
    );
    assert_eq!(
        (&records[2]["answer"], &records[2]["topic"]),
        (&json!("invalid"), &json!("a/+"))
    );
    assert_eq!(
        (&records[3]["answer"], &records[3]["username"]),
        (&json!("invalid"), &Value::Null)
    );
    assert_eq!(
        serde_json::from_str::<Vec<Value>>(&ask(&["--format", "json"])).unwrap(),
        records
    );
    let csv = ask(&["--format", "csv"]);
    assert_eq!(
        csv.lines().next(),
        Some("line,username,action,topic,answer,by,witness,reason")
    );
    assert_eq!(csv.lines().count(), 5);
    assert_eq!(
        ask(&["--as-broker", "emqx"]),
        "allowed\ndenied\ninvalid\ninvalid\n"
    );
}

fn questions_are_lines_that_only_lf_ends() {
    let sandbox = with_rights(&["dev1 publish a", "dev1 receive +"]);
    sandbox.write("two", "dev1\tpublish\ta\ndev1\tpublish\tb\n");
    let table = sandbox
        .admin(&["topic", "check", "--batch", "two", "--format", "table"])
        .expect(0);
    let lines: Vec<Vec<&str>> = table
        .stdout
        .lines()
        .map(|line| line.split_whitespace().collect())
        .collect();
    assert_eq!(lines.len(), 3, "{table:#?}");
    let header = [
        "LINE", "USERNAME", "ACTION", "TOPIC", "ANSWER", "BY", "WITNESS", "REASON",
    ];
    assert_eq!(lines[0], header);
    assert_eq!(lines[1][..6], ["1", "dev1", "publish", "a", "allowed", "a"]);
    assert_eq!(lines[2][..5], ["2", "dev1", "publish", "b", "denied"]);
    // A CR and a second tab belong to the topic; an empty line is a question that is malformed; the last LF may be missing.
    sandbox.write("questions", "dev1\tpublish\ta\r\ndev1\treceive\ta\tb\r\n\ndev1\tpublish\n dev1\tpublish\ta\ndev1\tPublish\ta\ndev1\tpublish\ta");
    let answers = sandbox
        .admin(&["topic", "check", "--batch", "questions"])
        .expect(0);
    assert_eq!(
        answers.stdout,
        "denied\nallowed\ninvalid\ninvalid\ndenied\ninvalid\nallowed\n"
    );
}
