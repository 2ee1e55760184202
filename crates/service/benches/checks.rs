//! What the service can do on one core: topic checks, beside hyper and a router that answer at once; first logins of generated
//! secrets; and the memory that accounts take. `cargo bench -p amqtt-service`.
//!
//! The service runs on one core, and the clients on another one. What it takes is the CPU time of the process without that of the
//! clients, so that other work on the machine does not count; the times that clients wait do include it.
#![allow(clippy::unwrap_used, reason = "a benchmark that fails should stop there")]
#![allow(clippy::print_stdout, reason = "a benchmark reports")]
#![allow(
    clippy::disallowed_methods,
    reason = "a benchmark reads clocks, and makes files"
)]

use std::{
    convert::Infallible,
    fs,
    io::{self, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    path::PathBuf,
    sync::{Arc, mpsc},
    thread,
    time::{Duration, Instant},
};

use amqtt_database::{Connection, DatabaseUrl, write_acl};
use amqtt_gate::{Configuration, Gate};
use amqtt_service::{Log, Router, Service, ServiceOptions, serve};
use amqtt_verifier::{
    password::{GeneratedSecret, PasswordVerifier},
    sources::database::DatabaseOptions,
};
use axum::{body::Body, routing::any};
use hyper::{Response, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use rustix::{
    thread::{CpuSet, sched_setaffinity},
    time::{ClockId, clock_gettime},
};
use tokio::{net::TcpListener, runtime::Builder, sync::oneshot};

/// Accounts in the database.
const ACCOUNTS: usize = 100_000;
/// Accounts that topics are asked about again and again.
const WARM: usize = 1_000;
/// First logins that are timed.
const LOGINS: usize = 10_000;
const CLIENTS: usize = 16;
const TIME: Duration = Duration::from_secs(5);

fn main() {
    let directory = tempfile::tempdir().unwrap();
    let url = DatabaseUrl::sqlite(directory.path().join("auth.db"));
    fs::write(directory.path().join("auth.db"), "").unwrap();
    Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(fill(&url));

    let bare = || Serving::Bare;
    let router = || Serving::Router(Router::new().route("/amqtt/acl", any(|| async { YES })));
    let quiet = || Serving::Router(service(&url, None).router());
    let logging = || Serving::Router(service(&url, Some(log(directory.path().join("log")))).router());
    measure("hyper alone", bare, for_a_while(None));
    measure("a router that answers at once", router, for_a_while(None));
    measure("topic checks", quiet, for_a_while(None));
    measure("topic checks with a log", logging, for_a_while(None));
    measure("10,000 topic checks a second", logging, for_a_while(Some(10_000)));
    measure("first logins of generated secrets", logging, |address, number| {
        each(address, number, LOGINS, login)
    });
    let before = resident();
    measure("every account once", quiet, |address, number| {
        let mut waits = each(address, number, ACCOUNTS, login);
        waits.extend(each(address, number, ACCOUNTS, check));
        let kept = (resident() - before) / ACCOUNTS as f64;
        if number == 0 {
            println!("memory: {kept:.0} octets for the password and the rights of an account");
        }
        waits
    });
}

const YES: &str = "{\"ok\":true}";

/// What answers.
enum Serving {
    /// hyper by itself.
    Bare,
    Router(Router),
}

fn service(url: &DatabaseUrl, log: Option<Log>) -> Arc<Service> {
    let mut configuration = Configuration::default();
    configuration.database = Some(DatabaseOptions::new(url.clone()));
    let gate = Gate::open(&configuration, drop).unwrap();
    let service = Service::new(Arc::new(gate), ServiceOptions::default());
    Arc::new(match log {
        Some(log) => service.with_log(log),
        None => service,
    })
}

fn log(path: PathBuf) -> Log {
    Log::to(fs::File::create(path).unwrap()).unwrap()
}

/// Makes the accounts, each with a few rights and a secret that follows from its number.
async fn fill(url: &DatabaseUrl) {
    let mut connection = Connection::open(url).await.unwrap();
    connection.sync().await.unwrap();
    connection.begin().await.unwrap();
    let mut hasher = PasswordVerifier::new(GeneratedSecret::parameters());
    for number in 0..ACCOUNTS {
        let acl = write_acl(&[
            format!("plant/{number}/+/state"),
            format!("plant/{number}/alarm/#"),
            "all".to_owned(),
        ]);
        let name = format!("dev-{number}");
        let hash = hasher.hash_generated(&secret(number), [7; 16]).unwrap();
        for (insert, value) in [
            (
                "INSERT INTO topic_auth (username, publish_acl, subscribe_acl, receive_acl) VALUES (?, ?, '[]', '[]')",
                acl.as_str(),
            ),
            (
                "INSERT INTO user_auth (username, password_hash, publish_acl, subscribe_acl, receive_acl) \
                 VALUES (?, ?, '[]', '[]', '[]')",
                hash.expose(),
            ),
        ] {
            connection
                .execute(insert, &[name.as_str().into(), value.into()])
                .await
                .unwrap();
        }
    }
    connection.commit().await.unwrap();
}

fn secret(number: usize) -> GeneratedSecret {
    let mut random = [0; GeneratedSecret::RANDOM_LENGTH];
    random[..8].copy_from_slice(&number.to_be_bytes());
    GeneratedSecret::new(random)
}

/// Keeps the thread, and those that it starts, on one core.
fn stay_on(core: usize) {
    let mut cores = CpuSet::new();
    cores.set(core % thread::available_parallelism().unwrap().get());
    sched_setaffinity(None, &cores).unwrap();
}

fn cpu(clock: ClockId) -> Duration {
    let time = clock_gettime(clock);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// The memory of the process, in octets.
fn resident() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    let kib: f64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kib * 1024.0
}

/// Answers on a thread of its own while clients ask, and says what that took.
fn measure(
    what: &str,
    serving: impl Fn() -> Serving + Send + Sync,
    client: impl Fn(SocketAddr, usize) -> Vec<Duration> + Send + Sync,
) {
    let (ready, address) = mpsc::channel();
    let (end, ended) = oneshot::channel::<()>();
    let (mut waits, used, took) = thread::scope(|scope| {
        scope.spawn(|| answer(&ready, serving, ended));
        let address: SocketAddr = address.recv().unwrap();
        let (started, before) = (Instant::now(), cpu(ClockId::ProcessCPUTime));
        let client = &client;
        let clients: Vec<_> = (0..CLIENTS)
            .map(|number| {
                scope.spawn(move || {
                    stay_on(1);
                    (client(address, number), cpu(ClockId::ThreadCPUTime))
                })
            })
            .collect();
        let (mut waits, mut own) = (Vec::new(), Duration::ZERO);
        for client in clients {
            let (some, used) = client.join().unwrap();
            waits.extend(some);
            own += used;
        }
        let (took, used) = (started.elapsed(), cpu(ClockId::ProcessCPUTime) - before - own);
        end.send(()).unwrap();
        (waits, used, took)
    });
    waits.sort();
    let [median, most] = [waits.len() / 2, waits.len() * 99 / 100].map(|place| waits[place]);
    println!(
        "{what:34} {:5.1} µs of CPU each, {:7.0} a CPU second; here {:7.0} a second, waits: median {median:.1?}, 99 of 100 {most:.1?}",
        used.as_secs_f64() * 1e6 / waits.len() as f64,
        waits.len() as f64 / used.as_secs_f64(),
        waits.len() as f64 / took.as_secs_f64(),
    );
}

fn answer(ready: &mpsc::Sender<SocketAddr>, serving: impl Fn() -> Serving, ended: oneshot::Receiver<()>) {
    stay_on(0);
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let serving = serving();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        ready.send(listener.local_addr().unwrap()).unwrap();
        match serving {
            Serving::Router(router) => {
                let end = async { drop(ended.await) };
                serve(listener, None, router, end).await.unwrap();
            }
            Serving::Bare => tokio::select! {
                _ = ended => {}
                served = bare(listener) => served.unwrap(),
            },
        }
    });
}

async fn bare(listener: TcpListener) -> io::Result<()> {
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let service = service_fn(|_| async { Ok::<_, Infallible>(Response::new(Body::from(YES))) });
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}

/// Asks about topics again and again, as fast as the answers come or so many times a second by all clients together.
fn for_a_while(rate: Option<u32>) -> impl Fn(SocketAddr, usize) -> Vec<Duration> {
    let pause = rate.map(|rate| Duration::from_secs(1) * CLIENTS as u32 / rate);
    move |address, number| {
        let mut client = Client::connect(address);
        let (start, mut waits) = (Instant::now(), Vec::new());
        while start.elapsed() < TIME {
            // A question that comes late, as the one before took long, has waited since its time.
            let mut due = Instant::now();
            if let Some(pause) = pause {
                let time = start + pause * waits.len() as u32;
                thread::sleep(time.saturating_duration_since(due));
                due = time;
            }
            client.ask(&check((number * 61 + waits.len() * 7) % WARM));
            waits.push(due.elapsed());
        }
        waits
    }
}

/// Asks about each of so many accounts once, by all clients together.
fn each(address: SocketAddr, number: usize, accounts: usize, ask: fn(usize) -> String) -> Vec<Duration> {
    let mut client = Client::connect(address);
    let own = (number..accounts).step_by(CLIENTS);
    own.map(|account| {
        let asked = Instant::now();
        client.ask(&ask(account));
        asked.elapsed()
    })
    .collect()
}

fn check(account: usize) -> String {
    post(
        "acl",
        &format!("username=dev-{account}&client_id=c&acc=2&topic=plant/{account}/pump/state"),
    )
}

fn login(account: usize) -> String {
    let secret = secret(account);
    post(
        "user",
        &format!("username=dev-{account}&client_id=c&password={}", secret.expose()),
    )
}

fn post(path: &str, body: &str) -> String {
    format!(
        "POST /amqtt/{path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// A connection of a broker.
struct Client(TcpStream);

impl Client {
    fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        Self(stream)
    }

    /// Asks, and expects a yes.
    fn ask(&mut self, request: &str) {
        let mut answer = [0; 4_096];
        self.0.write_all(request.as_bytes()).unwrap();
        let length = self.0.read(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer[..length]);
        assert!(answer.ends_with(YES), "{answer:?}");
    }
}
