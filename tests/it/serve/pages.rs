//! The pages of the brokers that ask over HTTP, followed word for word: their fleets, services and checks. The broker is started by the
//! test, as a page installs it where the system has it, or leaves it to an operator.

use std::{
    thread,
    time::{Duration, Instant},
};

use super::{PATIENCE, Service};
use crate::{
    pages::follower::Page,
    support::{Run, Sandbox, tests},
};

tests![the_commands_of_every_page_run[OpenSsl]];

const PAGES: [&str; 7] = [
    "aedes",
    "amqtt-http",
    "emqx",
    "go-auth",
    "nanomq",
    "rabbitmq",
    "vernemq",
];

impl Page {
    /// The lines of the shell below a heading.
    fn lines(&self, heading: &str) -> Vec<&str> {
        let blocks = self.blocks(heading, "sh").into_iter();
        let lines: Vec<_> = blocks.flat_map(str::lines).collect();
        assert!(!lines.is_empty(), "{}: nothing to run in {heading}", self.name());
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
            self.run_line(sandbox, line).expect(0);
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
                let run = self.run_line(sandbox, &here);
                if run.code == Some(0) {
                    break;
                }
                let may_take = line.starts_with("! ") && started.elapsed() < PATIENCE;
                assert!(may_take, "{}: {run:#?}\n{}", self.name(), log());
                thread::sleep(Duration::from_millis(100));
            }
        }
    }

    fn run_line(&self, sandbox: &Sandbox, line: &str) -> Run {
        let mut shell = self.shell(sandbox, line);
        Run::of(shell.env("AMQTT_ADMIN_PASSWORD_FILE", "password"))
    }
}

/// Every page makes its fleet, writes its configuration to a file, and starts the service.
fn the_commands_of_every_page_run() {
    for page in PAGES.map(Page::new) {
        let sandbox = Sandbox::new();
        let service = page.set_up(&sandbox);
        assert!(!service.address.is_empty(), "{}", page.name());
        for heading in ["See that it works", "When it does not"] {
            assert!(!page.section(heading).is_empty(), "{}", page.name());
        }
    }
}
