//! The `plugin_opt_…` lines of the broker's configuration: the options of the gate, by their names.

use std::time::Duration;

use amqtt_gate::{Configuration, OptionError, Options};

/// Time that a login may take from the broker, which does nothing else meanwhile.
const LOGIN: (&str, Duration) = ("login-timeout", Duration::from_secs(2));

/// Reads the options.
pub(crate) fn configuration(given: &[(String, String)]) -> Result<Configuration, OptionError> {
    let mut options = Options::new();
    for (name, value) in given {
        options.set(name, value)?;
    }
    let mut configuration = options.configuration()?;
    let (name, time) = LOGIN;
    if !given.iter().any(|(given, _)| given.replace('_', "-") == name) {
        configuration.login_timeout = time;
    }
    Ok(configuration)
}
