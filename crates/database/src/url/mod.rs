//! Addresses of databases, in the spellings that operators use; ambiguous ones are refused.

pub(crate) mod environment;
mod parse;
mod pgpass;

use std::{
    fmt,
    path::{Path, PathBuf},
    time::Duration,
};

use zeroize::Zeroizing;

/// The address of a database: a SQLite file or a server.
///
/// Reads `sqlite:PATH`, `postgres://`, `postgresql://`, `mysql://` and `mariadb://`, and SQLAlchemy's spellings with a driver
/// (`sqlite+aiosqlite:///auth.db`, where three slashes are relative and four absolute, `postgresql+asyncpg://…`,
/// `mysql+aiomysql://…`). A parameter that is not understood is refused, never dropped: it could be the one that asks for TLS.
///
/// TLS is asked for in the server's own words (`sslmode`, `sslrootcert`; `ssl-mode`, `ssl-ca`), in PostgreSQL's on every server, or in
/// a driver's (asyncpg's `ssl`, aiomysql's `ssl_ca`). `require` encrypts without knowing the server; `verify-full` with
/// `sslrootcert=FILE` knows it. `channel_binding=require` is met by verifying the server's certificate, as `verify-full` does.
///
/// Several hosts are tried in order: `postgresql://h1:5432,h2:5433/db?target_session_attrs=read-write`, SQLAlchemy's
/// `?host=h1:5432&host=h2:5433`, `mysql://h1,h2/db`.
///
/// `Display` and `Debug` show the address without its password.
///
/// ```
/// use amqtt_database::DatabaseUrl;
///
/// let url: DatabaseUrl = "postgresql+asyncpg://broker:secret@db.example/fleet?ssl=verify-full&sslrootcert=ca.pem".parse().unwrap();
/// assert_eq!(url.to_string(), "postgresql://broker@db.example:5432/fleet");
/// assert!("postgresql://db.example/fleet?tls=please".parse::<DatabaseUrl>().is_err());
/// ```
#[derive(Clone)]
pub struct DatabaseUrl(pub(crate) Location);

#[derive(Clone)]
pub(crate) enum Location {
    Sqlite(PathBuf),
    Server(ServerKind, ServerAddress, Box<Settings>),
}

/// A database server and who logs in to it. What is not given is left to the server's own defaults.
#[derive(Clone, Default)]
pub struct ServerAddress {
    /// The hosts, in the order in which they are tried; where none is given, the environment's, or this machine.
    pub hosts: Vec<Host>,
    /// The user that logs in.
    pub username: String,
    /// The user's password.
    pub password: Option<Zeroizing<String>>,
    /// The name of the database on the server.
    pub database: String,
}

/// A host of a database server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host {
    /// The name or address. Where it begins with a slash: the directory of PostgreSQL's socket, or the socket of MySQL and
    /// MariaDB.
    pub name: String,
    /// The port, where it is not the server's usual one.
    pub port: Option<u16>,
}

/// The kinds of server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServerKind {
    /// PostgreSQL.
    Postgres,
    /// MySQL or MariaDB; which of them it is, the server says.
    MySql,
}

/// Settings from the parameters of a URL.
#[derive(Clone, Default)]
pub(crate) struct Settings {
    pub(crate) tls: Option<TlsMode>,
    pub(crate) files: TlsFiles,
    /// PostgreSQL's settings for the session, as its `options` have them.
    pub(crate) options: Option<String>,
    pub(crate) connect_timeout: Option<Duration>,
    pub(crate) application_name: Option<String>,
    pub(crate) session: Option<SessionAttributes>,
}

/// Modes of TLS, by the names that PostgreSQL has for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum TlsMode {
    Disable,
    Allow,
    Prefer,
    Require,
    VerifyCa,
    VerifyFull,
}

/// The files of a TLS connection, in PEM.
#[derive(Clone, Default)]
pub(crate) struct TlsFiles {
    pub(crate) root: Option<PathBuf>,
    pub(crate) certificate: Option<PathBuf>,
    pub(crate) key: Option<PathBuf>,
}

/// Which of several servers is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SessionAttributes {
    Any,
    ReadWrite,
    ReadOnly,
    Primary,
    Standby,
    PreferStandby,
    /// The first that can be written, or any where none can.
    PreferReadWrite,
}

/// Error from reading the address of a database. No variant holds a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UrlError {
    /// The scheme is not one of a database.
    #[error("must begin with sqlite:, postgresql://, mysql:// or mariadb://")]
    Scheme,
    /// `sqlite:///x` is relative to SQLAlchemy and absolute to others.
    #[error("is ambiguous: use sqlite:FILE (relative) or sqlite:/FILE (absolute)")]
    Ambiguous,
    /// The path is missing, or names no file.
    #[error("names no file")]
    NoFile,
    /// A server's address without the name of a database.
    #[error("names no database: it goes after the host, as in postgresql://host/name")]
    NoDatabase,
    /// Not a URL.
    #[error("is not a valid URL: {0}")]
    Malformed(&'static str),
    /// A parameter that is not known, or cannot be translated.
    #[error("has a parameter that is not supported: {0}")]
    Parameter(String),
    /// A parameter with a value that is not one of its own.
    #[error("has a value for {parameter} that is not one of: {allowed}")]
    Value {
        /// The parameter.
        parameter: String,
        /// The values that are allowed.
        allowed: &'static str,
    },
}

impl DatabaseUrl {
    /// Makes the address of a SQLite file.
    #[must_use]
    pub fn sqlite(path: impl Into<PathBuf>) -> Self {
        Self(Location::Sqlite(path.into()))
    }

    /// Makes the address of a database on a server, with the server's own default of TLS.
    #[must_use]
    pub fn server(kind: ServerKind, server: ServerAddress) -> Self {
        Self(Location::Server(kind, server, Box::default())).completed()
    }

    /// Returns whether more than one server is named, of which one is to be found.
    #[must_use]
    pub fn has_several_hosts(&self) -> bool {
        matches!(&self.0, Location::Server(_, server, _) if server.hosts.len() > 1)
    }

    /// Returns the address of one of its hosts.
    pub(crate) fn with_host(&self, host: &Host) -> Self {
        let mut one = self.clone();
        if let Location::Server(_, server, _) = &mut one.0 {
            server.hosts = vec![host.clone()];
        }
        one
    }

    /// Returns the file, where it is SQLite's.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        match &self.0 {
            Location::Sqlite(path) => Some(path),
            Location::Server(..) => None,
        }
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Location::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Location::Server(kind, server, _) => server.show(f, *kind),
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl ServerKind {
    pub(crate) fn usual_port(self) -> u16 {
        match self {
            Self::Postgres => 5432,
            Self::MySql => 3306,
        }
    }
}

impl Host {
    /// Makes a host on the server's usual port, or another.
    #[must_use]
    pub fn new(name: impl Into<String>, port: Option<u16>) -> Self {
        Self {
            name: name.into(),
            port,
        }
    }

    /// Returns the host with its port, as a URL has them.
    pub(crate) fn shown(&self, kind: ServerKind) -> String {
        let port = self.port.unwrap_or(kind.usual_port());
        match self.name.as_str() {
            socket if socket.starts_with('/') && kind == ServerKind::MySql => socket.to_owned(),
            address if address.contains(':') => format!("[{address}]:{port}"),
            name => format!("{name}:{port}"),
        }
    }
}

impl ServerAddress {
    fn show(&self, f: &mut fmt::Formatter<'_>, kind: ServerKind) -> fmt::Result {
        f.write_str(match kind {
            ServerKind::Postgres => "postgresql://",
            ServerKind::MySql => "mysql://",
        })?;
        if !self.username.is_empty() {
            write!(f, "{}@", self.username)?;
        }
        let hosts: Vec<String> = self.hosts.iter().map(|host| host.shown(kind)).collect();
        write!(f, "{}/{}", hosts.join(","), self.database)
    }
}

impl fmt::Debug for ServerAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerAddress")
            .field("hosts", &self.hosts)
            .field("username", &self.username)
            .field("database", &self.database)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        match text.parse::<DatabaseUrl>() {
            Ok(url) => url.to_string(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn files_in_every_spelling() {
        for (text, path) in [
            ("sqlite:auth.db", "auth.db"),
            ("sqlite:/var/auth.db", "/var/auth.db"),
            ("sqlite:////var/auth.db", "/var/auth.db"),
            ("sqlite+aiosqlite:///auth.db", "auth.db"),
            ("sqlite+aiosqlite:////var/auth.db", "/var/auth.db"),
            ("sqlite:with space é.db", "with space é.db"),
        ] {
            assert_eq!(shown(text), format!("sqlite:{path}"), "{text}");
        }
    }

    #[test]
    fn what_would_be_misunderstood_is_refused() {
        for (text, why) in [
            ("sqlite:///auth.db", "is ambiguous"),
            ("sqlite://auth.db", "is ambiguous"),
            ("sqlite:", "names no file"),
            ("sqlite::memory:", "names no file"),
            ("sqlite:a.db?mode=ro", "not supported: mode"),
            ("sqlite+aiosqlite://auth.db", "three slashes"),
            ("auth.db", "must begin with"),
            ("oracle://h/d", "must begin with"),
            ("postgresql://host", "names no database"),
            ("postgresql:host/db", "two slashes"),
            ("postgresql://h:99999/db", "the port"),
            ("postgresql://u:p@ss#word@h/db", "%"),
            ("postgresql://h/db?tls=true", "not supported: tls"),
            ("postgresql://h/db?sslmode=on", "a value for sslmode"),
            ("mysql://h/db?ssl=true", "not supported: ssl"),
            ("mysql://h/db?charset=latin1", "not supported: charset"),
        ] {
            assert!(shown(text).contains(why), "{text}: {}", shown(text));
        }
    }

    #[test]
    fn a_password_is_never_shown() {
        for text in [
            "postgresql://u:s3cret@h/db",
            "mysql+aiomysql://u:s3cret@h:3307/db?unix_socket=/run/x",
            "postgresql://u:s3cret@h/db?tls=1",
            "postgresql://u:s3cret@h:x/db",
            "postgresql://u:s3cret@h",
            "postgresql://u:12/s3cret@h/db",
            "mysql://u:12/db?s3cret@h/db",
            "mariadb://u:12#s3cret@h/db",
            "sqlite://u:s3cret@h/db",
        ] {
            let parsed = text.parse::<DatabaseUrl>();
            assert!(
                !format!("{parsed:?} {}", shown(text)).contains("s3cret"),
                "{text}"
            );
        }
    }

    fn settings(text: &str) -> Box<Settings> {
        match text
            .parse::<DatabaseUrl>()
            .unwrap_or_else(|error| panic!("{text} {error}"))
            .0
        {
            Location::Server(_, _, settings) => settings,
            Location::Sqlite(_) => panic!("{text} is a file"),
        }
    }

    #[test]
    fn tls_is_translated() {
        for text in [
            "postgresql+asyncpg://h/d?ssl=verify-full&sslrootcert=ca.pem",
            "mariadb://h/d?sslmode=verify-full&sslrootcert=ca.pem",
            "mysql://h/d?ssl-mode=VERIFY_IDENTITY&ssl-ca=ca.pem",
            "mysql+aiomysql://h/d?ssl_ca=ca.pem",
        ] {
            let settings = settings(text);
            assert_eq!(settings.tls, Some(TlsMode::VerifyFull), "{text}");
            assert_eq!(
                settings.files.root.as_deref(),
                Some(Path::new("ca.pem")),
                "{text}"
            );
        }
    }

    #[test]
    fn the_urls_of_providers_are_read() {
        let neon = settings(
            "postgresql://u:p@ep-x-pooler.eu.aws.neon.tech/neondb?sslmode=require&channel_binding=require&options=endpoint%3Dep-x",
        );
        assert_eq!(
            neon.tls,
            Some(TlsMode::VerifyFull),
            "channel binding is met by the certificate"
        );
        assert_eq!(neon.options.as_deref(), Some("endpoint=ep-x"));
        let other = settings(
            "postgres://u:p@h:5432/d?sslmode=require&channel_binding=prefer&connect_timeout=3&application_name=x&options=-c%20search_path%3Da",
        );
        assert_eq!(other.tls, Some(TlsMode::Require));
        assert_eq!(other.connect_timeout, Some(Duration::from_secs(3)));
        assert_eq!(other.application_name.as_deref(), Some("x"));
        assert_eq!(other.options.as_deref(), Some("-c search_path=a"));
    }

    #[test]
    fn several_hosts_in_every_spelling() {
        for (text, expected) in [
            (
                "postgresql://u@h1:5432,h2:5433/db?target_session_attrs=read-write",
                "postgresql://u@h1:5432,h2:5433/db",
            ),
            (
                "postgresql+asyncpg://u@/db?host=h1:5432&host=h2:5433",
                "postgresql://u@h1:5432,h2:5433/db",
            ),
            (
                "postgresql://u@/db?host=h1,h2&port=1,2",
                "postgresql://u@h1:1,h2:2/db",
            ),
            ("mysql://u@h1,h2:3307/db", "mysql://u@h1:3306,h2:3307/db"),
            (
                "postgresql://u@[::1]:1,[fe80::1]/db",
                "postgresql://u@[::1]:1,[fe80::1]:5432/db",
            ),
            ("postgresql://u@%2Frun%2Fpg/db", "postgresql://u@/run/pg:5432/db"),
            (
                "postgresql://u@/db?host=/run/pg",
                "postgresql://u@/run/pg:5432/db",
            ),
            (
                "mysql://u@/db?unix_socket=/run/m.sock",
                "mysql://u@/run/m.sock/db",
            ),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
        assert!(shown("postgresql://h1,,h2/db").contains("host"));
        assert!(shown("postgresql://h/db?target_session_attrs=yes").contains("target_session_attrs"));
    }
}
