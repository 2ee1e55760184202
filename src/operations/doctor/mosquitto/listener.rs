//! A listener of Mosquitto: how clients reach it, and how they show who they are.

use super::{
    access,
    config::{Config, Listener},
};
use crate::operations::doctor::{
    exam::{Exam, is_local},
    finding::Rule,
    tls::{self, TlsFiles},
};

const NO_TLS: Rule = Rule(
    "listener_without_tls",
    "passwords and messages cross the network for anyone to read, and no client shows a certificate",
);
const STRAY_TLS: Rule = Rule(
    "settings_before_listener",
    "settings before the first listener make another one, on port 1883, and do not apply to those below",
);
const NO_CERTIFICATE: Rule = Rule(
    "certificate_not_required",
    "clients without a certificate get as far as those with one",
);
const NO_CA: Rule = Rule(
    "cafile_missing",
    "the broker trusts no client's certificate, and locks all of them out",
);
const NO_IDENTITY: Rule = Rule(
    "identity_not_used",
    "a certificate alone gives a client no user name, and the broker refuses clients without one",
);
const NO_CLIENT_ID: Rule = Rule(
    "client_id_not_bound",
    "a device can take the client id of another one, and disconnect it",
);
const WEAK_TLS: Rule = Rule("old_tls", "TLS before 1.2 has known weaknesses (RFC 8996)");
const WEB_SOCKETS: Rule = Rule(
    "crl_ignored_by_websockets",
    "Mosquitto's web sockets do not look at revocation lists: revoked devices get in",
);
const NO_CRL: Rule = Rule(
    "no_revocation_list",
    "a revoked device gets in until its certificate expires",
);

/// Examines a listener; returns false for one that nobody meant to have.
pub(super) fn examine(exam: &mut Exam<'_>, config: &Config, listener: &Listener) -> bool {
    let is_default = std::ptr::eq(listener, &config.listeners[0]);
    let means_tls = ["certfile", "keyfile", "cafile", "capath"]
        .iter()
        .any(|key| listener.get(key).is_some());
    if is_default && means_tls && config.get("port").is_none() && config.listeners.len() > 1 {
        let stray = ["certfile", "keyfile", "cafile"]
            .iter()
            .find_map(|key| listener.get(key));
        if let Some(stray) = stray {
            let problem = format!("{} is set before the first listener", stray.key);
            let first = &config.listeners[1];
            let fix = format!("listener {} {}", first.port, first.host);
            exam.findings
                .error(&stray.at, STRAY_TLS, problem, fix.trim_end().to_owned());
            return false;
        }
    }
    if listener.has_tls() {
        with_tls(exam, config, listener);
    } else {
        without_tls(exam, config, listener, means_tls);
    }
    true
}

fn without_tls(exam: &mut Exam<'_>, config: &Config, listener: &Listener, means_tls: bool) {
    let host = match (listener.host.as_str(), config.get("bind_address")) {
        ("", Some(address)) if listener.port.is_empty() => &address.value,
        (host, _) => host,
    };
    // Port 0 with a path is a socket of this machine.
    if !means_tls && (is_local(host) || listener.port == "0" || listener.get("psk_hint").is_some()) {
        return;
    }
    let port = match (listener.port.as_str(), config.get("port")) {
        ("", Some(port)) => &port.value,
        ("", None) => "1883",
        (port, _) => port,
    };
    let at = match (listener.port.as_str(), config.get("port")) {
        ("", Some(port)) => &port.at,
        _ => &listener.at,
    };
    if means_tls {
        let missing = ["certfile", "keyfile"]
            .into_iter()
            .find(|key| listener.get(key).is_none());
        let missing = missing.unwrap_or_default();
        let problem = format!("the listener on port {port} has no {missing}, and speaks plain TCP");
        exam.findings
            .error(at, NO_TLS, problem, format_args!("{missing} FILE"));
        return;
    }
    let fix = format!("listener {port} 127.0.0.1");
    exam.findings.error(
        at,
        NO_TLS,
        format_args!("the listener on port {port} has no TLS"),
        fix,
    );
}

fn with_tls(exam: &mut Exam<'_>, config: &Config, listener: &Listener) {
    let setting = |key| listener.get(key).cloned();
    let files = TlsFiles {
        at: listener.at.clone(),
        ca: setting("cafile"),
        ca_directory: setting("capath"),
        verifies: listener.is_on("require_certificate"),
        certificate: setting("certfile"),
        key: setting("keyfile"),
        crl: setting("crlfile"),
        keys: ["cafile", "certfile", "keyfile"],
    };
    tls::examine(exam, &files);
    if let Some(version) = listener.get("tls_version")
        && matches!(version.value.as_str(), "tlsv1" | "tlsv1.0" | "tlsv1.1")
    {
        let problem = format!("tls_version is {}", version.value);
        exam.findings
            .error(&version.at, WEAK_TLS, problem, "tls_version tlsv1.2");
    }
    if listener.is_on("require_certificate") {
        certificates(exam, config, listener);
    } else {
        let at = listener
            .get("require_certificate")
            .map_or(&listener.at, |setting| &setting.at);
        let problem = "the listener does not ask for certificates";
        let fix = "require_certificate true";
        // Passwords over TLS are a choice. Without any, a CA file says that certificates were meant.
        let meant = files.ca.is_some() || listener.get("capath").is_some();
        match meant && !access::demands_passwords(config, listener) {
            true => exam.findings.error(at, NO_CERTIFICATE, problem, fix),
            false => exam.findings.warning(at, NO_CERTIFICATE, problem, fix),
        }
    }
}

/// Examines a listener that asks for certificates.
fn certificates(exam: &mut Exam<'_>, config: &Config, listener: &Listener) {
    if listener.get("cafile").is_none() && listener.get("capath").is_none() {
        let problem = "there is no CA that clients are trusted by";
        exam.findings
            .error(&listener.at, NO_CA, problem, "cafile /etc/mosquitto/certs/ca.crt");
    }
    let has_plugin = access::plugin(config, listener).is_some();
    let named = ["use_identity_as_username", "use_subject_as_username"];
    let named = named.iter().find(|key| listener.is_on(key));
    let security = config.security(listener);
    let passwords = security.iter().any(|setting| setting.key == "password_file");
    let anonymous = access::anonymous(config, listener).is_some_and(|setting| setting.is_on());
    if named.is_none() && !has_plugin && !passwords && !anonymous {
        let problem = "clients have certificates, and no user names";
        let fix = "use_identity_as_username true";
        exam.findings.error(&listener.at, NO_IDENTITY, problem, fix);
    }
    if named.is_some() && !has_plugin && !listener.is_on("use_username_as_clientid") {
        let problem = "the client id need not be that of the certificate";
        let fix = "use_username_as_clientid true";
        exam.findings.warning(&listener.at, NO_CLIENT_ID, problem, fix);
    }
    match listener.get("crlfile") {
        Some(crl)
            if listener
                .get("protocol")
                .is_some_and(|protocol| protocol.value == "websockets") =>
        {
            let problem = "crlfile has no effect on a listener for web sockets";
            exam.findings
                .error(&crl.at, WEB_SOCKETS, problem, "protocol mqtt");
        }
        None if !has_plugin => {
            let problem = "the listener has no revocation list";
            let fix = "crlfile /etc/mosquitto/certs/ca.crl";
            exam.findings.warning(&listener.at, NO_CRL, problem, fix);
        }
        _ => {}
    }
}
