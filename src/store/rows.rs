//! Accounts by the id of their row: those that no name can name, because another program wrote it.

use std::cell::Cell;

use amqtt_database::{DatabaseError, RecordError, Row};

use super::{
    Store,
    users::{DELETE_RIGHTS, Removed, SELECT_RIGHTS, remove_rights},
};

impl Store {
    /// Returns the name in the row of an account, if there is one: nothing in it where the name is not text.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub(crate) fn name_in_row(&mut self, id: i64) -> Result<Option<Option<String>>, DatabaseError> {
        let select = "SELECT username FROM user_auth WHERE id = ?";
        let mut found = None;
        let row = |row: Row<'_>| {
            found = Some(row.text(0).map(str::to_owned));
            Ok::<_, DatabaseError>(())
        };
        let values = [id.into()];
        let reading = self.connection.each(select, &values, row);
        self.runtime.block_on(reading)?;
        Ok(found)
    }

    /// Removes the account in the row with this id, if there is one; and the rights of its name, unless they are kept.
    ///
    /// # Errors
    /// [`RecordError`].
    pub(crate) fn remove_account_row(
        &mut self,
        id: i64,
        keep_rights: bool,
    ) -> Result<Option<Removed>, RecordError> {
        let select = "SELECT username FROM user_auth WHERE id = ? {lock}";
        let delete = "DELETE FROM user_auth WHERE id = ?";
        // What an attempt with an unknown outcome removed.
        let removed = Cell::new(None);
        let statements = [select, delete, SELECT_RIGHTS, DELETE_RIGHTS];
        self.transaction(&statements, async |connection, attempt| {
            let values = [id.into()];
            let name = |row: Row<'_>| row.text(0).map(str::to_owned);
            let Some(name) = connection.first(select, &values, name).await? else {
                return Ok(removed.get().filter(|_| attempt.may_be_done));
            };
            connection.execute(delete, &values).await?;
            let rights = match name {
                Some(name) if !keep_rights => remove_rights(connection, &name).await?,
                _ => 0,
            };
            removed.set(Some(Removed { rights }));
            Ok(removed.get())
        })
    }
}
