//! The record of whether a database answers, shared by all who ask it.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use tokio::{sync::watch, time::Instant};

use super::race::{Race, race};

/// Time after a failure for which questions that have an older answer are not asked.
const REST: Duration = Duration::from_millis(500);

/// Whether the last questions failed.
pub(super) struct Outage {
    since: Instant,
    /// The time limit for one question.
    timeout: Duration,
    /// The time to ask again, in milliseconds since `since`; 0 if the last question was answered.
    until: AtomicU64,
    /// Set while questions get no answer at all: a database that refuses at once costs nobody any time.
    hangs: watch::Sender<bool>,
}

/// The way to deal with a question.
pub(super) enum Outlook {
    /// It is to be asked.
    Ask,
    /// The last question failed, and another caller finds out whether the next one does: an older answer is as good.
    Away,
    /// Nobody is to wait for an answer.
    Hangs {
        /// Set for the caller that is to find out whether that is still so, without waiting for it.
        is_probe: bool,
    },
}

impl Outage {
    pub(super) fn new(timeout: Duration) -> Self {
        Self {
            since: Instant::now(),
            timeout,
            until: AtomicU64::new(0),
            hangs: watch::Sender::new(false),
        }
    }

    pub(super) fn outlook(&self) -> Outlook {
        let (until, now) = (self.until.load(Ordering::Relaxed), self.now());
        if until == 0 {
            return Outlook::Ask;
        }
        // The first caller after the rest asks, for all others.
        let next = self.after(self.timeout + REST);
        let is_first = until <= now
            && self
                .until
                .compare_exchange(until, next, Ordering::Relaxed, Ordering::Relaxed)
                .is_ok();
        match (*self.hangs.borrow(), is_first) {
            (true, is_probe) => Outlook::Hangs { is_probe },
            (false, true) => Outlook::Ask,
            (false, false) => Outlook::Away,
        }
    }

    /// Waits for an answer; where an older one will do, only until the database hangs: `None`.
    pub(super) async fn bounded<T>(&self, has_older: bool, answer: impl Future<Output = T>) -> Option<T> {
        if !has_older {
            return Some(answer.await);
        }
        let mut hangs = self.hangs.subscribe();
        match race(answer, hangs.wait_for(|hangs| *hangs)).await {
            Race::First(answer) => Some(answer),
            Race::Second(_) => None,
        }
    }

    /// A question has had no answer for too long. While it goes on, it is the probe.
    pub(super) fn hangs(&self, goes_on: bool) {
        let rest = if goes_on { self.timeout + REST } else { REST };
        self.until.store(self.after(rest), Ordering::Relaxed);
        self.hangs.send_replace(true);
    }

    /// A question failed. If it reached the database, that does not hang any more.
    pub(super) fn fails(&self, has_reached: bool) {
        self.until.store(self.after(REST), Ordering::Relaxed);
        if has_reached {
            self.hangs.send_replace(false);
        }
    }

    /// A question was answered.
    pub(super) fn ends(&self) {
        self.hangs.send_replace(false);
        self.until.store(0, Ordering::Relaxed);
    }

    fn now(&self) -> u64 {
        self.since.elapsed().as_millis() as u64
    }

    fn after(&self, time: Duration) -> u64 {
        self.now() + time.as_millis() as u64
    }
}
