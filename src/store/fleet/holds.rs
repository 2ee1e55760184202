//! Devices on hold: none of them gets another certificate until the hold is lifted.

use amqtt_database::{Connection, DatabaseError, RecordError, Value};

use super::{
    Inventory,
    inventory::{VALUES_MAX, marks},
    statement::{Statement, texts},
};

/// A device with an unexpired certificate on hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name} is on hold")]
pub(crate) struct OnHold {
    pub(crate) name: String,
}

/// Returns the statements that find which of these devices are on hold at `now`, in seconds since 1970.
pub(super) fn look<'a>(names: &[&'a str], now: i64) -> Vec<Statement<'a>> {
    let statement = |names: &[&'a str]| Statement {
        sql: format!(
            "SELECT name FROM fleet_certificate \
             WHERE state = 'held' AND kind = 'device' AND not_after >= ? AND name IN ({})",
            marks("?", names.len())
        ),
        values: std::iter::once(Value::Number(now))
            .chain(names.iter().copied().map(Value::Text))
            .collect(),
    };
    names.chunks(VALUES_MAX).map(statement).collect()
}

/// Returns a device that the statements find.
///
/// # Errors
/// [`DatabaseError`].
pub(super) async fn find(
    connection: &mut Connection,
    look: &[Statement<'_>],
) -> Result<Option<OnHold>, DatabaseError> {
    for Statement { sql, values } in look {
        let name = connection.first(sql, values, |row| row.text(0).map(str::to_owned));
        if let Some(name) = name.await?.flatten() {
            return Ok(Some(OnHold { name }));
        }
    }
    Ok(None)
}

impl Inventory {
    /// Looks for devices on hold again, after their certificates were reserved: a hold that was committed meanwhile was not seen by
    /// that transaction, and may not have taken in what it wrote. SQLite has one writer at a time, so nothing happens meanwhile.
    ///
    /// # Errors
    /// [`RecordError`].
    pub(crate) fn held_meanwhile(
        &mut self,
        devices: &[&str],
        now: i64,
    ) -> Result<Option<OnHold>, RecordError> {
        if devices.is_empty() || self.store.url.file().is_some() {
            return Ok(None);
        }
        let look = look(devices, now);
        self.store.transaction(&texts(&look), async |connection, _| {
            Ok(find(connection, &look).await?)
        })
    }
}

#[cfg(test)]
mod tests {
    use amqtt_database::DatabaseUrl;

    use super::super::{Change, Inventory, Kind, NewRow, Refused, RowKey};
    use super::*;

    fn row(serial: &str) -> NewRow<'static> {
        NewRow {
            key: RowKey {
                issuer: "ca".to_owned(),
                serial: serial.to_owned(),
            },
            kind: Kind::Device,
            name: "pump-7",
            spki_sha256: serial.to_owned(),
            not_before: 0,
            not_after: 100,
            renewed_from: None,
            batch: None,
            issued: None,
        }
    }

    #[test]
    fn nothing_is_reserved_for_a_device_on_hold_before_that_certificate_expires() {
        let directory = tempfile::tempdir().unwrap();
        let url = DatabaseUrl::sqlite(directory.path().join("ca.db"));
        let mut inventory = Inventory::open(&url).unwrap();
        let first = row("01");
        assert!(inventory.reserve(&[row("01")], None, None, 0).unwrap().is_none());
        inventory.change(&[first.key], Change::Hold { at: 1 }).unwrap();
        // Another connection finds it in its transaction.
        let mut other = Inventory::open(&url).unwrap();
        let refused = other.reserve(&[row("02")], None, None, 100).unwrap();
        assert!(matches!(refused, Some(Refused::Hold(OnHold { name })) if name == "pump-7"));
        assert_eq!(other.rows(&super::super::Filter::default()).unwrap().len(), 1);
        assert!(other.reserve(&[row("02")], None, None, 101).unwrap().is_none());
    }
}
