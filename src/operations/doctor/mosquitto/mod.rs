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
    setting::Setting,
};
use crate::{error::Outcome, operations::access::SystemUser};

const UNKNOWN: Rule = Rule(
    "unknown_setting",
    "Mosquitto does not start with a setting that it does not know",
);
const NOT_A_SWITCH: Rule = Rule(
    "not_true_or_false",
    "Mosquitto does not start with any other word here, not even in capitals",
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
    settings.for_each(|setting| spelling(&mut exam, setting));
    let open = config.open();
    if open.is_empty() {
        let at = &config.listeners[0].at;
        exam.findings
            .warning(at, NO_LISTENER, "there is no listener", "listener 8883");
    }
    for listener in open {
        if listener::examine(&mut exam, &config, listener) {
            access::examine(&mut exam, &config, listener);
        }
    }
    Ok(exam.findings.sorted())
}

/// Reports a setting that Mosquitto does not know, and a value that it does not take.
fn spelling(exam: &mut Exam<'_>, setting: &Setting) {
    let Setting { key, value, at } = setting;
    if !known::is_known(key) {
        let problem = format!("{key} is not a setting of Mosquitto");
        let fix = match known::meant(key) {
            Some(meant) => format!("{meant} {value}"),
            None => format!("# {key} {value}"),
        };
        exam.findings
            .error(at, UNKNOWN, problem, fix.trim_end().to_owned());
    } else if known::is_one_of(known::SWITCHES, key) {
        let word = value.split(' ').next().unwrap_or_default();
        if !matches!(word, "true" | "false" | "1" | "0") {
            let problem = format!("{key} is {word}, which is neither true nor false");
            exam.findings.error(
                at,
                NOT_A_SWITCH,
                problem,
                format_args!("{key} {}", setting.is_on()),
            );
        }
    }
}

/// Returns whether Mosquitto knows a setting.
pub(super) fn knows(key: &str) -> bool {
    known::is_known(key)
}
