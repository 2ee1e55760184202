//! Keeping rows up to date: a thread reads those that are in use again and again.

use std::{
    io,
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{self, RecvTimeoutError, Sender},
    },
    thread,
    time::Duration,
};

use amqtt_verifier::sources::database::Refresher;
use tokio::runtime::{Builder, Runtime};

use crate::{
    event::{Database, Event},
    follow::SHORTEST,
    report::Report,
};

/// Keeps the thread running until it is dropped.
pub(crate) struct Keeper {
    database: Database,
    fault: Arc<Mutex<Option<Arc<str>>>>,
    _stop: Sender<()>,
}

impl Keeper {
    /// Starts the thread. It calls `changed` after each look that found any news.
    pub(crate) fn start(
        database: Database,
        refresher: Refresher,
        every: Duration,
        report: Report,
        changed: impl Fn() + Send + 'static,
    ) -> io::Result<Self> {
        let (stop, stopped) = mpsc::channel();
        let every = every.max(SHORTEST);
        // Its own, so that reading many rows holds up no question.
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let fault = Arc::default();
        let mut keeping = Keeping {
            database,
            refresher,
            runtime,
            report,
            fault: Arc::clone(&fault),
        };
        thread::Builder::new()
            .name("amqtt-gate-rows".to_owned())
            .spawn(move || {
                while stopped.recv_timeout(every) == Err(RecvTimeoutError::Timeout) {
                    if keeping.step() {
                        changed();
                    }
                }
            })?;
        Ok(Self {
            database,
            fault,
            _stop: stop,
        })
    }

    /// Returns the database, and why it did not answer last; `None` if it did.
    pub(crate) fn away(&self) -> Option<(Database, Arc<str>)> {
        let fault = self.fault.lock().unwrap_or_else(PoisonError::into_inner);
        Some((self.database, fault.clone()?))
    }
}

/// The state of the thread.
struct Keeping {
    database: Database,
    refresher: Refresher,
    runtime: Runtime,
    report: Report,
    fault: Arc<Mutex<Option<Arc<str>>>>,
}

impl Keeping {
    /// Reads the rows that are in use, and returns whether any of them has changed.
    fn step(&mut self) -> bool {
        let database = self.database;
        match self.runtime.block_on(self.refresher.refresh()) {
            Ok(changed) => {
                if self.replace(None).is_some() {
                    self.report.tell(Event::Back { database });
                }
                changed
            }
            Err(fault) => {
                if self.replace(Some(fault.to_string().into())).is_none() {
                    self.report.tell(Event::Away { database, fault });
                }
                false
            }
        }
    }

    fn replace(&self, fault: Option<Arc<str>>) -> Option<Arc<str>> {
        std::mem::replace(
            &mut self.fault.lock().unwrap_or_else(PoisonError::into_inner),
            fault,
        )
    }
}
