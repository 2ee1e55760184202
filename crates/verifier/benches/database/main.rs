//! Cost of the database source, beside aMQTT's plugins in the same run:
//! `cargo bench --profile broker -p amqtt-verifier --features database --bench database`.
//!
//! The database is a SQLite file. Where it says so, figures are times of the processor that a thread, or this program, has used:
//! they are the same whatever else the machine does.
#![allow(clippy::unwrap_used, reason = "a benchmark that fails should stop there")]
#![allow(clippy::print_stdout, reason = "a benchmark reports")]

use std::{
    hint::black_box,
    path::PathBuf,
    time::{Duration, Instant},
};

use amqtt_database::{Connection, Value, write_acl};
use amqtt_verifier::{
    Action, AuthenticatedClient, ClientId, ConnectRequest, Decision, Request, Source as _, Verifier,
    password::{Argon2Parameters, Password, PasswordVerifier},
    sources::database::{DatabaseOptions, DatabaseSource},
};
use rustix::time::{ClockId, clock_gettime};
use tempfile::TempDir;
use tokio::runtime::Runtime;

mod amqtt;
#[path = "../peers/mod.rs"]
mod peers;

const CLIENTS: usize = 10_000;
/// Of the 20 filters of every account, it is the last that covers it.
const TOPIC: &str = "plant/pump-00000/19/state";
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
    let database = Database::new(&runtime, default, 1);
    refusals(&runtime, &database);
    amqtt::beside(&runtime, &database);
}

/// A database with this number of accounts, each with a hash and a password of its own, and the same rights.
struct Database {
    directory: TempDir,
    argon2: Argon2Parameters,
    accounts: usize,
}

impl Database {
    fn new(runtime: &Runtime, argon2: Argon2Parameters, accounts: usize) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let database = Self {
            directory,
            argon2,
            accounts,
        };
        tempfile::NamedTempFile::new_in(&database.directory)
            .unwrap()
            .persist(database.file())
            .unwrap();
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
            connection
                .execute(insert, &[Value::from(&name), Value::from(hash.expose())])
                .await
                .unwrap();
            let insert = "INSERT INTO topic_auth (username, publish_acl, subscribe_acl, receive_acl) VALUES (?, ?, ?, ?)";
            connection
                .execute(insert, &[&name, &acl, &acl, &acl].map(Value::from))
                .await
                .unwrap();
        }
        connection.commit().await.unwrap();
        connection.close().await;
    }

    fn file(&self) -> PathBuf {
        self.directory.path().join("auth.db")
    }

    fn options(&self) -> DatabaseOptions {
        let url = format!("sqlite:{}", self.file().display());
        let mut options = DatabaseOptions::new(url.parse().unwrap());
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

/// The time of the processor that was used so far.
fn used(by: ClockId) -> Duration {
    let time = clock_gettime(by);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// The median time of one of many calls, in nanoseconds of the processor.
async fn nanoseconds(call: impl AsyncFn() -> bool) -> f64 {
    const CALLS: u32 = 1_000;
    let mut times = Vec::new();
    for _ in 0..201 {
        let start = used(ClockId::ThreadCPUTime);
        for _ in 0..CALLS {
            assert!(black_box(call().await));
        }
        let time = used(ClockId::ThreadCPUTime) - start;
        times.push(time.as_secs_f64() * 1e9 / f64::from(CALLS));
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
        let password = nanoseconds(async || source.authenticate(&request).await == Decision::Allow).await;
        let publish = nanoseconds(async || {
            source
                .authorize(&client, Request::parse(Action::Publish, TOPIC).unwrap())
                .await
                == Decision::Allow
        })
        .await;
        let denied = nanoseconds(async || {
            source
                .authorize(&client, Request::parse(Action::Publish, "other/topic").unwrap())
                .await
                != Decision::Allow
        })
        .await;
        let whole =
            nanoseconds(async || verifier.authorize(&client, Action::Publish, TOPIC).await.is_ok()).await;
        println!("cached password:                 {password:6.0} ns");
        println!("cached topic, allowed:           {publish:6.0} ns");
        println!("cached topic, denied:            {denied:6.0} ns");
        println!("cached topic, by the verifier:   {whole:6.0} ns");
        let done = source.statistics();
        assert_eq!((done.queries, done.hashes), (2, 1));
    });
}

/// Everybody at once, twice: after a restart of the broker, and once more. How long the event loop, on one thread, is kept
/// from other work is seen by a task that wants a turn every millisecond.
fn crowd(runtime: &Runtime, database: &Database) {
    let clients = database.accounts;
    println!("{clients} clients at once, {}:", database.argon2);
    let runs = if clients == CLIENTS { 3 } else { 1 };
    for _ in 0..runs {
        let source = database.source();
        for what in ["hashed", "remembered"] {
            let before = used(ClockId::ProcessCPUTime);
            let crowd = runtime.block_on(everybody(&source, clients));
            let used = used(ClockId::ProcessCPUTime) - before;
            let done = source.statistics();
            assert_eq!((done.hashes, done.queries), (clients as u64, clients as u64));
            println!(
                "  {what:10} {:8.1} ms, {:8.3} ms of the processor a client; longest between two turns {:6.2} ms, {:5.2} ms of the loop's own",
                crowd.time.as_secs_f64() * 1e3,
                used.as_secs_f64() * 1e3 / clients as f64,
                crowd.longest.as_secs_f64() * 1e3,
                crowd.longest_used.as_secs_f64() * 1e3,
            );
        }
    }
}

/// Measurements of many clients that are admitted at once.
#[derive(Default)]
struct Crowd {
    /// Until the last was in.
    time: Duration,
    /// The longest that another task had to wait for its turn, with the millisecond that it sleeps.
    longest: Duration,
    /// The same in time of the processor: what the event loop did meanwhile.
    longest_used: Duration,
}

async fn everybody(source: &DatabaseSource, clients: usize) -> Crowd {
    let start = Instant::now();
    let client = |number| {
        let source = source.clone();
        async move {
            let (account, password) = account(number);
            connect(&source, &account, &password).await
        }
    };
    let tasks: Vec<_> = (0..clients).map(|number| tokio::spawn(client(number))).collect();
    let all = async {
        for task in tasks {
            assert_eq!(task.await.unwrap(), Decision::Allow);
        }
    };
    let mut crowd = Crowd::default();
    let turns = async {
        loop {
            let (before, used_before) = (Instant::now(), used(ClockId::ThreadCPUTime));
            tokio::time::sleep(Duration::from_millis(1)).await;
            crowd.longest = crowd.longest.max(before.elapsed());
            crowd.longest_used = crowd.longest_used.max(used(ClockId::ThreadCPUTime) - used_before);
        }
    };
    tokio::select! {
        () = turns => {}
        () = all => {}
    }
    crowd.time = start.elapsed();
    crowd
}

/// Compares the time of refusing an account that does not exist with that of a wrong password. Their turns alternate.
fn refusals(runtime: &Runtime, database: &Database) {
    let source = database.source();
    let (name, _) = account(0);
    let (mut times, mut used_times) = ([Vec::new(), Vec::new()], [Vec::new(), Vec::new()]);
    for _ in 0..41 {
        for (who, account) in [&*name, "nobody"].into_iter().enumerate() {
            let (start, used_before) = (Instant::now(), used(ClockId::ProcessCPUTime));
            let decision = runtime.block_on(connect(&source, account, "wrong"));
            times[who].push(start.elapsed().as_secs_f64() * 1e3);
            used_times[who].push((used(ClockId::ProcessCPUTime) - used_before).as_secs_f64() * 1e3);
            assert_ne!(decision, Decision::Allow);
        }
    }
    for (what, times) in [("by the clock", times), ("of the processor", used_times)] {
        let [wrong, unknown] = times.map(median);
        let more = (unknown / wrong - 1.0) * 100.0;
        println!("wrong password {wrong:6.2} ms, unknown account {unknown:6.2} ms {what}: {more:+.1} %");
    }
}
