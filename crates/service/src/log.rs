//! The access log: a line of JSON for each question, written by a thread of its own, so that a slow reader of the log holds up
//! no answer.

use std::{
    io::{self, Write},
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
};

use amqtt_verifier::certificate::UnixTime;
use serde::{Serialize, Serializer};

/// Lines that wait to be written; what comes on top is lost, and counted.
const WAITING: usize = 8_192;

/// A question and its answer. It never holds a password.
#[derive(Debug, Serialize)]
pub(crate) struct Line<'a> {
    pub(crate) time: String,
    pub(crate) event: &'static str,
    pub(crate) peer: String,
    pub(crate) dialect: &'a str,
    pub(crate) question: Shown<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) client_id: Option<Shown<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) username: Option<Shown<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) topic: Option<Shown<'a>>,
    pub(crate) answer: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<Shown<'a>>,
    pub(crate) microseconds: u64,
}

/// The longest text in a line, in octets: longer ones are cut off, as thousands of lines may wait.
const LONGEST: usize = 1_024;

/// A text that a client chose, as far as a line has room for it.
#[derive(Debug)]
pub(crate) struct Shown<'a>(pub(crate) &'a str);

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.len() <= LONGEST {
            true => serializer.serialize_str(self.0),
            false => serializer.collect_str(&format_args!(
                "{}…",
                &self.0[..self.0.floor_char_boundary(LONGEST)]
            )),
        }
    }
}

/// An event beside the questions.
#[derive(Serialize)]
struct Event<'a> {
    time: String,
    event: &'static str,
    message: &'a str,
}

/// The log of a service. Clones write to the same place.
#[derive(Debug, Clone)]
pub struct Log(SyncSender<Vec<u8>>);

impl Log {
    /// Starts the thread that writes.
    ///
    /// # Errors
    /// The thread cannot be started.
    pub fn to(sink: impl Write + Send + 'static) -> io::Result<Self> {
        let (lines, written) = sync_channel(WAITING);
        let write = move || write_all(&written, sink);
        thread::Builder::new()
            .name("access-log".to_owned())
            .spawn(write)?;
        Ok(Self(lines))
    }

    /// Writes a line about an event of the gate.
    pub fn event(&self, message: &str) {
        self.write(&Event {
            time: UnixTime::now().to_string(),
            event: "gate",
            message,
        });
    }

    /// Writes a line later; returns false if it is lost.
    pub(crate) fn write(&self, line: &impl Serialize) -> bool {
        let Ok(mut text) = serde_json::to_vec(line) else {
            return false;
        };
        text.push(b'\n');
        self.0.try_send(text).is_ok()
    }
}

fn write_all(lines: &Receiver<Vec<u8>>, mut sink: impl Write) {
    while let Ok(mut text) = lines.recv() {
        // Whatever else waits is written by the same call.
        while text.len() < 64 * 1024
            && let Ok(more) = lines.try_recv()
        {
            text.extend(more);
        }
        if sink.write_all(&text).and_then(|()| sink.flush()).is_err() {
            return;
        }
    }
}
