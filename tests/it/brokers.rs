//! Real, unmodified brokers admit the devices that they should, and no others.

pub(crate) mod rabbitmq;
pub(crate) mod running;

use std::{process::Stdio, thread, time::Duration};

use serde_json::json;

use crate::{
    brokers::running::{Broker, Credential},
    support::{Run, Sandbox, python_program, tests},
};

tests![
    amqtt_admits_a_device_and_refuses_the_rest[Python],
    amqtt_admits_its_own_client_with_the_printed_configuration[Python],
    amqtt_keeps_rights_with_the_printed_plugins[Python],
    mosquitto_admits_a_device_and_refuses_the_rest[Mosquitto, Python],
    mosquitto_admits_its_own_client_with_the_printed_command[Mosquitto],
    mosquitto_admits_every_key_type[Mosquitto, Python],
    credentials_of_ours_and_of_amqtts_scripts_go_together[Mosquitto, Python],
];

/// A CA for `d.example`, a broker credential, and the devices `pump-7` and `pump-8`.
pub(crate) fn fleet() -> Sandbox {
    let sandbox = Sandbox::with_ca();
    sandbox
        .admin(&["server", "create", "--cn", "broker.example"])
        .expect(0);
    for id in ["pump-7", "pump-8"] {
        sandbox.admin(&["device", "create", "--device-id", id]).expect(0);
    }
    sandbox
}

/// A device of another CA that bears the same names as ours, in the directory `stranger`.
pub(crate) fn stranger(sandbox: &Sandbox) -> Credential {
    sandbox.run("mkdir", &["stranger"]).expect(0);
    let at = ["--output-dir", "stranger"];
    sandbox
        .admin(
            &[
                &["ca", "create", "--cn", "Test CA", "--uri", "d.example"],
                &at[..],
            ]
            .concat(),
        )
        .expect(0);
    let ca = ["--ca-key", "stranger/ca.key", "--ca-crt", "stranger/ca.crt"];
    sandbox
        .admin(&[&["device", "create", "--device-id", "pump-7"], &at[..], &ca].concat())
        .expect(0);
    Credential::new("stranger/pump-7.crt", "stranger/pump-7.key")
}

fn amqtt_admits_a_device_and_refuses_the_rest() {
    let sandbox = fleet();
    let stranger = stranger(&sandbox);
    let wrong_domain = ["--uri", "other.example", "--device-id", "valve-1"];
    sandbox
        .admin(&[&["device", "create"], &wrong_domain[..]].concat())
        .expect(0);

    let broker = Broker::amqtt(&sandbox, "server");
    broker.admits(Credential::of("pump-7"), "pump-7");
    broker.refuses(Some(Credential::of("valve-1")), "valve-1");
    broker.refuses(Some(Credential::of("pump-7")), "pump-8");
    broker.refuses(Some(stranger), "pump-7");
    broker.refuses(None, "pump-7");
    // It still admits: the refusals were not those of a broker that has gone.
    broker.admits(Credential::of("pump-8"), "pump-8");
}

fn mosquitto_admits_a_device_and_refuses_the_rest() {
    let sandbox = fleet();
    let stranger = stranger(&sandbox);
    let broker = Broker::mosquitto(&sandbox, "server");
    broker.admits(Credential::of("pump-7"), "pump-7");
    broker.refuses(Some(stranger), "pump-7");
    broker.refuses(None, "pump-7");
    broker.admits(Credential::of("pump-8"), "pump-8");

    // Who it was comes from the certificate alone: the user, and the client id even where another one is claimed.
    assert!(
        broker.log().contains("u'pump-7'"),
        "the user name is not the device id:\n{}",
        broker.log()
    );
    broker.admits(Credential::of("pump-8"), "claimed");
    assert!(
        !broker.log().contains("as claimed"),
        "a claimed client id was taken:\n{}",
        broker.log()
    );
}

fn mosquitto_admits_every_key_type() {
    let sandbox = Sandbox::with_ca();
    for key_type in ["ecdsa-p256", "ecdsa-p384", "ed25519", "rsa-2048"] {
        let server = [
            "server",
            "create",
            "--cn",
            "broker.example",
            "--force",
            "--key-type",
            key_type,
        ];
        sandbox.admin(&server).expect(0);
        let device = [
            "device",
            "create",
            "--device-id",
            key_type,
            "--key-type",
            key_type,
        ];
        sandbox.admin(&device).expect(0);
        let svid = format!("{key_type}-svid");
        let device = [
            "device",
            "create",
            "--svid",
            "--device-id",
            &svid,
            "--key-type",
            key_type,
        ];
        sandbox.admin(&device).expect(0);

        let broker = Broker::mosquitto(&sandbox, "server");
        broker.admits(Credential::of(key_type), key_type);
        broker.admits(Credential::of(&svid), &svid);
    }
}

/// The command that `device create` prints, with its two placeholders filled in.
fn printed_by_device_create(sandbox: &Sandbox, broker: &Broker<'_>) -> String {
    let created = sandbox
        .admin(&["device", "create", "--device-id", "pump-9"])
        .expect(0);
    assert!(created.stderr.contains("BROKER"), "{created:#?}");
    created
        .stderr
        .replace(
            "mosquitto_pub -h BROKER -p 8883",
            &format!("mosquitto_pub -h 127.0.0.1 -p {}", broker.port()),
        )
        .replace("BROKER:8883", &format!("127.0.0.1:{}", broker.port()))
        .replace("-t TOPIC", "-t fleet/pump-9")
}

fn mosquitto_admits_its_own_client_with_the_printed_command() {
    let sandbox = fleet();
    let broker = Broker::mosquitto(&sandbox, "server");
    let printed = printed_by_device_create(&sandbox, &broker);
    let command = printed
        .lines()
        .map(str::trim)
        .find(|line| line.starts_with("mosquitto_pub"))
        .unwrap();
    sandbox.run("sh", &["-c", command]).expect(0);
    // The client does not wait for the broker to have read what it sent.
    let received = || broker.log().contains("Received PUBLISH from pump-9");
    for _ in 0..500 {
        if received() {
            break;
        }
        thread::sleep(Duration::from_millis(10));
    }
    assert!(received(), "{}", broker.log());
}

fn amqtt_admits_its_own_client_with_the_printed_configuration() {
    let sandbox = fleet();
    let broker = Broker::amqtt(&sandbox, "server");
    let printed = printed_by_device_create(&sandbox, &broker);
    sandbox.write("client.yaml", &printed[printed.find("connection:").unwrap()..]);
    let arguments = ["-c", "client.yaml", "-t", "fleet/pump-9", "-m", "hello", "-i"];
    let publish = |id: &str| {
        let url = format!("mqtts://127.0.0.1:{}", broker.port());
        let mut command = sandbox.command(python_program("amqtt_pub"));
        command
            .args(arguments)
            .args([id, "--url", &url])
            .stderr(Stdio::piped());
        Run::of(&mut command)
    };
    let admitted = publish("pump-9").expect(0);
    assert!(!admitted.stderr.contains("fail"), "{admitted:#?}");
    let refused = publish("pump-8");
    assert!(
        refused.code != Some(0) || refused.stderr.contains("fail"),
        "{refused:#?}"
    );
}

/// The lines about topic rights, uncommented as they say.
fn amqtt_keeps_rights_with_the_printed_plugins() {
    let sandbox = fleet();
    sandbox.admin(&["user", "sync"]).expect(0);
    for id in ["pump-7", "pump-8"] {
        sandbox.write("password", format!("{id} secret"));
        let add = ["user", "add", "-c", id, "--password-file", "password"];
        sandbox.admin(&add).expect(0);
        for action in ["publish", "subscribe", "receive"] {
            let topic = format!("fleet/{id}/#");
            sandbox
                .admin(&["topic", "add", "-c", id, "-a", action, &topic])
                .expect(0);
        }
    }
    let broker = Broker::amqtt_with(&sandbox, "server", |printed| {
        let uncommented = printed
            .replace("  # amqtt.contrib", "  amqtt.contrib")
            .replace("  #   connection:", "    connection:");
        assert_eq!(uncommented.matches("\n    connection:").count(), 2, "{printed}");
        uncommented
    });
    let client = |id: &str, account: Option<(&str, &str)>| {
        let mut client = json!({
            "port": broker.port(), "protocol": 4, "client_id": id, "ca": "ca.crt",
            "certificate": format!("{id}.crt"), "key": format!("{id}.key"),
        });
        if let Some((name, password)) = account {
            client["username"] = name.into();
            client["password"] = password.into();
        }
        client
    };
    let own = client("pump-7", Some(("pump-7", "pump-7 secret")));
    let clients = json!({
        "own": own,
        "nobody": client("pump-8", None),
        "another": client("pump-8", Some(("pump-7", "pump-8 secret"))),
    });
    let steps = json!([
        ["nobody", "connect"],
        ["another", "connect"],
        ["own", "connect"],
        ["own", "subscribe", "fleet/pump-8/state"],
        ["own", "subscribe", "fleet/pump-7/#"],
        ["own", "publish", "fleet/pump-8/state", "not allowed"],
        ["own", "publish", "fleet/pump-7/state", "allowed"],
        ["own", "take", 1],
    ]);
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/python/session.py");
    let given = json!({"clients": clients, "steps": steps}).to_string();
    let run = sandbox.run(python_program("python"), &[script, &given]).expect(0);
    let heard = run.json();
    let refused = |code: &serde_json::Value| code.as_u64().is_some_and(|code| code > 0);
    assert!(refused(&heard[0]) && refused(&heard[1]), "{heard}");
    let rest: Vec<_> = heard.as_array().unwrap().iter().skip(2).cloned().collect();
    let message = json!([["fleet/pump-7/state", "allowed"]]);
    assert_eq!(
        rest,
        [json!(0), json!([128]), json!([1]), json!(0), json!(0), message]
    );
}

/// Both brokers admit credentials of which we made a part, and aMQTT's scripts the rest.
fn credentials_of_ours_and_of_amqtts_scripts_go_together() {
    let script = |sandbox: &Sandbox, name: &str, arguments: &[&str]| {
        sandbox.run(python_program(name), arguments).expect(0);
    };
    let names = ["--country", "US", "--org-name", "My Org", "--cn", "d.example"];
    let device = |id| {
        [
            "--country",
            "US",
            "--org-name",
            "My Org",
            "--uri",
            "d.example",
            "--device-id",
            id,
        ]
    };

    // Their CA: a broker and a device of ours, and of theirs.
    let theirs = Sandbox::new();
    script(
        &theirs,
        "ca_creds",
        &[&names[..], &["--state", "NY", "--locality", "NY"]].concat(),
    );
    script(
        &theirs,
        "server_creds",
        &[&names[..], &["--ca-key", "ca.key", "--ca-crt", "ca.crt"]].concat(),
    );
    script(
        &theirs,
        "device_creds",
        &[
            &device("theirs")[..],
            &["--ca-key", "ca.key", "--ca-crt", "ca.crt"],
        ]
        .concat(),
    );
    theirs
        .admin(&[&["device", "create"], &device("ours")[..]].concat())
        .expect(0);
    theirs.run("mkdir", &["ours"]).expect(0);
    let ours = [&["server", "create"], &names[..], &["--output-dir", "ours"]].concat();
    theirs.admin(&ours).expect(0);

    // Our CA: a broker and a device of theirs.
    let our_ca = fleet();
    script(
        &our_ca,
        "device_creds",
        &[
            &device("theirs")[..],
            &["--ca-key", "ca.key", "--ca-crt", "ca.crt"],
        ]
        .concat(),
    );
    our_ca
        .admin(&[&["device", "create"], &device("ours")[..]].concat())
        .expect(0);

    for sandbox in [&theirs, &our_ca] {
        for id in ["ours", "theirs"] {
            sandbox.verify(id).expect(0);
        }
    }
    for (sandbox, server) in [(&theirs, "server"), (&theirs, "ours/server"), (&our_ca, "server")] {
        for broker in [Broker::amqtt(sandbox, server), Broker::mosquitto(sandbox, server)] {
            broker.admits(Credential::of("ours"), "ours");
            broker.admits(Credential::of("theirs"), "theirs");
            broker.refuses(None, "ours");
        }
    }
}
