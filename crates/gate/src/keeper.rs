//! Keeping rows up to date: a thread reads those that are in use again and again.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
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
    is_away: Arc<AtomicBool>,
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
        let is_away = Arc::new(AtomicBool::new(false));
        let mut keeping = Keeping {
            database,
            refresher,
            runtime,
            report,
            is_away: Arc::clone(&is_away),
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
        Ok(Self { is_away, _stop: stop })
    }

    /// Returns whether the database did not answer last.
    pub(crate) fn is_away(&self) -> bool {
        self.is_away.load(Ordering::Relaxed)
    }
}

/// The state of the thread.
struct Keeping {
    database: Database,
    refresher: Refresher,
    runtime: Runtime,
    report: Report,
    is_away: Arc<AtomicBool>,
}

impl Keeping {
    /// Reads the rows that are in use, and returns whether any of them has changed.
    fn step(&mut self) -> bool {
        let database = self.database;
        match self.runtime.block_on(self.refresher.refresh()) {
            Ok(changed) => {
                if self.is_away.swap(false, Ordering::Relaxed) {
                    self.report.tell(Event::Back { database });
                }
                changed
            }
            Err(fault) => {
                if !self.is_away.swap(true, Ordering::Relaxed) {
                    self.report.tell(Event::Away { database, fault });
                }
                false
            }
        }
    }
}
