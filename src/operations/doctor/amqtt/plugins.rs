//! aMQTT's plug-ins: a client is admitted when one of them says yes and none says no; likewise for a topic.

use crate::{
    operations::{
        doctor::{
            exam::{CLEAR, Exam, Size, is_local},
            finding::{Rule, Severity},
            plug_in::{self, Options},
            setting::{Place, Setting, Tree, nearest},
        },
        facts::AltNames,
    },
    pki::Certificate,
};

pub(super) const ANONYMOUS: Rule = Rule(
    "anonymous_allowed",
    "anyone who reaches the port gets in, without a certificate or a password",
);
pub(super) const NAMES_ALONE: Rule = Rule(
    "names_without_passwords",
    "without allow_anonymous this plug-in admits anyone who gives a user name; it checks no password",
);
pub(super) const NOBODY: Rule = Rule(
    "no_authentication",
    "aMQTT refuses every client unless a plug-in admits it",
);
const UNKNOWN: Rule = Rule(
    "unknown_plugin",
    "aMQTT does not start with a plug-in that it cannot load",
);
const NO_DOMAIN: Rule = Rule(
    "uri_domain_missing",
    "aMQTT does not start without the domain of the devices",
);
const OTHER_DOMAIN: Rule = Rule(
    "uri_domain_differs",
    "devices of the CA's trust domain are refused",
);
const NO_REVOCATION: Rule = Rule(
    "no_revocation_list",
    "aMQTT's own plug-in knows no revocation list: a revoked device gets in until its certificate expires",
);
const NO_RIGHTS: Rule = Rule(
    "no_rights_checked",
    "every client may publish and subscribe to everything",
);
const UNPROVEN_NAME: Rule = Rule(
    "user_name_not_proven",
    "rights depend on the user name, and a device can give another's",
);
const PUBLIC_FILE: Rule = Rule(
    "passwords_readable_by_all",
    "hashes of short passwords are guessed in minutes",
);

const CERTIFICATE: &str = "amqtt.contrib.cert.UserAuthCertPlugin";
const USERS: &str = "amqtt.contrib.auth_db.UserAuthDBPlugin";
const TOPICS: &str = "amqtt.contrib.auth_db.TopicAuthDBPlugin";
const ANYBODY: &str = "amqtt.plugins.authentication.AnonymousAuthPlugin";
const FILE: &str = "amqtt.plugins.authentication.FileAuthPlugin";

/// The plug-ins that decide, by what they decide about.
const LOGINS: [&str; 7] = [
    CERTIFICATE,
    USERS,
    ANYBODY,
    FILE,
    "amqtt.contrib.http.UserAuthHttpPlugin",
    "amqtt.contrib.jwt.UserAuthJwtPlugin",
    "amqtt.contrib.ldap.UserAuthLdapPlugin",
];
const RIGHTS: [&str; 6] = [
    TOPICS,
    "amqtt.contrib.http.TopicAuthHttpPlugin",
    "amqtt.contrib.jwt.TopicAuthJwtPlugin",
    "amqtt.contrib.ldap.TopicAuthLdapPlugin",
    "amqtt.plugins.topic_checking.TopicAccessControlListPlugin",
    "amqtt.plugins.topic_checking.TopicTabooPlugin",
];
/// Modules of aMQTT whose plug-ins are all in these lists.
const MODULES: [&str; 4] = [
    "amqtt.contrib.cert.",
    "amqtt.contrib.auth_db.",
    "amqtt.contrib.http.",
    "amqtt.plugins.authentication.",
];

/// Names of plug-ins under `auth` and `topic-check`, and their classes. The one for anybody needs none to replace it.
const OLD: [(&str, &str); 3] = [
    ("auth_file", FILE),
    (
        "topic_acl",
        "amqtt.plugins.topic_checking.TopicAccessControlListPlugin",
    ),
    ("topic_taboo", "amqtt.plugins.topic_checking.TopicTabooPlugin"),
];

/// A plug-in with where its options are.
struct Plugin {
    name: String,
    path: Vec<String>,
    at: Place,
}

impl Plugin {
    fn get(&self, tree: &Tree, option: &str) -> Option<Setting> {
        let path: Vec<&str> = self.path.iter().map(String::as_str).chain([option]).collect();
        tree.get(&path)
    }

    fn is(&self, names: &[&str]) -> bool {
        names.contains(&self.name.as_str())
    }

    /// Returns whether it may decide who logs in. A plug-in that is neither aMQTT's nor ours may decide anything.
    fn decides_logins(&self) -> bool {
        self.is(&LOGINS)
            || !(self.name.starts_with("amqtt.") || self.is_ours() && self.name.contains("Topic"))
    }

    /// Returns whether it may decide who may publish and subscribe.
    fn decides_rights(&self) -> bool {
        self.is(&RIGHTS)
            || !(self.name.starts_with("amqtt.") || self.is_ours() && !self.name.contains("Topic"))
    }

    fn is_ours(&self) -> bool {
        self.name.starts_with("amqtt_verifier.")
    }

    /// Returns whether it refuses everybody without a certificate or a password.
    fn proves_names(&self) -> bool {
        self.is_ours() && self.decides_logins()
    }
}

pub(super) fn examine(exam: &mut Exam<'_>, tree: &Tree) {
    // Without this, there are defaults, or settings of the old kind.
    if !tree.has(&["plugins"]) {
        return;
    }
    let plugins = plugins(tree);
    for plugin in &plugins {
        known(exam, plugin);
        options(exam, tree, plugin);
    }
    let start = tree.at(&["plugins"]).unwrap_or(tree.place(1));
    let others_deny = plugins
        .iter()
        .any(|plugin| plugin.is(&[CERTIFICATE]) || plugin.proves_names());
    if let Some(plugin) = plugins.iter().find(|plugin| plugin.is(&[ANYBODY])) {
        let anybody = plugin.get(tree, "allow_anonymous");
        let at = anybody.as_ref().map_or(&plugin.at, |setting| &setting.at);
        let (rule, problem) = match anybody.as_ref().is_none_or(Setting::is_on) {
            true => (ANONYMOUS, "anonymous clients are allowed"),
            false => (NAMES_ALONE, "clients with a user name are admitted"),
        };
        // A plug-in that says no to everybody without a certificate keeps them out.
        let severity = if others_deny {
            Severity::Warning
        } else {
            Severity::Error
        };
        exam.findings
            .add(at, severity, rule, problem, format_args!("# {ANYBODY}:"));
    }
    if !plugins.iter().any(Plugin::decides_logins) {
        let problem = "no plug-in decides who may log in";
        exam.findings
            .error(&start, NOBODY, problem, format_args!("{CERTIFICATE}:"));
    }
    if !plugins.iter().any(Plugin::decides_rights) {
        let problem = "no plug-in checks rights";
        let joined = plugins
            .iter()
            .any(|plugin| plugin.name.contains("VerifierAuthPlugin"));
        let fix = if joined {
            "amqtt_verifier.VerifierTopicPlugin"
        } else {
            TOPICS
        };
        exam.findings
            .warning(&start, NO_RIGHTS, problem, format_args!("{fix}:"));
    }
    let rights = plugins.iter().find(|plugin| plugin.is(&[TOPICS]));
    let passwords = plugins
        .iter()
        .any(|plugin| plugin.is(&[USERS, FILE]) || plugin.proves_names());
    if let Some(rights) = rights.filter(|_| !passwords) {
        let problem = "rights are checked, and user names are not";
        exam.findings
            .error(&rights.at, UNPROVEN_NAME, problem, format_args!("{USERS}:"));
    }
}

/// Returns the plug-ins: a mapping, or a list of names and mappings.
fn plugins(tree: &Tree) -> Vec<Plugin> {
    let mut plugins = Vec::new();
    let mut add = |name: String, path: &[&str]| {
        if let Some(at) = tree.at(path) {
            let path = path.iter().map(|&part| part.to_owned()).collect();
            plugins.push(Plugin { name, path, at });
        }
    };
    for name in tree.names(&["plugins"]) {
        let path = ["plugins", name.as_str()];
        if name.bytes().any(|octet| !octet.is_ascii_digit()) {
            add(name.clone(), &path);
            continue;
        }
        match tree.get(&path) {
            Some(item) => add(item.value, &path),
            None => {
                for plugin in tree.names(&path) {
                    add(plugin.clone(), &[&path[..], &[plugin.as_str()]].concat());
                }
            }
        }
    }
    plugins
}

/// Reports a plug-in that aMQTT does not have.
fn known(exam: &mut Exam<'_>, plugin: &Plugin) {
    let name = plugin.name.as_str();
    let is_known = plugin.is(&LOGINS) || plugin.is(&RIGHTS);
    // A plug-in is a class in a module.
    let is_class = name.contains('.');
    let is_theirs = MODULES.iter().any(|module| name.starts_with(module));
    if is_known || is_class && !is_theirs {
        return;
    }
    let old = OLD.iter().find(|(old, _)| *old == name).map(|(_, new)| *new);
    let all = LOGINS.into_iter().chain(RIGHTS);
    let near = nearest(name, all).filter(|_| is_class).map(|(_, near)| near);
    let fix = old.or(near).unwrap_or(CERTIFICATE);
    let problem = format!("aMQTT has no plug-in {name}");
    exam.findings
        .error(&plugin.at, UNKNOWN, problem, format_args!("{fix}:"));
}

/// Examines the options of a plug-in.
fn options(exam: &mut Exam<'_>, tree: &Tree, plugin: &Plugin) {
    if plugin.is(&[CERTIFICATE]) {
        certificates(exam, tree, plugin);
    }
    if plugin.proves_names() {
        ours(exam, tree, plugin);
    } else if let Some(connection) = plugin.get(tree, "connection") {
        plug_in::examine_database(exam, &connection);
    }
    if let Some(setting) = plugin.get(tree, "password_file").filter(|_| plugin.is(&[FILE]))
        && let Some((path, _)) = exam.read(&setting, Size::Small)
    {
        let what = "the hashes in";
        exam.refuse_readers(&setting.at, &path, Severity::Error, PUBLIC_FILE, what);
    }
    let host = plugin
        .get(tree, "host")
        .filter(|_| plugin.name.contains(".http."));
    let with_tls = plugin
        .get(tree, "with_tls")
        .is_some_and(|setting| setting.is_on());
    if let Some(host) = host.filter(|host| !with_tls && !is_local(&host.value)) {
        let problem = format!("{} is asked without TLS", host.value);
        exam.findings.warning(&host.at, CLEAR, problem, "with_tls: true");
    }
}

fn certificates(exam: &mut Exam<'_>, tree: &Tree, plugin: &Plugin) {
    let problem = format!("{CERTIFICATE} does not check revocation");
    exam.findings.warning(
        &plugin.at,
        NO_REVOCATION,
        problem,
        "amqtt_verifier.VerifierAuthPlugin:",
    );
    let Some(domain) = plugin.get(tree, "uri_domain") else {
        let problem = format!("{CERTIFICATE} has no uri_domain");
        exam.findings
            .error(&plugin.at, NO_DOMAIN, problem, "uri_domain: my.domain.name");
        return;
    };
    let Some(ca) = tree.get(&["listeners", "default", "cafile"]) else {
        return;
    };
    let contents = exam.path(&ca).and_then(|path| crate::files::read(&path).ok());
    let cas = contents.and_then(|contents| Certificate::all_from_file(&contents).ok());
    let domains: Vec<String> = cas
        .iter()
        .flatten()
        .flat_map(|ca| AltNames::of(&ca.get()).uri)
        .filter_map(|uri| uri.strip_prefix("spiffe://").map(str::to_owned))
        .collect();
    if !domains.is_empty() && !domains.contains(&domain.value) {
        let problem = format!(
            "uri_domain is {}, and the CA is for {}",
            domain.value,
            domains.join(", ")
        );
        let fix = format!("uri_domain: {}", domains[0]);
        exam.findings.error(&domain.at, OTHER_DOMAIN, problem, fix);
    }
}

/// Returns the options of a plug-in, each value of a list by itself.
fn given(tree: &Tree, plugin: &Plugin) -> Vec<(String, Setting)> {
    let path: Vec<&str> = plugin.path.iter().map(String::as_str).collect();
    let values = |name: String| {
        let values = tree.values(&[&path[..], &[name.as_str()]].concat());
        values.into_iter().map(move |value| (name.clone(), value))
    };
    tree.names(&path).into_iter().flat_map(values).collect()
}

/// Examines the options of the project's plug-in that decides who may log in.
fn ours(exam: &mut Exam<'_>, tree: &Tree, plugin: &Plugin) {
    let below = |name| {
        let path: Vec<&str> = plugin.path.iter().map(String::as_str).chain([name]).collect();
        tree.values(&path)
    };
    let knows_certificates = plugin.name.contains("Verifier") || plugin.name.contains("Cert");
    if !knows_certificates {
        return;
    }
    let options = Options {
        at: plugin.at.clone(),
        ca: plugin
            .get(tree, "ca_crt")
            .or_else(|| tree.get(&["listeners", "default", "cafile"])),
        crl: below("crl"),
        intermediates: below("intermediates"),
        certificate: tree.get(&["listeners", "default", "certfile"]),
        database: plugin
            .get(tree, "database_url")
            .or(plugin.get(tree, "connection")),
        prefix: "",
        // The classes that stand in for aMQTT's own have options of theirs.
        all: match plugin.name.contains("Verifier") {
            true => given(tree, plugin),
            false => Vec::new(),
        },
    };
    plug_in::examine(exam, &options);
}
