//! EMQX's HOCON (5 and newer).

mod listeners;

use std::path::Path;

use super::{
    exam::{Exam, Measure, Size},
    finding::{Finding, Rule},
    hocon::{self, HoconError},
    setting::{Setting, Tree},
};
use crate::error::{Code, Failure, Outcome};

const SYNTAX: Rule = Rule(
    "syntax",
    "the broker does not start with a file that is not HOCON",
);
const NOT_INCLUDED: Rule = Rule(
    "include_missing",
    "the broker passes over the file or does not start, and what would be set there may open the door",
);
const ANONYMOUS: Rule = Rule(
    "anonymous_allowed",
    "without authentication, anyone who reaches the port gets in",
);
const CERTIFICATE_ALONE: Rule = Rule(
    "authentication_off",
    "any certificate of the CA gets in, and what the authenticator knows of accounts and revocations does not count",
);
const NO_MATCH: Rule = Rule(
    "no_match_allows",
    "anything that no rule covers is allowed: a client without rights may publish and subscribe to everything",
);
const OPEN_ACL: Rule = Rule(
    "acl_allows_everything",
    "anything that no earlier rule denies is allowed to everyone",
);
const NO_SOURCE: Rule = Rule(
    "no_rights_checked",
    "without a source of rights, no_match decides about everything for everybody",
);
const DEFAULT_PASSWORD: Rule = Rule("default_password", "the password that EMQX comes with is public");
const NO_CLIENT_ID: Rule = Rule(
    "client_id_not_bound",
    "a device can take the client id of another one, and disconnect it",
);

/// Examines a configuration.
///
/// # Errors
/// [`Code::Environment`] for a file that is too large to be a configuration.
pub(super) fn examine(path: &Path, text: &str, measure: &Measure) -> Outcome<Vec<Finding>> {
    let mut exam = Exam::new(measure, path, |key, value| format!("{key} = \"{value}\""));
    let hocon::Hocon { tree, missing } = match hocon::read(path.into(), text) {
        Ok(hocon) => hocon,
        Err(HoconError::Syntax { at, fault }) => {
            let problem = format!("not HOCON: {fault}");
            exam.findings.error(&at, SYNTAX, problem, "key = value");
            return Ok(exam.findings.sorted());
        }
        Err(HoconError::TooMuch(error)) => {
            return Err(Failure::new(Code::Environment, error)
                .context(format_args!("cannot read {}", path.display())));
        }
    };
    for file in missing {
        let problem = format!("{} cannot be read", file.value);
        let fix = "include \"FILE\"";
        exam.findings.error(&file.at, NOT_INCLUDED, problem, fix);
    }
    let requires_certificates = listeners::examine(&mut exam, &tree);
    logins(&mut exam, &tree, requires_certificates);
    rights(&mut exam, &tree);
    let defaults = [
        (&["dashboard", "default_password"][..], "public"),
        (&["node", "cookie"], "emqxsecretcookie"),
    ];
    for (key, known) in defaults {
        if let Some(setting) = tree.get(key).filter(|setting| setting.value == known) {
            let problem = format!("{} is still the one that everybody knows", key.join("."));
            let fix = format!("{} = \"SECRET\"", key.join("."));
            exam.findings.warning(&setting.at, DEFAULT_PASSWORD, problem, fix);
        }
    }
    Ok(exam.findings.sorted())
}

fn logins(exam: &mut Exam<'_>, tree: &Tree, requires_certificates: bool) {
    let all = authenticators(tree);
    let (on, off): (Vec<_>, Vec<_>) = all.into_iter().partition(|path| is_enabled(tree, path));
    let switched_off = off.first().and_then(|path| below(tree, path, "enable"));
    match switched_off.filter(|_| on.is_empty()) {
        Some(setting) => {
            let (problem, fix) = ("every authenticator is switched off", "enable = true");
            match requires_certificates {
                true => exam
                    .findings
                    .warning(&setting.at, CERTIFICATE_ALONE, problem, fix),
                false => exam.findings.error(&setting.at, ANONYMOUS, problem, fix),
            }
        }
        None if on.is_empty() && !requires_certificates => {
            let at = tree.at(&["authentication"]).unwrap_or(tree.place(1));
            let problem = "there is no authentication";
            let fix = "authentication = [{mechanism = password_based, backend = http, …}]";
            exam.findings.error(&at, ANONYMOUS, problem, fix);
        }
        None => {}
    }
    if on.is_empty() && requires_certificates && tree.get(&["mqtt", "peer_cert_as_clientid"]).is_none() {
        let problem = "the client id need not be that of the certificate";
        let fix = "mqtt.peer_cert_as_clientid = cn";
        exam.findings.error(&tree.place(1), NO_CLIENT_ID, problem, fix);
    }
    for path in on {
        if let Some(url) = below(tree, &path, "url") {
            exam.refuse_clear(&url);
        }
    }
}

/// Returns the paths of all authenticators: those of a list, or the only one.
fn authenticators(tree: &Tree) -> Vec<Vec<String>> {
    const LIST: &str = "authentication";
    if tree.has(&[LIST, "mechanism"]) {
        return vec![vec![LIST.to_owned()]];
    }
    let names = tree.names(&[LIST]).into_iter();
    names.map(|name| vec![LIST.to_owned(), name]).collect()
}

fn below(tree: &Tree, path: &[String], key: &str) -> Option<Setting> {
    let path: Vec<&str> = path.iter().map(String::as_str).chain([key]).collect();
    tree.get(&path)
}

fn is_enabled(tree: &Tree, path: &[String]) -> bool {
    below(tree, path, "enable").is_none_or(|setting| setting.is_on())
}

fn rights(exam: &mut Exam<'_>, tree: &Tree) {
    let no_match = tree.get(&["authorization", "no_match"]);
    if no_match.as_ref().is_none_or(|setting| setting.value != "deny") {
        let at = no_match
            .map(|setting| setting.at)
            .or(tree.at(&["authorization"]))
            .unwrap_or(tree.place(1));
        let problem = "no_match is not deny";
        exam.findings
            .error(&at, NO_MATCH, problem, "authorization.no_match = deny");
    }
    let sources = tree.names(&["authorization", "sources"]).into_iter();
    let sources = sources.map(|name| ["authorization", "sources", &name].map(str::to_owned).to_vec());
    let (on, off): (Vec<_>, Vec<_>) = sources.partition(|path| is_enabled(tree, path));
    if on.is_empty()
        && let Some(setting) = off.first().and_then(|path| below(tree, path, "enable"))
    {
        let problem = "every source of rights is switched off";
        exam.findings
            .error(&setting.at, NO_SOURCE, problem, "enable = true");
    }
    for path in on {
        if let Some(url) = below(tree, &path, "url") {
            exam.refuse_clear(&url);
        }
        if below(tree, &path, "type").is_some_and(|kind| kind.value == "file")
            && let Some(path) = below(tree, &path, "path")
        {
            file(exam, &path);
        }
    }
}

/// Examines a file of rules.
fn file(exam: &mut Exam<'_>, setting: &Setting) {
    let Some((path, contents)) = exam.read(setting, Size::Small) else {
        return;
    };
    let text = String::from_utf8_lossy(&contents);
    for (line, text) in (1..).zip(text.lines()) {
        let rule: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if rule.starts_with("{allow,all}") || rule.starts_with("{allow,all,all") {
            let problem = format!("line {line} of {} is {}", path.display(), text.trim());
            exam.findings
                .error(&setting.at, OPEN_ACL, problem, "{deny, all}.");
        }
    }
}
