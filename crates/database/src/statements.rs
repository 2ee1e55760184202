//! Statements and transactions on a connection.

use futures_util::TryStreamExt as _;
use sqlx::{AssertSqlSafe, Executor as _, SqlSafeStr as _};

use super::{
    connection::Connection,
    dialect::Dialect,
    driver::{Driver, with_driver},
    error::DatabaseError,
    row::{Native as _, Row},
    value::{Untyped, Value},
};

/// Runs the same code for whichever driver it is, with a statement and its values as `$query`.
///
/// On PostgreSQL a statement with values bound to it is prepared by one message and run by the next: two round trips, which a
/// pooler may send to different sessions unless a transaction holds them together. A statement outside a transaction
/// therefore carries its values itself, and takes one round trip.
macro_rules! with_query {
    ($self:expr, $statement:expr, $values:expr, $query:ident, $connection:ident => $body:expr) => {{
        let dialect = $self.dialect;
        match &mut $self.driver {
            Driver::Sqlite($connection) => {
                let $query = bound!(dialect.render($statement), $values, None::<i64>);
                $body
            }
            Driver::Postgres($connection) if !$self.in_transaction => {
                let $query = sqlx::raw_sql(AssertSqlSafe(dialect.inline($statement, $values)));
                $body
            }
            Driver::Postgres($connection) => {
                let $query = bound!(dialect.render($statement), $values, Untyped).persistent(false);
                $body
            }
            Driver::MySql($connection) => {
                let $query = bound!(dialect.render($statement), $values, None::<i64>);
                $body
            }
        }
    }};
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
    /// Runs a statement, and returns the number of rows that it found to change.
    ///
    /// # Errors
    /// [`DatabaseError`]; within a transaction, the transaction is then to be given up.
    pub async fn execute(&mut self, statement: &str, values: &[Value<'_>]) -> Result<u64, DatabaseError> {
        let done = with_query!(self, statement, values, query, connection => {
            query.execute(connection).await.map(|done| done.rows_affected())
        });
        done.map_err(|error| self.failed(&error))
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
        let found = with_query!(self, statement, values, query, connection => {
            let found = query.fetch_optional(connection).await;
            found.map(|row| row.map(|row| read(row.row())))
        });
        found.map_err(|error| self.failed(&error))
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
        let ended: Result<Result<(), E>, sqlx::Error> = with_query!(self, statement, values, query, connection => {
            let mut rows = query.fetch(connection);
            loop {
                match rows.try_next().await {
                    Ok(Some(row)) => if let Err(error) = each(row.row()) { break Ok(Err(error)) },
                    Ok(None) => break Ok(Ok(())),
                    Err(error) => break Err(error),
                }
            }
        });
        ended.unwrap_or_else(|error| Err(self.failed(&error).into()))
    }

    /// Returns a number that differs after every commit of another connection; `None` for a database that has no such number.
    /// Numbers of different connections cannot be compared. (SQLite's `data_version`.)
    ///
    /// # Errors
    /// As [`Connection::execute`].
    pub async fn data_version(&mut self) -> Result<Option<i64>, DatabaseError> {
        match self.dialect {
            Dialect::Sqlite => {
                let version = self.first("PRAGMA data_version", &[], |row| row.number(0));
                Ok(version.await?.flatten())
            }
            _ => Ok(None),
        }
    }

    /// Prepares statements that a transaction will run, where that matters. A Galera cluster that aborts a transaction while a
    /// statement is being prepared reports it to nobody, and what follows runs outside any transaction.
    ///
    /// # Errors
    /// As [`Connection::execute`].
    pub async fn prepare(&mut self, statements: &[&str]) -> Result<(), DatabaseError> {
        for statement in statements {
            let Driver::MySql(connection) = &mut self.driver else {
                break;
            };
            let sql = AssertSqlSafe(self.dialect.render(statement)).into_sql_str();
            let prepared = connection.prepare(sql).await.map(drop);
            prepared.map_err(|error| self.failed(&error))?;
        }
        Ok(())
    }

    /// Begins a transaction that will write. One that is not committed is undone when the connection goes.
    ///
    /// # Errors
    /// As [`Connection::execute`]; [`DatabaseFault::Locked`](super::DatabaseFault::Locked) where another writer does not finish.
    pub async fn begin(&mut self) -> Result<(), DatabaseError> {
        self.command(self.dialect.begin()).await?;
        self.in_transaction = true;
        Ok(())
    }

    /// Makes permanent what the transaction did.
    ///
    /// # Errors
    /// As [`Connection::execute`]. After [`DatabaseFault::Lost`](super::DatabaseFault::Lost) it may be done or not.
    pub async fn commit(&mut self) -> Result<(), DatabaseError> {
        self.in_transaction = false;
        self.command("COMMIT").await
    }

    /// Undoes what the transaction did.
    ///
    /// # Errors
    /// As [`Connection::execute`].
    pub async fn roll_back(&mut self) -> Result<(), DatabaseError> {
        self.in_transaction = false;
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
}
