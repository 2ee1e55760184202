//! ACL files of Mosquitto.

use std::os::unix::fs::PermissionsExt as _;

use crate::operations::{
    doctor::{
        exam::{Exam, Size},
        finding::{Rule, Severity},
        setting::Setting,
    },
    import::acl::{Access, AclLine, acl_line},
};

const OPEN_ACL: Rule = Rule("acl_allows_everything", "every client may do this on every topic");
const PUBLIC_ACL: Rule = Rule(
    "acl_writable_by_all",
    "anyone on this machine can give themselves rights",
);
const READABLE_ACL: Rule = Rule(
    "acl_readable_by_all",
    "anyone on this machine learns who may do what",
);
const BROKEN_ACL: Rule = Rule(
    "acl_broken",
    "Mosquitto does not start with a line that it cannot parse",
);

pub(super) fn examine(exam: &mut Exam<'_>, setting: &Setting) {
    let Some((path, contents)) = exam.read(setting, Size::Small) else {
        return;
    };
    let shown = path.display();
    exam.refuse_readers(
        &setting.at,
        &path,
        Severity::Warning,
        READABLE_ACL,
        "the rights in",
    );
    if path
        .metadata()
        .is_ok_and(|file| file.permissions().mode() & 0o002 != 0)
    {
        let problem = format!("every user of this machine may write {shown}");
        exam.findings
            .error(&setting.at, PUBLIC_ACL, problem, format_args!("chmod o= {shown}"));
    }
    let text = String::from_utf8_lossy(&contents);
    for (line, text) in (1..).zip(text.lines()) {
        match acl_line(text) {
            Err(fault) => {
                let problem = format!("line {line} of {shown}: {fault}");
                let fix = format!("# {}", text.trim());
                exam.findings.error(&setting.at, BROKEN_ACL, problem, fix);
            }
            // A pattern is for every client; `deny` takes away.
            Ok(AclLine::Pattern(rule)) if rule.access != Access::Deny && rule.topic == "#" => {
                let problem = format!("line {line} of {shown}: {}", text.trim());
                exam.findings
                    .error(&setting.at, OPEN_ACL, problem, "pattern readwrite devices/%u/#");
            }
            Ok(_) => {}
        }
    }
}
