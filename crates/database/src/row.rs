//! Rows of a result.

use sqlx::{Row as _, mysql::MySqlRow, postgres::PgRow, sqlite::SqliteRow};

/// Row of a result, valid until the next one is read.
#[derive(Debug, Clone, Copy)]
pub struct Row<'r>(Kind<'r>);

#[derive(Debug, Clone, Copy)]
enum Kind<'r> {
    Sqlite(&'r SqliteRow),
    Postgres(&'r PgRow),
    MySql(&'r MySqlRow),
}

/// A row of a driver.
pub(crate) trait Native {
    fn row(&self) -> Row<'_>;
}

impl Native for SqliteRow {
    fn row(&self) -> Row<'_> {
        Row(Kind::Sqlite(self))
    }
}

impl Native for PgRow {
    fn row(&self) -> Row<'_> {
        Row(Kind::Postgres(self))
    }
}

impl Native for MySqlRow {
    fn row(&self) -> Row<'_> {
        Row(Kind::MySql(self))
    }
}

/// Takes a column as a type that may be null: SQLite's driver reads a null as 0 or as an empty text otherwise.
macro_rules! column {
    ($row:expr, $get:ident, $type:ty, $column:expr) => {
        $row.$get::<Option<$type>, _>($column).ok().flatten()
    };
}

impl<'r> Row<'r> {
    /// Returns a column as text; `None` for a null, for what is not text (SQLite keeps values of any type in any column),
    /// and for what is not UTF-8.
    #[must_use]
    pub fn text(&self, column: usize) -> Option<&'r str> {
        match self.0 {
            Kind::Sqlite(row) => column!(row, try_get, &str, column),
            Kind::Postgres(row) => column!(row, try_get, &str, column),
            // JSON is a BLOB to MariaDB and a type of its own to MySQL; the contents are text in both.
            Kind::MySql(row) => column!(row, try_get_unchecked, &str, column),
        }
    }

    /// Returns a column of text as octets, valid UTF-8 or not; `None` for a null.
    #[must_use]
    pub fn octets(&self, column: usize) -> Option<&'r [u8]> {
        match self.0 {
            Kind::Sqlite(row) => column!(row, try_get_unchecked, &[u8], column),
            // As it came: text in every case, which is the same in both of the protocol's formats.
            Kind::Postgres(row) => row.try_get_raw(column).ok()?.as_bytes().ok(),
            Kind::MySql(row) => column!(row, try_get_unchecked, &[u8], column),
        }
    }

    /// Returns an integer; `None` for a null, and for a value that is not an integer.
    #[must_use]
    pub fn number(&self, column: usize) -> Option<i64> {
        match self.0 {
            Kind::Sqlite(row) => column!(row, try_get, i64, column),
            Kind::Postgres(row) => match row.try_get::<Option<i64>, _>(column) {
                Ok(number) => number,
                Err(_) => column!(row, try_get, i32, column).map(i64::from),
            },
            Kind::MySql(row) => column!(row, try_get_unchecked, i64, column),
        }
    }
}
