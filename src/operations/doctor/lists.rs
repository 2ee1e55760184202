//! The revocation lists of a listener, as OpenSSL reads them for a broker: PEM alone, and of the issuer of each client.

use amqtt_x509::pem;

use super::{
    exam::{Exam, Size},
    finding::Rule,
    setting::Setting,
};
use crate::{
    options::pasted::quoted_path,
    pki::{Certificate, RevocationList},
};

const RUBBISH: Rule = Rule(
    "crl_broken",
    "the broker does not start with it, and at a reload it may admit everybody, revoked or not",
);
const LACKS_ISSUER: Rule = Rule(
    "crl_lacks_issuer",
    "every client of a CA without a list is refused",
);
const MAY_LACK_ISSUER: Rule = Rule(
    "crl_lacks_issuer",
    "clients that this CA issued itself are refused; those of the CAs below it are not",
);
const LAPSED: Rule = Rule("crl_lapsed", "once a list has lapsed, every client is refused");
const LAPSES_SOON: Rule = Rule(
    "crl_lapses_soon",
    "once a list has lapsed, every client is refused",
);
const FOREIGN: Rule = Rule(
    "crl_of_another_ca",
    "a list that the CA did not sign revokes nothing, and clients are refused for lack of one",
);
const STRAY: Rule = Rule(
    "crl_of_unknown_issuer",
    "a list of a CA that is not in the CA file has no effect",
);
const TWICE: Rule = Rule(
    "crl_twice",
    "of two lists of one issuer the first in the file may count, even if it is the older one",
);

/// The reader of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    /// The broker itself, with OpenSSL: PEM alone.
    OpenSsl,
    /// One of the project's plug-ins, which read DER too.
    PlugIn,
}

/// Examines a file of lists, for clients below these CAs.
pub(super) fn examine(exam: &mut Exam<'_>, setting: &Setting, cas: &[Certificate], reader: Reader) {
    const SIGN: &str = "amqtt-admin ca crl";
    let Some((path, contents)) = exam.read(setting, Size::Lists) else {
        return;
    };
    let shown = path.display();
    let lists = match RevocationList::all_from_file(&contents) {
        Ok(lists) => lists,
        Err(error) => {
            exam.findings
                .error(&setting.at, RUBBISH, format_args!("{shown}: {error}"), SIGN);
            return;
        }
    };
    if reader == Reader::OpenSsl && is_der(&contents) {
        let fix = format!("openssl crl -inform DER -in {0} -out {0}.pem", quoted_path(&path));
        exam.findings
            .error(&setting.at, RUBBISH, format_args!("{shown} is DER, not PEM"), fix);
    }
    for list in &lists {
        in_force(exam, setting, list);
        let issuer = list.get().issuer;
        let named: Vec<&Certificate> = cas.iter().filter(|ca| ca.get().subject == issuer).collect();
        if !named.is_empty() && !named.iter().any(|ca| list.is_signed_by(ca)) {
            let problem = format!("{shown}: the list of {issuer} is not signed by the CA of that name");
            exam.findings.error(&setting.at, FOREIGN, problem, SIGN);
        } else if named.is_empty()
            && cas
                .iter()
                .all(|ca| ca.get().basic_constraints.path_len == Some(0))
            && !cas.is_empty()
        {
            let problem = format!("{shown}: the list of {issuer} is of no CA in the CA file");
            exam.findings.warning(&setting.at, STRAY, problem, SIGN);
        }
    }
    for (index, list) in lists.iter().enumerate() {
        if lists[..index]
            .iter()
            .any(|other| other.get().issuer == list.get().issuer)
        {
            let problem = format!("{shown} holds two lists of {}", list.get().issuer);
            exam.findings.warning(&setting.at, TWICE, problem, SIGN);
        }
    }
    for ca in cas {
        lacking(exam, setting, ca, cas, &lists);
    }
}

fn is_der(contents: &[u8]) -> bool {
    pem::blocks(contents).is_ok_and(|blocks| blocks.iter().all(|block| block.line.is_none()))
}

/// Reports a CA without a list, unless it issues nothing but other CAs.
fn lacking(
    exam: &mut Exam<'_>,
    setting: &Setting,
    ca: &Certificate,
    cas: &[Certificate],
    lists: &[RevocationList],
) {
    let read = ca.get();
    let has_list = lists.iter().any(|list| list.get().issuer == read.subject);
    let is_above = cas
        .iter()
        .any(|other| !other.is_self_issued() && other.get().issuer == read.subject);
    if has_list || is_above || !read.basic_constraints.ca {
        return;
    }
    let problem = format!("{} has no list of {}", setting.value.trim(), read.subject);
    let fix = "amqtt-admin ca crl --with OTHER.crl";
    // Devices may come with the certificate of an issuing CA that is not in the CA file.
    match read.basic_constraints.path_len == Some(0) || lists.is_empty() {
        true => exam.findings.error(&setting.at, LACKS_ISSUER, problem, fix),
        false => exam.findings.warning(&setting.at, MAY_LACK_ISSUER, problem, fix),
    }
}

/// Reports a list that is not in force, or lapses soon.
fn in_force(exam: &mut Exam<'_>, setting: &Setting, list: &RevocationList) {
    const SIGN: &str = "amqtt-admin ca crl";
    let read = list.get();
    let what = format!("{}: the list of {}", setting.value.trim(), read.issuer);
    let Some(end) = read.next_update else {
        return;
    };
    if end < exam.measure.now {
        let problem = format!("{what} lapsed on {end}");
        exam.findings.error(&setting.at, LAPSED, problem, SIGN);
    } else if exam.is_within(end, exam.measure.crl_within) {
        let problem = format!("{what} lapses in {} days", exam.days(end));
        exam.findings.warning(&setting.at, LAPSES_SOON, problem, SIGN);
    }
}
