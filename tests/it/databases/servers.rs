//! Private database servers: each is started when a test first needs it, on a free port of the local host, and stopped
//! after the last test. If the tests are killed, the servers go with them.

use std::{
    fs::{self, File},
    net::{Ipv4Addr, TcpListener},
    os::unix::fs::{PermissionsExt as _, chown},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Mutex, MutexGuard, mpsc},
    thread,
    time::{Duration, Instant},
};

use amqtt_database::{Connection, DatabaseUrl};
use rustix::process::{Pid, Signal, geteuid, kill_process};

use crate::support::{Run, Sandbox};

/// Time that a server may take to start on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// The owner of the servers' databases.
pub(crate) const USER: &str = "fleet";
/// Their password, which must appear in no output.
pub(crate) const PASSWORD: &str = "s3cr3t/+é@%";
/// The same as a URL has it.
pub(crate) const PASSWORD_IN_URL: &str = "s3cr3t%2F+%C3%A9%40%25";

/// A kind of server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Postgres,
    MariaDb,
}

/// A server that runs until it is dropped.
struct Server {
    child: Child,
    stop: Signal,
    port: u16,
    sandbox: Sandbox,
}

impl Drop for Server {
    fn drop(&mut self) {
        // Nothing in it is worth a slow end.
        let _ = kill_process(Pid::from_child(&self.child), self.stop);
        let _ = self.child.wait();
    }
}

/// The address of a running server.
#[derive(Debug, Clone)]
pub(crate) struct Address {
    pub(crate) port: u16,
    /// The certificate of the authority that its own was signed by, for `localhost`.
    pub(crate) ca: PathBuf,
}

static POSTGRES: Mutex<Option<Server>> = Mutex::new(None);
static MARIADB: Mutex<Option<Server>> = Mutex::new(None);

/// Stops what runs.
pub(crate) fn stop() {
    for kind in [Kind::Postgres, Kind::MariaDb] {
        drop(kind.running().take());
    }
    super::cluster::stop();
}

impl Kind {
    /// Returns the address of the server, which is started if it does not run yet.
    pub(crate) fn address(self) -> Address {
        let mut running = self.running();
        let server = running.get_or_insert_with(|| Server::start(self));
        Address {
            port: server.port,
            ca: server.sandbox.path("ca.crt"),
        }
    }

    /// Returns whether this machine has the server's programs.
    pub(crate) fn is_installed(self) -> bool {
        let unprivileged =
            !geteuid().is_root() || (user_id(self.user()).is_some() && find("setpriv").is_some());
        let programs: &[&str] = match self {
            Self::Postgres => &["initdb", "postgres"],
            Self::MariaDb => &["mariadb-install-db", "mariadbd"],
        };
        unprivileged && programs.iter().all(|name| find(name).is_some())
    }

    fn running(self) -> MutexGuard<'static, Option<Server>> {
        let running = match self {
            Self::Postgres => &POSTGRES,
            Self::MariaDb => &MARIADB,
        };
        running.lock().expect("the server did not start for another test")
    }

    /// The system's user that it runs as: no database server runs as root.
    pub(super) fn user(self) -> &'static str {
        match self {
            Self::Postgres => "postgres",
            Self::MariaDb => "mysql",
        }
    }

    /// The scheme of its URLs.
    pub(crate) fn scheme(self) -> &'static str {
        match self {
            Self::Postgres => "postgresql",
            Self::MariaDb => "mariadb",
        }
    }

    /// The database that is there from the beginning.
    pub(crate) fn first_database(self) -> &'static str {
        match self {
            Self::Postgres => "postgres",
            Self::MariaDb => "mysql",
        }
    }

    /// The command that makes the server's files in `data`.
    pub(super) fn initialize(self, sandbox: &Sandbox) -> Command {
        let data = sandbox.path("data");
        match self {
            Self::Postgres => {
                let mut command = self.unprivileged(sandbox, "initdb");
                command.args([
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C.UTF-8",
                    "--no-sync",
                ]);
                command.arg(format!("--username={USER}"));
                command.arg("--pwfile").arg(sandbox.path("password"));
                command.arg("--pgdata").arg(data);
                command
            }
            Self::MariaDb => {
                let mut command = self.unprivileged(sandbox, "mariadb-install-db");
                command.args([
                    "--no-defaults",
                    "--skip-test-db",
                    "--auth-root-authentication-method=normal",
                ]);
                // Two that begin at the same moment take each other's files from /tmp.
                for option in ["datadir", "tmpdir"] {
                    command.arg(format!("--{option}={}", data.display()));
                }
                command
            }
        }
    }

    /// The command that runs the server. What it commits outlives it, but for a power failure: the disk may take its time.
    fn serve(self, sandbox: &Sandbox, port: u16) -> Command {
        let path = |name: &str| sandbox.path(name).display().to_string();
        match self {
            Self::Postgres => {
                let mut command = self.unprivileged(sandbox, "postgres");
                command.args(["-D", &path("data"), "-p", &port.to_string(), "-F", "-N", "300"]);
                for setting in [
                    "listen_addresses=127.0.0.1".to_owned(),
                    format!("unix_socket_directories={}", path("data")),
                    "ssl=on".to_owned(),
                    format!("ssl_cert_file={}", path("server.crt")),
                    format!("ssl_key_file={}", path("server.key")),
                ] {
                    command.args(["-c", &setting]);
                }
                command
            }
            Self::MariaDb => {
                let mut command = self.unprivileged(sandbox, "mariadbd");
                command.args(["--no-defaults", "--bind-address=127.0.0.1", "--skip-name-resolve"]);
                command.args(["--max-connections=300", "--innodb-flush-log-at-trx-commit=2"]);
                command.arg(format!("--port={port}"));
                for (option, file) in [
                    ("datadir", "data"),
                    ("socket", "data/socket"),
                    ("init-file", "init.sql"),
                    ("ssl-ca", "ca.crt"),
                    ("ssl-cert", "server.crt"),
                    ("ssl-key", "server.key"),
                ] {
                    command.arg(format!("--{option}={}", path(file)));
                }
                command
            }
        }
    }

    /// A program of the server, as its own user where we are root; it ends when the thread that started it does.
    pub(super) fn unprivileged(self, sandbox: &Sandbox, program: &str) -> Command {
        let mut command = sandbox.command("setpriv");
        command.args([
            "--pdeathsig",
            if self == Self::Postgres { "QUIT" } else { "KILL" },
        ]);
        if geteuid().is_root() {
            command.args(["--reuid", self.user(), "--regid", self.user(), "--clear-groups"]);
        }
        command.arg(find(program).expect("the test says that it needs this server"));
        command
    }
}

impl Server {
    fn start(kind: Kind) -> Self {
        let sandbox = prepared(kind);
        let (port, child) = serve(kind, &sandbox);
        Self {
            child,
            stop: if kind == Kind::Postgres {
                Signal::QUIT
            } else {
                Signal::KILL
            },
            port,
            sandbox,
        }
    }
}

/// A server of a test's own, which it may kill and start again.
pub(crate) struct Mortal {
    kind: Kind,
    server: Server,
}

impl Mortal {
    pub(crate) fn start(kind: Kind) -> Self {
        let server = Server::start(kind);
        Self { kind, server }
    }

    /// The address of one of its databases, with the password.
    pub(crate) fn url(&self, database: &str) -> String {
        url(self.kind, self.server.port, database)
    }

    /// Ends it at once, in the middle of whatever it does.
    pub(crate) fn kill(&mut self) {
        let _ = kill_process(Pid::from_child(&self.server.child), Signal::KILL);
        let _ = self.server.child.wait();
    }

    /// Starts it on the same port, with what it had committed.
    pub(crate) fn start_again(&mut self) {
        // What is left of the one before may still end.
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            let Server {
                sandbox, port, child, ..
            } = &mut self.server;
            *child = spawn(self.kind, sandbox, *port);
            if answers(self.kind, *port, child) {
                return;
            }
            let _ = child.wait();
        }
        panic!("{:?} does not start again", self.kind);
    }
}

/// A directory with the files of a server.
fn prepared(kind: Kind) -> Sandbox {
    let sandbox = Sandbox::with_ca();
    sandbox
        .admin(&["server", "create", "--cn", "localhost"])
        .expect(0);
    sandbox.write("password", PASSWORD);
    let grants = format!(
        "SET NAMES utf8mb4;\nCREATE OR REPLACE USER '{USER}'@'%' IDENTIFIED BY '{PASSWORD}';\n\
         GRANT ALL ON *.* TO '{USER}'@'%' WITH GRANT OPTION;\n"
    );
    sandbox.write("init.sql", grants);
    fs::create_dir(sandbox.path("data")).unwrap();
    give_to(&sandbox, kind.user());
    Run::of(&mut kind.initialize(&sandbox)).expect(0);
    if kind == Kind::Postgres {
        // One user is admitted by TLS alone.
        let file = "data/pg_hba.conf";
        let rules = String::from_utf8(sandbox.read(file)).unwrap();
        sandbox.write(file, format!("hostnossl all {TLS_ONLY} all reject\n{rules}"));
    }
    sandbox
}

/// Lets the server's user at what it needs, where we are root.
pub(super) fn give_to(sandbox: &Sandbox, user: &str) {
    fs::set_permissions(sandbox.path("data"), fs::Permissions::from_mode(0o700)).unwrap();
    let Some(id) = user_id(user).filter(|_| geteuid().is_root()) else {
        return;
    };
    fs::set_permissions(sandbox.path("."), fs::Permissions::from_mode(0o711)).unwrap();
    for file in ["data", "server.key", "password", "init.sql"] {
        chown(sandbox.path(file), Some(id), None).unwrap();
    }
}

/// A user of PostgreSQL that does not exist yet, and whom the server admits by TLS alone.
pub(super) const TLS_ONLY: &str = "tls_only";

/// A server of a test's own, which ends with it.
pub(super) struct Own {
    child: Child,
}

impl Own {
    pub(super) fn start(mut command: Command, log: &Path) -> Self {
        #[allow(clippy::disallowed_methods, reason = "tests make files to test with")]
        let log = File::create(log).unwrap();
        command
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .stdin(Stdio::null());
        Self {
            child: spawn_for_good(command),
        }
    }

    /// Ends it at once, as a power failure would.
    pub(super) fn kill(&mut self) {
        let _ = kill_process(Pid::from_child(&self.child), Signal::KILL);
        let _ = self.child.wait();
    }

    /// Lets it end by itself, within its patience.
    pub(super) fn stop(&mut self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
        self.child.wait().unwrap();
    }

    pub(super) fn answers(&mut self, kind: Kind, port: u16) -> bool {
        answers(kind, port, &mut self.child)
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        // All of PostgreSQL's processes end at this one; the others know no orderly end that is as fast.
        let _ = kill_process(Pid::from_child(&self.child), Signal::QUIT);
        thread::sleep(Duration::from_millis(200));
        self.kill();
    }
}

/// Returns a port that is free, with the next one free too.
pub(super) fn free_port() -> u16 {
    loop {
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = free.local_addr().unwrap().port();
        if port < u16::MAX && TcpListener::bind((Ipv4Addr::LOCALHOST, port + 1)).is_ok() {
            return port;
        }
    }
}

/// Runs a server; somebody else may take the port before it does, so that it gets several attempts.
fn serve(kind: Kind, sandbox: &Sandbox) -> (u16, Child) {
    for _ in 0..5 {
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let mut child = spawn(kind, sandbox, port);
        if answers(kind, port, &mut child) {
            return (port, child);
        }
        let _ = child.kill();
        let _ = child.wait();
    }
    let log = fs::read(sandbox.path("server.log")).unwrap();
    panic!("{kind:?} does not start:\n{}", String::from_utf8_lossy(&log));
}

fn spawn(kind: Kind, sandbox: &Sandbox, port: u16) -> Child {
    #[allow(clippy::disallowed_methods, reason = "tests make files to test with")]
    let log = File::create(sandbox.path("server.log")).unwrap();
    let mut command = kind.serve(sandbox, port);
    command
        .stdout(log.try_clone().unwrap())
        .stderr(log)
        .stdin(Stdio::null());
    spawn_for_good(command)
}

/// Starts a program from a thread that lives as long as the tests do.
pub(super) fn spawn_for_good(mut command: Command) -> Child {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        sender.send(command.spawn()).unwrap();
        loop {
            thread::park();
        }
    });
    receiver.recv().unwrap().unwrap()
}

pub(super) fn answers(kind: Kind, port: u16, child: &mut Child) -> bool {
    let url: DatabaseUrl = url(kind, port, kind.first_database()).parse().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let start = Instant::now();
    while start.elapsed() < PATIENCE && child.try_wait().unwrap().is_none() {
        if let Ok(connection) = runtime.block_on(Connection::open(&url)) {
            runtime.block_on(connection.close());
            return true;
        }
        thread::sleep(Duration::from_millis(50));
    }
    false
}

/// The address of a database on a server, with the password.
pub(crate) fn url(kind: Kind, port: u16, database: &str) -> String {
    format!(
        "{}://{USER}:{PASSWORD_IN_URL}@localhost:{port}/{database}",
        kind.scheme()
    )
}

/// A program on the path, or where Debian keeps those of database servers.
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let versions = versions.map(|version| version.ok().map(|version| version.path().join("bin")));
    std::env::split_paths(&path)
        .chain(versions.flatten())
        .chain([PathBuf::from("/usr/sbin")])
        .map(|directory| directory.join(name))
        .find(|file| file.is_file())
}

fn user_id(name: &str) -> Option<u32> {
    let users = fs::read_to_string(Path::new("/etc/passwd")).ok()?;
    let mut users = users.lines().map(|line| line.split(':'));
    users.find_map(|mut user| (user.next() == Some(name)).then(|| user.nth(1)?.parse().ok())?)
}
