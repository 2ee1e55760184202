//! The access log: a line of JSON for each question, written by a thread of its own, so that a slow reader of the log holds up
//! no answer.

use std::{
    io::{self, Write},
    net::SocketAddr,
    sync::{
        Mutex, PoisonError,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
    time::{Duration, Instant},
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
    /// The network address of the client, where the broker says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) address: Option<Shown<'a>>,
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

/// Someone who was not asked for a question: without a token, or without a certificate.
#[derive(Serialize)]
pub(crate) struct Refused<'a> {
    time: String,
    event: &'static str,
    peer: String,
    reason: Shown<'a>,
    /// Others like it that have no line.
    #[serde(skip_serializing_if = "is_zero")]
    left_out: u64,
}

impl<'a> Refused<'a> {
    pub(crate) fn new(peer: Option<SocketAddr>, reason: &'a str, left_out: u64) -> Self {
        Self {
            time: UnixTime::now().to_string(),
            event: "refused",
            peer: peer.map(|peer| peer.ip().to_string()).unwrap_or_default(),
            reason: Shown(reason),
            left_out,
        }
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// Lines a second about what anyone can cause.
const FEW: u32 = 10;

/// Lets a few lines a second be written, and counts the others.
#[derive(Default)]
pub(crate) struct Few(Mutex<Second>);

#[derive(Default)]
struct Second {
    began: Option<Instant>,
    written: u32,
    left_out: u64,
}

impl Few {
    /// Returns whether a line may be written, with the number of those before it that were not.
    pub(crate) fn next(&self, now: Instant) -> Option<u64> {
        let mut second = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_over = |began| now.saturating_duration_since(began) >= Duration::from_secs(1);
        if second.began.is_none_or(is_over) {
            (second.began, second.written) = (Some(now), 0);
        }
        if second.written == FEW {
            second.left_out += 1;
            return None;
        }
        second.written += 1;
        Some(std::mem::take(&mut second.left_out))
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_lines_a_second_are_written_and_the_others_counted() {
        let (few, now) = (Few::default(), Instant::now());
        for _ in 0..FEW {
            assert_eq!(few.next(now), Some(0));
        }
        for _ in 0..1_000 {
            assert_eq!(few.next(now + Duration::from_millis(999)), None);
        }
        assert_eq!(few.next(now + Duration::from_secs(1)), Some(1_000));
        assert_eq!(few.next(now + Duration::from_secs(1)), Some(0));
    }
}
