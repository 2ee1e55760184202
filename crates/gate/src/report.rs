//! Reporting what happens beside the questions.

use std::sync::{Arc, Mutex, PoisonError};

use crate::event::Event;

/// The function that is called with events, by any thread, one at a time.
#[derive(Clone)]
pub(crate) struct Report(Arc<Mutex<dyn Fn(Event) + Send>>);

impl Report {
    pub(crate) fn new(report: impl Fn(Event) + Send + 'static) -> Self {
        Self(Arc::new(Mutex::new(report)))
    }

    pub(crate) fn tell(&self, event: Event) {
        (self.0.lock().unwrap_or_else(PoisonError::into_inner))(event);
    }
}
