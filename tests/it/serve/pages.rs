//! The pages of the brokers that ask over HTTP, followed word for word: their fleets, services and checks. The broker is started by the
//! test, as a page installs it where the system has it, or leaves it to an operator.

use std::{
    env,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use super::{PATIENCE, Service};
use crate::support::{Run, Sandbox, tests};

tests![the_commands_of_every_page_run[OpenSsl]];

/// A page of `docs/`, by its name.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) name: &'static str,
    text: &'static str,
}

macro_rules! pages {
    ($($name:literal),+) => {
        &[$(Page { name: $name, text: include_str!(concat!("../../../docs/", $name, ".md")) }),+]
    };
}

const PAGES: &[Page] = pages![
    "aedes",
    "amqtt-http",
    "emqx",
    "go-auth",
    "nanomq",
    "rabbitmq",
    "vernemq"
];

impl Page {
    pub(super) fn of(name: &str) -> &'static Self {
        PAGES.iter().find(|page| page.name == name).unwrap()
    }

    /// The blocks in a language below a heading.
    pub(super) fn blocks(&self, heading: &str, language: &str) -> Vec<&'static str> {
        let section = self.text.split(&format!("\n## {heading}\n")).nth(1);
        let section = section.unwrap_or_else(|| panic!("{}: no {heading}", self.name));
        let section = section.split("\n## ").next().unwrap();
        let begin = format!("\n```{language}\n");
        let blocks = section.split(&begin).skip(1);
        blocks.map(|rest| rest.split("\n```").next().unwrap()).collect()
    }

    /// The lines of the shell below a heading.
    fn lines(&self, heading: &str) -> Vec<&'static str> {
        let lines: Vec<_> = self
            .blocks(heading, "sh")
            .into_iter()
            .flat_map(str::lines)
            .collect();
        assert!(!lines.is_empty(), "{}: nothing to run in {heading}", self.name);
        lines
    }

    /// Makes the fleet of the page, and starts its service on a free port.
    pub(super) fn set_up<'a>(&self, sandbox: &'a Sandbox) -> Service<'a> {
        // The password of `user add`, which the page leaves to the prompt.
        sandbox.write("password", "what ada typed");
        let (serve, make): (Vec<_>, Vec<_>) = self
            .lines("Set it up")
            .into_iter()
            .partition(|line| line.starts_with("amqtt-admin serve "));
        for line in make {
            command(sandbox, line).expect(0);
        }
        let options: Vec<&str> = serve[0].split(' ').skip(2).collect();
        Service::start(sandbox, &options)
    }

    /// Runs the lines that show that the broker works, with its port in place of the usual one. A change of the files counts within a second, so that
    /// what must fail may succeed before.
    pub(super) fn works(&self, sandbox: &Sandbox, port: u16, log: impl Fn() -> String) {
        for line in self.lines("See that it works") {
            let mut here = line.replace("127.0.0.1:8883", &format!("127.0.0.1:{port}"));
            for usual in [" -p 8883 ", " -p 1883 "] {
                here = here.replace(usual, &format!(" -p {port} "));
            }
            let started = Instant::now();
            loop {
                let run = command(sandbox, &here);
                if run.code == Some(0) {
                    break;
                }
                let may_take = line.starts_with("! ") && started.elapsed() < PATIENCE;
                assert!(may_take, "{}: {run:#?}\n{}", self.name, log());
                thread::sleep(Duration::from_millis(100));
            }
        }
    }
}

/// Runs a line of a page.
fn command(sandbox: &Sandbox, line: &str) -> Run {
    let admin = Path::new(env!("CARGO_BIN_EXE_amqtt-admin")).parent().unwrap();
    let path = env::join_paths([admin, Path::new("/usr/bin"), Path::new("/bin")]);
    let mut command = sandbox.command("sh");
    command
        .args(["-c", line])
        .env("PATH", path.unwrap())
        .env("AMQTT_ADMIN_PASSWORD_FILE", "password");
    Run::of(&mut command)
}

/// Every page makes its fleet, writes its configuration to a file, and starts the service.
fn the_commands_of_every_page_run() {
    for page in PAGES {
        let sandbox = Sandbox::new();
        let service = page.set_up(&sandbox);
        assert!(!service.address.is_empty(), "{}", page.name);
        for heading in ["See that it works", "When it does not"] {
            assert!(page.text.contains(&format!("\n## {heading}\n")), "{}", page.name);
        }
    }
}
