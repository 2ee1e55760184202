//! Reading an account or the rights of a client.

use std::collections::HashSet;

use super::{
    records::{BrokenRow, RecordError, RightsRow, RowFault, StoredRights},
    tables::{TOPIC_AUTH, USER_AUTH},
};
use crate::{connection::Connection, error::DatabaseError, listed::Listed, row::Row};

impl Connection {
    /// Returns the stored hash of an account; `None` if the account does not exist.
    ///
    /// # Errors
    /// [`RecordError`].
    pub async fn password_hash(&mut self, username: &str) -> Result<Option<String>, RecordError> {
        let statement = "SELECT username, password_hash, id FROM user_auth WHERE username = ?";
        let read = |row: Row<'_>| {
            let text = |column| row.text(column).map(str::to_owned);
            (text(0), text(1), row.number(2).unwrap_or_default())
        };
        let Some((found, hash, id)) = self.first(statement, &[username.into()], read).await? else {
            return Ok(None);
        };
        self.check_same_name(&USER_AUTH, username, found.as_deref())?;
        let row = BrokenRow {
            table: USER_AUTH.name,
            column: "password_hash",
            id,
            username: found,
            fault: RowFault::NotText,
        };
        hash.map(Some).ok_or_else(|| self.broken(row))
    }

    /// Replaces the stored hash of an account if it still is what it was; returns whether it was.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn replace_password_hash(
        &mut self,
        username: &str,
        before: &str,
        after: &str,
    ) -> Result<bool, DatabaseError> {
        let update = "UPDATE user_auth SET password_hash = ? WHERE username = ? AND {still:password_hash}";
        let values = [after.into(), username.into(), before.into()];
        Ok(self.execute(update, &values).await? > 0)
    }

    /// Returns whether an account of this name exists.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn has_account(&mut self, username: &str) -> Result<bool, DatabaseError> {
        let statement = "SELECT username FROM user_auth WHERE username = ?";
        let read = |row: Row<'_>| row.text(0).map(str::to_owned);
        match self.first(statement, &[username.into()], read).await? {
            Some(found) => self
                .check_same_name(&USER_AUTH, username, found.as_deref())
                .map(|()| true),
            None => Ok(false),
        }
    }

    /// Returns the rights of a client; `None` if it has no row.
    ///
    /// # Errors
    /// [`RecordError`].
    pub async fn rights(&mut self, username: &str) -> Result<Option<StoredRights>, RecordError> {
        let row = self.rights_row(username).await?;
        row.map(|row| row.read().map_err(|row| self.broken(row)))
            .transpose()
    }

    /// Returns the row with the rights of a client, not parsed yet.
    ///
    /// # Errors
    /// [`RecordError`].
    pub async fn rights_row(&mut self, username: &str) -> Result<Option<RightsRow>, RecordError> {
        let select = "SELECT username, id, {rights} FROM topic_auth WHERE username = ?";
        let row = self.first(select, &[username.into()], RightsRow::of).await?;
        if let Some(row) = &row {
            self.check_same_name(&TOPIC_AUTH, username, row.username())?;
        }
        Ok(row)
    }

    /// Returns the rows with the rights of several clients, in no particular order; a client without a row has none.
    ///
    /// # Errors
    /// [`RecordError`].
    pub async fn rights_rows(&mut self, usernames: &[&str]) -> Result<Vec<RightsRow>, RecordError> {
        let Some(select) = Listed::of(usernames) else {
            return Ok(Vec::new());
        };
        let statement = format!(
            "SELECT username, id, {{rights}} FROM topic_auth WHERE username IN ({})",
            select.marks
        );
        let mut rows = Vec::with_capacity(usernames.len());
        self.each(&statement, &select.values, |row| {
            rows.push(RightsRow::of(row));
            Ok::<(), DatabaseError>(())
        })
        .await?;
        let asked: HashSet<&str> = usernames.iter().copied().collect();
        for row in &rows {
            // A name that was not asked for was found by a collation that is not binary.
            let found = row.username();
            let wanted = found
                .filter(|found| asked.contains(found))
                .unwrap_or(usernames[0]);
            self.check_same_name(&TOPIC_AUTH, wanted, found)?;
        }
        Ok(rows)
    }

    /// Returns a broken row of this database as an error.
    #[must_use]
    pub fn broken(&self, row: BrokenRow) -> RecordError {
        RecordError::Broken {
            target: self.target().to_owned(),
            row,
        }
    }
}
