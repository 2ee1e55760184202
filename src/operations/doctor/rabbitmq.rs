//! `rabbitmq.conf` (3.10 and newer): the settings that its MQTT plug-in depends on.

use std::path::Path;

use super::{
    exam::{Exam, Measure, is_local, split_address},
    finding::{Finding, Rule},
    setting::{Place, Setting, Tree},
    tls::{self, TlsFiles},
};
use crate::{
    error::{Code, Failure, Outcome},
    files,
};

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
    "the broker does not start without a CA to verify clients by",
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
const OTHER_NAME: Rule = Rule(
    "identity_is_other_name",
    "the user name is a host name of the certificate then, not its SPIFFE ID",
);
const FREE_CLIENT_ID: Rule = Rule(
    "client_id_not_bound",
    "a device that comes with the client id of another one is handed the messages that wait for it; the service can refuse it only \
     if the user name is the SPIFFE ID",
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
const AMQP: Rule = Rule(
    "amqp_without_tls",
    "clients of AMQP send their passwords across the network for everybody to read",
);
const OTHER_BACKEND: Rule = Rule(
    "other_backend",
    "whom the service refuses, RabbitMQ's own accounts may admit, such as guest with the password guest",
);
const OTHER_LOGINS: Rule = Rule(
    "other_backend",
    "the service is not asked who may log in: neither its accounts nor its revocations count",
);
const OTHER_RIGHTS: Rule = Rule(
    "other_backend",
    "the service is not asked what a client may do, and clients that only it knows have no rights",
);
const NO_RIGHTS: Rule = Rule(
    "no_rights_checked",
    "every account that may use the exchange may publish and subscribe to every topic",
);
const QUOTED: Rule = Rule(
    "quoted_value",
    "RabbitMQ 3.10 takes the quotes for a part of the value, and may not start",
);
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
    let advanced = Advanced::beside(path);
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
        let (key, quoted) = (key.trim(), value.trim());
        let value = quoted.trim_matches(['\'', '"']);
        if value != quoted {
            let problem = format!("the value of {key} is in quotes");
            let fix = format!("{key} = {value}");
            exam.findings.warning(&tree.place(line), QUOTED, problem, fix);
        }
        tree.add(&names, Some(value), line).map_err(|error| {
            Failure::new(Code::Environment, error).context(format_args!("cannot read {}", path.display()))
        })?;
    }
    listeners(&mut exam, &tree, &advanced);
    logins(&mut exam, &tree, &advanced);
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

/// Returns where the listeners without TLS are open to others, with the problem: by a setting, or by the want of one.
fn opened(tree: &Tree, path: &[&str], by_default: &str) -> Vec<(Place, String)> {
    let is_closed = tree.get(path).is_some_and(|setting| is_none(&setting));
    let mut settings = tree.values(path);
    settings.retain(|one| !is_none(one));
    if settings.is_empty() && !is_closed {
        return vec![(tree.place(1), by_default.to_owned())];
    }
    settings.retain(|one| !is_local(split_address(&one.value).0));
    let problem = |one: &Setting| format!("the listener on {} has no TLS", one.value);
    settings
        .iter()
        .map(|one| (one.at.clone(), problem(one)))
        .collect()
}

fn listeners(exam: &mut Exam<'_>, tree: &Tree, advanced: &Advanced) {
    let by_default = "the MQTT plug-in opens port 1883 without TLS unless that is closed";
    for (at, problem) in opened(tree, &["mqtt", "listeners", "tcp"], by_default) {
        exam.findings
            .error(&at, NO_TLS, problem, "mqtt.listeners.tcp = none");
    }
    web_sockets(exam, tree);
    let by_default = "RabbitMQ opens port 5672 for AMQP without TLS unless that is closed";
    for (at, problem) in opened(tree, &["listeners", "tcp"], by_default) {
        exam.findings.warning(&at, AMQP, problem, "listeners.tcp = none");
    }
    let secure = tree.values(&["mqtt", "listeners", "ssl"]);
    let Some(secure) = secure.into_iter().find(|one| !is_none(one)) else {
        return;
    };
    with_tls(exam, tree, &secure);
    if let Some(at) = &advanced.ssl_options {
        for (setting, text) in [
            ("{verify, verify_peer}", "{verify,verify_peer}"),
            ("{fail_if_no_peer_cert, true}", "{fail_if_no_peer_cert,true}"),
        ] {
            if !advanced.has(text) {
                let problem =
                    format!("the ssl_options here replace those of rabbitmq.conf, and lack {setting}");
                exam.findings.error(at, NO_CERTIFICATE, problem, setting);
            }
        }
    }
    if !advanced.has("{crl_check,peer}") && !advanced.has("{crl_check,true}") {
        let problem = "no revocation list is looked at";
        let fix = "{ssl_options, [{crl_check, peer}, …]} in advanced.config, from `amqtt-admin server show --config rabbitmq-advanced`";
        exam.findings.warning(&secure.at, NO_CRL, problem, fix);
    }
}

/// Reports the port of MQTT over web sockets without TLS, which only its plug-in opens.
fn web_sockets(exam: &mut Exam<'_>, tree: &Tree) {
    let at = |key: &str| get(tree, &format!("web_mqtt.{key}"));
    let ip = at("tcp.ip").or(at("tcp.listener"));
    if ip.is_some_and(|ip| is_local(&ip.value) || is_local(split_address(&ip.value).0)) {
        return;
    }
    let ports = [at("tcp.port"), at("tcp.listener"), at("port")];
    if let Some(port) = ports.into_iter().flatten().find(|port| !is_none(port)) {
        let problem = format!("web sockets on {} have no TLS", port.value);
        exam.findings
            .error(&port.at, NO_TLS, problem, "web_mqtt.tcp.ip = 127.0.0.1");
    }
}

/// Examines what all listeners with TLS have in common.
fn with_tls(exam: &mut Exam<'_>, tree: &Tree, secure: &Setting) {
    let file = |name: &str| get(tree, &format!("ssl_options.{name}"));
    let files = TlsFiles {
        at: secure.at.clone(),
        ca: file("cacertfile"),
        ca_directory: None,
        verifies: true,
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
    let versions = tree.values(&["ssl_options", "versions"]);
    if versions.is_empty() {
        let problem = "RabbitMQ 3.10 allows TLS 1.0 and 1.1 unless versions are named";
        exam.findings
            .warning(&secure.at, WEAK_TLS, problem, "ssl_options.versions.1 = tlsv1.3");
    }
    for version in versions {
        if matches!(version.value.as_str(), "tlsv1" | "tlsv1.1") {
            let problem = format!("{} is allowed", version.value);
            exam.findings
                .error(&version.at, WEAK_TLS, problem, "ssl_options.versions.1 = tlsv1.3");
        }
    }
}

fn logins(exam: &mut Exam<'_>, tree: &Tree, advanced: &Advanced) {
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
    identity(exam, tree, advanced);
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
fn identity(exam: &mut Exam<'_>, tree: &Tree, advanced: &Advanced) {
    const SPIFFE_ID: &str = "ssl_cert_login_from = subject_alternative_name";
    let login = get(tree, "mqtt.ssl_cert_login");
    let Some(login) = login.as_ref().filter(|login| login.is_on()) else {
        if tree.has(&["mqtt", "listeners", "ssl"]) {
            let at = login.map_or_else(|| tree.place(1), |setting| setting.at);
            let problem = "certificates are not used as names";
            exam.findings
                .warning(&at, NO_IDENTITY, problem, "mqtt.ssl_cert_login = true");
        }
        return;
    };
    let from = get(tree, "ssl_cert_login_from");
    let at = &from.as_ref().unwrap_or(login).at;
    match from.as_ref().map_or("distinguished_name", |from| &from.value) {
        "distinguished_name" => {
            let problem = "ssl_cert_login_from is not subject_alternative_name";
            exam.findings.error(at, WHOLE_SUBJECT, problem, SPIFFE_ID);
        }
        "subject_alternative_name" | "subject_alt_name" => {
            if get(tree, "ssl_cert_login_san_type").is_none_or(|kind| kind.value != "uri") {
                let problem = "ssl_cert_login_san_type is not uri";
                exam.findings
                    .error(at, OTHER_NAME, problem, "ssl_cert_login_san_type = uri");
            } else if !advanced.has("{ignore_colons_in_username,true}") {
                let problem = "user names are SPIFFE IDs, which have a colon";
                let fix = "{rabbitmq_mqtt, [{ignore_colons_in_username, true}]} in advanced.config";
                exam.findings.error(at, COLONS, problem, fix);
            }
        }
        _ if !services_of(tree).is_empty() => {
            let problem = "the service is not told the SPIFFE ID of a device";
            exam.findings.error(at, FREE_CLIENT_ID, problem, SPIFFE_ID);
        }
        _ => {}
    }
}

/// Returns all authentication back ends; one may be divided by what it is asked.
fn backends(tree: &Tree) -> Vec<Setting> {
    let numbers = tree.names(&["auth_backends"]).into_iter();
    numbers
        .flat_map(|number| tree.values(&["auth_backends", &number]))
        .collect()
}

fn is_service(backend: &Setting) -> bool {
    backend.value == "http" || backend.value == "rabbit_auth_backend_http"
}

/// Returns the places where RabbitMQ asks a service over HTTP.
fn services_of(tree: &Tree) -> Vec<Setting> {
    let mut all = backends(tree);
    all.retain(is_service);
    all
}

fn services(exam: &mut Exam<'_>, tree: &Tree) {
    let all = backends(tree);
    let Some(backend) = services_of(tree).into_iter().next() else {
        let is_own = |one: &Setting| matches!(&*one.value, "internal" | "rabbit_auth_backend_internal");
        if all.iter().all(is_own) {
            let at = all.first().map_or_else(|| tree.place(1), |one| one.at.clone());
            let problem = "RabbitMQ's own accounts have no rights by topic unless those are set";
            let fix = "rabbitmqctl set_topic_permissions USER amq.topic WRITE READ";
            exam.findings.warning(&at, NO_RIGHTS, problem, fix);
        }
        return;
    };
    for other in all.iter().filter(|backend| !is_service(backend)) {
        let name = &other.value;
        let (rule, problem) = match other.key.as_str() {
            "authn" => (
                OTHER_LOGINS,
                format!("{name} decides about logins in place of the service"),
            ),
            "authz" => (
                OTHER_RIGHTS,
                format!("{name} decides about rights in place of the service"),
            ),
            _ => (
                OTHER_BACKEND,
                format!("the back end {name} answers beside the service"),
            ),
        };
        exam.findings
            .warning(&other.at, rule, problem, "auth_backends.1 = http");
    }
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

/// The `advanced.config` beside a configuration, as far as settings that are only there are concerned.
#[derive(Default)]
struct Advanced {
    /// Without comments and white space.
    text: String,
    /// Where its `ssl_options` are.
    ssl_options: Option<Place>,
}

impl Advanced {
    /// Reads the file; one that does not exist or cannot be read has no settings.
    fn beside(path: &Path) -> Self {
        let path = path.with_file_name("advanced.config");
        let Ok(contents) = files::read(&path) else {
            return Self::default();
        };
        let contents = String::from_utf8_lossy(&contents);
        let code = |line: &str| line.split('%').next().unwrap_or_default().to_owned();
        let lines: Vec<String> = contents.lines().map(code).collect();
        let line = lines.iter().position(|line| line.contains("ssl_options"));
        Self {
            text: lines.concat().split_whitespace().collect(),
            ssl_options: line.map(|line| Place {
                file: path.as_path().into(),
                line: line + 1,
            }),
        }
    }

    fn has(&self, setting: &str) -> bool {
        self.text.contains(setting)
    }
}
