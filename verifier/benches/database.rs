//! What the database source costs: `cargo bench -p amqtt-verifier --features database --bench database`.
//!
//! The database is a SQLite file. Figures are medians, or the least of several runs where it says so: other programs make a
//! machine slower, never faster.
#![allow(clippy::unwrap_used, reason = "a benchmark that fails should stop there")]
#![allow(clippy::print_stdout, reason = "a benchmark reports")]

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use amqtt_verifier::{
    Action, AuthenticatedClient, ClientId, ConnectRequest, Decision, Source as _, Verifier,
    database::{Connection, DatabaseOptions, DatabaseSource, write_acl},
    password::{Argon2Parameters, Password, PasswordVerifier},
};
use tempfile::TempDir;
use tokio::runtime::Runtime;

const CLIENTS: usize = 10_000;
const HOUR: Duration = Duration::from_secs(3_600);

fn main() {
    let low: Argon2Parameters = "m=64,t=1,p=1".parse().unwrap();
    let default = Argon2Parameters::default();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    cached(&runtime, &Database::new(&runtime, low, 1));
    crowd(&runtime, &Database::new(&runtime, low, CLIENTS));
    crowd(&runtime, &Database::new(&runtime, default, 24));
    refusals(&runtime, &Database::new(&runtime, default, 1));
}

/// A database with so many accounts, each with a hash and a password of its own, and the same rights.
struct Database {
    directory: TempDir,
    argon2: Argon2Parameters,
    accounts: usize,
}

impl Database {
    fn new(runtime: &Runtime, argon2: Argon2Parameters, accounts: usize) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("auth.db");
        tempfile::NamedTempFile::new_in(&directory)
            .unwrap()
            .persist(file)
            .unwrap();
        let database = Self {
            directory,
            argon2,
            accounts,
        };
        runtime.block_on(database.fill());
        database
    }

    async fn fill(&self) {
        let mut connection = Connection::open(&self.options().url).await.unwrap();
        connection.sync().await.unwrap();
        connection.begin().await.unwrap();
        let filters: Vec<String> = (0..20).map(|number| format!("plant/+/{number}/#")).collect();
        let acl = write_acl(&filters);
        let mut verifier = PasswordVerifier::new(self.argon2);
        for number in 0..self.accounts {
            let (name, password) = account(number);
            let mut salt = [0; 16];
            salt[..8].copy_from_slice(&number.to_be_bytes());
            let hash = verifier
                .hash(&Password::new(password.into_bytes()).unwrap(), salt)
                .unwrap();
            let insert = "INSERT INTO user_auth (username, password_hash, publish_acl, subscribe_acl, receive_acl) \
                          VALUES (?, ?, '[]', '[]', '[]')";
            connection.execute(insert, &[&name, hash.expose()]).await.unwrap();
            let insert = "INSERT INTO topic_auth (username, publish_acl, subscribe_acl, receive_acl) VALUES (?, ?, ?, ?)";
            connection
                .execute(insert, &[&name, &acl, &acl, &acl])
                .await
                .unwrap();
        }
        connection.commit().await.unwrap();
        connection.close().await;
    }

    fn options(&self) -> DatabaseOptions {
        let file = self.directory.path().join("auth.db");
        let mut options = DatabaseOptions::new(format!("sqlite:{}", file.display()).parse().unwrap());
        (options.argon2, options.ttl) = (self.argon2, HOUR);
        options
    }

    fn source(&self) -> DatabaseSource {
        DatabaseSource::new(&self.options()).unwrap()
    }
}

fn account(number: usize) -> (String, String) {
    (format!("pump-{number:05}"), format!("password of {number:05}"))
}

async fn connect(source: &DatabaseSource, account: &str, password: &str) -> Decision {
    let client_id: ClientId = account.parse().unwrap();
    let request = ConnectRequest::new(&client_id)
        .with_user_name(account)
        .with_password(password.as_bytes());
    source.authenticate(&request).await
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// The median time of one of many calls, in nanoseconds.
async fn nanoseconds(call: impl AsyncFn() -> bool) -> f64 {
    const CALLS: u32 = 5_000;
    let mut times = Vec::new();
    for _ in 0..41 {
        let start = Instant::now();
        for _ in 0..CALLS {
            assert!(black_box(call().await));
        }
        times.push(start.elapsed().as_secs_f64() * 1e9 / f64::from(CALLS));
    }
    median(times)
}

fn cached(runtime: &Runtime, database: &Database) {
    let source = database.source();
    let verifier = Verifier::new().with(source.clone());
    let ((name, password), client_id): (_, ClientId) = (account(0), "console-1".parse().unwrap());
    let request = ConnectRequest::new(&client_id)
        .with_user_name(&name)
        .with_password(password.as_bytes());
    runtime.block_on(async {
        let client: AuthenticatedClient = verifier.authenticate(&request).await.unwrap();
        let topic = "plant/pump-00000/19/state";
        let password = nanoseconds(async || source.authenticate(&request).await == Decision::Allow).await;
        let publish =
            nanoseconds(async || source.authorize(&client, Action::Publish, topic).await == Decision::Allow)
                .await;
        let denied = nanoseconds(async || {
            source.authorize(&client, Action::Publish, "other/topic").await != Decision::Allow
        })
        .await;
        let whole =
            nanoseconds(async || verifier.authorize(&client, Action::Publish, topic).await.is_ok()).await;
        println!("cached password:                 {password:6.0} ns");
        println!("cached topic, allowed:           {publish:6.0} ns");
        println!("cached topic, denied:            {denied:6.0} ns");
        println!("cached topic, by the verifier:   {whole:6.0} ns");
        let done = source.statistics();
        assert_eq!((done.queries, done.hashes), (2, 1));
    });
}

/// Everybody at once, twice: after a restart of the broker, and once more. How long the event loop, on one thread, was kept
/// from other work is seen by a task that wants a turn every millisecond.
fn crowd(runtime: &Runtime, database: &Database) {
    let clients = database.accounts;
    println!("{clients} clients at once, {}:", database.argon2);
    let runs = if clients == CLIENTS { 3 } else { 1 };
    for _ in 0..runs {
        let source = database.source();
        for again in [false, true] {
            let (time, blocked) = runtime.block_on(everybody(&source, clients));
            let done = source.statistics();
            assert_eq!((done.hashes, done.queries), (clients as u64, clients as u64));
            println!(
                "  {}: {:7.0} ms, {:7.3} ms a client; longest wait for a turn {blocked:5.2} ms",
                if again { "remembered" } else { "hashed    " },
                time * 1e3,
                time * 1e3 / clients as f64
            );
        }
    }
}

/// The time until all are in, in seconds, and the longest time without a turn, in milliseconds.
async fn everybody(source: &DatabaseSource, clients: usize) -> (f64, f64) {
    let start = Instant::now();
    let tasks: Vec<_> = (0..clients)
        .map(|number| {
            let source = source.clone();
            tokio::spawn(async move {
                let (account, password) = account(number);
                connect(&source, &account, &password).await
            })
        })
        .collect();
    let others = tokio::spawn(async {
        let mut longest = Duration::ZERO;
        let mut last = Instant::now();
        loop {
            tokio::time::sleep(Duration::from_millis(1)).await;
            longest = longest.max(last.elapsed());
            last = Instant::now();
            LONGEST.store(longest.as_micros() as u64, std::sync::atomic::Ordering::Relaxed);
        }
    });
    for task in tasks {
        assert_eq!(task.await.unwrap(), Decision::Allow);
    }
    let time = start.elapsed().as_secs_f64();
    others.abort();
    (
        time,
        LONGEST.swap(0, std::sync::atomic::Ordering::Relaxed) as f64 / 1e3,
    )
}

static LONGEST: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);

/// Whether an account that is not there can be told from a wrong password by the time. Their turns alternate.
fn refusals(runtime: &Runtime, database: &Database) {
    let source = database.source();
    let (name, _) = account(0);
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..31 {
        for (account, times) in [&*name, "nobody"].into_iter().zip(&mut times) {
            let start = Instant::now();
            let decision = runtime.block_on(connect(&source, account, "wrong"));
            times.push(start.elapsed().as_secs_f64() * 1e3);
            assert_ne!(decision, Decision::Allow);
        }
    }
    let least = |times: &[f64]| times.iter().copied().fold(f64::INFINITY, f64::min);
    let [wrong, unknown] = &times;
    println!(
        "wrong password {:.2} ms, unknown account {:.2} ms: {:+.1} % (least: {:.2} and {:.2} ms, {:+.1} %)",
        median(wrong.clone()),
        median(unknown.clone()),
        (median(unknown.clone()) / median(wrong.clone()) - 1.0) * 100.0,
        least(wrong),
        least(unknown),
        (least(unknown) / least(wrong) - 1.0) * 100.0,
    );
}
