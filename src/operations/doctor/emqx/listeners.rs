//! EMQX's listeners: four are open unless they are closed.

use crate::operations::doctor::{
    exam::{Exam, is_local, split_address},
    finding::Rule,
    setting::{Place, Setting, Tree},
    tls::{self, TlsFiles},
};

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
const NO_AUTHENTICATION: Rule = Rule(
    "anonymous_allowed",
    "this listener admits everyone, whatever authentication there is",
);
const WEAK_TLS: Rule = Rule("old_tls", "TLS before 1.2 has known weaknesses (RFC 8996)");
const NO_CRL: Rule = Rule(
    "no_revocation_list",
    "a revoked device gets in until its certificate expires",
);

/// The kinds of listeners, with the port that each has by default, and whether it has TLS.
const KINDS: [(&str, &str, bool); 4] = [
    ("tcp", "1883", false),
    ("ws", "8083", false),
    ("ssl", "8883", true),
    ("wss", "8084", true),
];

/// Examines all listeners; returns whether all of them ask for a certificate.
pub(super) fn examine(exam: &mut Exam<'_>, tree: &Tree) -> bool {
    let mut all = true;
    for (kind, port, has_tls) in KINDS {
        let mut names = tree.names(&["listeners", kind]);
        if !names.iter().any(|name| name == "default") {
            names.push("default".to_owned());
        }
        for name in names {
            let listener = Listener {
                tree,
                kind,
                name: &name,
            };
            if !listener.is_open() {
                continue;
            }
            all &= match has_tls {
                true => with_tls(exam, &listener),
                false => without_tls(exam, &listener, port),
            };
        }
    }
    all
}

struct Listener<'a> {
    tree: &'a Tree,
    kind: &'a str,
    name: &'a str,
}

impl Listener<'_> {
    fn path<'b>(&'b self, below: &[&'b str]) -> Vec<&'b str> {
        [&["listeners", self.kind, self.name], below].concat()
    }

    fn get(&self, key: &[&str]) -> Option<Setting> {
        self.tree.get(&self.path(key))
    }

    fn at(&self) -> Place {
        self.tree.at(&self.path(&[])).unwrap_or(self.tree.place(1))
    }

    fn is_open(&self) -> bool {
        let enable = self.get(&["enable"]).or(self.get(&["enabled"]));
        enable.is_none_or(|setting| setting.is_on())
    }

    fn is_written(&self) -> bool {
        self.tree.has(&self.path(&[]))
    }

    /// Reports a listener that passes authentication over.
    fn asks(&self, exam: &mut Exam<'_>) {
        let setting = self.get(&["enable_authn"]);
        if let Some(setting) =
            setting.filter(|setting| !setting.is_on() && setting.value != "quick_deny_anonymous")
        {
            let problem = format!(
                "the listener {}.{} asks for no authentication",
                self.kind, self.name
            );
            exam.findings
                .error(&setting.at, NO_AUTHENTICATION, problem, "enable_authn = true");
        }
    }
}

/// Returns false: such a listener asks for no certificate.
fn without_tls(exam: &mut Exam<'_>, listener: &Listener<'_>, port: &str) -> bool {
    let bind = listener.get(&["bind"]);
    let address = bind.as_ref().map_or(port, |bind| &bind.value);
    if is_local(split_address(address).0) {
        return true;
    }
    let (kind, name) = (listener.kind, listener.name);
    let at = bind
        .as_ref()
        .map_or_else(|| listener.at(), |bind| bind.at.clone());
    let problem = match listener.is_written() {
        true => format!("the listener {kind}.{name} on {address} has no TLS"),
        false => {
            format!("EMQX opens the listener {kind}.{name} on port {port} without TLS unless that is closed")
        }
    };
    let fix = format!("listeners.{kind}.{name}.enable = false");
    exam.findings.error(&at, NO_TLS, problem, fix);
    listener.asks(exam);
    false
}

/// Returns whether the listener asks for a certificate.
fn with_tls(exam: &mut Exam<'_>, listener: &Listener<'_>) -> bool {
    let (kind, name, at) = (listener.kind, listener.name, listener.at());
    let option = |key: &str| listener.get(&["ssl_options", key]);
    if !listener.is_written() {
        let problem = format!(
            "EMQX opens the listener {kind}.{name} with a certificate of its own unless that is closed"
        );
        let fix = format!("listeners.{kind}.{name}.enable = false");
        exam.findings.error(&at, NO_CERTIFICATE, problem, fix);
        return false;
    }
    listener.asks(exam);
    let files = TlsFiles {
        at: at.clone(),
        ca: option("cacertfile"),
        ca_directory: None,
        verifies: true,
        certificate: option("certfile"),
        key: option("keyfile"),
        crl: None,
        keys: ["cacertfile", "certfile", "keyfile"],
    };
    tls::examine(exam, &files);
    if files.ca.is_none() {
        let problem = "there is no CA that clients are trusted by";
        exam.findings
            .error(&at, NO_CA, problem, "cacertfile = \"ca.crt\"");
    }
    let mut requires = true;
    for (key, wanted) in [("verify", "verify_peer"), ("fail_if_no_peer_cert", "true")] {
        let setting = option(key);
        if setting.as_ref().is_none_or(|setting| setting.value != wanted) {
            requires = false;
            let at = setting.as_ref().map_or(&at, |setting| &setting.at);
            let problem = format!("{key} of the listener {kind}.{name} is not {wanted}");
            let fix = format!("listeners.{kind}.{name}.ssl_options.{key} = {wanted}");
            exam.findings.error(at, NO_CERTIFICATE, problem, fix);
        }
    }
    for version in listener.tree.values(&listener.path(&["ssl_options", "versions"])) {
        if matches!(version.value.as_str(), "tlsv1" | "tlsv1.1") {
            let problem = format!("{} is allowed", version.value);
            let fix = "versions = [\"tlsv1.3\", \"tlsv1.2\"]";
            exam.findings.error(&version.at, WEAK_TLS, problem, fix);
        }
    }
    if !option("enable_crl_check").is_some_and(|setting| setting.is_on()) {
        let problem = format!("the listener {kind}.{name} looks at no revocation list");
        exam.findings
            .warning(&at, NO_CRL, problem, "enable_crl_check = true");
    }
    requires
}
