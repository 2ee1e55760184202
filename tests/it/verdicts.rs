//! The table of verdicts: the tool and the library give them. The plug-ins have the same table.

use amqtt_gate::{Blocking, CertificateFiles, Configuration, Connect};
use amqtt_testkit::verdicts::{Action, Verdict, fleet, verdicts};
use amqtt_verifier::{
    Action as Right,
    certificate::{CertificateDer, UnixTime},
    sources::database::DatabaseOptions,
};

use serde_json::{Value, json};

use crate::support::{Run, Sandbox, python_program, tests};

tests![
    the_table_is_large_and_even,
    the_tool_gives_the_verdicts[Python],
    the_library_gives_the_verdicts[Python],
];

/// Makes the fleet of the table: credentials, `ca.crl`, and `auth.db`.
pub(crate) fn made() -> Sandbox {
    let sandbox = Sandbox::with_ca();
    sandbox.run("mkdir", &["stranger"]).expect(0);
    let at = ["--output-dir", "stranger"];
    let ca = ["ca", "create", "--cn", "Test CA", "--uri", "d.example"];
    sandbox.admin(&[&ca[..], &at].concat()).expect(0);
    sandbox.admin(&["user", "sync"]).expect(0);
    sandbox.admin(&["topic", "sync"]).expect(0);
    for step in fleet() {
        let (name, value) = (step.name.as_str(), step.value.as_str());
        match step.kind.as_str() {
            "device" => device(&sandbox, name, value),
            "server" => done(&sandbox, &["server", "create", "--cn", value]),
            "revoke" => done(&sandbox, &["device", "revoke", name, "--reason", value, "--yes"]),
            "suspend" => done(&sandbox, &["device", "suspend", name]),
            "account" => {
                sandbox.write("password", value);
                let cheap = ["--argon2", "m=64,t=1,p=1", "--password-file", "password"];
                done(&sandbox, &[&["user", "add", "-c", name], &cheap[..]].concat());
            }
            "broken" => {
                done(
                    &sandbox,
                    &["topic", "add", "-c", name, "-a", "publish", "--", "cmd/#"],
                );
                break_row(&sandbox, name, value);
            }
            right => done(&sandbox, &["topic", "add", "-c", name, "-a", right, "--", value]),
        }
    }
    done(&sandbox, &["ca", "crl"]);
    sandbox
}

fn done(sandbox: &Sandbox, arguments: &[&str]) {
    sandbox.admin(arguments).expect(0);
}

/// Makes a device; a folder before its name is that of the CA.
fn device(sandbox: &Sandbox, name: &str, domain: &str) {
    let create = |id| ["device", "create", "--device-id", id, "--uri", domain];
    match name.split_once('/') {
        None => done(sandbox, &create(name)),
        Some((folder, id)) => {
            let [key, certificate] = ["key", "crt"].map(|end| format!("{folder}/ca.{end}"));
            let ca = ["--ca-key", &key, "--ca-crt", &certificate, "--output-dir", folder];
            done(sandbox, &[&create(id)[..], &ca].concat());
        }
    }
}

fn break_row(sandbox: &Sandbox, name: &str, value: &str) {
    let script = "import sqlite3, sys
rows = sqlite3.connect('auth.db')
with rows:
    for column in ('publish_acl', 'subscribe_acl', 'receive_acl'):
        rows.execute(f'UPDATE topic_auth SET {column} = ? WHERE username = ?', (sys.argv[2], sys.argv[1]))
";
    let run = sandbox.run(python_program("python"), &["-c", script, name, value]);
    run.expect(0);
}

fn the_table_is_large_and_even() {
    let table = verdicts();
    assert!(table.len() >= 60, "{}", table.len());
    for (index, row) in table.iter().enumerate() {
        assert!(!table[..index].contains(row), "twice: {row:?}");
    }
    for action in ["Connect", "Publish", "Subscribe", "Receive"] {
        for is_yes in [true, false] {
            let has = |row: &Verdict| row.is_yes == is_yes && format!("{:?}", row.action).starts_with(action);
            assert!(table.iter().any(has), "no {action} with {is_yes}");
        }
    }
}

/// What real clients get at a broker, whether they are admitted and whether they get what they want: those with a certificate at its port with TLS, the others at the one without.
///
/// A broker that asks on delivery speaks MQTT 5 here, and one that does not MQTT 3.1.1.
pub(crate) fn verdicts_of_clients(
    sandbox: &Sandbox,
    tls: u16,
    plain: u16,
    asks_on_delivery: bool,
    rows: &[Verdict],
) -> Vec<(bool, bool)> {
    let given = json!({
        "tls": tls, "plain": plain, "source": ["source", "source pass"],
        "protocol": if asks_on_delivery { 5 } else { 4 }, "asks_on_delivery": asks_on_delivery,
        "rows": rows.iter().map(row).collect::<Vec<_>>(),
    });
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/python/verdicts.py");
    let mut command = sandbox.command(python_program("python"));
    let run = Run::with_stdin(command.arg(script), given.to_string().as_bytes()).expect(0);
    let seen: Vec<(bool, bool)> = serde_json::from_value(run.json()).unwrap();
    assert_eq!(seen.len(), rows.len());
    seen
}

/// A row as the script takes it.
fn row(row: &Verdict) -> Value {
    let (action, topic) = match &row.action {
        Action::Connect => ("connect", None),
        Action::Publish(topic) => ("publish", Some(topic)),
        Action::Subscribe(topic) => ("subscribe", Some(topic)),
        Action::Receive(topic) => ("receive", Some(topic)),
    };
    json!({
        "client_id": row.client_id, "certificate": row.certificate, "user_name": row.user_name,
        "password": row.password, "action": action, "topic": topic,
    })
}

/// Asks the tool, by the verbs that answer for parts of a CONNECT.
fn the_tool_gives_the_verdicts() {
    let sandbox = made();
    for row in verdicts().iter().filter(|row| row.database_is_up) {
        let run = match &row.action {
            Action::Connect => match connect(&sandbox, row) {
                Some(run) => run,
                None => continue,
            },
            Action::Publish(topic) => topic_check(&sandbox, row, "publish", topic),
            Action::Subscribe(topic) => topic_check(&sandbox, row, "subscribe", topic),
            Action::Receive(topic) => topic_check(&sandbox, row, "receive", topic),
        };
        match row.is_yes {
            true => assert_eq!(run.code, Some(0), "{row:?}: {run:#?}"),
            false => assert!(run.code != Some(0), "{row:?}: {run:#?}"),
        }
    }
}

/// What the tool can say of a CONNECT: nothing where certificate and name come together, which a broker alone joins.
fn connect(sandbox: &Sandbox, row: &Verdict) -> Option<Run> {
    match (&row.certificate, &row.user_name, &row.password) {
        (Some(certificate), None, None) => {
            let certificate = format!("{certificate}.crt");
            let verify = ["device", "verify", &certificate, "--uri", "d.example"];
            let claims = ["--client-id", &row.client_id, "--crl", "ca.crl"];
            Some(sandbox.admin(&[&verify[..], &claims].concat()))
        }
        (None, Some(user), Some(password)) => {
            sandbox.write("password", password);
            let verify = ["user", "verify", "-c", user, "--password-file", "password"];
            Some(sandbox.admin(&verify))
        }
        _ => None,
    }
}

fn topic_check(sandbox: &Sandbox, row: &Verdict, action: &str, topic: &str) -> Run {
    let account = row.user_name.as_ref().unwrap_or(&row.client_id);
    sandbox.admin(&["topic", "check", "-c", account, "-a", action, "--", topic])
}

fn the_library_gives_the_verdicts() {
    let sandbox = made();
    let mut files = CertificateFiles::new("d.example".parse().unwrap());
    files.ca_files = vec![sandbox.path("ca.crt")];
    files.crl_files = vec![sandbox.path("ca.crl")];
    let url = format!("sqlite:{}", sandbox.path("auth.db").display());
    let mut configuration = Configuration::default();
    configuration.certificates = Some(files);
    configuration.database = Some(DatabaseOptions::new(url.parse().unwrap()));
    for is_up in [true, false] {
        if !is_up {
            sandbox.run("mv", &["auth.db", "away.db"]).expect(0);
        }
        // A gate that has read the file would go on reading it wherever it is moved.
        let gate = Blocking::open(&configuration, |event| panic!("{event}")).unwrap();
        for row in verdicts().iter().filter(|row| row.database_is_up == is_up) {
            assert_eq!(decides(&sandbox, &gate, row), row.is_yes, "{row:?}");
        }
    }
}

fn decides(sandbox: &Sandbox, gate: &Blocking, row: &Verdict) -> bool {
    let certificate = row.certificate.as_ref().map(|name| {
        let pem = sandbox.read(&format!("{name}.crt"));
        amqtt_x509::pem::certificates(&pem).unwrap().remove(0)
    });
    let chain: Vec<CertificateDer<'_>> = certificate.into_iter().collect();
    let mut connect = Connect::new(&row.client_id).with_chain(&chain);
    if let Some(name) = &row.user_name {
        connect = connect.with_user_name(name);
    }
    if let Some(password) = &row.password {
        connect = connect.with_password(password.as_bytes());
    }
    let admitted = gate.admit(&connect, UnixTime::now());
    let (right, topic) = match &row.action {
        Action::Connect => return admitted.is_ok(),
        Action::Publish(topic) => (Right::Publish, topic),
        Action::Subscribe(topic) => (Right::Subscribe, topic),
        Action::Receive(topic) => (Right::Receive, topic),
    };
    let client = admitted
        .unwrap_or_else(|reason| panic!("{row:?}: {reason}"))
        .client;
    gate.authorize(&client, right, topic).is_ok()
}
