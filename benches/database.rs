//! The program on a database as a whole process, on SQLite: `cargo bench --bench database`.
//!
//! On disk, where a commit is durable. aMQTT's own script for the same work is found through `AMQTT_ADMIN_TEST_PYTHON`, as in
//! the tests.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "a measurement that fails should stop there"
)]
#![allow(clippy::print_stdout, reason = "the result")]
#![allow(clippy::disallowed_methods, reason = "it makes what it measures with")]

use std::{
    env,
    fmt::Write as _,
    fs,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

const ADMIN: &str = env!("CARGO_BIN_EXE_amqtt-admin");
/// A hash of the form and length that new ones have.
const HASH: &str =
    "$argon2id$v=19$m=65536,t=3,p=4$MDEyMzQ1Njc4OWFiY2RlZg$MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY";

/// Runs a command in a directory; gives back how long it took.
fn run(directory: &Path, program: &str, arguments: &[&str]) -> Duration {
    let start = Instant::now();
    let status = Command::new(program)
        .args(arguments)
        .current_dir(directory)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success(), "{program} {arguments:?}: {status}");
    start.elapsed()
}

/// The most memory that a command takes, in KiB, by GNU time; nothing where that is not installed.
fn peak_memory(directory: &Path, arguments: &[&str]) -> Option<String> {
    let output = Command::new("/usr/bin/time")
        .args(["-f", "%M", ADMIN])
        .args(arguments)
        .current_dir(directory)
        .stdout(Stdio::null())
        .output()
        .ok()?;
    String::from_utf8(output.stderr)
        .ok()?
        .lines()
        .last()
        .map(str::to_owned)
}

fn line(name: &str, times: &mut [Duration], rows: Option<f64>) {
    times.sort();
    let (median, least) = (times[times.len() / 2].as_secs_f64(), times[0].as_secs_f64());
    let rate = rows.map_or(String::new(), |rows| {
        format!("{:>12.0} rows/s at best", rows / least)
    });
    println!(
        "{name:<46} {:>10.2} {:>10.2}  {:>3} {rate}",
        median * 1e3,
        least * 1e3,
        times.len()
    );
}

fn main() {
    let directory = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let here = directory.path();
    let admin = |arguments: &[&str]| run(here, ADMIN, arguments);

    let mut users = String::from("username,password_hash\n");
    let mut rights = String::from("username,action,topic\n");
    for client in 0..1_000_000 {
        writeln!(users, "sensor-{client:07},\"{HASH}\"").unwrap();
        let (device, action) = (client / 10, ["publish", "subscribe", "receive"][client % 3]);
        writeln!(
            rights,
            "sensor-{device:07},{action},plant/line{}/sensor-{device}/v{}",
            device % 7,
            client % 10
        )
        .unwrap();
    }
    fs::write(here.join("million.csv"), &users).unwrap();
    fs::write(
        here.join("users.csv"),
        users.lines().take(100_001).collect::<Vec<_>>().join("\n"),
    )
    .unwrap();
    fs::write(here.join("rights.csv"), rights).unwrap();

    println!(
        "{:<46} {:>10} {:>10}  runs",
        "milliseconds a process", "median", "least"
    );
    let mut both = Vec::new();
    for _ in 0..3 {
        let _ = fs::remove_file(here.join("auth.db"));
        admin(&["user", "sync"]);
        both.push(admin(&["user", "import", "users.csv"]) + admin(&["topic", "import", "rights.csv"]));
    }
    line("import of 100,000 users and 1,000,000 filters", &mut both, None);

    let mut adds: Vec<Duration> = (0..50)
        .map(|n| admin(&["topic", "add", "-c", "bench", "-a", "publish", &format!("t/{n}")]))
        .collect();
    line("topic add", &mut adds, None);
    match env::var("AMQTT_ADMIN_TEST_PYTHON") {
        Ok(python) => {
            let script = python + "/bin/topic_mgr";
            let add = |n: i32| format!("-d sqlite add -c peer -a publish t/{n}");
            let mut adds: Vec<Duration> = (0..5)
                .map(|n| run(here, &script, &add(n).split(' ').collect::<Vec<_>>()))
                .collect();
            line("aMQTT topic_mgr add", &mut adds, None);
        }
        Err(_) => println!("{:<46} absent", "aMQTT topic_mgr add"),
    }

    admin(&["user", "sync", "-f", "million.db"]);
    admin(&["user", "import", "million.csv", "-f", "million.db"]);
    let list = ["user", "list", "-f", "million.db", "--format", "ndjson"];
    let mut lists: Vec<Duration> = (0..5).map(|_| admin(&list)).collect();
    line("user list of 1,000,000, NDJSON", &mut lists, Some(1e6));
    if let Some(memory) = peak_memory(here, &list) {
        println!("{:<46} {memory:>10} KiB at most", "  its memory");
    }
}
