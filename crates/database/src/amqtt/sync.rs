//! Making the two tables, and upgrading older ones.

use super::tables::{TOPIC_AUTH, Table, USER_AUTH};
use crate::{
    connection::Connection,
    error::{DatabaseError, DatabaseFault},
};

/// A column of a table that exists.
struct Found {
    name: String,
    collation: String,
    /// The maximum number of characters; `None` without a limit.
    length: Option<i64>,
}

impl Connection {
    /// Creates the two tables, or adds what older ones lack. It removes nothing, can be repeated, and several processes can do
    /// it at once. If nothing is missing it only reads, and needs no right to do more. Returns whether anything was missing.
    ///
    /// # Errors
    /// [`DatabaseError`], such as [`DatabaseFault::NotAllowed`] and [`DatabaseFault::ReadOnly`].
    pub async fn sync(&mut self) -> Result<bool, DatabaseError> {
        let mut lacking = false;
        for table in [&USER_AUTH, &TOPIC_AUTH] {
            let columns = self.columns(table).await?;
            lacking |= columns.is_empty() || !self.upgrades(table, &columns).is_empty();
        }
        if !lacking {
            return Ok(false);
        }
        match self.change_tables(true).await {
            // The server speaks PostgreSQL's protocol and lacks its locks.
            Err(error) if matches!(error.fault, DatabaseFault::Unsupported(_)) => {
                self.change_tables(false).await
            }
            done => done,
        }
    }

    async fn change_tables(&mut self, with_lock: bool) -> Result<bool, DatabaseError> {
        self.begin().await?;
        let changed = self.change_tables_within(with_lock).await;
        match changed {
            Ok(changed) => self.commit().await.map(|()| changed),
            Err(error) => {
                // The first error counts; the transaction ends with the connection at the latest.
                let _ = self.roll_back().await;
                Err(error)
            }
        }
    }

    /// Returns whether there was anything left to do: another process may have been faster.
    async fn change_tables_within(&mut self, with_lock: bool) -> Result<bool, DatabaseError> {
        if let Some(lock) = self.dialect().schema_lock().filter(|_| with_lock) {
            self.command(lock).await?;
        }
        let mut changed = false;
        for table in [&USER_AUTH, &TOPIC_AUTH] {
            if self.columns(table).await?.is_empty() {
                self.command(&self.dialect().create(table)).await?;
                changed = true;
            }
            let columns = self.columns(table).await?;
            for statement in self.upgrades(table, &columns) {
                self.command(&statement).await?;
                changed = true;
            }
        }
        Ok(changed)
    }

    async fn columns(&mut self, table: &'static Table) -> Result<Vec<Found>, DatabaseError> {
        let mut columns = Vec::new();
        self.each(&self.dialect().columns(table), &[], |row| {
            let text = |column| row.text(column).unwrap_or_default().to_ascii_lowercase();
            columns.push(Found {
                name: text(0),
                collation: text(1),
                length: row.number(2),
            });
            Ok::<_, DatabaseError>(())
        })
        .await?;
        Ok(columns)
    }

    /// Returns the statements that give a table what it lacks.
    fn upgrades(&self, table: &'static Table, columns: &[Found]) -> Vec<String> {
        let dialect = self.dialect();
        let mut statements = Vec::new();
        for column in table.columns {
            let found = columns.iter().find(|found| found.name == column.name);
            let narrow = column.length.is_some_and(|length| {
                found
                    .and_then(|found| found.length)
                    .is_some_and(|found| found < length)
            });
            if found.is_none() {
                statements.push(dialect.add_column(table, column.name, column.sql_type, column.default));
            } else if narrow {
                statements.extend(dialect.widen(table, column));
            }
        }
        let collation = columns.iter().find(|found| found.name == "username");
        let collation = collation.map(|found| found.collation.as_str());
        let right = dialect.username_collation();
        if right.is_some() && collation != right {
            statements.push(dialect.collate_username(table));
        }
        statements
    }

    /// Checks that the server compares names byte for byte, so that `DEV1` does not log in as `dev1`.
    ///
    /// # Errors
    /// [`DatabaseFault::Collation`].
    pub fn check_same_name(
        &self,
        table: &'static Table,
        asked: &str,
        found: Option<&str>,
    ) -> Result<(), DatabaseError> {
        match found {
            Some(found) if found == asked => Ok(()),
            _ => Err(self.error(DatabaseFault::Collation(table.name))),
        }
    }
}
