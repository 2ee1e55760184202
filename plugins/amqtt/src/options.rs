//! Options by the names that all gates share.

use amqtt_gate::{Configuration, OptionError, Options};
use pyo3::{exceptions::PyValueError, prelude::*};

/// Returns all options: the name as Python spells it, what it is for, and whether it takes several values.
#[pyfunction]
pub(crate) fn gate_options() -> Vec<(String, &'static str, bool)> {
    let all = Options::ALL.iter();
    all.map(|option| (option.name.replace('-', "_"), option.help, option.repeats))
        .collect()
}

/// Returns the configuration of a gate.
///
/// # Errors
/// Raises `ValueError`, which names the option.
pub(crate) fn configuration(given: Vec<(String, String)>) -> PyResult<Configuration> {
    let mut options = Options::new();
    let set = given
        .into_iter()
        .try_for_each(|(name, value)| options.set(&name, &value));
    let configuration = set
        .and_then(|()| options.configuration())
        .map_err(|error: OptionError| PyValueError::new_err(error.to_string()))?;
    let inventory = configuration.check_inventory();
    inventory.map_err(|fault| PyValueError::new_err(fault.to_string()))?;
    Ok(configuration)
}

/// Returns the exception for a value that cannot be used.
pub(crate) fn invalid<E: std::fmt::Display>(name: &str) -> impl FnOnce(E) -> PyErr {
    move |fault| PyValueError::new_err(format!("{name} is invalid: {fault}"))
}
