//! `server doctor`: configurations with one fault planted in each, and good ones without any.

pub(crate) mod amqtt;
pub(crate) mod http_brokers;
pub(crate) mod mosquitto;
pub(crate) mod posted;
pub(crate) mod starting;

use std::fmt::Write as _;

use serde_json::Value;

use crate::support::{Run, Sandbox, tests};

tests![
    what_server_show_prints_has_no_error,
    hostile_files_are_refused_or_examined,
    what_is_no_configuration_is_named,
    findings_are_shown_to_people,
];

/// The user who runs the tests: the broker of the examples runs as the same one.
fn user(sandbox: &Sandbox) -> String {
    sandbox.run("id", &["-un"]).expect(0).stdout.trim().to_owned()
}

/// A CA with its list, a broker's credential, and the other files that the configurations name.
pub(super) fn files() -> Sandbox {
    let sandbox = Sandbox::with_ca();
    let server = ["server", "create", "--cn", "broker.example"];
    sandbox.admin(&server).expect(0);
    sandbox.admin(&["ca", "crl"]).expect(0);
    sandbox.write("acl", "pattern readwrite devices/%u/#\n");
    sandbox.write("empty.db", "");
    sandbox.run("chmod", &["600", "acl", "empty.db"]).expect(0);
    sandbox
}

/// A configuration with `{dir}` and `{user}` filled in.
pub(super) fn filled(sandbox: &Sandbox, text: &str) -> String {
    text.replace("{dir}", sandbox.path("").to_str().unwrap().trim_end_matches('/'))
        .replace("{user}", &user(sandbox))
}

/// The findings, as `severity finding line`, in order.
pub(super) fn findings(run: &Run) -> Vec<String> {
    let Value::Array(findings) = run.json() else {
        panic!("{run:#?}")
    };
    let text = |finding: &Value, key: &str| finding[key].as_str().unwrap().to_owned();
    for finding in &findings {
        for key in ["problem", "why", "fix"] {
            assert!(!text(finding, key).is_empty(), "{key} of {finding}");
        }
    }
    let shown = findings.iter().map(|one| {
        format!(
            "{} {} {}",
            text(one, "severity"),
            text(one, "finding"),
            one["line"]
        )
    });
    shown.collect()
}

/// Replaces a part of a good configuration, and holds the findings against those that are expected. The exit code follows
/// from them.
#[track_caller]
pub(super) fn examine(sandbox: &Sandbox, name: &str, good: &str, cases: &[(&str, &str, &[&str])]) {
    let mut wrong = String::new();
    for (from, to, expected) in cases {
        assert!(
            from.is_empty() || good.matches(from).count() == 1,
            "{from:?} is not unique"
        );
        let changed = match *from {
            "" => good.to_owned() + to,
            from => good.replace(from, to),
        };
        sandbox.write(name, filled(sandbox, &changed));
        let run = sandbox.admin(&["server", "doctor", name, "--format", "json"]);
        let found = findings(&run);
        let is_bad = expected.iter().any(|one| one.starts_with("error"));
        if found != *expected || run.code != Some(i32::from(is_bad)) {
            let _ = writeln!(
                wrong,
                "{from:?} → {to:?}: {found:?}, not {expected:?} (exit {:?})\n{}",
                run.code, run.stdout
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// What this program prints itself has no error: only what it cannot know is missing, such as the rights.
fn what_server_show_prints_has_no_error() {
    let sandbox = files();
    let printed = |broker: &str| {
        let show = ["server", "show", "server.crt", "--config", broker];
        sandbox.admin(&show).expect(0).stdout
    };
    sandbox.write(
        "mosquitto.conf",
        printed("mosquitto") + &filled(&sandbox, "user {user}\n"),
    );
    sandbox.write("amqtt.yaml", printed("amqtt"));
    // With the plug-ins nothing is missing.
    sandbox.run("cp", &["empty.db", "auth.db"]).expect(0);
    let installed =
        printed("mosquitto-plugin").replace("/usr/lib/mosquitto/amqtt_verifier.so", "./amqtt_verifier.so");
    sandbox.write("amqtt_verifier.so", "");
    sandbox.write(
        "mosquitto-plugin.conf",
        installed + &filled(&sandbox, "user {user}\n"),
    );
    sandbox.write("amqtt-plugin.yaml", printed("amqtt-plugin"));
    for (file, expected) in [
        ("mosquitto.conf", &["no_rights_checked"][..]),
        ("amqtt.yaml", &["no_rights_checked", "no_revocation_list"]),
        ("mosquitto-plugin.conf", &[]),
        ("amqtt-plugin.yaml", &[]),
    ] {
        let doctor = [
            "server",
            "doctor",
            file,
            "--hostname",
            "broker.example",
            "--format",
            "json",
        ];
        let run = sandbox.admin(&doctor).expect(0);
        let found: Vec<String> = findings(&run);
        let words = found.iter().filter(|one| !one.contains("runs_as_root"));
        let words: Vec<&str> = words.map(|one| one.split(' ').nth(1).unwrap()).collect();
        assert_eq!(words, expected, "{file}");
        assert!(found.iter().all(|one| one.starts_with("warning")), "{found:?}");
    }
}

fn hostile_files_are_refused_or_examined() {
    let sandbox = Sandbox::new();
    let doctor = |name: &str, contents: &[u8], code: i32| {
        sandbox.write(name, contents);
        sandbox
            .admin(&["server", "doctor", name, "--format", "json"])
            .expect(code)
    };
    doctor("mosquitto.conf", b"\x7fELF\0\0", 3).says("is not a text file");
    doctor("mosquitto.conf", b"\xff\xfe", 3).says("is not a text file");
    doctor("notes", b"hello world\n", 3).says("--kind");
    doctor("empty.conf", b"", 3).says("--kind");
    let long = "x".repeat(1 << 16);
    doctor(
        "mosquitto.conf",
        format!("{long} {long}\nlistener 1 127.0.0.1\n").as_bytes(),
        1,
    );
    doctor("amqtt.yaml", format!("{long}: {long}\n").as_bytes(), 1);
    doctor(
        "rabbitmq.conf",
        format!("{long} = {long}\n{long}\n").as_bytes(),
        1,
    );
    doctor("emqx.conf", format!("{long} = {long}\n").as_bytes(), 1);
    doctor("amqtt.yaml", "a: ".repeat(3000).as_bytes(), 1);
    doctor("amqtt.yaml", "[".repeat(3000).as_bytes(), 1);
    doctor("amqtt.yaml", "- ".repeat(3000).as_bytes(), 3).says("nested more than 64 levels");
    doctor("emqx.conf", "a={".repeat(3000).as_bytes(), 3).says("nested more than 64 levels");
    doctor("rabbitmq.conf", ("a.".repeat(3000) + "a=1").as_bytes(), 3).says("nested more than 64 levels");
    // Aliases of aliases are not followed without end.
    let mut laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let below = format!("*a{}", level - 1);
        let _ = writeln!(laughs, "a{level}: &a{level} [{}]", [below.as_str(); 9].join(", "));
    }
    doctor("amqtt.yaml", laughs.as_bytes(), 3).says("more than 50000 settings");
    // What is shown of a file cannot steer a terminal.
    sandbox.write("mosquitto.conf", "evil\u{1b}[31m true\n");
    let shown = sandbox
        .admin(&["server", "doctor", "mosquitto.conf"])
        .expect(1)
        .stdout;
    assert!(
        shown.contains("evil\\u{1b}[31m") && !shown.contains('\u{1b}'),
        "{shown}"
    );
}

fn findings_are_shown_to_people() {
    let sandbox = files();
    sandbox.write(
        "mosquitto.conf",
        "listener 1883\nallow_anonymous true\nacl_file acl\n",
    );
    let run = sandbox
        .admin(&["server", "doctor", "mosquitto.conf", "--user", "root"])
        .expect(1);
    assert_eq!(
        run.stdout,
        "mosquitto.conf:1: error: the listener on port 1883 has no TLS [listener_without_tls]\n  why: passwords and messages cross \
         the network for anyone to read, and no client shows a certificate\n  fix: listener 1883 127.0.0.1\n\n\
         mosquitto.conf:2: error: anonymous clients are allowed [anonymous_allowed]\n  why: anyone who reaches the port gets in, \
         without a name or a password\n  fix: allow_anonymous false\n\n"
    );
    assert_eq!(run.stderr, "2 errors and 0 warnings\n");
}

fn what_is_no_configuration_is_named() {
    let sandbox = Sandbox::with_ca();
    for (file, kind) in [("ca.crt", "a certificate"), ("ca.key", "a private key")] {
        for options in [&[][..], &["--kind", "mosquitto"]] {
            sandbox
                .admin(&[&["server", "doctor", file], options].concat())
                .expect(3)
                .says(&format!("{file} is {kind}, not the configuration of a broker"))
                .says("hint: name the configuration file of the broker");
        }
    }
    sandbox
        .admin(&["server", "doctor", "none.conf"])
        .expect(3)
        .says("cannot read none.conf: No such file or directory")
        .says("hint: name the configuration file of the broker");
    sandbox
        .admin(&["server", "create", "--cn", "broker.example"])
        .expect(0);
    sandbox
        .admin(&["server", "show", "server.crt", "--url", "http://127.0.0.1:9180"])
        .expect(2)
        .says("--config");
}
