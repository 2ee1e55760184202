//! One connection, to whichever database it is.

use std::{io, path::Path, time::Duration};

use futures_util::TryStreamExt as _;
use sqlx::{
    AssertSqlSafe, ConnectOptions as _, Connection as _, MySqlConnection, PgConnection, Row as _,
    SqliteConnection,
    mysql::MySqlRow,
    postgres::PgRow,
    sqlite::{SqliteConnectOptions, SqliteRow},
};

use super::{
    dialect::Dialect,
    error::{DatabaseError, Fault, plain},
    url::{DatabaseUrl, Location, TlsFiles},
};

/// How long a server may take to answer a new connection, and a lock to be given up.
const PATIENCE: Duration = Duration::from_secs(10);

/// An open connection. Statements are written for all databases at once (see [`Dialect`]); every value is bound as text.
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

/// Runs the same code for whichever driver it is; with a name for its kind of row, where rows come back.
macro_rules! with_driver {
    ($driver:expr, $connection:ident => $body:expr) => {
        match $driver {
            Driver::Sqlite($connection) => $body,
            Driver::Postgres($connection) => $body,
            Driver::MySql($connection) => $body,
        }
    };
    ($driver:expr, $connection:ident, $row:ident => $body:expr) => {
        match $driver {
            Driver::Sqlite($connection) => {
                use Row::Sqlite as $row;
                $body
            }
            Driver::Postgres($connection) => {
                use Row::Postgres as $row;
                $body
            }
            Driver::MySql($connection) => {
                use Row::MySql as $row;
                $body
            }
        }
    };
}

/// A statement with its values bound.
macro_rules! query {
    ($sql:expr, $values:expr) => {
        $values
            .iter()
            .fold(sqlx::query(AssertSqlSafe($sql)), |query, value| {
                query.bind(*value)
            })
    };
}

/// A row as it comes, good until the next one.
#[derive(Debug, Clone, Copy)]
pub enum Row<'r> {
    /// Of SQLite.
    Sqlite(&'r SqliteRow),
    /// Of PostgreSQL.
    Postgres(&'r PgRow),
    /// Of MySQL or MariaDB.
    MySql(&'r MySqlRow),
}

impl<'r> Row<'r> {
    /// A column as text; nothing where it is no text (SQLite keeps values of any type in any column) or no UTF-8.
    #[must_use]
    pub fn text(&self, column: usize) -> Option<&'r str> {
        match self {
            Self::Sqlite(row) => row.try_get(column).ok(),
            Self::Postgres(row) => row.try_get(column).ok(),
            // MariaDB calls its JSON a BLOB, MySQL a type of its own; what is in it is text all the same.
            Self::MySql(row) => row.try_get_unchecked(column).ok(),
        }
    }

    /// A text column as its octets, be they UTF-8 or not.
    #[must_use]
    pub fn octets(&self, column: usize) -> Option<&'r [u8]> {
        match self {
            Self::Sqlite(row) => row.try_get_unchecked(column).ok(),
            Self::Postgres(row) => row.try_get_unchecked(column).ok(),
            Self::MySql(row) => row.try_get_unchecked(column).ok(),
        }
    }

    /// A column as a number: the `id` of a row.
    #[must_use]
    pub fn number(&self, column: usize) -> Option<i64> {
        match self {
            Self::Sqlite(row) => row.try_get(column).ok(),
            Self::Postgres(row) => row
                .try_get::<i32, _>(column)
                .map(i64::from)
                .or_else(|_| row.try_get(column))
                .ok(),
            Self::MySql(row) => row.try_get_unchecked(column).ok(),
        }
    }
}

impl Connection {
    /// Opens a database that is there.
    ///
    /// # Errors
    /// [`DatabaseError`], when it is not there, not to be reached, or lets nobody in.
    pub async fn open(url: &DatabaseUrl) -> Result<Self, DatabaseError> {
        Self::open_within(url, PATIENCE).await
    }

    /// The same, with a patience of one's own: for a server to answer, and for a SQLite file to be unlocked.
    pub async fn open_within(url: &DatabaseUrl, patience: Duration) -> Result<Self, DatabaseError> {
        let target = url.to_string();
        let faulty = |fault| DatabaseError {
            target: target.clone(),
            fault,
        };
        let connecting = tokio::time::timeout(patience, connect(url, patience));
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
    pub async fn execute(&mut self, statement: &str, values: &[&str]) -> Result<u64, DatabaseError> {
        let sql = self.dialect.render(statement);
        let done = with_driver!(&mut self.driver, connection => {
            query!(sql, values).execute(connection).await.map(|done| done.rows_affected())
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
        values: &[&str],
        read: impl FnOnce(Row<'_>) -> T,
    ) -> Result<Option<T>, DatabaseError> {
        let sql = self.dialect.render(statement);
        let found = with_driver!(&mut self.driver, connection, Kind => {
            let found = query!(sql, values).fetch_optional(connection).await;
            found.map(|row| row.map(|row| read(Kind(&row))))
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
        values: &[&str],
        mut each: impl FnMut(Row<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = self.dialect.render(statement);
        let ended: Result<Result<(), E>, sqlx::Error> = with_driver!(&mut self.driver, connection, Kind => {
            let mut rows = query!(sql, values).fetch(connection);
            loop {
                match rows.try_next().await {
                    Ok(Some(row)) => if let Err(error) = each(Kind(&row)) { break Ok(Err(error)) },
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

async fn connect(url: &DatabaseUrl, patience: Duration) -> Result<Driver, Fault> {
    #[cfg(any(feature = "ring", feature = "aws-lc-rs"))]
    install_provider();
    let driver = match &url.0 {
        Location::Sqlite(path) => {
            check_file(path)?;
            let options = SqliteConnectOptions::new()
                .filename(path)
                .busy_timeout(patience)
                .row_buffer_size(1024)
                .disable_statement_logging();
            Driver::Sqlite(
                SqliteConnection::connect_with(&options)
                    .await
                    .map_err(|error| Fault::of(&error))?,
            )
        }
        Location::Postgres(server, tls) => {
            check_tls_files(&tls.files)?;
            let options = server.postgres(tls).disable_statement_logging();
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
