//! Accounts: the table `user_auth`.

use std::cell::Cell;

use amqtt_database::{
    BrokenRow, Connection, DatabaseError, DatabaseFault, RecordError, RightsRow, Row, RowFault, StoredRights,
    USER_AUTH, Value,
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

/// The records that were removed with an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Removed {
    /// Number of topic rights that were removed too; `None` where they could not be counted, because their row was
    /// broken.
    pub(crate) rights: usize,
}

impl Store {
    /// Returns whether there is an account of this name.
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
        let insert =
            "INSERT INTO user_auth (username, password_hash, {acls}) VALUES (?, ?, ?json, ?json, ?json)";
        let values = [name.as_str(), hash, "[]", "[]", "[]"].map(Value::Text);
        self.transaction(&[insert, SELECT], async |connection, attempt| {
            if attempt.may_be_done
                && let Some(account) = read(connection, name).await?
            {
                // No other has this hash, as no other has its salt.
                return Ok(match account.hash.as_deref() == Some(hash) {
                    true => Change::Done,
                    false => Change::Refused,
                });
            }
            match connection.execute(insert, &values).await {
                Ok(_) => Ok(Change::Done),
                Err(error) if error.fault == DatabaseFault::Conflict => Ok(Change::Refused),
                Err(error) => Err(error.into()),
            }
        })
    }

    /// Gives an account another hash, if it exists.
    ///
    /// # Errors
    /// [`RecordError`]; a broken row is left as it is.
    pub(crate) fn set_password_hash(
        &mut self,
        name: &AccountName,
        hash: &str,
    ) -> Result<Change, RecordError> {
        let update = "UPDATE user_auth SET password_hash = ? WHERE username = ? AND {still:password_hash}";
        self.transaction(&[SELECT, update], async |connection, _| {
            let Some(account) = read(connection, name).await? else {
                return Ok(Change::Refused);
            };
            account.check().map_err(|row| connection.broken(row))?;
            let before = Value::from(account.hash.as_deref());
            let values = [hash.into(), name.as_str().into(), before];
            match connection.execute(update, &values).await? {
                0 => Err(connection.error(DatabaseFault::Contended).into()),
                _ => Ok(Change::Done),
            }
        })
    }

    /// Removes an account, if it exists, and its rights unless they are kept.
    ///
    /// # Errors
    /// [`RecordError`].
    pub(crate) fn remove_account(
        &mut self,
        name: &AccountName,
        keep_rights: bool,
    ) -> Result<Option<Removed>, RecordError> {
        let account = "DELETE FROM user_auth WHERE username = ?";
        // What an attempt removed when it is unknown whether it was committed.
        let removed = Cell::new(None);
        let statements = [SELECT, account, SELECT_RIGHTS, DELETE_RIGHTS];
        self.transaction(&statements, async |connection, attempt| {
            if read(connection, name).await?.is_none() {
                return Ok(removed.get().filter(|_| attempt.may_be_done));
            }
            if connection.execute(account, &[name.as_str().into()]).await? == 0 {
                return Err(connection.error(DatabaseFault::Contended).into());
            }
            let rights = if keep_rights {
                0
            } else {
                remove_rights(connection, name.as_str()).await?
            };
            removed.set(Some(Removed { rights }));
            Ok(removed.get())
        })
    }

    /// Every account, sorted by the bytes of its name. A broken row is given to `each` as such, and the rest follows.
    ///
    /// # Errors
    /// The errors of `each`, and [`DatabaseError`].
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
        let unusual = "SELECT username, id, {rights} FROM user_auth \
                       WHERE {json:publish_acl} <> '[]' OR {json:subscribe_acl} <> '[]' OR {json:receive_acl} <> '[]' \
                       ORDER BY id";
        let row = |row: Row<'_>| {
            StoredRights::read(&USER_AUTH, row)
                .err()
                .map_or(Ok(()), &mut each)
        };
        self.runtime.block_on(self.connection.each(unusual, &[], row))
    }
}

fn account(row: Row<'_>, with_hash: bool) -> Result<Account, BrokenRow> {
    Ok(Account {
        username: text(row, 0, "username")?,
        password_hash: with_hash.then(|| text(row, 2, "password_hash")).transpose()?,
    })
}

/// Returns the text in a column of an account that was selected as `username, id, …`.
fn text(row: Row<'_>, at: usize, column: &'static str) -> Result<String, BrokenRow> {
    row.text(at)
        .map(str::to_owned)
        .ok_or_else(|| not_text(row.text(0), row.number(1), column))
}

fn not_text(username: Option<&str>, id: Option<i64>, column: &'static str) -> BrokenRow {
    BrokenRow {
        table: USER_AUTH.name,
        column,
        id: id.unwrap_or_default(),
        username: username.map(str::to_owned),
        fault: RowFault::NotText,
    }
}

const SELECT: &str = "SELECT username, id, {rights}, password_hash FROM user_auth WHERE username = ? {lock}";

pub(super) const SELECT_RIGHTS: &str =
    "SELECT username, id, {rights} FROM topic_auth WHERE username = ? {lock}";

pub(super) const DELETE_RIGHTS: &str = "DELETE FROM topic_auth WHERE username = ?";

/// An account that will be changed, as it was read.
pub(super) struct Stored {
    rights: RightsRow,
    /// Nothing where it is not text.
    hash: Option<String>,
    id: Option<i64>,
}

impl Stored {
    /// Takes a row that was selected as `username, id, {rights}, password_hash`.
    pub(super) fn of(row: Row<'_>) -> Self {
        Self {
            rights: RightsRow::of(row),
            hash: row.text(5).map(str::to_owned),
            id: row.number(1),
        }
    }

    /// Checks that no column of it is broken: such a row is not to be changed.
    pub(super) fn check(&self) -> Result<(), BrokenRow> {
        self.rights.read_from(&USER_AUTH)?;
        match self.hash {
            Some(_) => Ok(()),
            None => Err(not_text(self.rights.username(), self.id, "password_hash")),
        }
    }
}

async fn read(connection: &mut Connection, name: &AccountName) -> Result<Option<Stored>, RecordError> {
    let found = connection
        .first(SELECT, &[name.as_str().into()], Stored::of)
        .await?;
    if let Some(account) = &found {
        connection.check_same_name(&USER_AUTH, name.as_str(), account.rights.username())?;
    }
    Ok(found)
}

/// Removes the rights of a client, and returns how many there were.
///
/// # Errors
/// [`RecordError`]; a broken row is left as it is.
pub(super) async fn remove_rights(connection: &mut Connection, name: &str) -> Result<usize, RecordError> {
    let values = [name.into()];
    let row = connection.first(SELECT_RIGHTS, &values, RightsRow::of).await?;
    let rights = row.map(|row| row.read()).transpose();
    let rights = rights.map_err(|row| connection.broken(row))?;
    let rights = rights.map_or(0, |rights| rights.count());
    connection.execute(DELETE_RIGHTS, &values).await?;
    Ok(rights)
}
