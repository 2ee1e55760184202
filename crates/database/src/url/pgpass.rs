//! The password file of PostgreSQL's clients, `~/.pgpass` (PostgreSQL 15, 34.16).

use std::{env, fs, os::unix::fs::PermissionsExt as _, path::PathBuf};

use zeroize::Zeroizing;

use super::{Host, ServerAddress, ServerKind};

/// Returns the password for a host of a server, from the file that `PGPASSFILE` names, or from `~/.pgpass`. As
/// libpq does, it passes over a file that others may read.
pub(super) fn password(
    named: Option<String>,
    server: &ServerAddress,
    host: &Host,
) -> Option<Zeroizing<String>> {
    let file = match named {
        Some(file) => PathBuf::from(file),
        None => env::home_dir()?.join(".pgpass"),
    };
    let metadata = fs::metadata(&file).ok()?;
    if !metadata.is_file() || metadata.permissions().mode() & 0o077 != 0 {
        return None;
    }
    let contents = Zeroizing::new(fs::read_to_string(file).ok()?);
    contents.lines().find_map(|line| matching(line, server, host))
}

/// Returns the password in a line `host:port:database:user:password`, if it is for this server.
fn matching(line: &str, server: &ServerAddress, host: &Host) -> Option<Zeroizing<String>> {
    if line.starts_with('#') {
        return None;
    }
    let port = host.port.unwrap_or(ServerKind::Postgres.usual_port()).to_string();
    let name = if host.name.starts_with('/') {
        "localhost"
    } else {
        &host.name
    };
    let mut rest = line;
    for expected in [name, &port, &server.database, &server.username] {
        let (field, after) = field(rest)?;
        if field != "*" && unescaped(field) != expected {
            return None;
        }
        rest = after;
    }
    let end = field(rest).map_or(rest, |(field, _)| field);
    Some(Zeroizing::new(unescaped(end)))
}

/// Splits a line at the first colon without a backslash before it.
fn field(text: &str) -> Option<(&str, &str)> {
    let mut escaped = false;
    for (at, octet) in text.bytes().enumerate() {
        match octet {
            b':' if !escaped => return Some((&text[..at], &text[at + 1..])),
            b'\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    None
}

fn unescaped(field: &str) -> String {
    let mut text = String::with_capacity(field.len());
    let mut characters = field.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' => text.extend(characters.next()),
            c => text.push(c),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(line: &str) -> Option<String> {
        let server = ServerAddress {
            username: "app".to_owned(),
            database: "fleet".to_owned(),
            ..ServerAddress::default()
        };
        let host = Host::new("db.example", None);
        matching(line, &server, &host).map(|password| password.to_string())
    }

    #[test]
    fn a_line_is_for_one_server() {
        for (line, password) in [
            ("db.example:5432:fleet:app:secret", Some("secret")),
            ("*:*:*:app:a\\:b\\\\c", Some("a:b\\c")),
            ("db.example:5432:*:*:secret:rest", Some("secret")),
            ("localhost:5432:fleet:app:secret", None),
            ("db.example:5433:fleet:app:secret", None),
            ("db.example:5432:fleet:other:secret", None),
            ("# db.example:5432:fleet:app:secret", None),
            ("db.example:5432", None),
        ] {
            assert_eq!(found(line).as_deref(), password, "{line}");
        }
    }
}
