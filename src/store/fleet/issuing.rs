//! The inventory, changed by those who issue: reserved, issued, abandoned. Each call is one transaction.

use std::collections::BTreeMap;

use amqtt_database::{Connection, DatabaseError, Value};
use base64ct::{Base64, Encoding as _};

use super::{
    Inventory,
    inventory::{VALUES_MAX, marks},
    row::{Kind, RowKey, State},
};

/// A certificate as it is written down.
#[derive(Debug)]
pub(crate) struct NewRow<'a> {
    pub(crate) key: RowKey,
    pub(crate) kind: Kind,
    pub(crate) name: &'a str,
    pub(crate) spki_sha256: String,
    /// In seconds since 1970.
    pub(crate) not_before: i64,
    pub(crate) not_after: i64,
    pub(crate) renewed_from: Option<&'a str>,
    pub(crate) batch: Option<&'a str>,
    /// What is known once it is issued.
    pub(crate) issued: Option<IssuedFacts<'a>>,
}

/// What is known of a certificate that is issued.
#[derive(Debug)]
pub(crate) struct IssuedFacts<'a> {
    pub(crate) cert_sha256: String,
    pub(crate) certificate: &'a [u8],
    /// In seconds since 1970.
    pub(crate) issued_at: i64,
}

/// A certificate whose place another one takes.
#[derive(Debug)]
pub(crate) struct Superseded<'a> {
    pub(crate) name: &'a str,
    pub(crate) serial: &'a str,
    /// As another issuer may have given the same serial number.
    pub(crate) cert_sha256: &'a str,
}

/// An issuer as it is written down.
#[derive(Debug, Clone)]
pub(crate) struct NewIssuer {
    /// SHA-256 of its SubjectPublicKeyInfo, in hex.
    pub(crate) spki: String,
    pub(crate) subject: String,
    pub(crate) certificate: Vec<u8>,
}

/// The state of an issuer that signs.
const ACTIVE: &str = "active";

impl Inventory {
    /// Writes down serial numbers before anything is signed. What was reserved for the same names before, and never
    /// issued, is given up: whoever still publishes it marks it as issued all the same.
    ///
    /// # Errors
    /// [`DatabaseError`]; then nothing was written.
    pub(crate) fn reserve(
        &mut self,
        rows: &[NewRow<'_>],
        issuer: Option<&NewIssuer>,
    ) -> Result<(), DatabaseError> {
        self.transaction(async |connection| {
            if let Some(issuer) = issuer {
                add_issuer(connection, issuer).await?;
            }
            abandon_earlier(connection, rows).await?;
            write_all(connection, rows, State::Reserved, "").await
        })
    }

    /// Marks certificates as issued, and others as superseded by them.
    ///
    /// # Errors
    /// [`DatabaseError`]; then nothing was changed.
    pub(crate) fn mark_issued(
        &mut self,
        rows: &[NewRow<'_>],
        superseded: &[Superseded<'_>],
        issuers: &[NewIssuer],
    ) -> Result<(), DatabaseError> {
        self.transaction(async |connection| {
            for issuer in issuers {
                add_issuer(connection, issuer).await?;
            }
            let end = "{or_update:issuer,serial:state,cert_sha256,issued_at,certificate}";
            write_all(connection, rows, State::Issued, end).await?;
            for old in superseded {
                supersede(connection, old).await?;
            }
            Ok(())
        })
    }

    /// Gives up what was reserved.
    ///
    /// # Errors
    /// [`DatabaseError`]; then nothing was changed.
    pub(crate) fn abandon(&mut self, keys: &[RowKey]) -> Result<(), DatabaseError> {
        self.transaction(async |connection| abandon(connection, keys).await)
    }
}

pub(super) async fn add_issuer(connection: &mut Connection, issuer: &NewIssuer) -> Result<(), DatabaseError> {
    let insert =
        "INSERT INTO fleet_issuer (spki, subject, certificate, state) VALUES (?, ?, ?, ?) {or_keep:spki}";
    let certificate = Base64::encode_string(&issuer.certificate);
    let values = [&issuer.spki, &issuer.subject, &certificate, ACTIVE].map(Value::Text);
    connection.execute(insert, &values).await.map(|_| ())
}

async fn abandon_earlier(connection: &mut Connection, rows: &[NewRow<'_>]) -> Result<(), DatabaseError> {
    let mut names: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for row in rows {
        let of_issuer = names.entry((&row.key.issuer, row.kind.word())).or_default();
        of_issuer.push(row.name);
    }
    for ((issuer, kind), names) in names {
        for names in names.chunks(VALUES_MAX) {
            let update = format!(
                "UPDATE fleet_certificate SET state = 'abandoned' \
                 WHERE state = 'reserved' AND issuer = ? AND kind = ? AND name IN ({})",
                marks("?", names.len())
            );
            let values = [issuer, kind].into_iter().chain(names.iter().copied());
            let values: Vec<Value<'_>> = values.map(Value::Text).collect();
            connection.execute(&update, &values).await?;
        }
    }
    Ok(())
}

async fn write_all(
    connection: &mut Connection,
    rows: &[NewRow<'_>],
    state: State,
    end: &str,
) -> Result<(), DatabaseError> {
    for rows in rows.chunks(VALUES_MAX) {
        let insert = format!(
            "INSERT INTO fleet_certificate (issuer, serial, kind, name, state, spki_sha256, not_before, not_after, \
             renewed_from, batch, cert_sha256, issued_at, certificate) VALUES {} {end}",
            marks("(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows.len())
        );
        let base64 = |row: &NewRow<'_>| Some(Base64::encode_string(row.issued.as_ref()?.certificate));
        let certificates: Vec<Option<String>> = rows.iter().map(base64).collect();
        let values: Vec<Value<'_>> = rows
            .iter()
            .zip(&certificates)
            .flat_map(|(row, certificate)| row_values(row, state, certificate.as_deref()))
            .collect();
        connection.execute(&insert, &values).await?;
    }
    Ok(())
}

fn row_values<'v>(row: &'v NewRow<'_>, state: State, certificate: Option<&'v str>) -> [Value<'v>; 13] {
    [
        Value::Text(&row.key.issuer),
        Value::Text(&row.key.serial),
        Value::Text(row.kind.word()),
        Value::Text(row.name),
        Value::Text(state.word()),
        Value::Text(&row.spki_sha256),
        Value::Number(row.not_before),
        Value::Number(row.not_after),
        row.renewed_from.into(),
        row.batch.into(),
        row.issued
            .as_ref()
            .map(|issued| issued.cert_sha256.as_str())
            .into(),
        row.issued.as_ref().map(|issued| issued.issued_at).into(),
        certificate.into(),
    ]
}

async fn supersede(connection: &mut Connection, old: &Superseded<'_>) -> Result<(), DatabaseError> {
    let update = "UPDATE fleet_certificate SET state = 'superseded' \
                  WHERE state = 'issued' AND name = ? AND serial = ? AND cert_sha256 = ?";
    let values = [old.name, old.serial, old.cert_sha256].map(Value::Text);
    connection.execute(update, &values).await.map(|_| ())
}

async fn abandon(connection: &mut Connection, keys: &[RowKey]) -> Result<(), DatabaseError> {
    let mut serials: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for key in keys {
        serials.entry(&key.issuer).or_default().push(&key.serial);
    }
    for (issuer, serials) in serials {
        for serials in serials.chunks(VALUES_MAX) {
            let update = format!(
                "UPDATE fleet_certificate SET state = 'abandoned' \
                 WHERE state = 'reserved' AND issuer = ? AND serial IN ({})",
                marks("?", serials.len())
            );
            let values = std::iter::once(issuer).chain(serials.iter().copied());
            let values: Vec<Value<'_>> = values.map(Value::Text).collect();
            connection.execute(&update, &values).await?;
        }
    }
    Ok(())
}
