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

mod load;

use std::{
    convert::Infallible,
    fs, io,
    net::SocketAddr,
    path::PathBuf,
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use amqtt_service::{Log, Router, serve};
use axum::{body::Body, routing::any};
use hyper::{Response, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use rustix::time::ClockId;
use tokio::{net::TcpListener, runtime::Builder, sync::oneshot};

use load::{ACCOUNTS, Client, YES, check, cpu, resident, service, stay_on};

/// Accounts that topics are asked about again and again.
const WARM: usize = 1_000;
/// First logins that are timed.
const LOGINS: usize = 10_000;
const CLIENTS: usize = 16;
const TIME: Duration = Duration::from_secs(5);

fn main() {
    let directory = tempfile::tempdir().unwrap();
    let url = load::database(directory.path());
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

/// What answers.
enum Serving {
    /// hyper by itself.
    Bare,
    Router(Router),
}

fn log(path: PathBuf) -> Log {
    Log::to(fs::File::create(path).unwrap()).unwrap()
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

fn login(account: usize) -> String {
    let secret = load::secret(account);
    load::post(
        "user",
        &format!("username=dev-{account}&client_id=c&password={}", secret.expose()),
    )
}
