//! Clients that meet at the broker: groups that share a subscription, wills, a client id that is taken over; and what
//! clients hear when a source fails.

use std::{
    fs,
    sync::atomic::{AtomicBool, Ordering},
};

use serde_json::{Map, Value, json};

use crate::{
    brokers::{fleet, running::Broker},
    example_broker::{
        BAD_PASSWORD, DATABASE, DEVICES, NOT_AUTHORIZED, TLS, account, device, grant, grant_all,
        http_server::HttpServer, session, sessions, with_database,
    },
    support::{Sandbox, tests},
};

tests![
    a_shared_message_goes_to_a_member_that_may_receive_it[Python],
    a_will_needs_the_right_to_publish_it[Python],
    a_will_is_asked_about_again_when_it_is_published[Python],
    a_device_that_comes_again_takes_its_client_id_over[Python],
    a_source_that_fails_is_not_a_wrong_password[Python],
];

const SERVER_UNAVAILABLE: u8 = 0x88;
const SESSION_TAKEN_OVER: u8 = 0x8E;
const TOPIC_NAME_INVALID: u8 = 0x90;
const RETAIN_NOT_SUPPORTED: u8 = 0x9A;
const QOS_NOT_SUPPORTED: u8 = 0x9B;
/// paho's error for a connection that ends without a word.
const NO_REASON: u8 = 0x80;

/// An object with fields more.
fn with(mut object: Value, more: Value) -> Value {
    object
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    object
}

/// Devices as clients for [`sessions`], each by its id.
fn devices(broker: &Broker<'_>, ids: &[&str]) -> Value {
    let clients = ids.iter().map(|id| ((*id).to_owned(), device(broker, id, 5)));
    json!(clients.collect::<Map<_, _>>())
}

fn a_shared_message_goes_to_a_member_that_may_receive_it() {
    let sandbox = with_database(fleet());
    grant(&sandbox, "pump-7", &[("publish", "jobs/#")]);
    let workers = ["worker-1", "worker-2", "worker-3"];
    for id in workers {
        sandbox.admin(&["device", "create", "--device-id", id]).expect(0);
        grant(&sandbox, id, &[("subscribe", "jobs/+")]);
        grant_all(&sandbox, id, "done");
    }
    grant(&sandbox, "worker-2", &[("receive", "jobs/2")]);
    grant(&sandbox, "worker-3", &[("receive", "jobs/3")]);
    let broker = Broker::example(&sandbox, &[&TLS[..], &DEVICES, &DATABASE].concat());

    let mut steps = vec![json!(["pump-7", "connect"])];
    for id in workers {
        steps.push(json!([id, "connect"]));
        steps.push(json!([id, "subscribe", "$share/workers/jobs/+", "done"]));
    }
    // Two workers may have one half of the jobs each, and the first one none, whoever's turn it is.
    for job in ["a", "b", "c"] {
        steps.push(json!(["pump-7", "publish", "jobs/2", job]));
        steps.push(json!(["pump-7", "publish", "jobs/3", job]));
    }
    let published = steps.len();
    steps.push(json!(["worker-2", "take", 3]));
    steps.push(json!(["worker-3", "take", 3]));
    // Nobody has got one that is another's, or one twice.
    steps.extend(workers.map(|id| json!([id, "receive"])));
    // Nobody is left who may have it.
    steps.push(json!(["worker-2", "leave"]));
    steps.push(json!(["pump-7", "publish", "jobs/2", "d"]));
    steps.push(json!(["worker-1", "receive"]));
    steps.push(json!(["worker-3", "receive"]));

    let clients = devices(&broker, &["pump-7", "worker-1", "worker-2", "worker-3"]);
    let heard = sessions(&sandbox, clients, json!(steps));
    let half = |topic: &str| json!([[topic, "a"], [topic, "b"], [topic, "c"]]);
    let mut heard = heard.as_array().unwrap()[published..].to_vec();
    for half in &mut heard[..2] {
        // What a member passes on may be overtaken.
        half.as_array_mut().unwrap().sort_by_key(Value::to_string);
    }
    let expected = json!([half("jobs/2"), half("jobs/3"), [], [], [], 0, 0, [], []]);
    assert_eq!(json!(heard), expected, "{}", broker.log());
}

fn a_will_needs_the_right_to_publish_it() {
    let sandbox = with_database(fleet());
    grant(&sandbox, "pump-7", &[("publish", "fleet/pump-7/#")]);
    grant_all(&sandbox, "pump-8", "fleet/#");
    let broker = Broker::example(&sandbox, &[&TLS[..], &DEVICES, &DATABASE].concat());
    let will = |protocol, topic: &str| {
        with(
            device(&broker, "pump-7", protocol),
            json!({ "will": [topic, "lost"] }),
        )
    };
    for (topic, code) in [
        ("fleet/pump-8/state", NOT_AUTHORIZED),
        ("$SYS/broker", TOPIC_NAME_INVALID),
    ] {
        assert_eq!(session(&sandbox, will(5, topic), json!([])), json!([code]));
        // MQTT 3.1.1 has one code for both, 5.
        assert_eq!(
            session(&sandbox, will(4, topic), json!([])),
            json!([NOT_AUTHORIZED])
        );
    }
    let state = "fleet/pump-7/state";
    for (qos, retain, code) in [(2, false, QOS_NOT_SUPPORTED), (0, true, RETAIN_NOT_SUPPORTED)] {
        let pump = with(
            device(&broker, "pump-7", 5),
            json!({ "will": [state, "lost", qos, retain] }),
        );
        assert_eq!(session(&sandbox, pump, json!([])), json!([code]));
    }
    let watch = device(&broker, "pump-8", 5);
    let (here, lost) = (json!([state, "still here"]), json!([state, "lost"]));

    // A client that is refused for its will does not put out the one that is there.
    let refused = will(5, "fleet/pump-8/state");
    let clients = json!({ "watch": watch, "pump-7": will(5, state), "refused": refused });
    let steps = json!([
        ["watch", "connect"],
        ["watch", "subscribe", state],
        ["pump-7", "connect"],
        ["refused", "connect"],
        ["pump-7", "publish", state, "still here"],
        ["pump-7", "break_off"],
        ["watch", "take", 2],
    ]);
    let heard = sessions(&sandbox, clients, steps);
    let expected = json!([0, [0], 0, NOT_AUTHORIZED, 0, NO_REASON, [here, lost]]);
    assert_eq!(heard, expected, "{}", broker.log());

    // Who says goodbye leaves no will: one will comes of two sessions.
    let clients = json!({ "watch": watch, "pump-7": will(4, state) });
    let steps = json!([
        ["watch", "connect"],
        ["watch", "subscribe", state],
        ["pump-7", "connect"],
        ["pump-7", "leave"],
        ["pump-7", "connect"],
        ["pump-7", "break_off"],
        ["watch", "take", 1],
        ["watch", "publish", state, "still here"],
        ["watch", "take", 1],
    ]);
    let heard = sessions(&sandbox, clients, steps);
    let expected = json!([0, [0], 0, 0, 0, NO_REASON, [lost], 0, [here]]);
    assert_eq!(heard, expected, "{}", broker.log());
}

fn a_will_is_asked_about_again_when_it_is_published() {
    static WITHDRAWN: AtomicBool = AtomicBool::new(false);
    let sandbox = fleet();
    let server = HttpServer::start(|path, asked| {
        let topic = asked["topic"].as_str();
        match (path, topic) {
            ("/user", _) => json!({"ok": null}),
            // Once it has published that, the device may not publish its will any more.
            ("/acl", Some("withdraw")) => json!({"ok": !WITHDRAWN.swap(true, Ordering::SeqCst)}),
            ("/acl", Some("will")) => json!({"ok": asked["acc"] != 2 || !WITHDRAWN.load(Ordering::SeqCst)}),
            _ => json!({"ok": true}),
        }
    });
    let http = ["--http", server.address()];
    let broker = Broker::example(&sandbox, &[&TLS[..], &DEVICES, &http].concat());
    let lost = with(device(&broker, "pump-7", 5), json!({ "will": ["will", "lost"] }));
    let clients = json!({ "watch": device(&broker, "pump-8", 5), "first": lost, "second": lost });
    let steps = json!([
        ["watch", "connect"],
        ["watch", "subscribe", "will", "done"],
        ["first", "connect"],
        ["first", "break_off"],
        ["watch", "take", 1],
        ["second", "connect"],
        ["second", "publish", "withdraw", ""],
        ["second", "break_off"],
        ["watch", "receive"],
    ]);
    let heard = sessions(&sandbox, clients, steps);
    let expected = json!([0, [0, 0], 0, NO_REASON, [["will", "lost"]], 0, 0, NO_REASON, []]);
    assert_eq!(heard, expected, "{}", broker.log());
    broker.waits_for(r#""pump-7" may not publish "will""#);
}

fn a_device_that_comes_again_takes_its_client_id_over() {
    let sandbox = with_database(fleet());
    grant_all(&sandbox, "pump-7", "fleet/pump-7/#");
    grant_all(&sandbox, "pump-7", "done");
    let broker = Broker::example(&sandbox, &[&TLS[..], &DEVICES, &DATABASE].concat());
    for (protocol, end) in [(5, SESSION_TAKEN_OVER), (4, NO_REASON)] {
        let pump = device(&broker, "pump-7", protocol);
        let steps = json!([
            ["old", "connect"],
            ["old", "subscribe", "fleet/pump-7/+", "done"],
            ["new", "connect"],
            ["old", "ended"],
            // The session is a new one: what the old one subscribed to is gone.
            ["new", "subscribe", "fleet/pump-7/a", "done"],
            ["new", "publish", "fleet/pump-7/a", "to the new one"],
            ["new", "publish", "fleet/pump-7/b", "to the old one"],
            ["new", "receive"],
        ]);
        let heard = sessions(&sandbox, json!({ "old": pump, "new": pump }), steps);
        let received = json!([["fleet/pump-7/a", "to the new one"]]);
        let expected = json!([0, [0, 0], 0, end, [0, 0], 0, 0, received]);
        assert_eq!(heard, expected, "MQTT {protocol}:\n{}", broker.log());
    }
}

#[allow(clippy::disallowed_methods, reason = "the database goes away")]
fn a_source_that_fails_is_not_a_wrong_password() {
    let sandbox = with_database(Sandbox::new());
    account(&sandbox, "ada", "what ada typed");
    let broker = Broker::example(&sandbox, &DATABASE);
    let comes = |protocol, password: &str| {
        let ada = json!({
            "port": broker.port(), "protocol": protocol, "client_id": "console-1",
            "username": "ada", "password": password,
        });
        session(&sandbox, ada, json!([]))
    };
    // paho has these codes for those of MQTT 3.1.1 too: 3, and 4 for a wrong password.
    fs::rename(sandbox.path("auth.db"), sandbox.path("away.db")).unwrap();
    for protocol in [4, 5] {
        assert_eq!(comes(protocol, "what ada typed"), json!([SERVER_UNAVAILABLE]));
    }
    assert!(broker.log().contains("a source failed"), "{}", broker.log());
    // What was no database is none for long.
    sandbox.write("auth.db", "not a database");
    assert_eq!(comes(5, "what ada typed"), json!([SERVER_UNAVAILABLE]));
    fs::rename(sandbox.path("away.db"), sandbox.path("auth.db")).unwrap();
    for protocol in [4, 5] {
        assert_eq!(comes(protocol, "what ada typed"), json!([0]));
        assert_eq!(comes(protocol, "guessed"), json!([BAD_PASSWORD]));
    }
}
