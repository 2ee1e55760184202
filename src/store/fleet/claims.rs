//! Keys that others have made: each is certified for one name alone, and never again once it was compromised.
//!
//! Two runs that certify one key at the same moment must not both find that nobody has it. So each inserts the key into a table of
//! its own and deletes it again in the same transaction: the other one waits for that, or, on another node of a cluster, begins
//! again, and then sees what the first one has reserved. No row is ever left in the table.

use std::collections::BTreeMap;

use amqtt_database::{Connection, DatabaseError, Row, Value};

use super::{
    Inventory, Store,
    inventory::{VALUES_MAX, marks},
    row::{Kind, State},
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
    pub(crate) spki_sha256: &'a str,
    pub(crate) kind: Kind,
    pub(crate) name: &'a str,
}

/// A certificate because of which a key is not certified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Objection {
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) serial: String,
    /// Set if it was revoked because its key was compromised; else it has the key under another name.
    pub(crate) is_compromised: bool,
}

impl Inventory {
    /// Returns what speaks against certifying a key. Only what [`Inventory::reserve`] finds is certain: another run may
    /// certify the key meanwhile.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub(crate) fn objection(
        &mut self,
        claim: Claim<'_>,
        requested: Requested,
    ) -> Result<Option<Objection>, DatabaseError> {
        let claims = Claims::new(vec![claim], requested);
        let Store {
            connection, runtime, ..
        } = &mut self.store;
        runtime.block_on(claims.objection(connection))
    }
}

/// Keys that are to be certified in one transaction.
pub(super) struct Claims<'a> {
    claims: Vec<Claim<'a>>,
    requested: Requested,
    /// The keys, each once.
    keys: Vec<&'a str>,
}

impl<'a> Claims<'a> {
    pub(super) fn new(claims: Vec<Claim<'a>>, requested: Requested) -> Self {
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
            format!(
                "SELECT spki_sha256, kind, name, serial, state, reason FROM fleet_certificate \
                 WHERE spki_sha256 IN ({})",
                marks("?", count)
            )
        })
    }

    /// Returns a certificate that speaks against one of the claims; one that was compromised comes first.
    pub(super) async fn objection(
        &self,
        connection: &mut Connection,
    ) -> Result<Option<Objection>, DatabaseError> {
        let mut names: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
        for claim in &self.claims {
            let of_key = names.entry(claim.spki_sha256).or_default();
            of_key.push((claim.kind.word(), claim.name));
        }
        let mut found: Option<Objection> = None;
        for Statement { sql, values } in self.look() {
            let row = |row: Row<'_>| {
                let text = |column| row.text(column).unwrap_or_default();
                let (kind, name, state) = (text(1), text(2), text(4));
                let is_compromised = state == State::Revoked.word() && text(5) == "key-compromise";
                let is_other = state != State::Abandoned.word()
                    && names
                        .get(text(0))
                        .is_some_and(|names| names.iter().any(|claimed| *claimed != (kind, name)));
                if is_compromised || (found.is_none() && is_other && !self.requested.may_be_shared) {
                    found = Some(Objection {
                        kind: kind.to_owned(),
                        name: name.to_owned(),
                        serial: text(3).to_owned(),
                        is_compromised,
                    });
                }
                Ok::<_, DatabaseError>(())
            };
            connection.each(&sql, &values, row).await?;
        }
        Ok(found)
    }
}
