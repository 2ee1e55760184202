//! The CAs that clients are trusted by.

use std::{fs, path::Path};

use super::{
    certificates,
    exam::{Exam, MISSING},
    finding::Rule,
    setting::Setting,
};
use crate::{files, operations::trust_file::without_issuer, options::pasted::quoted_path, pki::Certificate};

/// The most CAs that are somebody's own.
const MANY: usize = 20;
/// The most files of a directory that are read.
const FILES_MAX: usize = 2000;

const NOT_A_CA: Rule = Rule(
    "not_a_ca",
    "a certificate that is not a CA's makes no client trusted",
);
const CA_EXPIRED: Rule = Rule(
    "ca_expired",
    "every client below a CA that has expired is refused",
);
const CA_ENDS_SOON: Rule = Rule(
    "ca_ends_soon",
    "on that day, every client below the CA is refused",
);
const NO_ROOT: Rule = Rule(
    "no_root",
    "OpenSSL accepts no client unless the CA file goes up to a self-signed root",
);
const PUBLIC_CAS: Rule = Rule(
    "public_cas",
    "anyone with a client certificate of any of these CAs gets in, by the name that it has there",
);
const NOT_HASHED: Rule = Rule(
    "capath_not_hashed",
    "OpenSSL finds a CA of a directory by the hash of its name alone, and refuses every client",
);

/// Examines the CAs of a file. With `verifies`, a client that they trust is admitted.
pub(super) fn of_file(exam: &mut Exam<'_>, setting: &Setting, verifies: bool) -> Vec<Certificate> {
    match certificates::read(exam, setting) {
        Some(cas) => examine(exam, setting, cas, verifies),
        None => Vec::new(),
    }
}

/// Examines the CAs of a directory, as [`of_file`] does.
pub(super) fn of_directory(exam: &mut Exam<'_>, setting: &Setting, verifies: bool) -> Vec<Certificate> {
    let Some(path) = exam.path(setting) else {
        return Vec::new();
    };
    let shown = path.display();
    let entries = match fs::read_dir(&path) {
        Ok(entries) => entries,
        Err(error) => {
            let problem = format!("{}: cannot read {shown}: {error}", setting.key);
            let fix = (exam.line)(&setting.key, "DIRECTORY");
            exam.findings.error(&setting.at, MISSING, problem, fix);
            return Vec::new();
        }
    };
    let paths = entries.flatten().map(|entry| entry.path());
    let hashed = paths
        .filter(|path| is_hashed(path) && path.is_file())
        .take(FILES_MAX);
    let read = hashed.filter_map(|path| Certificate::all_from_file(&files::read(&path).ok()?).ok());
    let cas: Vec<Certificate> = read.flatten().collect();
    if cas.is_empty() && verifies {
        let problem = format!("{shown} has no CA by the hash of its name");
        let fix = format!("openssl rehash {}", quoted_path(&path));
        exam.findings.error(&setting.at, NOT_HASHED, problem, fix);
    }
    examine(exam, setting, cas, verifies)
}

/// Returns whether a file is named as `openssl rehash` does: eight digits, and a number.
fn is_hashed(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.split_once('.').is_some_and(|(hash, number)| {
        hash.len() == 8
            && hash.bytes().all(|octet| octet.is_ascii_hexdigit())
            && !number.is_empty()
            && number.bytes().all(|octet| octet.is_ascii_digit())
    })
}

/// Examines CAs one by one; where there are as many as the public has, all together.
fn examine(
    exam: &mut Exam<'_>,
    setting: &Setting,
    cas: Vec<Certificate>,
    verifies: bool,
) -> Vec<Certificate> {
    let file = setting.value.trim();
    if cas.len() > MANY {
        if verifies {
            let problem = format!("{file} holds {} CAs", cas.len());
            let fix = (exam.line)(&setting.key, "ca.crt");
            exam.findings.error(&setting.at, PUBLIC_CAS, problem, fix);
        }
        return Vec::new();
    }
    for ca in &cas {
        let read = ca.get();
        if !read.basic_constraints.ca {
            let problem = format!("{file}: {} is not a CA", read.subject);
            let fix = (exam.line)(&setting.key, "ca.crt");
            exam.findings.error(&setting.at, NOT_A_CA, problem, fix);
        }
        let rules = [CA_EXPIRED, certificates::NOT_YET, CA_ENDS_SOON];
        certificates::validity(
            exam,
            setting,
            &read,
            rules,
            // Beside the old one: its devices need it until they have certificates of the new one.
            "amqtt-admin ca create --cn NAME --output-dir new-ca",
        );
    }
    if let Some(ca) = without_issuer(&cas) {
        let ca = ca.get();
        let problem = format!("{file} lacks {}, the issuer of {}", ca.issuer, ca.subject);
        let fix = format!("cat ROOT.crt >> {file}");
        exam.findings.error(&setting.at, NO_ROOT, problem, fix);
    }
    cas
}
