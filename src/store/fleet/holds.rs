//! Devices that get no other certificate: those on hold, until the hold is lifted, and those that are revoked while theirs is renewed.

use std::collections::BTreeMap;

use amqtt_database::{Connection, DatabaseError, Value};

use super::{
    inventory::{VALUES_MAX, marks},
    statement::Statement,
};

/// A device with an unexpired certificate on hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name} is on hold")]
pub(crate) struct OnHold {
    pub(crate) name: String,
}

/// A certificate that was revoked after its renewal was planned.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name} was revoked meanwhile")]
pub(crate) struct RevokedMeanwhile {
    pub(crate) name: String,
}

/// What speaks against a certificate that is to be reserved, but for its key.
pub(super) enum Obstacle {
    Hold(OnHold),
    Revoked(RevokedMeanwhile),
}

/// The statements that look for obstacles.
pub(super) struct Obstacles<'a> {
    held: Vec<Statement<'a>>,
    revoked: Vec<Statement<'a>>,
}

impl<'a> Obstacles<'a> {
    /// Looks for those of the devices that are on hold at `now` (in seconds since 1970), and for those of the certificates to be
    /// renewed (by their issuers and serial numbers) that are revoked.
    pub(super) fn of(devices: &[&'a str], renewed: &[(&'a str, &'a str)], now: i64) -> Self {
        let held = devices.chunks(VALUES_MAX).map(|names| Statement {
            sql: format!(
                "SELECT name FROM fleet_certificate \
                 WHERE state = 'held' AND kind = 'device' AND not_after >= ? AND name IN ({})",
                marks("?", names.len())
            ),
            values: std::iter::once(Value::Number(now))
                .chain(names.iter().copied().map(Value::Text))
                .collect(),
        });
        let mut of_issuer: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (issuer, serial) in renewed {
            of_issuer.entry(issuer).or_default().push(serial);
        }
        let revoked = of_issuer.iter().flat_map(|(issuer, serials)| {
            serials.chunks(VALUES_MAX).map(|serials| Statement {
                sql: format!(
                    "SELECT name FROM fleet_certificate WHERE state = 'revoked' AND issuer = ? AND serial IN ({})",
                    marks("?", serials.len())
                ),
                values: std::iter::once(*issuer)
                    .chain(serials.iter().copied())
                    .map(Value::Text)
                    .collect(),
            })
        });
        Self {
            held: held.collect(),
            revoked: revoked.collect(),
        }
    }

    /// Returns the statements that look for them.
    pub(super) fn look(&self) -> Vec<Statement<'a>> {
        [&self.held[..], &self.revoked].concat()
    }

    /// Returns the first that is found.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub(super) async fn find(&self, connection: &mut Connection) -> Result<Option<Obstacle>, DatabaseError> {
        if let Some(name) = first_name(connection, &self.held).await? {
            return Ok(Some(Obstacle::Hold(OnHold { name })));
        }
        let revoked = first_name(connection, &self.revoked).await?;
        Ok(revoked.map(|name| Obstacle::Revoked(RevokedMeanwhile { name })))
    }
}

async fn first_name(
    connection: &mut Connection,
    look: &[Statement<'_>],
) -> Result<Option<String>, DatabaseError> {
    for Statement { sql, values } in look {
        let name = connection.first(sql, values, |row| row.text(0).map(str::to_owned));
        if let Some(name) = name.await?.flatten() {
            return Ok(Some(name));
        }
    }
    Ok(None)
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
