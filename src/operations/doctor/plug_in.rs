//! The options of our plug-ins, which the dialects of Mosquitto and aMQTT write in their own ways.

use std::path::Path;

use amqtt_database::DatabaseUrl;

use super::{
    anchors,
    exam::Exam,
    finding::{Rule, Severity},
    lists::{self, Reader},
    setting::{Place, Setting, nearest},
};
use crate::{
    files,
    pki::{Certificate, is_issued_by},
};

const NO_CRL: Rule = Rule(
    "no_revocation_list",
    "a revoked device gets in until its certificate expires",
);
const OPTION: Rule = Rule(
    "plugin_option",
    "the broker does not start with an option of the plug-in that is wrong",
);
const ISSUING: Rule = Rule(
    "issuing_ca_missing",
    "the broker passes on a device's own certificate alone: below a CA that the plug-in does not know, all devices are refused",
);
const DATABASE: Rule = Rule("database_missing", "no account is found without the database");
const PUBLIC_FILE: Rule = Rule(
    "passwords_readable_by_all",
    "hashes of short passwords are guessed in minutes",
);

/// The options of a plug-in that decides who may log in.
pub(super) struct Options {
    /// The line of the plug-in.
    pub(super) at: Place,
    /// The CAs that are trusted: one of the plug-in's, or of the listener's.
    pub(super) ca: Option<Setting>,
    pub(super) crl: Vec<Setting>,
    /// CAs between the trusted ones and the devices.
    pub(super) intermediates: Vec<Setting>,
    /// The broker's own certificate, with its chain.
    pub(super) certificate: Option<Setting>,
    pub(super) database: Option<Setting>,
    /// Every option, by its name as the gate has it.
    pub(super) all: Vec<(String, Setting)>,
    /// What comes before the name of an option, in this dialect.
    pub(super) prefix: &'static str,
}

/// Examines the files that the options name.
pub(super) fn examine(exam: &mut Exam<'_>, options: &Options) {
    let cas = options.ca.as_ref().map(|ca| anchors::of_file(exam, ca, true));
    match &options.crl[..] {
        [] => {
            let problem = "the plug-in has no revocation list";
            let fix = (exam.line)(&options.key("crl"), "ca.crl");
            exam.findings.warning(&options.at, NO_CRL, problem, fix);
        }
        // One file must have the lists of all CAs; several have them together.
        [crl] => lists::examine(exam, crl, cas.as_deref().unwrap_or_default(), Reader::PlugIn),
        several => {
            for crl in several {
                lists::examine(exam, crl, &[], Reader::PlugIn);
            }
        }
    }
    if let Some(cas) = &cas {
        examine_issuing(exam, options, cas);
    }
    if let Some(database) = &options.database {
        examine_database(exam, database);
    }
    examine_values(exam, options);
}

impl Options {
    fn key(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }
}

/// Reads every option as the plug-in does.
fn examine_values(exam: &mut Exam<'_>, options: &Options) {
    let mut gate = amqtt_gate::Options::new();
    for (name, setting) in &options.all {
        let Err(error) = gate.set(name, &setting.value) else {
            continue;
        };
        let all = amqtt_gate::Options::ALL;
        let (known, value) = match all.iter().find(|option| option.name == name.replace('_', "-")) {
            Some(option) => (option.name, option.value_name),
            None => {
                let names = all.iter().map(|option| option.name);
                (nearest(name, names).map_or("NAME", |(_, name)| name), "VALUE")
            }
        };
        let fix = (exam.line)(&options.key(&known.replace('-', "_")), value);
        exam.findings.error(&setting.at, OPTION, error.to_string(), fix);
    }
}

/// Finds that the broker's own certificate, and so probably those of its devices, is of a CA below a trusted one that the plug-in
/// does not know.
fn examine_issuing(exam: &mut Exam<'_>, options: &Options, cas: &[Certificate]) {
    let known = |setting: &Setting| exam.path(setting).map(|path| certificates_of(&path));
    let known: Vec<Certificate> = options.intermediates.iter().filter_map(known).flatten().collect();
    let chain = options
        .certificate
        .as_ref()
        .and_then(|setting| exam.path(setting));
    let chain = chain.map(|path| certificates_of(&path)).unwrap_or_default();
    let Some((leaf, above)) = chain.split_first() else {
        return;
    };
    let issuing = above.iter().find(|ca| is_issued_by(leaf, ca));
    let Some(issuing) =
        issuing.filter(|ca| !ca.is_self_issued() && cas.iter().any(|root| is_issued_by(ca, root)))
    else {
        return;
    };
    if !cas.iter().chain(&known).any(|ca| ca.der() == issuing.der()) {
        let problem = format!("the plug-in does not know {}", issuing.get().subject);
        let fix = (exam.line)(&options.key("intermediates"), "intermediate.crt");
        exam.findings.error(&options.at, ISSUING, problem, fix);
    }
}

/// Returns the certificates of a file; what is wrong with it is found where it is examined.
fn certificates_of(path: &Path) -> Vec<Certificate> {
    let contents = files::read(path).ok();
    let certificates = contents.and_then(|contents| Certificate::all_from_file(&contents).ok());
    certificates.unwrap_or_default()
}

/// Examines a database that is a file.
pub(super) fn examine_database(exam: &mut Exam<'_>, setting: &Setting) {
    let url = setting.value.parse::<DatabaseUrl>().ok();
    let Some(file) = url.as_ref().and_then(DatabaseUrl::file) else {
        return;
    };
    let file = Setting {
        value: file.display().to_string(),
        ..setting.clone()
    };
    let Some(path) = exam.path(&file) else { return };
    if !path.exists() {
        let problem = format!("the database {} does not exist", path.display());
        let fix = format!("amqtt-admin user sync --database-url sqlite:{}", file.value);
        exam.findings.error(&setting.at, DATABASE, problem, fix);
        return;
    }
    exam.refuse_readers(&setting.at, &path, Severity::Error, PUBLIC_FILE, "the hashes in");
}
