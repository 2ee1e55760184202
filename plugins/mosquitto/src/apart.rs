//! The gate, on threads that have no file descriptors in common with the broker.
//!
//! Where threads share them, the kernel counts references at each read and write, of the broker too: that is a tenth of what a
//! message costs. So one thread gives up those of the broker and opens the gate, and all other threads of the gate come from this
//! one. It asks what the broker has to wait for. Whatever has a descriptor must be made, used and dropped on these threads: its
//! number means another file to the broker.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc::{self, Receiver, RecvTimeoutError, Sender},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use amqtt_gate::{Blocking, Configuration, Event, Gate};

use crate::ffi;

/// Time after which the gate is another age older, at the latest.
pub(crate) const AGE: Duration = Duration::from_millis(100);

type Question = Box<dyn FnOnce(&Blocking) + Send>;

/// The gate. The fields are dropped in this order, so that it is the thread that drops the gate at last.
pub(crate) struct Apart {
    gate: Arc<Gate>,
    questions: Sender<Question>,
    age: Arc<AtomicU64>,
    _thread: Joined,
}

impl Apart {
    /// Opens the gate.
    pub(crate) fn open(
        configuration: Configuration,
        report: impl Fn(Event) + Send + 'static,
    ) -> Result<Self, String> {
        let (questions, asked) = mpsc::channel();
        let (opened, gate) = mpsc::channel();
        let age = Arc::new(AtomicU64::new(1));
        let aging = Arc::clone(&age);
        let work = move || {
            ffi::leave_descriptors();
            let blocking = Blocking::open(&configuration, report).map_err(|error| error.to_string());
            let gate = blocking.as_ref().map(|blocking| Arc::clone(blocking.gate()));
            let _ = opened.send(gate.map_err(String::clone));
            if let Ok(blocking) = blocking {
                serve(&blocking, &asked, &aging);
            }
        };
        let thread = thread::Builder::new()
            .name("amqtt-gate-ask".to_owned())
            .spawn(work);
        let thread = Joined(Some(
            thread.map_err(|error| format!("cannot start a thread: {error}"))?,
        ));
        let gate = gate.recv().map_err(|_| "the gate was not opened".to_owned())??;
        Ok(Self {
            gate,
            questions,
            age,
            _thread: thread,
        })
    }

    /// Asks a question, and waits for its answer; `None` if it panicked.
    pub(crate) fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Blocking) -> T + Send + 'static,
    ) -> Option<T> {
        let (answer, answered) = mpsc::channel();
        let question = move |blocking: &Blocking| {
            let _ = answer.send(question(blocking));
        };
        self.questions.send(Box::new(question)).ok()?;
        let answer = answered.recv().ok();
        // What was known before counts no longer, however long this took.
        self.age.fetch_add(1, Ordering::Relaxed);
        answer
    }

    /// Returns a number, not 0, that changes ten times a second: the clock of what is done from time to time, and of what is remembered,
    /// at the cost of a read from memory.
    pub(crate) fn age(&self) -> u64 {
        self.age.load(Ordering::Relaxed)
    }

    /// Returns the gate, for what needs neither waiting nor a descriptor.
    pub(crate) fn gate(&self) -> &Gate {
        &self.gate
    }
}

/// Answers questions until there are no more.
fn serve(blocking: &Blocking, asked: &Receiver<Question>, age: &AtomicU64) {
    loop {
        match asked.recv_timeout(AGE) {
            // The broker, which waits for the answer, learns of a panic by the end of its channel.
            Ok(question) => drop(catch_unwind(AssertUnwindSafe(|| question(blocking)))),
            Err(RecvTimeoutError::Timeout) => drop(age.fetch_add(1, Ordering::Relaxed)),
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// A thread that has ended once this is dropped.
struct Joined(Option<JoinHandle<()>>);

impl Drop for Joined {
    fn drop(&mut self) {
        if let Some(thread) = self.0.take() {
            let _ = thread.join();
        }
    }
}
