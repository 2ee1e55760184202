//! The inventory, counted: every certificate of an issuer in few columns, streamed.

use amqtt_database::{DatabaseError, Row, Value};

use super::{
    Inventory, Store,
    inventory::OF_ISSUER,
    row::{Kind, State},
};

/// The columns of a certificate that are counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Counted {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) state: State,
    /// In seconds since 1970.
    pub(crate) not_after: Option<i64>,
}

impl Inventory {
    /// Gives every certificate of an issuer to `each`, sorted by name, in constant memory. Rows with values that none of
    /// our programs writes are passed over; returns the number of those.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub(crate) fn count(
        &mut self,
        issuer: &str,
        mut each: impl FnMut(Counted),
    ) -> Result<usize, DatabaseError> {
        let select = format!(
            "SELECT name, kind, state, not_after FROM fleet_certificate WHERE {OF_ISSUER} ORDER BY name {{by_bytes}}"
        );
        let mut broken = 0;
        let row = |row: Row<'_>| {
            match read(row) {
                Some(counted) => each(counted),
                None => broken += 1,
            }
            Ok::<_, DatabaseError>(())
        };
        let Store {
            connection, runtime, ..
        } = &mut self.store;
        runtime.block_on(connection.each(&select, &[Value::Text(issuer)], row))?;
        Ok(broken)
    }
}

fn read(row: Row<'_>) -> Option<Counted> {
    Some(Counted {
        name: row.text(0)?.to_owned(),
        kind: Kind::of_word(row.text(1)?)?,
        state: State::of_word(row.text(2)?)?,
        not_after: row.number(3),
    })
}
