//! Logins over web sockets: without TLS, with it, and with a certificate.

use std::{fmt::Write as _, thread};

use serde_json::{Value, json};

use super::{free_port, plugin, sessions::revoke};
use crate::{
    brokers::running::Broker,
    example_broker::{session, sessions},
    support::{Sandbox, tests},
    verdicts::made,
};

tests![
    clients_come_in_over_web_sockets[Mosquitto, Python],
    a_device_over_web_sockets_stays_until_it_is_revoked[Mosquitto, Python],
];

const NOT_AUTHORIZED: u8 = 0x87;
const ADMINISTRATIVE_ACTION: u8 = 0x98;

/// A broker with three listeners for web sockets. It does not start without one that is for none.
struct Web<'a> {
    broker: Broker<'a>,
    plain: u16,
    tls: u16,
    certificate: u16,
}

impl<'a> Web<'a> {
    fn start(sandbox: &'a Sandbox) -> Self {
        let mut ports = [0; 3];
        let broker = Broker::start(sandbox, |port| {
            ports = [(); 3].map(|()| free_port());
            let database = format!("sqlite:{}", sandbox.path("auth.db").display());
            let mut text = format!(
                "log_type all\nallow_anonymous false\n{}",
                plugin(sandbox, &database)
            );
            if rustix::process::geteuid().is_root() {
                text += "user root\n";
            }
            let _ = writeln!(text, "listener {port} 127.0.0.1");
            let tls = "cafile ca.crt\ncertfile server.crt\nkeyfile server.key\n";
            let certificate = format!("{tls}require_certificate true\n");
            for (port, lines) in ports.iter().zip(["", tls, &certificate]) {
                let _ = write!(text, "listener {port} 127.0.0.1\nprotocol websockets\n{lines}");
            }
            sandbox.write("mosquitto.conf", text);
            let mut command = sandbox.command("/usr/sbin/mosquitto");
            command.args(["-c", "mosquitto.conf"]);
            command
        });
        // It opens those for web sockets last.
        broker.waits_for(" running\n");
        let [plain, tls, certificate] = ports;
        Self {
            broker,
            plain,
            tls,
            certificate,
        }
    }

    /// A client without a certificate, with its password if it has one.
    fn person(&self, port: u16, password: Option<&str>) -> Value {
        let mut client =
            json!({ "port": port, "protocol": 5, "client_id": "console", "transport": "websockets" });
        if port != self.plain {
            client["ca"] = json!("ca.crt");
        }
        if let Some(password) = password {
            client["username"] = json!("ada");
            client["password"] = json!(password);
        }
        client
    }

    /// A client with the certificate of a device.
    fn device(&self, port: u16, id: &str, certificate: &str) -> Value {
        json!({
            "port": port, "protocol": 5, "client_id": id, "transport": "websockets",
            "ca": "ca.crt", "certificate": format!("{certificate}.crt"), "key": format!("{certificate}.key"),
        })
    }
}

fn clients_come_in_over_web_sockets() {
    let sandbox = made();
    let web = Web::start(&sandbox);
    for port in [web.plain, web.tls] {
        for (password, code) in [
            (Some("what ada typed"), 0),
            (Some("guessed"), NOT_AUTHORIZED),
            (None, NOT_AUTHORIZED),
        ] {
            let heard = session(&sandbox, web.person(port, password), json!([]));
            assert_eq!(heard, json!([code]), "{}", web.broker.log());
        }
    }
    for (port, id, certificate, code) in [
        (web.certificate, "pump-7", "pump-7", 0),
        (web.certificate, "pump-8", "pump-7", NOT_AUTHORIZED),
        (web.certificate, "pump-r", "pump-r", NOT_AUTHORIZED),
        // The broker does not ask for it there.
        (web.tls, "pump-7", "pump-7", NOT_AUTHORIZED),
    ] {
        let heard = session(&sandbox, web.device(port, id, certificate), json!([]));
        assert_eq!(heard, json!([code]), "{id} {}", web.broker.log());
    }
    web.broker.waits_for("was revoked on");
}

fn a_device_over_web_sockets_stays_until_it_is_revoked() {
    let sandbox = made();
    let web = Web::start(&sandbox);
    let clients = json!({ "pump": web.device(web.certificate, "pump-7", "pump-7") });
    let steps = json!([
        ["pump", "connect"],
        ["pump", "publish", "plant/pump-8/state", "not mine"],
        ["pump", "ended"],
    ]);
    let heard = thread::scope(|scope| {
        let heard = scope.spawn(|| sessions(&sandbox, clients, steps));
        web.broker.waits_for("Denied PUBLISH from pump-7");
        web.broker.reload();
        revoke(&sandbox, "pump-7");
        heard.join().unwrap()
    });
    assert_eq!(
        heard,
        json!([0, NOT_AUTHORIZED, ADMINISTRATIVE_ACTION]),
        "{}",
        web.broker.log()
    );
}
