//! Many devices: what one of a thousand costs, and one of a million: `cargo bench --bench fleet`.
//!
//! The program runs as a whole process, beside a loop of Python's cryptography in the same run, which is found through
//! `AMQTT_ADMIN_TEST_PYTHON`, as in the tests. The time of the processors is shown beside that of the clock, as others may use
//! the machine too. Streams go up to 100,000 devices, or to `AMQTT_ADMIN_BENCH_DEVICES`: a power of ten from 1,000 on, such as
//! 1000000.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "a measurement that fails should stop there"
)]
#![allow(clippy::print_stdout, reason = "the result")]
#![allow(clippy::disallowed_methods, reason = "it makes what it measures with")]

use std::{
    env,
    fmt::Write as _,
    fs,
    io::{BufRead as _, BufReader},
    num::NonZero,
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

use aws_lc_rs::{digest, pbkdf2};

const ADMIN: &str = env!("CARGO_BIN_EXE_amqtt-admin");

/// Pairs of files are slower, and take 8 KiB each.
const MOST_FILES: usize = 10_000;
/// The most revoked certificates of the list that is signed.
const MOST_REVOKED: usize = 100_000;
/// From this number of devices on, a tenth of them is many batches, so that it has a rate of its own.
const PACED: usize = 100_000;
/// The rounds of the key derivations of PKCS#12.
const ROUNDS: u32 = 10_000;

/// The peer: a key, a certificate and their PEM, one after the other, as a script would do it.
const PYTHON: &str = r#"
import datetime, sys
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization as s
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID as use, NameOID
ca = x509.load_pem_x509_certificate(open("ca.crt", "rb").read())
ca_key = s.load_pem_private_key(open("ca.key", "rb").read(), None)
now = datetime.datetime(2026, 1, 1)
for number in range(int(sys.argv[1])):
    name = f"sensor-{number:07}"
    key = ec.generate_private_key(ec.SECP256R1())
    names = x509.SubjectAlternativeName([x509.UniformResourceIdentifier(f"spiffe://fleet.example/device/{name}")])
    certificate = (x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])).issuer_name(ca.subject)
        .public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(now).not_valid_after(now + datetime.timedelta(days=365))
        .add_extension(names, False).add_extension(x509.BasicConstraints(False, None), True)
        .add_extension(x509.ExtendedKeyUsage([use.CLIENT_AUTH]), False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key()), False)
        .sign(ca_key, hashes.SHA256()))
    sys.stdout.buffer.write(certificate.public_bytes(s.Encoding.PEM)
        + key.private_bytes(s.Encoding.PEM, s.PrivateFormat.PKCS8, s.NoEncryption()))
"#;

/// The cost of a process.
struct Cost {
    seconds: f64,
    /// Of all its threads, in the kernel too.
    processor_seconds: f64,
    /// The most memory that it had, in MiB.
    memory: f64,
    /// The lines that it wrote a second, in the first tenth of them and in the last one, where there are many.
    pace: Option<[f64; 2]>,
}

/// Runs a program in a directory under GNU time.
fn run(directory: &Path, program: &str, arguments: &[&str], lines: usize) -> Cost {
    let log = directory.join("time");
    let started = Instant::now();
    let mut child = Command::new("/usr/bin/time")
        .args(["-f", "%U %S %M", "-o"])
        .arg(&log)
        .arg(program)
        .args(arguments)
        .current_dir(directory)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("GNU time is installed");
    let tenth = (lines / 10).max(1);
    let (mut count, mut marks) = (0, Vec::new());
    let mut output = BufReader::with_capacity(1 << 16, child.stdout.take().unwrap());
    let mut line = Vec::new();
    while output.read_until(b'\n', &mut line).unwrap() > 0 {
        line.clear();
        count += 1;
        if count % tenth == 0 {
            marks.push(started.elapsed().as_secs_f64());
        }
    }
    assert!(child.wait().unwrap().success(), "{program} {arguments:?}");
    let seconds = started.elapsed().as_secs_f64();
    let log = fs::read_to_string(log).unwrap();
    let numbers: Vec<f64> = log
        .split_whitespace()
        .map(|number| number.parse().unwrap())
        .collect();
    let pace = match marks[..] {
        [first, .., before, last] if count == lines && count >= PACED && marks.len() == 10 => {
            Some([first, last - before].map(|seconds| tenth as f64 / seconds))
        }
        _ => None,
    };
    Cost {
        seconds,
        processor_seconds: numbers[0] + numbers[1],
        memory: numbers[2] / 1024.0,
        pace,
    }
}

fn show(name: &str, count: usize, cost: &Cost) {
    let pace = cost
        .pace
        .map_or(String::new(), |[first, last]| format!("{first:>7.0} → {last:.0}"));
    println!(
        "{name:<44} {count:>9} {:>8.2} {:>9.0} {:>9.1} {:>7.1}  {pace}",
        cost.seconds,
        count as f64 / cost.seconds,
        cost.processor_seconds * 1e6 / count as f64,
        cost.memory
    );
}

/// A directory with a CA in it.
fn fleet() -> tempfile::TempDir {
    let directory = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let create = [
        "--quiet",
        "ca",
        "create",
        "--cn",
        "Bench CA",
        "--org-name",
        "Bench",
    ];
    let more = ["--country", "FR", "--uri", "fleet.example"];
    run(directory.path(), ADMIN, &[&create[..], &more].concat(), 0);
    directory
}

/// Imports devices into a new fleet.
fn import(count: usize, arguments: &[&str]) -> (tempfile::TempDir, Cost) {
    let directory = fleet();
    fs::create_dir(directory.path().join("devices")).unwrap();
    let count_text = count.to_string();
    let import = [
        "--quiet",
        "device",
        "import",
        "--count",
        &count_text,
        "--pattern",
        "sensor-{:07}",
    ];
    let cost = run(directory.path(), ADMIN, &[&import[..], arguments].concat(), count);
    (directory, cost)
}

fn imports(devices: usize) {
    println!(
        "{:<44} {:>9} {:>8} {:>9} {:>9} {:>7}  a second, first and last tenth",
        "P-256 devices", "number", "s", "a second", "µs of CPU", "MiB"
    );
    let powers = (3..).map(|power| 10_usize.pow(power));
    let counts: Vec<usize> = powers.take_while(|count| *count <= devices).collect();
    let stream = ["--stream", "ndjson"];
    let files = ["--output-dir", "devices", "--layout", "sharded"];
    let unrecorded = ["--no-record"];
    let forms: [(&str, Vec<&str>, usize); 4] = [
        ("streamed", [&stream[..], &unrecorded].concat(), usize::MAX),
        ("streamed, SQLite inventory", stream.to_vec(), usize::MAX),
        (
            "two files, durable",
            [&files[..], &unrecorded].concat(),
            MOST_FILES,
        ),
        ("two files, durable, SQLite inventory", files.to_vec(), MOST_FILES),
    ];
    // Nothing is deleted before the end: an ext4 without a journal looks at each inode that was deleted within the last minutes
    // whenever it makes one.
    let mut fleets = Vec::new();
    for (name, arguments, most) in &forms {
        for count in counts.iter().filter(|count| *count <= most) {
            let (fleet, cost) = import(*count, arguments);
            fleets.push(fleet);
            show(name, *count, &cost);
        }
    }
    match env::var("AMQTT_ADMIN_TEST_PYTHON") {
        Ok(python) => {
            let directory = fleet();
            let arguments = ["-c", PYTHON, "1000"];
            let cost = run(directory.path(), &format!("{python}/bin/python"), &arguments, 0);
            show("Python's cryptography, streamed, unverified", 1_000, &cost);
        }
        Err(_) => println!("Python's cryptography: absent (AMQTT_ADMIN_TEST_PYTHON)"),
    }
}

/// A fleet of which every device is revoked: its list, and what ends soon.
fn lists(revoked: usize) {
    println!(
        "\n{:<44} {:>9} {:>8} {:>9} {:>9} {:>7}",
        "An inventory", "rows", "s", "a second", "µs of CPU", "MiB"
    );
    let (directory, _) = import(revoked, &["--stream", "ndjson"]);
    let directory = directory.path();
    let measure = |name: &str, program: &str, arguments: &[&str]| {
        show(name, revoked, &run(directory, program, arguments, 0));
    };
    let scan = ["device", "list", "--expires-within", "30d", "--format", "ndjson"];
    measure("device list --expires-within 30d", ADMIN, &scan);
    measure(
        "device forecast",
        ADMIN,
        &["device", "forecast", "--format", "json"],
    );
    let ids = (1..=revoked).fold(String::new(), |mut ids, number| {
        let _ = writeln!(ids, "sensor-{number:07}");
        ids
    });
    fs::write(directory.join("ids"), ids).unwrap();
    let revoke = ["--quiet", "device", "revoke", "--from", "ids", "--yes"];
    measure("device revoke --from", ADMIN, &revoke);
    measure("ca crl", ADMIN, &["--quiet", "ca", "crl"]);
    measure("openssl ca -gencrl", "openssl", &openssl_list(directory, revoked));
}

/// Writes the index of OpenSSL's own CA, with as many revoked.
fn openssl_list(directory: &Path, revoked: usize) -> [&'static str; 6] {
    let index = (1..=revoked).fold(String::new(), |mut index, number| {
        let _ = writeln!(
            index,
            "R\t360101000000Z\t260101000000Z\t7F{number:030X}\tunknown\t/CN=sensor-{number:07}"
        );
        index
    });
    fs::write(directory.join("index.txt"), index).unwrap();
    let configuration = "[ca]\ndefault_ca=own\n[own]\ndatabase=index.txt\ncertificate=ca.crt\nprivate_key=ca.key\n\
                         default_md=sha256\ndefault_crl_days=30\n";
    fs::write(directory.join("openssl.cnf"), configuration).unwrap();
    ["ca", "-config", "openssl.cnf", "-gencrl", "-out", "openssl.crl"]
}

/// What PKCS#12 costs beside the rounds of its key derivations, and beside a form that is one file with the key too.
fn packages() {
    const TIMES: usize = 50;
    let (directory, _) = import(1, &["--output-dir", "."]);
    let directory = directory.path();
    let export = |form: &str| {
        let arguments = [
            "--quiet",
            "device",
            "export",
            "sensor-0000001",
            "--to",
            form,
            "--force",
        ];
        let more: &[&str] = match form {
            "p12" => &["--random-passphrase"],
            _ => &[],
        };
        let costs = (0..TIMES).map(|_| run(directory, ADMIN, &[&arguments[..], more].concat(), 0));
        costs.map(|cost| cost.seconds).fold(f64::MAX, f64::min) * 1e3
    };
    let [p12, header] = ["p12", "header"].map(export);
    let alone = (0..TIMES).map(|_| rounds()).fold(f64::MAX, f64::min);
    println!("\nmilliseconds, least of {TIMES}");
    println!("{:<44} {p12:>9.2}", "device export --to p12");
    println!("{:<44} {header:>9.2}", "device export --to header");
    println!("{:<44} {:>9.2}", "what PKCS#12 adds", p12 - header);
    println!("{:<44} {alone:>9.2}", "its rounds alone, one after the other");
}

/// The time of the rounds of both key derivations, in milliseconds.
fn rounds() -> f64 {
    let started = Instant::now();
    let mut key = [0; 32];
    let count = NonZero::new(ROUNDS).unwrap();
    pbkdf2::derive(
        pbkdf2::PBKDF2_HMAC_SHA256,
        count,
        &[7; 16],
        b"passphrase",
        &mut key,
    );
    for _ in 0..ROUNDS {
        let next = digest::digest(&digest::SHA256, &key);
        key.copy_from_slice(next.as_ref());
    }
    std::hint::black_box(key);
    started.elapsed().as_secs_f64() * 1e3
}

fn main() {
    let devices = env::var("AMQTT_ADMIN_BENCH_DEVICES").map_or(100_000, |devices| devices.parse().unwrap());
    imports(devices);
    lists(devices.min(MOST_REVOKED));
    packages();
}
