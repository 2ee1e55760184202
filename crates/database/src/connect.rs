//! Connecting to a server.

use std::{fs, path::Path};

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sqlx::{
    ConnectOptions as _, Connection as _, MySqlConnection, PgConnection,
    mysql::{MySqlConnectOptions, MySqlSslMode},
    postgres::{PgConnectOptions, PgSslMode},
};

use super::{
    driver::Driver,
    error::{DatabaseFault, plain},
    options::OpenOptions,
    url::{Host, ServerAddress, ServerKind, Settings, TlsFiles, TlsMode, environment},
};

/// Connects to one host of a server.
pub(crate) async fn server(
    kind: ServerKind,
    server: &ServerAddress,
    host: &Host,
    settings: &Settings,
    opening: &OpenOptions,
) -> Result<Driver, DatabaseFault> {
    let tls = Tls::new(kind, host, settings)?;
    let without_tls = tls.mode == Some(TlsMode::Disable);
    let connected = match kind {
        ServerKind::Postgres => {
            let options = postgres(server, host, settings, tls, opening)?;
            let connection = PgConnection::connect_with(&options).await;
            connection.map(Driver::Postgres)
        }
        ServerKind::MySql => {
            let connection = MySqlConnection::connect_with(&mysql(server, host, tls)).await;
            connection.map(Driver::MySql)
        }
    };
    connected.map_err(|error| match DatabaseFault::of(&error) {
        DatabaseFault::LoginRefused if without_tls && kind == ServerKind::MySql => {
            DatabaseFault::LoginRefusedWithoutTls
        }
        fault => fault,
    })
}

fn postgres(
    server: &ServerAddress,
    host: &Host,
    settings: &Settings,
    tls: Tls,
    opening: &OpenOptions,
) -> Result<PgConnectOptions, DatabaseFault> {
    // The session's settings go through a URL, as the driver takes no others than `-c NAME=VALUE` in another way. All that
    // it finds in the environment is replaced below.
    let options = settings.options.as_deref().unwrap_or_default();
    let url = match options {
        "" => "postgres://localhost/".to_owned(),
        options => format!(
            "postgres://localhost/?options={}",
            utf8_percent_encode(options, NON_ALPHANUMERIC)
        ),
    };
    let options: PgConnectOptions = url.parse().map_err(|error| DatabaseFault::of(&error))?;
    let password = environment::password(ServerKind::Postgres, server, host);
    let mut options = options
        .host(&host.name)
        .port(host.port.unwrap_or(ServerKind::Postgres.usual_port()))
        .username(&server.username)
        .password(password.as_deref().map_or("", |password| password))
        .database(&server.database)
        .ssl_mode(match tls.mode {
            None => PgSslMode::Prefer,
            Some(TlsMode::Disable) => PgSslMode::Disable,
            Some(TlsMode::Allow) => PgSslMode::Allow,
            Some(TlsMode::Prefer) => PgSslMode::Prefer,
            Some(TlsMode::Require) => PgSslMode::Require,
            Some(TlsMode::VerifyCa) => PgSslMode::VerifyCa,
            Some(TlsMode::VerifyFull) => PgSslMode::VerifyFull,
        })
        // Nothing that a pooler refuses when a session begins, and no statement with a name.
        .extra_float_digits(None)
        .statement_cache_capacity(0)
        .disable_statement_logging();
    let name = settings
        .application_name
        .as_ref()
        .or(opening.application_name.as_ref());
    if let Some(name) = name {
        options = options.application_name(name);
    }
    if let Some(root) = tls.root {
        options = options.ssl_root_cert_from_pem(root);
    }
    if let Some((certificate, key)) = tls.client {
        options = options
            .ssl_client_cert_from_pem(certificate)
            .ssl_client_key_from_pem(key);
    }
    Ok(options)
}

fn mysql(server: &ServerAddress, host: &Host, tls: Tls) -> MySqlConnectOptions {
    let mut options = MySqlConnectOptions::new()
        .database(&server.database)
        .username(&server.username)
        .ssl_mode(match tls.mode {
            Some(TlsMode::Disable) => MySqlSslMode::Disabled,
            None | Some(TlsMode::Allow | TlsMode::Prefer) => MySqlSslMode::Preferred,
            Some(TlsMode::Require) => MySqlSslMode::Required,
            Some(TlsMode::VerifyCa) => MySqlSslMode::VerifyCa,
            Some(TlsMode::VerifyFull) => MySqlSslMode::VerifyIdentity,
        })
        .disable_statement_logging();
    options = match host.name.starts_with('/') {
        true => options.socket(&host.name),
        false => options
            .host(&host.name)
            .port(host.port.unwrap_or(ServerKind::MySql.usual_port())),
    };
    if let Some(password) = &server.password {
        options = options.password(password);
    }
    if let Some(root) = tls.root {
        options = options.ssl_ca_from_pem(root);
    }
    if let Some((certificate, key)) = tls.client {
        options = options
            .ssl_client_cert_from_pem(certificate)
            .ssl_client_key_from_pem(key);
    }
    options
}

/// TLS settings for one host, with the contents of the files.
struct Tls {
    mode: Option<TlsMode>,
    root: Option<Vec<u8>>,
    client: Option<(Vec<u8>, Vec<u8>)>,
}

impl Tls {
    fn new(kind: ServerKind, host: &Host, settings: &Settings) -> Result<Self, DatabaseFault> {
        let mut files = settings.files.clone();
        let mut mode = settings.tls;
        if kind == ServerKind::Postgres {
            environment::complete_tls(host, &mut mode, &mut files)?;
        }
        if mode == Some(TlsMode::VerifyCa) && rustls::crypto::CryptoProvider::get_default().is_none() {
            // The driver asks rustls for the provider of the process here, and only here; a library does not install one.
            return Err(DatabaseFault::Tls(
                "verify-ca needs a rustls provider installed for the process; verify-full does not"
                    .to_owned(),
            ));
        }
        let TlsFiles {
            root,
            certificate,
            key,
        } = &files;
        let client = match (certificate, key) {
            (Some(certificate), Some(key)) => Some((pem(certificate)?, pem(key)?)),
            (None, None) => None,
            _ => return Err(DatabaseFault::Tls("sslcert and sslkey go together".to_owned())),
        };
        Ok(Self {
            mode,
            root: root.as_deref().map(pem).transpose()?,
            client,
        })
    }
}

/// Reads a file in PEM. The drivers' words for one that cannot be read do not name it, and one that begins with a byte-order
/// mark is to them a file without a certificate.
fn pem(path: &Path) -> Result<Vec<u8>, DatabaseFault> {
    let unfit = |words: &str| DatabaseFault::Tls(format!("{}: {words}", path.display()));
    let mut contents = fs::read(path).map_err(|error| unfit(&plain(&error)))?;
    let begin = b"-----BEGIN ";
    match contents.windows(begin.len()).position(|octets| octets == begin) {
        Some(at) => Ok(contents.split_off(at)),
        None => Err(unfit("contains no PEM")),
    }
}
