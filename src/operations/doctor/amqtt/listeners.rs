//! aMQTT's listeners. What one does not set it takes from the one called `default`.

use crate::operations::doctor::{
    exam::{Exam, is_local, split_address},
    finding::Rule,
    setting::{Setting, Tree},
    tls::{self, TlsFiles},
};

const KNOWN: [&str; 10] = [
    "type",
    "bind",
    "max_connections",
    "ssl",
    "cafile",
    "capath",
    "cadata",
    "certfile",
    "keyfile",
    "reader",
];
const NO_DEFAULT: Rule = Rule(
    "default_listener_missing",
    "aMQTT does not start without a listener called default",
);
const NO_TLS: Rule = Rule(
    "listener_without_tls",
    "passwords and messages cross the network for anyone to read, and no client shows a certificate",
);
const TLS_OFF: Rule = Rule("tls_off", "without ssl: true aMQTT ignores the certificate");
const NO_CA: Rule = Rule(
    "cafile_missing",
    "the broker trusts no client's certificate, and locks all of them out",
);

/// Examines all listeners.
pub(super) fn examine(exam: &mut Exam<'_>, tree: &Tree) {
    let names = tree.names(&["listeners"]);
    let start = tree.at(&["listeners"]).unwrap_or(tree.place(1));
    if !names.iter().any(|name| name == "default") && !names.is_empty() {
        exam.findings.error(
            &start,
            NO_DEFAULT,
            "there is no listener called default",
            "default:",
        );
    }
    if names.is_empty() {
        let problem = "there is no listener, so that aMQTT opens port 1883 without TLS";
        exam.findings.error(&start, NO_TLS, problem, "listeners:");
    }
    for name in &names {
        super::unknown(
            exam,
            tree,
            &["listeners", name],
            &[&KNOWN[..], &["writer"]].concat(),
        );
        listener(exam, tree, name);
    }
}

fn listener(exam: &mut Exam<'_>, tree: &Tree, name: &str) {
    let own = |key: &str| tree.get(&["listeners", name, key]);
    let setting = |key: &str| own(key).or_else(|| tree.get(&["listeners", "default", key]));
    let at = tree.at(&["listeners", name]).unwrap_or(tree.place(1));
    let tls = setting("ssl").is_some_and(|ssl| ssl.is_on());
    if setting("type").is_some_and(|kind| kind.value == "external") {
        return;
    }
    if !tls {
        let bind = setting("bind");
        let (host, port) = split_address(bind.as_ref().map_or("0.0.0.0:1883", |bind| &bind.value));
        if let Some(certificate) = setting("certfile") {
            let at = own("ssl").map_or(certificate.at, |ssl| ssl.at);
            let problem = format!("the listener {name} has a certificate, and TLS is off");
            exam.findings.error(&at, TLS_OFF, problem, "ssl: true");
        } else if !is_local(host) {
            let at = bind.as_ref().map_or(&at, |bind| &bind.at);
            let problem = format!("the listener {name} has no TLS");
            let fix = format!("bind: 127.0.0.1:{port}");
            exam.findings.error(at, NO_TLS, problem, fix);
        }
        return;
    }
    if ["cafile", "capath", "cadata"]
        .iter()
        .all(|key| setting(key).is_none())
    {
        let problem = format!("the listener {name} has no CA that clients are trusted by");
        exam.findings.error(&at, NO_CA, problem, "cafile: ca.crt");
    }
    let files = TlsFiles {
        at,
        ca: setting("cafile"),
        ca_directory: None,
        verifies: true,
        certificate: setting("certfile"),
        key: setting("keyfile"),
        crl: None::<Setting>,
        keys: ["cafile", "certfile", "keyfile"],
    };
    tls::examine(exam, &files);
}
