//! The program as a whole process beside its peers, all in the same run: `cargo bench --bench process`.
//!
//! Every contender has its turn in every round, so that what else the machine does hits all alike. A peer that is not
//! installed is named as absent; aMQTT's script is found through `AMQTT_ADMIN_TEST_PYTHON`, as in the tests.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "a measurement that fails should stop there"
)]
#![allow(clippy::print_stdout, reason = "the result")]
#![allow(clippy::disallowed_methods, reason = "it makes what it measures with")]

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use tempfile::TempDir;

const ROUNDS: usize = 100;
/// Slow peers need fewer rounds: a round of theirs is half a second.
const SLOW_ROUNDS: usize = 7;

const ADMIN: &str = env!("CARGO_BIN_EXE_amqtt-admin");

/// One thing that is measured: a name, and the processes that it takes.
struct Contender {
    name: &'static str,
    rounds: usize,
    /// The directory it works in, and the commands it runs there one after the other.
    directory: PathBuf,
    commands: Vec<Vec<String>>,
    /// The files that are removed before each turn, outside the measurement.
    products: &'static [&'static str],
    times: Vec<Duration>,
}

impl Contender {
    fn new(
        name: &'static str,
        directory: &Path,
        products: &'static [&'static str],
        commands: &[&str],
    ) -> Self {
        Self {
            name,
            rounds: ROUNDS,
            directory: directory.to_owned(),
            commands: commands
                .iter()
                .map(|line| line.split(' ').map(str::to_owned).collect())
                .collect(),
            products,
            times: Vec::new(),
        }
    }

    fn slow(self) -> Self {
        Self {
            rounds: SLOW_ROUNDS,
            ..self
        }
    }

    fn is_here(&self) -> bool {
        let program = Path::new(&self.commands[0][0]);
        let path = env::var_os("PATH").unwrap();
        program.is_file() || env::split_paths(&path).any(|directory| directory.join(program).is_file())
    }

    fn turn(&mut self) {
        for product in self.products {
            let _ = fs::remove_file(self.directory.join(product));
        }
        let start = Instant::now();
        for command in &self.commands {
            let status = Command::new(&command[0])
                .args(&command[1..])
                .current_dir(&self.directory)
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .unwrap();
            assert!(status.success(), "{command:?} fails: {status}");
        }
        self.times.push(start.elapsed());
        for product in self.products {
            assert!(
                self.directory.join(product).is_file(),
                "{} makes no {product}",
                self.name
            );
        }
    }

    fn report(&mut self) {
        if self.times.is_empty() {
            return println!("{:<46} absent", self.name);
        }
        self.times.sort();
        let at =
            |share: f64| self.times[((self.times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
        println!(
            "{:<46} {:>9.2} {:>9.2} {:>9.2}  {:>4}",
            self.name,
            at(0.5),
            at(0.0),
            at(0.9),
            self.times.len()
        );
    }
}

/// A directory with a CA in it, for us and for each peer.
fn fleet(parent: &Path) -> TempDir {
    let directory = tempfile::tempdir_in(parent).unwrap();
    let status = Command::new(ADMIN)
        .args([
            "--quiet",
            "ca",
            "create",
            "--cn",
            "Bench CA",
            "--org-name",
            "Bench",
            "--country",
            "FR",
        ])
        .args(["--uri", "fleet.example"])
        .current_dir(directory.path())
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success());
    fs::write(
        directory.path().join("template"),
        "cn = pump-7\norganization = Bench\ncountry = FR\nuri = spiffe://fleet.example/device/pump-7\n\
         signing_key\ntls_www_client\nexpiration_days = 365\n",
    )
    .unwrap();
    fs::write(
        directory.path().join("csr.json"),
        r#"{"CN": "pump-7", "key": {"algo": "ecdsa", "size": 256}, "names": [{"C": "FR", "O": "Bench"}],
            "hosts": ["spiffe://fleet.example/device/pump-7"]}"#,
    )
    .unwrap();
    directory
}

fn main() {
    // On a tmpfs fsync costs nothing; on disk it is what makes the files durable.
    let (memory, disk) = (
        fleet(Path::new("/dev/shm")),
        fleet(Path::new(env!("CARGO_TARGET_TMPDIR"))),
    );
    let (memory, disk) = (memory.path(), disk.path());
    let device = |more: &str| format!("{ADMIN} --quiet device create --device-id pump-7{more}");
    let amqtt =
        env::var("AMQTT_ADMIN_TEST_PYTHON").map_or("device_creds".to_owned(), |at| at + "/bin/device_creds");
    let both: &[&str] = &["pump-7.key", "pump-7.crt"];
    let certtool = [
        "certtool --generate-privkey --key-type ecdsa --curve secp256r1 --outfile pump-7.key",
        "certtool --generate-certificate --load-privkey pump-7.key --load-ca-certificate ca.crt \
         --load-ca-privkey ca.key --template template --outfile pump-7.crt",
    ];
    let mut contenders = [
        Contender::new("amqtt-admin --version", memory, &[], &[&format!("{ADMIN} --version")]),
        Contender::new("amqtt-admin device create, memory", memory, both, &[&device("")]),
        Contender::new("certtool, key and certificate, memory", memory, both, &certtool),
        Contender::new("cfssl gencert, nothing written", memory, &[], &["cfssl gencert -loglevel 5 -ca ca.crt -ca-key ca.key csr.json"]),
        Contender::new("amqtt-admin device create, disk", disk, both, &[&device("")]),
        Contender::new("certtool, key and certificate, disk (no fsync)", disk, both, &certtool),
        Contender::new("openssl genrsa 2048", memory, &[], &["openssl genrsa 2048"]),
        Contender::new("amqtt-admin device create, rsa-2048, memory", memory, both, &[&device(" --key-type rsa-2048")]),
        Contender::new(
            "aMQTT device_creds, memory",
            memory,
            both,
            &[&format!("{amqtt} --country FR --org-name Bench --device-id pump-7 --uri fleet.example --ca-key ca.key --ca-crt ca.crt")],
        )
        .slow(),
    ];
    for round in 0..ROUNDS {
        for contender in &mut contenders {
            if round < contender.rounds && contender.is_here() {
                contender.turn();
            }
        }
    }
    println!(
        "{:<46} {:>9} {:>9} {:>9}  runs",
        "milliseconds a process", "median", "least", "90 %"
    );
    contenders.iter_mut().for_each(Contender::report);
}
