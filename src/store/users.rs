//! Accounts: the table `user_auth`.

use amqtt_database::{
    BrokenRow, Connection, DatabaseError, Fault, RecordError, Row, RowFault, StoredRights, USER_AUTH, Value,
};
use amqtt_verifier::AccountName;

use super::{Change, Store};

/// An account as it is listed.
#[derive(Debug)]
pub(crate) struct Account {
    pub(crate) username: String,
    /// The stored hash, where that was asked for.
    pub(crate) password_hash: Option<String>,
}

/// What went with an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Removed {
    /// How many topic rights went too; nothing where they could not be counted, because their row was broken.
    pub(crate) rights: Option<usize>,
}

impl Store {
    /// Whether there is an account of this name.
    ///
    /// # Errors
    /// [`RecordError`].
    pub(crate) fn has_account(&mut self, name: &AccountName) -> Result<bool, RecordError> {
        let found = self.runtime.block_on(self.connection.has_account(name.as_str()));
        found.map_err(Into::into)
    }

    /// The stored hash of an account.
    ///
    /// # Errors
    /// [`RecordError`].
    pub(crate) fn password_hash(&mut self, name: &AccountName) -> Result<Option<String>, RecordError> {
        self.runtime
            .block_on(self.connection.password_hash(name.as_str()))
    }

    /// Makes an account, unless there is one of this name.
    ///
    /// # Errors
    /// [`RecordError`].
    pub(crate) fn add_account(&mut self, name: &AccountName, hash: &str) -> Result<Change, RecordError> {
        let insert = "INSERT INTO user_auth (username, password_hash, publish_acl, subscribe_acl, receive_acl) \
                      VALUES (?, ?, ?json, ?json, ?json)";
        let values = [name.as_str(), hash, "[]", "[]", "[]"].map(Value::Text);
        match self.runtime.block_on(self.connection.execute(insert, &values)) {
            Ok(_) => Ok(Change::Done),
            Err(error) if error.fault == Fault::Conflict => Ok(Change::Refused),
            Err(error) => Err(error.into()),
        }
    }

    /// Gives an account another hash, if it is there.
    ///
    /// # Errors
    /// [`RecordError`].
    pub(crate) fn set_password_hash(
        &mut self,
        name: &AccountName,
        hash: &str,
    ) -> Result<Change, RecordError> {
        self.transaction(async |connection| {
            if !connection.account_for_change(name.as_str()).await? {
                return Ok(Change::Refused);
            }
            let update = "UPDATE user_auth SET password_hash = ? WHERE username = ?";
            connection
                .execute(update, &[hash.into(), name.as_str().into()])
                .await?;
            Ok(Change::Done)
        })
    }

    /// Removes an account, if it is there, and its rights unless they are kept.
    ///
    /// # Errors
    /// [`RecordError`].
    pub(crate) fn remove_account(
        &mut self,
        name: &AccountName,
        keep_rights: bool,
    ) -> Result<Option<Removed>, RecordError> {
        self.transaction(async |connection| {
            if !connection.has_account(name.as_str()).await? {
                return Ok(None);
            }
            let account = "DELETE FROM user_auth WHERE username = ?";
            connection.execute(account, &[name.as_str().into()]).await?;
            let rights = if keep_rights {
                Some(0)
            } else {
                remove_rights(connection, name.as_str()).await?
            };
            Ok(Some(Removed { rights }))
        })
    }

    /// Every account, sorted by the bytes of its name. A broken row is given to `each` as such, and the rest follows.
    ///
    /// # Errors
    /// What `each` gives back, and [`DatabaseError`].
    pub(crate) fn each_account<E: From<DatabaseError>>(
        &mut self,
        with_hashes: bool,
        mut each: impl FnMut(Result<Account, BrokenRow>) -> Result<(), E>,
    ) -> Result<(), E> {
        // Names alone come from the index, without a look at the table.
        let hashes = if with_hashes { ", password_hash" } else { "" };
        self.each_row(&USER_AUTH, hashes, |row| account(row, with_hashes), &mut each)?;
        self.each_broken_acl(|row| each(Err(row)))
    }

    /// The accounts with an ACL that is none: nothing is read from it, but aMQTT fails at it.
    fn each_broken_acl<E: From<DatabaseError>>(
        &mut self,
        mut each: impl FnMut(BrokenRow) -> Result<(), E>,
    ) -> Result<(), E> {
        let unusual = "SELECT id, {json:publish_acl}, {json:subscribe_acl}, {json:receive_acl} FROM user_auth \
                       WHERE {json:publish_acl} <> '[]' OR {json:subscribe_acl} <> '[]' OR {json:receive_acl} <> '[]' \
                       ORDER BY id";
        let row = |row: Row<'_>| {
            StoredRights::read(&USER_AUTH, row, 0)
                .err()
                .map_or(Ok(()), &mut each)
        };
        self.runtime.block_on(self.connection.each(unusual, &[], row))
    }
}

fn account(row: Row<'_>, with_hash: bool) -> Result<Account, BrokenRow> {
    let id = row.number(1).unwrap_or_default();
    let hash = |at| text(row, at, "password_hash", id);
    Ok(Account {
        username: text(row, 0, "username", id)?,
        password_hash: with_hash.then(|| hash(2)).transpose()?,
    })
}

/// The text in a column of an account.
pub(super) fn text(row: Row<'_>, at: usize, column: &'static str, id: i64) -> Result<String, BrokenRow> {
    row.text(at).map(str::to_owned).ok_or(BrokenRow {
        table: USER_AUTH.name,
        column,
        id,
        fault: RowFault::NotText,
    })
}

/// Removes the rights of a client; even a broken row of them, as nobody can use what is in it.
pub(super) async fn remove_rights(
    connection: &mut Connection,
    name: &str,
) -> Result<Option<usize>, RecordError> {
    let rights = match connection.rights_for_change(name).await {
        Ok(rights) => Some(rights.map_or(0, |rights| rights.count())),
        Err(RecordError::Broken { .. }) => None,
        Err(error) => return Err(error),
    };
    connection
        .execute("DELETE FROM topic_auth WHERE username = ?", &[name.into()])
        .await?;
    Ok(rights)
}
