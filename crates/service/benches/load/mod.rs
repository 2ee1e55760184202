//! What the benches of the service share: a database with accounts, a service of it, and clients that ask it.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    path::Path,
    sync::Arc,
    thread,
    time::Duration,
};

use amqtt_database::{Connection, DatabaseUrl, write_acl};
use amqtt_gate::{Configuration, Gate};
use amqtt_service::{Log, Service, ServiceOptions};
use amqtt_verifier::{
    password::{GeneratedSecret, PasswordVerifier},
    sources::database::DatabaseOptions,
};
use rustix::{
    thread::{CpuSet, sched_setaffinity},
    time::{ClockId, clock_gettime},
};
use tokio::runtime::Builder;

/// Accounts in the database.
pub(crate) const ACCOUNTS: usize = 100_000;
pub(crate) const YES: &str = "{\"ok\":true}";

/// Makes a database with the accounts in a directory.
pub(crate) fn database(directory: &Path) -> DatabaseUrl {
    let file = directory.join("auth.db");
    fs::write(&file, "").unwrap();
    let url = DatabaseUrl::sqlite(file);
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(fill(&url));
    url
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
    let changing = "INSERT INTO topic_auth (username, publish_acl, subscribe_acl, receive_acl) VALUES ('changing', '[]', '[]', '[]')";
    connection.execute(changing, &[]).await.unwrap();
    connection.commit().await.unwrap();
}

pub(crate) fn secret(number: usize) -> GeneratedSecret {
    let mut random = [0; GeneratedSecret::RANDOM_LENGTH];
    random[..8].copy_from_slice(&number.to_be_bytes());
    GeneratedSecret::new(random)
}

/// Keeps the thread, and those that it starts, on one core.
pub(crate) fn stay_on(core: usize) {
    let mut cores = CpuSet::new();
    cores.set(core % thread::available_parallelism().unwrap().get());
    sched_setaffinity(None, &cores).unwrap();
}

pub(crate) fn cpu(clock: ClockId) -> Duration {
    let time = clock_gettime(clock);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// The memory of the process, in octets.
pub(crate) fn resident() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    let kib: f64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kib * 1024.0
}

pub(crate) fn service(url: &DatabaseUrl, log: Option<Log>) -> Arc<Service> {
    let mut configuration = Configuration::default();
    configuration.database = Some(DatabaseOptions::new(url.clone()));
    let gate = Gate::open(&configuration, drop).unwrap();
    let service = Service::new(Arc::new(gate), ServiceOptions::default());
    Arc::new(match log {
        Some(log) => service.with_log(log),
        None => service,
    })
}

pub(crate) fn check(account: usize) -> String {
    post(
        "acl",
        &format!("username=dev-{account}&client_id=c&acc=2&topic=plant/{account}/pump/state"),
    )
}

pub(crate) fn post(path: &str, body: &str) -> String {
    format!(
        "POST /amqtt/{path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// A connection of a broker.
pub(crate) struct Client(TcpStream);

impl Client {
    pub(crate) fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        Self(stream)
    }

    /// Asks, and expects a yes.
    pub(crate) fn ask(&mut self, request: &str) {
        assert!(self.may(request), "{request}");
    }

    /// Asks, and returns the answer.
    pub(crate) fn may(&mut self, request: &str) -> bool {
        let mut answer = [0; 4_096];
        self.0.write_all(request.as_bytes()).unwrap();
        let length = self.0.read(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer[..length]);
        assert!(answer.starts_with("HTTP/1.1 "), "{answer}");
        answer.ends_with(YES)
    }
}
