//! The files of a TLS listener: certificate, key and CA, each by itself and all together.

use rustls_pki_types::ServerName;
use webpki::EndEntityCert;

use super::{
    anchors, certificates,
    exam::{Exam, Size},
    finding::{Rule, Severity},
    lists::{self, Reader},
    setting::{Place, Setting},
};
use crate::{
    operations::{
        credential::{BrokerKey, broker_key},
        facts::AltNames,
    },
    options::pasted::quoted_path,
    pki::{Certificate, is_issued_by},
};

/// The files that a listener names.
#[derive(Debug)]
pub(super) struct TlsFiles {
    /// The line of the listener.
    pub(super) at: Place,
    pub(super) ca: Option<Setting>,
    /// A directory of CAs.
    pub(super) ca_directory: Option<Setting>,
    /// True if clients must show a certificate below the CAs.
    pub(super) verifies: bool,
    pub(super) certificate: Option<Setting>,
    pub(super) key: Option<Setting>,
    pub(super) crl: Option<Setting>,
    /// The keys of the settings, in this dialect: CA, certificate and key.
    pub(super) keys: [&'static str; 3],
}

const NO_FILE: Rule = Rule(
    "setting_missing",
    "a TLS listener needs a certificate and its key, or the broker does not start",
);
const EXPIRED: Rule = Rule(
    "certificate_expired",
    "no client connects to a broker whose certificate has expired",
);
const ENDS_SOON: Rule = Rule(
    "certificate_ends_soon",
    "on that day, all clients are locked out at once",
);
const PURPOSE: Rule = Rule(
    "not_a_server_certificate",
    "clients refuse a broker whose certificate is not for servers (serverAuth)",
);
const NAME: Rule = Rule(
    "name_mismatch",
    "clients compare the host that they connect to with the names in the certificate",
);
const CHAIN: Rule = Rule(
    "chain_incomplete",
    "clients that know only the root cannot get from the certificate to it",
);
const NO_ISSUER: Rule = Rule(
    "chain_incomplete",
    "unless the issuer is a root that clients know, they cannot get from the certificate to their root",
);
const FOREIGN: Rule = Rule(
    "certificate_of_another_ca",
    "the names match and the signature does not: clients of this CA refuse the broker",
);
const KEY: Rule = Rule(
    "key_mismatch",
    "the broker does not start with a key that is not its certificate's",
);
const ENCRYPTED: Rule = Rule(
    "key_encrypted",
    "the broker waits for somebody to type the passphrase whenever it starts",
);
const PUBLIC_KEY: Rule = Rule(
    "key_readable_by_all",
    "anyone who has the key can pose as the broker",
);

/// Examines the files of a listener.
pub(super) fn examine(exam: &mut Exam<'_>, files: &TlsFiles) {
    let mut cas = Vec::new();
    if let Some(ca) = &files.ca {
        cas = anchors::of_file(exam, ca, files.verifies);
    }
    if let Some(directory) = &files.ca_directory {
        cas.extend(anchors::of_directory(exam, directory, files.verifies));
    }
    let chain = match &files.certificate {
        Some(certificate) => server(exam, certificate, &cas),
        None => {
            let problem = format!("the listener has no {}", files.keys[1]);
            let fix = (exam.line)(files.keys[1], "FILE");
            exam.findings.error(&files.at, NO_FILE, problem, fix);
            None
        }
    };
    match &files.key {
        Some(key) => private_key(exam, key, chain.as_deref()),
        None => {
            let problem = format!("the listener has no {}", files.keys[2]);
            let fix = (exam.line)(files.keys[2], "FILE");
            exam.findings.error(&files.at, NO_FILE, problem, fix);
        }
    }
    if let Some(crl) = &files.crl {
        lists::examine(exam, crl, &cas, Reader::OpenSsl);
    }
}

/// Examines the broker's certificate and the chain after it.
fn server(exam: &mut Exam<'_>, setting: &Setting, cas: &[Certificate]) -> Option<Vec<Certificate>> {
    const NEW: &str = "amqtt-admin server create --cn HOST --force";
    let chain = certificates::read(exam, setting)?;
    let leaf = chain[0].get();
    let file = setting.value.trim();
    certificates::validity(
        exam,
        setting,
        &leaf,
        [EXPIRED, certificates::NOT_YET, ENDS_SOON],
        NEW,
    );
    if leaf.extended_key_usage.is_some_and(|usage| !usage.server_auth) {
        exam.findings.error(
            &setting.at,
            PURPOSE,
            format_args!("{file} is not for servers"),
            NEW,
        );
    }
    names(exam, setting, &chain[0]);
    for pair in chain.windows(2) {
        if pair[0].get().issuer != pair[1].get().subject {
            let problem = format!(
                "{file}: {} is followed by {}, which did not issue it",
                pair[0].get().subject,
                pair[1].get().subject
            );
            let fix = format!("cat LEAF ISSUER > {file}");
            exam.findings.error(&setting.at, CHAIN, problem, fix);
            return Some(chain);
        }
    }
    let top = &chain[chain.len() - 1];
    let above: Vec<&Certificate> = cas
        .iter()
        .filter(|ca| ca.get().subject == top.get().issuer)
        .collect();
    if !above.is_empty() && !above.iter().any(|ca| is_issued_by(top, ca)) {
        let problem = format!(
            "{file} was not signed by the CA of the same name, {}",
            top.get().issuer
        );
        exam.findings.error(&setting.at, FOREIGN, problem, NEW);
    } else if above.is_empty() && !top.is_self_issued() && chain.len() == 1 {
        let problem = format!(
            "{file} does not have the certificate of its issuer, {}, after it",
            leaf.issuer
        );
        let fix = format!("cat ISSUER.crt >> {file}");
        exam.findings.warning(&setting.at, NO_ISSUER, problem, fix);
    }
    Some(chain)
}

/// Reports a host that clients connect to, and that the certificate does not have.
fn names(exam: &mut Exam<'_>, setting: &Setting, leaf: &Certificate) {
    let file = setting.value.trim();
    let names = AltNames::of(&leaf.get());
    let names: Vec<String> = names.dns.into_iter().chain(names.ip).collect();
    if names.is_empty() {
        let problem = format!("{file} has no host name and no address (subjectAltName)");
        let fix = "amqtt-admin server create --cn HOST --force";
        exam.findings.error(&setting.at, NAME, problem, fix);
        return;
    }
    let Ok(entity) = EndEntityCert::try_from(leaf.der()) else {
        return;
    };
    let hosts = exam.measure.hosts.iter();
    let unknown: Vec<&ServerName<'_>> = hosts
        .filter(|host| entity.verify_is_valid_for_subject_name(host).is_err())
        .collect();
    for host in unknown {
        let option = match host {
            ServerName::IpAddress(_) => "--ip",
            _ => "--dns",
        };
        let host = host.to_str();
        let problem = format!("{file} is not for {host}, but for {}", names.join(", "));
        let fix = format!(
            "amqtt-admin server create --cn {} {option} {host} --force",
            names[0]
        );
        exam.findings.error(&setting.at, NAME, problem, fix);
    }
}

fn private_key(exam: &mut Exam<'_>, setting: &Setting, chain: Option<&[Certificate]>) {
    let Some((path, _)) = exam.read(setting, Size::Small) else {
        return;
    };
    let shown = path.display();
    exam.refuse_readers(&setting.at, &path, Severity::Error, PUBLIC_KEY, "the private key");
    let Some(chain) = chain else { return };
    let fix = (exam.line)(&setting.key, "FILE");
    match broker_key(&path, &chain[0]) {
        Ok(BrokerKey::Own | BrokerKey::Missing) => {}
        Ok(BrokerKey::Foreign) => {
            let problem = format!(
                "{shown} is not the key of the certificate {}",
                chain[0].get().subject
            );
            exam.findings.error(&setting.at, KEY, problem, fix);
        }
        Ok(BrokerKey::Encrypted) => {
            let fix = format!("openssl pkey -in {0} -out {0}.plain", quoted_path(&path));
            exam.findings
                .warning(&setting.at, ENCRYPTED, format_args!("{shown} is encrypted"), fix);
        }
        Err(failure) => exam
            .findings
            .error(&setting.at, certificates::UNPARSABLE, failure.message(), fix),
    }
}
