//! aMQTT's settings from before plug-ins were named by their classes: `auth` and `topic-check`.

use super::plugins::{ANONYMOUS, NAMES_ALONE, NOBODY};
use crate::operations::doctor::{
    exam::Exam,
    finding::Rule,
    setting::{Place, Setting, Tree},
};

const OLD: Rule = Rule(
    "old_plugins",
    "aMQTT still reads these settings, without the plug-ins for certificates, and will drop them",
);
const IGNORED: Rule = Rule(
    "old_plugins_ignored",
    "aMQTT reads topic-check with auth alone, and neither of them with plugins",
);

/// The names of the plug-ins that decide about logins; without a list of plug-ins, aMQTT uses both.
const ANYBODY: &str = "auth_anonymous";
const PASSWORDS: &str = "auth_file";

pub(super) fn examine(exam: &mut Exam<'_>, tree: &Tree) {
    let auth = tree.at(&["auth"]).filter(|_| !tree.has(&["plugins"]));
    for key in ["auth", "topic-check", "topic_check"] {
        match (tree.at(&[key]), &auth) {
            (Some(at), Some(_)) => {
                let problem = format!("{key} is the old way");
                exam.findings.warning(&at, OLD, problem, "plugins:");
            }
            (Some(at), None) => {
                let problem = format!("{key} has no effect");
                exam.findings
                    .warning(&at, IGNORED, problem, format_args!("# {key}:"));
            }
            (None, _) => {}
        }
    }
    match auth {
        Some(at) => logins(exam, tree, &at),
        None if !tree.has(&["plugins"]) => {
            let problem = "without plug-ins aMQTT allows anonymous clients";
            exam.findings
                .error(&tree.place(1), ANONYMOUS, problem, "plugins:");
        }
        None => {}
    }
}

/// Examines who may log in by the settings at `auth`.
fn logins(exam: &mut Exam<'_>, tree: &Tree, auth: &Place) {
    let path = ["auth", "plugins"];
    let is_null = |setting: Setting| matches!(&*setting.value, "" | "~" | "null");
    let named = tree.values(&path);
    let line = |plugin| {
        named
            .iter()
            .find(|named| named.value == plugin)
            .map(|named| &named.at)
    };
    let (anybody, passwords) = match tree.has(&path) && !tree.get(&path).is_some_and(is_null) {
        true => (line(ANYBODY), line(PASSWORDS)),
        false => (Some(auth), Some(auth)),
    };
    let option = tree.get(&["auth", "allow-anonymous"]);
    let allows = option.as_ref().is_none_or(Setting::is_on);
    let file = tree.has(&["auth", "password-file"]);
    match (anybody, passwords) {
        // A client without a user name is none of the other plug-in's business.
        (Some(_), Some(_)) if allows => {
            let at = option.as_ref().map_or(auth, |option| &option.at);
            exam.findings.error(
                at,
                ANONYMOUS,
                "anonymous clients are allowed",
                "allow-anonymous: false",
            );
        }
        (Some(at), None) if allows => {
            let problem = "anonymous clients are allowed";
            exam.findings
                .error(at, ANONYMOUS, problem, format_args!("- {PASSWORDS}"));
        }
        (Some(at), None) => {
            let problem = "clients with a user name are admitted";
            exam.findings
                .error(at, NAMES_ALONE, problem, format_args!("- {PASSWORDS}"));
        }
        (_, Some(at)) if !file => {
            let problem = format!("{PASSWORDS} has no password-file");
            exam.findings.error(at, NOBODY, problem, "password-file: FILE");
        }
        (None, None) if named.is_empty() => {
            let problem = "no plug-in decides who may log in";
            exam.findings
                .error(auth, NOBODY, problem, format_args!("- {PASSWORDS}"));
        }
        _ => {}
    }
}
