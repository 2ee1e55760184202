//! The service under 10,000 topic checks a second while rights change: memory, times and CPU as they develop.
//!
//! `cargo bench -p amqtt-service --bench soak` takes 20 seconds; `AMQTT_ADMIN_BENCH_SECONDS=600` makes it ten minutes.
#![allow(clippy::unwrap_used, reason = "a benchmark that fails should stop there")]
#![allow(clippy::print_stdout, reason = "a benchmark reports")]
#![allow(
    clippy::disallowed_methods,
    reason = "a benchmark reads clocks, and makes files"
)]

mod load;

use std::{
    env,
    fs::File,
    net::SocketAddr,
    sync::{
        atomic::{AtomicBool, AtomicU64, Ordering},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};

use amqtt_database::{Connection, DatabaseUrl, write_acl};
use amqtt_service::{Log, serve};
use rustix::time::ClockId;
use tokio::{
    net::TcpListener,
    runtime::{Builder, Runtime},
    sync::oneshot,
};

use load::{ACCOUNTS, Client, check, cpu, resident, service, stay_on};

const CLIENTS: u32 = 16;
/// Questions a second, by all clients together.
const RATE: u32 = 10_000;
/// Accounts that are asked about; all their rows are read again after each change.
const IN_USE: usize = ACCOUNTS / 10;
/// Lines of the report.
const LINES: u32 = 20;

fn main() {
    let seconds = env::var("AMQTT_ADMIN_BENCH_SECONDS").map_or(20, |seconds| seconds.parse().unwrap());
    let directory = tempfile::tempdir().unwrap();
    let url = load::database(directory.path());
    let log = Log::to(File::create("/dev/null").unwrap()).unwrap();
    let (ready, address) = mpsc::channel();
    let (end, ended) = oneshot::channel::<()>();
    let (waits, over) = (Waits::default(), AtomicBool::new(false));
    thread::scope(|scope| {
        scope.spawn(|| answer(&url, log, &ready, ended));
        let address: SocketAddr = address.recv().unwrap();
        let clients: Vec<_> = (0..CLIENTS)
            .map(|number| {
                let (waits, over) = (&waits, &over);
                scope.spawn(move || client(address, number, waits, over))
            })
            .collect();
        report(Duration::from_secs(seconds), &url, address, &waits);
        over.store(true, Ordering::Relaxed);
        clients.into_iter().for_each(|client| client.join().unwrap());
        end.send(()).unwrap();
    });
}

fn answer(url: &DatabaseUrl, log: Log, ready: &mpsc::Sender<SocketAddr>, ended: oneshot::Receiver<()>) {
    stay_on(0);
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let router = service(url, Some(log)).router();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        ready.send(listener.local_addr().unwrap()).unwrap();
        let end = async { drop(ended.await) };
        serve(listener, None, router, end).await.unwrap();
    });
}

/// Asks at its share of the rate. A question that comes late, as the one before took long, has waited since its time.
fn client(address: SocketAddr, number: u32, waits: &Waits, over: &AtomicBool) {
    stay_on(1);
    let mut client = Client::connect(address);
    let pause = Duration::from_secs(1) * CLIENTS / RATE;
    let mut due = Instant::now();
    for question in 0.. {
        if over.load(Ordering::Relaxed) {
            break;
        }
        thread::sleep(due.saturating_duration_since(Instant::now()));
        client.ask(&check((number as usize * 6_151 + question * 7) % IN_USE));
        waits.count(due.elapsed());
        waits.client_cpu[number as usize].store(micros(cpu(ClockId::ThreadCPUTime)), Ordering::Relaxed);
        due += pause;
    }
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap()
}

/// How long answers took, in steps of a tenth of a millisecond, so that measuring takes no memory as time passes.
struct Waits {
    steps: Vec<AtomicU64>,
    /// CPU time of each client, in microseconds.
    client_cpu: [AtomicU64; CLIENTS as usize],
}

impl Default for Waits {
    fn default() -> Self {
        Self {
            steps: (0..10_000).map(|_| AtomicU64::new(0)).collect(),
            client_cpu: Default::default(),
        }
    }
}

impl Waits {
    fn count(&self, wait: Duration) {
        let step = usize::try_from(micros(wait) / 100).unwrap();
        let step = step.min(self.steps.len() - 1);
        self.steps[step].fetch_add(1, Ordering::Relaxed);
    }

    /// Takes what was counted: how many, and the upper ends of the steps of half, of 99 of 100, and of all of them.
    fn take(&self) -> (u64, [f64; 3]) {
        let steps: Vec<u64> = self
            .steps
            .iter()
            .map(|step| step.swap(0, Ordering::Relaxed))
            .collect();
        let all: u64 = steps.iter().sum();
        let within = |share: u64| {
            let mut sum = 0;
            let step = steps.iter().position(|step| {
                sum += step;
                sum * 100 >= all * share
            });
            (step.unwrap_or_default() + 1) as f64 / 10.0
        };
        (all, [50, 99, 100].map(within))
    }

    /// CPU time of the process without that of the clients.
    fn service_cpu(&self) -> Duration {
        let clients = self
            .client_cpu
            .iter()
            .map(|own| own.load(Ordering::Relaxed))
            .sum();
        cpu(ClockId::ProcessCPUTime).saturating_sub(Duration::from_micros(clients))
    }
}

/// Changes rights once a second, and says from time to time how the service is.
fn report(time: Duration, url: &DatabaseUrl, address: SocketAddr, waits: &Waits) {
    let mut operator = Operator::new(url, address);
    let start = Instant::now();
    let mut used = waits.service_cpu();
    println!(
        "   time  questions  CPU each   half within  99 of 100    all     memory  a change counts within"
    );
    for line in 1..=LINES {
        let mut slowest = Duration::ZERO;
        while start.elapsed() < time * line / LINES {
            slowest = slowest.max(operator.change());
            thread::sleep(Duration::from_millis(500));
        }
        let (answered, [half, most, all]) = waits.take();
        let before = std::mem::replace(&mut used, waits.service_cpu());
        println!(
            "{:5.0} s {answered:10} {:6.1} µs {half:10.1} ms {most:7.1} ms {all:6.1} ms {:6.1} MiB {slowest:8.0?}",
            start.elapsed().as_secs_f64(),
            micros(used - before) as f64 / answered as f64,
            resident() / 1_048_576.0,
        );
    }
}

/// Changes the rights of one account, and waits until the service answers by them.
struct Operator {
    runtime: Runtime,
    connection: Connection,
    client: Client,
    changes: u32,
}

impl Operator {
    fn new(url: &DatabaseUrl, address: SocketAddr) -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let connection = runtime.block_on(Connection::open(url)).unwrap();
        let client = Client::connect(address);
        Self {
            runtime,
            connection,
            client,
            changes: 0,
        }
    }

    fn change(&mut self) -> Duration {
        let (before, now) = (
            format!("new/{}", self.changes),
            format!("new/{}", self.changes + 1),
        );
        self.changes += 1;
        let acl = write_acl(&[&now]);
        let update = "UPDATE topic_auth SET publish_acl = ? WHERE username = 'changing'";
        let values = [acl.as_str().into()];
        let changed = self.runtime.block_on(self.connection.execute(update, &values));
        assert_eq!(changed.unwrap(), 1);
        let changed = Instant::now();
        let ask = |topic: &str| {
            load::post(
                "acl",
                &format!("username=changing&client_id=c&acc=2&topic={topic}"),
            )
        };
        while !self.client.may(&ask(&now)) {
            thread::sleep(Duration::from_millis(5));
        }
        let took = changed.elapsed();
        assert!(!self.client.may(&ask(&before)), "the right before still counts");
        took
    }
}
