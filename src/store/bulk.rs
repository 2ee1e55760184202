//! Many accounts or rights at once, in transactions short enough for a broker that lives on the same database.

use std::{
    collections::{HashMap, HashSet},
    ops::AddAssign,
    time::Duration,
};

use amqtt_database::{
    Connection, Dialect, RecordError, Row, StoredRights, TOPIC_AUTH, USER_AUTH, Value, write_acl,
};
use amqtt_verifier::{AccountName, Action, TopicFilter};

use super::{Store, users::text};

/// How many rows a statement has: more makes it no faster.
const ROWS_A_STATEMENT: usize = 500;

/// How long a writer of SQLite pauses for the others, who look again after at most 100 ms.
const BREAK: Duration = Duration::from_millis(20);

/// What happens to what is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnConflict {
    /// It stays, and what was to come is left out.
    Keep,
    /// What is to come takes its place.
    Replace,
}

/// The rights of one client that are to come.
#[derive(Debug)]
pub(crate) struct NewRights {
    pub(crate) client: AccountName,
    pub(crate) rights: Vec<(Action, TopicFilter)>,
}

/// How many rights were added, and how many others removed.
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

    /// Whether these accounts, as far as they are there, may be changed.
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
        self.transaction(async |connection| {
            for accounts in accounts.chunks(ROWS_A_STATEMENT) {
                let insert = format!(
                    "INSERT INTO user_auth (username, password_hash, publish_acl, subscribe_acl, receive_acl) VALUES {} {end}",
                    marks("(?, ?, ?json, ?json, ?json)", accounts.len())
                );
                if on_conflict == OnConflict::Replace {
                    let names: Vec<&AccountName> = accounts.iter().map(|(name, _)| name).collect();
                    check_accounts(connection, &names).await?;
                }
                let values: Vec<Value<'_>> = accounts
                    .iter()
                    .flat_map(|(name, hash)| [name.as_str(), hash.as_str(), "[]", "[]", "[]"].map(Value::Text))
                    .collect();
                connection.execute(&insert, &values).await?;
            }
            Ok(())
        })
    }

    /// Lets other writers in between two transactions. SQLite has no queue: whoever waits looks again from time to time, and
    /// would find the lock taken each time.
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
        self.runtime
            .block_on(read_rights(&mut self.connection, clients, ""))
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
        self.transaction(async |connection| {
            let mut changed = RightsChanged::default();
            for clients in clients.chunks(ROWS_A_STATEMENT) {
                changed += add_rights(connection, clients, on_conflict).await?;
            }
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

/// Fails at the first broken row among these accounts.
async fn check_accounts(connection: &mut Connection, names: &[&AccountName]) -> Result<(), RecordError> {
    let select = format!(
        "SELECT id, {{json:publish_acl}}, {{json:subscribe_acl}}, {{json:receive_acl}}, password_hash \
         FROM user_auth WHERE username IN ({})",
        marks("?", names.len())
    );
    let values: Vec<Value<'_>> = names.iter().map(|name| name.as_str().into()).collect();
    let mut broken = None;
    let row = |row: Row<'_>| {
        let hash = text(row, 4, "password_hash", row.number(0).unwrap_or_default());
        let fault = StoredRights::read(&USER_AUTH, row, 0).err().or(hash.err());
        broken = broken.take().or(fault);
        Ok::<_, RecordError>(())
    };
    connection.each(&select, &values, row).await?;
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
    // The rows come first, so that there are some to lock: two operators at once then wait for each other.
    write_rights(
        connection,
        &names,
        &vec![StoredRights::default(); names.len()],
        "{or_keep:username}",
    )
    .await?;
    let mut stored = read_rights(connection, &names, "{lock}").await?;
    let mut changed = RightsChanged::default();
    for (new, stored) in clients.iter().zip(&mut stored) {
        changed += merge(stored, new, on_conflict);
    }
    let end = "{or_update:username:publish_acl,subscribe_acl,receive_acl}";
    write_rights(connection, &names, &stored, end).await?;
    Ok(changed)
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

async fn write_rights(
    connection: &mut Connection,
    names: &[&AccountName],
    rights: &[StoredRights],
    end: &str,
) -> Result<(), RecordError> {
    let insert = format!(
        "INSERT INTO topic_auth (username, publish_acl, subscribe_acl, receive_acl) VALUES {} {end}",
        marks("(?, ?json, ?json, ?json)", names.len())
    );
    let acls: Vec<[String; 3]> = rights
        .iter()
        .map(|rights| Action::ALL.map(|action| write_acl(rights.of(action))))
        .collect();
    let values: Vec<Value<'_>> = names
        .iter()
        .zip(&acls)
        .flat_map(|(name, acls)| std::iter::once(name.as_str()).chain(acls.iter().map(String::as_str)))
        .map(Value::Text)
        .collect();
    connection.execute(&insert, &values).await?;
    Ok(())
}

async fn read_rights(
    connection: &mut Connection,
    clients: &[&AccountName],
    lock: &str,
) -> Result<Vec<StoredRights>, RecordError> {
    let mut found = HashMap::new();
    let mut broken = None;
    for clients in clients.chunks(ROWS_A_STATEMENT) {
        let select = format!(
            "SELECT username, id, {{json:publish_acl}}, {{json:subscribe_acl}}, {{json:receive_acl}} \
             FROM topic_auth WHERE username IN ({}) {lock}",
            marks("?", clients.len())
        );
        let values: Vec<Value<'_>> = clients.iter().map(|client| client.as_str().into()).collect();
        let row = |row: Row<'_>| {
            match StoredRights::read(&TOPIC_AUTH, row, 1) {
                Ok(rights) => drop(found.insert(row.text(0).unwrap_or_default().to_owned(), rights)),
                Err(row) => broken = broken.take().or(Some(row)),
            }
            Ok::<_, RecordError>(())
        };
        connection.each(&select, &values, row).await?;
    }
    match broken {
        Some(row) => Err(connection.broken(row)),
        None => Ok(clients
            .iter()
            .map(|client| found.remove(client.as_str()).unwrap_or_default())
            .collect()),
    }
}

/// The same mark several times, with commas between.
fn marks(mark: &str, count: usize) -> String {
    vec![mark; count].join(", ")
}
