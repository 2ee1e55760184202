//! When the broker reads its configuration again, it asks for every session whether the client may log in, also for those whose
//! client is away. It calls the plug-in about the reload first, then about all sessions in one go, and then about the tick.

use std::time::{Duration, Instant};

/// A longer pause between two questions is the end of a reload. With `per_listener_settings true` there is no tick to end it.
const PAUSE: Duration = Duration::from_secs(1);

/// Tells questions of a reload from logins.
#[derive(Debug, Default)]
pub(crate) struct Reload {
    /// The time of the last question, while a reload goes on.
    last: Option<Instant>,
}

impl Reload {
    pub(crate) fn begin(&mut self, now: Instant) {
        self.last = Some(now);
    }

    pub(crate) fn end(&mut self) {
        self.last = None;
    }

    /// Returns whether a question that comes now belongs to a reload.
    pub(crate) fn includes(&mut self, now: Instant) -> bool {
        self.last = self
            .last
            .filter(|last| now.duration_since(*last) < PAUSE)
            .map(|_| now);
        self.last.is_some()
    }
}
