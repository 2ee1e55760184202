//! Topic rights: the table `topic_auth`.

use amqtt_database::{
    BrokenRow, Connection, DatabaseError, RecordError, Row, RowFault, StoredRights, TOPIC_AUTH, Value,
    acl_column, write_acl,
};
use amqtt_verifier::{AccountName, Action, TopicFilter};

use super::{Change, Store};

/// The rights of one client as they are listed.
#[derive(Debug)]
pub(crate) struct Rights {
    pub(crate) username: String,
    pub(crate) stored: StoredRights,
}

impl Store {
    /// The rights of a client; nothing where it has no row.
    ///
    /// # Errors
    /// [`RecordError`].
    pub(crate) fn rights(&mut self, client: &AccountName) -> Result<Option<StoredRights>, RecordError> {
        self.runtime.block_on(self.connection.rights(client.as_str()))
    }

    /// Gives a client a right, unless it has that already. Gives back what it had before for the same action.
    ///
    /// # Errors
    /// [`RecordError`]; a broken row is left as it is.
    pub(crate) fn add_right(
        &mut self,
        client: &AccountName,
        action: Action,
        filter: &TopicFilter,
    ) -> Result<(Change, Vec<String>), RecordError> {
        self.transaction(async |connection| {
            // The row comes first, so that there is one to lock: two operators at once then wait for each other.
            connection
                .execute(
                    INSERT_EMPTY,
                    &[client.as_str(), "[]", "[]", "[]"].map(Value::Text),
                )
                .await?;
            let stored = connection
                .rights_for_change(client.as_str())
                .await?
                .unwrap_or_default();
            let before = stored.of(action).to_vec();
            if before.iter().any(|stored| stored == filter.as_str()) {
                return Ok((Change::Refused, before));
            }
            let after: Vec<&str> = before
                .iter()
                .map(String::as_str)
                .chain([filter.as_str()])
                .collect();
            set(connection, client, action, &write_acl(&after)).await?;
            Ok((Change::Done, before))
        })
    }

    /// Takes a right away, if the client has it. The filter is text: also one that is no valid filter can be removed.
    ///
    /// # Errors
    /// [`RecordError`]; a broken row is left as it is.
    pub(crate) fn remove_right(
        &mut self,
        client: &AccountName,
        action: Action,
        filter: &str,
    ) -> Result<Change, RecordError> {
        self.transaction(async |connection| {
            let Some(mut stored) = connection.rights_for_change(client.as_str()).await? else {
                return Ok(Change::Refused);
            };
            let filters = stored.of_mut(action);
            let before = filters.len();
            filters.retain(|stored| stored != filter);
            if filters.len() == before {
                return Ok(Change::Refused);
            }
            set(connection, client, action, &write_acl(filters)).await?;
            Ok(Change::Done)
        })
    }

    /// Removes the row with this id, whatever is in it. Returns the name in it, if there is such a row; nothing in that where the
    /// name is not text.
    ///
    /// # Errors
    /// [`RecordError`].
    pub(crate) fn remove_rights_row(&mut self, id: i64) -> Result<Option<Option<String>>, RecordError> {
        self.transaction(async |connection| {
            let mut found = None;
            let select = format!("SELECT username FROM topic_auth WHERE id = {id}");
            let row = |row: Row<'_>| {
                found = Some(row.text(0).map(str::to_owned));
                Ok::<_, DatabaseError>(())
            };
            connection.each(&select, &[], row).await?;
            if found.is_some() {
                let delete = format!("DELETE FROM topic_auth WHERE id = {id}");
                connection.execute(&delete, &[]).await?;
            }
            Ok(found)
        })
    }

    /// The rights of every client, sorted by the bytes of its name. A broken row is given to `each` as such, and the
    /// rest follows.
    ///
    /// # Errors
    /// What `each` gives back, and [`DatabaseError`].
    pub(crate) fn each_rights<E: From<DatabaseError>>(
        &mut self,
        each: impl FnMut(Result<Rights, BrokenRow>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.each_row(
            &TOPIC_AUTH,
            ", {json:publish_acl}, {json:subscribe_acl}, {json:receive_acl}",
            rights,
            each,
        )
    }
}

const INSERT_EMPTY: &str = "INSERT INTO topic_auth (username, publish_acl, subscribe_acl, receive_acl) \
                            VALUES (?, ?json, ?json, ?json) {or_keep:username}";

fn rights(row: Row<'_>) -> Result<Rights, BrokenRow> {
    let username = row.text(0).ok_or_else(|| BrokenRow {
        table: TOPIC_AUTH.name,
        column: "username",
        id: row.number(1).unwrap_or_default(),
        fault: RowFault::NotText,
    })?;
    let stored = StoredRights::read(&TOPIC_AUTH, row, 1)?;
    Ok(Rights {
        username: username.to_owned(),
        stored,
    })
}

async fn set(
    connection: &mut Connection,
    client: &AccountName,
    action: Action,
    acl: &str,
) -> Result<(), RecordError> {
    let update = format!(
        "UPDATE topic_auth SET {} = ?json WHERE username = ?",
        acl_column(action)
    );
    connection
        .execute(&update, &[acl.into(), client.as_str().into()])
        .await?;
    Ok(())
}
