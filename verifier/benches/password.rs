//! Hashing beside argon2-cffi, and whether a refusal tells who exists: `cargo bench -p amqtt-verifier --features password`.
//!
//! Every contender has its turn in every round, so that what else the machine does hits all alike. argon2-cffi is found
//! through `AMQTT_ADMIN_TEST_PYTHON`, as in the tests, and is named as absent where it is not.
#![allow(clippy::unwrap_used, reason = "a measurement that fails should stop there")]
#![allow(clippy::print_stdout, reason = "the result")]

use std::{
    env,
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use amqtt_verifier::password::{Argon2Parameters, Password, PasswordHash, PasswordVerifier};

const ROUNDS: usize = 40;
const SALT: [u8; 16] = *b"0123456789abcdef";

/// A Python that hashes once for each line that it reads, and answers with the nanoseconds that it took.
const PEER: &str = "
import sys, time
from argon2.low_level import Type, hash_secret
hash_secret(b'secret', b'0123456789abcdef', 3, 65536, 4, 32, Type.ID)
for _ in sys.stdin:
    start = time.perf_counter_ns()
    hash_secret(b'secret', b'0123456789abcdef', 3, 65536, 4, 32, Type.ID)
    print(time.perf_counter_ns() - start, flush=True)
";

struct Peer {
    process: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Peer {
    fn start() -> Option<Self> {
        let python =
            env::var("AMQTT_ADMIN_TEST_PYTHON").map_or("python3".to_owned(), |at| at + "/bin/python");
        let here = Command::new(&python)
            .args(["-c", "import argon2"])
            .stderr(Stdio::null())
            .status();
        here.ok().filter(|status| status.success())?;
        let mut process = Command::new(python)
            .args(["-c", PEER])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        Some(Self {
            questions: process.stdin.take().unwrap(),
            answers: BufReader::new(process.stdout.take().unwrap()),
            process,
        })
    }

    fn hash(&mut self) -> Duration {
        self.questions.write_all(b"\n").unwrap();
        let mut answer = String::new();
        self.answers.read_line(&mut answer).unwrap();
        Duration::from_nanos(answer.trim().parse().unwrap())
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

/// Hashes made on each of so many threads at once; the time for all.
fn crowd(threads: usize, verifiers: &mut [PasswordVerifier], typed: &Password) -> Duration {
    time(|| {
        thread::scope(|scope| {
            for verifier in &mut verifiers[..threads] {
                scope.spawn(|| (0..4).for_each(|_| drop(verifier.hash(typed, SALT).unwrap())));
            }
        });
    })
}

fn report(name: &str, times: &mut [Duration]) -> [f64; 2] {
    if times.is_empty() {
        println!("{name:<46} absent");
        return [f64::NAN; 2];
    }
    times.sort();
    let [median, least] = [times.len() / 2, 0].map(|at| times[at].as_secs_f64() * 1e3);
    println!("{name:<46} {median:>9.2} {least:>9.2}");
    [median, least]
}

fn main() {
    let parameters = Argon2Parameters::default();
    let (right, wrong) = (b"secret".to_vec(), b"wrong!".to_vec());
    let (right, wrong) = (Password::new(right).unwrap(), Password::new(wrong).unwrap());
    let mut verifiers = [
        PasswordVerifier::new(parameters),
        PasswordVerifier::new(parameters),
    ];
    let stored = verifiers[0].hash(&right, SALT).unwrap();
    crowd(2, &mut verifiers, &right);
    let mut peer = Peer::start();

    let mut times: [Vec<Duration>; 8] = Default::default();
    for _ in 0..ROUNDS {
        let [first, _] = &mut verifiers;
        times[0].extend(peer.as_mut().map(Peer::hash));
        times[1].push(time(|| drop(first.hash(&right, SALT).unwrap())));
        times[2].push(time(|| {
            drop(PasswordVerifier::new(parameters).hash(&right, SALT).unwrap());
        }));
        times[3].push(time(|| assert!(first.verify(Some(&stored), &right).unwrap())));
        times[4].push(time(|| assert!(!first.verify(Some(&stored), &wrong).unwrap())));
        times[5].push(time(|| assert!(!first.verify(None, &wrong).unwrap())));
        times[6].push(crowd(1, &mut verifiers, &right));
        times[7].push(crowd(2, &mut verifiers, &right));
    }
    println!(
        "{:<46} {:>9} {:>9}",
        format!("milliseconds, {parameters}"),
        "median",
        "least"
    );
    let names = [
        "argon2-cffi, hash",
        "PasswordVerifier, hash, memory kept",
        "PasswordVerifier, hash, memory new",
        "PasswordVerifier, right password",
        "PasswordVerifier, wrong password",
        "PasswordVerifier, unknown account",
        "4 hashes on 1 thread",
        "8 hashes on 2 threads",
    ];
    let at = names
        .into_iter()
        .zip(&mut times)
        .map(|(name, times)| report(name, times))
        .collect::<Vec<_>>();
    for (name, [above, below], factor) in [
        ("kept to argon2-cffi", [1, 0], 1.0),
        ("new to argon2-cffi", [2, 0], 1.0),
        ("unknown account to wrong password", [5, 4], 1.0),
        ("rate of two threads to that of one", [6, 7], 2.0),
    ] {
        let [median, least] = [0, 1].map(|which| factor * at[above][which] / at[below][which]);
        println!("{name:<46} {median:>9.3} {least:>9.3}");
    }
    others(&mut verifiers[0], &right);
}

/// The other schemes, as others make them by default; none of them matches.
fn others(verifier: &mut PasswordVerifier, typed: &Password) {
    let digest = "gEeb/KeWbm5g+kBQOFr1yJbkjBxxxDOkhSmrSXFFwOg";
    for stored in [
        "$2b$12$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW".to_owned(),
        format!("$pbkdf2-sha256$29000$MDEyMzQ1Njc4OWFiY2RlZg${digest}"),
        format!("$scrypt$ln=16,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg${digest}"),
    ] {
        let stored = PasswordHash::parse(&stored).unwrap();
        let once = || time(|| assert!(!verifier.verify(Some(&stored), typed).unwrap()));
        let mut times = std::iter::repeat_with(once).take(7).collect::<Vec<_>>();
        report(&stored.to_string(), &mut times);
    }
}
