//! The connections of sqlx, as one type.

use sqlx::{MySqlConnection, PgConnection, SqliteConnection};

/// A connection of whichever kind.
#[derive(Debug)]
pub(crate) enum Driver {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
    MySql(MySqlConnection),
}
