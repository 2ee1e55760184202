//! One connection, to whichever database it is.

use std::{io, os::unix::fs::OpenOptionsExt as _, path::Path, time::Duration};

use futures_util::TryStreamExt as _;
use sqlx::{
    AssertSqlSafe, ConnectOptions as _, Connection as _, MySqlConnection, PgConnection, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};

use super::{
    dialect::Dialect,
    error::{DatabaseError, Fault, plain},
    row::{Native as _, Row},
    url::{DatabaseUrl, Location, TlsFiles},
    value::{Untyped, Value},
};

/// How a database is opened.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct OpenOptions {
    /// How long a server may take to answer, and a lock of SQLite to be released; 10 seconds by default.
    pub patience: Duration,
    /// The name that a PostgreSQL server shows for the session; none by default.
    pub application_name: Option<String>,
    /// Whether a SQLite file is this program's own, not a broker's: it is made on demand, readable by its owner alone, and
    /// kept in WAL mode with a large cache.
    pub own_file: bool,
}

impl Default for OpenOptions {
    fn default() -> Self {
        Self {
            patience: Duration::from_secs(10),
            application_name: None,
            own_file: false,
        }
    }
}

/// An open connection. Statements are written for all databases at once (see [`Dialect`]).
#[derive(Debug)]
pub struct Connection {
    driver: Driver,
    dialect: Dialect,
    target: String,
}

#[derive(Debug)]
enum Driver {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
    MySql(MySqlConnection),
}

/// Runs the same code for whichever driver it is.
macro_rules! with_driver {
    ($driver:expr, $connection:ident => $body:expr) => {
        match $driver {
            Driver::Sqlite($connection) => $body,
            Driver::Postgres($connection) => $body,
            Driver::MySql($connection) => $body,
        }
    };
}

/// The same for a statement with its values bound, as `$query`.
macro_rules! with_query {
    ($driver:expr, $sql:expr, $values:expr, $query:ident, $connection:ident => $body:expr) => {
        match $driver {
            Driver::Sqlite($connection) => {
                let $query = bound!($sql, $values, None::<i64>);
                $body
            }
            Driver::Postgres($connection) => {
                let $query = bound!($sql, $values, Untyped);
                $body
            }
            Driver::MySql($connection) => {
                let $query = bound!($sql, $values, None::<i64>);
                $body
            }
        }
    };
}

macro_rules! bound {
    ($sql:expr, $values:expr, $null:expr) => {
        $values
            .iter()
            .fold(sqlx::query(AssertSqlSafe($sql)), |query, value| match *value {
                Value::Null => query.bind($null),
                Value::Text(text) => query.bind(text),
                Value::Number(number) => query.bind(number),
                Value::Octets(octets) => query.bind(octets),
            })
    };
}

impl Connection {
    /// Opens a database that exists.
    ///
    /// # Errors
    /// [`DatabaseError`], when it does not exist, cannot be reached, or refuses the login.
    pub async fn open(url: &DatabaseUrl) -> Result<Self, DatabaseError> {
        Self::open_with(url, &OpenOptions::default()).await
    }

    /// Opens a database in a certain way.
    ///
    /// # Errors
    /// As [`Connection::open`].
    pub async fn open_with(url: &DatabaseUrl, options: &OpenOptions) -> Result<Self, DatabaseError> {
        let target = url.to_string();
        let faulty = |fault| DatabaseError {
            target: target.clone(),
            fault,
        };
        let connecting = tokio::time::timeout(options.patience, connect(url, options));
        let mut driver = connecting
            .await
            .map_err(|_| faulty(Fault::Unreachable("it does not answer".to_owned())))?
            .map_err(&faulty)?;
        let dialect = driver
            .dialect()
            .await
            .map_err(|error| faulty(Fault::of(&error)))?;
        let mut connection = Self {
            driver,
            dialect,
            target,
        };
        if let Some(session) = dialect.session() {
            connection.command(session).await?;
        }
        Ok(connection)
    }

    /// What it speaks.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The address of the database, without its password.
    #[must_use]
    pub fn target(&self) -> &str {
        &self.target
    }

    /// An error of this database.
    #[must_use]
    pub fn error(&self, fault: Fault) -> DatabaseError {
        DatabaseError {
            target: self.target.clone(),
            fault,
        }
    }

    /// Runs a statement, and says how many rows it changed.
    ///
    /// # Errors
    /// [`DatabaseError`]; inside a transaction, the transaction is then to be given up.
    pub async fn execute(&mut self, statement: &str, values: &[Value<'_>]) -> Result<u64, DatabaseError> {
        let sql = self.dialect.render(statement);
        let done = with_query!(&mut self.driver, sql, values, query, connection => {
            query.execute(connection).await.map(|done| done.rows_affected())
        });
        done.map_err(|error| self.error(Fault::of(&error)))
    }

    /// The first row that a statement finds.
    ///
    /// # Errors
    /// As [`Connection::execute`].
    pub async fn first<T>(
        &mut self,
        statement: &str,
        values: &[Value<'_>],
        read: impl FnOnce(Row<'_>) -> T,
    ) -> Result<Option<T>, DatabaseError> {
        let sql = self.dialect.render(statement);
        let found = with_query!(&mut self.driver, sql, values, query, connection => {
            let found = query.fetch_optional(connection).await;
            found.map(|row| row.map(|row| read(row.row())))
        });
        found.map_err(|error| self.error(Fault::of(&error)))
    }

    /// Every row that a statement finds, one after the other and in constant memory.
    ///
    /// # Errors
    /// As [`Connection::execute`], and what `each` gives back, after which no more rows are read.
    pub async fn each<E: From<DatabaseError>>(
        &mut self,
        statement: &str,
        values: &[Value<'_>],
        mut each: impl FnMut(Row<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = self.dialect.render(statement);
        let ended: Result<Result<(), E>, sqlx::Error> = with_query!(&mut self.driver, sql, values, query, connection => {
            let mut rows = query.fetch(connection);
            loop {
                match rows.try_next().await {
                    Ok(Some(row)) => if let Err(error) = each(row.row()) { break Ok(Err(error)) },
                    Ok(None) => break Ok(Ok(())),
                    Err(error) => break Err(error),
                }
            }
        });
        ended.unwrap_or_else(|error| Err(self.error(Fault::of(&error)).into()))
    }

    /// Begins a transaction that will write. One that is not committed is undone when the connection goes.
    ///
    /// # Errors
    /// As [`Connection::execute`]; [`Fault::Locked`] where another writer does not come to an end.
    pub async fn begin(&mut self) -> Result<(), DatabaseError> {
        self.command(self.dialect.begin()).await
    }

    /// Makes all that the transaction did lasting.
    ///
    /// # Errors
    /// As [`Connection::execute`].
    pub async fn commit(&mut self) -> Result<(), DatabaseError> {
        self.command("COMMIT").await
    }

    /// Undoes all that the transaction did.
    ///
    /// # Errors
    /// As [`Connection::execute`].
    pub async fn roll_back(&mut self) -> Result<(), DatabaseError> {
        self.command("ROLLBACK").await
    }

    /// Runs a statement without values, and without preparing it.
    pub async fn command(&mut self, sql: &str) -> Result<(), DatabaseError> {
        let sql = sql.to_owned();
        let done = with_driver!(&mut self.driver, connection => {
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(connection).await.map(|_| ())
        });
        done.map_err(|error| self.error(Fault::of(&error)))
    }

    /// Closes the connection; SQLite has then let go of the file.
    pub async fn close(self) {
        // What could go wrong here has no consequence: everything that matters is committed.
        let _ = with_driver!(self.driver, connection => connection.close().await);
    }
}

/// sqlx asks rustls for the provider of the process where it knows an authority but no host name (`verify-ca`), and rustls
/// has none where two are compiled in, unless one is installed.
#[cfg(any(feature = "ring", feature = "aws-lc-rs"))]
fn install_provider() {
    use rustls::crypto::CryptoProvider;
    #[cfg(feature = "aws-lc-rs")]
    use rustls::crypto::aws_lc_rs::default_provider;
    #[cfg(not(feature = "aws-lc-rs"))]
    use rustls::crypto::ring::default_provider;
    if CryptoProvider::get_default().is_none() {
        // That another thread was faster is as good.
        let _ = default_provider().install_default();
    }
}

async fn connect(url: &DatabaseUrl, opening: &OpenOptions) -> Result<Driver, Fault> {
    #[cfg(any(feature = "ring", feature = "aws-lc-rs"))]
    install_provider();
    let driver = match &url.0 {
        Location::Sqlite(path) => {
            if opening.own_file {
                make_file(path)?;
            }
            check_file(path)?;
            let mut options = SqliteConnectOptions::new()
                .filename(path)
                .busy_timeout(opening.patience)
                .row_buffer_size(1024)
                .disable_statement_logging();
            if opening.own_file {
                options = options
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full)
                    .pragma("cache_size", "-32000");
            }
            Driver::Sqlite(
                SqliteConnection::connect_with(&options)
                    .await
                    .map_err(|error| Fault::of(&error))?,
            )
        }
        Location::Postgres(server, tls) => {
            check_tls_files(&tls.files)?;
            let options = server
                .postgres(tls, opening.application_name.as_deref())
                .disable_statement_logging();
            Driver::Postgres(
                PgConnection::connect_with(&options)
                    .await
                    .map_err(|error| Fault::of(&error))?,
            )
        }
        Location::MySql(server, tls) => {
            check_tls_files(&tls.files)?;
            let options = server.mysql(tls).disable_statement_logging();
            Driver::MySql(
                MySqlConnection::connect_with(&options)
                    .await
                    .map_err(|error| Fault::of(&error))?,
            )
        }
    };
    Ok(driver)
}

/// Makes an empty file that its owner alone can read, unless it exists. SQLite itself would let everybody read it.
fn make_file(path: &Path) -> Result<(), Fault> {
    let made = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path);
    match made {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(match error.kind() {
            io::ErrorKind::NotFound => Fault::NoDirectory,
            io::ErrorKind::StorageFull => Fault::Full,
            io::ErrorKind::ReadOnlyFilesystem => Fault::ReadOnly,
            _ => Fault::CannotOpen,
        }),
        _ => Ok(()),
    }
}

/// SQLite's own words for a file that is not there name no reason.
fn check_file(path: &Path) -> Result<(), Fault> {
    match std::fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => Err(Fault::Directory),
        Ok(metadata) if !metadata.is_file() => Err(Fault::NotAFile),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Fault::Missing),
        Err(_) => Err(Fault::CannotOpen),
        Ok(_) => Ok(()),
    }
}

/// The driver's words for a file that cannot be read do not name it.
fn check_tls_files(files: &TlsFiles) -> Result<(), Fault> {
    let mut files = [&files.root, &files.certificate, &files.key]
        .into_iter()
        .flatten();
    let unreadable = files.find_map(|file| Some((file, std::fs::File::open(file).err()?)));
    match unreadable {
        Some((file, error)) => Err(Fault::Tls(format!("{}: {}", file.display(), plain(&error)))),
        None => Ok(()),
    }
}

impl Driver {
    async fn dialect(&mut self) -> Result<Dialect, sqlx::Error> {
        Ok(match self {
            Self::Sqlite(_) => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
            Self::MySql(connection) => {
                let version: String = sqlx::query_scalar("SELECT VERSION()")
                    .fetch_one(connection)
                    .await?;
                if version.contains("MariaDB") {
                    Dialect::MariaDb
                } else {
                    Dialect::MySql
                }
            }
        })
    }
}
