//! Lines of a Mosquitto password file: `name:hash`, or `name:password` before `mosquitto_passwd -U` has hashed it.

use super::acl::is_c_space;

/// A line of a password file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum PasswordLine<'a> {
    /// Blank, or a comment.
    Nothing,
    /// A name and a hash.
    Hash(&'a str, &'a str),
    /// A name and a password that is not hashed.
    Plain(&'a str, &'a str),
    /// A line that Mosquitto ignores, and the reason.
    Ignored(&'static str),
}

/// Reads a line without its line end. Like Mosquitto, it drops blanks around the name and the hash; a password stays
/// unchanged.
pub(crate) fn password_line(line: &str) -> PasswordLine<'_> {
    if line.starts_with('#') || line.trim_matches(is_c_space).is_empty() {
        return PasswordLine::Nothing;
    }
    let Some((name, secret)) = line.split_once(':') else {
        return PasswordLine::Ignored("missing ':' after the name");
    };
    let name = name.trim_matches(is_c_space);
    let hash = secret.trim_matches(is_c_space);
    if hash.is_empty() {
        return PasswordLine::Ignored("missing password or hash after the name");
    }
    if hash.starts_with('$') {
        PasswordLine::Hash(name, hash)
    } else {
        PasswordLine::Plain(name, secret)
    }
}

/// Returns whether a hash is one of crypt(3), as aMQTT's own password files have: `$6$` with a hash of 86 characters, where
/// Mosquitto's `$6$` has base64 with padding.
pub(crate) fn is_crypt(hash: &str) -> bool {
    let mut parts = hash.split('$').skip(1);
    match (parts.next(), parts.last()) {
        (Some("6"), Some(digest)) => digest.len() == 86 && !digest.ends_with('='),
        (Some("1" | "5" | "y"), _) => true,
        _ => false,
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
            password_line(" dev 1\t: $7$101$a$b \r"),
            PasswordLine::Hash("dev 1", "$7$101$a$b")
        );
        assert_eq!(
            password_line("dev:pass:word "),
            PasswordLine::Plain("dev", "pass:word ")
        );
        for line in ["", "  ", "# dev:x"] {
            assert_eq!(password_line(line), PasswordLine::Nothing, "{line:?}");
        }
        for line in ["dev", "dev:", "dev: \t"] {
            assert!(
                matches!(password_line(line), PasswordLine::Ignored(_)),
                "{line:?}"
            );
        }
    }

    #[test]
    fn hashes_of_crypt_are_not_mosquittos() {
        let digest = "INsslE12vjv/5pTePsNlI61ZKmxR4t/mBXlBWAN92r.oOZbTU5evy4dszTbgK/gQKuYqMPyZq462umwbnHD4U0";
        assert!(is_crypt(&format!("$6$DogrgFC438hjWTR6${digest}")));
        assert!(is_crypt(&format!("$6$rounds=5000$DogrgFC438hjWTR6${digest}")));
        assert!(!is_crypt(&format!("$6$c2FsdHNhbHRzYWx0${}==", &digest[..86])));
        assert!(!is_crypt("$7$101$a$b") && !is_crypt("$argon2id$v=19$m=8,t=1,p=1$a$b"));
    }
}
