//! The inventory, read: streamed by a filter, sorted by name, then serial number.

use amqtt_database::{Row, Value};

use super::{
    Inventory, Store,
    row::{COLUMNS, InventoryError, IssuedRow, Kind, RowKey, State},
};

/// Most values that a condition lists; a caller with more asks several times.
pub(crate) const VALUES_MAX: usize = 500;

/// The condition on the issuer where other columns are to find the rows. Nearly all rows are of one issuer; SQLite takes the
/// first column of the primary key for a selective one, and would go through all of them.
pub(super) const OF_ISSUER: &str = "COALESCE(issuer, '') = ?";

/// Which rows are read: those that all of its parts admit. The default admits every row.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filter<'a> {
    pub(crate) issuer: Option<&'a str>,
    /// At most 500; empty admits every serial number.
    pub(crate) serials: &'a [&'a str],
    /// Empty admits every kind.
    pub(crate) kinds: &'a [Kind],
    /// At most 500; empty admits every name.
    pub(crate) names: &'a [&'a str],
    /// Empty admits every state.
    pub(crate) states: &'a [State],
    /// SHA-256 of a SubjectPublicKeyInfo each, in hex, at most 500; empty admits every key.
    pub(crate) spkis: &'a [&'a str],
    /// Those that end before this time, in seconds since 1970.
    pub(crate) ends_before: Option<i64>,
    /// Those that end at this time or later.
    pub(crate) ends_from: Option<i64>,
    /// Set if the certificates themselves are read too.
    pub(crate) with_certificates: bool,
}

impl<'a> Filter<'a> {
    /// Returns the condition with its values.
    fn condition(&self) -> (String, Vec<Value<'a>>) {
        let (mut parts, mut values) = (Vec::new(), Vec::new());
        let mut one = |condition: &str, value: Option<Value<'a>>| {
            if let Some(value) = value {
                parts.push(condition.to_owned());
                values.push(value);
            }
        };
        let of_issuer = match self.serials.is_empty() {
            true => OF_ISSUER,
            false => "issuer = ?",
        };
        one(of_issuer, self.issuer.map(Value::Text));
        one("not_after < ?", self.ends_before.map(Value::Number));
        one("not_after >= ?", self.ends_from.map(Value::Number));
        let mut any = |column: &str, words: Vec<&'a str>| {
            if !words.is_empty() {
                parts.push(format!("{column} IN ({})", marks("?", words.len())));
                values.extend(words.into_iter().map(Value::Text));
            }
        };
        any("serial", self.serials.to_vec());
        any("spki_sha256", self.spkis.to_vec());
        any("name", self.names.to_vec());
        any("kind", self.kinds.iter().map(|kind| kind.word()).collect());
        any("state", self.states.iter().map(|state| state.word()).collect());
        let condition = match parts.is_empty() {
            true => String::new(),
            false => format!("WHERE {}", parts.join(" AND ")),
        };
        (condition, values)
    }
}

impl Inventory {
    /// Gives every row that the filter admits to `each`, one after the other and in constant memory.
    ///
    /// # Errors
    /// Any error of `each`, after which no more rows are read, and [`InventoryError`].
    pub(crate) fn each_row<E: From<InventoryError>>(
        &mut self,
        filter: &Filter<'_>,
        mut each: impl FnMut(IssuedRow) -> Result<(), E>,
    ) -> Result<(), E> {
        let (condition, values) = filter.condition();
        let with_certificates = filter.with_certificates;
        let certificate = if with_certificates { ", certificate" } else { "" };
        let select = format!(
            "SELECT {COLUMNS}{certificate} FROM fleet_certificate {condition} \
             ORDER BY name {{by_bytes}}, serial {{by_bytes}}"
        );
        let Store {
            connection, runtime, ..
        } = &mut self.store;
        let target = connection.target().to_owned();
        let read = |row: Row<'_>| {
            let row = IssuedRow::read(row, with_certificates).map_err(|(serial, column)| {
                Ended(E::from(InventoryError::Broken {
                    target: target.clone(),
                    serial,
                    column,
                }))
            })?;
            each(row).map_err(Ended)
        };
        runtime
            .block_on(connection.each(&select, &values, read))
            .map_err(|Ended(error)| error)
    }

    /// The rows that the filter admits, for filters that admit few.
    ///
    /// # Errors
    /// [`InventoryError`].
    pub(crate) fn rows(&mut self, filter: &Filter<'_>) -> Result<Vec<IssuedRow>, InventoryError> {
        let mut rows = Vec::new();
        self.each_row(filter, |row| {
            rows.push(row);
            Ok::<_, InventoryError>(())
        })?;
        Ok(rows)
    }

    /// The row of a certificate, with the certificate itself.
    ///
    /// # Errors
    /// [`InventoryError`].
    pub(crate) fn row(&mut self, key: &RowKey) -> Result<Option<IssuedRow>, InventoryError> {
        let mut rows = self.rows(&Filter {
            issuer: Some(&key.issuer),
            serials: &[&key.serial],
            with_certificates: true,
            ..Filter::default()
        })?;
        Ok(rows.pop())
    }
}

/// Reason why reading rows ended: the caller's own error.
struct Ended<E>(E);

impl<E: From<InventoryError>> From<amqtt_database::DatabaseError> for Ended<E> {
    fn from(error: amqtt_database::DatabaseError) -> Self {
        Self(InventoryError::from(error).into())
    }
}

/// The same mark several times, with commas between.
pub(super) fn marks(mark: &str, count: usize) -> String {
    vec![mark; count].join(", ")
}
