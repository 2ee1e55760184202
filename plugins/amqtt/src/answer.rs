//! Answers for Python: at once where that is possible, else by an `asyncio.Future`.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    task::{Context, Poll, Waker},
};

use pyo3::{IntoPyObjectExt, exceptions::PyRuntimeError, prelude::*, sync::PyOnceLock, types::PyCFunction};
use tokio::task::JoinError;

use crate::runtime::runtime;

/// Answers a question: with its answer if it needs no waiting, else with a future of the running event loop.
///
/// # Errors
/// Raises an exception if there is no running event loop, or the question panics.
pub(crate) fn answer<'py, T>(
    py: Python<'py>,
    question: impl Future<Output = T> + Send + 'static,
) -> PyResult<Bound<'py, PyAny>>
where
    T: for<'p> IntoPyObject<'p> + Send + 'static,
{
    let runtime = runtime()?;
    let _within = runtime.enter();
    let mut question = Box::pin(question);
    let mut once = || question.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    match catch_unwind(AssertUnwindSafe(&mut once)) {
        Ok(Poll::Ready(answer)) => return answer.into_bound_py_any(py),
        Ok(Poll::Pending) => {}
        Err(_) => return Err(panicked()),
    }
    let event_loop = running_loop(py)?;
    let future = event_loop.call_method0("create_future")?;
    let (event_loop, promise) = (event_loop.unbind(), future.clone().unbind());
    let asking = runtime.spawn(question);
    runtime.spawn(async move {
        let answer = asking.await;
        // Without an interpreter, or with a loop that is closed, nobody waits any more.
        Python::try_attach(|py| drop(settle(py, &event_loop, promise, answer)));
    });
    Ok(future)
}

fn running_loop(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    static RUNNING_LOOP: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    RUNNING_LOOP.import(py, "asyncio", "get_running_loop")?.call0()
}

/// Hands the answer to the thread of the loop, which alone may touch the future.
fn settle<T>(
    py: Python<'_>,
    event_loop: &Py<PyAny>,
    promise: Py<PyAny>,
    answer: Result<T, JoinError>,
) -> PyResult<()>
where
    T: for<'p> IntoPyObject<'p>,
{
    let (method, value) = match answer {
        Ok(answer) => ("set_result", answer.into_py_any(py)?),
        Err(_) => ("set_exception", panicked().into_py_any(py)?),
    };
    let set = move |args: &Bound<'_, pyo3::types::PyTuple>, _: Option<&Bound<'_, pyo3::types::PyDict>>| {
        let py = args.py();
        let promise = promise.bind(py);
        // It is done already if its task was canceled.
        match promise.call_method0("done")?.is_truthy()? {
            true => Ok(()),
            false => promise.call_method1(method, (value.bind(py),)).map(drop),
        }
    };
    let set = PyCFunction::new_closure(py, None, None, set)?;
    event_loop
        .call_method1(py, "call_soon_threadsafe", (set,))
        .map(drop)
}

fn panicked() -> PyErr {
    PyRuntimeError::new_err("the verifier failed; nothing was decided")
}
