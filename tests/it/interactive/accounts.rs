//! Accounts and their rights, asked for at a terminal.

use std::{thread, time::Duration};

use super::{end, start};
use crate::support::{Sandbox, tests};

tests![
    an_account_is_made_by_answering,
    a_removal_is_asked_for,
    topic_verbs_ask_for_what_is_missing,
    a_verdict_comes_first_and_in_color,
];

fn topic_verbs_ask_for_what_is_missing() {
    let sandbox = Sandbox::new();
    sandbox.admin(&["topic", "sync"]).expect(0);
    for (verb, code) in [("add", 0), ("check", 0), ("rm", 0), ("check", 1)] {
        let mut terminal = start(&sandbox, &["topic", verb]);
        terminal
            .expect("Client")
            .line("pump-7")
            .expect("Action")
            .line("speak")
            .expect("error:")
            .expect("Action")
            .line("publish")
            .expect("Topic")
            .line("plant/pump-7");
        end(terminal, code);
    }
    let run = sandbox.admin(&["topic", "add", "-a", "publish"]).expect(2);
    run.says("TOPIC and --client-id are missing");
    sandbox
        .admin(&["user", "rm", "--yes"])
        .expect(2)
        .says("--client-id or --row is missing");
}

fn a_verdict_comes_first_and_in_color() {
    let sandbox = Sandbox::new();
    sandbox.admin(&["topic", "sync"]).expect(0);
    let check = ["topic", "check", "-c", "ada", "-a", "publish", "x"];
    let shown = end(start(&sandbox, &check), 1);
    assert!(shown.starts_with("\u{1b}[1;31mdenied: "), "{shown:?}");
    assert!(!shown.contains("granted"), "empty rows are left out: {shown}");
    let plain = sandbox.admin(&check).expect(1).stdout;
    assert!(plain.starts_with("denied: "), "{plain:?}");
    let json = sandbox
        .admin(&[&check[..], &["--format", "json"]].concat())
        .expect(1)
        .json();
    assert_eq!(json["allowed"], false);
    assert_eq!(json["by"], serde_json::json!([]), "JSON is whole");
}

fn an_account_is_made_by_answering() {
    let sandbox = Sandbox::new();
    sandbox.admin(&["user", "sync"]).expect(0);
    let mut terminal = start(&sandbox, &["user", "add", "--argon2", "m=64,t=1,p=1"]);
    terminal.expect("Name of the account").line("ada");
    let mut hidden = |label: &str, answer: &str| {
        terminal.expect(label);
        while terminal.is_as_before() {
            thread::sleep(Duration::from_millis(5));
        }
        terminal.line(answer);
    };
    hidden("Password of ada", "first try");
    hidden("Repeat password", "another");
    hidden("Password of ada", " s3cret word ");
    hidden("Repeat password", " s3cret word ");
    let shown = end(terminal, 0);
    assert!(!shown.contains("try") && !shown.contains("s3cret"), "{shown}");
    sandbox.write("password", " s3cret word \r\n");
    let verify = ["user", "verify", "-c", "ada", "--password-file", "password"];
    sandbox.admin(&verify).expect(0);
    // An account that is there is refused before its password is asked for.
    end(start(&sandbox, &["user", "add", "-c", "ada"]), 1);
}

fn a_removal_is_asked_for() {
    let sandbox = Sandbox::new();
    sandbox.admin(&["user", "sync"]).expect(0);
    sandbox.write("password", "pw");
    let add = [
        "user",
        "add",
        "-c",
        "ada",
        "--password-file",
        "password",
        "--argon2",
        "m=64,t=1,p=1",
    ];
    sandbox.admin(&add).expect(0);
    sandbox
        .admin(&["topic", "add", "-c", "ada", "-a", "publish", "x"])
        .expect(0);
    sandbox
        .admin(&["user", "rm", "-c", "ada"])
        .expect(2)
        .says("--yes");
    for answer in ["", "n"] {
        let mut terminal = start(&sandbox, &["user", "rm", "-c", "ada"]);
        terminal
            .expect("Remove account ada and its topic rights? [y/N]")
            .line(answer);
        assert!(end(terminal, 1).contains("nothing was removed"));
    }
    let mut terminal = start(&sandbox, &["user", "rm", "-c", "ada", "--keep-topics"]);
    terminal.expect("Remove account ada?").line("y");
    assert!(end(terminal, 0).contains("kept its topic rights"));
    let rights = sandbox
        .admin(&["topic", "list", "--format", "ndjson"])
        .expect(0)
        .stdout;
    assert_eq!(rights.lines().count(), 1);
}
