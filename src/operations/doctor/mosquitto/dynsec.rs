//! The file of Mosquitto's own plug-in for rights and passwords, as far as it opens the door (mosquitto_dynamic_security).

use serde_json::Value;

use crate::operations::doctor::{
    exam::{Exam, Size},
    finding::{Rule, Severity},
    setting::Setting,
};

const BROKEN: Rule = Rule(
    "file_broken",
    "the broker does not start with a file that it cannot parse",
);
const OPEN: Rule = Rule(
    "acl_allows_everything",
    "every client may do what no role of its own denies, a client without a role everything",
);
const PUBLIC: Rule = Rule(
    "passwords_readable_by_all",
    "hashes of short passwords are guessed in minutes",
);

/// Examines the file that the plug-in's option names.
pub(super) fn examine(exam: &mut Exam<'_>, setting: &Setting) {
    let Some((path, contents)) = exam.read(setting, Size::Small) else {
        return;
    };
    let shown = path.display();
    exam.refuse_readers(&setting.at, &path, Severity::Error, PUBLIC, "the hashes in");
    let file = match serde_json::from_slice::<Value>(&contents) {
        Ok(file) => file,
        Err(error) => {
            let problem = format!("{shown} is not JSON (line {})", error.line());
            let fix = format!("mosquitto_ctrl dynsec init {shown} admin");
            exam.findings.error(&setting.at, BROKEN, problem, fix);
            return;
        }
    };
    let allows = |what: &str| file["defaultACLAccess"][what] == Value::Bool(true);
    let sends = allows("publishClientSend");
    // A subscription alone brings nothing: each delivery is checked.
    let receives = allows("subscribe") && allows("publishClientReceive");
    let (may, right) = match (sends, receives) {
        (true, true) => ("publish and subscribe to", "publishClientSend"),
        (true, false) => ("publish to", "publishClientSend"),
        (false, true) => ("subscribe to", "subscribe"),
        (false, false) => return,
    };
    let problem = format!("defaultACLAccess of {shown} lets every client {may} all topics");
    let fix = format!("mosquitto_ctrl dynsec setDefaultACLAccess {right} deny");
    exam.findings.error(&setting.at, OPEN, problem, fix);
}
