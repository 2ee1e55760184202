//! RabbitMQ as a private node: its files in a sandbox, all its ports free ones of the local host.

use std::process::Command;

use super::running::{Broker, free_port};
use crate::support::Sandbox;

/// The program itself; what is in the path insists on the system's own directories.
pub(crate) const SERVER: &str = "/usr/lib/rabbitmq/bin/rabbitmq-server";

/// The broker finds its own node by a port mapper, which is started with it, so that no daemon stays.
const START: &str = r#"epmd -port "$ERL_EPMD_PORT" -address 127.0.0.1 &
until epmd -port "$ERL_EPMD_PORT" -names >/dev/null 2>&1; do sleep 0.1; done
exec "$0""#;

/// A node with a listener for devices with TLS, and one for accounts without.
pub(crate) struct RabbitMq<'a> {
    pub(crate) broker: Broker<'a>,
    pub(crate) plain: u16,
}

impl<'a> RabbitMq<'a> {
    /// Starts a node with what `server show` prints for its two files; only where it listens is changed.
    pub(crate) fn start(sandbox: &'a Sandbox, configuration: &str, advanced: &str) -> Self {
        sandbox.write("advanced.config", advanced);
        sandbox.write("enabled_plugins", "[rabbitmq_mqtt,rabbitmq_auth_backend_http].");
        let mut plain = 0;
        let broker = Broker::start(sandbox, |tls| {
            plain = free_port();
            let mut text = configuration.to_owned();
            for (from, to) in [
                (
                    "mqtt.listeners.ssl.default = 8883\n",
                    format!("mqtt.listeners.ssl.default = 127.0.0.1:{tls}\n"),
                ),
                (
                    "mqtt.listeners.tcp = none\n",
                    format!("mqtt.listeners.tcp.default = 127.0.0.1:{plain}\n"),
                ),
            ] {
                assert_eq!(text.matches(from).count(), 1, "{from:?} in {text}");
                text = text.replace(from, &to);
            }
            sandbox.write("rabbitmq.conf", text);
            // An attempt before this one may have left half a node.
            sandbox.run("rm", &["-rf", "mnesia"]).expect(0);
            command(sandbox)
        });
        Self { broker, plain }
    }
}

fn command(sandbox: &Sandbox) -> Command {
    let mut command = sandbox.command("sh");
    command.args(["-c", START, SERVER]);
    for (name, value) in [
        ("RABBITMQ_NODENAME", "test@localhost"),
        ("RABBITMQ_LOGS", "-"),
        (
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
            "-start_epmd false -kernel inet_dist_use_interface {127,0,0,1}",
        ),
    ] {
        command.env(name, value);
    }
    for name in ["ERL_EPMD_PORT", "RABBITMQ_DIST_PORT"] {
        command.env(name, free_port().to_string());
    }
    for (name, file) in [
        ("RABBITMQ_CONFIG_FILE", "rabbitmq.conf"),
        ("RABBITMQ_ADVANCED_CONFIG_FILE", "advanced.config"),
        ("RABBITMQ_ENABLED_PLUGINS_FILE", "enabled_plugins"),
        ("RABBITMQ_CONF_ENV_FILE", "no-environment"),
        ("RABBITMQ_MNESIA_BASE", "mnesia"),
        ("RABBITMQ_LOG_BASE", "mnesia"),
        ("RABBITMQ_PLUGINS_EXPAND_DIR", "mnesia/plugins"),
        ("RABBITMQ_GENERATED_CONFIG_DIR", "mnesia/configuration"),
        ("RABBITMQ_PID_FILE", "mnesia/pid"),
    ] {
        command.env(name, sandbox.path(file));
    }
    command
}
