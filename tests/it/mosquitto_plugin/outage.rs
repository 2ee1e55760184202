//! The database is killed, and comes back.

use std::time::Instant;

use serde_json::json;

use super::{
    Mosquitto,
    sessions::{Crowd, PATIENCE},
};
use crate::{
    brokers::fleet,
    databases::servers::{Kind, Mortal},
    support::tests,
};

tests![a_database_that_is_killed_and_comes_back[Mosquitto, Postgres, Python]];

/// Without the database a device comes in by its certificate, and soon may do nothing; with it, everything is as before. No
/// session ends meanwhile.
fn a_database_that_is_killed_and_comes_back() {
    let mut server = Mortal::start(Kind::Postgres);
    let url = server.url(Kind::Postgres.first_database());
    let sandbox = fleet();
    sandbox.admin(&["ca", "crl"]).expect(0);
    sandbox.write("password", "what ada typed");
    let cheap = ["--argon2", "m=64,t=1,p=1", "--password-file", "password"];
    let admin = |arguments: &[&str]| {
        sandbox
            .admin(&[arguments, &["--database-url", &url]].concat())
            .expect(0);
    };
    admin(&["user", "sync"]);
    admin(&["topic", "sync"]);
    admin(&[&["user", "add", "-c", "ada"], &cheap[..]].concat());
    for name in ["ada", "pump-7"] {
        admin(&["topic", "add", "-c", name, "-a", "publish", "plant/#"]);
    }
    let options = "plugin_opt_max_stale 2s\nplugin_opt_database_timeout 1s\nplugin_opt_cache_ttl 1s\n";
    let mosquitto = Mosquitto::start_at(&sandbox, &url, "", options);
    let publishes = |who: &[&str]| {
        let message = [
            "-h",
            "127.0.0.1",
            "-V",
            "5",
            "-q",
            "1",
            "-t",
            "plant/state",
            "-m",
            "x",
        ];
        let run = sandbox.run("mosquitto_pub", &[&message[..], who].concat());
        run.code == Some(0) && !run.stderr.contains("Not authorized")
    };
    let [tls, plain] = [mosquitto.broker.port(), mosquitto.plain].map(|port| port.to_string());
    let certificate = [
        "--cafile",
        "ca.crt",
        "--cert",
        "pump-7.crt",
        "--key",
        "pump-7.key",
        "--insecure",
    ];
    let pump = [&["-p", &tls, "-i", "pump-7"][..], &certificate].concat();
    let ada = ["-p", &plain, "-u", "ada", "-P", "what ada typed"];
    let until = |what: &str, is_so: &dyn Fn() -> bool| {
        let start = Instant::now();
        while !is_so() {
            assert!(start.elapsed() < PATIENCE, "{what}:\n{}", mosquitto.broker.log());
        }
    };
    assert!(publishes(&pump) && publishes(&ada), "{}", mosquitto.broker.log());
    let live = [
        json!({ "port": mosquitto.broker.port(), "client_id": "pump-8", "certificate": "pump-8" }),
        json!({ "port": mosquitto.plain, "client_id": "live", "username": "ada", "password": "what ada typed" }),
    ];
    let mut crowd = Crowd::connect(&sandbox, &live);

    server.kill();
    mosquitto.broker.waits_for("the database does not answer");
    until("rights are too old", &|| !publishes(&pump));
    until("passwords are too old", &|| !publishes(&ada));
    let admitted = mosquitto.broker.log().matches("as pump-7").count();
    assert!(!publishes(&pump));
    let log = mosquitto.broker.log();
    assert!(
        log.matches("as pump-7").count() > admitted,
        "a certificate needs no database:\n{log}"
    );
    mosquitto.broker.reload();
    assert_eq!(crowd.alive(), 2, "{}", mosquitto.broker.log());

    server.start_again();
    until("the device's rights are back", &|| publishes(&pump));
    until("the account is back", &|| publishes(&ada));
    mosquitto.broker.waits_for("the database answers again");
    assert_eq!(crowd.alive(), 2, "{}", mosquitto.broker.log());
}
