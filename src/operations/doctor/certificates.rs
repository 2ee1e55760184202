//! Certificates that a setting names.

use amqtt_x509::{certificate::Certificate as Parsed, pem};

use super::{
    exam::{Exam, Size},
    finding::Rule,
    setting::Setting,
};
use crate::{options::pasted::quoted_path, pki::Certificate};

const NOT_PEM: Rule = Rule(
    "not_pem",
    "brokers read PEM here, and do not start with anything else",
);
pub(super) const UNPARSABLE: Rule = Rule(
    "file_broken",
    "the broker does not start with a file that it cannot parse",
);
pub(super) const NOT_YET: Rule = Rule(
    "certificate_not_yet_valid",
    "clients refuse a certificate that is not valid yet",
);

/// Reads the certificates of a file; what cannot be read is a finding.
pub(super) fn read(exam: &mut Exam<'_>, setting: &Setting) -> Option<Vec<Certificate>> {
    let (path, contents) = exam.read(setting, Size::Small)?;
    let shown = path.display();
    match Certificate::all_from_file(&contents) {
        Ok(_)
            if pem::blocks(&contents).is_ok_and(|blocks| blocks.iter().all(|block| block.line.is_none())) =>
        {
            let fix = format!(
                "openssl x509 -inform DER -in {0} -out {0}.pem",
                quoted_path(&path)
            );
            exam.findings
                .error(&setting.at, NOT_PEM, format_args!("{shown} is DER, not PEM"), fix);
            None
        }
        Ok(all) => Some(all),
        Err(error) => {
            let fix = (exam.line)(&setting.key, "FILE");
            exam.findings
                .error(&setting.at, UNPARSABLE, format_args!("{shown}: {error}"), fix);
            None
        }
    }
}

/// Reports a certificate that is not in force, or ends soon.
pub(super) fn validity(
    exam: &mut Exam<'_>,
    setting: &Setting,
    read: &Parsed<'_>,
    [expired, not_yet, soon]: [Rule; 3],
    fix: &str,
) {
    let now = exam.measure.now;
    let what = format!("{}: {}", setting.value.trim(), read.subject);
    if now > read.not_after {
        let problem = format!("{what} expired {} days ago", exam.days(read.not_after));
        exam.findings.error(&setting.at, expired, problem, fix);
    } else if now < read.not_before {
        let problem = format!("{what} is not valid until {}", read.not_before);
        exam.findings.error(&setting.at, not_yet, problem, fix);
    } else if exam.is_within(read.not_after, exam.measure.expires_within) {
        let problem = format!("{what} expires in {} days", exam.days(read.not_after));
        exam.findings.warning(&setting.at, soon, problem, fix);
    }
}
