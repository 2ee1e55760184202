//! Many accounts or rights at once, in transactions short enough for a broker that lives on the same database.

use std::{
    cell::Cell,
    collections::{BTreeSet, HashMap, HashSet},
    ops::AddAssign,
    time::Duration,
};

use amqtt_database::{
    Connection, DatabaseFault, Dialect, RecordError, RightsRow, Row, StoredRights, Value, write_acl,
};
use amqtt_verifier::{AccountName, Action, TopicFilter};

use super::{Store, users};

/// Number of rows of a statement: more makes it no faster.
const ROWS_A_STATEMENT: usize = 500;

/// Time that a writer of SQLite pauses for the others, who look again after at most 100 ms.
const BREAK: Duration = Duration::from_millis(20);

/// The policy for records that already exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnConflict {
    /// It stays, and what was to come is left out.
    Keep,
    /// The new record replaces it.
    Replace,
}

/// The rights of one client that are to come.
#[derive(Debug)]
pub(crate) struct NewRights {
    pub(crate) client: AccountName,
    pub(crate) rights: Vec<(Action, TopicFilter)>,
}

/// Number of rights that were added, and of others that were removed.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RightsChanged {
    pub(crate) added: usize,
    pub(crate) removed: usize,
}

impl AddAssign for RightsChanged {
    fn add_assign(&mut self, other: Self) {
        self.added += other.added;
        self.removed += other.removed;
    }
}

impl Store {
    /// Which of these names have an account, in the order of the names.
    ///
    /// # Errors
    /// [`RecordError`].
    pub(crate) fn existing_accounts(&mut self, names: &[&AccountName]) -> Result<Vec<bool>, RecordError> {
        self.runtime.block_on(async {
            let mut found = HashSet::new();
            for names in names.chunks(ROWS_A_STATEMENT) {
                let select = format!(
                    "SELECT username FROM user_auth WHERE username IN ({})",
                    marks("?", names.len())
                );
                let values: Vec<Value<'_>> = names.iter().map(|name| name.as_str().into()).collect();
                let row = |row: Row<'_>| {
                    found.extend(row.text(0).map(str::to_owned));
                    Ok::<_, RecordError>(())
                };
                self.connection.each(&select, &values, row).await?;
            }
            Ok(names.iter().map(|name| found.contains(name.as_str())).collect())
        })
    }

    /// Returns whether these accounts, as far as they exist, may be changed.
    ///
    /// # Errors
    /// [`RecordError`], also for a broken row.
    pub(crate) fn check_accounts(&mut self, names: &[&AccountName]) -> Result<(), RecordError> {
        self.runtime.block_on(async {
            for names in names.chunks(ROWS_A_STATEMENT) {
                check_accounts(&mut self.connection, names).await?;
            }
            Ok(())
        })
    }

    /// Adds accounts with their hashes, in one transaction.
    ///
    /// # Errors
    /// [`RecordError`], also for a broken row that would be changed; then none was added.
    pub(crate) fn add_accounts(
        &mut self,
        accounts: &[(AccountName, String)],
        on_conflict: OnConflict,
    ) -> Result<(), RecordError> {
        let end = match on_conflict {
            OnConflict::Keep => "{or_keep:username}",
            OnConflict::Replace => "{or_update:username:password_hash}",
        };
        let insert = |rows| {
            let rows = marks("(?, ?, ?json, ?json, ?json)", rows);
            format!("INSERT INTO user_auth (username, password_hash, {{acls}}) VALUES {rows} {end}")
        };
        let chunks = || accounts.chunks(ROWS_A_STATEMENT);
        let statements = chunks().flat_map(|chunk| [insert(chunk.len()), select_accounts(chunk.len())]);
        let statements: BTreeSet<String> = statements.collect();
        let statements: Vec<&str> = statements.iter().map(String::as_str).collect();
        self.transaction(&statements, async |connection, _| {
            for accounts in chunks() {
                if on_conflict == OnConflict::Replace {
                    let names: Vec<&AccountName> = accounts.iter().map(|(name, _)| name).collect();
                    check_accounts(connection, &names).await?;
                }
                let values: Vec<Value<'_>> = accounts
                    .iter()
                    .flat_map(|(name, hash)| {
                        [name.as_str(), hash.as_str(), "[]", "[]", "[]"].map(Value::Text)
                    })
                    .collect();
                connection.execute(&insert(accounts.len()), &values).await?;
            }
            Ok(())
        })
    }

    /// Lets other writers in between two transactions. SQLite has no queue: a writer that waits looks again from time
    /// to time, and would find the lock taken each time.
    pub(crate) fn give_way(&self) {
        if self.connection.dialect() == Dialect::Sqlite {
            std::thread::sleep(BREAK);
        }
    }

    /// The stored rights of these clients; empty for one that has none.
    ///
    /// # Errors
    /// [`RecordError`], also for a broken row.
    pub(crate) fn rights_of(&mut self, clients: &[&AccountName]) -> Result<Vec<StoredRights>, RecordError> {
        let Self {
            connection, runtime, ..
        } = self;
        runtime.block_on(async {
            let mut rights = Vec::with_capacity(clients.len());
            for clients in clients.chunks(ROWS_A_STATEMENT) {
                for row in read_rows(connection, clients, "").await? {
                    rights.push(stored(connection, row.as_ref())?);
                }
            }
            Ok(rights)
        })
    }

    /// Adds rights, in one transaction; or, with [`OnConflict::Replace`], makes them the only ones of these clients.
    ///
    /// # Errors
    /// [`RecordError`], also for a broken row; then nothing was changed.
    pub(crate) fn add_rights(
        &mut self,
        clients: &[NewRights],
        on_conflict: OnConflict,
    ) -> Result<RightsChanged, RecordError> {
        let selects = clients.chunks(ROWS_A_STATEMENT);
        let selects = selects.map(|chunk| select_rights(chunk.len(), "{lock}"));
        let inserts = INSERT_SIZES.into_iter().map(insert_rights);
        let statements: BTreeSet<String> = selects.chain(inserts).chain([UPDATE_RIGHTS.to_owned()]).collect();
        let statements: Vec<&str> = statements.iter().map(String::as_str).collect();
        // What an attempt changed when it is unknown whether it was committed.
        let changed_before = Cell::new(RightsChanged::default());
        self.transaction(&statements, async |connection, attempt| {
            let mut changed = RightsChanged::default();
            for clients in clients.chunks(ROWS_A_STATEMENT) {
                changed += add_rights(connection, clients, on_conflict).await?;
            }
            if attempt.may_be_done && changed == RightsChanged::default() {
                return Ok(changed_before.get());
            }
            changed_before.set(changed);
            Ok(changed)
        })
    }

    /// Returns what [`Store::add_rights`] would change, without changing it.
    ///
    /// # Errors
    /// [`RecordError`], also for a broken row.
    pub(crate) fn plan_rights(
        &mut self,
        clients: &[NewRights],
        on_conflict: OnConflict,
    ) -> Result<RightsChanged, RecordError> {
        let names: Vec<&AccountName> = clients.iter().map(|new| &new.client).collect();
        let mut changed = RightsChanged::default();
        for (new, mut stored) in clients.iter().zip(self.rights_of(&names)?) {
            changed += merge(&mut stored, new, on_conflict);
        }
        Ok(changed)
    }
}

fn select_accounts(count: usize) -> String {
    let names = marks("?", count);
    format!("SELECT username, id, {{rights}}, password_hash FROM user_auth WHERE username IN ({names})")
}

/// Fails at the first broken row among these accounts.
async fn check_accounts(connection: &mut Connection, names: &[&AccountName]) -> Result<(), RecordError> {
    let values: Vec<Value<'_>> = names.iter().map(|name| name.as_str().into()).collect();
    let mut broken = None;
    let row = |row: Row<'_>| {
        broken = broken.take().or(users::Stored::of(row).check().err());
        Ok::<_, RecordError>(())
    };
    connection
        .each(&select_accounts(names.len()), &values, row)
        .await?;
    match broken {
        Some(row) => Err(connection.broken(row)),
        None => Ok(()),
    }
}

async fn add_rights(
    connection: &mut Connection,
    clients: &[NewRights],
    on_conflict: OnConflict,
) -> Result<RightsChanged, RecordError> {
    let names: Vec<&AccountName> = clients.iter().map(|new| &new.client).collect();
    let mut changed = RightsChanged::default();
    let mut absent = Vec::new();
    let rows = read_rows(connection, &names, "{lock}").await?;
    for (new, row) in clients.iter().zip(rows) {
        let mut rights = stored(connection, row.as_ref())?;
        let change = merge(&mut rights, new, on_conflict);
        changed += change;
        match row {
            None => absent.push((&new.client, rights)),
            Some(row) if change != RightsChanged::default() => {
                swap(connection, &new.client, &row, &rights).await?;
            }
            Some(_) => {}
        }
    }
    insert_all(connection, &absent).await?;
    Ok(changed)
}

/// The numbers of rows that are inserted by one statement: a few sizes, all of them prepared before a transaction
/// begins.
const INSERT_SIZES: [usize; 4] = [ROWS_A_STATEMENT, 50, 5, 1];

fn insert_rights(count: usize) -> String {
    let rows = marks("(?, ?json, ?json, ?json)", count);
    format!("INSERT INTO topic_auth (username, {{acls}}) VALUES {rows}")
}

async fn insert_all(
    connection: &mut Connection,
    mut clients: &[(&AccountName, StoredRights)],
) -> Result<(), RecordError> {
    for size in INSERT_SIZES {
        while let Some((some, rest)) = clients.split_at_checked(size) {
            let acls: Vec<[String; 3]> = some.iter().map(|(_, rights)| written(rights)).collect();
            let values: Vec<Value<'_>> = some
                .iter()
                .zip(&acls)
                .flat_map(|((name, _), acls)| {
                    std::iter::once(name.as_str()).chain(acls.iter().map(String::as_str))
                })
                .map(Value::Text)
                .collect();
            match connection.execute(&insert_rights(size), &values).await {
                Ok(_) => clients = rest,
                // Another writer was faster: from the read again.
                Err(error) if error.fault == DatabaseFault::Conflict => {
                    return Err(connection.error(DatabaseFault::Contended).into());
                }
                Err(error) => return Err(error.into()),
            }
        }
    }
    Ok(())
}

const UPDATE_RIGHTS: &str = "UPDATE topic_auth SET publish_acl = ?json, subscribe_acl = ?json, receive_acl = ?json \
     WHERE username = ? AND {still:publish_acl} AND {still:subscribe_acl} AND {still:receive_acl}";

/// Changes the rights of a client from what was read.
async fn swap(
    connection: &mut Connection,
    client: &AccountName,
    read: &RightsRow,
    rights: &StoredRights,
) -> Result<(), RecordError> {
    let after = written(rights);
    let before = Action::ALL.map(|action| Value::from(read.json(action)));
    let values: Vec<Value<'_>> = after
        .iter()
        .map(Value::from)
        .chain([client.as_str().into()])
        .chain(before)
        .collect();
    match connection.execute(UPDATE_RIGHTS, &values).await? {
        0 => Err(connection.error(DatabaseFault::Contended).into()),
        _ => Ok(()),
    }
}

fn written(rights: &StoredRights) -> [String; 3] {
    Action::ALL.map(|action| write_acl(rights.of(action)))
}

/// Brings new rights in among the stored ones, or in place of them.
fn merge(stored: &mut StoredRights, new: &NewRights, on_conflict: OnConflict) -> RightsChanged {
    let before = std::mem::take(stored);
    let rights_before = || {
        Action::ALL.into_iter().flat_map(|action| {
            before
                .of(action)
                .iter()
                .map(move |filter| (action, filter.as_str()))
        })
    };
    let known: HashSet<(Action, &str)> = rights_before().collect();
    let mut seen: HashSet<(Action, &str)> = HashSet::new();
    if on_conflict == OnConflict::Keep {
        stored.clone_from(&before);
        seen.clone_from(&known);
    }
    let mut changed = RightsChanged::default();
    for (action, filter) in &new.rights {
        if seen.insert((*action, filter.as_str())) {
            stored.of_mut(*action).push(filter.as_str().to_owned());
            changed.added += usize::from(!known.contains(&(*action, filter.as_str())));
        }
    }
    changed.removed = rights_before().filter(|right| !seen.contains(right)).count();
    changed
}

fn select_rights(count: usize, lock: &str) -> String {
    let clients = marks("?", count);
    format!("SELECT username, id, {{rights}} FROM topic_auth WHERE username IN ({clients}) {lock}")
}

/// Reads the rows of these clients, in their order.
async fn read_rows(
    connection: &mut Connection,
    clients: &[&AccountName],
    lock: &str,
) -> Result<Vec<Option<RightsRow>>, RecordError> {
    let mut found = HashMap::new();
    let values: Vec<Value<'_>> = clients.iter().map(|client| client.as_str().into()).collect();
    let row = |row: Row<'_>| {
        let row = RightsRow::of(row);
        found.insert(row.username().unwrap_or_default().to_owned(), row);
        Ok::<_, RecordError>(())
    };
    connection
        .each(&select_rights(clients.len(), lock), &values, row)
        .await?;
    Ok(clients
        .iter()
        .map(|client| found.remove(client.as_str()))
        .collect())
}

/// Returns the rights in a row; none where there is no row.
fn stored(connection: &Connection, row: Option<&RightsRow>) -> Result<StoredRights, RecordError> {
    row.map_or(Ok(StoredRights::default()), RightsRow::read)
        .map_err(|row| connection.broken(row))
}

/// The same mark several times, with commas between.
fn marks(mark: &str, count: usize) -> String {
    vec![mark; count].join(", ")
}
