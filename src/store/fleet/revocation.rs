//! Revocation in the inventory: what is revoked or held, and the numbers of the lists that say so.

use std::collections::BTreeMap;

use amqtt_database::{Connection, DatabaseError, RecordError, Row, Value};

use super::{
    Inventory, Store,
    inventory::{VALUES_MAX, marks},
    issuing::{NewIssuer, add_issuer},
    row::{InventoryError, RowKey, State},
    statement::{Statement, texts},
};

/// A change of the state of certificates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change<'a> {
    /// They are revoked for good. The reason is one of RFC 5280 in kebab case.
    Revoke { at: i64, reason: &'a str },
    /// They are put on hold, those also that are not known to have been published. What was superseded before keeps that as
    /// its reason.
    Hold { at: i64 },
    /// They are taken off hold, each to the state that it had; the reason then says that they were.
    Release { at: i64 },
}

/// The reason of a certificate that was taken off hold.
pub(crate) const RELEASED: &str = "remove-from-crl";

/// An entry that a revocation list has, or no longer has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RevokedRow {
    /// The serial number in lower-case hex.
    pub(crate) serial: String,
    pub(crate) state: State,
    /// In kebab case.
    pub(crate) reason: Option<String>,
    /// In seconds since 1970.
    pub(crate) revoked_at: Option<i64>,
    pub(crate) not_after: Option<i64>,
}

/// The facts about an issuer's revocation lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ListNote {
    pub(crate) number: Option<i64>,
    /// When the last of the lists that were signed lapses, in seconds since 1970.
    pub(crate) next_update: Option<i64>,
}

/// The files of a calendar of lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CalendarFiles {
    /// The absolute path of their directory.
    pub(crate) directory: String,
    /// From list to list, in seconds.
    pub(crate) period: i64,
    /// The end of the time that they are for, in seconds since 1970.
    pub(crate) ends_at: i64,
}

/// The lists that numbers are taken for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Series<'a> {
    /// One, which is the least that brokers must have from now on.
    One,
    /// A calendar, the first of which is.
    Calendar { count: i64, files: &'a CalendarFiles },
    /// The rest of a calendar, which follows one list that says the same; that one will do until the next is due.
    Rest { count: i64 },
}

impl Change<'_> {
    /// Returns the assignments of a statement, the states that it is for, and its values. MySQL assigns from left to right.
    fn parts(&self) -> (&'static str, &'static str, Vec<Value<'_>>) {
        match self {
            Self::Revoke { at, reason } => (
                "reason = ?, revoked_at = ?, state = 'revoked'",
                "state <> 'revoked'",
                vec![Value::Text(reason), Value::Number(*at)],
            ),
            Self::Hold { at } => (
                "reason = CASE state WHEN 'superseded' THEN 'superseded' ELSE 'certificate-hold' END, \
                 revoked_at = ?, state = 'held'",
                "state IN ('issued', 'superseded', 'reserved', 'abandoned')",
                vec![Value::Number(*at)],
            ),
            Self::Release { at } => (
                "state = CASE WHEN reason = 'superseded' THEN 'superseded' WHEN issued_at IS NULL THEN 'abandoned' \
                 ELSE 'issued' END, \
                 revoked_at = ?, reason = ?",
                "state = 'held'",
                vec![Value::Number(*at), Value::Text(RELEASED)],
            ),
        }
    }
}

impl Inventory {
    /// Changes the state of certificates, all or none, and returns how many were changed: those that are in that state
    /// already are left as they are.
    ///
    /// # Errors
    /// [`RecordError`]; then nothing was changed.
    pub(crate) fn change(&mut self, keys: &[RowKey], change: Change<'_>) -> Result<u64, RecordError> {
        let statements = updates(keys, &change);
        self.store
            .transaction(&texts(&statements), async |connection, attempt| {
                let mut changed = 0;
                for Statement { sql, values } in &statements {
                    changed += connection.execute(sql, values).await?;
                }
                Ok(match attempt.may_be_done {
                    // An attempt before this one may have changed them: then there is nothing left to change.
                    true => keys.len() as u64,
                    false => changed,
                })
            })
    }

    /// Takes the numbers of new lists of an issuer, one after the other, and reads what is revoked or held by then, by
    /// serial number. The first one is greater than any before it and at least `at_least`, and is returned: a list with a
    /// higher number so has whatever one with a lower number has, and no two lists have the same.
    ///
    /// # Errors
    /// [`InventoryError`]; then no number was taken.
    pub(crate) fn begin_lists(
        &mut self,
        issuer: &NewIssuer,
        at_least: i64,
        series: Series<'_>,
    ) -> Result<(i64, Vec<RevokedRow>), InventoryError> {
        let add = add_issuer(issuer);
        let (last, revoked) = (select_note("{lock}"), select_revoked());
        let last_ahead = "SELECT last_number FROM fleet_calendar WHERE issuer = ?";
        let update = "UPDATE fleet_issuer SET crl_number = ? WHERE spki = ?";
        let ahead =
            "INSERT INTO fleet_calendar (issuer, last_number) VALUES (?, ?) {or_update:issuer:last_number}";
        let files = "INSERT INTO fleet_calendar_files (issuer, directory, period, ends_at) VALUES (?, ?, ?, ?) \
                     {or_update:issuer:directory,period,ends_at}";
        let texts = [&*add.sql, &last, last_ahead, update, ahead, files, &revoked];
        let begun = self.store.transaction(&texts, async |connection, _| {
            connection.execute(&add.sql, &add.values).await?;
            let noted = note(connection, &last, &issuer.spki).await?;
            let spki = Value::Text(&issuer.spki);
            let of_calendar = connection.first(last_ahead, &[spki], |row| row.number(0)).await?;
            let numbers = [noted.and_then(|note| note.number), of_calendar.flatten()];
            let last = numbers.into_iter().flatten().max().unwrap_or(0);
            let number = last.saturating_add(1).max(at_least);
            if !matches!(series, Series::Rest { .. }) {
                connection.execute(update, &[Value::Number(number), spki]).await?;
            }
            if let Series::Calendar { count, .. } | Series::Rest { count } = series {
                let last = number.saturating_add(count - 1);
                connection.execute(ahead, &[spki, Value::Number(last)]).await?;
            }
            if let Series::Calendar { files: place, .. } = series {
                let values = [
                    spki,
                    Value::Text(&place.directory),
                    Value::Number(place.period),
                    Value::Number(place.ends_at),
                ];
                connection.execute(files, &values).await?;
            }
            let rows = read_revoked(connection, &revoked, &issuer.spki).await?;
            Ok((number, rows))
        })?;
        let (number, rows) = begun;
        let target = self.store.connection.target().to_owned();
        let rows: Result<Vec<RevokedRow>, InventoryError> = rows
            .into_iter()
            .map(|row| {
                row.map_err(|(serial, column)| InventoryError::Broken {
                    target: target.clone(),
                    serial,
                    column,
                })
            })
            .collect();
        Ok((number, rows?))
    }

    /// Notes when the lists of an issuer lapse, in seconds since 1970.
    ///
    /// # Errors
    /// [`RecordError`]; then nothing was changed.
    pub(crate) fn note_next_update(&mut self, issuer: &str, next_update: i64) -> Result<(), RecordError> {
        let update = "UPDATE fleet_issuer SET crl_next_update = ? WHERE spki = ?";
        self.store.transaction(&[update], async |connection, _| {
            let values = [Value::Number(next_update), Value::Text(issuer)];
            connection.execute(update, &values).await?;
            Ok(())
        })
    }

    /// Returns where the lists are that an issuer signed ahead, if it did.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub(crate) fn calendar_files(&mut self, issuer: &str) -> Result<Option<CalendarFiles>, DatabaseError> {
        let select = "SELECT directory, period, ends_at FROM fleet_calendar_files WHERE issuer = ?";
        let read = |row: Row<'_>| {
            Some(CalendarFiles {
                directory: row.text(0)?.to_owned(),
                period: row.number(1).filter(|period| *period > 0)?,
                ends_at: row.number(2)?,
            })
        };
        let Store {
            connection, runtime, ..
        } = &mut self.store;
        let found = runtime.block_on(connection.first(select, &[Value::Text(issuer)], read))?;
        Ok(found.flatten())
    }

    /// Returns what is known of an issuer's lists; `None` for an issuer that is not in the inventory.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub(crate) fn list_note(&mut self, issuer: &str) -> Result<Option<ListNote>, DatabaseError> {
        let Store {
            connection, runtime, ..
        } = &mut self.store;
        runtime.block_on(note(connection, &select_note(""), issuer))
    }

    /// Returns what the inventory knows of certificates of an issuer, whatever their states.
    ///
    /// # Errors
    /// [`DatabaseError`]; a row with values that none of our programs writes is left out.
    pub(crate) fn revocation_rows(
        &mut self,
        issuer: &str,
        serials: &[&str],
    ) -> Result<Vec<RevokedRow>, DatabaseError> {
        let mut rows = Vec::new();
        for serials in serials.chunks(VALUES_MAX) {
            let select = format!(
                "{SELECT} WHERE issuer = ? AND serial IN ({})",
                marks("?", serials.len())
            );
            let values: Vec<Value<'_>> = std::iter::once(issuer)
                .chain(serials.iter().copied())
                .map(Value::Text)
                .collect();
            let row = |row: Row<'_>| {
                rows.extend(read(row).ok());
                Ok::<_, DatabaseError>(())
            };
            let Store {
                connection, runtime, ..
            } = &mut self.store;
            runtime.block_on(connection.each(&select, &values, row))?;
        }
        Ok(rows)
    }

    /// Returns what is revoked or held of an issuer, by serial number.
    ///
    /// # Errors
    /// [`DatabaseError`]; a row with values that none of our programs writes is left out.
    pub(crate) fn revoked_rows(&mut self, issuer: &str) -> Result<Vec<RevokedRow>, DatabaseError> {
        let Store {
            connection, runtime, ..
        } = &mut self.store;
        let rows = runtime.block_on(read_revoked(connection, &select_revoked(), issuer))?;
        Ok(rows.into_iter().filter_map(Result::ok).collect())
    }
}

const SELECT: &str = "SELECT serial, state, reason, revoked_at, not_after FROM fleet_certificate";

/// The serial number and the column of a row that another program broke.
type Broken = (String, &'static str);

fn read(row: Row<'_>) -> Result<RevokedRow, Broken> {
    let serial = row.text(0).unwrap_or_default().to_owned();
    match row.text(1).and_then(State::of_word) {
        Some(state) => Ok(RevokedRow {
            serial,
            state,
            reason: row.text(2).map(str::to_owned),
            revoked_at: row.number(3),
            not_after: row.number(4),
        }),
        None => Err((serial, "state")),
    }
}

/// The statements that make a change.
fn updates<'v>(keys: &'v [RowKey], change: &'v Change<'_>) -> Vec<Statement<'v>> {
    let mut by_issuer: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for key in keys {
        by_issuer.entry(&key.issuer).or_default().push(&key.serial);
    }
    let (assignments, states, first) = change.parts();
    let mut statements = Vec::new();
    for (issuer, serials) in by_issuer {
        statements.extend(serials.chunks(VALUES_MAX).map(|serials| {
            let others = std::iter::once(issuer).chain(serials.iter().copied());
            Statement {
                sql: format!(
                    "UPDATE fleet_certificate SET {assignments} WHERE issuer = ? AND {states} AND serial IN ({})",
                    marks("?", serials.len())
                ),
                values: first.iter().copied().chain(others.map(Value::Text)).collect(),
            }
        }));
    }
    statements
}

fn select_revoked() -> String {
    format!("{SELECT} WHERE issuer = ? AND state IN ('revoked', 'held') ORDER BY serial {{by_bytes}}")
}

async fn read_revoked(
    connection: &mut Connection,
    select: &str,
    issuer: &str,
) -> Result<Vec<Result<RevokedRow, Broken>>, DatabaseError> {
    let mut rows = Vec::new();
    let row = |row: Row<'_>| {
        rows.push(read(row));
        Ok::<_, DatabaseError>(())
    };
    connection.each(select, &[Value::Text(issuer)], row).await?;
    Ok(rows)
}

fn select_note(lock: &str) -> String {
    format!("SELECT crl_number, crl_next_update FROM fleet_issuer WHERE spki = ? {lock}")
}

async fn note(
    connection: &mut Connection,
    select: &str,
    issuer: &str,
) -> Result<Option<ListNote>, DatabaseError> {
    let read = |row: Row<'_>| ListNote {
        number: row.number(0),
        next_update: row.number(1),
    };
    connection.first(select, &[Value::Text(issuer)], read).await
}
