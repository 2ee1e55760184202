//! Work on many things at once, on all cores, while the caller does something else.

use std::{
    num::NonZero,
    sync::{Arc, OnceLock},
    thread::{self, Scope, ScopedJoinHandle},
};

use crate::error::{Code, Failure, Outcome};

/// From this number of things on, a thread of their own is worthwhile.
const SHARE_LEAST: usize = 8;

/// Threads at work, each on a share of the things.
pub(crate) struct Crew<'scope, T>(Vec<ScopedJoinHandle<'scope, Outcome<Vec<T>>>>);

impl<'scope, T: Send + 'scope> Crew<'scope, T> {
    /// Starts to work on each of the things.
    pub(crate) fn start<I: Send + Sync + 'scope>(
        scope: &'scope Scope<'scope, '_>,
        things: &Arc<Vec<I>>,
        work: impl Fn(&I) -> Outcome<T> + Copy + Send + 'scope,
    ) -> Self {
        let share = things.len().div_ceil(cores()).max(SHARE_LEAST);
        let shares = (0..things.len()).step_by(share).map(|from| {
            let things = Arc::clone(things);
            scope.spawn(move || things.iter().skip(from).take(share).map(work).collect())
        });
        Self(shares.collect())
    }

    /// Waits until all is done, and returns what the work on each thing returned, in order.
    ///
    /// # Errors
    /// The first failure of the work.
    pub(crate) fn finish(self) -> Outcome<Vec<T>> {
        let mut done = Vec::new();
        for worker in self.0 {
            let ended = worker.join();
            done.extend(ended.map_err(|_| Failure::of(Code::Bug, "a worker thread ended early"))??);
        }
        Ok(done)
    }
}

/// Works on each of the things, on all cores where there are many.
///
/// # Errors
/// The first failure of the work.
pub(crate) fn work_on<I: Send + Sync, T: Send>(
    things: &Arc<Vec<I>>,
    work: impl Fn(&I) -> Outcome<T> + Copy + Send,
) -> Outcome<Vec<T>> {
    match things.len() < 2 * SHARE_LEAST {
        true => things.iter().map(work).collect(),
        false => thread::scope(|scope| Crew::start(scope, things, work).finish()),
    }
}

/// The number of cores that there are to use: finding it out takes several system calls.
fn cores() -> usize {
    static CORES: OnceLock<usize> = OnceLock::new();
    *CORES.get_or_init(|| thread::available_parallelism().map_or(1, NonZero::get))
}
