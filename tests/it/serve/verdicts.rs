//! The table of verdicts through the service, in the words of each broker.

use serde_json::json;

use amqtt_testkit::verdicts::{Action, Verdict, verdicts, verdicts_at};

use super::Service;
use crate::{
    support::{Run, Sandbox, tests},
    verdicts,
};

tests![the_service_gives_the_verdicts[Python],];

/// The table of verdicts through the service: logins as EMQX and VerneMQ pass them on, topics as every broker asks.
fn the_service_gives_the_verdicts() {
    let sandbox = verdicts::made();
    let service = Service::start(&sandbox, OPTIONS);
    let table: Vec<Verdict> = verdicts().into_iter().filter(|row| row.database_is_up).collect();
    let (logins, topics): (Vec<_>, Vec<_>) = table.iter().partition(|row| row.action == Action::Connect);
    for row in &logins {
        let pem = |name: &String| String::from_utf8(sandbox.read(&format!("{name}.crt"))).unwrap();
        let certificate = row.certificate.as_ref().map(pem);
        let emqx = json!({
            "clientid": row.client_id, "username": row.user_name.as_deref().unwrap_or("undefined"),
            "password": row.password.as_deref().unwrap_or("undefined"),
            "cert_pem": certificate.as_deref().unwrap_or("undefined"),
        });
        let answer = service.ask("/emqx/authn", &emqx);
        assert_eq!(
            answer["result"] == "allow",
            row.is_yes,
            "EMQX, {}: {answer}",
            row.why
        );
        let vernemq = json!({
            "client_id": row.client_id, "username": row.user_name, "password": row.password, "client_cert": certificate,
        });
        let answer = service.ask_with("/vernemq", "vernemq-hook: auth_on_register\r\n", &vernemq);
        assert_eq!(
            answer["result"] == "ok",
            row.is_yes,
            "VerneMQ, {}: {answer}",
            row.why
        );
    }
    for broker in ["amqtt", "go-auth", "emqx", "vernemq", "nanomq", "rabbitmq"] {
        let asks_on_delivery = ["amqtt", "go-auth"].contains(&broker);
        let expected = as_broker(&sandbox, broker, &topics);
        for (row, expected) in topics.iter().zip(expected) {
            if asks_on_delivery {
                assert_eq!(
                    expected, row.is_yes,
                    "topic check --as-broker {broker}: {}",
                    row.why
                );
            } else if matches!(row.action, Action::Receive(_)) {
                continue;
            }
            assert_eq!(service.may(broker, row), expected, "{broker}, {}", row.why);
        }
    }
}

/// How the service is started for the fleet of the table.
pub(super) const OPTIONS: &[&str] = &[
    "--ca-crt",
    "ca.crt",
    "--uri",
    "d.example",
    "--crl",
    "ca.crl",
    "--login-failures",
    "0",
];

/// A broker that asks a service, and does not ask on delivery.
pub(super) struct Asking<'a> {
    pub(super) broker: &'a str,
    /// The one by whose words it asks.
    pub(super) dialect: &'a str,
    pub(super) tls: u16,
    pub(super) plain: u16,
}

impl Asking<'_> {
    /// The table of verdicts by real clients: first with the database, then without it.
    pub(super) fn gives_the_verdicts(&self, sandbox: &Sandbox, service: Service<'_>) {
        let (up, down): (Vec<Verdict>, Vec<Verdict>) = verdicts_at(self.broker)
            .into_iter()
            .partition(|row| row.database_is_up);
        self.gives(sandbox, &service, &up);
        self.agrees_with_the_tool(sandbox, &up);
        let address = service.address.clone();
        drop(service);
        // A service that knows no row yet, and whose database is then emptied: moved away, it would still be read.
        let service = Service::start_at(sandbox, &address, OPTIONS, |_| {});
        sandbox.write("auth.db", "");
        self.gives(sandbox, &service, &down);
    }

    fn gives(&self, sandbox: &Sandbox, service: &Service<'_>, rows: &[Verdict]) {
        let seen = verdicts::verdicts_of_clients(sandbox, self.tls, self.plain, false, rows);
        let wrong: Vec<_> = rows
            .iter()
            .zip(seen)
            .filter(|(row, seen)| *seen != (row.is_admitted, row.is_yes))
            .collect();
        assert!(
            wrong.is_empty(),
            "{} gives another verdict: {wrong:#?}\n{}",
            self.broker,
            service.log()
        );
    }

    /// What the table says about topics is what `topic check --as-broker` says.
    fn agrees_with_the_tool(&self, sandbox: &Sandbox, rows: &[Verdict]) {
        let topics: Vec<Verdict> = rows
            .iter()
            .filter(|row| row.is_admitted && row.action != Action::Connect)
            .map(as_subscription)
            .collect();
        let topics: Vec<&Verdict> = topics.iter().collect();
        for (row, is_yes) in topics.iter().zip(as_broker(sandbox, self.dialect, &topics)) {
            assert_eq!(
                is_yes, row.is_yes,
                "topic check --as-broker {}: {row:?}",
                self.dialect
            );
        }
    }
}

/// A message comes where its topic may be subscribed to: the broker asks once.
fn as_subscription(row: &Verdict) -> Verdict {
    let mut row = row.clone();
    if let Action::Receive(topic) = &row.action {
        row.action = Action::Subscribe(topic.clone());
    }
    row
}

/// The account of a row, and its action with the number of Mosquitto's plug-ins and its topic.
fn parts(row: &Verdict) -> (&str, &'static str, u8, &str) {
    let account = row
        .user_name
        .as_deref()
        .or(row.certificate.as_deref())
        .unwrap_or_default();
    match &row.action {
        Action::Publish(topic) => (account, "publish", 2, topic),
        Action::Subscribe(topic) => (account, "subscribe", 4, topic),
        Action::Receive(topic) => (account, "receive", 1, topic),
        Action::Connect => unreachable!("a login has no topic"),
    }
}

/// What `topic check --as-broker` says about the rows.
fn as_broker(sandbox: &Sandbox, broker: &str, rows: &[&Verdict]) -> Vec<bool> {
    let line = |row: &&Verdict| {
        let (account, action, _, topic) = parts(row);
        format!("{account}\t{action}\t{topic}\n")
    };
    let lines: String = rows.iter().map(line).collect();
    let mut command = sandbox.admin_command(&["topic", "check", "--batch", "-", "--as-broker", broker]);
    let run = Run::with_stdin(&mut command, lines.as_bytes());
    let answers: Vec<bool> = run.stdout.lines().map(|answer| answer == "allowed").collect();
    assert_eq!(answers.len(), rows.len(), "{run:?}");
    answers
}

impl Service<'_> {
    /// Asks about the topic of a row in the words of a broker.
    fn may(&self, broker: &str, row: &Verdict) -> bool {
        let (account, action, access, topic) = parts(row);
        match broker {
            "amqtt" | "go-auth" => {
                let asked = json!({"username": account, "client_id": "c", "topic": topic, "acc": access});
                self.ask(&format!("/{broker}/acl"), &asked)["ok"] == true
            }
            "emqx" => {
                let asked =
                    json!({"username": account, "device": "undefined", "action": action, "topic": topic});
                self.ask("/emqx/authz", &asked)["result"] == "allow"
            }
            "vernemq" if action == "subscribe" => {
                let asked = json!({"username": account, "topics": [{"topic": topic, "qos": 1}]});
                let answer = self.ask_with("/vernemq", "vernemq-hook: auth_on_subscribe\r\n", &asked);
                answer["topics"][0]["qos"] == 1
            }
            "vernemq" => {
                let asked = json!({"username": account, "topic": topic, "qos": 1});
                self.ask_with("/vernemq", "vernemq-hook: auth_on_publish\r\n", &asked)["result"] == "ok"
            }
            "nanomq" => {
                let access = if action == "subscribe" { 1 } else { 2 };
                self.text(
                    "/nanomq/acl",
                    "",
                    &json!({"username": account, "access": access, "topic": topic}),
                ) == "ok"
            }
            _ => {
                let key = match action {
                    "subscribe" => topic.replace('/', ".").replace('+', "*"),
                    _ => topic.replace('/', "."),
                };
                let permission = if action == "subscribe" { "read" } else { "write" };
                let asked = json!({"username": account, "permission": permission, "routing_key": key});
                self.text("/rabbitmq/topic", "", &asked) == "allow"
            }
        }
    }
}
