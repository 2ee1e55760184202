//! Work on many things at once, on all cores, while the caller does something else.

use std::{
    num::NonZero,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
    thread::{self, Scope, ScopedJoinHandle},
};

use crate::error::{Code, Failure, Outcome};

/// The number of things that a thread takes at once. Where there are fewer than two times that, a thread of their own is not
/// worthwhile.
const PORTION: usize = 8;

/// Threads at work. Each takes the next portion of the things when it is done with one, as another program, or the caller, may
/// keep one of the cores for itself.
pub(crate) struct Crew<'scope, T>(Vec<ScopedJoinHandle<'scope, Vec<Portion<T>>>>);

/// The number of the first thing of a portion, and what became of it.
type Portion<T> = (usize, Outcome<Vec<T>>);

impl<'scope, T: Send + 'scope> Crew<'scope, T> {
    /// Starts to work on each of the things.
    pub(crate) fn start<I: Send + Sync + 'scope>(
        scope: &'scope Scope<'scope, '_>,
        things: &Arc<Vec<I>>,
        work: impl Fn(&I) -> Outcome<T> + Copy + Send + 'scope,
    ) -> Self {
        let next = Arc::new(AtomicUsize::new(0));
        let workers = things.len().div_ceil(PORTION).min(cores());
        let start = |_| {
            let (things, next) = (Arc::clone(things), Arc::clone(&next));
            scope.spawn(move || {
                let mut done = Vec::new();
                loop {
                    let from = next.fetch_add(PORTION, Ordering::Relaxed);
                    let Some(portion) = things.get(from..).filter(|rest| !rest.is_empty()) else {
                        return done;
                    };
                    let worked: Outcome<Vec<T>> = portion.iter().take(PORTION).map(work).collect();
                    if worked.is_err() {
                        // Nobody begins another one; those before this one were begun, and are done to their end.
                        next.store(things.len(), Ordering::Relaxed);
                    }
                    done.push((from, worked));
                }
            })
        };
        Self((0..workers).map(start).collect())
    }

    /// Waits until all is done, and returns what the work on each thing returned, in order.
    ///
    /// # Errors
    /// The first failure of the work.
    pub(crate) fn finish(self) -> Outcome<Vec<T>> {
        let mut portions = Vec::new();
        for worker in self.0 {
            let ended = worker.join();
            portions.extend(ended.map_err(|_| Failure::of(Code::Bug, "a worker thread ended early"))?);
        }
        portions.sort_unstable_by_key(|(from, _)| *from);
        let mut done = Vec::new();
        for (_, worked) in portions {
            done.extend(worked?);
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
    match things.len() < 2 * PORTION {
        true => things.iter().map(work).collect(),
        false => thread::scope(|scope| Crew::start(scope, things, work).finish()),
    }
}

/// The number of cores that there are to use: finding it out takes several system calls.
fn cores() -> usize {
    static CORES: OnceLock<usize> = OnceLock::new();
    *CORES.get_or_init(|| thread::available_parallelism().map_or(1, NonZero::get))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_of_things_is_in_their_order() {
        for count in [0, 1, 7, 8, 9, 15, 16, 17, 500] {
            let things: Arc<Vec<usize>> = Arc::new((0..count).collect());
            let worked = work_on(&things, |thing| Ok(thing + 1)).unwrap();
            assert_eq!(worked, (1..=count).collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_first_failure_is_the_one_that_is_returned() {
        let things: Arc<Vec<usize>> = Arc::new((0..500).collect());
        let failed = work_on(&things, |thing| match thing {
            ..100 => Ok(()),
            _ => Err(Failure::of(Code::Unfit, thing)),
        });
        assert_eq!(failed.unwrap_err().message(), "100");
    }
}
