//! Mosquitto's password file and ACL file.

use amqtt_verifier::Action;

/// A line of the password file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum PasswordLine<'a> {
    /// Nothing, or a comment.
    Nothing,
    /// A name and a hash of a kind that is known here too.
    Hash(&'a str, &'a str),
    /// A name and a password that was not hashed yet.
    Plain(&'a str, &'a str),
    /// Something that has no equivalent.
    None(&'static str),
}

/// Reads a line of a password file: `name:hash`.
pub(crate) fn password_line(line: &str) -> PasswordLine<'_> {
    if line.trim().is_empty() || line.starts_with('#') {
        return PasswordLine::Nothing;
    }
    match line.split_once(':') {
        None => PasswordLine::None("there is no ':' behind the name"),
        Some((name, hash)) if hash.starts_with("$argon2") => PasswordLine::Hash(name, hash),
        Some((_, hash)) if hash.starts_with("$6$") || hash.starts_with("$7$") => PasswordLine::None(
            "hashes of the kinds $6$ and $7$ are Mosquitto's alone: this account needs a new password",
        ),
        Some((_, hash)) if hash.starts_with('$') => PasswordLine::None("the kind of this hash is not known"),
        Some((name, password)) => PasswordLine::Plain(name, password),
    }
}

/// A line of the ACL file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum AclLine<'a> {
    /// Nothing, or a comment.
    Nothing,
    /// From here on the rights are this client's.
    User(&'a str),
    /// A filter for these actions.
    Topic(&'static [Action], &'a str),
    /// A filter that is denied, whatever else is granted.
    Deny,
    /// Something that has no equivalent.
    None(&'static str),
}

/// Reads a line of an ACL file: `user NAME`, `topic [read|write|readwrite|deny] FILTER`, `pattern …`.
pub(crate) fn acl_line(line: &str) -> AclLine<'_> {
    let line = line.trim_end_matches('\r');
    if line.trim().is_empty() || line.starts_with('#') {
        return AclLine::Nothing;
    }
    let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
    match word {
        "user" => AclLine::User(rest.trim()),
        "topic" => topic(rest.trim()),
        "pattern" => AclLine::None("a pattern holds for every client: give each its own rights instead"),
        _ => AclLine::None("this is neither user, topic nor pattern"),
    }
}

fn topic(rest: &str) -> AclLine<'_> {
    const READ: &[Action] = &[Action::Subscribe, Action::Receive];
    const WRITE: &[Action] = &[Action::Publish];
    // Without a word for the access, the whole rest is the filter; a filter may have spaces.
    match rest
        .split_once(' ')
        .map(|(access, filter)| (access, filter.trim()))
    {
        Some(("read", filter)) => AclLine::Topic(READ, filter),
        Some(("write", filter)) => AclLine::Topic(WRITE, filter),
        Some(("readwrite", filter)) => AclLine::Topic(&Action::ALL, filter),
        Some(("deny", _)) => AclLine::Deny,
        _ => AclLine::Topic(&Action::ALL, rest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_password_file() {
        assert_eq!(
            password_line("dev:$argon2id$v=19$x"),
            PasswordLine::Hash("dev", "$argon2id$v=19$x")
        );
        assert_eq!(
            password_line("dev:pass:word "),
            PasswordLine::Plain("dev", "pass:word ")
        );
        assert!(matches!(password_line("dev:$7$101$a$b"), PasswordLine::None(_)));
        assert_eq!(password_line(""), PasswordLine::Nothing);
    }

    #[test]
    fn lines_of_an_acl_file() {
        assert_eq!(acl_line("user dev 1"), AclLine::User("dev 1"));
        assert_eq!(acl_line("topic a/b"), AclLine::Topic(&Action::ALL, "a/b"));
        assert_eq!(
            acl_line("topic read a b/#"),
            AclLine::Topic(&[Action::Subscribe, Action::Receive], "a b/#")
        );
        assert_eq!(acl_line("topic write a"), AclLine::Topic(&[Action::Publish], "a"));
        assert_eq!(acl_line("topic deny a"), AclLine::Deny);
        assert!(matches!(acl_line("pattern read %u/#"), AclLine::None(_)));
    }
}
