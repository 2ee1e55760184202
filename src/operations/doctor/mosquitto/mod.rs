//! `mosquitto.conf`.

mod access;
mod config;
mod known;
mod listener;

use std::path::Path;

use self::config::Config;
use super::{
    exam::{Exam, Measure},
    finding::{Finding, Rule},
};
use crate::{error::Outcome, operations::access::SystemUser};

const UNKNOWN: Rule = Rule(
    "unknown_setting",
    "Mosquitto does not start with a setting that it does not know",
);
const NO_LISTENER: Rule = Rule(
    "no_listener",
    "without a listener, Mosquitto 2 accepts anonymous clients of this machine, and no others",
);
const RUNS_AS_ROOT: Rule = Rule("runs_as_root", "a fault in the broker would be a fault of root");

/// Examines a configuration.
///
/// # Errors
/// As [`Config::read`].
pub(super) fn examine(path: &Path, text: &str, measure: &Measure) -> Outcome<Vec<Finding>> {
    let config = Config::read(path, text)?;
    let mut exam = Exam::new(measure, path, |key, value| format!("{key} {value}"));
    let user = config.get("user");
    if measure.user.is_none() {
        // Started as root it becomes this user before it opens its files.
        let name = user.map_or("mosquitto", |user| &user.value);
        exam.user = SystemUser::find(name);
    }
    if let Some(user) = user.filter(|user| user.value == "root") {
        exam.findings.warning(
            &user.at,
            RUNS_AS_ROOT,
            "the broker runs as root",
            "user mosquitto",
        );
    }
    let settings = config
        .global
        .iter()
        .chain(config.listeners.iter().flat_map(|listener| &listener.settings));
    for setting in settings.filter(|setting| !known::is_known(&setting.key)) {
        let problem = format!("{} is not a setting of Mosquitto", setting.key);
        let fix = match known::meant(&setting.key) {
            Some(meant) => format!("{meant} {}", setting.value),
            None => format!("# {} {}", setting.key, setting.value),
        };
        exam.findings
            .error(&setting.at, UNKNOWN, problem, fix.trim_end().to_owned());
    }
    let open = config.open();
    if open.is_empty() {
        let at = &config.listeners[0].at;
        exam.findings
            .warning(at, NO_LISTENER, "there is no listener", "listener 8883");
    }
    for listener in open {
        listener::examine(&mut exam, &config, listener);
        access::examine(&mut exam, &config, listener);
    }
    Ok(exam.findings.sorted())
}

/// Returns whether Mosquitto knows a setting.
pub(super) fn knows(key: &str) -> bool {
    known::is_known(key)
}
