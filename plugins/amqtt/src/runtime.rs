//! The threads that do what cannot be answered at once.

use std::{io, sync::OnceLock};

use pyo3::{PyResult, exceptions::PyRuntimeError};
use tokio::runtime::{Builder, Runtime};

/// Handing an answer to Python waits for Python's lock. Meanwhile the other thread goes on.
const THREADS: usize = 2;

/// Returns the runtime of this process, which is started at the first call and never stopped: daemon threads in Python's words.
pub(crate) fn runtime() -> PyResult<&'static Runtime> {
    static RUNTIME: OnceLock<io::Result<Runtime>> = OnceLock::new();
    let runtime = RUNTIME.get_or_init(|| {
        Builder::new_multi_thread()
            .worker_threads(THREADS)
            .thread_name("amqtt-verifier")
            .enable_io()
            .enable_time()
            .build()
    });
    runtime
        .as_ref()
        .map_err(|error| PyRuntimeError::new_err(format!("cannot start the threads: {error}")))
}
