//! The base of the tests: tests that know what they need, and sandboxes in which the executable runs.

use std::{
    ffi::OsStr,
    fs,
    hash::{BuildHasher as _, RandomState},
    io::Write as _,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    time::Duration,
};

use libtest_mimic::Trial;
use serde_json::Value;
use tempfile::TempDir;

use crate::databases::servers::Kind;

/// A program that a test needs beside ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    OpenSsl,
    CertTool,
    FakeTime,
    Mosquitto,
    /// `strace`, where it may follow a program.
    Strace,
    /// The headers of Mosquitto and of its plug-ins.
    MosquittoHeaders,
    /// To mount a small file system.
    Root,
    Bash,
    Zsh,
    Fish,
    /// The programs of a PostgreSQL server.
    Postgres,
    /// Those of a MariaDB server.
    MariaDb,
    /// The library that makes a cluster of MariaDB servers.
    Galera,
    PgBouncer,
    /// The programs of a RabbitMQ node.
    RabbitMq,
    /// Node.js with aedes: `AMQTT_ADMIN_TEST_NODE` names the directory of its packages.
    Aedes,
    /// What examines units of systemd.
    Systemd,
    /// Java's.
    Keytool,
    Gcc,
    /// A Python with amqtt, pkilint and cryptography: `AMQTT_ADMIN_TEST_PYTHON` names its environment.
    Python,
}

impl Need {
    fn is_met(self) -> bool {
        match self {
            Self::OpenSsl => program("openssl").is_some(),
            Self::CertTool => program("certtool").is_some(),
            Self::FakeTime => program("faketime").is_some(),
            Self::Mosquitto => program("mosquitto").is_some() && program("mosquitto_pub").is_some(),
            Self::Strace => Command::new("strace")
                .args(["-o", "/dev/null", "true"])
                .output()
                .is_ok_and(|output| output.status.success()),
            Self::MosquittoHeaders => ["mosquitto", "mosquitto_broker", "mosquitto_plugin"]
                .iter()
                .all(|name| Path::new(&format!("/usr/include/{name}.h")).is_file()),
            Self::Root => rustix::process::geteuid().is_root(),
            Self::Bash => program("bash").is_some(),
            Self::Zsh => program("zsh").is_some(),
            Self::Fish => program("fish").is_some(),
            Self::Postgres => Kind::Postgres.is_installed(),
            Self::MariaDb => Kind::MariaDb.is_installed(),
            Self::Galera => Path::new(crate::databases::cluster::LIBRARY).is_file(),
            Self::PgBouncer => program("pgbouncer").is_some(),
            Self::RabbitMq => {
                Path::new(crate::brokers::rabbitmq::SERVER).is_file() && program("epmd").is_some()
            }
            Self::Aedes => program("node").is_some() && node_packages().is_some(),
            Self::Systemd => program("systemd-analyze").is_some(),
            Self::Keytool => program("keytool").is_some(),
            Self::Gcc => program("gcc").is_some(),
            Self::Python => python_environment().is_some(),
        }
    }
}

/// Runs a program with its clock moved; the process keeps its number, so what bears that number is nobody else's.
const FAKED: &str = "rm -f /dev/shm/sem.faketime_sem_$$ /dev/shm/faketime_shm_$$ && \
                     exec env 'LD_PRELOAD=/usr/$LIB/faketime/libfaketime.so.1' \"$@\"";

/// A test by name, with what it needs.
pub(crate) struct Test {
    pub(crate) name: &'static str,
    pub(crate) needs: &'static [Need],
    pub(crate) run: fn(),
}

impl Test {
    pub(crate) fn into_trial(self) -> Trial {
        let missing: Vec<Need> = self.needs.iter().copied().filter(|need| !need.is_met()).collect();
        let required = std::env::var_os("AMQTT_ADMIN_TEST_REQUIRE").is_some();
        let kind = if missing.is_empty() {
            String::new()
        } else {
            format!("needs {missing:?}")
        };
        let ignored = !missing.is_empty() && !required;
        let trial = Trial::test(self.name, move || {
            assert!(
                missing.is_empty(),
                "this machine lacks {missing:?}; scripts/test installs it"
            );
            (self.run)();
            Ok(())
        });
        trial.with_kind(kind).with_ignored_flag(ignored)
    }
}

/// Lists the tests of a module, each with what it needs.
macro_rules! tests {
    ($($name:ident $([$($need:ident),+])?),* $(,)?) => {
        pub(crate) fn tests() -> Vec<$crate::support::Test> {
            vec![$($crate::support::one!($name $([$($need),+])?)),*]
        }
    };
}
pub(crate) use tests;

/// One test of a module, with what it needs.
macro_rules! one {
    ($name:ident $([$($need:ident),+])?) => {
        $crate::support::Test {
            name: concat!(module_path!(), "::", stringify!($name)),
            needs: &[$($($crate::support::Need::$need),+)?],
            run: $name,
        }
    };
}
pub(crate) use one;

fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let sbin = ["/usr/sbin", "/sbin"].map(PathBuf::from);
    std::env::split_paths(&path)
        .chain(sbin)
        .map(|directory| directory.join(name))
        .find(|file| file.is_file())
}

fn python_environment() -> Option<PathBuf> {
    let environment = PathBuf::from(std::env::var_os("AMQTT_ADMIN_TEST_PYTHON")?);
    environment.join("bin/python").is_file().then_some(environment)
}

/// The directory with the packages of Node.js.
pub(crate) fn node_packages() -> Option<PathBuf> {
    let packages = PathBuf::from(std::env::var_os("AMQTT_ADMIN_TEST_NODE")?).join("node_modules");
    packages.join("aedes").is_dir().then_some(packages)
}

/// A program of the Python environment, such as `python` or `amqtt`.
pub(crate) fn python_program(name: &str) -> PathBuf {
    python_environment()
        .expect("the test says that it needs Python")
        .join("bin")
        .join(name)
}

/// Runs cargo in the project's directory.
pub(crate) fn cargo(arguments: &[&str]) {
    let mut command = Command::new(env!("CARGO"));
    command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR"));
    // What cargo tells the tests about themselves would have build scripts run again.
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        if name.starts_with("CARGO_MANIFEST") || name.starts_with("CARGO_PKG") {
            command.env_remove(name);
        }
    }
    Run::of(&mut command).expect(0);
}

/// The issuing CA of [`Sandbox::with_issuing_ca`].
pub(crate) const ISSUING: [&str; 4] = ["--ca-key", "intermediate.key", "--ca-crt", "intermediate.crt"];

/// A directory of its own in which programs run with an environment of our own making.
pub(crate) struct Sandbox {
    directory: TempDir,
}

impl Sandbox {
    pub(crate) fn new() -> Self {
        Self {
            directory: tempfile::tempdir().unwrap(),
        }
    }

    /// A sandbox that holds a CA for the trust domain `d.example`.
    pub(crate) fn with_ca() -> Self {
        let sandbox = Self::new();
        sandbox
            .admin(&["ca", "create", "--cn", "Test CA", "--uri", "d.example"])
            .expect(0);
        sandbox
    }

    /// A root for `d.example`, and an issuing CA below it.
    pub(crate) fn with_issuing_ca() -> Self {
        let sandbox = Self::new();
        let root = "ca create --cn Root --org-name Acme --uri d.example --path-len 1";
        for command in [root, "ca intermediate --cn Issuing"] {
            let words: Vec<&str> = command.split(' ').collect();
            sandbox.admin(&words).expect(0);
        }
        sandbox
    }

    /// Runs our executable with the issuing CA of [`with_issuing_ca`](Self::with_issuing_ca); no word has a blank in it.
    pub(crate) fn by_issuing(&self, command: &str) -> Run {
        let words: Vec<&str> = command.split(' ').collect();
        self.admin(&[&words[..], &ISSUING].concat())
    }

    pub(crate) fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.directory.path().join(name)
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub(crate) fn write(&self, name: &str, contents: impl AsRef<[u8]>) {
        #[allow(clippy::disallowed_methods, reason = "tests make files to test with")]
        fs::write(self.path(name), contents).unwrap();
    }

    pub(crate) fn mode(&self, name: &str) -> u32 {
        fs::symlink_metadata(self.path(name))
            .unwrap()
            .permissions()
            .mode()
            & 0o7777
    }

    /// The names of all files but the inventory's, sorted, hidden ones included.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.directory.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .filter(|name| !name.starts_with("ca.db"))
            .collect();
        names.sort();
        names
    }

    /// Every file with its contents (the target of a link), to compare before and after.
    pub(crate) fn snapshot(&self) -> Vec<(String, Vec<u8>)> {
        let contents = |name: &String| match fs::read_link(self.path(name)) {
            Ok(target) => target.into_os_string().into_encoded_bytes(),
            Err(_) => fs::read(self.path(name)).unwrap_or_default(),
        };
        self.names()
            .into_iter()
            .map(|name| (name.clone(), contents(&name)))
            .collect()
    }

    /// A program to run here: with nobody to ask, and nothing in its environment but the path.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(self.directory.path())
            .stdin(Stdio::null())
            .env_clear();
        command
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.directory.path());
        command.env("LANG", "C.UTF-8");
        command
    }

    /// A program whose clock is moved, by `+8d` for example.
    ///
    /// The library is preloaded without its wrapper: the wrapper stays the parent of the program, so that a kill would meet
    /// it alone, and it gives up where a process of the same number was killed before and has left its semaphore.
    pub(crate) fn command_at(&self, time: &str, program: impl AsRef<OsStr>) -> Command {
        let mut command = self.command("sh");
        command
            .args(["-c", FAKED, "sh"])
            .arg(format!("FAKETIME={time}"))
            .arg(program);
        command
    }

    /// Our executable with arguments, not run yet.
    pub(crate) fn admin_command(&self, arguments: &[&str]) -> Command {
        let mut command = self.command(env!("CARGO_BIN_EXE_amqtt-admin"));
        command.args(arguments);
        command
    }

    /// Runs our executable.
    pub(crate) fn admin(&self, arguments: &[&str]) -> Run {
        Run::of(&mut self.admin_command(arguments))
    }

    /// Asks whether a broker for devices of `d.example` would admit `<id>.crt`.
    pub(crate) fn verify(&self, id: &str) -> Run {
        let certificate = format!("{id}.crt");
        let claims = ["--uri", "d.example", "--client-id", id];
        self.admin(&[&["device", "verify", &certificate], &claims[..]].concat())
    }

    /// Runs a copy of our executable as a user without rights; the test says that it needs root.
    pub(crate) fn admin_as_nobody(&self, arguments: &[&str]) -> Run {
        // Not by this process: another thread that starts a program would have the copy open for writing for a moment, and what
        // is open for writing cannot be executed.
        self.run("cp", &[env!("CARGO_BIN_EXE_amqtt-admin"), "program"])
            .expect(0);
        self.run("chmod", &["755", ".", "program"]).expect(0);
        let nobody = ["--reuid=65534", "--regid=65534", "--clear-groups", "./program"];
        self.run("setpriv", &[&nobody, arguments].concat())
    }

    /// Runs another program.
    pub(crate) fn run(&self, program: impl AsRef<OsStr>, arguments: &[&str]) -> Run {
        Run::of(self.command(program).args(arguments))
    }
}

/// Moments at which to kill a program that takes so long: from its start until after its end, each at random within its share of
/// that time. There are 12, or as many as `AMQTT_ADMIN_TEST_ROUNDS` says.
pub(crate) fn moments(whole: Duration) -> impl Iterator<Item = Duration> {
    let rounds = std::env::var("AMQTT_ADMIN_TEST_ROUNDS").map_or(12, |rounds| rounds.parse().unwrap());
    (0..rounds).map(move |round: u32| {
        let chance = RandomState::new().hash_one(round) as f64 / u64::MAX as f64;
        whole.mul_f64(1.1 * (f64::from(round) + chance) / f64::from(rounds))
    })
}

/// A small file system of its own, gone when this is dropped.
pub(crate) struct Mount(PathBuf);

impl Mount {
    /// Mounts a `tmpfs` with these options in a sandbox; the test says that it needs root.
    pub(crate) fn new(sandbox: &Sandbox, name: &str, options: &str) -> Self {
        let path = sandbox.path(name);
        fs::create_dir(&path).unwrap();
        let mount = Self(path);
        sandbox
            .run("mount", &["-t", "tmpfs", "-o", options, "tmpfs", mount.path()])
            .expect(0);
        mount
    }

    /// Mounts it again with other options, such as more room.
    pub(crate) fn remount(&self, options: &str) {
        let options = format!("remount,{options}");
        Run::of(Command::new("mount").args(["-o", &options]).arg(&self.0)).expect(0);
    }

    pub(crate) fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// The names of all files, sorted.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).unwrap();
        let mut names: Vec<_> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

/// A program that has run.
#[derive(Debug)]
pub(crate) struct Run {
    #[allow(dead_code, reason = "shown when a test fails")]
    command: String,
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    pub(crate) fn of(command: &mut Command) -> Self {
        let shown = format!("{command:?}");
        let output = command
            .output()
            .unwrap_or_else(|error| panic!("{shown}: {error}"));
        Self::ended(shown, &output)
    }

    /// The same with something on stdin.
    pub(crate) fn with_stdin(command: &mut Command, stdin: &[u8]) -> Self {
        let shown = format!("{command:?}");
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap_or_else(|error| panic!("{shown}: {error}"));
        // A program that has read enough is not our failure.
        let _ = child.stdin.take().map(|mut pipe| pipe.write_all(stdin));
        Self::ended(shown, &child.wait_with_output().unwrap())
    }

    pub(crate) fn ended(command: String, output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self {
            command,
            code: output.status.code(),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        }
    }

    /// Insists on an exit code.
    #[track_caller]
    pub(crate) fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:#?}");
        self
    }

    /// Insists on a text on stderr.
    #[track_caller]
    pub(crate) fn says(self, text: &str) -> Self {
        assert!(self.stderr.contains(text), "{text:?} is not in {self:#?}");
        self
    }

    /// The result as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }
}
