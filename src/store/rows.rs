//! Rows by their id: what no name can name, because another program wrote it.

use amqtt_database::{Connection, DatabaseError, RecordError, Row, Table, USER_AUTH};

use super::{
    Store,
    users::{Removed, remove_rights},
};

impl Store {
    /// Returns the name in the row with this id, if there is one: nothing in it where the name is not text.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub(crate) fn name_in_row(
        &mut self,
        table: &'static Table,
        id: i64,
    ) -> Result<Option<Option<String>>, DatabaseError> {
        self.runtime
            .block_on(name_in_row(&mut self.connection, table, id))
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
        self.transaction(async |connection| {
            let Some(name) = name_in_row(connection, &USER_AUTH, id).await? else {
                return Ok(None);
            };
            let delete = format!("DELETE FROM {} WHERE id = {id}", USER_AUTH.name);
            connection.execute(&delete, &[]).await?;
            let rights = match name {
                Some(name) if !keep_rights => remove_rights(connection, &name).await?,
                _ => Some(0),
            };
            Ok(Some(Removed { rights }))
        })
    }
}

async fn name_in_row(
    connection: &mut Connection,
    table: &'static Table,
    id: i64,
) -> Result<Option<Option<String>>, DatabaseError> {
    let select = format!("SELECT username FROM {} WHERE id = {id}", table.name);
    let mut found = None;
    let row = |row: Row<'_>| {
        found = Some(row.text(0).map(str::to_owned));
        Ok::<_, DatabaseError>(())
    };
    connection.each(&select, &[], row).await?;
    Ok(found)
}
