//! aMQTT's YAML (0.12).

mod listeners;
mod old;
mod plugins;

use std::path::Path;

use super::{
    exam::{Exam, Measure},
    finding::{Finding, Rule},
    setting::{Tree, nearest},
    yaml::{self, YamlError},
};
use crate::error::{Code, Failure, Outcome};

const SYNTAX: Rule = Rule("syntax", "the broker does not start with a file that is not YAML");
const UNKNOWN: Rule = Rule(
    "unknown_setting",
    "aMQTT does not start with a setting that it does not know",
);
/// The settings of the whole broker.
const KNOWN: [&str; 8] = [
    "listeners",
    "sys_interval",
    "timeout_disconnect_delay",
    "session_expiry_interval",
    "auth",
    "topic-check",
    "topic_check",
    "plugins",
];

/// Examines a configuration.
///
/// # Errors
/// [`Code::Environment`] for a file that is too large to be a configuration.
pub(super) fn examine(path: &Path, text: &str, measure: &Measure) -> Outcome<Vec<Finding>> {
    let mut exam = Exam::new(measure, path, |key, value| format!("{key}: {value}"));
    let tree = match yaml::read(path.into(), text) {
        Ok(tree) => tree,
        Err(YamlError::Syntax { line, fault }) => {
            let at = Tree::new(path.into()).place(line);
            let problem = format!("not YAML: {fault}");
            exam.findings.error(&at, SYNTAX, problem, "key: value");
            return Ok(exam.findings.sorted());
        }
        Err(error) => {
            return Err(Failure::new(Code::Environment, error)
                .context(format_args!("cannot read {}", path.display())));
        }
    };
    unknown(&mut exam, &tree, &[], &KNOWN);
    listeners::examine(&mut exam, &tree);
    plugins::examine(&mut exam, &tree);
    old::examine(&mut exam, &tree);
    Ok(exam.findings.sorted())
}

/// Reports settings at a path that aMQTT does not know.
fn unknown(exam: &mut Exam<'_>, tree: &Tree, path: &[&str], known: &[&str]) {
    for name in tree.names(path) {
        let whole = [path, &[name.as_str()]].concat();
        if let Some(at) = tree.at(&whole).filter(|_| !known.contains(&name.as_str())) {
            let near = nearest(&name, known.iter().copied()).map_or("", |(_, known)| known);
            let value = tree.get(&whole).map(|setting| setting.value).unwrap_or_default();
            let fix = format!("{near}: {value}");
            let problem = format!("{name} is not a setting of aMQTT here");
            exam.findings
                .error(&at, UNKNOWN, problem, fix.trim_end().to_owned());
        }
    }
}
