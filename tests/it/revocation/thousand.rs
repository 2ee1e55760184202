//! A thousand devices at a real Mosquitto, and a list that is always whole.

use std::{process::Stdio, thread, time::Duration};

use super::json;
use crate::{
    brokers::running::Broker,
    support::{Run, Sandbox, python_program, tests},
};

tests![
    of_a_thousand_devices_mosquitto_refuses_exactly_the_revoked[Mosquitto, Python],
    rubbish_never_reaches_the_brokers_file[Mosquitto, Python],
];

const LIST: &str = "broker/ca.crl";

/// A CA with a broker's credential and many devices in `devices`, and an empty list where the broker reads it.
fn fleet(count: usize) -> (Sandbox, Vec<String>) {
    let sandbox = Sandbox::with_ca();
    sandbox
        .admin(&["server", "create", "--cn", "broker.example"])
        .expect(0);
    sandbox.run("mkdir", &["devices", "broker"]).expect(0);
    let count_option = format!("--count={count}");
    let import = ["device", "import", &count_option, "--pattern=pump-{:04}"];
    sandbox
        .admin(&[&import[..], &["--output-dir=devices"]].concat())
        .expect(0);
    sandbox.admin(&["ca", "crl", "--to", LIST]).expect(0);
    let ids = (1..=count).map(|number| format!("pump-{number:04}")).collect();
    (sandbox, ids)
}

fn mosquitto(sandbox: &Sandbox) -> Broker<'_> {
    let crlfile = format!("crlfile {}\n", sandbox.path(LIST).display());
    Broker::mosquitto_with(sandbox, "server", &crlfile)
}

/// Has all of them connect, and returns those that were refused.
fn refused(broker: &Broker<'_>, ids: &[String]) -> Vec<String> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/python/many.py");
    let mut command = broker.sandbox().command(python_program("python"));
    command.args([script, &broker.port().to_string(), "ca.crt", "devices"]);
    let run = Run::with_stdin(&mut command, ids.join("\n").as_bytes()).expect(0);
    let mut refused: Vec<String> = run.stdout.lines().map(str::to_owned).collect();
    let admitted: usize = refused.pop().unwrap().parse().unwrap();
    assert_eq!(admitted + refused.len(), ids.len());
    refused
}

fn of_a_thousand_devices_mosquitto_refuses_exactly_the_revoked() {
    let (sandbox, ids) = fleet(1_000);
    let broker = mosquitto(&sandbox);
    let revoked: Vec<String> = ids.iter().skip(42).step_by(97).cloned().collect();
    assert_eq!(revoked.len(), 10);
    assert_eq!(refused(&broker, &revoked), [""; 0], "nothing is revoked yet");
    sandbox.write("lost.txt", revoked.join("\n"));
    json(&sandbox, &["device", "revoke", "--from", "lost.txt", "--yes"]);
    json(&sandbox, &["ca", "crl", "--to", LIST]);
    broker.reload();
    assert_eq!(refused(&broker, &ids), revoked);
}

fn rubbish_never_reaches_the_brokers_file() {
    let (sandbox, ids) = fleet(4);
    json(&sandbox, &["device", "revoke", &ids[1], "--yes"]);
    json(&sandbox, &["ca", "crl", "--to", LIST]);
    let broker = mosquitto(&sandbox);
    let is_as_it_should = || {
        broker.reload();
        assert_eq!(refused(&broker, &ids), [&*ids[1]]);
    };
    let before = sandbox.read(LIST);
    sandbox.run("mkdir", &["crls"]).expect(0);
    let publish = ["ca", "crl", "--publish", "crls", "--to", LIST];
    let bundle = ["ca", "crl", "--with", "rubbish", "--to", LIST];
    let cut = &before[..before.len() / 2];
    let der = sandbox.run(
        "openssl",
        &["crl", "-in", LIST, "-outform", "DER", "-out", "crls/der.crl"],
    );
    for rubbish in [
        &b"rubbish"[..],
        b"",
        cut,
        &sandbox.read("ca.crt"),
        &sandbox.read("ca.key"),
    ] {
        sandbox.write("rubbish", rubbish);
        sandbox.write("crls/ca-20200101T000000Z.crl", rubbish);
        let run = sandbox.admin(&bundle);
        assert!(matches!(run.code, Some(1 | 3)), "{run:#?}");
        assert_eq!(sandbox.read(LIST), before);
        // Beside a list that is fine it is passed over.
        sandbox
            .admin(&publish)
            .expect(0)
            .says("passing over a list of the calendar");
        assert_eq!(sandbox.read(LIST), before);
    }
    is_as_it_should();
    // A list in DER is read, and written as the broker can read it.
    der.expect(0);
    sandbox.run("rm", &["crls/ca-20200101T000000Z.crl"]).expect(0);
    sandbox.admin(&publish).expect(0);
    is_as_it_should();
    // A kill at any moment leaves the list before or the one after.
    for moment in 0..20 {
        let mut signing = sandbox.admin_command(&["ca", "crl", "--to", LIST]);
        let signing = signing.stdout(Stdio::null()).stderr(Stdio::null());
        let mut signing = signing.spawn().unwrap();
        thread::sleep(Duration::from_millis(2 * moment));
        let _ = signing.kill();
        signing.wait().unwrap();
        sandbox
            .admin(&["device", "verify", "devices/pump-0002.crt", "--crl", LIST])
            .expect(1);
        sandbox
            .admin(&["device", "verify", "devices/pump-0003.crt", "--crl", LIST])
            .expect(0);
    }
    is_as_it_should();
}
