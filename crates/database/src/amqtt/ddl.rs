//! The statements that make and upgrade aMQTT's two tables.

use std::fmt::Write as _;

use super::tables::{Column, Table};
use crate::dialect::Dialect;

impl Dialect {
    /// Returns the statement that creates a table as aMQTT's plugins read it.
    pub(super) fn create(self, table: &Table) -> String {
        let (id, username) = match self {
            Self::Sqlite => ("INTEGER NOT NULL PRIMARY KEY", "VARCHAR NOT NULL"),
            Self::Postgres => ("SERIAL NOT NULL PRIMARY KEY", "VARCHAR NOT NULL"),
            Self::MySql | Self::MariaDb => ("INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY", self.username()),
        };
        let mut sql = format!(
            "CREATE TABLE IF NOT EXISTS {} (id {id}, username {username}",
            table.name
        );
        for column in table.columns {
            let _ = write!(sql, ", {} {}", column.name, column.sql_type);
        }
        sql + ", UNIQUE (username))"
    }

    /// Returns the type of `username`; the server's default collation could take two names for one.
    fn username(self) -> &'static str {
        match self {
            Self::MariaDb => "VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL",
            Self::MySql => "VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin NOT NULL",
            Self::Sqlite | Self::Postgres => "VARCHAR NOT NULL",
        }
    }

    /// Returns the collation that `username` must have; `None` where every collation compares bytes.
    pub(super) fn username_collation(self) -> Option<&'static str> {
        match self {
            Self::MariaDb => Some("utf8mb4_nopad_bin"),
            Self::MySql => Some("utf8mb4_0900_bin"),
            Self::Sqlite | Self::Postgres => None,
        }
    }

    /// Returns the statement that gives `username` its collation.
    pub(super) fn collate_username(self, table: &Table) -> String {
        format!("ALTER TABLE {} MODIFY username {}", table.name, self.username())
    }

    /// Returns the statement that adds a column which an older table lacks.
    pub(super) fn add_column(self, table: &Table, name: &str, sql_type: &str, default: &str) -> String {
        let default = match self {
            // A default for JSON is an expression there; SQLite takes none that is one.
            Self::MySql | Self::MariaDb => format!("({default})"),
            Self::Sqlite | Self::Postgres => default.to_owned(),
        };
        format!(
            "ALTER TABLE {} ADD COLUMN {name} {sql_type} DEFAULT {default}",
            table.name
        )
    }

    /// Returns the statement that lets a column hold longer text; `None` where columns have no limit.
    pub(super) fn widen(self, table: &Table, column: &Column) -> Option<String> {
        let (table, name, sql_type) = (table.name, column.name, column.sql_type);
        match self {
            Self::Sqlite => None,
            Self::Postgres => {
                let sql_type = sql_type.trim_end_matches(" NOT NULL");
                Some(format!("ALTER TABLE {table} ALTER COLUMN {name} TYPE {sql_type}"))
            }
            Self::MySql | Self::MariaDb => Some(format!("ALTER TABLE {table} MODIFY {name} {sql_type}")),
        }
    }

    /// Returns the query for the columns of a table: name, collation, and maximum number of characters.
    pub(super) fn columns(self, table: &Table) -> String {
        match self {
            Self::Sqlite => format!("SELECT name, '', NULL FROM pragma_table_info('{}')", table.name),
            Self::Postgres => format!(
                "SELECT attname::text, '', CASE WHEN atttypid = 'varchar'::regtype AND atttypmod > 4 \
                 THEN (atttypmod - 4)::int8 END FROM pg_attribute \
                 WHERE attrelid = to_regclass('{}') AND attnum > 0 AND NOT attisdropped",
                table.name
            ),
            Self::MySql | Self::MariaDb => format!(
                "SELECT CONVERT(column_name USING utf8mb4), CONVERT(COALESCE(collation_name, '') USING utf8mb4), \
                 CAST(character_maximum_length AS SIGNED) FROM information_schema.columns \
                 WHERE table_name = '{}' AND table_schema = DATABASE()",
                table.name
            ),
        }
    }
}
