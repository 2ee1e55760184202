//! The environment of a PostgreSQL client: its variables describe one server, and apply to no other.
//!
//! `PGHOST` says which server that is. Without it, the other variables are for the server that is asked, as libpq has it.

use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::{DatabaseUrl, Host, Location, ServerAddress, ServerKind, TlsFiles, TlsMode, pgpass};
use crate::error::DatabaseFault;

/// The directories where servers of this machine have their sockets.
const SOCKETS: [&str; 2] = ["/var/run/postgresql", "/tmp"];

impl DatabaseUrl {
    /// Completes an address by the environment, and by the defaults of its kind.
    #[must_use]
    pub(super) fn completed(mut self) -> Self {
        if let Location::Server(kind, server, _) = &mut self.0 {
            match kind {
                ServerKind::Postgres => complete(server, variable),
                ServerKind::MySql if server.hosts.is_empty() => {
                    server.hosts = vec![Host::new("localhost", None)];
                }
                ServerKind::MySql => {}
            }
        }
        self
    }
}

/// Returns a variable of the environment; an empty one is one that is not set.
pub(super) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn complete(server: &mut ServerAddress, variable: impl Fn(&str) -> Option<String>) {
    let port = variable("PGPORT").and_then(|port| port.parse().ok());
    if server.hosts.is_empty() {
        let named = variable("PGHOST").or_else(|| variable("PGHOSTADDR"));
        server.hosts = match named {
            Some(names) => names.split(',').map(|name| Host::new(name, None)).collect(),
            None => vec![Host::new(local(port.unwrap_or(5432)), None)],
        };
    }
    for host in &mut server.hosts {
        if host.port.is_none() && describes(host, &variable) {
            host.port = port;
        }
    }
    if server.username.is_empty() {
        let is_described = server.hosts.iter().any(|host| describes(host, &variable));
        let user = is_described.then(|| variable("PGUSER")).flatten();
        let user = user.or_else(|| variable("USER")).or_else(|| variable("LOGNAME"));
        server.username = user.unwrap_or_default();
    }
}

/// Returns the host of a server on this machine: the directory of its socket, where there is one.
fn local(port: u16) -> &'static str {
    let has_socket = |directory: &&str| Path::new(directory).join(format!(".s.PGSQL.{port}")).exists();
    SOCKETS.into_iter().find(has_socket).unwrap_or("localhost")
}

/// Returns whether the environment describes this host.
fn describes(host: &Host, variable: &impl Fn(&str) -> Option<String>) -> bool {
    let named: Vec<String> = ["PGHOST", "PGHOSTADDR"]
        .into_iter()
        .filter_map(variable)
        .collect();
    named.is_empty()
        || named
            .iter()
            .flat_map(|names| names.split(','))
            .any(|name| name == host.name)
}

/// Returns the password for a host: that of the address, or the environment's where it describes this host.
pub(crate) fn password(kind: ServerKind, server: &ServerAddress, host: &Host) -> Option<Zeroizing<String>> {
    if server.password.is_some() || kind == ServerKind::MySql {
        return server.password.clone();
    }
    let given = describes(host, &variable)
        .then(|| variable("PGPASSWORD"))
        .flatten();
    given
        .map(Zeroizing::new)
        .or_else(|| pgpass::password(variable("PGPASSFILE"), server, host))
}

/// Completes what the address asks of TLS by `PGSSLMODE` and its kin, where they describe this host.
///
/// # Errors
/// [`DatabaseFault::Tls`], for a mode that does not exist: to go on without it could be to go on without TLS.
pub(crate) fn complete_tls(
    host: &Host,
    mode: &mut Option<TlsMode>,
    files: &mut TlsFiles,
) -> Result<(), DatabaseFault> {
    if !describes(host, &variable) {
        return Ok(());
    }
    if mode.is_none()
        && let Some(value) = variable("PGSSLMODE")
    {
        *mode = Some(match value.as_str() {
            "disable" => TlsMode::Disable,
            "allow" => TlsMode::Allow,
            "prefer" => TlsMode::Prefer,
            "require" => TlsMode::Require,
            "verify-ca" => TlsMode::VerifyCa,
            "verify-full" => TlsMode::VerifyFull,
            _ => {
                return Err(DatabaseFault::Tls(
                    "PGSSLMODE has a value that is not a mode".to_owned(),
                ));
            }
        });
    }
    for (file, name) in [
        (&mut files.root, "PGSSLROOTCERT"),
        (&mut files.certificate, "PGSSLCERT"),
        (&mut files.key, "PGSSLKEY"),
    ] {
        let given = || variable(name).filter(|name| name != "system").map(PathBuf::from);
        *file = file.take().or_else(given);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn completed(url: &str, environment: &[(&str, &str)]) -> String {
        let Location::Server(_, mut server, _) = url.parse::<DatabaseUrl>().unwrap().0 else {
            panic!("{url} is a file")
        };
        complete(&mut server, |name| {
            let found = environment.iter().find(|(variable, _)| *variable == name);
            found.map(|(_, value)| (*value).to_owned())
        });
        DatabaseUrl(Location::Server(ServerKind::Postgres, server, Box::default())).to_string()
    }

    #[test]
    fn the_environment_counts_for_the_server_that_it_describes() {
        for (url, environment, expected) in [
            (
                "postgresql://u@h/d",
                &[("PGPORT", "7")][..],
                "postgresql://u@h:7/d",
            ),
            ("postgresql://u@h:1/d", &[("PGPORT", "7")], "postgresql://u@h:1/d"),
            (
                "postgresql://u@h/d",
                &[("PGHOST", "other"), ("PGPORT", "7")],
                "postgresql://u@h:5432/d",
            ),
            (
                "postgresql://u@h/d",
                &[("PGHOST", "h"), ("PGPORT", "7")],
                "postgresql://u@h:7/d",
            ),
            (
                "postgresql://u@h/d",
                &[("PGHOSTADDR", "::1"), ("PGPORT", "7")],
                "postgresql://u@h:5432/d",
            ),
        ] {
            assert_eq!(completed(url, environment), expected, "{url} {environment:?}");
        }
    }
}
