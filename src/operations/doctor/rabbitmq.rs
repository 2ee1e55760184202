//! `rabbitmq.conf` (3.10 and newer): the settings that its MQTT plug-in depends on.

use std::path::Path;

use super::{
    exam::{Exam, Measure, is_local, split_address},
    finding::{Finding, Rule},
    setting::{Setting, Tree},
    tls::{self, TlsFiles},
};
use crate::error::{Code, Failure, Outcome};

const SYNTAX: Rule = Rule(
    "syntax",
    "the broker does not start with a line that it cannot parse",
);
const NO_TLS: Rule = Rule(
    "listener_without_tls",
    "passwords and messages cross the network for anyone to read, and no client shows a certificate",
);
const NO_CERTIFICATE: Rule = Rule(
    "certificate_not_required",
    "clients without a certificate get as far as those with one",
);
const NO_CA: Rule = Rule(
    "cafile_missing",
    "the broker trusts no client's certificate, and locks all of them out",
);
const ANONYMOUS: Rule = Rule(
    "anonymous_allowed",
    "clients without a name act as the broker's default user",
);
const NO_IDENTITY: Rule = Rule(
    "identity_not_used",
    "a certificate alone gives a client no user name here",
);
const WHOLE_SUBJECT: Rule = Rule(
    "identity_is_whole_subject",
    "the user name is the whole subject of the certificate then, not the device id",
);
const COLONS: Rule = Rule(
    "colon_splits_user_name",
    "RabbitMQ takes what is before a colon for a virtual host, and cuts the name spiffe://… in two",
);
const GUEST: Rule = Rule(
    "guest_from_anywhere",
    "the account guest has the password guest, and all rights",
);
const WEAK_TLS: Rule = Rule("old_tls", "TLS before 1.2 has known weaknesses (RFC 8996)");
const NO_PATH: Rule = Rule(
    "http_path_missing",
    "RabbitMQ asks four questions, and denies where it has nobody to ask",
);
const NO_CRL: Rule = Rule(
    "no_revocation_list",
    "a revoked device gets in until its certificate expires; RabbitMQ has lists in advanced.config alone",
);

/// Examines a configuration.
///
/// # Errors
/// [`Code::Environment`] for a file that is too large to be a configuration.
pub(super) fn examine(path: &Path, text: &str, measure: &Measure) -> Outcome<Vec<Finding>> {
    let mut exam = Exam::new(measure, path, |key, value| format!("{key} = {value}"));
    let mut tree = Tree::new(path.into());
    for (line, text) in (1..).zip(text.lines()) {
        let text = text.split('#').next().unwrap_or_default().trim();
        let Some((key, value)) = text.split_once('=') else {
            if !text.is_empty() {
                let problem = "there is no '=' on this line";
                exam.findings
                    .error(&tree.place(line), SYNTAX, problem, "key = value");
            }
            continue;
        };
        let names: Vec<String> = key.trim().split('.').map(str::to_owned).collect();
        let value = value.trim().trim_matches(['\'', '"']);
        tree.add(&names, Some(value), line).map_err(|error| {
            Failure::new(Code::Environment, error).context(format_args!("cannot read {}", path.display()))
        })?;
    }
    listeners(&mut exam, &tree);
    logins(&mut exam, &tree);
    services(&mut exam, &tree);
    Ok(exam.findings.sorted())
}

/// Returns a setting with the whole of its key, as it is written.
fn get(tree: &Tree, key: &str) -> Option<Setting> {
    let path: Vec<&str> = key.split('.').collect();
    let setting = tree.get(&path)?;
    Some(Setting {
        key: key.to_owned(),
        ..setting
    })
}

fn is_none(setting: &Setting) -> bool {
    setting.value == "none" || setting.value == "false"
}

fn listeners(exam: &mut Exam<'_>, tree: &Tree) {
    let plain = ["mqtt", "listeners", "tcp"];
    let is_closed = tree.get(&plain).is_some_and(|setting| is_none(&setting));
    let opened: Vec<Setting> = tree
        .values(&plain)
        .into_iter()
        .filter(|one| !is_none(one))
        .collect();
    const CLOSE: &str = "mqtt.listeners.tcp = none";
    if opened.is_empty() && !is_closed {
        let problem = "the MQTT plug-in opens port 1883 without TLS unless that is closed";
        exam.findings.error(&tree.place(1), NO_TLS, problem, CLOSE);
    }
    for setting in opened.iter().filter(|one| !is_local(split_address(&one.value).0)) {
        let problem = format!("the listener on {} has no TLS", setting.value);
        exam.findings.error(&setting.at, NO_TLS, problem, CLOSE);
    }
    let secure = tree.values(&["mqtt", "listeners", "ssl"]);
    let Some(secure) = secure.into_iter().find(|one| !is_none(one)) else {
        return;
    };
    with_tls(exam, tree, &secure);
}

/// Examines what all listeners with TLS have in common.
fn with_tls(exam: &mut Exam<'_>, tree: &Tree, secure: &Setting) {
    let file = |name: &str| get(tree, &format!("ssl_options.{name}"));
    let files = TlsFiles {
        at: secure.at.clone(),
        ca: file("cacertfile"),
        certificate: file("certfile"),
        key: file("keyfile"),
        crl: None,
        keys: [
            "ssl_options.cacertfile",
            "ssl_options.certfile",
            "ssl_options.keyfile",
        ],
    };
    tls::examine(exam, &files);
    if files.ca.is_none() {
        let problem = "there is no CA that clients are trusted by";
        let fix = "ssl_options.cacertfile = ca.crt";
        exam.findings.error(&secure.at, NO_CA, problem, fix);
    }
    for (key, wanted) in [
        ("ssl_options.verify", "verify_peer"),
        ("ssl_options.fail_if_no_peer_cert", "true"),
    ] {
        let setting = get(tree, key);
        if setting.as_ref().is_none_or(|setting| setting.value != wanted) {
            let at = setting.as_ref().map_or(&secure.at, |setting| &setting.at);
            let problem = format!("{key} is not {wanted}");
            let fix = format!("{key} = {wanted}");
            exam.findings.error(at, NO_CERTIFICATE, problem, fix);
        }
    }
    for version in tree.values(&["ssl_options", "versions"]) {
        if matches!(version.value.as_str(), "tlsv1" | "tlsv1.1") {
            let problem = format!("{} is allowed", version.value);
            exam.findings
                .error(&version.at, WEAK_TLS, problem, "ssl_options.versions.1 = tlsv1.3");
        }
    }
    if services_of(tree).is_empty() {
        let problem = "no revocation list is looked at";
        let fix = "{ssl_options, [{crl_check, peer}]}";
        exam.findings.warning(&secure.at, NO_CRL, problem, fix);
    }
}

fn logins(exam: &mut Exam<'_>, tree: &Tree) {
    let named_nobody = get(tree, "mqtt.anonymous_login_user").is_some_and(|user| user.value == "none");
    let fix = "mqtt.allow_anonymous = false";
    match get(tree, "mqtt.allow_anonymous") {
        Some(setting) if setting.is_on() => {
            let problem = "anonymous clients are allowed";
            exam.findings.error(&setting.at, ANONYMOUS, problem, fix);
        }
        None if !named_nobody => {
            let problem = "anonymous clients are allowed unless that is switched off";
            exam.findings.warning(&tree.place(1), ANONYMOUS, problem, fix);
        }
        _ => {}
    }
    identity(exam, tree);
    let anywhere = [
        get(tree, "loopback_users").filter(is_none),
        get(tree, "loopback_users.guest").filter(is_none),
    ];
    if let Some(setting) = anywhere.into_iter().flatten().next()
        && get(tree, "default_pass").is_none()
    {
        let problem = "guest may log in from other machines";
        exam.findings
            .error(&setting.at, GUEST, problem, "loopback_users.guest = true");
    }
}

/// Examines whether certificates are names, and which part of them.
fn identity(exam: &mut Exam<'_>, tree: &Tree) {
    let login = get(tree, "mqtt.ssl_cert_login");
    if login.as_ref().is_some_and(Setting::is_on) {
        let from = get(tree, "ssl_cert_login_from");
        let at = from
            .as_ref()
            .or(login.as_ref())
            .map_or(tree.place(1), |setting| setting.at.clone());
        match from.as_ref().map_or("distinguished_name", |from| &from.value) {
            "distinguished_name" => {
                let problem = "ssl_cert_login_from is not common_name";
                let fix = "ssl_cert_login_from = common_name";
                exam.findings.error(&at, WHOLE_SUBJECT, problem, fix);
            }
            "subject_alternative_name" | "subject_alt_name" => {
                let is_on =
                    get(tree, "mqtt.ignore_colons_in_username").is_some_and(|setting| setting.is_on());
                if !is_on {
                    let problem = "user names are SPIFFE IDs, which have a colon";
                    let fix = "mqtt.ignore_colons_in_username = true";
                    exam.findings.error(&at, COLONS, problem, fix);
                }
            }
            _ => {}
        }
    } else if tree.has(&["mqtt", "listeners", "ssl"]) {
        let at = login.map_or_else(|| tree.place(1), |setting| setting.at);
        let problem = "certificates are not used as names";
        exam.findings
            .warning(&at, NO_IDENTITY, problem, "mqtt.ssl_cert_login = true");
    }
}

/// Returns the places where RabbitMQ asks a service over HTTP.
fn services_of(tree: &Tree) -> Vec<Setting> {
    let backends = ["auth_backends"];
    let direct = tree.values(&backends);
    let nested = tree
        .names(&backends)
        .into_iter()
        .flat_map(|number| tree.values(&["auth_backends", &number]));
    let mut all: Vec<Setting> = direct.into_iter().chain(nested).collect();
    all.retain(|backend| backend.value == "http" || backend.value == "rabbit_auth_backend_http");
    all
}

fn services(exam: &mut Exam<'_>, tree: &Tree) {
    let Some(backend) = services_of(tree).into_iter().next() else {
        return;
    };
    for question in ["user", "vhost", "resource", "topic"] {
        let key = format!("auth_http.{question}_path");
        match get(tree, &key) {
            None => {
                let problem = format!("{key} is missing");
                let fix = format!("{key} = http://127.0.0.1:9180/rabbitmq/{question}");
                exam.findings.error(&backend.at, NO_PATH, problem, fix);
            }
            Some(setting) => exam.refuse_clear(&setting),
        }
    }
}
