//! Who may log in at a listener of Mosquitto, and what they may do: accounts, ACL files and plug-ins.

use std::path::Path;

use super::{
    acl,
    config::{Config, Listener},
    dynsec,
};
use crate::operations::doctor::{
    exam::{Exam, Size, is_local},
    finding::{Rule, Severity},
    plug_in::{self, Options},
    setting::Setting,
};

const ANONYMOUS: Rule = Rule(
    "anonymous_allowed",
    "anyone who reaches the port gets in, without a name or a password",
);
const NAMELESS: Rule = Rule(
    "anonymous_allowed",
    "every client with a certificate of the CA gets in without a user name, and rights by user name do not count for it",
);
const NOBODY: Rule = Rule(
    "no_authentication",
    "Mosquitto 2 refuses every client unless a file, a plug-in, a certificate or allow_anonymous lets it in",
);
const PLAIN_PASSWORD: Rule = Rule(
    "password_not_hashed",
    "Mosquitto reads hashes here: the account cannot log in, and its password is there to read",
);
const PUBLIC_PASSWORDS: Rule = Rule(
    "passwords_readable_by_all",
    "hashes of short passwords are guessed in minutes",
);
const PUBLIC_KEYS: Rule = Rule(
    "keys_readable_by_all",
    "anyone who has the key of a client can pose as that",
);
const NO_RIGHTS: Rule = Rule(
    "no_rights_checked",
    "every client may publish and subscribe to everything",
);
const PLUGIN_MISSING: Rule = Rule("plugin_missing", "the broker does not start without the plug-in");
const IDENTITY_WITH_PLUGIN: Rule = Rule(
    "identity_switches_plugin_off",
    "with it Mosquitto does not ask the plug-in who may log in: neither passwords nor revocations are checked",
);

/// Returns the setting of a plug-in.
pub(super) fn plugin<'a>(config: &'a Config, listener: &'a Listener) -> Option<&'a Setting> {
    let keys = ["plugin", "auth_plugin", "plugin_use"];
    let of_broker = config.get("global_plugin").or(config.get("plugin_load"));
    let settings = config.security(listener);
    of_broker.or(settings
        .into_iter()
        .find(|setting| keys.contains(&setting.key.as_str())))
}

/// Returns the setting of whether anonymous clients are allowed.
pub(super) fn anonymous<'a>(config: &'a Config, listener: &'a Listener) -> Option<&'a Setting> {
    listener
        .get("listener_allow_anonymous")
        .or(last(config, listener, "allow_anonymous"))
}

fn last<'a>(config: &'a Config, listener: &'a Listener, key: &str) -> Option<&'a Setting> {
    config
        .security(listener)
        .into_iter()
        .rev()
        .find(|setting| setting.key == key)
}

/// Returns whether a client needs a password.
pub(super) fn demands_passwords(config: &Config, listener: &Listener) -> bool {
    last(config, listener, "password_file").is_some()
        && !anonymous(config, listener).is_some_and(Setting::is_on)
}

/// Returns whether there is nothing that lets a client in. What certificates do is up to [`listener`](super::listener).
fn admits_nobody(config: &Config, listener: &Listener) -> bool {
    let ways = ["password_file", "psk_file"];
    let by_certificate = [
        "require_certificate",
        "use_identity_as_username",
        "use_subject_as_username",
    ];
    !ways.iter().any(|key| last(config, listener, key).is_some())
        && !by_certificate.iter().any(|key| listener.is_on(key))
        && !anonymous(config, listener).is_some_and(Setting::is_on)
        && plugin(config, listener).is_none()
}

pub(super) fn examine(exam: &mut Exam<'_>, config: &Config, listener: &Listener) {
    let admits_nobody = admits_nobody(config, listener);
    if admits_nobody {
        let (problem, fix) = ("nobody can log in", "password_file /etc/mosquitto/passwd");
        let at = config.get("port").filter(|_| listener.port.is_empty());
        let at = at.map_or(&listener.at, |port| &port.at);
        exam.findings.error(at, NOBODY, problem, fix);
    }
    strangers(exam, config, listener);
    if let Some(setting) = last(config, listener, "psk_file").cloned()
        && let Some((path, _)) = exam.read(&setting, Size::Small)
    {
        let what = "the keys in";
        exam.refuse_readers(&setting.at, &path, Severity::Error, PUBLIC_KEYS, what);
    }
    if let Some(setting) = last(config, listener, "password_file").cloned() {
        passwords(exam, &setting);
    }
    let plugin = plugin(config, listener);
    match last(config, listener, "acl_file").cloned() {
        Some(setting) => acl::examine(exam, &setting),
        None if plugin.is_none() && !admits_nobody => exam.findings.warning(
            &listener.at,
            NO_RIGHTS,
            "no rights are checked",
            "acl_file /etc/mosquitto/acl",
        ),
        None => {}
    }
    let Some(plugin) = plugin else { return };
    let path = plugin.value.split_whitespace().last().unwrap_or_default();
    if path.contains('/') && !Path::new(path).exists() {
        let fix = format!("{} /usr/lib/x86_64-linux-gnu/NAME.so", plugin.key);
        let problem = format!("the plug-in {path} does not exist");
        exam.findings.error(&plugin.at, PLUGIN_MISSING, problem, fix);
    }
    if path.contains("amqtt_verifier") {
        ours(exam, config, listener, plugin);
    }
    // Mosquitto's own plug-in for rights and passwords works with names from certificates.
    if path.contains("dynamic_security") {
        if let Some(file) = last(config, listener, "plugin_opt_config_file").cloned() {
            dynsec::examine(exam, &file);
        }
        return;
    }
    let named = ["use_identity_as_username", "use_subject_as_username"];
    for setting in named.into_iter().filter_map(|key| listener.get(key)) {
        if setting.is_on() {
            let problem = format!("{} is set beside a plug-in", setting.key);
            let fix = format!("{} false", setting.key);
            exam.findings
                .error(&setting.at, IDENTITY_WITH_PLUGIN, problem, fix);
        }
    }
}

/// Reports clients that come without a name.
fn strangers(exam: &mut Exam<'_>, config: &Config, listener: &Listener) {
    let Some(setting) = anonymous(config, listener).filter(|setting| setting.is_on()) else {
        return;
    };
    let (problem, fix) = ("anonymous clients are allowed", "allow_anonymous false");
    if listener.has_tls() && listener.is_on("require_certificate") {
        // A certificate that is the user name leaves no client without one.
        if !listener.names_by_certificate() {
            exam.findings.warning(&setting.at, NAMELESS, problem, fix);
        }
    } else if is_local(&listener.host) || listener.port == "0" {
        exam.findings.warning(&setting.at, ANONYMOUS, problem, fix);
    } else {
        exam.findings.error(&setting.at, ANONYMOUS, problem, fix);
    }
}

fn passwords(exam: &mut Exam<'_>, setting: &Setting) {
    let Some((path, contents)) = exam.read(setting, Size::Small) else {
        return;
    };
    exam.refuse_readers(
        &setting.at,
        &path,
        Severity::Error,
        PUBLIC_PASSWORDS,
        "the hashes in",
    );
    let text = String::from_utf8_lossy(&contents);
    let plain = (1..).zip(text.lines()).find(|(_, line)| {
        let hash = line.split_once(':').map(|(_, hash)| hash);
        !line.starts_with('#') && hash.is_some_and(|hash| !hash.starts_with('$'))
    });
    if let Some((line, _)) = plain {
        let problem = format!("line {line} of {} holds a password, not a hash", path.display());
        let fix = format!("mosquitto_passwd -U {}", path.display());
        exam.findings.error(&setting.at, PLAIN_PASSWORD, problem, fix);
    }
}

/// Examines the options of our plug-in.
fn ours(exam: &mut Exam<'_>, config: &Config, listener: &Listener, plugin: &Setting) {
    // Options belong to the plug-in above them.
    let settings = config.security(listener).into_iter();
    let below = settings
        .skip_while(|setting| setting.at != plugin.at)
        .skip(1)
        .take_while(|setting| !matches!(setting.key.as_str(), "plugin" | "auth_plugin"));
    let all: Vec<(String, Setting)> = below
        .filter_map(|setting| {
            let name = setting.key.strip_prefix("plugin_opt_")?;
            Some((name.replace('-', "_"), setting.clone()))
        })
        .collect();
    let options = |name: &str| {
        let named = all.iter().filter(|(option, _)| option == name);
        named.map(|(_, setting)| setting.clone()).collect::<Vec<_>>()
    };
    let options = Options {
        at: plugin.at.clone(),
        ca: options("ca_crt").into_iter().next(),
        crl: options("crl"),
        intermediates: options("intermediates"),
        certificate: listener.get("certfile").cloned(),
        database: options("database_url").pop(),
        prefix: "plugin_opt_",
        all,
    };
    plug_in::examine(exam, &options);
}
