//! How settings of Mosquitto are written, and what keeps it from starting.

use std::collections::HashSet;

use super::{
    config::{self, Config},
    known,
};
use crate::operations::doctor::{exam::Exam, finding::Rule, setting::Setting};

const UNKNOWN: Rule = Rule(
    "unknown_setting",
    "Mosquitto does not start with a setting that it does not know",
);
const TAB: Rule = Rule(
    "tab_after_setting",
    "Mosquitto divides at spaces alone, takes the tab for a part of the name, and does not start",
);
const NOT_A_SWITCH: Rule = Rule(
    "not_true_or_false",
    "Mosquitto does not start with any other word here, not even in capitals",
);
const EMPTY: Rule = Rule(
    "value_missing",
    "Mosquitto does not start with a setting without a value",
);
const PORT: Rule = Rule(
    "port_invalid",
    "Mosquitto does not start with a port that is not a number from 1 to 65535",
);
const TWICE: Rule = Rule(
    "setting_twice",
    "Mosquitto does not start with a second value for this setting",
);

pub(super) fn examine(exam: &mut Exam<'_>, config: &Config) {
    for tab in &config.tabs {
        let Setting { key, value, at } = tab;
        let problem = format!("a tab follows {key}");
        let fix = format!("{key} {}", value.replace('\t', " "));
        exam.findings.error(at, TAB, problem, fix.trim_end());
    }
    let mut seen = HashSet::new();
    for (scope, setting) in config.scoped() {
        one(exam, setting);
        let is_second = !seen.insert((scope, setting.key.as_str()));
        if is_second && known::is_one_of(known::ONCE, &setting.key) {
            let problem = format!("{} is set a second time", setting.key);
            let fix = format!("# {} {}", setting.key, setting.value);
            exam.findings.error(&setting.at, TWICE, problem, fix);
        }
    }
    let listeners = config.listeners.iter().skip(1);
    for listener in listeners.filter(|listener| !listener.port.is_empty() && !listener.has_port()) {
        let problem = format!("{} is not a port", listener.port);
        let fix = format!("listener 8883 {}", listener.host);
        exam.findings.error(&listener.at, PORT, problem, fix.trim_end());
    }
}

/// Reports a setting that Mosquitto does not know, and a value that it does not take.
fn one(exam: &mut Exam<'_>, setting: &Setting) {
    let Setting { key, value, at } = setting;
    let is_switch = known::is_one_of(known::SWITCHES, key);
    if !known::is_known(key) {
        let problem = format!("{key} is not a setting of Mosquitto");
        let fix = match known::meant(key) {
            Some(meant) => format!("{meant} {value}"),
            None => format!("# {key} {value}"),
        };
        exam.findings.error(at, UNKNOWN, problem, fix.trim_end());
    } else if value.is_empty() {
        let fix = match is_switch {
            true => format!("{key} false"),
            false => format!("# {key}"),
        };
        exam.findings
            .error(at, EMPTY, format_args!("{key} has no value"), fix);
    } else if is_switch {
        let word = value.split(' ').next().unwrap_or_default();
        if !matches!(word, "true" | "false" | "1" | "0") {
            let problem = format!("{key} is {word}, which is neither true nor false");
            let fix = format!("{key} {}", setting.is_on());
            exam.findings.error(at, NOT_A_SWITCH, problem, fix);
        }
    } else if key == "port" && config::port(value).is_none() {
        let problem = format!("{value} is not a port");
        exam.findings.error(at, PORT, problem, "port 1883");
    }
}
