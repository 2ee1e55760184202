//! `mosquitto.conf`.

mod access;
mod acl;
mod config;
mod dynsec;
mod known;
mod listener;
mod spelling;

use std::path::Path;

use self::config::{Config, Listener};
use super::{
    exam::{Exam, Measure},
    finding::{Finding, Rule},
};
use crate::{error::Outcome, operations::access::SystemUser};

const NO_LISTENER: Rule = Rule(
    "no_listener",
    "without a listener, Mosquitto 2 accepts anonymous clients of this machine, and no others",
);
const NO_USER: Rule = Rule(
    "user_unknown",
    "started as root, the broker does not start without its user, and what that may read cannot be examined here",
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
    if let Some(user) = user.filter(|user| SystemUser::find(&user.value).is_none()) {
        let problem = format!("this machine has no user {}", user.value);
        exam.findings
            .warning(&user.at, NO_USER, problem, "user mosquitto");
    }
    if let Some(user) = user.filter(|user| user.value == "root") {
        exam.findings.warning(
            &user.at,
            RUNS_AS_ROOT,
            "the broker runs as root",
            "user mosquitto",
        );
    }
    spelling::examine(&mut exam, &config);
    let open = config.open();
    if open.is_empty() {
        let at = &config.listeners[0].at;
        exam.findings
            .warning(at, NO_LISTENER, "there is no listener", "listener 8883");
    }
    // The default listener has its port from another setting.
    let has_port =
        |listener: &&Listener| std::ptr::eq(*listener, &config.listeners[0]) || listener.has_port();
    for listener in open.into_iter().filter(has_port) {
        if listener::examine(&mut exam, &config, listener) {
            access::examine(&mut exam, &config, listener);
        }
    }
    Ok(exam.findings.sorted())
}

/// Returns whether Mosquitto knows a setting.
pub(super) fn knows(key: &str) -> bool {
    known::is_known(key)
}
