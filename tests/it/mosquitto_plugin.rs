//! Mosquitto with the plug-in: real clients, real connections.

pub(crate) mod header;
pub(crate) mod outage;
pub(crate) mod page;
pub(crate) mod sessions;
pub(crate) mod websockets;

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use amqtt_testkit::verdicts::{Verdict, verdicts};
use serde_json::{Value, json};

use crate::{
    brokers::running::{Broker, free_port},
    support::{Sandbox, cargo, python_program, tests},
    verdicts::{made, verdicts_of_clients},
};

tests![
    the_plug_in_gives_the_verdicts[Mosquitto, Python],
    an_option_that_is_wrong_keeps_the_broker_from_starting[Mosquitto],
    clients_that_come_and_go_get_their_verdicts[Mosquitto, Python],
];

/// The plug-in, built.
pub(crate) fn library() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let admin = Path::new(env!("CARGO_BIN_EXE_amqtt-admin"));
        let target = admin.ancestors().nth(2).unwrap().join("plugins");
        let package = ["build", "--locked", "--package", "amqtt-verifier-mosquitto"];
        let place = ["--manifest-path", "plugins/Cargo.toml", "--target-dir"];
        cargo(&[&package[..], &place, &[target.to_str().unwrap()]].concat());
        target.join("debug/libmosquitto_amqtt_verifier.so")
    })
}

/// Mosquitto with the plug-in, a listener for devices with TLS and one for accounts without.
pub(crate) struct Mosquitto<'a> {
    pub(crate) broker: Broker<'a>,
    pub(crate) plain: u16,
}

impl<'a> Mosquitto<'a> {
    /// Starts it in a sandbox with `ca.crt`, `ca.crl`, `auth.db` and `server.crt`.
    pub(crate) fn start(sandbox: &'a Sandbox) -> Self {
        Self::start_with(sandbox, "", "")
    }

    /// The same with lines before the listeners, and options of the plug-in.
    pub(crate) fn start_with(sandbox: &'a Sandbox, lines: &str, options: &str) -> Self {
        let database = format!("sqlite:{}", sandbox.path("auth.db").display());
        Self::start_at(sandbox, &database, lines, options)
    }

    /// The same with a database elsewhere.
    pub(crate) fn start_at(sandbox: &'a Sandbox, database: &str, lines: &str, options: &str) -> Self {
        let mut plain = 0;
        let broker = Broker::start(sandbox, |tls| {
            plain = free_port();
            let plugin = format!("allow_anonymous false\n{}{options}", plugin(sandbox, database));
            let is_each = lines.contains("per_listener_settings true");
            let [all, each] = if is_each {
                ["", plugin.as_str()]
            } else {
                [plugin.as_str(), ""]
            };
            let mut text = format!("{lines}log_type all\n{all}");
            if rustix::process::geteuid().is_root() {
                text += "user root\n";
            }
            let _ = write!(
                text,
                "listener {tls} 127.0.0.1\ncafile ca.crt\ncertfile server.crt\nkeyfile server.key\n\
                 require_certificate true\n{each}listener {plain} 127.0.0.1\n{each}"
            );
            sandbox.write("mosquitto.conf", text);
            // A thousand clients are more files than a process has by default.
            let mut command = sandbox.command("prlimit");
            command.args([
                "--nofile=8192:8192",
                "/usr/sbin/mosquitto",
                "-c",
                "mosquitto.conf",
            ]);
            command
        });
        Self { broker, plain }
    }

    /// A client for [`sessions`](crate::example_broker::sessions) that comes with a certificate.
    pub(crate) fn device(&self, id: &str) -> Value {
        json!({
            "port": self.broker.port(), "protocol": 5, "client_id": id,
            "ca": "ca.crt", "certificate": format!("{id}.crt"), "key": format!("{id}.key"),
        })
    }

    /// The same with a password.
    pub(crate) fn account(&self, id: &str, name: &str, password: &str) -> Value {
        json!({
            "port": self.plain, "protocol": 5, "client_id": id, "username": name, "password": password,
        })
    }
}

/// The lines of the configuration that load the plug-in.
fn plugin(sandbox: &Sandbox, database: &str) -> String {
    let at = |name| sandbox.path(name).display().to_string();
    format!(
        "plugin {}\nplugin_opt_trust_domain d.example\nplugin_opt_ca_crt {}\nplugin_opt_crl {}\n\
         plugin_opt_database_url {database}\n",
        library().display(),
        at("ca.crt"),
        at("ca.crl"),
    )
}

fn the_plug_in_gives_the_verdicts() {
    let sandbox = made();
    for is_up in [true, false] {
        if !is_up {
            sandbox.run("mv", &["auth.db", "away.db"]).expect(0);
        }
        // A broker that has read the file would go on reading it wherever it is moved.
        let mosquitto = Mosquitto::start(&sandbox);
        let rows: Vec<Verdict> = verdicts()
            .into_iter()
            .filter(|row| row.database_is_up == is_up)
            .collect();
        let seen = verdicts_of_clients(&sandbox, mosquitto.broker.port(), mosquitto.plain, true, &rows);
        for (row, seen) in rows.iter().zip(seen) {
            assert_eq!(
                seen,
                (row.is_admitted, row.is_yes),
                "{row:?}\n{}",
                mosquitto.broker.log()
            );
        }
    }
}

fn an_option_that_is_wrong_keeps_the_broker_from_starting() {
    let sandbox = made();
    for (wrong, says) in [
        ("plugin_opt_ca_crt missing.crt\n", "missing.crt"),
        ("plugin_opt_ca_cert ca.crt\n", r#"unknown option "ca_cert""#),
        ("plugin_opt_crl ca.crl\n", "ca-crt is missing"),
        ("plugin_opt_max_stale soon\n", "max-stale"),
        (
            "plugin_opt_ca_crt ca.crt\nplugin_opt_inventory sqlite:missing.db\n",
            "missing.db",
        ),
    ] {
        let library = library().display();
        let text = format!(
            "listener {} 127.0.0.1\nplugin {library}\nplugin_opt_trust_domain d.example\n{wrong}",
            free_port()
        );
        sandbox.write("mosquitto.conf", text);
        let run = sandbox.run("/usr/sbin/mosquitto", &["-c", "mosquitto.conf"]);
        assert!(run.code != Some(0), "{run:#?}");
        run.says(says);
    }
}

/// Few seconds of what `scripts/plugin-mosquitto soak` does for ten minutes.
fn clients_that_come_and_go_get_their_verdicts() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/plugins/mosquitto/benches/soak.py");
    let library = library().to_str().unwrap();
    let admin = env!("CARGO_BIN_EXE_amqtt-admin");
    let run = Sandbox::new().run(python_program("python"), &[script, library, admin, "10"]);
    let run = run.expect(0);
    assert!(run.stdout.contains("a revoked device is refused"), "{run:#?}");
}
