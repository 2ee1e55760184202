//! Keys that others have made: each is certified for one name alone, and never again once it was compromised.
//!
//! Two runs that certify one key at the same moment must not both find that nobody has it. So each inserts the key into a table of
//! its own and deletes it again in the same transaction: the other one waits for that, or, on another node of a cluster, begins
//! again, and then sees what the first one has reserved. No row is ever left in the table.

use std::collections::HashMap;

use amqtt_database::{Connection, DatabaseError, Row, Value};

use super::{
    inventory::{VALUES_MAX, marks},
    row::{COLUMNS, IssuedRow, Kind, State},
    statement::Statement,
};

/// Keys that requests have brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Requested {
    /// Set if the operator allows a key that is recorded under another name.
    pub(crate) may_be_shared: bool,
}

/// A key that is to be certified.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Claim<'a> {
    /// SHA-256 of the SubjectPublicKeyInfo, in hex.
    pub(super) spki_sha256: &'a str,
    pub(super) kind: Kind,
    pub(super) name: &'a str,
}

/// A key that was not reserved, and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub(crate) struct RefusedKey {
    /// The name that it was to be certified for.
    pub(crate) name: String,
    pub(crate) why: KnownKey,
}

/// Fault of a key that is not to be certified.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum KnownKey {
    #[error("the key was revoked as compromised, in certificate {serial} of {name}")]
    Compromised { name: String, serial: String },
    #[error("the key is recorded as that of {kind} {name}, in certificate {serial}")]
    Shared {
        kind: &'static str,
        name: String,
        serial: String,
    },
}

impl KnownKey {
    /// Returns what speaks against certifying a key for a name, among the certificates that have it: one that was compromised,
    /// or one of another name where it may not be shared.
    pub(crate) fn among(rows: &[IssuedRow], kind: Kind, name: &str, may_be_shared: bool) -> Option<Self> {
        if let Some(row) = rows.iter().find(|row| row.is_compromised()) {
            return Some(Self::Compromised {
                name: row.name.clone(),
                serial: row.key.serial.clone(),
            });
        }
        let is_other =
            |row: &&IssuedRow| row.state != State::Abandoned && (row.kind != kind || row.name != name);
        let other = rows.iter().find(is_other).filter(|_| !may_be_shared)?;
        Some(Self::Shared {
            kind: other.kind.word(),
            name: other.name.clone(),
            serial: other.key.serial.clone(),
        })
    }
}

/// Keys that are to be certified in one transaction.
pub(crate) struct Claims<'a> {
    claims: Vec<Claim<'a>>,
    requested: Requested,
    /// The keys, each once.
    keys: Vec<&'a str>,
}

impl<'a> Claims<'a> {
    pub(crate) fn new(claims: Vec<Claim<'a>>, requested: Requested) -> Self {
        let mut keys: Vec<&str> = claims.iter().map(|claim| claim.spki_sha256).collect();
        // In one order, so that no two wait for each other.
        keys.sort_unstable();
        keys.dedup();
        Self {
            claims,
            requested,
            keys,
        }
    }

    /// Returns whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.claims.is_empty()
    }

    fn per_chunk(&self, sql: impl Fn(usize) -> String) -> Vec<Statement<'a>> {
        let chunks = self.keys.chunks(VALUES_MAX);
        let statement = |keys: &[&'a str]| Statement {
            sql: sql(keys.len()),
            values: keys.iter().copied().map(Value::Text).collect(),
        };
        chunks.map(statement).collect()
    }

    /// The statements that keep others from certifying the same keys until the transaction ends.
    pub(super) fn lock(&self) -> Vec<Statement<'a>> {
        self.per_chunk(|count| format!("INSERT INTO fleet_claim (spki) VALUES {}", marks("(?)", count)))
    }

    /// The statements that leave nothing of that.
    pub(super) fn unlock(&self) -> Vec<Statement<'a>> {
        self.per_chunk(|count| format!("DELETE FROM fleet_claim WHERE spki IN ({})", marks("?", count)))
    }

    /// The statements that read who has the keys.
    pub(super) fn look(&self) -> Vec<Statement<'a>> {
        self.per_chunk(|count| {
            let keys = marks("?", count);
            format!("SELECT {COLUMNS} FROM fleet_certificate WHERE spki_sha256 IN ({keys})")
        })
    }

    /// Returns what speaks against one of the claims. A row that another program broke says nothing.
    pub(super) async fn fault(
        &self,
        connection: &mut Connection,
    ) -> Result<Option<RefusedKey>, DatabaseError> {
        let mut of_key: HashMap<String, Vec<IssuedRow>> = HashMap::new();
        for Statement { sql, values } in self.look() {
            let row = |row: Row<'_>| {
                if let Ok(row) = IssuedRow::read(row, false) {
                    let spki = row.spki_sha256.clone().unwrap_or_default();
                    of_key.entry(spki).or_default().push(row);
                }
                Ok::<_, DatabaseError>(())
            };
            connection.each(&sql, &values, row).await?;
        }
        Ok(self.claims.iter().find_map(|claim| {
            let rows = of_key.get(claim.spki_sha256)?;
            let why = KnownKey::among(rows, claim.kind, claim.name, self.requested.may_be_shared)?;
            Some(RefusedKey {
                name: claim.name.to_owned(),
                why,
            })
        }))
    }
}
