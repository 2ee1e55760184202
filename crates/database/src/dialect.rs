//! The differences between the databases, in one place.

use std::fmt::Write as _;

use super::{amqtt::acl::acl_columns, literal, value::Value};

/// SQL dialect of a database.
///
/// Statements are written once, for all databases, with marks where they differ:
///
/// | mark | becomes |
/// |---|---|
/// | `?` | the next value (`$1` on PostgreSQL) |
/// | `?json` | the next value, as JSON (`$1::json` on PostgreSQL) |
/// | `{still:COLUMN}` | true if a column of text or JSON still holds the next value, octet for octet |
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
    /// Returns a statement in this dialect, for values that are sent beside it.
    #[must_use]
    pub fn render(self, template: &str) -> String {
        self.write(template, |sql, number| match self {
            Self::Postgres => {
                let _ = write!(sql, "${number}");
            }
            _ => sql.push('?'),
        })
    }

    /// Returns a statement with its values in it. A value that is missing is a null.
    pub(crate) fn inline(self, template: &str, values: &[Value<'_>]) -> String {
        self.write(template, |sql, number| {
            literal::write(sql, values.get(number - 1).copied().unwrap_or(Value::Null));
        })
    }

    /// Writes a statement, with `value` for each of its values, numbered from 1.
    fn write(self, template: &str, value: impl Fn(&mut String, usize)) -> String {
        let mut sql = String::with_capacity(template.len() + 32);
        let (mut rest, mut values) = (template, 0);
        while let Some(at) = rest.find(['?', '{']) {
            sql.push_str(&rest[..at]);
            rest = &rest[at..];
            if let Some(after) = rest.strip_prefix('?') {
                values += 1;
                value(&mut sql, values);
                rest = after;
                if let Some(after) = rest.strip_prefix("json") {
                    sql.push_str(if self == Self::Postgres { "::json" } else { "" });
                    rest = after;
                }
                continue;
            }
            let (mark, after) = rest[1..].split_once('}').unwrap_or((&rest[1..], ""));
            match mark.strip_prefix("still:") {
                Some(column) => {
                    values += 1;
                    let (before, after_value) = self.still(column);
                    sql.push_str(&before);
                    value(&mut sql, values);
                    sql.push_str(after_value);
                }
                None => sql.push_str(&self.mark(mark)),
            }
            rest = after;
        }
        sql.push_str(rest);
        sql
    }

    /// Returns the condition that a column still holds a value: what goes before the value, and what goes after it.
    fn still(self, column: &str) -> (String, &'static str) {
        match self {
            Self::Sqlite => (format!("{column} = "), ""),
            Self::Postgres => (format!("{column}::text = "), ""),
            Self::MySql | Self::MariaDb => (
                format!("CAST(CAST({column} AS CHAR) AS BINARY) = CAST("),
                " AS BINARY)",
            ),
        }
    }

    fn mark(self, mark: &str) -> String {
        match (mark.split_once(':').unwrap_or((mark, "")), self) {
            (("json", column), Self::Postgres) => format!("{column}::text"),
            (("json", column), Self::MySql) => format!("CAST({column} AS CHAR)"),
            (("json", column), _) => column.to_owned(),
            (("acls", _), _) => acl_columns().join(", "),
            (("rights", _), _) => acl_columns()
                .map(|column| self.mark(&format!("json:{column}")))
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

    /// Returns the number of rows to read at once. A reader of SQLite blocks writers until it has read them all, and a pager at
    /// the other end of a pipe may take its time; servers let both work.
    #[must_use]
    pub fn page_size(self) -> Option<usize> {
        match self {
            Self::Sqlite => Some(5_000),
            Self::Postgres | Self::MySql | Self::MariaDb => None,
        }
    }

    /// Returns the statement that reads a page of `SELECT username, … FROM …`: the rows from this name on, sorted by the octets of
    /// their names. SQLite also holds text that is not UTF-8, so the name is octets.
    #[must_use]
    pub fn page(self, select: &str, from: &[u8]) -> String {
        let from: String = from.iter().map(|octet| format!("{octet:02x}")).collect();
        let limit = self.page_size().unwrap_or(usize::MAX);
        format!(
            "{select} WHERE typeof(username) = 'text' AND username >= CAST(x'{from}' AS TEXT) \
             ORDER BY username LIMIT {limit}"
        )
    }

    /// Returns the statement that reads the rows which no page has, because their names are not text.
    #[must_use]
    pub fn nameless(self, select: &str) -> String {
        format!("{select} WHERE typeof(username) <> 'text'")
    }

    /// Returns the statement that begins a transaction which will write.
    pub(super) fn begin(self) -> &'static str {
        match self {
            // A lock that is taken only at the first write fails where another writer came in between.
            Self::Sqlite => "BEGIN IMMEDIATE",
            // For this transaction alone, as a pooler gives the session to other clients.
            Self::Postgres => "BEGIN; SET LOCAL lock_timeout = 10000",
            Self::MySql | Self::MariaDb => "BEGIN",
        }
    }

    /// Returns the first statement of a new connection: it waits no longer for a lock than SQLite does.
    pub(super) fn session(self) -> Option<&'static str> {
        match self {
            Self::Sqlite | Self::Postgres => None,
            // With the weaker isolation a look-up that finds no row locks none of its neighbors.
            Self::MySql | Self::MariaDb => Some(
                "SET SESSION innodb_lock_wait_timeout = 10; SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
            ),
        }
    }

    /// Returns the statement after which a node of a Galera cluster waits, before it reads, for what the other nodes have
    /// committed: what one command has changed is known to the next one, whichever node that asks.
    pub(super) fn catch_up(self) -> Option<&'static str> {
        match self {
            Self::Sqlite | Self::Postgres => None,
            Self::MySql | Self::MariaDb => Some("SET SESSION wsrep_sync_wait = 1"),
        }
    }

    /// Returns the statement that keeps others out while tables are made, until the transaction ends. `CREATE TABLE IF NOT EXISTS` by several
    /// at once fails on PostgreSQL.
    pub(super) fn schema_lock(self) -> Option<&'static str> {
        match self {
            Self::Postgres => Some("SELECT pg_advisory_xact_lock(7010116109)"),
            _ => None,
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
