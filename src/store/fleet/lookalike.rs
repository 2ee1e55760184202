//! Names that differ by case alone.

use amqtt_database::{DatabaseError, Row, Value};

use super::{
    Filter, Inventory, InventoryError, Store,
    row::{Kind, State},
};

/// The first name at or after another one, which an index answers by itself.
const NEXT: &str =
    "SELECT name FROM fleet_certificate WHERE name {by_bytes} >= ? ORDER BY name {by_bytes} LIMIT 1";

impl Inventory {
    /// Returns the name of another certificate in force at `now` (in seconds since 1970) that differs from this one by case
    /// alone; `None` too where a certificate of this very name is in force.
    ///
    /// No index ignores case. So this asks for the first name from the first spelling on, passes over all spellings before
    /// what it finds, and asks again: two or three questions in a fleet whose names are all spelled alike.
    ///
    /// # Errors
    /// [`InventoryError`].
    pub(crate) fn lookalike(
        &mut self,
        kind: Kind,
        name: &str,
        now: i64,
    ) -> Result<Option<String>, InventoryError> {
        if self.is_in_force(kind, name, now)? {
            return Ok(None);
        }
        let mut spelling = Some(name.to_ascii_uppercase());
        while let Some(from) = spelling {
            let Some(found) = self.next_name(&from)? else {
                break;
            };
            let is_other = found != name && found.eq_ignore_ascii_case(name);
            if is_other && self.is_in_force(kind, &found, now)? {
                return Ok(Some(found));
            }
            spelling = spelling_after(name, &found);
        }
        Ok(None)
    }

    fn is_in_force(&mut self, kind: Kind, name: &str, now: i64) -> Result<bool, InventoryError> {
        let rows = self.rows(&Filter {
            kinds: &[kind],
            names: &[name],
            states: &[State::Issued, State::Held],
            ends_from: Some(now),
            ..Filter::default()
        })?;
        Ok(!rows.is_empty())
    }

    fn next_name(&mut self, from: &str) -> Result<Option<String>, DatabaseError> {
        let mut next = None;
        let row = |row: Row<'_>| {
            next = row.text(0).map(str::to_owned);
            Ok::<_, DatabaseError>(())
        };
        let Store {
            connection, runtime, ..
        } = &mut self.store;
        runtime.block_on(connection.each(NEXT, &[Value::Text(from)], row))?;
        Ok(next)
    }
}

/// Returns the first spelling of a name, by its bytes, that comes after another name.
fn spelling_after(name: &str, other: &str) -> Option<String> {
    let (name, other) = (name.as_bytes(), other.as_bytes());
    let shared = name
        .iter()
        .zip(other)
        .take_while(|(a, b)| a.eq_ignore_ascii_case(b))
        .count();
    // It follows the other name as far as it can, and is greater in one place: the last in which it can be.
    let (place, greater) = (0..=shared.min(name.len() - 1)).rev().find_map(|place| {
        let mut cases = [name[place].to_ascii_uppercase(), name[place].to_ascii_lowercase()].into_iter();
        let greater = cases.find(|case| other.get(place).is_none_or(|byte| case > byte));
        greater.map(|byte| (place, byte))
    })?;
    let rest = name[place + 1..].to_ascii_uppercase();
    String::from_utf8([&other[..place], &[greater], &rest].concat()).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// All spellings of a name, in order.
    fn spellings(name: &str) -> Vec<String> {
        let mut all = vec![String::new()];
        for letter in name.chars() {
            let mut cases = vec![letter.to_ascii_uppercase(), letter.to_ascii_lowercase()];
            cases.dedup();
            all = all
                .iter()
                .flat_map(|start| cases.iter().map(move |case| format!("{start}{case}")))
                .collect();
        }
        all.sort();
        all
    }

    proptest! {
        #[test]
        fn the_next_spelling_is_the_first_that_is_greater(name in "[a-cA-C0-9_-]{1,6}", other in "[a-cA-C0-9_-]{1,6}") {
            let expected = spellings(&name).into_iter().find(|spelling| *spelling > other);
            prop_assert_eq!(spelling_after(&name, &other), expected);
        }
    }
}
