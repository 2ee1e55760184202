//! People at a terminal: what they are asked, what is checked, and that the terminal is theirs again after [`leaving`].

pub(crate) mod accounts;
pub(crate) mod keys;
pub(crate) mod leaving;

use std::{process::Stdio, thread, time::Duration};

use crate::{
    support::{Sandbox, tests},
    terminal::Terminal,
};

tests![
    a_device_is_made_by_answering,
    answers_are_checked_as_they_come,
    what_the_ca_carries_is_offered,
    a_common_name_that_could_be_a_domain_is_offered,
    a_ca_is_made_by_answering,
    a_server_is_made_by_answering,
    a_server_without_a_host_name_is_asked_for_hosts,
    a_mistaken_host_name_is_asked_for_again_with_the_reason,
    a_shorter_life_is_told_before_it_is_agreed_to,
    what_is_given_is_not_asked_for,
    a_passphrase_is_asked_for_and_not_shown,
    prompts_are_not_on_stdout,
    without_a_terminal_nothing_is_asked,
    what_a_certificate_says_cannot_act_on_the_terminal,
    long_work_shows_how_far_it_has_come,
];

const DEVICE: [&str; 2] = ["device", "create"];

fn start(sandbox: &Sandbox, arguments: &[&str]) -> Terminal {
    Terminal::start(&sandbox.admin_command(arguments), None)
}

#[track_caller]
fn end(terminal: Terminal, code: i32) -> String {
    let (status, shown) = terminal.end();
    assert_eq!(status.code(), Some(code), "{shown}");
    shown
}

fn a_device_is_made_by_answering() {
    let sandbox = Sandbox::new();
    sandbox.admin(&["ca", "create", "--cn", "CA"]).expect(0);
    let mut terminal = start(&sandbox, &DEVICE);
    terminal
        .expect("Device id")
        .line("pump-7")
        .expect("Organization")
        .line("Acme")
        .expect("Country")
        .line("FR");
    terminal.expect("Trust domain").line("d.example");
    // What will be made is shown before it is.
    terminal
        .expect("spiffe://d.example/device/pump-7")
        .expect("pump-7.key")
        .expect("Create this device?");
    assert_eq!(sandbox.names(), ["ca.crt", "ca.key"]);
    terminal.line("y");
    end(terminal, 0);
    let shown = sandbox
        .admin(&["device", "show", "pump-7.crt", "--format", "json"])
        .expect(0)
        .json();
    assert_eq!(shown["subject"], "C=FR, O=Acme, CN=pump-7");
}

fn answers_are_checked_as_they_come() {
    let sandbox = Sandbox::new();
    sandbox.admin(&["ca", "create", "--cn", "CA"]).expect(0);
    let mut terminal = start(&sandbox, &DEVICE);
    terminal
        .expect("Device id")
        .line("../x")
        .expect("must not contain '/'");
    terminal
        .expect("Device id")
        .line("ca")
        .expect("reserved")
        .expect("Device id")
        .line(" ok ");
    terminal
        .expect("Organization")
        .line("")
        .expect("Country")
        .line("fra")
        .expect("two letters");
    terminal
        .expect("Country")
        .line("")
        .expect("Trust domain")
        .line("D")
        .expect("must not contain 'D'");
    terminal
        .expect("Trust domain")
        .line("spiffe://d")
        .expect("Create this device?")
        .line("maybe")
        .expect("answer y or n");
    terminal.expect("Create this device?").line("yes");
    end(terminal, 0);
    let shown = sandbox
        .admin(&["device", "show", "ok.crt", "--format", "json"])
        .expect(0)
        .json();
    assert_eq!(shown["subject"], "CN=ok");
}

fn what_the_ca_carries_is_offered() {
    let sandbox = Sandbox::new();
    let ca = [
        "ca",
        "create",
        "--cn",
        "ca.example",
        "--org-name",
        "Été",
        "--country",
        "FR",
        "--uri",
        "d.example",
    ];
    sandbox.admin(&ca).expect(0);
    let mut terminal = start(&sandbox, &DEVICE);
    terminal
        .expect("Device id")
        .line("x")
        .expect("Organization")
        .expect("[Été]")
        .line("");
    terminal
        .expect("[FR]")
        .line("")
        .expect("[d.example]")
        .line("")
        .expect("Create this device?")
        .line("y");
    end(terminal, 0);
    let shown = sandbox
        .admin(&["device", "show", "x.crt", "--format", "json"])
        .expect(0)
        .json();
    assert_eq!(shown["subject"], "C=FR, O=Été, CN=x");
    assert_eq!(shown["trust_domain"], "d.example");
}

fn a_common_name_that_could_be_a_domain_is_offered() {
    let sandbox = Sandbox::new();
    sandbox.admin(&["ca", "create", "--cn", "ca.example"]).expect(0);
    let mut terminal = start(&sandbox, &["device", "create", "--device-id", "x"]);
    terminal
        .expect("Organization")
        .line("")
        .expect("Country")
        .line("")
        .expect("[ca.example]")
        .line("");
    terminal
        .expect("spiffe://ca.example/device/x")
        .expect("Create this device?")
        .line("y");
    end(terminal, 0);
}

fn a_ca_is_made_by_answering() {
    let sandbox = Sandbox::new();
    let mut terminal = start(&sandbox, &["ca", "create"]);
    terminal
        .expect("Common name")
        .line("")
        .expect("Common name")
        .line("My CA");
    terminal
        .expect("Organization")
        .line("Acme")
        .expect("Country")
        .line("")
        .expect("State")
        .line("NY");
    terminal
        .expect("Locality")
        .line("")
        .expect("Trust domain")
        .line("d.example");
    terminal.expect("My CA").expect("Create this CA?").line("y");
    end(terminal, 0);
    let shown = sandbox
        .admin(&["ca", "show", "--format", "json"])
        .expect(0)
        .json();
    assert_eq!(shown["subject"], "ST=NY, O=Acme, CN=My CA");
    assert_eq!(shown["uri"], serde_json::json!(["spiffe://d.example"]));
}

fn a_server_is_made_by_answering() {
    let sandbox = Sandbox::with_ca();
    let mut terminal = start(&sandbox, &["server", "create"]);
    terminal
        .expect("Host name")
        .line("b.example")
        .expect("Further host names")
        .line("c.example, 10.0.0.1");
    terminal
        .expect("Organization")
        .line("")
        .expect("Country")
        .line("")
        .expect("Create this credential?")
        .line("y");
    end(terminal, 0);
    let shown = sandbox
        .admin(&["server", "show", "server.crt", "--format", "json"])
        .expect(0)
        .json();
    assert_eq!(shown["dns"], serde_json::json!(["b.example", "c.example"]));
    assert_eq!(shown["ip"], serde_json::json!(["127.0.0.1", "10.0.0.1"]));
}

fn a_server_without_a_host_name_is_asked_for_hosts() {
    let sandbox = Sandbox::with_ca();
    let mut terminal = start(&sandbox, &["server", "create"]);
    terminal
        .expect("Host name")
        .line("My Broker")
        .expect("ost names")
        .line("")
        .expect("ost names")
        .line("a-.b");
    terminal
        .expect("letters, digits")
        .expect("ost names")
        .line("b.example")
        .expect("Organization")
        .line("");
    terminal
        .expect("Country")
        .line("")
        .expect("Create this credential?")
        .line("y");
    end(terminal, 0);
}

fn a_mistaken_host_name_is_asked_for_again_with_the_reason() {
    let sandbox = Sandbox::with_ca();
    let mut terminal = start(&sandbox, &["server", "create"]);
    for (answer, why) in [
        (
            "http://b.example:8883",
            "is a URL; pass the host name alone, as in b.example",
        ),
        ("mqtts://[::1]:8883/x", "is a URL; pass the host name alone"),
        (
            "b.example:8883",
            "names a port; pass the host name alone, as in b.example",
        ),
        ("DNS:b.example", "pass the name alone, as in b.example"),
        ("b.example, c.example", "is a list"),
        ("bücher.example", "pass its ASCII form xn--bcher-kva.example"),
    ] {
        terminal.expect("Host name").line(answer).expect(why);
    }
    terminal.expect("Host name").line("b.example");
    for (answer, why) in [
        ("https://c.example", "is a URL"),
        ("c.example, d.example:1883", "names a port"),
        ("10.0.0.1:8883", "names a port"),
    ] {
        terminal.expect("Further host names").line(answer).expect(why);
    }
    terminal.expect("Further host names").line("c.example");
    terminal
        .expect("Organization")
        .line("")
        .expect("Country")
        .line("");
    terminal.expect("Create this credential?").line("y");
    end(terminal, 0);
    let shown = sandbox.admin(&["server", "show", "server.crt", "--format", "json"]);
    let names = serde_json::json!(["b.example", "c.example"]);
    assert_eq!(shown.json()["dns"], names);
}

fn a_shorter_life_is_told_before_it_is_agreed_to() {
    let sandbox = Sandbox::new();
    sandbox
        .admin(&["ca", "create", "--cn", "d.example", "--days", "30"])
        .expect(0);
    for (command, name) in [(DEVICE, "x"), (["server", "create"], "b.example")] {
        let mut terminal = start(&sandbox, &command);
        terminal.line(name).line("").line("").line("");
        terminal.expect("the CA's lifetime").expect("[Y/n]").line("n");
        end(terminal, 1);
    }
}

fn long_work_shows_how_far_it_has_come() {
    let sandbox = Sandbox::new();
    sandbox.admin(&["user", "sync"]).expect(0);
    let write = |file: &str, count: usize| {
        let rows = (0..count).map(|number| format!("dev-{number},secret\n"));
        sandbox.write(file, format!("username,password\n{}", rows.collect::<String>()));
    };
    let import = |file| ["user", "import", file, "--argon2", "m=262144,t=3,p=1"];
    write("many.csv", 300);
    let mut terminal = start(&sandbox, &import("many.csv"));
    terminal.expect(" of 300, ").expect(" to go").keys("\u{3}");
    end(terminal, 130);
    // In a log there are no bars.
    write("some.csv", 6);
    let run = sandbox.admin(&import("some.csv")).expect(0);
    assert!(!run.stderr.contains("to go"), "{run:#?}");
}

fn what_is_given_is_not_asked_for() {
    let sandbox = Sandbox::with_ca();
    let shown = end(start(&sandbox, &["device", "create", "--device-id", "x"]), 0);
    assert!(
        !shown.contains("Create this device?") && !shown.contains("Organization"),
        "{shown}"
    );
    let mut terminal = start(&sandbox, &["device", "create", "--org-name", "Acme"]);
    terminal
        .expect("Device id")
        .line("y")
        .expect("Country")
        .line("")
        .expect("Trust domain")
        .line("");
    terminal.expect("Acme").expect("Create this device?").line("y");
    assert!(!end(terminal, 0).contains("Organization (optional)"));
}

fn a_passphrase_is_asked_for_and_not_shown() {
    let sandbox = Sandbox::new();
    sandbox.write("pass", "correct horse");
    let ca = [
        "ca",
        "create",
        "--cn",
        "CA",
        "--passphrase-file",
        "pass",
        "--uri",
        "d.example",
    ];
    sandbox.admin(&ca).expect(0);
    let mut terminal = start(&sandbox, &["device", "create", "--device-id", "x"]);
    for (passphrase, shown) in [
        ("guesswork", "wrong passphrase"),
        ("correct horse", "fingerprint"),
    ] {
        terminal.expect("Passphrase of ca.key");
        while terminal.is_as_before() {
            thread::sleep(Duration::from_millis(5));
        }
        terminal.line(passphrase).expect(shown);
    }
    let shown = end(terminal, 0);
    assert!(!shown.contains("guess") && !shown.contains("correct"), "{shown}");
    assert!(sandbox.path("x.crt").is_file());
    sandbox
        .admin(&["device", "create", "--device-id", "y", "--no-input"])
        .expect(2)
        .says("--passphrase-file");
}

fn prompts_are_not_on_stdout() {
    let sandbox = Sandbox::with_ca();
    #[allow(clippy::disallowed_methods, reason = "where the result goes")]
    let result = std::fs::File::create(sandbox.path("result.json")).unwrap();
    let command = sandbox.admin_command(&["device", "create", "--format", "json"]);
    let mut terminal = Terminal::start(&command, Some(Stdio::from(result)));
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
        .line("y");
    end(terminal, 0);
    let result: serde_json::Value = serde_json::from_slice(&sandbox.read("result.json")).unwrap();
    assert_eq!(result["device_id"], "x");
}

fn without_a_terminal_nothing_is_asked() {
    let sandbox = Sandbox::with_ca();
    // At a terminal, but told not to ask.
    let shown = end(start(&sandbox, &["device", "create", "--no-input"]), 2);
    assert!(shown.contains("--device-id is missing"), "{shown}");
    // With stdin from elsewhere, though stderr is a terminal.
    let admin = env!("CARGO_BIN_EXE_amqtt-admin");
    let mut command = sandbox.command("sh");
    command.args(["-c", &format!("echo x | '{admin}' device create")]);
    let (status, shown) = Terminal::start(&command, None).end();
    assert_eq!(status.code(), Some(2), "{shown}");
    // With stderr going elsewhere, though stdin is a terminal.
    let mut command = sandbox.command("sh");
    command.args(["-c", &format!("'{admin}' device create 2>/dev/null")]);
    assert_eq!(Terminal::start(&command, None).end().0.code(), Some(2));
}

fn what_a_certificate_says_cannot_act_on_the_terminal() {
    let sandbox = Sandbox::new();
    sandbox
        .admin(&["ca", "create", "--cn", "CA", "--org-name", "x\u{202e}y"])
        .expect(0);
    let mut terminal = start(&sandbox, &DEVICE);
    terminal
        .expect("Device id")
        .line("x")
        .expect("[x\\u{202e}y]")
        .line("")
        .expect("Country")
        .line("");
    terminal
        .expect("Trust domain")
        .line("d")
        .expect("Create this device?")
        .line("n");
    let shown = end(terminal, 1);
    assert!(
        !shown.split("Make this").next().unwrap().contains('\u{202e}'),
        "{shown:?}"
    );
}
