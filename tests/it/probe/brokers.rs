//! Brokers that are probed: good configurations with one change each.

use std::path::Path;

use crate::{
    brokers::running::Broker,
    revocation::admin_at,
    support::{Sandbox, python_program},
};

const MOSQUITTO: &str = "\
listener {port} 127.0.0.1
cafile {dir}/ca.crt
certfile {dir}/server.crt
keyfile {dir}/server.key
crlfile {dir}/ca.crl
require_certificate true
use_identity_as_username true
use_username_as_clientid true
acl_file {dir}/acl
";

const AMQTT: &str = "\
listeners:
  default:
    type: tcp
    bind: 127.0.0.1:{port}
    ssl: true
    cafile: {dir}/ca.crt
    certfile: {dir}/server.crt
    keyfile: {dir}/server.key
plugins:
  amqtt.contrib.cert.UserAuthCertPlugin:
    uri_domain: d.example
";

/// Mosquitto with a change in its configuration.
#[derive(Clone, Copy)]
pub(super) struct Mosquitto<'a> {
    pub(super) from: &'a str,
    pub(super) to: &'a str,
    /// How its clock is moved.
    pub(super) time: Option<&'a str>,
}

impl Mosquitto<'_> {
    pub(super) fn good() -> Self {
        Self {
            from: "",
            to: "",
            time: None,
        }
    }

    pub(super) fn start<'b>(self, sandbox: &'b Sandbox) -> Broker<'b> {
        Broker::start(sandbox, |port| {
            let mut text = filled(sandbox, &changed(MOSQUITTO, self.from, self.to), port);
            text += "log_type all\n";
            if rustix::process::geteuid().is_root() {
                text += "user root\n";
            }
            sandbox.write("mosquitto.conf", text);
            let program = ["/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto"];
            let program = program.into_iter().find(|path| Path::new(path).is_file());
            let program = program.unwrap_or("mosquitto");
            let mut command = match self.time {
                Some(time) => sandbox.command_at(time, program),
                None => sandbox.command(program),
            };
            command.args(["-c", "mosquitto.conf"]);
            command
        })
    }
}

/// aMQTT with a change in its configuration.
#[derive(Clone, Copy)]
pub(super) struct Amqtt<'a> {
    pub(super) from: &'a str,
    pub(super) to: &'a str,
}

impl Amqtt<'_> {
    pub(super) fn start<'b>(self, sandbox: &'b Sandbox) -> Broker<'b> {
        Broker::start(sandbox, |port| {
            sandbox.write(
                "broker.yaml",
                filled(sandbox, &changed(AMQTT, self.from, self.to), port),
            );
            let mut command = sandbox.command(python_program("amqtt"));
            command.args(["-c", "broker.yaml"]);
            command
        })
    }
}

fn changed(good: &str, from: &str, to: &str) -> String {
    if from.is_empty() {
        return good.to_owned() + to;
    }
    assert_eq!(good.matches(from).count(), 1, "{from:?} is not unique");
    good.replace(from, to)
}

fn filled(sandbox: &Sandbox, text: &str, port: u16) -> String {
    text.replace("{dir}", sandbox.path("").to_str().unwrap().trim_end_matches('/'))
        .replace("{port}", &port.to_string())
}

/// A CA, a broker's credential, the device `pump-7` with its rights, canaries, and files that are wrong in one way each.
pub(super) fn fleet() -> Sandbox {
    let sandbox = Sandbox::new();
    // The CA is older than a certificate that has expired meanwhile.
    let ca = ["ca", "create", "--cn", "Test CA", "--uri", "d.example"];
    admin_at(&sandbox, "-100d", &ca).expect(0);
    sandbox
        .run("mkdir", &["nest", "other", "elsewhere", "over"])
        .expect(0);
    let server = ["server", "create", "--dns", "localhost", "--no-record", "--cn"];
    sandbox
        .admin(&[&server[..], &["broker.example"]].concat())
        .expect(0);
    let over = [
        &server[..],
        &["broker.example", "--days", "30", "--output-dir", "over"],
    ]
    .concat();
    admin_at(&sandbox, "-90d", &over).expect(0);
    let elsewhere = [
        "server",
        "create",
        "--cn",
        "elsewhere.example",
        "--no-loopback",
        "--output-dir",
        "elsewhere",
    ];
    sandbox.admin(&elsewhere).expect(0);
    let other = [
        "ca",
        "create",
        "--cn",
        "Other CA",
        "--uri",
        "d.example",
        "--output-dir",
        "other",
    ];
    sandbox.admin(&other).expect(0);
    let by_other = ["--ca-key", "other/ca.key", "--ca-crt", "other/ca.crt"];
    let foreign = [
        &server[..],
        &["broker.example", "--output-dir", "other"],
        &by_other,
    ]
    .concat();
    sandbox.admin(&foreign).expect(0);
    let foreign = [&["ca", "crl", "--to", "other/ca.crl"][..], &by_other].concat();
    sandbox.admin(&foreign).expect(0);
    sandbox
        .admin(&["device", "create", "--device-id", "pump-7"])
        .expect(0);
    sandbox.admin(&["ca", "crl", "--to", "old.crl"]).expect(0);
    // Makes the canaries: nobody listens there.
    let canaries = ["server", "probe", "mqtts://127.0.0.1:1", "--canary", "nest"];
    sandbox.admin(&canaries).expect(3);
    sandbox.admin(&["ca", "crl"]).expect(0);
    revoked_pump(&sandbox);
    sandbox.admin(&["topic", "sync"]).expect(0);
    for (action, topic) in [
        ("publish", "d/pump-7/up"),
        ("subscribe", "d/pump-7/+"),
        ("receive", "d/pump-7/#"),
    ] {
        let add = ["topic", "add", "-c", "pump-7", "-a", action, topic];
        sandbox.admin(&add).expect(0);
    }
    sandbox.write(
        "acl",
        "user pump-7\ntopic write d/pump-7/up\ntopic read d/pump-7/+\n",
    );
    sandbox.write("open.acl", "pattern write #\npattern read d/%u/+\n");
    sandbox
}

/// A list on which the device itself is revoked, by an inventory of its own.
fn revoked_pump(sandbox: &Sandbox) {
    let inventory = ["--inventory", "sqlite:stolen.db"];
    let revoke = ["device", "revoke", "--cert", "pump-7.crt", "--yes"];
    sandbox.admin(&[&revoke[..], &inventory].concat()).expect(0);
    let list = ["ca", "crl", "--to", "pump.crl"];
    sandbox.admin(&[&list[..], &inventory].concat()).expect(0);
}
