//! Topic checks a second on one core, beside a router that answers without asking: `cargo bench -p amqtt-service`.
//!
//! The service runs on one thread. What it takes is that thread's CPU time, so that other work on the machine, the clients here
//! among it, does not count; the times that clients wait do include it.
#![allow(clippy::unwrap_used, reason = "a benchmark that fails should stop there")]
#![allow(clippy::print_stdout, reason = "a benchmark reports")]
#![allow(
    clippy::disallowed_methods,
    reason = "a benchmark reads clocks, and makes files"
)]

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use amqtt_database::{Connection, DatabaseUrl, write_acl};
use amqtt_gate::{Configuration, Gate};
use amqtt_service::{Router, Service, ServiceOptions, serve};
use amqtt_verifier::sources::database::DatabaseOptions;
use axum::routing::any;
use rustix::time::{ClockId, clock_gettime};
use tokio::{net::TcpListener, runtime::Builder, sync::oneshot};

const ACCOUNTS: usize = 1_000;
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
    let floor = || Router::new().route("/amqtt/acl", any(|| async { "{\"ok\":true}" }));
    let service = || {
        let mut configuration = Configuration::default();
        configuration.database = Some(DatabaseOptions::new(url.clone()));
        let gate = Gate::open(&configuration, drop).unwrap();
        Arc::new(Service::new(Arc::new(gate), ServiceOptions::default())).router()
    };
    measure("a router that answers at once", floor, None);
    measure("topic checks", service, None);
    measure("topic checks, 10,000 a second", service, Some(10_000));
}

/// Makes the accounts, each with a few rights.
async fn fill(url: &DatabaseUrl) {
    let mut connection = Connection::open(url).await.unwrap();
    connection.sync().await.unwrap();
    connection.begin().await.unwrap();
    for number in 0..ACCOUNTS {
        let acl = write_acl(&[
            format!("plant/{number}/+/state"),
            format!("plant/{number}/alarm/#"),
            "all".to_owned(),
        ]);
        let name = format!("dev-{number}");
        let insert = "INSERT INTO topic_auth (username, publish_acl, subscribe_acl, receive_acl) VALUES (?, ?, '[]', '[]')";
        connection
            .execute(insert, &[name.as_str().into(), acl.as_str().into()])
            .await
            .unwrap();
    }
    connection.commit().await.unwrap();
}

fn cpu() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// Runs a router on a thread of its own while clients ask, as fast as they are answered or at a rate.
fn measure(what: &str, router: impl Fn() -> Router + Send + Sync, rate: Option<usize>) {
    let (ready, address) = std::sync::mpsc::channel();
    let (end, ended) = oneshot::channel::<()>();
    let (used, mut waits) = thread::scope(|scope| {
        let server = scope.spawn(|| {
            let runtime = Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
                ready.send(listener.local_addr().unwrap()).unwrap();
                let (router, before) = (router(), cpu());
                serve(listener, None, router, async { drop(ended.await) })
                    .await
                    .unwrap();
                cpu() - before
            })
        });
        let address: SocketAddr = address.recv().unwrap();
        let clients: Vec<_> = (0..CLIENTS)
            .map(|number| scope.spawn(move || client(address, number, rate)))
            .collect();
        let waits: Vec<Duration> = clients
            .into_iter()
            .flat_map(|client| client.join().unwrap())
            .collect();
        end.send(()).unwrap();
        (server.join().unwrap(), waits)
    });
    waits.sort();
    let [median, most] = [waits.len() / 2, waits.len() * 99 / 100].map(|place| waits[place]);
    println!(
        "{what:32} {:8.0} a CPU second; {:7.0} a second here; waits: median {median:.1?}, 99 of 100 {most:.1?}",
        waits.len() as f64 / used.as_secs_f64(),
        waits.len() as f64 / TIME.as_secs_f64(),
    );
}

/// Asks on one connection, and returns how long each answer took.
fn client(address: SocketAddr, number: usize, rate: Option<usize>) -> Vec<Duration> {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_nodelay(true).unwrap();
    let (start, mut waits, mut answer) = (Instant::now(), Vec::new(), [0; 4_096]);
    let pause = rate.map(|rate| Duration::from_secs(1) * CLIENTS as u32 / rate as u32);
    while start.elapsed() < TIME {
        let account = (number * 61 + waits.len() * 7) % ACCOUNTS;
        let body = format!("username=dev-{account}&client_id=c&acc=2&topic=plant/{account}/pump/state");
        let request = format!(
            "POST /amqtt/acl HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let asked = Instant::now();
        stream.write_all(request.as_bytes()).unwrap();
        let length = stream.read(&mut answer).unwrap();
        waits.push(asked.elapsed());
        assert!(
            answer[..length].ends_with(b"{\"ok\":true}"),
            "{:?}",
            String::from_utf8_lossy(&answer[..length])
        );
        if let Some(pause) = pause {
            let next = start + pause * waits.len() as u32;
            thread::sleep(next.saturating_duration_since(Instant::now()));
        }
    }
    waits
}
