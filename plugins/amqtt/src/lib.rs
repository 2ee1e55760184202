//! The gate of `amqtt-gate` for Python: the module `amqtt_verifier._native`, on which the classes for aMQTT are thin.
//!
//! Python asks on the thread of its event loop. What can be answered from memory is answered there and then, in
//! microseconds; everything else (a query, a hash, an HTTP request) runs on threads of this module's own, without Python's
//! lock, and is answered by an `asyncio.Future`.

mod answer;
mod gate;
mod options;
mod runtime;
mod tables;
mod vouched;

/// The native half of `amqtt_verifier`.
#[pyo3::pymodule(gil_used = false)]
mod _native {
    #[pymodule_export]
    use crate::{
        gate::{Client, Denial, Gate},
        options::gate_options,
        tables::sync_schema,
    };
}
