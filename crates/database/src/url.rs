//! Where a database is: the spellings of it that operators use, and none of the ones that would be misunderstood.

use std::{
    borrow::Cow,
    fmt,
    path::{Path, PathBuf},
    str::FromStr,
};

use percent_encoding::percent_decode_str;
use sqlx::{
    mysql::{MySqlConnectOptions, MySqlSslMode},
    postgres::{PgConnectOptions, PgSslMode},
};
use url::Url;
use zeroize::Zeroizing;

/// The address of a database: a SQLite file or a server.
///
/// Reads `sqlite:PATH`, `postgres://`, `postgresql://`, `mysql://` and `mariadb://`, and SQLAlchemy's spellings with a driver
/// (`sqlite+aiosqlite:///auth.db`, where three slashes are relative and four absolute, `postgresql+asyncpg://…`,
/// `mysql+aiomysql://…`). A parameter that is not understood is refused, never dropped: it could be the one that asks for TLS.
///
/// TLS is asked for in the server's own words (`sslmode`, `sslrootcert`; `ssl-mode`, `ssl-ca`), in PostgreSQL's on every server, or in
/// a driver's (asyncpg's `ssl`, aiomysql's `ssl_ca`). `require` encrypts without knowing whom it speaks to; `verify-full`
/// with `sslrootcert=FILE` knows.
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
pub struct DatabaseUrl(pub(super) Location);

#[derive(Clone)]
pub(super) enum Location {
    Sqlite(PathBuf),
    Postgres(Server, PostgresTls),
    MySql(Server, MySqlTls),
}

/// A database server and who speaks to it. What is not given is left to the server's own defaults.
#[derive(Clone, Default)]
pub struct Server {
    /// The host name or address; a directory with a socket where it begins with a slash (PostgreSQL alone).
    pub host: String,
    /// The port, where it is not the server's usual one.
    pub port: Option<u16>,
    /// The file of a local socket (MySQL and MariaDB alone).
    pub socket: Option<PathBuf>,
    /// Who logs in.
    pub username: String,
    /// Their password.
    pub password: Option<Zeroizing<String>>,
    /// The name of the database on the server.
    pub database: String,
}

/// The kinds of server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServerKind {
    /// PostgreSQL.
    Postgres,
    /// MySQL or MariaDB; which of them it is, the server says.
    MySql,
}

#[derive(Clone, Default)]
pub(super) struct PostgresTls {
    pub(super) mode: Option<PgSslMode>,
    pub(super) files: TlsFiles,
}

#[derive(Clone, Default)]
pub(super) struct MySqlTls {
    pub(super) mode: Option<MySqlSslMode>,
    pub(super) files: TlsFiles,
}

/// The files of a TLS connection, in PEM.
#[derive(Clone, Default)]
pub(super) struct TlsFiles {
    pub(super) root: Option<PathBuf>,
    pub(super) certificate: Option<PathBuf>,
    pub(super) key: Option<PathBuf>,
}

/// Why a text is not the address of a database. No variant holds a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UrlError {
    /// The scheme is not one of a database.
    #[error("must begin with sqlite:, postgresql://, mysql:// or mariadb://")]
    Scheme,
    /// `sqlite:///x` is relative to SQLAlchemy and absolute to others.
    #[error("is read in two ways: write sqlite:FILE for a file here, or sqlite:/FILE for one at the root")]
    Ambiguous,
    /// There is no path, or one to no file.
    #[error("names no file")]
    NoFile,
    /// A server's address without the name of a database.
    #[error("names no database: it goes behind the host, as in postgresql://host/name")]
    NoDatabase,
    /// Not a URL.
    #[error("is not a URL: {0}")]
    Malformed(&'static str),
    /// A parameter that is not known, or cannot be translated.
    #[error("has a parameter that is not understood: {0}")]
    Parameter(String),
    /// A parameter with a value that is not one of its own.
    #[error("has a value for {parameter} that is not one of {allowed}")]
    Value {
        /// The parameter.
        parameter: String,
        /// What it may be.
        allowed: &'static str,
    },
}

impl DatabaseUrl {
    /// A SQLite file.
    #[must_use]
    pub fn sqlite(path: impl Into<PathBuf>) -> Self {
        Self(Location::Sqlite(path.into()))
    }

    /// A database on a server, with the server's own default of TLS.
    #[must_use]
    pub fn server(kind: ServerKind, server: Server) -> Self {
        Self(match kind {
            ServerKind::Postgres => Location::Postgres(server, PostgresTls::default()),
            ServerKind::MySql => Location::MySql(server, MySqlTls::default()),
        })
    }

    /// The file, where it is SQLite's.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        match &self.0 {
            Location::Sqlite(path) => Some(path),
            _ => None,
        }
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Location::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Location::Postgres(server, _) => server.show(f, "postgresql", 5432),
            Location::MySql(server, _) => server.show(f, "mysql", 3306),
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Server {
    fn show(&self, f: &mut fmt::Formatter<'_>, scheme: &str, usual_port: u16) -> fmt::Result {
        write!(f, "{scheme}://")?;
        if !self.username.is_empty() {
            write!(f, "{}@", self.username)?;
        }
        match &self.socket {
            Some(socket) => write!(f, "{}", socket.display())?,
            None => write!(f, "{}:{}", self.host, self.port.unwrap_or(usual_port))?,
        }
        write!(f, "/{}", self.database)
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.show(f, "server", 0)
    }
}

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
            ("postgres" | "postgresql", _) => postgres(rest),
            ("mysql" | "mariadb", _) => mysql(rest),
            _ => Err(UrlError::Scheme),
        }
    }
}

/// `sqlite:PATH`; with four slashes too, where all agree that the path is absolute.
fn sqlite(rest: &str) -> Result<DatabaseUrl, UrlError> {
    match rest.strip_prefix("//") {
        Some(path) if path.starts_with("//") => file(&path[1..]),
        Some(_) => Err(UrlError::Ambiguous),
        None => file(rest),
    }
}

/// Behind SQLAlchemy's `sqlite+driver:`, the path begins after the third slash.
fn sqlalchemy_sqlite(rest: &str) -> Result<DatabaseUrl, UrlError> {
    let path = rest.strip_prefix("///");
    file(path.ok_or(UrlError::Malformed("three slashes come before the file"))?)
}

fn file(path: &str) -> Result<DatabaseUrl, UrlError> {
    if let Some((_, parameters)) = path.split_once('?') {
        let name = parameters.split(['=', '&']).next().unwrap_or_default();
        return Err(UrlError::Parameter(name.to_owned()));
    }
    // What begins with a colon is SQLite's own, and kept nowhere: `:memory:`.
    if path.is_empty() || path.starts_with(':') || path.contains('\0') {
        return Err(UrlError::NoFile);
    }
    Ok(DatabaseUrl::sqlite(path))
}

fn postgres(rest: &str) -> Result<DatabaseUrl, UrlError> {
    let (url, mut server) = server_part(rest)?;
    let mut tls = PostgresTls::default();
    for (name, value) in url.query_pairs() {
        match &*name {
            "sslmode" | "ssl" => tls.mode = Some(postgres_mode(&name, &value)?),
            "host" if value.starts_with('/') => server.host = value.into_owned(),
            _ => tls.files.take(&name, value)?,
        }
    }
    // Who names an authority means to be sure of the server.
    if tls.files.root.is_some() && tls.mode.is_none() {
        tls.mode = Some(PgSslMode::VerifyFull);
    }
    Ok(DatabaseUrl(Location::Postgres(server, tls)))
}

fn mysql(rest: &str) -> Result<DatabaseUrl, UrlError> {
    let (url, mut server) = server_part(rest)?;
    let mut tls = MySqlTls::default();
    for (name, value) in url.query_pairs() {
        match &*name {
            "ssl-mode" | "ssl_mode" | "sslmode" => tls.mode = Some(mysql_mode(&name, &value)?),
            "unix_socket" | "socket" => server.socket = Some(PathBuf::from(value.into_owned())),
            // The character set is this one in any case.
            "charset" if value == "utf8mb4" => {}
            _ => tls.files.take(&name, value)?,
        }
    }
    if tls.files.root.is_some() && tls.mode.is_none() {
        tls.mode = Some(MySqlSslMode::VerifyIdentity);
    }
    Ok(DatabaseUrl(Location::MySql(server, tls)))
}

const MODES: &str = "disable, allow, prefer, require, verify-ca, verify-full";

fn postgres_mode(parameter: &str, value: &str) -> Result<PgSslMode, UrlError> {
    Ok(match value {
        "disable" => PgSslMode::Disable,
        "allow" => PgSslMode::Allow,
        "prefer" => PgSslMode::Prefer,
        "require" => PgSslMode::Require,
        "verify-ca" => PgSslMode::VerifyCa,
        "verify-full" => PgSslMode::VerifyFull,
        _ => return Err(not_one_of(parameter, MODES)),
    })
}

fn mysql_mode(parameter: &str, value: &str) -> Result<MySqlSslMode, UrlError> {
    Ok(match value.to_ascii_lowercase().replace('_', "-").as_str() {
        "disable" | "disabled" => MySqlSslMode::Disabled,
        "allow" | "prefer" | "preferred" => MySqlSslMode::Preferred,
        "require" | "required" => MySqlSslMode::Required,
        "verify-ca" => MySqlSslMode::VerifyCa,
        "verify-full" | "verify-identity" => MySqlSslMode::VerifyIdentity,
        _ => {
            let allowed = "disabled, preferred, required, verify_ca, verify_identity";
            return Err(not_one_of(parameter, allowed));
        }
    })
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

/// The parts that all servers share. The scheme is put in front anew, as drivers' names are no part of the address.
fn server_part(rest: &str) -> Result<(Url, Server), UrlError> {
    if !rest.starts_with("//") {
        return Err(UrlError::Malformed("two slashes come before the host"));
    }
    // Else the end of a password with a slash in it would be taken for the name of the database, and shown.
    let address = rest[2..].split_once(['/', '?', '#']);
    if address.is_some_and(|(_, behind)| behind.contains('@')) {
        return Err(UrlError::Malformed(
            "a / ? # or @ in a password or name is written %XX",
        ));
    }
    let url = Url::parse(&format!("db:{rest}")).map_err(|error| match error {
        url::ParseError::InvalidPort => UrlError::Malformed("the port is no number up to 65535"),
        url::ParseError::EmptyHost => UrlError::Malformed("there is no host"),
        _ => UrlError::Malformed("the host cannot be read; special characters in a password are written %XX"),
    })?;
    if url.fragment().is_some() {
        return Err(UrlError::Malformed("a # in it is written %23"));
    }
    let decoded = |text: &str| {
        let decoded = percent_decode_str(text).decode_utf8();
        decoded
            .map(Cow::into_owned)
            .map_err(|_| UrlError::Malformed("what is written %XX is not UTF-8"))
    };
    let host = url
        .host_str()
        .filter(|host| !host.is_empty())
        .unwrap_or("localhost");
    let database = decoded(url.path().trim_start_matches('/'))?;
    if database.is_empty() {
        return Err(UrlError::NoDatabase);
    }
    let server = Server {
        // The brackets around an IPv6 address are the URL's.
        host: decoded(host.trim_start_matches('[').trim_end_matches(']'))?,
        port: url.port(),
        socket: None,
        username: decoded(url.username())?,
        password: url.password().map(decoded).transpose()?.map(Zeroizing::new),
        database,
    };
    Ok((url, server))
}

impl Server {
    pub(super) fn postgres(&self, tls: &PostgresTls, application: Option<&str>) -> PgConnectOptions {
        let mut options = PgConnectOptions::new().host(&self.host).database(&self.database);
        if let Some(port) = self.port {
            options = options.port(port);
        }
        if !self.username.is_empty() {
            options = options.username(&self.username);
        }
        if let Some(password) = &self.password {
            options = options.password(password);
        }
        if let Some(mode) = tls.mode {
            options = options.ssl_mode(mode);
        }
        if let Some(root) = &tls.files.root {
            options = options.ssl_root_cert(root);
        }
        if let Some(certificate) = &tls.files.certificate {
            options = options.ssl_client_cert(certificate);
        }
        if let Some(key) = &tls.files.key {
            options = options.ssl_client_key(key);
        }
        match application {
            Some(name) => options.application_name(name),
            None => options,
        }
    }

    pub(super) fn mysql(&self, tls: &MySqlTls) -> MySqlConnectOptions {
        let mut options = MySqlConnectOptions::new()
            .host(&self.host)
            .database(&self.database)
            .username(&self.username);
        if let Some(port) = self.port {
            options = options.port(port);
        }
        if let Some(socket) = &self.socket {
            options = options.socket(socket);
        }
        if let Some(password) = &self.password {
            options = options.password(password);
        }
        if let Some(mode) = tls.mode {
            options = options.ssl_mode(mode);
        }
        if let Some(root) = &tls.files.root {
            options = options.ssl_ca(root);
        }
        if let Some(certificate) = &tls.files.certificate {
            options = options.ssl_client_cert(certificate);
        }
        if let Some(key) = &tls.files.key {
            options = options.ssl_client_key(key);
        }
        options
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
            ("sqlite:///auth.db", "is read in two ways"),
            ("sqlite://auth.db", "is read in two ways"),
            ("sqlite:", "names no file"),
            ("sqlite::memory:", "names no file"),
            ("sqlite:a.db?mode=ro", "not understood: mode"),
            ("sqlite+aiosqlite://auth.db", "three slashes"),
            ("auth.db", "must begin with"),
            ("oracle://h/d", "must begin with"),
            ("postgresql://host", "names no database"),
            ("postgresql:host/db", "two slashes"),
            ("postgresql://h:99999/db", "the port"),
            ("postgresql://u:p@ss#word@h/db", "%"),
            ("postgresql://h/db?tls=true", "not understood: tls"),
            ("postgresql://h/db?sslmode=on", "a value for sslmode"),
            ("mysql://h/db?ssl=true", "not understood: ssl"),
            ("mysql://h/db?charset=latin1", "not understood: charset"),
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

    #[test]
    fn tls_is_translated() {
        let Location::Postgres(_, tls) = "postgresql+asyncpg://h/d?ssl=verify-full&sslrootcert=ca.pem"
            .parse::<DatabaseUrl>()
            .unwrap()
            .0
        else {
            panic!("not PostgreSQL")
        };
        assert!(matches!(tls.mode, Some(PgSslMode::VerifyFull)));
        assert_eq!(tls.files.root.as_deref(), Some(Path::new("ca.pem")));
        for text in [
            "mariadb://h/d?sslmode=verify-full&sslrootcert=ca.pem",
            "mysql://h/d?ssl-mode=VERIFY_IDENTITY&ssl-ca=ca.pem",
            "mysql+aiomysql://h/d?ssl_ca=ca.pem",
        ] {
            let Location::MySql(_, tls) = text.parse::<DatabaseUrl>().unwrap().0 else {
                panic!("not MySQL")
            };
            assert!(matches!(tls.mode, Some(MySqlSslMode::VerifyIdentity)), "{text}");
            assert_eq!(tls.files.root.as_deref(), Some(Path::new("ca.pem")), "{text}");
        }
    }
}
