//! Hashing beside argon2-cffi, and whether a refusal tells who exists:
//! `cargo bench --profile broker -p amqtt-verifier --features legacy-hashes --bench password`.
//!
//! Every contender has its turn in every round, so that what else the machine does hits all alike; processor time is shown
//! beside elapsed time, as it is hit less. argon2-cffi is found through `AMQTT_ADMIN_TEST_PYTHON`, as in the
//! tests; where it is not, its line says so.
#![allow(clippy::unwrap_used, reason = "a measurement that fails should stop there")]
#![allow(clippy::print_stdout, reason = "the result")]

use std::{
    thread,
    time::{Duration, Instant},
};

use amqtt_verifier::password::{Argon2Parameters, Password, PasswordHash, PasswordVerifier};
use rustix::time::{ClockId, clock_gettime};

mod peers;

use peers::{ABSENT, Peer, Taken};

const ROUNDS: usize = 20;
const SALT: [u8; 16] = *b"0123456789abcdef";

fn time(work: impl FnOnce()) -> Taken {
    let (start, cpu) = (Instant::now(), cpu());
    work();
    Taken {
        elapsed: start.elapsed(),
        cpu: self::cpu() - cpu,
    }
}

/// Returns the processor time of this process so far: lanes are hashed on other threads than this one.
fn cpu() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// Four hashes on each of the given number of threads at once; the processor time is the share of one thread.
fn crowd(threads: usize, verifiers: &mut [PasswordVerifier], typed: &Password) -> Taken {
    let four = |verifier: &mut PasswordVerifier| {
        (0..4).for_each(|_| drop(verifier.hash(typed, SALT).unwrap()));
    };
    let taken = time(|| {
        thread::scope(|scope| {
            for verifier in &mut verifiers[..threads] {
                scope.spawn(|| four(verifier));
            }
        });
    });
    Taken {
        cpu: taken.cpu / threads as u32,
        ..taken
    }
}

/// Shows and returns the median and the least of elapsed time, and the median of processor time.
fn report(name: &str, times: &[Taken]) -> [f64; 3] {
    if times.is_empty() {
        println!("{name:<46} {ABSENT}");
        return [f64::NAN; 3];
    }
    let sorted = |mut times: Vec<Duration>| {
        times.sort();
        [times[times.len() / 2], times[0]].map(|time| time.as_secs_f64() * 1e3)
    };
    let [median, least] = sorted(times.iter().map(|taken| taken.elapsed).collect());
    let [cpu, _] = sorted(times.iter().map(|taken| taken.cpu).collect());
    println!("{name:<46} {median:>9.2} {least:>9.2} {cpu:>9.2}");
    [median, least, cpu]
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
    let mut peer = Peer::start("argon2", &[]);

    let mut times: [Vec<Taken>; 8] = Default::default();
    for _ in 0..ROUNDS {
        let [first, _] = &mut verifiers;
        times[0].extend(peer.as_mut().map(|peer| peer.calls(1)));
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
        "{:<46} {:>9} {:>9} {:>9}",
        format!("milliseconds, {parameters}"),
        "median",
        "least",
        "processor"
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
        .zip(&times)
        .map(|(name, times)| report(name, times))
        .collect::<Vec<_>>();
    for (name, [above, below], factor) in [
        ("kept to argon2-cffi", [1, 0], 1.0),
        ("new to argon2-cffi", [2, 0], 1.0),
        ("unknown account to wrong password", [5, 4], 1.0),
        ("rate of two threads to that of one", [6, 7], 2.0),
    ] {
        let [median, least, cpu] = [0, 1, 2].map(|which| factor * at[above][which] / at[below][which]);
        println!("{name:<46} {median:>9.3} {least:>9.3} {cpu:>9.3}");
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
        let times = std::iter::repeat_with(once).take(7).collect::<Vec<_>>();
        report(&stored.to_string(), &times);
    }
}
