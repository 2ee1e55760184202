//! The statements that make tables of this project's own.

use super::{ColumnKind, NewTable};
use crate::dialect::Dialect;

impl Dialect {
    /// Returns the statements that create a table of this project, unless it exists, and its indexes.
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

    /// Returns the type of a column.
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
}
