//! Follows a page of `docs/` word for word.
//!
//! - A block in `sh` is a script: it must succeed. What it starts with `&` goes on until the page has been followed, and the page
//!   goes on when that program listens.
//! - A block in `console` is a session: commands after `$ `, and what each prints, on stdout and stderr alike. A `…` stands for any
//!   text. What a broker sees a moment later, it sees at the next of several attempts.
//! - Any other block is the file that the line above it names: `` `broker.yaml`: ``. Without such a line it is only read.
//!
//! Of a page that leaves its broker to an operator, a test follows parts: the blocks below a heading.
//!
//! Nothing is changed but where programs listen, in the page and in the files that they are started with: on free ports of this
//! machine alone; and what a test names with [`Page::instead_of`].

use std::{
    env, fs,
    fs::File,
    hash::{BuildHasher as _, RandomState},
    io::{Read as _, Seek as _},
    iter,
    net::{Ipv4Addr, TcpListener, TcpStream},
    os::unix::process::CommandExt as _,
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process_group};

use crate::support::Sandbox;

/// Time that a program may take until it listens, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A page, and where its programs listen.
pub(crate) struct Page {
    name: &'static str,
    text: String,
    listeners: Vec<Listener>,
    programs: Vec<PathBuf>,
}

/// A program that listens, on which port by the page, and on which one here.
struct Listener {
    program: &'static str,
    port: u16,
    free: u16,
}

impl Page {
    /// The page `docs/NAME.md`.
    pub(crate) fn new(name: &'static str) -> Self {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("docs/{name}.md"));
        let admin = Path::new(env!("CARGO_BIN_EXE_amqtt-admin"));
        Self {
            name,
            text: fs::read_to_string(&file).unwrap_or_else(|error| panic!("{name}: {error}")),
            listeners: Vec::new(),
            programs: vec![admin.parent().unwrap().to_owned()],
        }
    }

    /// A program that the page starts, as the first words of its line, and the port that it listens on.
    pub(crate) fn listens(mut self, program: &'static str, port: u16) -> Self {
        let free = free_port();
        let listener = Listener { program, port, free };
        self.text = listener.moved(&self.text);
        self.listeners.push(listener);
        self
    }

    /// Has something else done than what the page says.
    #[track_caller]
    pub(crate) fn instead_of(mut self, from: &str, to: &str) -> Self {
        assert!(
            self.text.contains(from),
            "{from:?} is not in docs/{}.md",
            self.name
        );
        self.text = self.text.replace(from, to);
        self
    }

    /// A directory of programs that the page expects to be installed.
    pub(crate) fn with_programs(mut self, directory: &Path) -> Self {
        self.programs.insert(0, directory.to_owned());
        self
    }

    /// Follows the page from its first block to its last; what it has started is ended when the answer is dropped.
    pub(crate) fn follow(&self, sandbox: &Sandbox) -> Followed {
        let mut followed = Followed { groups: Vec::new() };
        let blocks = blocks(&self.text);
        assert!(!blocks.is_empty(), "docs/{}.md has no blocks", self.name);
        for block in blocks {
            match (block.language, block.file) {
                ("sh", _) => self.script(sandbox, block.text, &mut followed),
                ("console", _) => self.session(sandbox, block.text, &mut followed),
                (_, Some(file)) => sandbox.write(file, block.text),
                _ => {}
            }
        }
        followed
    }

    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    /// What is below a heading.
    #[track_caller]
    pub(crate) fn section(&self, heading: &str) -> &str {
        let section = self.text.split_once(&format!("\n## {heading}\n"));
        let (_, section) = section.unwrap_or_else(|| panic!("docs/{}.md: no {heading}", self.name));
        section.split("\n## ").next().unwrap()
    }

    /// The blocks in a language below a heading.
    #[track_caller]
    pub(crate) fn blocks(&self, heading: &str, language: &str) -> Vec<&str> {
        let blocks = blocks(self.section(heading)).into_iter();
        let blocks = blocks.filter(|block| block.language == language);
        blocks.map(|block| block.text).collect()
    }

    /// A shell for commands of the page, with the programs that it expects; not run yet.
    pub(crate) fn shell(&self, sandbox: &Sandbox, commands: &str) -> Command {
        let directories = self.programs.iter().cloned();
        let path = env::var_os("PATH").unwrap_or_default();
        let path = directories
            .chain(env::split_paths(&path))
            .chain(["/usr/sbin".into()]);
        let mut shell = sandbox.command("sh");
        shell
            .args(["-e", "-c", commands])
            .env("PATH", env::join_paths(path).unwrap());
        shell
    }

    fn script(&self, sandbox: &Sandbox, script: &str, followed: &mut Followed) {
        let (succeeded, printed) = self.run(sandbox, script, followed);
        assert!(succeeded, "docs/{}.md:\n{script}\n{printed}", self.name);
    }

    fn session(&self, sandbox: &Sandbox, session: &str, followed: &mut Followed) {
        for exchange in format!("\n{session}").split("\n$ ").skip(1) {
            let (command, expected) = exchange.split_once('\n').unwrap_or((exchange, ""));
            let start = Instant::now();
            loop {
                let (_, printed) = self.run(sandbox, command, followed);
                if matches(expected.trim_end(), printed.trim_end()) {
                    break;
                }
                assert!(
                    start.elapsed() < PATIENCE,
                    "docs/{}.md: {command}\n--- expected\n{expected}\n--- printed\n{printed}",
                    self.name
                );
                thread::sleep(Duration::from_millis(200));
            }
        }
    }

    /// Runs commands; returns whether they succeeded, and what they printed.
    fn run(&self, sandbox: &Sandbox, commands: &str, followed: &mut Followed) -> (bool, String) {
        let started: Vec<&str> = commands.lines().filter(|line| line.ends_with(" &")).collect();
        let words = started.iter().flat_map(|line| line.split_whitespace());
        for file in words.filter(|word| sandbox.path(word).is_file()) {
            let text = String::from_utf8(sandbox.read(file)).unwrap();
            // A certificate may have the digits of a port by chance.
            if !text.starts_with("-----BEGIN") {
                let moved = self
                    .listeners
                    .iter()
                    .fold(text, |text, listener| listener.moved(&text));
                sandbox.write(file, moved);
            }
        }
        // A pipe would be kept open by a program in the background.
        let mut output = tempfile::tempfile().unwrap();
        let mut shell = self
            .shell(sandbox, commands)
            .stdout(output.try_clone().unwrap())
            .stderr(output.try_clone().unwrap())
            .process_group(0)
            .spawn()
            .unwrap();
        let group = Pid::from_child(&shell);
        let status = shell.wait().unwrap();
        for line in started {
            followed.groups.push(group);
            let listeners = self
                .listeners
                .iter()
                .filter(|listener| line.starts_with(listener.program));
            listeners.for_each(|listener| listener.waits(&mut output));
        }
        (status.success(), contents(&mut output))
    }
}

impl Listener {
    /// A text with the port on this machine alone in place of the one on the page.
    fn moved(&self, text: &str) -> String {
        let Self { port, free, .. } = self;
        text.replace(&format!("0.0.0.0:{port}"), &format!("127.0.0.1:{free}"))
            .replace(
                &format!("listener {port}\n"),
                &format!("listener {free} 127.0.0.1\n"),
            )
            .replace(&port.to_string(), &free.to_string())
    }

    fn waits(&self, output: &mut File) {
        let start = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, self.free)).is_err() {
            if start.elapsed() > PATIENCE {
                panic!("{} does not listen:\n{}", self.program, contents(output));
            }
            thread::sleep(Duration::from_millis(20));
        }
    }
}

/// A page that has been followed: its programs run until this is dropped.
pub(crate) struct Followed {
    groups: Vec<Pid>,
}

impl Drop for Followed {
    fn drop(&mut self) {
        for group in &self.groups {
            let _ = kill_process_group(*group, Signal::KILL);
        }
    }
}

/// A fenced block of a page.
struct Block<'a> {
    language: &'a str,
    /// The file that the line above it names.
    file: Option<&'a str>,
    text: &'a str,
}

fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut rest = page;
    while let Some((before, after)) = rest.split_once("\n```") {
        let (language, after) = after.split_once('\n').unwrap();
        let (text, after) = after.split_once("```\n").unwrap();
        let line = before.trim_end().lines().last().unwrap_or_default();
        let file = line.strip_suffix("`:").and_then(|line| line.rsplit('`').next());
        blocks.push(Block { language, file, text });
        rest = after;
    }
    blocks
}

/// Returns whether a text is as expected, where `…` stands for any text. As the first line it stands for any lines or none: what a command
/// says when it makes something, it does not say when it is tried again.
fn matches(expected: &str, text: &str) -> bool {
    if let Some(expected) = expected.strip_prefix("…\n") {
        let lines = text.match_indices('\n').map(|(end, _)| end + 1);
        return iter::once(0)
            .chain(lines)
            .any(|line| matches(expected, &text[line..]));
    }
    let mut parts = expected.split('…');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    let Some((last, between)) = parts.split_last() else {
        return rest.is_empty();
    };
    for part in between {
        let Some((_, after)) = rest.split_once(part) else {
            return false;
        };
        rest = after;
    }
    rest.ends_with(last)
}

fn contents(output: &mut File) -> String {
    let mut bytes = Vec::new();
    output.rewind().unwrap();
    output.read_to_end(&mut bytes).unwrap();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A port that nothing listens on, and that the system gives to no connection: it is used minutes later. No usual port of a broker is
/// part of such a number.
fn free_port() -> u16 {
    loop {
        let port = 20_000 + (RandomState::new().hash_one(0) % 1_800) as u16;
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return port;
        }
    }
}
