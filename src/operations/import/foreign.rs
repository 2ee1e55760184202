//! Recognizes a file in another format by its beginning, and names the option that reads it.

use super::{Source, acl::is_c_space};

/// The records that a verb imports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Accounts,
    Rights,
}

/// Returns a hint about a file with these first bytes that was read as another format, without any of its values, or
/// `None` if it is not recognized.
pub(crate) fn look(head: &[u8], kind: Kind, read_as: Source) -> Option<String> {
    let (source, hint) = recognize(head, kind)?;
    (source != Some(read_as)).then_some(hint)
}

/// Returns the format that a file seems to have, where there is one for it, with the hint.
fn recognize(head: &[u8], kind: Kind) -> Option<(Option<Source>, String)> {
    let text = String::from_utf8_lossy(head);
    match text.trim_start().as_bytes().first()? {
        b'{' => return Some(object(&text)),
        b'[' => {
            let hint = "it looks like a JSON array: import it with --from json";
            return Some((Some(Source::Json), hint.to_owned()));
        }
        _ => {}
    }
    if head.starts_with(b"SQLite format 3\0") {
        let hint = "it is a SQLite database: name it with --database-url sqlite:FILE";
        return Some((None, hint.to_owned()));
    }
    if text.starts_with("-----BEGIN ") {
        let records = match kind {
            Kind::Accounts => "accounts",
            Kind::Rights => "rights",
        };
        return Some((
            None,
            format!("it is a key or a certificate in PEM: name a file of {records}"),
        ));
    }
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let line = lines.find(|line| !line.starts_with('#'))?;
    let (source, hint) = match (separator(line)?, kind) {
        (Separator::Word, Kind::Rights) => (
            Some(Source::Mosquitto),
            "it looks like a Mosquitto ACL file: import it with --from mosquitto",
        ),
        (Separator::Word, Kind::Accounts) => (
            None,
            "it looks like a Mosquitto ACL file: import it with `amqtt-admin topic import --from mosquitto`",
        ),
        (Separator::Colon, Kind::Accounts) => (
            Some(Source::Mosquitto),
            "it looks like a Mosquitto password file: import it with --from mosquitto",
        ),
        (Separator::Colon, Kind::Rights) => (
            None,
            "it looks like a Mosquitto password file: import it with `amqtt-admin user import --from mosquitto`",
        ),
        (Separator::Semicolon, _) => return Some((None, separated("semicolons", kind))),
        (Separator::Tab, _) => return Some((None, separated("tabs", kind))),
        // A header with known columns means that the format is right, and something else is wrong.
        (Separator::Comma, _) if line.contains("username") && !line.contains(':') => return None,
        (Separator::Comma, _) => return Some((None, header(kind))),
    };
    Some((source, hint.to_owned()))
}

fn object(text: &str) -> (Option<Source>, String) {
    let is_dynsec = ["\"defaultACLAccess\"", "\"clients\"", "\"roles\"", "\"groups\""]
        .iter()
        .any(|key| text.contains(key));
    let (source, hint) = match is_dynsec {
        true => (
            Source::Dynsec,
            "it looks like Mosquitto's dynamic-security.json: import it with --from dynsec",
        ),
        false => (
            Source::Ndjson,
            "it begins with a JSON object: --from ndjson reads one object a line, --from json an array of them",
        ),
    };
    (Some(source), hint.to_owned())
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
            let found = look(head.as_bytes(), kind, Source::Csv).unwrap();
            assert!(
                found.contains(hint) && !found.contains("secret"),
                "{head:?}: {found}"
            );
        }
        for head in ["", "secret", "username,password\na,b\n"] {
            assert_eq!(look(head.as_bytes(), Kind::Accounts, Source::Csv), None);
        }
        // What was read as the format that it has, has another fault.
        for (head, kind, read_as) in [
            ("dev1:secret\n", Kind::Accounts, Source::Mosquitto),
            ("user secret\n", Kind::Rights, Source::Mosquitto),
            ("[{\"username\": 1}]", Kind::Accounts, Source::Json),
            ("{\"clients\": 1}", Kind::Accounts, Source::Dynsec),
            ("{\"username\": 1}", Kind::Rights, Source::Ndjson),
        ] {
            assert_eq!(look(head.as_bytes(), kind, read_as), None, "{head}");
        }
    }
}
