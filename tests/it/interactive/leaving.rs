//! Nothing changes and the terminal is given back when somebody declines, interrupts or ends the input.

use std::{thread, time::Duration};

use super::{DEVICE, end, start};
use crate::support::{Sandbox, tests};

tests![
    declining_changes_nothing,
    ctrl_c_gives_the_terminal_back,
    ctrl_c_between_two_prompts_gives_the_terminal_back_too,
    the_end_of_input_changes_nothing,
];

fn declining_changes_nothing() {
    let sandbox = Sandbox::with_ca();
    let before = sandbox.snapshot();
    for answer in ["n", "NO"] {
        let mut terminal = start(&sandbox, &DEVICE);
        terminal
            .expect("Device id")
            .line("x")
            .expect("Organization")
            .line("")
            .expect("Country")
            .line("");
        terminal
            .expect("Trust domain")
            .line("")
            .expect("Create this device?")
            .line(answer);
        assert!(end(terminal, 1).contains("declined; nothing was created"));
        assert_eq!(sandbox.snapshot(), before);
    }
    let mut terminal = start(&sandbox, &["device", "create", "--yes"]);
    terminal
        .expect("Device id")
        .line("x")
        .expect("Organization")
        .line("")
        .expect("Country")
        .line("");
    terminal.expect("Trust domain").line("");
    assert!(
        !end(terminal, 0).contains("Create this device?"),
        "--yes is the answer"
    );
}

fn ctrl_c_gives_the_terminal_back() {
    let sandbox = Sandbox::with_ca();
    sandbox.write("pass", "secret");
    let encrypted = [
        "ca",
        "create",
        "--cn",
        "CA",
        "--passphrase-file",
        "pass",
        "--force-ca",
        "--uri",
        "d.example",
    ];
    sandbox.admin(&encrypted).expect(0);
    let before = sandbox.snapshot();

    let mut at_a_value = start(&sandbox, &DEVICE);
    at_a_value
        .expect("Device id")
        .keys("half an ans")
        .expect("half")
        .keys("\u{3}");
    let mut at_the_question = start(&sandbox, &DEVICE);
    at_the_question
        .expect("Device id")
        .line("x")
        .expect("Organization")
        .line("")
        .expect("Country")
        .line("");
    at_the_question
        .expect("Trust domain")
        .line("")
        .expect("Create this device?")
        .keys("\u{3}");
    let mut at_a_passphrase = start(&sandbox, &["device", "create", "--device-id", "x"]);
    at_a_passphrase.expect("Passphrase");
    while at_a_passphrase.is_as_before() {
        thread::sleep(Duration::from_millis(5));
    }
    at_a_passphrase.keys("sec\u{3}");
    for terminal in [at_a_value, at_the_question, at_a_passphrase] {
        let shown = end(terminal, 130);
        assert!(!shown.contains("panic") && !shown.contains("bug"), "{shown}");
        assert!(
            shown.ends_with("\r\n") && !shown.contains("error"),
            "the shell's prompt has a line of its own: {shown:?}"
        );
        let shows = |what: &str| shown.matches(what).count();
        assert!(
            shows("\u{1b}[?25l") <= shows("\u{1b}[?25h"),
            "the cursor is hidden: {shown}"
        );
    }
    assert_eq!(sandbox.snapshot(), before);
}

fn ctrl_c_between_two_prompts_gives_the_terminal_back_too() {
    let sandbox = Sandbox::with_ca();
    let interrupt_after = |micros: u64| {
        let mut terminal = start(&sandbox, &DEVICE);
        terminal.expect("Device id").line("x");
        thread::sleep(Duration::from_micros(micros));
        terminal.keys("\u{3}");
        end(terminal, 130);
    };
    thread::scope(|scope| {
        for worker in 0..16 {
            scope.spawn(move || (0..10).for_each(|n| interrupt_after(60 * n + 4 * worker)));
        }
    });
}

fn the_end_of_input_changes_nothing() {
    let sandbox = Sandbox::with_ca();
    let before = sandbox.snapshot();
    let mut terminal = start(&sandbox, &["ca", "show", "--ca-key", "missing"]);
    terminal.expect("missing");
    end(terminal, 3);
    assert_eq!(sandbox.snapshot(), before);
}
