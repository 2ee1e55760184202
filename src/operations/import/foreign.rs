//! Recognizes a file in another format by its beginning, and names the option that reads it.

use super::acl::is_c_space;

/// The records that a verb imports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Accounts,
    Rights,
}

/// Returns a hint about a file with these first bytes, without any of its values, or `None` if it is not recognized.
pub(crate) fn look(head: &[u8], kind: Kind) -> Option<String> {
    let text = String::from_utf8_lossy(head);
    match text.trim_start().as_bytes().first()? {
        b'{' => return Some(object(&text)),
        b'[' => return Some("it looks like a JSON array: import it with --from json".to_owned()),
        _ => {}
    }
    if head.starts_with(b"SQLite format 3\0") {
        return Some("it is a SQLite database: name it with --database-url sqlite:FILE".to_owned());
    }
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let line = lines.find(|line| !line.starts_with('#'))?;
    let hint = match separator(line)? {
        Separator::Word => match kind {
            Kind::Rights => "it looks like a Mosquitto ACL file: import it with --from mosquitto",
            Kind::Accounts => {
                "it looks like a Mosquitto ACL file: import it with `amqtt-admin topic import --from mosquitto`"
            }
        },
        Separator::Colon => match kind {
            Kind::Accounts => "it looks like a Mosquitto password file: import it with --from mosquitto",
            Kind::Rights => {
                "it looks like a Mosquitto password file: import it with `amqtt-admin user import --from mosquitto`"
            }
        },
        Separator::Semicolon => return Some(separated("semicolons", kind)),
        Separator::Tab => return Some(separated("tabs", kind)),
        // A header with known columns means that the format is right, and something else is wrong.
        Separator::Comma if line.contains("username") && !line.contains(':') => return None,
        Separator::Comma => return Some(header(kind)),
    };
    Some(hint.to_owned())
}

fn object(text: &str) -> String {
    let is_dynsec = ["\"defaultACLAccess\"", "\"clients\"", "\"roles\"", "\"groups\""]
        .iter()
        .any(|key| text.contains(key));
    if is_dynsec {
        "it looks like Mosquitto's dynamic-security.json: import it with --from dynsec".to_owned()
    } else {
        "it begins with a JSON object: --from ndjson reads one object a line, --from json an array of them"
            .to_owned()
    }
}

fn separated(by: &str, kind: Kind) -> String {
    format!(
        "its fields look separated by {by}: use commas, and {}",
        header(kind)
    )
}

fn header(kind: Kind) -> String {
    let columns = match kind {
        Kind::Accounts => "username,password or username,password_hash",
        Kind::Rights => "username,action,topic",
    };
    format!("make the first line of a CSV file {columns}")
}

/// The separator in the first line.
enum Separator {
    /// A word of Mosquitto's ACL files, and a space.
    Word,
    Colon,
    Semicolon,
    Tab,
    Comma,
}

fn separator(line: &str) -> Option<Separator> {
    let word = line
        .trim_matches(is_c_space)
        .split(' ')
        .next()
        .unwrap_or_default();
    if matches!(word, "user" | "topic" | "pattern") && line.trim().contains(' ') {
        return Some(Separator::Word);
    }
    let first = line.chars().find(|c| matches!(c, ':' | ';' | '\t' | ','));
    Some(match first? {
        ':' => Separator::Colon,
        ';' => Separator::Semicolon,
        '\t' => Separator::Tab,
        _ => Separator::Comma,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_recognized_without_their_values() {
        let cases = [
            ("dev1:secret\r\n", Kind::Accounts, "--from mosquitto"),
            (
                "# c\n\ndev1:secret\n",
                Kind::Rights,
                "amqtt-admin user import --from mosquitto",
            ),
            ("user secret\ntopic a\n", Kind::Rights, "--from mosquitto"),
            (
                "pattern read secret/%u\n",
                Kind::Accounts,
                "amqtt-admin topic import",
            ),
            ("alice;secret\n", Kind::Accounts, "semicolons"),
            ("alice\tsecret\n", Kind::Accounts, "tabs"),
            ("alice,secret\n", Kind::Accounts, "first line"),
            ("[{\"username\": \"secret\"}]", Kind::Accounts, "--from json"),
            ("{\"clients\": [\"secret\"]}", Kind::Accounts, "--from dynsec"),
            ("{\"username\": \"secret\"}", Kind::Accounts, "--from ndjson"),
        ];
        for (head, kind, hint) in cases {
            let found = look(head.as_bytes(), kind).unwrap();
            assert!(
                found.contains(hint) && !found.contains("secret"),
                "{head:?}: {found}"
            );
        }
        for head in ["", "secret", "username,password\na,b\n"] {
            assert_eq!(look(head.as_bytes(), Kind::Accounts), None);
        }
    }
}
