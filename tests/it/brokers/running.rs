//! Brokers that run while a test needs them, on a free port of the local host, and clients that try them.

use std::{
    fs::{self, File},
    net::{Ipv4Addr, TcpListener, TcpStream},
    os::unix::process::CommandExt as _,
    path::{Path, PathBuf},
    process::{Child, Command},
    sync::OnceLock,
    thread,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process_group};

use crate::support::{Run, Sandbox, cargo, python_program};

/// Time that a broker may take to start on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// The files that a client shows who it is with.
pub(crate) struct Credential {
    certificate: String,
    key: String,
}

impl Credential {
    pub(crate) fn new(certificate: &str, key: &str) -> Self {
        Self {
            certificate: certificate.to_owned(),
            key: key.to_owned(),
        }
    }

    /// The credential of a device, as it is named by default.
    pub(crate) fn of(id: &str) -> Self {
        Self::new(&format!("{id}.crt"), &format!("{id}.key"))
    }
}

/// A broker that runs until it is dropped.
pub(crate) struct Broker<'a> {
    sandbox: &'a Sandbox,
    child: Child,
    port: u16,
    log: PathBuf,
}

impl Drop for Broker<'_> {
    fn drop(&mut self) {
        // The whole group: a program that runs the broker under another clock stays its parent.
        if let Some(group) = Pid::from_raw(self.child.id() as i32) {
            let _ = kill_process_group(group, Signal::KILL);
        }
        let _ = self.child.wait();
    }
}

impl<'a> Broker<'a> {
    /// aMQTT with the configuration that `server show` prints; only where it listens is changed.
    pub(crate) fn amqtt(sandbox: &'a Sandbox, server: &str) -> Self {
        Self::amqtt_with(sandbox, server, str::to_owned)
    }

    /// The same with an operator's changes to it.
    pub(crate) fn amqtt_with(sandbox: &'a Sandbox, server: &str, edit: impl Fn(&str) -> String) -> Self {
        let printed = edit(&configuration(sandbox, server, "amqtt"));
        Self::start(sandbox, |port| {
            let listening = replace_once(&printed, "0.0.0.0:8883", &format!("127.0.0.1:{port}"));
            sandbox.write("broker.yaml", listening);
            let mut command = sandbox.command(python_program("amqtt"));
            command.args(["-c", "broker.yaml"]);
            command
        })
    }

    /// Mosquitto with the configuration that `server show` prints; only where it listens is changed.
    pub(crate) fn mosquitto(sandbox: &'a Sandbox, server: &str) -> Self {
        Self::mosquitto_with(sandbox, server, "")
    }

    /// The same with more lines in the configuration.
    pub(crate) fn mosquitto_with(sandbox: &'a Sandbox, server: &str, more: &str) -> Self {
        Self::mosquitto_by(sandbox, &configuration(sandbox, server, "mosquitto"), more, None)
    }

    /// Mosquitto with a configuration that was printed; only where it listens is changed.
    pub(crate) fn mosquitto_as_printed(sandbox: &'a Sandbox, printed: &str) -> Self {
        Self::mosquitto_by(sandbox, printed, "", None)
    }

    /// The same with its clock moved, by `+8d` for example.
    pub(crate) fn mosquitto_at(sandbox: &'a Sandbox, server: &str, more: &str, time: &str) -> Self {
        let printed = configuration(sandbox, server, "mosquitto");
        Self::mosquitto_by(sandbox, &printed, more, Some(time))
    }

    fn mosquitto_by(sandbox: &'a Sandbox, printed: &str, more: &str, time: Option<&str>) -> Self {
        Self::start(sandbox, |port| {
            let mut listening = replace_once(
                printed,
                "listener 8883\n",
                &format!("listener {port} 127.0.0.1\n"),
            );
            listening += "log_type all\n";
            listening += more;
            if rustix::process::geteuid().is_root() {
                listening += "user root\n";
            }
            sandbox.write("mosquitto.conf", listening);
            let program = ["/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto"];
            let program = program.into_iter().find(|path| Path::new(path).is_file());
            let program = program.unwrap_or("mosquitto");
            let mut command = match time {
                Some(time) => sandbox.command_at(time, program),
                None => sandbox.command(program),
            };
            command.args(["-c", "mosquitto.conf"]);
            command
        })
    }

    /// The broker of the verifier's examples, with options beside `--listen`.
    pub(crate) fn example(sandbox: &'a Sandbox, options: &[&str]) -> Self {
        let program = example();
        Self::start(sandbox, |port| {
            let mut command = sandbox.command(&program);
            command
                .args(["--listen", &format!("127.0.0.1:{port}")])
                .args(options);
            command
        })
    }

    /// Starts a broker; somebody else may take the port before it does, so that it gets several attempts.
    pub(crate) fn start(sandbox: &'a Sandbox, mut command: impl FnMut(u16) -> Command) -> Self {
        let mut told = String::new();
        for _ in 0..5 {
            let port = free_port();
            let log = sandbox.path(format!("broker-{port}.log"));
            #[allow(clippy::disallowed_methods, reason = "tests make files to test with")]
            let file = File::create(&log).unwrap();
            let child = command(port)
                .stdout(file.try_clone().unwrap())
                .stderr(file)
                .process_group(0)
                .spawn()
                .unwrap();
            let mut broker = Self {
                sandbox,
                child,
                port,
                log,
            };
            if broker.listens() {
                return broker;
            }
            told = broker.log();
        }
        panic!("the broker does not start:\n{told}");
    }

    fn listens(&mut self) -> bool {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if self.child.try_wait().unwrap().is_some() {
                return false;
            }
            if TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_ok() {
                return true;
            }
            thread::sleep(Duration::from_millis(20));
        }
        false
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Waits until the log has a text.
    #[track_caller]
    pub(crate) fn waits_for(&self, text: &str) {
        let start = Instant::now();
        while !self.log().contains(text) {
            assert!(
                start.elapsed() < PATIENCE,
                "{text:?} is not in the log:\n{}",
                self.log()
            );
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Waits until the log has a text more often than before.
    #[track_caller]
    pub(crate) fn waits_for_more(&self, text: &str, before: usize) {
        let start = Instant::now();
        while self.log().matches(text).count() <= before {
            assert!(
                start.elapsed() < PATIENCE,
                "{text:?} is not in the log again:\n{}",
                self.log()
            );
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Ends it as an operator does, and waits until it has ended.
    pub(crate) fn stop(mut self) {
        rustix::process::kill_process(Pid::from_child(&self.child), Signal::TERM).unwrap();
        let status = self.child.wait().unwrap();
        assert!(status.success(), "{status}:\n{}", self.log());
    }

    /// The sandbox that it runs in.
    pub(crate) fn sandbox(&self) -> &'a Sandbox {
        self.sandbox
    }

    /// Has it read its files again, as an operator does.
    pub(crate) fn reload(&self) {
        let before = self.log().matches("Reloading config").count();
        let id = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(id, rustix::process::Signal::HUP).unwrap();
        let start = Instant::now();
        while self.log().matches("Reloading config").count() == before {
            assert!(start.elapsed() < PATIENCE, "{}", self.log());
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Its process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn log(&self) -> String {
        String::from_utf8_lossy(&fs::read(&self.log).unwrap()).into_owned()
    }

    /// A client connects, subscribes, publishes, and receives what it published.
    #[track_caller]
    pub(crate) fn admits(&self, credential: Credential, client_id: &str) {
        let answer = self.try_client(Some(credential), client_id);
        assert_eq!(answer, "admitted", "the broker's log:\n{}", self.log());
    }

    /// A client gets no further than the handshake or CONNECT.
    #[track_caller]
    pub(crate) fn refuses(&self, credential: Option<Credential>, client_id: &str) {
        let answer = self.try_client(credential, client_id);
        assert!(
            answer.starts_with("refused: "),
            "{answer}; the broker's log:\n{}",
            self.log()
        );
    }

    /// The messages that a client receives.
    #[track_caller]
    fn try_client(&self, credential: Option<Credential>, client_id: &str) -> String {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/python/client.py");
        let mut command = self.sandbox.command(python_program("python"));
        command
            .arg(script)
            .arg(self.port.to_string())
            .args(["ca.crt", client_id]);
        if let Some(credential) = credential {
            command.args([credential.certificate, credential.key]);
        }
        Run::of(&mut command).expect(0).stdout.trim().to_owned()
    }
}

/// A port of the local host that nobody listens on.
pub(crate) fn free_port() -> u16 {
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    free.local_addr().unwrap().port()
}

/// The gate's example broker, built with what it needs; the tests themselves do not build it.
pub(crate) fn example() -> PathBuf {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    let build = || {
        let admin = Path::new(env!("CARGO_BIN_EXE_amqtt-admin"));
        let target = admin.ancestors().nth(2).unwrap();
        let package = [
            "build",
            "--locked",
            "--package",
            "amqtt-gate",
            "--example",
            "broker",
        ];
        let features = ["--features", "ring,rustls", "--target-dir"];
        cargo(&[&package[..], &features, &[target.to_str().unwrap()]].concat());
        target.join("debug/examples/broker")
    };
    BUILT.get_or_init(build).clone()
}

fn configuration(sandbox: &Sandbox, server: &str, broker: &str) -> String {
    let certificate = format!("{server}.crt");
    sandbox
        .admin(&["server", "show", &certificate, "--config", broker])
        .expect(0)
        .stdout
}

fn replace_once(text: &str, from: &str, to: &str) -> String {
    assert_eq!(text.matches(from).count(), 1, "{from:?} in {text}");
    text.replace(from, to)
}
