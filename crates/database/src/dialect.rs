//! What differs between the databases, in one place.

use std::fmt::Write as _;

use amqtt_rules::Action;

use super::{
    migration::{ColumnKind, NewTable},
    records::acl_column,
    schema::{Column, Table},
};

/// A database's way of speaking.
///
/// A statement is written once, for all of them, with marks where they differ:
///
/// | mark | becomes |
/// |---|---|
/// | `?` | the next value (`$1` on PostgreSQL) |
/// | `?json` | the next value, as JSON (`$1::json` on PostgreSQL) |
/// | `{still:COLUMN}` | whether a column of text or JSON still holds the next value, octet for octet |
/// | `{json:COLUMN}` | a JSON column, read as text |
/// | `{acls}` | the columns that hold rights, by the order of actions |
/// | `{rights}` | the same, each read as text |
/// | `{lock}` | locks the rows that are read, for those that write in the same transaction |
/// | `{by_bytes}` | sorts the column before it by its bytes in UTF-8 |
/// | `{or_keep:KEY}` | keeps a row that already exists, where one of the same KEY (a column, or several: `A,B`) is inserted |
/// | `{or_update:KEY:A,B}` | replaces these columns of a row that already exists |
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
    /// MySQL.
    MySql,
    /// MariaDB.
    MariaDb,
}

impl Dialect {
    /// A statement in this dialect.
    #[must_use]
    pub fn render(self, template: &str) -> String {
        let mut sql = String::with_capacity(template.len() + 32);
        let (mut rest, mut values) = (template, 0);
        while let Some(at) = rest.find(['?', '{']) {
            sql.push_str(&rest[..at]);
            rest = &rest[at..];
            rest = match rest.strip_prefix('?') {
                Some(after) => {
                    values += 1;
                    let json = after.strip_prefix("json");
                    self.value(&mut sql, values, json.is_some());
                    json.unwrap_or(after)
                }
                None => {
                    let (mark, after) = rest[1..].split_once('}').unwrap_or((&rest[1..], ""));
                    if let Some(column) = mark.strip_prefix("still:") {
                        values += 1;
                        sql.push_str(&self.still(column, values));
                    } else {
                        sql.push_str(&self.mark(mark));
                    }
                    after
                }
            };
        }
        sql.push_str(rest);
        sql
    }

    fn value(self, sql: &mut String, number: usize, json: bool) {
        match self {
            Self::Postgres => {
                let _ = write!(sql, "${number}{}", if json { "::json" } else { "" });
            }
            _ => sql.push('?'),
        }
    }

    fn still(self, column: &str, number: usize) -> String {
        match self {
            Self::Sqlite => format!("{column} = ?"),
            Self::Postgres => format!("{column}::text = ${number}"),
            Self::MySql | Self::MariaDb => {
                format!("CAST(CAST({column} AS CHAR) AS BINARY) = CAST(? AS BINARY)")
            }
        }
    }

    fn mark(self, mark: &str) -> String {
        match (mark.split_once(':').unwrap_or((mark, "")), self) {
            (("json", column), Self::Postgres) => format!("{column}::text"),
            (("json", column), Self::MySql) => format!("CAST({column} AS CHAR)"),
            (("json", column), _) => column.to_owned(),
            (("acls", _), _) => Action::ALL.map(acl_column).join(", "),
            (("rights", _), _) => Action::ALL
                .map(|action| self.mark(&format!("json:{}", acl_column(action))))
                .join(", "),
            // SQLite locks the whole file when the transaction begins.
            (("lock", _), Self::Sqlite) => String::new(),
            (("lock", _), _) => "FOR UPDATE".to_owned(),
            (("by_bytes", _), Self::Postgres) => "COLLATE \"C\"".to_owned(),
            (("by_bytes", _), _) => String::new(),
            (("or_keep", key), Self::Sqlite | Self::Postgres) => format!("ON CONFLICT ({key}) DO NOTHING"),
            (("or_keep", key), _) => {
                let column = key.split(',').next().unwrap_or(key);
                format!("ON DUPLICATE KEY UPDATE {column} = {column}")
            }
            (("or_update", rest), dialect) => {
                let (key, columns) = rest.split_once(':').unwrap_or((rest, ""));
                dialect.or_update(key, columns)
            }
            _ => String::new(),
        }
    }

    fn or_update(self, key: &str, columns: &str) -> String {
        let assignments = columns.split(',').map(|column| match self {
            Self::Sqlite | Self::Postgres => format!("{column} = excluded.{column}"),
            Self::MySql | Self::MariaDb => format!("{column} = VALUES({column})"),
        });
        let assignments = assignments.collect::<Vec<_>>().join(", ");
        match self {
            Self::Sqlite | Self::Postgres => format!("ON CONFLICT ({key}) DO UPDATE SET {assignments}"),
            Self::MySql | Self::MariaDb => format!("ON DUPLICATE KEY UPDATE {assignments}"),
        }
    }

    /// How many rows may be read at once. A reader of SQLite keeps writers out until it has read them all, and whoever
    /// reads a list may take their time; the servers let both work.
    #[must_use]
    pub fn page_size(self) -> Option<usize> {
        match self {
            Self::Sqlite => Some(5_000),
            Self::Postgres | Self::MySql | Self::MariaDb => None,
        }
    }

    /// The statement that reads a page of `SELECT username, … FROM …`: the rows from this name on, sorted by the octets of
    /// their names. SQLite keeps text that is no UTF-8 too, so the name is octets.
    #[must_use]
    pub fn page(self, select: &str, from: &[u8]) -> String {
        let from: String = from.iter().map(|octet| format!("{octet:02x}")).collect();
        let limit = self.page_size().unwrap_or(usize::MAX);
        format!(
            "{select} WHERE typeof(username) = 'text' AND username >= CAST(x'{from}' AS TEXT) \
             ORDER BY username LIMIT {limit}"
        )
    }

    /// The statement that reads the rows which no page has, as their names are no text.
    #[must_use]
    pub fn nameless(self, select: &str) -> String {
        format!("{select} WHERE typeof(username) <> 'text'")
    }

    /// How a transaction that will write begins.
    pub(super) fn begin(self) -> &'static str {
        match self {
            // A lock that is taken only at the first write fails where another writer came in between.
            Self::Sqlite => "BEGIN IMMEDIATE",
            // For this transaction alone, as a pooler gives the session to other clients.
            Self::Postgres => "BEGIN; SET LOCAL lock_timeout = 10000",
            Self::MySql | Self::MariaDb => "BEGIN",
        }
    }

    /// Returns what a new connection is sent first: to wait no longer for a lock than SQLite does.
    pub(super) fn session(self) -> Option<&'static str> {
        match self {
            Self::Sqlite | Self::Postgres => None,
            // With the weaker isolation a look-up that finds no row locks none of its neighbours.
            Self::MySql | Self::MariaDb => Some(
                "SET SESSION innodb_lock_wait_timeout = 10; SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
            ),
        }
    }

    /// The statements that hold others off while tables are made, and let them in again. `CREATE TABLE IF NOT EXISTS` by several
    /// at once fails on PostgreSQL.
    pub(super) fn schema_lock(self) -> Option<&'static str> {
        match self {
            Self::Postgres => Some("SELECT pg_advisory_xact_lock(7010116109)"),
            _ => None,
        }
    }

    /// Returns the statements that make a table of our own, if it does not exist, and its indexes.
    pub(super) fn make(self, table: &NewTable) -> Vec<String> {
        let columns = table.columns.iter().map(|column| {
            let null = if column.nullable { "" } else { " NOT NULL" };
            format!("{} {}{null}", column.name, self.kind(column.kind))
        });
        let key = format!("PRIMARY KEY ({})", table.primary_key.join(", "));
        let indexes = table.indexes.iter();
        let (inner, outer): (Vec<String>, Vec<String>) = match self {
            // An index that exists cannot be passed over there, a table can.
            Self::MySql | Self::MariaDb => {
                let inner =
                    indexes.map(|index| format!("INDEX {} ({})", index.name, index.columns.join(", ")));
                (inner.collect(), Vec::new())
            }
            Self::Sqlite | Self::Postgres => {
                let outer = indexes.map(|index| {
                    let columns = index.columns.join(", ");
                    format!(
                        "CREATE INDEX IF NOT EXISTS {} ON {} ({columns})",
                        index.name, table.name
                    )
                });
                (Vec::new(), outer.collect())
            }
        };
        let parts: Vec<String> = columns.chain([key]).chain(inner).collect();
        let create = format!("CREATE TABLE IF NOT EXISTS {} ({})", table.name, parts.join(", "));
        std::iter::once(create).chain(outer).collect()
    }

    /// Returns the type of a column of our own.
    fn kind(self, kind: ColumnKind) -> &'static str {
        match (kind, self) {
            (ColumnKind::Number, Self::Sqlite) => "INTEGER",
            (ColumnKind::Number, _) => "BIGINT",
            (ColumnKind::Text | ColumnKind::LongText, Self::Sqlite) => "TEXT",
            (ColumnKind::Text, Self::Postgres) => "VARCHAR(255) COLLATE \"C\"",
            (ColumnKind::LongText, Self::Postgres) => "TEXT",
            (ColumnKind::Text, Self::MariaDb) => {
                "VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin"
            }
            (ColumnKind::Text, Self::MySql) => "VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin",
            (ColumnKind::LongText, _) => "MEDIUMTEXT CHARACTER SET utf8mb4",
        }
    }

    /// The statement that makes a table as aMQTT's plugins read it.
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

    /// The type of `username` where the server's own collation would take two names for one.
    fn username(self) -> &'static str {
        match self {
            Self::MariaDb => "VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin NOT NULL",
            Self::MySql => "VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_bin NOT NULL",
            Self::Sqlite | Self::Postgres => "VARCHAR NOT NULL",
        }
    }

    /// The collation that `username` must have, where it is not right in any case.
    pub(super) fn username_collation(self) -> Option<&'static str> {
        match self {
            Self::MariaDb => Some("utf8mb4_nopad_bin"),
            Self::MySql => Some("utf8mb4_0900_bin"),
            Self::Sqlite | Self::Postgres => None,
        }
    }

    /// The statement that gives `username` its collation.
    pub(super) fn collate_username(self, table: &Table) -> String {
        format!("ALTER TABLE {} MODIFY username {}", table.name, self.username())
    }

    /// The statement that adds a column which an older table lacks.
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

    /// Returns the statement that lets a column hold longer text; none where no column has a limit.
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

    /// Returns the query for the columns of a table: name, collation, and the most characters of each.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_template_for_all() {
        let template = "SELECT id, {json:acl} FROM t WHERE username = ? AND acl = ?json ORDER BY username {by_bytes} {lock}";
        assert_eq!(
            Dialect::Postgres.render(template),
            "SELECT id, acl::text FROM t WHERE username = $1 AND acl = $2::json ORDER BY username COLLATE \"C\" FOR UPDATE"
        );
        assert_eq!(
            Dialect::Sqlite.render(template).trim_end(),
            "SELECT id, acl FROM t WHERE username = ? AND acl = ? ORDER BY username"
        );
        assert_eq!(
            Dialect::MySql.render("INSERT … {or_update:k:a,b}"),
            "INSERT … ON DUPLICATE KEY UPDATE a = VALUES(a), b = VALUES(b)"
        );
    }
}
