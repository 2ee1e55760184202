//! Effect of strangers on an account that exists: `cargo bench --profile broker -p amqtt-verifier --features database --bench flood`.
//!
//! A thousand clients a second come with names that no account has. Half of them leave at once, the others wait for their
//! answer. Meanwhile accounts that exist come, one after the other, each with a right password that is not remembered.
#![allow(clippy::unwrap_used, reason = "a benchmark that fails should stop there")]
#![allow(clippy::print_stdout, reason = "a benchmark reports")]

use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use amqtt_database::Connection;
use amqtt_verifier::{
    ClientId, ConnectRequest, Decision, Source as _,
    password::{Argon2Parameters, Password, PasswordVerifier},
    sources::database::{DatabaseOptions, DatabaseSource},
};
use tokio::time::{interval, sleep, timeout};

const STRANGERS_A_SECOND: u64 = 1_000;
const ACCOUNTS: usize = 30;
/// Longest that an account may wait.
const LIMIT: Duration = Duration::from_secs(1);
/// Most memory that the process may have had, in KiB.
const MEMORY_LIMIT: u64 = 300 * 1_000_000 / 1_024;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("auth.db");
    fs::File::create_new(&file).unwrap();
    let options = DatabaseOptions::new(format!("sqlite:{}", file.display()).parse().unwrap());
    fill(&options).await;
    let source = DatabaseSource::new(&options).unwrap();

    let quiet = waits(&source, 0..ACCOUNTS / 3).await;
    let came = Arc::new(AtomicU64::new(0));
    let flood = tokio::spawn(strangers(source.clone(), Arc::clone(&came)));
    // Until as many wait as ever will.
    sleep(Duration::from_secs(12)).await;
    let (start, before) = (Instant::now(), came.load(Ordering::Relaxed));
    let flooded = waits(&source, ACCOUNTS / 3..ACCOUNTS).await;
    let rate = (came.load(Ordering::Relaxed) - before) as f64 / start.elapsed().as_secs_f64();
    flood.abort();

    let memory = peak_memory();
    let done = source.statistics();
    for (what, mut waits) in [("alone", quiet), ("among strangers", flooded.clone())] {
        waits.sort();
        let [median, longest] = [waits[waits.len() / 2], waits[waits.len() - 1]];
        println!("a right password, {what:15}: median {median:8.1?}, longest {longest:8.1?}");
    }
    println!(
        "{rate:.0} strangers a second; {} hashes in all; at most {memory} KiB of memory",
        done.hashes
    );
    assert!(
        flooded.iter().all(|wait| *wait <= LIMIT),
        "an account waited for too long"
    );
    assert!(memory < MEMORY_LIMIT, "too much memory");
}

async fn fill(options: &DatabaseOptions) {
    let mut connection = Connection::open(&options.url).await.unwrap();
    connection.sync().await.unwrap();
    let mut verifier = PasswordVerifier::new(Argon2Parameters::default());
    for number in 0..ACCOUNTS {
        let hash = verifier
            .hash(&Password::new(b"right".to_vec()).unwrap(), [number as u8; 16])
            .unwrap();
        let insert = "INSERT INTO user_auth (username, password_hash, publish_acl, subscribe_acl, receive_acl) \
                      VALUES (?, ?, '[]', '[]', '[]')";
        let (name, hash) = (format!("account-{number}"), hash.expose());
        connection
            .execute(insert, &[(&name[..]).into(), hash.into()])
            .await
            .unwrap();
    }
    connection.close().await;
}

/// Returns the time that each of these accounts waits.
async fn waits(source: &DatabaseSource, accounts: std::ops::Range<usize>) -> Vec<Duration> {
    let mut waits = Vec::new();
    for number in accounts {
        let start = Instant::now();
        let decision = connect(source, &format!("account-{number}"), "right").await;
        assert_eq!(
            decision,
            Decision::Allow,
            "account-{number} after {:?}",
            start.elapsed()
        );
        waits.push(start.elapsed());
    }
    waits
}

async fn strangers(source: DatabaseSource, came: Arc<AtomicU64>) {
    let mut clock = interval(Duration::from_millis(10));
    loop {
        clock.tick().await;
        for _ in 0..STRANGERS_A_SECOND / 100 {
            let (source, number) = (source.clone(), came.fetch_add(1, Ordering::Relaxed));
            tokio::spawn(async move {
                let name = format!("stranger-{number}");
                let asked = connect(&source, &name, "guess");
                let patience = Duration::from_secs(if number.is_multiple_of(2) { 60 } else { 0 });
                assert_ne!(timeout(patience, asked).await, Ok(Decision::Allow));
            });
        }
    }
}

async fn connect(source: &DatabaseSource, account: &str, password: &str) -> Decision {
    let client_id: ClientId = "client".parse().unwrap();
    let request = ConnectRequest::new(&client_id)
        .with_user_name(account)
        .with_password(password.as_bytes());
    source.authenticate(&request).await
}

/// The most memory that this process has had, in KiB (proc_pid_status(5)).
fn peak_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let peak = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .unwrap();
    peak.trim().trim_end_matches(" kB").parse().unwrap()
}
