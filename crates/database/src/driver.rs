//! The connections of sqlx, as one type.

use sqlx::{MySqlConnection, PgConnection, SqliteConnection};

use super::dialect::Dialect;

/// A connection of whichever kind.
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
pub(crate) use with_driver;

impl Driver {
    /// Asks the server which of its kind it is.
    pub(crate) async fn dialect(&mut self) -> Result<Dialect, sqlx::Error> {
        Ok(match self {
            Self::Sqlite(_) => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
            Self::MySql(connection) => {
                let version: String = sqlx::query_scalar("SELECT VERSION()")
                    .fetch_one(connection)
                    .await?;
                match version.contains("MariaDB") {
                    true => Dialect::MariaDb,
                    false => Dialect::MySql,
                }
            }
        })
    }
}
