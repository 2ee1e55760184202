//! The inventory: what was issued, in tables of our own.

mod claims;
mod holds;
mod inventory;
mod issuing;
mod listing;
mod revocation;
mod row;
mod schema;
mod statement;

use std::time::Duration;

use amqtt_database::{Connection, DatabaseUrl};

use super::{OpenError, Store, transaction};

pub(crate) use claims::{Claims, KnownKey, RefusedKey, Requested};
pub(crate) use holds::{OnHold, RevokedMeanwhile};
pub(crate) use inventory::{Filter, VALUES_MAX};
pub(crate) use issuing::{IssuedFacts, NewIssuer, NewRow, Refused, RenewedFrom, Superseded};
pub(crate) use listing::Counted;
pub(crate) use revocation::{CalendarFiles, Change, RELEASED, RevokedRow, Series};
pub(crate) use row::{InventoryError, IssuedRow, Kind, RowKey, State};

/// An inventory that was opened. It waits for every answer: a command has nothing else to do.
pub(crate) struct Inventory {
    store: Store,
}

impl Inventory {
    /// Opens an inventory, and makes or upgrades its tables. A SQLite file that does not exist is made, for its owner alone.
    ///
    /// # Errors
    /// [`OpenError`].
    pub(crate) fn open(url: &DatabaseUrl) -> Result<Self, OpenError> {
        let runtime = super::runtime()?;
        let mut options = super::open_options();
        options.own_file = true;
        let connection = runtime.block_on(async {
            let mut connection = Connection::open_with(url, &options).await?;
            transaction::migrate(&mut connection, &schema::SCHEMA).await?;
            Ok::<_, OpenError>(connection)
        })?;
        Ok(Self {
            store: Store::over(connection, runtime, url),
        })
    }

    /// Opens an inventory that exists, to read it: nothing is made or upgraded, and that takes no right to write.
    ///
    /// # Errors
    /// [`OpenError`].
    pub(crate) fn open_to_read(url: &DatabaseUrl, patience: Duration) -> Result<Self, OpenError> {
        let runtime = super::runtime()?;
        let mut options = super::open_options();
        options.writable = false;
        options.patience = patience;
        options.briefly = true;
        let connection = runtime.block_on(async {
            let mut connection = Connection::open_with(url, &options).await?;
            connection.has_tables_of(&schema::SCHEMA).await?;
            Ok::<_, OpenError>(connection)
        })?;
        Ok(Self {
            store: Store::over(connection, runtime, url),
        })
    }

    /// Lets go of the database.
    pub(crate) fn close(self) {
        self.store.close();
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn an_inventory_is_made_on_demand_for_its_owner_alone() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("ca.db");
        let url = DatabaseUrl::sqlite(&file);
        for _ in 0..2 {
            let mut inventory = Inventory::open(&url).unwrap();
            let Store {
                connection, runtime, ..
            } = &mut inventory.store;
            let rows =
                "SELECT (SELECT COUNT(*) FROM fleet_certificate) + (SELECT COUNT(*) FROM fleet_issuer)";
            let count = runtime.block_on(connection.first(rows, &[], |row| row.number(0)));
            assert_eq!(count.unwrap(), Some(Some(0)));
            let mode = runtime
                .block_on(connection.first("PRAGMA journal_mode", &[], |row| row.text(0).map(str::to_owned)));
            assert_eq!(mode.unwrap().flatten().as_deref(), Some("wal"));
            inventory.close();
            let mode = file.metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }
}
