//! The plug-in's README, followed word for word, and the configuration that the tool prints.

use std::{env, path::Path};

use serde_json::json;

use super::{Mosquitto, library};
use crate::{
    brokers::{
        running::{Broker, Credential, free_port},
        stranger,
    },
    example_broker::{session, sessions},
    support::{Run, Sandbox, tests},
};

tests![
    the_readme_runs_as_printed[Mosquitto, Python],
    the_printed_configuration_runs[Mosquitto, Python],
    below_an_issuing_ca_the_printed_configuration_runs[Mosquitto, Python],
    the_options_of_the_readme_exist,
];

const README: &str = include_str!("../../../plugins/mosquitto/README.md");
const NOT_AUTHORIZED: u8 = 0x87;

/// Runs the commands of the README that make the fleet.
fn made() -> Sandbox {
    let sandbox = Sandbox::new();
    // The password of `user add`, which the README leaves to the prompt.
    sandbox.write("password", "what ada typed");
    for line in block("sh").lines() {
        let mut command = sandbox.command("sh");
        let admin = Path::new(env!("CARGO_BIN_EXE_amqtt-admin")).parent().unwrap();
        let path = [admin.to_owned(), "/usr/bin".into(), "/bin".into()];
        command
            .args(["-c", line])
            .env("PATH", env::join_paths(path).unwrap())
            .env("AMQTT_ADMIN_PASSWORD_FILE", "password");
        Run::of(&mut command).expect(0);
    }
    stranger(&sandbox);
    sandbox
}

/// The block of the README in a language that belongs to its broker.
fn block(language: &str) -> &'static str {
    let section = README.split("\n## A broker\n").nth(1).unwrap();
    let rest = section.split(&format!("\n```{language}\n")).nth(1).unwrap();
    rest.split("\n```").next().unwrap()
}

/// Mosquitto with a configuration in which nothing but where its files are and where it listens is changed.
fn start<'a>(sandbox: &'a Sandbox, printed: &str) -> Mosquitto<'a> {
    let mut plain = 0;
    let broker = Broker::start(sandbox, |tls| {
        plain = free_port();
        let mut text = printed.to_owned();
        for (from, to) in [
            (
                "/usr/lib/mosquitto/amqtt_verifier.so",
                library().display().to_string(),
            ),
            ("listener 8883\n", format!("listener {tls} 127.0.0.1\n")),
            (
                "listener 1883 127.0.0.1\n",
                format!("listener {plain} 127.0.0.1\n"),
            ),
        ] {
            assert_eq!(text.matches(from).count(), 1, "{from:?} in {text}");
            text = text.replace(from, &to);
        }
        let here = sandbox.path(".").canonicalize().unwrap();
        text = text.replace("/etc/mosquitto/fleet", here.to_str().unwrap());
        if rustix::process::geteuid().is_root() {
            text += "user root\n";
        }
        sandbox.write("mosquitto.conf", text);
        let mut command = sandbox.command("/usr/sbin/mosquitto");
        command.args(["-c", "mosquitto.conf"]);
        command
    });
    Mosquitto { broker, plain }
}

/// The device publishes and the account receives; a stranger and a wrong password are refused.
fn works(sandbox: &Sandbox, mosquitto: &Mosquitto<'_>) {
    let clients = json!({
        "ada": mosquitto.account("console", "ada", "what ada typed"),
        "pump": mosquitto.device("pump-7"),
    });
    let steps = json!([
        ["ada", "connect"],
        ["ada", "subscribe", "#"],
        ["pump", "connect"],
        ["pump", "publish", "plant/pump-7/state", "all is well"],
        ["pump", "publish", "plant/pump-8/state", "not mine"],
        ["ada", "take", 1],
        ["ada", "publish", "plant/pump-7/state", "no right"],
    ]);
    let heard = sessions(sandbox, clients, steps);
    let came = json!([["plant/pump-7/state", "all is well"]]);
    let expected = json!([0, [1], 0, 0, NOT_AUTHORIZED, came, NOT_AUTHORIZED]);
    assert_eq!(heard, expected, "{}", mosquitto.broker.log());
    let guess = session(sandbox, mosquitto.account("console", "ada", "guessed"), json!([]));
    assert_eq!(guess, json!([NOT_AUTHORIZED]));
    let stranger = Credential::new("stranger/pump-7.crt", "stranger/pump-7.key");
    mosquitto.broker.refuses(Some(stranger), "pump-7");
}

fn the_readme_runs_as_printed() {
    let sandbox = made();
    let printed = format!("{}\n", block("conf"));
    works(&sandbox, &start(&sandbox, &printed));
}

fn the_printed_configuration_runs() {
    let sandbox = made();
    let show = ["server", "show", "server.crt", "--config", "mosquitto-plugin"];
    let printed = sandbox.admin(&show).expect(0).stdout;
    works(&sandbox, &start(&sandbox, &printed));

    // Without a list there is a line to uncomment, and the rest runs.
    sandbox.run("rm", &["ca.crl"]).expect(0);
    let printed = sandbox.admin(&show).expect(0).stdout;
    assert!(printed.contains("\n# plugin_opt_crl "), "{printed}");
    works(&sandbox, &start(&sandbox, &printed));
}

fn below_an_issuing_ca_the_printed_configuration_runs() {
    let sandbox = Sandbox::with_issuing_ca();
    sandbox.by_issuing("server create --cn broker.example").expect(0);
    for id in ["pump-7", "pump-8"] {
        sandbox
            .by_issuing(&format!("device create --device-id {id}"))
            .expect(0);
    }
    sandbox.by_issuing("device revoke pump-8 --yes").expect(0);
    sandbox.admin(&["user", "sync"]).expect(0);
    for action in ["publish", "subscribe", "receive"] {
        let right = ["topic", "add", "fleet/pump-7", "-c", "pump-7", "-a", action];
        sandbox.admin(&right).expect(0);
    }
    let show = |broker: &str, ca: &str| {
        let shown = sandbox.admin(&["server", "show", "server.crt", "--config", broker, "--ca-crt", ca]);
        shown.expect(0).stdout
    };
    let at = |name| sandbox.path(name).canonicalize().unwrap().display().to_string();
    let intermediates = format!("plugin_opt_intermediates {}\n", at("intermediate.crt"));
    let admits = |printed: &str| {
        assert!(printed.contains(&intermediates), "{printed}");
        let mosquitto = start(&sandbox, printed);
        mosquitto.broker.admits(Credential::of("pump-7"), "pump-7");
        mosquitto
    };
    // Without lists, and by the name of either CA.
    for ca in ["ca.crt", "intermediate.crt"] {
        admits(&show("mosquitto-plugin", ca));
    }
    sandbox.admin(&["ca", "crl"]).expect(0);
    sandbox.by_issuing("ca crl --with ca.crl").expect(0);
    let printed = show("mosquitto-plugin", "ca.crt");
    assert!(
        printed.contains(&format!("\nplugin_opt_crl {}\n", at("intermediate.crl"))),
        "{printed}"
    );
    let mosquitto = admits(&printed);
    mosquitto.broker.refuses(Some(Credential::of("pump-8")), "pump-8");
    let printed = show("amqtt-plugin", "ca.crt");
    for (option, file) in [("intermediates", "intermediate.crt"), ("crl", "intermediate.crl")] {
        let line = format!("\n    {option}: {:?}\n", at(file));
        assert!(printed.contains(&line), "{line:?} in {printed}");
    }
}

fn the_options_of_the_readme_exist() {
    let table = README.split("\n## Options\n").nth(1).unwrap();
    let rows = table.lines().filter_map(|line| line.strip_prefix("| `"));
    let names = rows.flat_map(|row| row.split(" |").next().unwrap().split(", ").collect::<Vec<_>>());
    let names: Vec<_> = names
        .map(|name| name.trim_matches(['`', ' ']).replace('_', "-"))
        .filter(|name| name != "…")
        .collect();
    assert!(names.len() > 10, "{names:?}");
    for name in names {
        let known = amqtt_gate::Options::ALL.iter().any(|option| option.name == name);
        assert!(known, "{name} does not exist");
    }
}
