//! Bad input: each with its exit code and its message, and an untouched directory after it.

use crate::support::{Run, Sandbox, tests};

tests![
    bad_input_is_refused_before_anything_is_made,
    good_input_at_the_edges_is_taken,
    a_missing_value_is_a_usage_error_that_names_its_option,
    a_bad_value_from_the_environment_is_refused_too,
    a_failure_says_its_cause_once_and_in_words,
    results_go_to_stdout_and_everything_else_to_stderr,
    the_next_step_after_the_ca_can_be_pasted,
    colors_are_for_those_who_want_them,
];

/// A command without the value that a case is about.
#[derive(Debug, Clone, Copy)]
enum Verb {
    Ca,
    Server,
    Device,
}
use Verb::{Ca, Device, Server};

impl Verb {
    fn command(self) -> &'static [&'static str] {
        match self {
            Ca => &["ca", "create", "--output-dir", "out"],
            Server => &["server", "create", "--output-dir", "out"],
            Device => &["device", "create", "--output-dir", "out"],
        }
    }
}

/// Arguments after the command, the exit code, and a part of the message.
type Case<'a> = (Verb, Vec<&'a str>, i32, &'a str);

fn bad_input_is_refused_before_anything_is_made() {
    let sandbox = Sandbox::with_ca();
    std::fs::create_dir(sandbox.path("out")).unwrap();
    let (id65, value65, domain256) = ("a".repeat(65), "é".repeat(65), "d".repeat(256));
    let (label64, host254) = (
        format!("{}.example", "l".repeat(64)),
        format!("{}.example", "l.".repeat(123)),
    );
    let host78 = format!("{}.broker.example", "l".repeat(63));
    let id = "--device-id";
    let with_uri = |domain: &'static str| vec![id, "x", "--uri", domain];
    let ca = |option: &'static str, value: &'static str| vec!["--cn", "CA", option, value];
    let server = |option: &'static str, value: &'static str| vec!["--cn", "b.example", option, value];
    let cases: Vec<Case<'_>> = vec![
        // Device ids.
        (Device, vec![id, ""], 2, "must not be empty"),
        (Device, vec![id, "../x"], 2, "must not contain '/'"),
        (Device, vec![id, "/etc/passwd"], 2, "must not contain '/'"),
        (Device, vec![id, ".."], 2, "start or end"),
        (Device, vec![id, "."], 2, "start or end"),
        (Device, vec![id, ".hidden"], 2, "start or end"),
        (Device, vec![id, "a."], 2, "start or end"),
        (Device, vec!["--device-id=-a"], 2, "start or end"),
        (Device, vec![id, "a-"], 2, "start or end"),
        (Device, vec![id, "a..b"], 2, "'..'"),
        (Device, vec![id, "ca"], 2, "reserved"),
        (Device, vec![id, "CA"], 2, "reserved"),
        (Device, vec![id, "Server"], 2, "reserved"),
        (Device, vec![id, "intermediate"], 2, "reserved"),
        (Device, vec![id, &id65], 2, "at most 64 bytes"),
        (Device, vec![id, "a b"], 2, "must not contain ' '"),
        (Device, vec![id, " a"], 2, "must not contain ' '"),
        (Device, vec![id, "é"], 2, "must not contain 'é'"),
        (Device, vec![id, "a/b"], 2, "must not contain '/'"),
        (Device, vec![id, "a\\b"], 2, "must not contain"),
        (Device, vec![id, "a%2e"], 2, "must not contain '%'"),
        (Device, vec![id, "a\nb"], 2, "must not contain '\\n'"),
        (Device, vec![id, "a\u{1b}[31m"], 2, "\\u{1b}"),
        (Device, vec![id, "a\u{202e}b"], 2, "\\u{202e}"),
        (Device, vec![id, "a:b"], 2, "must not contain ':'"),
        (Device, vec![id, "a+b"], 2, "must not contain '+'"),
        (Device, vec![id, "a#"], 2, "must not contain '#'"),
        // Trust domains.
        (Device, with_uri(""), 2, "must not be empty"),
        (Device, with_uri("Example.org"), 2, "must not contain 'E'"),
        (
            Device,
            with_uri("spiffe://d.example/x"),
            2,
            "must not contain '/'",
        ),
        (Device, with_uri("d.example/x"), 2, "must not contain '/'"),
        (Device, with_uri("d.example:8883"), 2, "must not contain ':'"),
        (Device, with_uri("user@d"), 2, "must not contain '@'"),
        (Device, with_uri(".d"), 2, "start or end"),
        (Device, with_uri("d."), 2, "start or end"),
        (Device, with_uri("d-"), 2, "start or end"),
        (Device, with_uri("d é"), 2, "must not contain ' '"),
        (Device, vec![id, "x", "--uri", &domain256], 2, "at most 255 bytes"),
        (Ca, ca("--uri", "D"), 2, "must not contain 'D'"),
        // Countries.
        (Device, vec![id, "x", "--country", "USA"], 2, "two letters"),
        (Device, vec![id, "x", "--country", "U"], 2, "two letters"),
        (Device, vec![id, "x", "--country", ""], 2, "two letters"),
        (Ca, ca("--country", "U1"), 2, "two letters"),
        (Ca, ca("--country", "ÉÉ"), 2, "two letters"),
        (Server, server("--country", " US"), 2, "two letters"),
        // Names.
        (Ca, vec!["--cn", ""], 2, "must not be empty"),
        (Ca, vec!["--cn", &value65], 2, "at most 64 characters"),
        (Ca, ca("--org-name", ""), 2, "must not be empty"),
        (Ca, ca("--org-name", "a\tb"), 2, "control character"),
        (Ca, ca("--state", "a\u{85}b"), 2, "control character"),
        (Ca, ca("--locality", "a\u{7f}"), 2, "control character"),
        (Server, vec!["--cn", "My Broker"], 2, "--dns"),
        (Server, vec!["--cn", "*.example"], 2, "--dns"),
        (Server, vec!["--cn", "256.1.1.1"], 2, "--ip"),
        (Server, vec!["--cn", "under_score.example"], 2, "--dns"),
        (Server, server("--dns", ""), 2, "1 to 253 bytes"),
        (Server, server("--dns", "a b"), 2, "blanks"),
        (Server, server("--dns", "a, b"), 2, "blanks"),
        (Server, server("--dns", "DNS:a"), 2, "as in a"),
        (
            Server,
            server("--dns", "mqtts://a.example:8883"),
            2,
            "as in a.example",
        ),
        (Server, server("--dns", "a.example:8883"), 2, "as in a.example"),
        (
            Server,
            server("--dns", "bücher.example"),
            2,
            "xn--bcher-kva.example",
        ),
        (Server, server("--dns", "a-.example"), 2, "letters, digits"),
        (Server, server("--dns", "a..example"), 2, "letters, digits"),
        (Server, server("--dns", "a.*.example"), 2, "letters, digits"),
        (Server, server("--dns", "*."), 2, "after '*.'"),
        (Server, server("--dns", "10.0.0.1"), 2, "--ip"),
        (
            Server,
            vec!["--cn", "b.example", "--dns", &label64],
            2,
            "letters, digits",
        ),
        (
            Server,
            vec!["--cn", "b.example", "--dns", &host254],
            2,
            "1 to 253",
        ),
        (Server, server("--ip", "b.example"), 2, "not an IP address"),
        (Server, server("--ip", "10.0.0.256"), 2, "not an IP address"),
        (Server, server("--ip", "[::1]"), 2, "--ip ::1"),
        (Server, server("--ip", "10.0.0.1:8883"), 2, "--ip 10.0.0.1"),
        (Server, vec!["--cn", &host78], 2, "--dns"),
        (Server, vec!["--cn", "http://h:8883"], 2, "as in h"),
        (Server, server("--dns", "a.example/mqtt"), 2, "as in a.example"),
        (Server, server("--dns", "admin@a.example"), 2, "as in a.example"),
        (Server, server("--dns", "a.example."), 2, "as in a.example"),
        // Numbers and kinds.
        (Device, vec![id, "x", "--days", "0"], 2, "must be 1 to 365000"),
        (Device, vec!["--device-id=x", "--days=-1"], 2, "--days"),
        (Device, vec![id, "x", "--days", "400000"], 2, "--days"),
        (
            Device,
            vec![id, "x", "--days", "a year"],
            2,
            "must be a whole number",
        ),
        (Device, vec![id, "x", "--days", ""], 2, "must be a whole number"),
        (Ca, ca("--path-len", "256"), 2, "--path-len"),
        (Device, vec![id, "x", "--key-type", "dsa"], 2, "ecdsa-p256"),
        (Device, vec![id, "x", "--key-type", "RSA-2048"], 2, "rsa-2048"),
        (Device, vec![id, "x", "--format", "xml"], 2, "ndjson"),
        (Device, vec![id, "x", "--nonsense"], 2, "--nonsense"),
        (Device, vec![id, "x", "--forc"], 2, "--force"),
        (Device, vec![id, "x", id, "y"], 2, "cannot be used multiple times"),
        (Device, vec![id, "x", "extra"], 2, "extra"),
        (Device, vec![id, "x", "--quiet", "--verbose"], 2, "--verbose"),
        // Files of the CA; more of these where files are tested.
        (Device, vec![id, "x", "--uri", "d", "--ca-crt", "none"], 3, "none"),
        (Device, vec![id, "x", "--ca-key", "none"], 3, "none"),
        (
            Server,
            server("--ca-crt", "ca.key"),
            3,
            "a private key, not a certificate",
        ),
        (
            Server,
            server("--ca-key", "ca.crt"),
            3,
            "a certificate, not a private key",
        ),
        (Server, server("--key", "none"), 3, "none"),
        (Device, vec![id, "x", "--output-dir", "none"], 3, "none"),
    ];
    assert!(cases.len() >= 60);
    let before = sandbox.snapshot();
    for (verb, arguments, code, message) in cases {
        // Where a case names another directory, that one counts.
        let own = verb.command().iter().copied();
        let command: Vec<&str> = match arguments.contains(&"--output-dir") {
            true => own.take(2).chain(arguments.iter().copied()).collect(),
            false => own.chain(arguments.iter().copied()).collect(),
        };
        let run = sandbox.admin(&command).expect(code).says(message);
        assert_eq!(run.stdout, "", "{run:#?}");
        assert!((1..=3).contains(&run.stderr.lines().count()), "{run:#?}");
        assert!(run.stderr.starts_with("error: "), "{run:#?}");
        assert!(
            !run.stderr.contains(|c: char| c.is_control() && c != '\n'),
            "{run:#?}"
        );
        assert!(!run.stderr.contains('\u{202e}'), "{run:#?}");
        assert!(
            std::fs::read_dir(sandbox.path("out")).unwrap().next().is_none(),
            "{command:?} made something"
        );
        assert_eq!(sandbox.snapshot(), before, "{command:?}");
    }
}

fn good_input_at_the_edges_is_taken() {
    let sandbox = Sandbox::with_ca();
    let (id64, value64, domain255) = ("a".repeat(64), "é".repeat(64), "d".repeat(255));
    let host64 = format!("{}.b", "l".repeat(62));
    for arguments in [
        &["device", "create", "--device-id", id64.as_str()][..],
        &["device", "create", "--device-id", "_"],
        &["device", "create", "--device-id", "ca2"],
        &["device", "create", "--device-id", "d255", "--uri", &domain255],
        &["device", "create", "--device-id", "o64", "--org-name", &value64],
        &[
            "device",
            "create",
            "--device-id",
            "rtl",
            "--org-name",
            "\u{202e}x",
        ],
        &["device", "create", "--device-id", "day", "--days", "1"],
        &["server", "create", "--cn", &host64],
        &["ca", "create", "--cn", "far", "--days", "365000", "--force-ca"],
    ] {
        sandbox.admin(arguments).expect(0);
    }
}

fn a_missing_value_is_a_usage_error_that_names_its_option() {
    let empty = Sandbox::new();
    empty.admin(&["ca", "create"]).expect(2).says("--cn is missing");
    empty
        .admin(&["server", "create"])
        .expect(2)
        .says("--cn is missing");
    empty
        .admin(&["device", "create"])
        .expect(2)
        .says("--device-id and --uri are missing");
    empty
        .admin(&["device", "create", "--device-id", "x"])
        .expect(2)
        .says("--uri is missing")
        .says("ca.crt");
    empty
        .admin(&["device", "create", "--device-id", "x", "--uri", "d"])
        .expect(3)
        .says("ca.crt")
        .says("ca create");
    empty.admin(&["device", "show"]).expect(2).says("CERT");
    empty.admin(&["ca"]).expect(2);
    empty.admin(&["completions"]).expect(2).says("SHELL");
    assert!(empty.names().is_empty());
    let ca = Sandbox::with_ca();
    let run = ca
        .admin(&["device", "create", "--no-input", "--yes"])
        .expect(2)
        .says("--device-id is missing");
    assert!(
        !run.stderr.contains("--uri"),
        "the CA has a trust domain: {run:#?}"
    );
}

fn a_bad_value_from_the_environment_is_refused_too() {
    let sandbox = Sandbox::with_ca();
    let run = |variable: &str, value: &str| {
        Run::of(
            sandbox
                .admin_command(&["device", "create", "--device-id", "x"])
                .env(variable, value),
        )
    };
    run("AMQTT_ADMIN_URI", "Bad").expect(2).says("--uri");
    run("AMQTT_ADMIN_FORMAT", "xml").expect(2).says("--format");
    run("AMQTT_ADMIN_DEVICE_ID", "../x").expect(0);
    assert_eq!(
        run("AMQTT_ADMIN_DEVICE_ID", "../x").expect(1).stdout,
        "",
        "the option counts, and x exists"
    );
    let mut several = sandbox.admin_command(&["server", "create", "--cn", "b.example", "--format", "json"]);
    let made = Run::of(several.env("AMQTT_ADMIN_DNS", "c.example,d.example"))
        .expect(0)
        .json();
    assert_eq!(
        made["dns"],
        serde_json::json!(["b.example", "c.example", "d.example"])
    );
    // On the command line an option is repeated.
    for list in ["--dns=c.example,d.example", "--ip=10.0.0.1,10.0.0.2"] {
        let refused = sandbox.admin(&["server", "create", "--cn=l.example", "--force", "--yes", list]);
        let refused = refused.expect(2).says(list.split('=').next().unwrap());
        // The variable is not read then, and allows no list either.
        let mut command =
            sandbox.admin_command(&["server", "create", "--cn=l.example", "--force", "--yes", list]);
        command
            .env("AMQTT_ADMIN_DNS", "e.example")
            .env("AMQTT_ADMIN_IP", "10.0.0.3");
        assert_eq!(Run::of(&mut command).expect(2).stderr, refused.stderr);
    }
    let mut typed = sandbox.admin_command(&["server", "create", "--cn", "t.example", "--dns", "f.example"]);
    typed.args(["--format", "json", "--force", "--yes"]);
    let made = Run::of(typed.env("AMQTT_ADMIN_DNS", "c.example,d.example"))
        .expect(0)
        .json();
    assert_eq!(made["dns"], serde_json::json!(["t.example", "f.example"]));
    // Switches have no variable.
    run("AMQTT_ADMIN_FORCE", "1").expect(1);
    run("AMQTT_ADMIN_YES", "1").expect(1);
}

fn a_failure_says_its_cause_once_and_in_words() {
    let sandbox = Sandbox::with_ca();
    for (command, message) in [
        (
            "device show none.crt",
            "cannot read none.crt: No such file or directory",
        ),
        ("device show .", "cannot read .: Is a directory"),
        (
            "ca create --cn CA --output-dir none",
            "cannot open the directory none: No such file or directory",
        ),
    ] {
        let run = sandbox.admin(&command.split(' ').collect::<Vec<_>>()).expect(3);
        assert_eq!(run.stderr.lines().next().unwrap(), format!("error: {message}"));
    }
    let admin = env!("CARGO_BIN_EXE_amqtt-admin");
    let full = sandbox
        .run("sh", &["-c", &format!("'{admin}' ca show > /dev/full")])
        .expect(3);
    assert_eq!(
        full.stderr,
        "error: cannot write to stdout: No space left on device\n"
    );
}

fn results_go_to_stdout_and_everything_else_to_stderr() {
    let sandbox = Sandbox::with_ca();
    let device = |id: &str, more: &[&str]| {
        sandbox
            .admin(&[&["device", "create", "--device-id", id], more].concat())
            .expect(0)
    };
    let json = device("a", &["--format", "json"]);
    assert_eq!(json.json()["device_id"], "a");
    assert!(json.stderr.contains("mosquitto_pub"));
    assert_eq!(device("b", &["--format", "ndjson", "--quiet"]).stderr, "");
    let ndjson = device("c", &["--format", "ndjson"]).stdout;
    assert_eq!(ndjson.lines().count(), 1);
    let csv = device("d", &["--format", "csv"]).stdout;
    let columns = "device_id,uri,key,certificate,key_type,serial,not_before,not_after,fingerprint,changed";
    assert_eq!(csv.lines().next().unwrap(), columns);
    assert_eq!(
        csv.lines().nth(1).unwrap().split(',').take(4).collect::<Vec<_>>(),
        ["d", "spiffe://d.example/device/d", "d.key", "d.crt"]
    );
    assert_eq!(csv.lines().count(), 2);
    // Before the verb as well as after it.
    let before = sandbox
        .admin(&["--format", "json", "device", "show", "a.crt"])
        .expect(0);
    assert_eq!(
        before.stdout,
        sandbox
            .admin(&["device", "--format", "json", "show", "a.crt"])
            .stdout
    );
    assert_eq!(
        before.stdout,
        sandbox
            .admin(&["device", "show", "a.crt", "--format", "json"])
            .stdout
    );
    let verbose = sandbox
        .admin(&["-v", "device", "create", "--device-id", "e"])
        .expect(0);
    assert!(verbose.stderr.contains("signing with ca.crt"), "{verbose:#?}");
}

fn the_next_step_after_the_ca_can_be_pasted() {
    for directory in [".", "my pki"] {
        let sandbox = Sandbox::new();
        std::fs::create_dir(sandbox.path("my pki")).unwrap();
        let run = sandbox
            .admin(&["ca", "create", "--cn", "CA", "--output-dir", directory])
            .expect(0);
        let (_, next) = run.stderr.split_once("amqtt-admin ").unwrap();
        let line = format!(
            "'{}' {}",
            env!("CARGO_BIN_EXE_amqtt-admin"),
            next.replace("HOST", "b.example")
        );
        sandbox.run("sh", &["-c", &line]).expect(0);
        assert!(sandbox.path("server.crt").is_file());
    }
}

fn colors_are_for_those_who_want_them() {
    let sandbox = Sandbox::new();
    let colored = |more: &[&str]| {
        sandbox
            .admin(&[&["ca", "show"], more].concat())
            .expect(3)
            .stderr
            .contains('\u{1b}')
    };
    assert!(!colored(&[]), "stderr is no terminal");
    assert!(!colored(&["--color", "never"]));
    assert!(colored(&["--color", "always"]));
}
