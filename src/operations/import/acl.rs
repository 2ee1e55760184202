//! Lines of a Mosquitto ACL file, read as Mosquitto 2.0 and 2.1 read them.
//!
//! A comment begins with `#` in the first column. Blanks at the end of a line are ignored. Only spaces separate words: a tab
//! belongs to the word, except around a topic or a user name. `topic` and `pattern` take one of `read`, `write`, `readwrite`
//! and `deny` before the topic; a topic that contains spaces needs it. Mosquitto does not start with a file that contains
//! any other line, so such a line is a fault here too.

use amqtt_rules::topic::{Action, InvalidTopic, TopicFilter};

/// Maximum number of slashes that Mosquitto accepts in a topic.
pub(crate) const SLASHES_MAX: usize = 200;

/// A line of an ACL file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum AclLine<'a> {
    /// Blank, or a comment.
    Nothing,
    /// The following rules are for this user.
    User(&'a str),
    /// `topic`: a rule for the last user named, or for clients without a name.
    Topic(AclRule<'a>),
    /// `pattern`: a rule for every client, with `%u` for its user name and `%c` for its client id.
    Pattern(AclRule<'a>),
}

/// A rule about a topic.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct AclRule<'a> {
    pub(crate) access: Access,
    pub(crate) topic: &'a str,
}

/// The access that a rule grants or denies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    Read,
    Write,
    ReadWrite,
    Deny,
}

impl Access {
    /// Returns the actions that the access grants. Mosquitto filters what it delivers, not what clients subscribe to: a
    /// client that may receive a topic may subscribe to it.
    pub(crate) fn actions(self) -> &'static [Action] {
        match self {
            Self::Read => &[Action::Subscribe, Action::Receive],
            Self::Write => &[Action::Publish],
            Self::ReadWrite => &Action::ALL,
            Self::Deny => &[],
        }
    }
}

/// A line with which Mosquitto does not start.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum AclFault {
    #[error("not a user, topic or pattern line of a Mosquitto ACL file")]
    Word,
    #[error("missing user name")]
    NoUser,
    #[error("missing topic")]
    NoTopic,
    #[error("the word before the topic must be read, write, readwrite or deny")]
    Access,
    #[error("{0}")]
    Topic(InvalidTopic),
    #[error("a topic must have at most {SLASHES_MAX} slashes in Mosquitto")]
    TooManyLevels,
}

/// Reads a line, without its LF.
///
/// # Errors
/// [`AclFault`] for a line with which Mosquitto does not start.
pub(crate) fn acl_line(line: &str) -> Result<AclLine<'_>, AclFault> {
    let line = line.trim_end_matches(is_c_space);
    if line.starts_with('#') {
        return Ok(AclLine::Nothing);
    }
    let (word, rest) = token(line);
    match (word, rest) {
        ("", _) => Ok(AclLine::Nothing),
        ("user", "") => Err(AclFault::NoUser),
        ("user", rest) => Ok(AclLine::User(rest.trim_matches(is_c_space))),
        ("topic", rest) => rule(rest).map(AclLine::Topic),
        ("pattern", rest) => rule(rest).map(AclLine::Pattern),
        _ => Err(AclFault::Word),
    }
}

fn rule(rest: &str) -> Result<AclRule<'_>, AclFault> {
    let (access, topic) = match token(rest) {
        ("", _) => return Err(AclFault::NoTopic),
        // A single word is the topic, even `read`.
        (topic, "") => (Access::ReadWrite, topic),
        ("read", topic) => (Access::Read, topic),
        ("write", topic) => (Access::Write, topic),
        ("readwrite", topic) => (Access::ReadWrite, topic),
        ("deny", topic) => (Access::Deny, topic),
        _ => return Err(AclFault::Access),
    };
    let topic = topic.trim_matches(is_c_space);
    match topic.parse::<TopicFilter>() {
        // For Mosquitto, `$share/…` is a topic like any other.
        Ok(_) | Err(InvalidTopic::ShareStored) => {}
        Err(error) => return Err(AclFault::Topic(error)),
    }
    if topic.bytes().filter(|byte| *byte == b'/').count() > SLASHES_MAX {
        return Err(AclFault::TooManyLevels);
    }
    Ok(AclRule { access, topic })
}

/// Splits off the first word, as C's `strtok` with a space does: leading spaces are ignored.
fn token(text: &str) -> (&str, &str) {
    let text = text.trim_start_matches(' ');
    text.split_once(' ').unwrap_or((text, ""))
}

/// Returns whether C's `isspace` counts a character as blank.
pub(crate) fn is_c_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\u{b}' | '\u{c}' | '\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topic(access: Access, topic: &str) -> Result<AclLine<'_>, AclFault> {
        Ok(AclLine::Topic(AclRule { access, topic }))
    }

    #[test]
    fn blanks_and_comments_are_mosquittos() {
        for line in ["", "   ", " \t\r", "# topic a", "#"] {
            assert_eq!(acl_line(line), Ok(AclLine::Nothing), "{line:?}");
        }
        assert_eq!(acl_line("  user  bob "), Ok(AclLine::User("bob")));
        assert_eq!(acl_line("user dev 1\r"), Ok(AclLine::User("dev 1")));
        assert_eq!(
            acl_line("topic  read   \t a b/# \t\r"),
            topic(Access::Read, "a b/#")
        );
        assert_eq!(acl_line(" topic a/b"), topic(Access::ReadWrite, "a/b"));
        assert_eq!(acl_line("topic read"), topic(Access::ReadWrite, "read"));
        assert_eq!(acl_line("topic read\ta"), topic(Access::ReadWrite, "read\ta"));
        assert_eq!(acl_line("topic deny a"), topic(Access::Deny, "a"));
        let pattern = AclRule {
            access: Access::Write,
            topic: "s/%u/+",
        };
        assert_eq!(acl_line("pattern write s/%u/+"), Ok(AclLine::Pattern(pattern)));
    }

    #[test]
    fn lines_with_which_mosquitto_does_not_start() {
        let deep = format!("topic {}", "/".repeat(201));
        for (line, fault) in [
            ("user", AclFault::NoUser),
            ("user   ", AclFault::NoUser),
            ("topic", AclFault::NoTopic),
            ("topic  \t", AclFault::NoTopic),
            ("topic a b", AclFault::Access),
            ("topic Read a", AclFault::Access),
            ("topic raedwrite a", AclFault::Access),
            ("\ttopic a", AclFault::Word),
            ("topic\tread a", AclFault::Word),
            ("  # comment", AclFault::Word),
            ("Topic a", AclFault::Word),
            ("\u{feff}user alice", AclFault::Word),
            (&deep, AclFault::TooManyLevels),
        ] {
            assert_eq!(acl_line(line), Err(fault), "{line:?}");
        }
        assert!(matches!(acl_line("topic read a#"), Err(AclFault::Topic(_))));
    }
}
