//! The peers in Python, argon2-cffi and aMQTT's plugins: each runs in a process of its own, and times itself when it is asked.
//!
//! The Python is that of the environment which `AMQTT_ADMIN_TEST_PYTHON` names, as in the tests, or else `python3`.

use std::{
    env,
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    time::Duration,
};

/// Text in place of a figure where a peer is not installed.
pub(crate) const ABSENT: &str = "not measured, as AMQTT_ADMIN_TEST_PYTHON names no Python that has it";

/// A peer that waits to be asked.
pub(crate) struct Peer {
    process: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Peer {
    /// Starts one of those in `peers.py` with its arguments; nothing where it is not installed. It is warm then.
    pub(crate) fn start(name: &str, arguments: &[&str]) -> Option<Self> {
        let python =
            env::var("AMQTT_ADMIN_TEST_PYTHON").map_or("python3".to_owned(), |at| at + "/bin/python");
        let mut process = Command::new(python)
            .args([
                concat!(env!("CARGO_MANIFEST_DIR"), "/benches/peers/peers.py"),
                name,
            ])
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .ok()?;
        let mut peer = Self {
            questions: process.stdin.take().unwrap(),
            answers: BufReader::new(process.stdout.take().unwrap()),
            process,
        };
        match &*peer.answer() {
            "ready\n" => Some(peer),
            "absent\n" => None,
            _ => panic!("the peer {name} fails"),
        }
    }

    /// Returns the time of one call, as the mean of this number of calls.
    pub(crate) fn calls(&mut self, calls: u32) -> Taken {
        let [elapsed, cpu] = self.ask(&calls.to_string()).map(|time| time / calls);
        Taken { elapsed, cpu }
    }

    /// Returns the time of one call, and the longest that another task had to wait for its turn, with the millisecond
    /// that it sleeps.
    #[allow(dead_code, reason = "only passwords keep an event loop")]
    pub(crate) fn turns(&mut self) -> [Duration; 2] {
        self.ask("turns")
    }

    fn ask(&mut self, question: &str) -> [Duration; 2] {
        writeln!(self.questions, "{question}").unwrap();
        let answer = self.answer();
        let mut times = answer.split_whitespace();
        [(); 2].map(|()| Duration::from_nanos(times.next().unwrap().parse().unwrap()))
    }

    fn answer(&mut self) -> String {
        let mut answer = String::new();
        self.answers.read_line(&mut answer).unwrap();
        answer
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Time that a piece of work took.
pub(crate) struct Taken {
    pub(crate) elapsed: Duration,
    /// Of the processors, by all threads together.
    #[allow(dead_code, reason = "not every bench shows it")]
    pub(crate) cpu: Duration,
}
