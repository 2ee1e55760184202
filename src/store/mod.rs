//! Accounts and rights in the database, read and changed. What rows and statements look like is the verifier's, which a
//! broker reads them with; here is what an operator does to them.
//!
//! Every change is one transaction, in which a row is changed only if it still is as it was read: the locks of a
//! cluster hold on one node alone. Two operators at once both succeed, one after the other.

mod bulk;
pub(crate) mod fleet;
mod rows;
mod topics;
mod transaction;
mod users;

use std::{
    io,
    ops::{Deref, DerefMut},
    time::Duration,
};

use amqtt_database::{Connection, DatabaseError, DatabaseUrl, OpenOptions, Row, Table};
use tokio::runtime::Runtime;

pub(crate) use bulk::{NewRights, OnConflict, RightsChanged};

/// The outcome of a change: done, or refused because of what exists or does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    Done,
    /// It already exists, or does not exist; nothing was changed.
    Refused,
}

/// A database that was opened. It waits for every answer: a command has nothing else to do.
pub(crate) struct Store {
    connection: Held,
    runtime: Runtime,
    url: DatabaseUrl,
}

/// A connection until its store is dropped, which closes it.
struct Held(Option<Connection>);

const IS_HELD: &str = "a connection is held until its store is dropped";

impl Deref for Held {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.0.as_ref().expect(IS_HELD)
    }
}

impl DerefMut for Held {
    fn deref_mut(&mut self) -> &mut Connection {
        self.0.as_mut().expect(IS_HELD)
    }
}

/// The time that a server is given to say goodbye.
const FAREWELL: Duration = Duration::from_secs(1);

/// Whatever a verb ends with, the database is let go of: SQLite then takes what is in its log into the file, and removes the
/// log, if nobody else has it open.
impl Drop for Store {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.0.take() {
            let _ = self
                .runtime
                .block_on(async { tokio::time::timeout(FAREWELL, connection.close()).await });
        }
    }
}

/// Error from opening a database.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum OpenError {
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error("cannot start waiting for a database: {0}")]
    Runtime(#[from] io::Error),
}

impl Store {
    /// Opens a database that is there.
    ///
    /// # Errors
    /// [`OpenError`].
    pub(crate) fn open(url: &DatabaseUrl) -> Result<Self, OpenError> {
        let runtime = runtime()?;
        let connection = runtime.block_on(Connection::open_with(url, &open_options()))?;
        Ok(Self::over(connection, runtime, url))
    }

    fn over(connection: Connection, runtime: Runtime, url: &DatabaseUrl) -> Self {
        Self {
            connection: Held(Some(connection)),
            runtime,
            url: url.clone(),
        }
    }

    /// Makes or upgrades the tables. Returns whether there was anything to do.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub(crate) fn sync(&mut self) -> Result<bool, DatabaseError> {
        self.runtime.block_on(self.connection.sync())
    }

    /// The names in a table, sorted by their bytes; what is not text is passed over.
    ///
    /// # Errors
    /// The errors of `each`, and [`DatabaseError`].
    pub(crate) fn each_name<E: From<DatabaseError>>(
        &mut self,
        table: &'static Table,
        mut each: impl FnMut(&str) -> Result<(), E>,
    ) -> Result<(), E> {
        let name = |row: Row<'_>| row.text(0).map(str::to_owned);
        self.each_row(table, "", name, |name| name.map_or(Ok(()), |name| each(&name)))
    }

    /// Every row of a table, sorted by the bytes of its name; what `read` makes of `username, id` and the other
    /// columns.
    ///
    /// # Errors
    /// The errors of `each`, and [`DatabaseError`].
    fn each_row<T, E: From<DatabaseError>>(
        &mut self,
        table: &'static Table,
        other_columns: &str,
        read: impl Fn(Row<'_>) -> T,
        mut each: impl FnMut(T) -> Result<(), E>,
    ) -> Result<(), E> {
        let select = format!("SELECT username, id{other_columns} FROM {}", table.name);
        let Self {
            connection, runtime, ..
        } = self;
        let dialect = connection.dialect();
        let Some(size) = dialect.page_size() else {
            let all = format!("{select} ORDER BY username {{by_bytes}}");
            return runtime.block_on(connection.each(&all, &[], |row| each(read(row))));
        };
        let (mut after, mut rows) = (None::<Vec<u8>>, Vec::new());
        loop {
            let start = after.clone().unwrap_or_default();
            let page = dialect.page(&select, &start);
            runtime.block_on(connection.each(&page, &[], |row| {
                // The last row of the page before comes again as the first one of this.
                let name = row.octets(0).unwrap_or_default();
                if after.is_none() || name != start {
                    after = Some(name.to_vec());
                    rows.push(read(row));
                }
                Ok::<_, E>(())
            }))?;
            let is_last = rows.len() + 1 < size;
            rows.drain(..).try_for_each(&mut each)?;
            if is_last {
                break;
            }
        }
        let rest = dialect.nameless(&select);
        runtime.block_on(connection.each(&rest, &[], |row| each(read(row))))
    }

    /// Lets go of the database.
    pub(crate) fn close(self) {
        drop(self);
    }
}

/// The options with which this program opens a database.
fn open_options() -> OpenOptions {
    amqtt_database::tls::install_process_provider();
    let mut options = OpenOptions::default();
    options.application_name = Some("amqtt-admin".to_owned());
    options.writable = true;
    options
}

fn runtime() -> io::Result<Runtime> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()
}
