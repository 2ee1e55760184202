//! Results where stdout cannot take them, or is not there; and a stderr that is not there.

use crate::support::{Sandbox, tests};

tests![
    a_stdout_that_cannot_be_written_is_an_environment_error,
    a_generated_secret_that_cannot_be_written_is_said_to_be_lost,
    a_stdout_that_was_closed_is_refused_at_once,
    a_stderr_that_was_closed_does_no_harm,
    a_closed_pipe_is_success,
];

fn a_stdout_that_cannot_be_written_is_an_environment_error() {
    let sandbox = Sandbox::with_ca();
    for arguments in ["ca show", "--version", "completions bash", "man"] {
        let line = format!("'{}' {arguments} > /dev/full", env!("CARGO_BIN_EXE_amqtt-admin"));
        sandbox.run("sh", &["-c", &line]).expect(3).says("No space left");
    }
    // Of a change it is said that it was made.
    let changes = [
        "device create --device-id d1",
        "device create --device-id d2 --format json",
        "device renew d1",
        "device revoke d2 --yes --format json",
    ];
    for arguments in changes {
        let line = format!("'{}' {arguments} > /dev/full", env!("CARGO_BIN_EXE_amqtt-admin"));
        sandbox.run("sh", &["-c", &line]).expect(3).says(
            "the change was made, but its report cannot be written: cannot write to stdout: No space left",
        );
    }
    let again = "device create --device-id d1 --if-exists skip > /dev/full";
    let line = format!("'{}' {again}", env!("CARGO_BIN_EXE_amqtt-admin"));
    let run = sandbox.run("sh", &["-c", &line]).expect(3);
    assert!(!run.stderr.contains("was made"), "{run:#?}");
}

/// The account has a password that nobody knows: what to do about it is said.
fn a_generated_secret_that_cannot_be_written_is_said_to_be_lost() {
    let sandbox = Sandbox::new();
    sandbox.admin(&["user", "sync"]).expect(0);
    for verb in ["add", "pwd"] {
        let admin = env!("CARGO_BIN_EXE_amqtt-admin");
        let line = format!("'{admin}' user {verb} -c ada --generate > /dev/full");
        let run = sandbox.run("sh", &["-c", &line]).expect(3);
        run.says("the generated password of ada is stored, but could not be shown")
            .says("No space left")
            .says("generate another one with `amqtt-admin user pwd -c ada --generate`");
    }
}

/// Nothing is done whose result would be lost. `/dev/null` is another matter, however it was opened.
fn a_stdout_that_was_closed_is_refused_at_once() {
    let sandbox = Sandbox::with_ca();
    let admin = env!("CARGO_BIN_EXE_amqtt-admin");
    let with = |arguments: &str, redirection: &str| {
        sandbox.run("sh", &["-c", &format!("'{admin}' {arguments} {redirection}")])
    };
    for redirection in [">&-", "1<ca.crt", "<&- >&-"] {
        for arguments in ["ca show", "device create --device-id d1", "--help", "man"] {
            with(arguments, redirection)
                .expect(3)
                .says("cannot write to stdout: it is closed, or open only for reading")
                .says("nothing was changed");
        }
    }
    assert!(!sandbox.path("d1.crt").exists());
    with("ca nothing", ">&-").expect(2);
    for redirection in [">/dev/null", "1<>/dev/null", ">/dev/null <&-"] {
        with("ca show", redirection).expect(0);
    }
    with("device create --device-id d1", "2>&- >/dev/null").expect(0);
}

/// What would be said there is lost, and nothing else.
fn a_stderr_that_was_closed_does_no_harm() {
    let sandbox = Sandbox::with_ca();
    let admin = env!("CARGO_BIN_EXE_amqtt-admin");
    let closed = |arguments: &str| sandbox.run("sh", &["-c", &format!("'{admin}' {arguments} 2>&-")]);
    let shown = closed("ca show").expect(0);
    assert_eq!(shown.stdout, sandbox.admin(&["ca", "show"]).stdout);
    closed("device create --device-id d1").expect(0);
    let files = sandbox.snapshot();
    closed("device create --device-id d1").expect(1);
    closed("device create").expect(2);
    closed("ca show --ca-crt none.crt").expect(3);
    assert_eq!(sandbox.snapshot(), files);
}

fn a_closed_pipe_is_success() {
    let sandbox = Sandbox::with_ca();
    for arguments in ["ca show", "--help", "completions bash", "man"] {
        let admin = env!("CARGO_BIN_EXE_amqtt-admin");
        let line = format!("set -o pipefail; '{admin}' {arguments} | true; exit ${{PIPESTATUS[0]}}");
        let run = sandbox.run("bash", &["-c", &line]).expect(0);
        assert_eq!(run.stderr, "");
    }
}
