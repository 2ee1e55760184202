//! Secrets stay within the process that needs them: no core dump may hold one.

use std::{
    fs,
    io::Write as _,
    os::unix::fs::MetadataExt as _,
    process::Stdio,
    thread,
    time::{Duration, Instant},
};

use crate::support::{Sandbox, tests};

tests![no_core_dump_is_left[Root]];

/// Time that a program may take to start on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);
/// A user and a group without rights.
const NOBODY: &str = "65534";

/// The program is looked at while it waits for a password, as a user of its own: `/proc` belongs to that user only as
/// long as the process may be dumped (proc(5), prctl(2) PR_SET_DUMPABLE).
fn no_core_dump_is_left() {
    let sandbox = Sandbox::new();
    sandbox
        .run("cp", &[env!("CARGO_BIN_EXE_amqtt-admin"), "program"])
        .expect(0);
    sandbox.run("chmod", &["755", ".", "program"]).expect(0);
    let limits = [
        "prlimit",
        "--core=unlimited:unlimited",
        "setpriv",
        "--clear-groups",
    ];
    let user = ["--reuid", NOBODY, "--regid", NOBODY];
    let words = [&limits[..], &user].concat();
    let start = |program: &[&str]| {
        let mut command = sandbox.command(words[0]);
        command.args(&words[1..]).args(program);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command.spawn().unwrap()
    };
    let looked_at = |id: u32| {
        let limits = fs::read_to_string(format!("/proc/{id}/limits")).unwrap();
        let core = limits.lines().find(|line| line.starts_with("Max core file size"));
        let core: Vec<&str> = core.unwrap().split_whitespace().skip(4).take(2).collect();
        (
            core.join(" "),
            fs::metadata(format!("/proc/{id}/status")).unwrap().uid(),
        )
    };
    // Another program could be dumped, which shows that the test can fail.
    let mut other = start(&["cat"]);
    let mut ours = start(&["./program", "user", "verify", "-c", "ada", "--password-stdin"]);
    let runs = |id: u32, name: &str| fs::read_to_string(format!("/proc/{id}/comm")).unwrap().trim() == name;
    let kept_out = ("0 0".to_owned(), 0);
    let began = Instant::now();
    while !(runs(other.id(), "cat") && runs(ours.id(), "program") && looked_at(ours.id()) == kept_out) {
        assert!(began.elapsed() < PATIENCE, "{:?}", looked_at(ours.id()));
        thread::sleep(Duration::from_millis(10));
    }
    assert_eq!(looked_at(other.id()), ("unlimited unlimited".to_owned(), 65_534));
    for child in [&mut other, &mut ours] {
        let _ = child.stdin.take().map(|mut stdin| stdin.write_all(b"secret"));
        child.wait().unwrap();
    }
}
