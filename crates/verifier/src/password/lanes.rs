//! Threads that compute the lanes of Argon2 side by side.
//!
//! They belong to this library: a program's work on rayon's global pool and password hashing do not wait for each other.
//! They start at the first hash, one per processor, and sleep when idle.

use std::{num::NonZeroUsize, sync::LazyLock, thread::available_parallelism};

use rayon::{ThreadPool, ThreadPoolBuilder};

use super::{error::HashError, parameters::ARGON2_LANES_MAX};

static POOL: LazyLock<Option<ThreadPool>> = LazyLock::new(|| {
    let threads = available_parallelism().map_or(1, NonZeroUsize::get);
    ThreadPoolBuilder::new()
        .num_threads(threads.min(ARGON2_LANES_MAX as usize))
        .thread_name(|number| format!("argon2-{number}"))
        .build()
        .ok()
});

/// Runs work whose parallel parts use these threads, and waits for it.
pub(super) fn on_all<R: Send>(work: impl FnOnce() -> R + Send) -> Result<R, HashError> {
    let pool = POOL.as_ref().ok_or(HashError::Threads)?;
    Ok(pool.install(work))
}
