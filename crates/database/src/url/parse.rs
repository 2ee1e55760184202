//! Reading an address.

use std::{borrow::Cow, path::PathBuf, str::FromStr, time::Duration};

use percent_encoding::percent_decode_str;
use url::form_urlencoded;
use zeroize::Zeroizing;

use super::{
    DatabaseUrl, Host, Location, ServerAddress, ServerKind, SessionAttributes, Settings, TlsFiles, TlsMode,
    UrlError,
};

impl FromStr for DatabaseUrl {
    type Err = UrlError;

    fn from_str(text: &str) -> Result<Self, UrlError> {
        let (scheme, rest) = text.split_once(':').ok_or(UrlError::Scheme)?;
        let (family, driver) = match scheme.split_once('+') {
            Some((family, driver)) => (family, Some(driver)),
            None => (scheme, None),
        };
        let family = family.to_ascii_lowercase();
        match (family.as_str(), driver) {
            ("sqlite", None) => sqlite(rest),
            ("sqlite", Some(_)) => sqlalchemy_sqlite(rest),
            ("postgres" | "postgresql", _) => server(ServerKind::Postgres, rest),
            ("mysql" | "mariadb", _) => server(ServerKind::MySql, rest),
            _ => Err(UrlError::Scheme),
        }
    }
}

/// Reads what follows `sqlite:`; four slashes too, where all agree that the path is absolute.
fn sqlite(rest: &str) -> Result<DatabaseUrl, UrlError> {
    match rest.strip_prefix("//") {
        Some(path) if path.starts_with("//") => file(&path[1..]),
        Some(_) => Err(UrlError::Ambiguous),
        None => file(rest),
    }
}

/// Reads what follows SQLAlchemy's `sqlite+driver:`, where the path begins after the third slash.
fn sqlalchemy_sqlite(rest: &str) -> Result<DatabaseUrl, UrlError> {
    let path = rest.strip_prefix("///");
    file(path.ok_or(UrlError::Malformed("three slashes come before the file"))?)
}

fn file(path: &str) -> Result<DatabaseUrl, UrlError> {
    if let Some((_, parameters)) = path.split_once('?') {
        let name = parameters.split(['=', '&']).next().unwrap_or_default();
        return Err(UrlError::Parameter(name.to_owned()));
    }
    // A name that begins with a colon is special to SQLite and not a file: `:memory:`.
    if path.is_empty() || path.starts_with(':') || path.contains('\0') {
        return Err(UrlError::NoFile);
    }
    Ok(DatabaseUrl::sqlite(path))
}

fn server(kind: ServerKind, rest: &str) -> Result<DatabaseUrl, UrlError> {
    let Some(rest) = rest.strip_prefix("//") else {
        return Err(UrlError::Malformed("two slashes come before the host"));
    };
    if rest.contains('#') {
        return Err(UrlError::Malformed("a # in it is written %23"));
    }
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (authority, database) = rest.split_once('/').unwrap_or((rest, ""));
    // Else the end of a password with a slash in it would be taken for the name of the database, and shown.
    if database.contains('@') || query.contains('@') {
        return Err(UrlError::Malformed(
            "a / ? # or @ in a password or name is written %XX",
        ));
    }
    let (user, hosts) = authority.rsplit_once('@').unwrap_or(("", authority));
    let (username, password) = match user.split_once(':') {
        Some((username, password)) => (username, Some(password)),
        None => (user, None),
    };
    let mut server = ServerAddress {
        hosts: self::hosts(hosts)?,
        username: decoded(username)?,
        password: password.map(decoded).transpose()?.map(Zeroizing::new),
        database: decoded(database)?,
    };
    let settings = parameters(kind, query, &mut server)?;
    if server.database.is_empty() {
        return Err(UrlError::NoDatabase);
    }
    let url = DatabaseUrl(Location::Server(kind, server, Box::new(settings)));
    Ok(url.completed())
}

fn decoded(text: &str) -> Result<String, UrlError> {
    let decoded = percent_decode_str(text).decode_utf8();
    decoded
        .map(Cow::into_owned)
        .map_err(|_| UrlError::Malformed("what is written %XX is not UTF-8"))
}

/// Reads hosts with commas between; none from an empty text.
fn hosts(text: &str) -> Result<Vec<Host>, UrlError> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    text.split(',').map(host).collect()
}

fn host(text: &str) -> Result<Host, UrlError> {
    let (name, port) = match text.strip_prefix('[') {
        Some(address) => {
            let (address, rest) = address
                .split_once(']')
                .ok_or(UrlError::Malformed("a bracket around a host is not closed"))?;
            (address, rest.strip_prefix(':'))
        }
        None => match text.rsplit_once(':') {
            Some((name, port)) => (name, Some(port)),
            None => (text, None),
        },
    };
    let name = decoded(name)?;
    let odd = |c: char| c.is_whitespace() || c.is_control() || c == '@';
    if name.is_empty() || name.contains(odd) {
        return Err(UrlError::Malformed(
            "a host cannot be read; special characters in a password are written %XX",
        ));
    }
    Ok(Host {
        name,
        port: port.filter(|port| !port.is_empty()).map(self::port).transpose()?,
    })
}

fn port(text: &str) -> Result<u16, UrlError> {
    text.parse()
        .map_err(|_| UrlError::Malformed("the port is not a number up to 65535"))
}

fn parameters(kind: ServerKind, query: &str, server: &mut ServerAddress) -> Result<Settings, UrlError> {
    let mut settings = Settings::default();
    let (mut hosts, mut ports, mut bound) = (Vec::new(), Vec::new(), false);
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        match (&*name, kind) {
            ("host", ServerKind::Postgres) => hosts.extend(self::hosts(&value)?),
            ("port", ServerKind::Postgres) => {
                ports = value.split(',').map(port).collect::<Result<_, _>>()?;
            }
            ("unix_socket" | "socket", ServerKind::MySql) => hosts.push(Host::new(value, None)),
            ("sslmode" | "ssl", ServerKind::Postgres)
            | ("ssl-mode" | "ssl_mode" | "sslmode", ServerKind::MySql) => {
                settings.tls = Some(tls_mode(kind, &name, &value)?);
            }
            ("sslrootcert", ServerKind::Postgres) if value == "system" => {
                settings.tls = Some(TlsMode::VerifyFull);
            }
            ("channel_binding", ServerKind::Postgres) => {
                bound = match &*value {
                    "require" => true,
                    "prefer" | "disable" => false,
                    _ => return Err(not_one_of(&name, "disable, prefer, require")),
                };
            }
            ("options", ServerKind::Postgres) => settings.options = Some(value.into_owned()),
            ("application_name", ServerKind::Postgres) => {
                settings.application_name = Some(value.into_owned());
            }
            ("connect_timeout", _) => settings.connect_timeout = seconds(&name, &value)?,
            ("target_session_attrs", ServerKind::Postgres) => {
                settings.session = Some(session(&name, &value)?);
            }
            ("client_encoding", ServerKind::Postgres)
                if value.eq_ignore_ascii_case("utf8") || value.eq_ignore_ascii_case("utf-8") => {}
            // The character set is this one in any case.
            ("charset", ServerKind::MySql) if value == "utf8mb4" => {}
            _ => settings.files.take(&name, value)?,
        }
    }
    if !hosts.is_empty() {
        server.hosts = hosts;
    }
    for (at, host) in server.hosts.iter_mut().enumerate() {
        // One port is that of every host.
        host.port = host.port.or(ports.get(at).or(ports.first()).copied());
    }
    // Naming a CA is asking to be sure of the server.
    if settings.files.root.is_some() && settings.tls.is_none() {
        settings.tls = Some(TlsMode::VerifyFull);
    }
    // A certificate that was verified is what channel binding gives.
    if bound {
        settings.tls = Some(TlsMode::VerifyFull);
    }
    Ok(settings)
}

fn tls_mode(kind: ServerKind, parameter: &str, value: &str) -> Result<TlsMode, UrlError> {
    let mode = value.to_ascii_lowercase().replace('_', "-");
    Ok(match (mode.as_str(), kind) {
        ("disable", _) | ("disabled", ServerKind::MySql) => TlsMode::Disable,
        ("allow", _) => TlsMode::Allow,
        ("prefer", _) | ("preferred", ServerKind::MySql) => TlsMode::Prefer,
        ("require", _) | ("required", ServerKind::MySql) => TlsMode::Require,
        ("verify-ca", _) => TlsMode::VerifyCa,
        ("verify-full", _) | ("verify-identity", ServerKind::MySql) => TlsMode::VerifyFull,
        (_, ServerKind::Postgres) => {
            let allowed = "disable, allow, prefer, require, verify-ca, verify-full";
            return Err(not_one_of(parameter, allowed));
        }
        (_, ServerKind::MySql) => {
            let allowed = "disabled, preferred, required, verify_ca, verify_identity";
            return Err(not_one_of(parameter, allowed));
        }
    })
}

fn session(parameter: &str, value: &str) -> Result<SessionAttributes, UrlError> {
    Ok(match value {
        "any" => SessionAttributes::Any,
        "read-write" => SessionAttributes::ReadWrite,
        "read-only" => SessionAttributes::ReadOnly,
        "primary" => SessionAttributes::Primary,
        "standby" => SessionAttributes::Standby,
        "prefer-standby" => SessionAttributes::PreferStandby,
        _ => {
            let allowed = "any, read-write, read-only, primary, standby, prefer-standby";
            return Err(not_one_of(parameter, allowed));
        }
    })
}

/// Reads a number of seconds, of which 0 sets no limit.
fn seconds(parameter: &str, value: &str) -> Result<Option<Duration>, UrlError> {
    match value.parse::<u32>() {
        Ok(0) => Ok(None),
        Ok(seconds) => Ok(Some(Duration::from_secs(seconds.into()))),
        Err(_) => Err(not_one_of(parameter, "a number of seconds")),
    }
}

fn not_one_of(parameter: &str, allowed: &'static str) -> UrlError {
    UrlError::Value {
        parameter: parameter.to_owned(),
        allowed,
    }
}

impl TlsFiles {
    /// Takes a parameter that names a file, in any of its spellings.
    fn take(&mut self, name: &str, value: Cow<'_, str>) -> Result<(), UrlError> {
        let file = match name.replace(['-', '_'], "").as_str() {
            "sslrootcert" | "sslca" => &mut self.root,
            "sslcert" => &mut self.certificate,
            "sslkey" => &mut self.key,
            _ => return Err(UrlError::Parameter(name.to_owned())),
        };
        *file = Some(PathBuf::from(value.into_owned()));
        Ok(())
    }
}
