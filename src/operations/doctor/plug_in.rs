//! The options of our plug-ins, which the dialects of Mosquitto and aMQTT write in their own ways.

use amqtt_database::DatabaseUrl;

use super::{
    anchors,
    exam::Exam,
    finding::{Rule, Severity},
    lists::{self, Reader},
    setting::{Place, Setting},
};

const NO_CRL: Rule = Rule(
    "no_revocation_list",
    "a revoked device gets in until its certificate expires",
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
    pub(super) database: Option<Setting>,
    /// The key of the option for lists, in this dialect.
    pub(super) crl_key: &'static str,
}

/// Examines the files that the options name.
pub(super) fn examine(exam: &mut Exam<'_>, options: &Options) {
    let cas = options.ca.as_ref().map(|ca| anchors::of_file(exam, ca, true));
    match &options.crl[..] {
        [] => {
            let problem = "the plug-in has no revocation list";
            let fix = (exam.line)(options.crl_key, "ca.crl");
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
    if let Some(database) = &options.database {
        examine_database(exam, database);
    }
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
