//! The keys that are pressed at a prompt, and what is shown for them.

use std::{thread, time::Duration};

use super::{DEVICE, end, start};
use crate::{
    support::{Sandbox, tests},
    terminal::Terminal,
};

tests![
    enter_agrees_where_nothing_is_replaced,
    enter_declines_where_something_is_replaced,
    keys_do_what_they_do_elsewhere,
    escape_and_ctrl_d_cancel,
    an_empty_answer_gets_a_word,
    a_long_label_leaves_room_for_the_answer,
];

fn answer_for_a_device(terminal: &mut Terminal) {
    terminal
        .expect("Device id")
        .line("x")
        .expect("rganization")
        .line("")
        .expect("Country")
        .line("");
    terminal
        .expect("Trust domain")
        .line("")
        .expect("Create this device?");
}

fn enter_agrees_where_nothing_is_replaced() {
    let sandbox = Sandbox::with_ca();
    let mut terminal = start(&sandbox, &DEVICE);
    answer_for_a_device(&mut terminal);
    terminal.expect("[Y/n]").line("");
    end(terminal, 0);
    assert!(sandbox.path("x.crt").is_file());
}

fn enter_declines_where_something_is_replaced() {
    let sandbox = Sandbox::with_ca();
    sandbox.admin(&["device", "create", "--device-id", "x"]).expect(0);
    let before = sandbox.snapshot();
    let mut terminal = start(&sandbox, &["device", "create", "--force"]);
    answer_for_a_device(&mut terminal);
    terminal.expect("[y/N]").line("");
    end(terminal, 1);
    assert_eq!(sandbox.snapshot(), before);
}

/// A right that is added by answering, with keys pressed on the way.
fn right_by_keys(keys: &str) -> String {
    let sandbox = Sandbox::new();
    sandbox.admin(&["topic", "sync"]).expect(0);
    let mut terminal = start(&sandbox, &["topic", "add", "-c", "ada", "-a", "publish"]);
    terminal.expect("Topic").line(keys);
    end(terminal, 0);
    let list = sandbox.admin(&["topic", "list", "--format", "csv"]).expect(0);
    let row = list.stdout.lines().nth(1).unwrap();
    row.rsplit(',').next().unwrap().to_owned()
}

fn keys_do_what_they_do_elsewhere() {
    for (keys, topic) in [
        ("wrong\u{15}a/b", "a/b"),
        ("a/b wrong\u{17}\u{7f}", "a/b"),
        ("a/é\u{7f}b", "a/b"),
        ("/b\u{1b}[D\u{1b}[Da", "a/b"),
        ("/b\u{1}a\u{5}/c", "a/b/c"),
        ("a/bx\u{1b}[D\u{4}", "a/b"),
        ("a/b\u{1b}[D\u{b}c", "a/c"),
        ("a/b\u{1}\u{1b}[3~c", "c/b"),
    ] {
        assert_eq!(right_by_keys(keys), topic, "{keys:?}");
    }
}

fn escape_and_ctrl_d_cancel() {
    let sandbox = Sandbox::with_ca();
    sandbox.admin(&["user", "sync"]).expect(0);
    let before = sandbox.snapshot();
    for (keys, words) in [("\u{4}", "end of input"), ("half\u{1b}", "canceled")] {
        let mut terminal = start(&sandbox, &DEVICE);
        terminal.expect("Device id").keys(keys).expect(words);
        end(terminal, 1);
        let mut terminal = start(&sandbox, &["user", "add", "-c", "ada"]);
        terminal.expect("Password of ada");
        while terminal.is_as_before() {
            thread::sleep(Duration::from_millis(5));
        }
        terminal.keys(keys).expect(words);
        end(terminal, 1);
    }
    assert_eq!(sandbox.snapshot(), before);
}

fn an_empty_answer_gets_a_word() {
    let sandbox = Sandbox::new();
    let mut terminal = start(&sandbox, &["ca", "create"]);
    terminal
        .expect("Common name")
        .line("")
        .expect("a value is required")
        .expect("Common name");
    while terminal.is_as_before() {
        thread::sleep(Duration::from_millis(5));
    }
    terminal.keys("\u{4}");
    end(terminal, 1);
}

fn a_long_label_leaves_room_for_the_answer() {
    let sandbox = Sandbox::new();
    let name = "n".repeat(100);
    let long = ["user", "-d", "postgresql", "-u", &name, "-p", "1", "list"];
    let mut terminal = start(&sandbox, &long);
    terminal.expect(&name).expect(":\r\n").expect("> ");
    while terminal.is_as_before() {
        thread::sleep(Duration::from_millis(5));
    }
    terminal.line("secret");
    assert!(!end(terminal, 3).contains("secret"));
}
