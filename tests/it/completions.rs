//! Completions in real shells, the manual pages, and that the committed ones are those of this executable.

use std::{fs, path::Path};

use crate::{
    support::{Run, Sandbox, tests},
    terminal::Terminal,
};

tests![
    committed_completions_are_fresh,
    committed_manual_pages_are_fresh,
    bash_completes_verbs_options_values_and_files[Bash],
    zsh_completes_verbs_options_values_and_files[Zsh],
    fish_completes_verbs_options_values_and_files[Fish],
    bash_asks_for_accounts[Bash],
    bash_asks_for_devices_and_serial_numbers[Bash],
    a_question_makes_no_inventory,
    zsh_asks_for_accounts[Zsh],
    fish_asks_for_accounts[Fish],
    readmes_commands_work_in_bash_on_a_fresh_account[Bash],
    readmes_commands_work_in_zsh_on_a_fresh_account[Zsh],
    readmes_commands_work_in_fish_on_a_fresh_account[Fish],
    every_verb_has_a_manual_page,
    manual_pages_say_all_that_they_should,
    a_variable_alone_writes_no_files,
    every_value_has_a_variable_and_no_switch_has_one,
];

fn committed(directory: &str, arguments: &[&str]) {
    let sandbox = Sandbox::new();
    sandbox
        .admin(&[arguments, &["--output-dir", "."]].concat())
        .expect(0);
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join(directory);
    let mut names: Vec<String> = fs::read_dir(&committed)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(
        sandbox.names(),
        names,
        "see CONTRIBUTING.md for how to generate {directory}/ again"
    );
    for name in names {
        let fresh = fs::read(committed.join(&name)).unwrap() == sandbox.read(&name);
        assert!(
            fresh,
            "{directory}/{name} is stale; see CONTRIBUTING.md for how to generate it again"
        );
    }
}

fn committed_completions_are_fresh() {
    committed("completions", &["completions"]);
}

fn committed_manual_pages_are_fresh() {
    committed("man", &["man"]);
}

/// A sandbox with the executable under its own name, the completions, and a file to complete.
fn shelf() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.admin(&["completions", "--output-dir", "."]).expect(0);
    fs::create_dir(sandbox.path("bin")).unwrap();
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_amqtt-admin"), sandbox.path("bin/amqtt-admin")).unwrap();
    sandbox.write("broker-certificate.pem", "");
    sandbox
}

/// Types half words and presses Tab: each line, and what completes it.
const LINES: [(&str, &str); 6] = [
    ("amqtt-admin dev", "device "),
    ("amqtt-admin device cr", "create "),
    ("amqtt-admin device create --device", "--device-id"),
    ("amqtt-admin device create --key-type ed", "ed25519"),
    ("amqtt-admin server show broker-c", "broker-certificate.pem"),
    ("amqtt-admin completions pow", "powershell"),
];

/// The further candidates where the shell asks the program.
const DATABASE_LINES: [(&str, &str); 5] = [
    // The first is not for bash, which takes words apart at colons.
    (
        "amqtt-admin user verify --database-url sqlite:other.db -c pu",
        "pump-7",
    ),
    ("amqtt-admin user rm -c meter-", "meter-42"),
    ("amqtt-admin user -f other.db rm -c pu", "pump-7"),
    ("amqtt-admin topic list -c right", "rightful"),
    ("amqtt-admin device create --key-type ed", "ed25519"),
];

/// A shelf with two databases.
fn shelf_with_accounts() -> Sandbox {
    let sandbox = shelf();
    for (file, account) in [("auth.db", "meter-42"), ("other.db", "pump-7")] {
        sandbox.admin(&["user", "-f", file, "sync"]).expect(0);
        sandbox.write("password", "pw");
        let add = [
            "user",
            "-f",
            file,
            "add",
            "-c",
            account,
            "--password-file",
            "password",
            "--argon2",
            "m=64,t=1,p=1",
        ];
        sandbox.admin(&add).expect(0);
    }
    sandbox
        .admin(&["topic", "add", "-c", "rightful", "-a", "publish", "x"])
        .expect(0);
    sandbox
}

fn completes(sandbox: &Sandbox, shell: &str, arguments: &[&str], set_up: &str, lines: &[(&str, &str)]) {
    let mut command = sandbox.command(shell);
    let path = format!(
        "{}:{}",
        sandbox.path("bin").display(),
        std::env::var("PATH").unwrap()
    );
    command
        .args(arguments)
        .env("PATH", path)
        .env("PS1", "> ")
        .env("INPUTRC", "/dev/null");
    let mut terminal = Terminal::start(&command, None);
    terminal.line(set_up).line("echo rea''dy").expect("ready");
    for (typed, completed) in lines {
        let half = typed.rsplit(' ').next().unwrap();
        terminal
            .keys(typed)
            .expect(typed)
            .keys("\t")
            .expect(completed[half.len()..].trim_end());
        // Away with the line, and on to the next one.
        terminal.keys("\u{15}").line("echo ne''xt").expect("next");
    }
    terminal.line("exit");
    terminal.end();
}

fn bash_completes_verbs_options_values_and_files() {
    let arguments = ["--noprofile", "--norc", "-i"];
    completes(
        &shelf(),
        "bash",
        &arguments,
        "bind 'set bell-style none'; source ./amqtt-admin.bash",
        &LINES,
    );
}

fn zsh_completes_verbs_options_values_and_files() {
    let set_up = "unsetopt zle_bracketed_paste 2>/dev/null; fpath=($PWD $fpath); autoload -Uz compinit; compinit -u -D";
    completes(&shelf(), "zsh", &["-f", "-i"], set_up, &LINES);
}

fn fish_completes_verbs_options_values_and_files() {
    fish_offers(&shelf(), "source ./amqtt-admin.fish", &LINES);
}

fn bash_asks_for_accounts() {
    let arguments = ["--noprofile", "--norc", "-i"];
    let set_up = "bind 'set bell-style none'; source <(amqtt-admin completions bash --dynamic)";
    completes(
        &shelf_with_accounts(),
        "bash",
        &arguments,
        set_up,
        &DATABASE_LINES[1..],
    );
}

fn bash_asks_for_devices_and_serial_numbers() {
    let sandbox = shelf();
    fs::create_dir(sandbox.path("far")).unwrap();
    for (directory, device, broker) in [(".", "meter-42", "b.example"), ("far", "pump-7", "far.example")] {
        let ca = [
            "--ca-key",
            &format!("{directory}/ca.key"),
            "--ca-crt",
            &format!("{directory}/ca.crt"),
        ];
        let output = ["--output-dir", directory];
        let make = |arguments: &[&str]| sandbox.admin(&[arguments, &output].concat()).expect(0);
        make(&["ca", "create", "--cn", "CA", "--uri", "d.example"]);
        make(&[&["device", "create", "--device-id", device][..], &ca].concat());
        make(&[&["server", "create", "--cn", broker][..], &ca].concat());
    }
    let shown = ["device", "show", "meter-42.crt", "--format", "json"];
    let serial = sandbox.admin(&shown).expect(0).json()["serial"]
        .as_str()
        .unwrap()
        .to_owned();
    let by_serial = format!("amqtt-admin device revoke --serial {}", &serial[..8]);
    let mut lines = vec![
        ("amqtt-admin device list --id me", "meter-42"),
        ("amqtt-admin device renew --ca-crt far/ca.crt pu", "pump-7"),
        (
            "amqtt-admin device renew --inventory sqlite:far/ca.db pu",
            "pump-7",
        ),
        ("amqtt-admin server revoke b.e", "b.example"),
        ("amqtt-admin server renew b.e", "b.example"),
        (by_serial.as_str(), serial.as_str()),
    ];
    let verbs = ["export", "revoke", "suspend", "resume", "renew"];
    let typed: Vec<String> = verbs
        .iter()
        .map(|verb| format!("amqtt-admin device {verb} me"))
        .collect();
    lines.extend(typed.iter().map(|typed| (typed.as_str(), "meter-42")));
    sandbox
        .run("mv", &["meter-42.crt", "meter-42.key", "far"])
        .expect(0);
    lines.push(("amqtt-admin device show me", "meter-42"));
    let arguments = ["--noprofile", "--norc", "-i"];
    let set_up = "bind 'set bell-style none'; source <(amqtt-admin completions bash --dynamic)";
    completes(&sandbox, "bash", &arguments, set_up, &lines);
}

fn a_question_makes_no_inventory() {
    let sandbox = Sandbox::new();
    let asks = |more: &[&str]| {
        let mut command = sandbox.admin_command(&["--", "amqtt-admin", "device", "revoke"]);
        command.args(more).env("AMQTT_ADMIN_COMPLETE", "fish");
        Run::of(&mut command).expect(0)
    };
    for words in [
        &["me"][..],
        &["--serial", "a"],
        &["--inventory", "postgresql://u@127.0.0.1:1/x", "me"],
    ] {
        let run = asks(words);
        assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("", ""), "{words:?}");
    }
    assert!(!sandbox.path("ca.db").exists());
}

fn zsh_asks_for_accounts() {
    let set_up = "unsetopt zle_bracketed_paste 2>/dev/null; autoload -Uz compinit; compinit -u -D; \
                  source <(amqtt-admin completions zsh --dynamic)";
    completes(
        &shelf_with_accounts(),
        "zsh",
        &["-f", "-i"],
        set_up,
        &DATABASE_LINES,
    );
}

fn fish_asks_for_accounts() {
    let set_up = "amqtt-admin completions fish --dynamic | source";
    fish_offers(&shelf_with_accounts(), set_up, &DATABASE_LINES);
}

/// Fish tells what it would offer, so it needs no terminal.
fn fish_offers(sandbox: &Sandbox, set_up: &str, lines: &[(&str, &str)]) {
    let path = format!(
        "{}:{}",
        sandbox.path("bin").display(),
        std::env::var("PATH").unwrap()
    );
    for (typed, completed) in lines {
        let script = format!("{set_up}; complete --do-complete '{typed}'");
        let mut command = sandbox.command("fish");
        command.args(["--no-config", "-c", &script]).env("PATH", &path);
        let offered = Run::of(&mut command).expect(0).stdout;
        assert!(
            offered.lines().any(|line| line.starts_with(completed.trim())),
            "{typed}: {offered}"
        );
    }
}

/// README's commands for a shell, run word for word by that shell on an account with nothing in its home.
fn fresh_account(shell: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    fs::create_dir(sandbox.path("bin")).unwrap();
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_amqtt-admin"), sandbox.path("bin/amqtt-admin")).unwrap();
    sandbox.write("broker-certificate.pem", "");
    let readme = include_str!("../../README.md");
    let heading = format!("\n**{shell}**\n\n```sh\n");
    let at = readme
        .find(&heading)
        .unwrap_or_else(|| panic!("README has no {heading:?}"));
    let commands = readme[at + heading.len()..].split("```").next().unwrap();
    let mut command = sandbox.command(shell);
    command.args(["-c", commands]).env("PATH", path_with(&sandbox));
    let run = Run::of(&mut command).expect(0);
    assert_eq!(run.stderr, "");
    sandbox
}

fn path_with(sandbox: &Sandbox) -> String {
    format!(
        "{}:{}",
        sandbox.path("bin").display(),
        std::env::var("PATH").unwrap()
    )
}

fn readmes_commands_work_in_bash_on_a_fresh_account() {
    let sandbox = fresh_account("bash");
    let set_up = "bind 'set bell-style none'; PS1='> '";
    completes(&sandbox, "bash", &["--noprofile", "-i"], set_up, &LINES);
}

fn readmes_commands_work_in_zsh_on_a_fresh_account() {
    let sandbox = fresh_account("zsh");
    let set_up = "unsetopt zle_bracketed_paste 2>/dev/null; PS1='> '";
    completes(&sandbox, "zsh", &["-i"], set_up, &LINES);
}

fn readmes_commands_work_in_fish_on_a_fresh_account() {
    let sandbox = fresh_account("fish");
    for (typed, completed) in LINES {
        let mut command = sandbox.command("fish");
        let script = format!("complete --do-complete '{typed}'");
        command.args(["-c", &script]).env("PATH", path_with(&sandbox));
        let offered = Run::of(&mut command).expect(0).stdout;
        assert!(
            offered.lines().any(|line| line.starts_with(completed.trim())),
            "{typed}: {offered}"
        );
    }
}

fn manual_pages_say_all_that_they_should() {
    let sandbox = Sandbox::new();
    sandbox.admin(&["man", "--output-dir", "."]).expect(0);
    for name in sandbox.names() {
        let page = String::from_utf8(sandbox.read(&name)).unwrap();
        for section in [
            "SYNOPSIS",
            "\"EXIT STATUS\"",
            "ENVIRONMENT",
            "FILES",
            "\"SEE ALSO\"",
        ] {
            assert!(
                page.contains(&format!(".SH {section}\n")),
                "{name} lacks {section}"
            );
        }
        let is_group = page.contains(".SH SUBCOMMANDS\n") && name != "amqtt-admin.1";
        assert_eq!(page.contains(".SH EXAMPLES\n"), !is_group, "{name}");
        let version = env!("CARGO_PKG_VERSION");
        let title = page.lines().find(|line| line.starts_with(".TH ")).unwrap();
        assert!(title.contains(&format!("\"amqtt-admin {version}\"")), "{title}");
    }
    let page = sandbox.admin(&["man", "user", "add"]).expect(0).stdout;
    assert!(
        page.contains("\\fBamqtt\\-admin user add\\fR [OPTIONS] \\-\\-client\\-id <NAME>"),
        "{page}"
    );
}

fn a_variable_alone_writes_no_files() {
    let sandbox = Sandbox::new();
    for arguments in [&["man"][..], &["completions", "bash"]] {
        let mut command = sandbox.admin_command(arguments);
        command.env("AMQTT_ADMIN_OUTPUT_DIR", ".");
        assert!(Run::of(&mut command).expect(0).stdout.len() > 1000);
        assert_eq!(sandbox.names(), [""; 0]);
    }
    sandbox.admin(&["completions"]).expect(2).says("SHELL");
}

fn every_verb_has_a_manual_page() {
    let sandbox = Sandbox::new();
    sandbox.admin(&["man", "--output-dir", "."]).expect(0);
    let names = sandbox.names();
    for name in [
        "",
        "-ca",
        "-ca-create",
        "-ca-show",
        "-server-create",
        "-server-show",
        "-server-verify",
        "-device-create",
        "-device-show",
        "-device-verify",
        "-user-import",
        "-topic-check",
        "-completions",
        "-man",
    ] {
        assert!(
            names.contains(&format!("amqtt-admin{name}.1")),
            "{name} is not in {names:?}"
        );
    }
    let page = sandbox.admin(&["man", "device", "create"]).expect(0).stdout;
    assert_eq!(page.as_bytes(), sandbox.read("amqtt-admin-device-create.1"));
    assert!(page.contains("AMQTT_ADMIN_DEVICE_ID"));
    sandbox.admin(&["man", "nothing"]).expect(2).says("no command");
}

/// Read off the manual pages, which list every option: `--name` with a value names its variable, others none.
fn every_value_has_a_variable_and_no_switch_has_one() {
    let sandbox = Sandbox::new();
    sandbox.admin(&["man", "--output-dir", "."]).expect(0);
    let mut seen = 0;
    for name in sandbox.names() {
        let page = String::from_utf8(sandbox.read(&name)).unwrap();
        for entry in page.split(".TP\n").skip(1) {
            let plain = entry
                .replace("\\fB", "")
                .replace("\\fI", "")
                .replace("\\fR", "")
                .replace("\\-", "-");
            let Some(option) = plain.lines().next().unwrap().split("--").nth(1) else {
                continue;
            };
            let words: Vec<&str> = option.split_whitespace().collect();
            let variable = format!("AMQTT_ADMIN_{}", words[0].to_uppercase().replace('-', "_"));
            let takes_value = words
                .iter()
                .any(|word| word.trim_start_matches('[').starts_with('<'));
            // Where these are given, files are written: that is for the command line alone to say.
            if words[0] == "output-dir" && (name.contains("-man.") || name.contains("-completions.")) {
                assert!(!plain.contains("AMQTT_ADMIN_"), "{name}: {plain}");
                continue;
            }
            assert_eq!(plain.contains("AMQTT_ADMIN_"), takes_value, "{name}: {plain}");
            assert!(
                !takes_value || plain.contains(&variable),
                "{name}: {variable} is not in {plain}"
            );
            seen += 1;
        }
    }
    assert!(seen > 80, "only {seen} options found");
}
