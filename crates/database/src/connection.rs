//! One connection, to whichever database it is.

use std::time::Duration;

use futures_util::TryStreamExt as _;
use sqlx::{
    AssertSqlSafe, Connection as _, Executor as _, MySqlConnection, PgConnection, SqlSafeStr as _,
    SqliteConnection,
};

use super::{
    connect,
    dialect::Dialect,
    error::{DatabaseError, DatabaseFault},
    hosts,
    row::{Native as _, Row},
    url::{DatabaseUrl, Location, SessionAttributes},
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
    /// Whether it is to be written: of several servers, one that can be is looked for first.
    pub writable: bool,
    /// Whether a SQLite file is this program's own, not a broker's: it is made on demand, readable by its owner alone, and
    /// kept in WAL mode with a large cache.
    pub own_file: bool,
}

/// How long one of several servers may take to answer.
const PATIENCE_WITH_ONE_OF_SEVERAL: Duration = Duration::from_secs(2);

impl Default for OpenOptions {
    fn default() -> Self {
        Self {
            patience: Duration::from_secs(10),
            application_name: None,
            writable: false,
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
    transaction: Transaction,
}

/// Where a connection is with its transactions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Transaction {
    None,
    /// One that the caller began.
    Open,
    /// One around a single statement, of which nobody read all rows.
    Left,
}

#[derive(Debug)]
pub(crate) enum Driver {
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
                // Without a name, as a pooler gives the sessions of one client to another.
                let $query = bound!($sql, $values, Untyped).persistent(false);
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

    /// Opens a database in a certain way. Of several servers it is the first that is there and of the kind that is wanted.
    ///
    /// # Errors
    /// As [`Connection::open`].
    pub async fn open_with(url: &DatabaseUrl, options: &OpenOptions) -> Result<Self, DatabaseError> {
        let error = |fault| DatabaseError {
            target: url.to_string(),
            fault,
        };
        let Location::Server(kind, server, settings) = &url.0 else {
            let opening = Self::opened(url, connect::file(url, options), options.patience);
            return opening.await;
        };
        if server.hosts.len() == 1 {
            let patience = settings.connect_timeout.unwrap_or(options.patience);
            let connecting = connect::server(*kind, server, &server.hosts[0], settings, options);
            return Self::opened(url, connecting, patience).await;
        }
        let wanted = settings.session.unwrap_or(match options.writable {
            true => SessionAttributes::PreferReadWrite,
            false => SessionAttributes::Any,
        });
        let (strictly, fallback) = hosts::passes(wanted);
        let mut failures = Vec::new();
        for wanted in std::iter::once(strictly).chain(fallback) {
            for host in &server.hosts {
                let one = url.with_host(host);
                let patience = settings.connect_timeout.unwrap_or(PATIENCE_WITH_ONE_OF_SEVERAL);
                let connecting = connect::server(*kind, server, host, settings, options);
                let opening = async {
                    let mut connection = Self::opened(&one, connecting, patience).await?;
                    hosts::check(&mut connection, wanted).await?;
                    Ok(connection)
                };
                match opening.await {
                    Ok(connection) => return Ok(connection),
                    Err(DatabaseError { fault, .. }) => failures.push((host.shown(*kind), fault)),
                }
            }
        }
        Err(error(hosts::failed(&failures)))
    }

    async fn opened(
        url: &DatabaseUrl,
        connecting: impl Future<Output = Result<Driver, DatabaseFault>>,
        patience: Duration,
    ) -> Result<Self, DatabaseError> {
        let target = url.to_string();
        let faulty = |fault| DatabaseError {
            target: target.clone(),
            fault,
        };
        let silent = |_| {
            faulty(DatabaseFault::Unreachable(
                "no answer within the time allowed".to_owned(),
            ))
        };
        let connecting = async {
            let mut driver = connecting.await.map_err(&faulty)?;
            let dialect = driver.dialect().await;
            let dialect = dialect.map_err(|error| faulty(DatabaseFault::of(&error)))?;
            let mut connection = Self {
                driver,
                dialect,
                target: target.clone(),
                transaction: Transaction::None,
            };
            if let Some(session) = dialect.session() {
                connection.command(session).await?;
            }
            Ok(connection)
        };
        tokio::time::timeout(patience, connecting).await.map_err(silent)?
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
    pub fn error(&self, fault: DatabaseFault) -> DatabaseError {
        DatabaseError {
            target: self.target.clone(),
            fault,
        }
    }

    /// Returns an error of a statement; a connection that breaks off under it is lost.
    fn failed(&self, error: &sqlx::Error) -> DatabaseError {
        self.error(match DatabaseFault::of(error) {
            DatabaseFault::Unreachable(_) => DatabaseFault::Lost,
            fault => fault,
        })
    }

    /// Runs a statement, and returns how many rows it found to change.
    ///
    /// # Errors
    /// [`DatabaseError`]; inside a transaction, the transaction is then to be given up.
    pub async fn execute(&mut self, statement: &str, values: &[Value<'_>]) -> Result<u64, DatabaseError> {
        let enclosed = self.enclose().await?;
        let sql = self.dialect.render(statement);
        let done = with_query!(&mut self.driver, sql, values, query, connection => {
            query.execute(connection).await.map(|done| done.rows_affected())
        });
        let done = done.map_err(|error| self.failed(&error));
        self.disclose(enclosed, done).await
    }

    /// Returns what `read` makes of the first row that a statement finds.
    ///
    /// # Errors
    /// As [`Connection::execute`].
    pub async fn first<T>(
        &mut self,
        statement: &str,
        values: &[Value<'_>],
        read: impl FnOnce(Row<'_>) -> T,
    ) -> Result<Option<T>, DatabaseError> {
        let enclosed = self.enclose().await?;
        let sql = self.dialect.render(statement);
        let found = with_query!(&mut self.driver, sql, values, query, connection => {
            let found = query.fetch_optional(connection).await;
            found.map(|row| row.map(|row| read(row.row())))
        });
        let found = found.map_err(|error| self.failed(&error));
        self.disclose(enclosed, found).await
    }

    /// Gives every row that a statement finds to `each`, one after the other and in constant memory.
    ///
    /// # Errors
    /// As [`Connection::execute`], and what `each` returns, after which no more rows are read.
    pub async fn each<E: From<DatabaseError>>(
        &mut self,
        statement: &str,
        values: &[Value<'_>],
        mut each: impl FnMut(Row<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let enclosed = self.enclose().await?;
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
        match ended {
            // To end the transaction now would be to wait for all the rows that nobody wants.
            Ok(Err(error)) => {
                if enclosed {
                    self.transaction = Transaction::Left;
                }
                Err(error)
            }
            Ok(Ok(())) => Ok(self.disclose(enclosed, Ok(())).await?),
            Err(error) => {
                let failed = Err(self.failed(&error));
                Ok(self.disclose(enclosed, failed).await?)
            }
        }
    }

    /// Begins a transaction around a single statement, where one is needed: on PostgreSQL a statement with values is prepared by
    /// one message and run by the next, and a pooler may send the two to different sessions.
    async fn enclose(&mut self) -> Result<bool, DatabaseError> {
        if self.dialect != Dialect::Postgres || self.transaction == Transaction::Open {
            return Ok(false);
        }
        self.leave().await?;
        self.command("BEGIN").await?;
        Ok(true)
    }

    async fn disclose<T>(
        &mut self,
        enclosed: bool,
        done: Result<T, DatabaseError>,
    ) -> Result<T, DatabaseError> {
        match done {
            Ok(done) if enclosed => self.command("COMMIT").await.map(|()| done),
            Err(error) if enclosed => {
                // The first error counts; a connection that cannot even roll back is of no use to anybody.
                let _ = self.command("ROLLBACK").await;
                Err(error)
            }
            done => done,
        }
    }

    /// Ends a transaction that was left with rows unread.
    async fn leave(&mut self) -> Result<(), DatabaseError> {
        if self.transaction == Transaction::Left {
            self.transaction = Transaction::None;
            self.command("ROLLBACK").await?;
        }
        Ok(())
    }

    /// Prepares statements that a transaction will run, where that matters. A Galera cluster that aborts a transaction while a
    /// statement is being prepared reports it to nobody, and what follows runs outside of any transaction.
    ///
    /// # Errors
    /// As [`Connection::execute`].
    pub async fn prepare(&mut self, statements: &[&str]) -> Result<(), DatabaseError> {
        for statement in statements {
            let sql = AssertSqlSafe(self.dialect.render(statement)).into_sql_str();
            if let Driver::MySql(connection) = &mut self.driver {
                let prepared = connection.prepare(sql).await.map(drop);
                prepared.map_err(|error| self.failed(&error))?;
            }
        }
        Ok(())
    }

    /// Begins a transaction that will write. One that is not committed is undone when the connection goes.
    ///
    /// # Errors
    /// As [`Connection::execute`]; [`DatabaseFault::Locked`] where another writer does not come to an end.
    pub async fn begin(&mut self) -> Result<(), DatabaseError> {
        self.leave().await?;
        self.command(self.dialect.begin()).await?;
        self.transaction = Transaction::Open;
        Ok(())
    }

    /// Makes all that the transaction did lasting.
    ///
    /// # Errors
    /// As [`Connection::execute`]. After [`DatabaseFault::Lost`] it may be done or not.
    pub async fn commit(&mut self) -> Result<(), DatabaseError> {
        self.transaction = Transaction::None;
        self.command("COMMIT").await
    }

    /// Undoes all that the transaction did.
    ///
    /// # Errors
    /// As [`Connection::execute`].
    pub async fn roll_back(&mut self) -> Result<(), DatabaseError> {
        self.transaction = Transaction::None;
        self.command("ROLLBACK").await
    }

    /// Runs a statement without values, and without preparing it.
    ///
    /// # Errors
    /// As [`Connection::execute`].
    pub async fn command(&mut self, sql: &str) -> Result<(), DatabaseError> {
        let sql = sql.to_owned();
        let done = with_driver!(&mut self.driver, connection => {
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(connection).await.map(|_| ())
        });
        done.map_err(|error| self.failed(&error))
    }

    /// Closes the connection; SQLite has then let go of the file.
    pub async fn close(self) {
        // What could go wrong here has no consequence: everything that matters is committed.
        let _ = with_driver!(self.driver, connection => connection.close().await);
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
