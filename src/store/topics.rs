//! Topic rights: the table `topic_auth`.

use std::cell::RefCell;

use amqtt_database::{
    BrokenRow, Connection, DatabaseError, DatabaseFault, RecordError, RightsRow, Row, RowFault, StoredRights,
    TOPIC_AUTH, Value, acl_column, write_acl,
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

    /// Gives a client a right, unless it has that already. Returns what it had before for the same action.
    ///
    /// # Errors
    /// [`RecordError`]; a broken row is left as it is.
    pub(crate) fn add_right(
        &mut self,
        client: &AccountName,
        action: Action,
        filter: &TopicFilter,
    ) -> Result<(Change, Vec<String>), RecordError> {
        let update = update(action);
        self.transaction(&[SELECT, INSERT, &update], async |connection, attempt| {
            let Some(row) = read(connection, client).await? else {
                let mut rights = StoredRights::default();
                rights.of_mut(action).push(filter.as_str().to_owned());
                insert(connection, client, &rights).await?;
                return Ok((Change::Done, Vec::new()));
            };
            let mut stored = row.read().map_err(|row| connection.broken(row))?;
            let before = stored.of(action).to_vec();
            if before.iter().any(|stored| stored == filter.as_str()) {
                // After a commit whose outcome is unknown, this is our own.
                return Ok(match attempt.may_be_done {
                    true => (Change::Done, Vec::new()),
                    false => (Change::Refused, before),
                });
            }
            stored.of_mut(action).push(filter.as_str().to_owned());
            swap(connection, &update, client, action, &row, &stored).await?;
            Ok((Change::Done, before))
        })
    }

    /// Takes a right away, if the client has it. The filter is text: also one that is not a valid filter can be
    /// removed.
    ///
    /// # Errors
    /// [`RecordError`]; a broken row is left as it is.
    pub(crate) fn remove_right(
        &mut self,
        client: &AccountName,
        action: Action,
        filter: &str,
    ) -> Result<Change, RecordError> {
        let update = update(action);
        self.transaction(&[SELECT, &update], async |connection, attempt| {
            let none = match attempt.may_be_done {
                true => Change::Done,
                false => Change::Refused,
            };
            let Some(row) = read(connection, client).await? else {
                return Ok(none);
            };
            let mut stored = row.read().map_err(|row| connection.broken(row))?;
            let filters = stored.of_mut(action);
            let before = filters.len();
            filters.retain(|stored| stored != filter);
            if filters.len() == before {
                return Ok(none);
            }
            swap(connection, &update, client, action, &row, &stored).await?;
            Ok(Change::Done)
        })
    }

    /// Removes the row with this id, whatever is in it. Returns the name in it, if there is such a row; nothing in that
    /// where the name is not text.
    ///
    /// # Errors
    /// [`RecordError`].
    pub(crate) fn remove_rights_row(&mut self, id: i64) -> Result<Option<Option<String>>, RecordError> {
        let select = "SELECT username FROM topic_auth WHERE id = ? {lock}";
        let delete = "DELETE FROM topic_auth WHERE id = ?";
        // What an attempt removed when it is unknown whether it was committed.
        let removed = RefCell::new(None);
        self.transaction(&[select, delete], async |connection, attempt| {
            let values = [id.into()];
            let name = |row: Row<'_>| row.text(0).map(str::to_owned);
            let Some(name) = connection.first(select, &values, name).await? else {
                return Ok(removed.borrow().clone().filter(|_| attempt.may_be_done));
            };
            connection.execute(delete, &values).await?;
            removed.replace(Some(name.clone()));
            Ok(Some(name))
        })
    }

    /// The rights of every client, sorted by the bytes of its name. A broken row is given to `each` as such, and the
    /// rest follows.
    ///
    /// # Errors
    /// The errors of `each`, and [`DatabaseError`].
    pub(crate) fn each_rights<E: From<DatabaseError>>(
        &mut self,
        each: impl FnMut(Result<Rights, BrokenRow>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.each_row(&TOPIC_AUTH, ", {rights}", rights, each)
    }
}

const SELECT: &str = "SELECT username, id, {rights} FROM topic_auth WHERE username = ? {lock}";

const INSERT: &str = "INSERT INTO topic_auth (username, {acls}) VALUES (?, ?json, ?json, ?json)";

/// The statement that changes the filters of an action, if they still are what was read.
fn update(action: Action) -> String {
    let column = acl_column(action);
    format!("UPDATE topic_auth SET {column} = ?json WHERE username = ? AND {{still:{column}}}")
}

fn rights(row: Row<'_>) -> Result<Rights, BrokenRow> {
    let username = row.text(0).ok_or_else(|| BrokenRow {
        table: TOPIC_AUTH.name,
        column: "username",
        id: row.number(1).unwrap_or_default(),
        username: None,
        fault: RowFault::NotText,
    })?;
    let stored = StoredRights::read(&TOPIC_AUTH, row)?;
    Ok(Rights {
        username: username.to_owned(),
        stored,
    })
}

/// Reads the row of a client that will be changed.
pub(super) async fn read(
    connection: &mut Connection,
    client: &AccountName,
) -> Result<Option<RightsRow>, RecordError> {
    let row = connection
        .first(SELECT, &[client.as_str().into()], RightsRow::of)
        .await?;
    if let Some(row) = &row {
        connection.check_same_name(&TOPIC_AUTH, client.as_str(), row.username())?;
    }
    Ok(row)
}

async fn insert(
    connection: &mut Connection,
    client: &AccountName,
    rights: &StoredRights,
) -> Result<(), RecordError> {
    let [publish, subscribe, receive] = Action::ALL.map(|action| write_acl(rights.of(action)));
    let values = [client.as_str(), &publish, &subscribe, &receive].map(Value::Text);
    match connection.execute(INSERT, &values).await {
        Ok(_) => Ok(()),
        // Another writer was faster: from the read again.
        Err(error) if error.fault == DatabaseFault::Conflict => {
            Err(connection.error(DatabaseFault::Contended).into())
        }
        Err(error) => Err(error.into()),
    }
}

/// Changes the filters of an action from what was read.
async fn swap(
    connection: &mut Connection,
    update: &str,
    client: &AccountName,
    action: Action,
    read: &RightsRow,
    rights: &StoredRights,
) -> Result<(), RecordError> {
    let after = write_acl(rights.of(action));
    let values = [
        Value::Text(&after),
        client.as_str().into(),
        Value::from(read.json(action)),
    ];
    match connection.execute(update, &values).await? {
        0 => Err(connection.error(DatabaseFault::Contended).into()),
        _ => Ok(()),
    }
}
