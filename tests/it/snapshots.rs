//! The program's output, for a reviewer to read: help, errors with their hints, tables and JSON.
//!
//! After a change that is meant: `INSTA_UPDATE=always cargo test --test it -- snapshots`, and read the difference.

use crate::support::{Run, Sandbox, tests};

tests![
    help_of_every_verb,
    errors_with_hints,
    errors_for_machines,
    results_for_people_and_machines,
];

/// Compares a text with the committed one of this name.
#[track_caller]
fn compare(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/snapshots"));
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// The words of every verb, read off the names of the manual pages.
fn verbs() -> Vec<Vec<String>> {
    let sandbox = Sandbox::new();
    sandbox.admin(&["man", "--output-dir", "."]).expect(0);
    let names = sandbox.names();
    let words = |name: &String| {
        let name = name.strip_prefix("amqtt-admin").unwrap();
        let words = name.strip_suffix(".1").unwrap().split('-').skip(1);
        words.map(str::to_owned).collect()
    };
    names.iter().map(words).collect()
}

fn help_of_every_verb() {
    let sandbox = Sandbox::new();
    for words in verbs() {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let help = |option| sandbox.admin(&[&words[..], &[option]].concat()).expect(0).stdout;
        let both = format!("{}\n\n\n{}", help("-h"), help("--help"));
        let name = [&["help"], &words[..]].concat().join("-");
        compare(&name, &both);
    }
}

/// A command line as it was typed, and what it came to.
fn transcript(run: &Run, arguments: &[&str]) -> String {
    let typed: Vec<String> = arguments
        .iter()
        .map(|word| match word.contains([' ', '#', '$', '*']) {
            true => format!("'{word}'"),
            false => (*word).to_owned(),
        })
        .collect();
    let streams = format!("{}{}", run.stdout, run.stderr);
    format!(
        "$ amqtt-admin {}\n{streams}[exit {}]\n\n",
        typed.join(" "),
        run.code.unwrap()
    )
}

fn transcripts(sandbox: &Sandbox, lines: &[&[&str]]) -> String {
    lines
        .iter()
        .map(|arguments| transcript(&sandbox.admin(arguments), arguments))
        .collect()
}

/// A sandbox with an account and rights.
fn accounts() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("password", "pw\n");
    for setup in [
        &["user", "sync"][..],
        &[
            "user",
            "add",
            "-c",
            "ada",
            "--password-file",
            "password",
            "--argon2",
            "m=64,t=1,p=1",
        ],
        &["topic", "add", "-c", "ada", "-a", "publish", "home/#"],
        &["topic", "add", "-c", "ada", "-a", "subscribe", "home/+"],
    ] {
        sandbox.admin(&[setup, &["--quiet"]].concat()).expect(0);
    }
    std::fs::set_permissions(
        sandbox.path("password"),
        std::os::unix::fs::PermissionsExt::from_mode(0o600),
    )
    .unwrap();
    sandbox
}

fn errors_with_hints() {
    let sandbox = accounts();
    let lines: &[&[&str]] = &[
        &[],
        &["usr"],
        &["user", "lst"],
        &["topic", "add", "-c", "ada", "-a", "publish"],
        &["topic", "add", "-c", "ada", "-a", "speak", "x"],
        &["topic", "add", "-c", "ada", "-a", "publish", "home/#"],
        &["topic", "add", "-c", "ada", "-a", "publish", "a/b#"],
        &["topic", "rm", "-c", "ada", "-a", "publish", "garden"],
        &["user", "add", "-c", "ada", "--password-file", "password"],
        &["user", "add", "-c", "bob"],
        &["user", "pwd", "-c", "bob", "--password-file", "password"],
        &["user", "rm", "-c", "ada"],
        &["user", "-h", "localhost", "list"],
        &["user", "list", "--database-url", "sqlite:missing.db"],
        &["user", "list", "--database-url", "sqlite:x.db", "-f", "y.db"],
        &[
            "user",
            "list",
            "--database-url",
            "postgresql://ada:secret@db/x",
            "--db-password-file",
            "f",
        ],
        &["user", "list", "-u", "ada"],
        &["user", "list", "--db-password-file", "f"],
        &["man", "nothing"],
        &["completions", "--output-dir", "missing"],
        &["ca", "show"],
    ];
    compare("errors", &transcripts(&sandbox, lines));
}

fn errors_for_machines() {
    let sandbox = accounts();
    let lines: &[&[&str]] = &[
        &["--format", "json", "user", "lst"],
        &["user", "add", "--format=ndjson"],
        &[
            "topic", "add", "-c", "ada", "-a", "publish", "home/#", "--format", "json",
        ],
        &[
            "user",
            "pwd",
            "-c",
            "bob",
            "--password-file",
            "password",
            "--format",
            "json",
        ],
        &["user", "list", "-f", "missing.db", "--format", "json"],
        &["ca", "show", "--format", "ndjson"],
    ];
    let mut text = transcripts(&sandbox, lines);
    let mut from_environment = sandbox.admin_command(&["user", "lst"]);
    from_environment.env("AMQTT_ADMIN_FORMAT", "json");
    text += "$ export AMQTT_ADMIN_FORMAT=json\n";
    text += &transcript(&Run::of(&mut from_environment), &["user", "lst"]);
    compare("errors-json", &text);
    for line in text.lines().filter(|line| line.starts_with('{')) {
        let error = &serde_json::from_str::<serde_json::Value>(line).unwrap()["error"];
        for key in ["code", "exit", "message", "hint"] {
            assert!(error.get(key).is_some(), "{line}");
        }
    }
}

fn results_for_people_and_machines() {
    let sandbox = accounts();
    let lines: &[&[&str]] = &[
        &["user", "list"],
        &["user", "list", "--format", "json"],
        &["user", "verify", "-c", "ada", "--password-file", "password"],
        &["topic", "list"],
        &["topic", "list", "--format", "ndjson"],
        &["topic", "list", "--format", "csv"],
        &["topic", "check", "-c", "ada", "-a", "publish", "home/kitchen"],
        &["topic", "check", "-c", "ada", "-a", "subscribe", "home/#"],
        &[
            "topic",
            "check",
            "-c",
            "ada",
            "-a",
            "subscribe",
            "home/#",
            "--format",
            "json",
        ],
        &["topic", "add", "-c", "ada", "-a", "publish", "home/kitchen"],
        &["topic", "rm", "-c", "ada", "-a", "publish", "home/kitchen"],
        &["user", "rm", "-c", "ada", "--yes"],
    ];
    compare("results", &transcripts(&sandbox, lines));
}
