//! Threads that compute the lanes of Argon2 side by side.
//!
//! They are of this library alone: what a program does on rayon's own threads neither waits for a password, nor keeps one
//! waiting. They are started at the first hash, as many as there are processors, and sleep when there is nothing to do.

use std::{num::NonZeroUsize, sync::LazyLock, thread::available_parallelism};

use rayon::{ThreadPool, ThreadPoolBuilder};

use super::{ARGON2_LANES_MAX, HashError};

static POOL: LazyLock<Option<ThreadPool>> = LazyLock::new(|| {
    let threads = available_parallelism().map_or(1, NonZeroUsize::get);
    ThreadPoolBuilder::new()
        .num_threads(threads.min(ARGON2_LANES_MAX as usize))
        .thread_name(|number| format!("argon2-{number}"))
        .build()
        .ok()
});

/// Does work whose parallel parts run on these threads, and waits for it.
pub(super) fn on_all<R: Send>(work: impl FnOnce() -> R + Send) -> Result<R, HashError> {
    let pool = POOL.as_ref().ok_or(HashError::Threads)?;
    Ok(pool.install(work))
}
