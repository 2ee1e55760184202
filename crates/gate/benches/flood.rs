//! The example broker in a flood: `cargo bench -p amqtt-gate --features rustls --bench flood`.
//!
//! A thousand clients a second connect by TCP with names that no account has. Half of them leave at once, the others wait for
//! their CONNACK. Meanwhile accounts that exist come, one after the other, each with a right password that is not remembered.
#![allow(clippy::unwrap_used, reason = "a benchmark that fails should stop there")]
#![allow(clippy::print_stdout, reason = "a benchmark reports")]

use std::{
    env, fs,
    io::{BufRead as _, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use amqtt_database::Connection;
use amqtt_verifier::password::{Argon2Parameters, Password, PasswordVerifier};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::{interval, sleep, timeout},
};

const STRANGERS_A_SECOND: u64 = 1_000;
const ACCOUNTS: usize = 30;
/// Longest that an account may wait.
const LIMIT: Duration = Duration::from_secs(1);
/// Most memory that the broker may have had, in KiB.
const MEMORY_LIMIT: u64 = 300 * 1_000_000 / 1_024;

/// The broker, until it is dropped.
struct Broker {
    process: Child,
    address: String,
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let directory = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", directory.path().join("auth.db").display());
    fs::File::create_new(directory.path().join("auth.db")).unwrap();
    fill(&url).await;
    // A connection for each client that waits, on both sides.
    let most = getrlimit(Resource::Nofile).maximum;
    let limit = Rlimit {
        current: most,
        maximum: most,
    };
    setrlimit(Resource::Nofile, limit).unwrap();
    let broker = Broker::start(&url);

    let quiet = waits(&broker.address, 0..ACCOUNTS / 3).await;
    let came = Arc::new(AtomicU64::new(0));
    let flood = tokio::spawn(strangers(broker.address.clone(), Arc::clone(&came)));
    // Until as many wait as ever will.
    sleep(Duration::from_secs(12)).await;
    let (start, before) = (Instant::now(), came.load(Ordering::Relaxed));
    let flooded = waits(&broker.address, ACCOUNTS / 3..ACCOUNTS).await;
    let rate = (came.load(Ordering::Relaxed) - before) as f64 / start.elapsed().as_secs_f64();
    flood.abort();

    let memory = broker.peak_memory();
    for (what, mut waits) in [("alone", quiet), ("among strangers", flooded.clone())] {
        waits.sort();
        let [median, longest] = [waits[waits.len() / 2], waits[waits.len() - 1]];
        println!("a right password, {what:15}: median {median:8.1?}, longest {longest:8.1?}");
    }
    println!("{rate:.0} strangers a second; the broker had at most {memory} KiB of memory");
    assert!(
        flooded.iter().all(|wait| *wait <= LIMIT),
        "an account waited for too long"
    );
    assert!(memory < MEMORY_LIMIT, "too much memory");
}

async fn fill(url: &str) {
    let mut connection = Connection::open(&url.parse().unwrap()).await.unwrap();
    connection.sync().await.unwrap();
    let mut verifier = PasswordVerifier::new(Argon2Parameters::default());
    for number in 0..ACCOUNTS {
        let right = Password::new(b"right".to_vec()).unwrap();
        let hash = verifier.hash(&right, [number as u8; 16]).unwrap();
        let insert = "INSERT INTO user_auth (username, password_hash, publish_acl, subscribe_acl, receive_acl) \
                      VALUES (?, ?, '[]', '[]', '[]')";
        let (name, hash) = (format!("account-{number}"), hash.expose());
        let values = [(&name[..]).into(), hash.into()];
        connection.execute(insert, &values).await.unwrap();
    }
    connection.close().await;
}

impl Broker {
    /// Builds the example and starts it on a free port.
    fn start(url: &str) -> Self {
        let build = "build --release --package amqtt-gate --example broker --features rustls";
        let built = Command::new(env!("CARGO")).args(build.split(' ')).status();
        assert!(built.unwrap().success());
        // Beside the directory of the benches: target/release/deps.
        let bench: PathBuf = env::current_exe().unwrap();
        let program = bench.ancestors().nth(2).unwrap().join("examples/broker");
        let mut process = Command::new(program)
            .args(["--listen", "127.0.0.1:0", "--database", url])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let log = BufReader::new(process.stderr.take().unwrap());
        let mut lines = log.lines().map_while(Result::ok);
        let address = lines.find_map(|line| line.strip_prefix("listening on ").map(str::to_owned));
        // It goes on logging refusals.
        std::thread::spawn(move || lines.for_each(drop));
        Self {
            process,
            address: address.unwrap(),
        }
    }

    /// The most memory that it has had, in KiB (proc_pid_status(5)).
    fn peak_memory(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        peak.unwrap().trim().trim_end_matches(" kB").parse().unwrap()
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Returns the time that each of these accounts waits, from connecting to CONNACK.
async fn waits(address: &str, accounts: std::ops::Range<usize>) -> Vec<Duration> {
    let mut waits = Vec::new();
    for number in accounts {
        let (start, name) = (Instant::now(), format!("account-{number}"));
        let mut stream = connect(address, &name, "right").await.unwrap();
        let code = connack(&mut stream).await;
        assert_eq!(code, Some(0), "{name} after {:?}", start.elapsed());
        waits.push(start.elapsed());
    }
    waits
}

async fn strangers(address: String, came: Arc<AtomicU64>) {
    let mut clock = interval(Duration::from_millis(10));
    loop {
        clock.tick().await;
        for _ in 0..STRANGERS_A_SECOND / 100 {
            let (address, number) = (address.clone(), came.fetch_add(1, Ordering::Relaxed));
            tokio::spawn(async move {
                let name = format!("stranger-{number}");
                // A connection may be refused: that is the broker's answer too.
                let Ok(mut stream) = connect(&address, &name, "guess").await else {
                    return;
                };
                if number.is_multiple_of(2) {
                    let answer = timeout(Duration::from_secs(60), connack(&mut stream)).await;
                    assert_ne!(answer, Ok(Some(0)), "{name} was admitted");
                }
            });
        }
    }
}

/// Connects, and sends CONNECT (MQTT 3.1.1, 3.1) with a name and a password.
async fn connect(address: &str, name: &str, password: &str) -> std::io::Result<TcpStream> {
    let text = |text: &str| [&(text.len() as u16).to_be_bytes()[..], text.as_bytes()].concat();
    let header = [&text("MQTT")[..], &[4, 0b1100_0010, 0, 60]].concat();
    let rest = [header, text(name), text(name), text(password)].concat();
    let mut stream = TcpStream::connect(address).await?;
    stream
        .write_all(&[&[0x10, rest.len() as u8], &rest[..]].concat())
        .await?;
    Ok(stream)
}

/// Returns the code of the CONNACK, or `None` if the connection ends before.
async fn connack(stream: &mut TcpStream) -> Option<u8> {
    let mut answer = [0; 4];
    stream.read_exact(&mut answer).await.ok()?;
    (answer[0] == 0x20).then_some(answer[3])
}
