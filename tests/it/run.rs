//! The tool below the process: command lines given to its library.

use std::ffi::OsString;

use time::{Duration, OffsetDateTime};

use crate::support::{Sandbox, tests};

tests![exit_codes_come_without_a_process, the_time_is_a_parameter,];

/// Runs a command line in this process.
fn run(arguments: &[&str], now: OffsetDateTime) -> u8 {
    let words = ["amqtt-admin"].iter().chain(arguments);
    amqtt_admin::run(words.map(OsString::from), now)
}

fn exit_codes_come_without_a_process() {
    let sandbox = Sandbox::new();
    let database = format!("sqlite:{}", sandbox.path("auth.db").display());
    let user = |verb: &[&str]| {
        let options = ["user", "--database-url", &database, "--no-input"];
        run(&[&options[..], verb].concat(), OffsetDateTime::UNIX_EPOCH)
    };
    assert_eq!(user(&["list"]), 3, "there is no database yet");
    assert_eq!(user(&["add"]), 2, "values are missing");
    assert_eq!(user(&["sync"]), 0);
    assert_eq!(user(&["rm", "-c", "ada", "--yes"]), 1, "there is no such account");
}

fn the_time_is_a_parameter() {
    let sandbox = Sandbox::new();
    let made = OffsetDateTime::UNIX_EPOCH + Duration::days(365 * 60);
    let directory = sandbox.path("").display().to_string();
    let create = [
        "ca",
        "create",
        "--cn",
        "CA",
        "--days",
        "10",
        "--output-dir",
        &directory,
    ];
    assert_eq!(run(&create, made), 0);
    let (key, certificate) = (sandbox.path("ca.key"), sandbox.path("ca.crt"));
    let device = [
        "device",
        "create",
        "--device-id",
        "x",
        "--uri",
        "d.example",
        "--ca-key",
        key.to_str().unwrap(),
        "--ca-crt",
        certificate.to_str().unwrap(),
        "--output-dir",
        &directory,
        "--quiet",
    ];
    assert_eq!(
        run(&device, made + Duration::days(11)),
        1,
        "the CA has expired by then"
    );
    assert_eq!(run(&device, made + Duration::days(9)), 0);
}
