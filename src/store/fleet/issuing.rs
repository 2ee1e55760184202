//! The inventory, changed by those who issue: reserved, issued, abandoned. Each call is one transaction.

use std::collections::BTreeMap;

use amqtt_database::{RecordError, Value};

use super::{
    Inventory,
    claims::{Claim, Claims, RefusedKey},
    holds::{Obstacle, Obstacles, OnHold, RevokedMeanwhile},
    inventory::{OF_ISSUER, VALUES_MAX, marks},
    row::{Kind, RowKey, State},
    statement::{Statement, execute, texts},
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
    pub(crate) renewed_from: Option<RenewedFrom<'a>>,
    pub(crate) batch: Option<&'a str>,
    /// The facts that are known once it is issued.
    pub(crate) issued: Option<IssuedFacts>,
}

impl NewRow<'_> {
    /// Returns what keeps others from certifying its key at the same moment.
    pub(crate) fn claim(&self) -> Claim<'_> {
        Claim {
            spki_sha256: &self.spki_sha256,
            kind: self.kind,
            name: self.name,
        }
    }
}

/// A certificate of the same issuer that another one renews or replaces, and that is superseded as soon as that one is issued.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RenewedFrom<'a> {
    pub(crate) serial: &'a str,
    /// When it is revoked too, in seconds since 1970.
    pub(crate) revoked_at: Option<i64>,
    /// Set if it is renewed and not just replaced: then nothing is reserved once it is revoked.
    pub(crate) is_renewal: bool,
}

/// The facts about a certificate that is issued.
#[derive(Debug)]
pub(crate) struct IssuedFacts {
    pub(crate) cert_sha256: String,
    /// The certificate's DER in base64.
    pub(crate) certificate: String,
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
    /// The certificate's DER in base64.
    pub(crate) certificate: String,
}

/// Reason why nothing was reserved.
#[derive(Debug)]
pub(crate) enum Refused {
    Key(RefusedKey),
    Hold(OnHold),
    Revoked(RevokedMeanwhile),
}

impl From<Obstacle> for Refused {
    fn from(obstacle: Obstacle) -> Self {
        match obstacle {
            Obstacle::Hold(device) => Self::Hold(device),
            Obstacle::Revoked(certificate) => Self::Revoked(certificate),
        }
    }
}

/// The state of an issuer that signs.
const ACTIVE: &str = "active";

impl Inventory {
    /// Writes down serial numbers before anything is signed. What was reserved for the same names before, and never
    /// issued, is given up: a process that still publishes it marks it as issued all the same. Claimed keys, devices that
    /// are on hold at `now` (in seconds since 1970), and renewed certificates that were revoked are looked for first, and nothing
    /// is written where one of them is refused.
    ///
    /// # Errors
    /// [`RecordError`]; then nothing was written.
    pub(crate) fn reserve(
        &mut self,
        rows: &[NewRow<'_>],
        issuer: Option<&NewIssuer>,
        claims: Option<&Claims<'_>>,
        now: i64,
    ) -> Result<Option<Refused>, RecordError> {
        let mut statements: Vec<Statement<'_>> = issuer.into_iter().map(add_issuer).collect();
        statements.extend(abandon_earlier(rows));
        // The same row may be there if the answer to a commit was lost.
        statements.extend(write_all(rows, State::Reserved, "{or_keep:issuer,serial}"));
        let obstacles = obstacles(rows, now);
        let claims = claims.filter(|claims| !claims.is_empty());
        let lock = claims.map(Claims::lock).unwrap_or_default();
        let look = claims.map(Claims::look).unwrap_or_default();
        let unlock = claims.map(Claims::unlock).unwrap_or_default();
        let all = [&obstacles.look()[..], &lock, &look, &statements, &unlock];
        let texts = texts(all.into_iter().flatten());
        self.store.transaction(&texts, async |connection, _| {
            execute(connection, &lock).await?;
            let mut refused = obstacles.find(connection).await?.map(Refused::from);
            if let (Some(claims), None) = (claims, &refused) {
                refused = claims.fault(connection).await?.map(Refused::Key);
            }
            if refused.is_none() {
                execute(connection, &statements).await?;
            }
            execute(connection, &unlock).await?;
            Ok(refused)
        })
    }

    /// Looks again, after the rows were reserved, for what speaks against them: what others committed meanwhile was not seen by that
    /// transaction, and they may not have seen what it wrote. SQLite has one writer at a time, so nothing happens meanwhile.
    ///
    /// # Errors
    /// [`RecordError`].
    pub(crate) fn refused_meanwhile(
        &mut self,
        rows: &[NewRow<'_>],
        claims: Option<&Claims<'_>>,
        now: i64,
    ) -> Result<Option<Refused>, RecordError> {
        let obstacles = obstacles(rows, now);
        let claims = claims.filter(|claims| !claims.is_empty());
        let look = claims.map(Claims::look).unwrap_or_default();
        let all = [obstacles.look(), look].concat();
        if all.is_empty() || self.store.url.file().is_some() {
            return Ok(None);
        }
        self.store.transaction(&texts(&all), async |connection, _| {
            let refused = obstacles.find(connection).await?.map(Refused::from);
            match (refused, claims) {
                (None, Some(claims)) => Ok(claims.fault(connection).await?.map(Refused::Key)),
                (refused, _) => Ok(refused),
            }
        })
    }

    /// Marks certificates as issued, and others as superseded by them: those that they renew, and those given. One that was
    /// revoked meanwhile stays revoked.
    ///
    /// # Errors
    /// [`RecordError`]; then nothing was changed.
    pub(crate) fn mark_issued(
        &mut self,
        rows: &[NewRow<'_>],
        superseded: &[Superseded<'_>],
        issuers: &[NewIssuer],
    ) -> Result<(), RecordError> {
        let end = "{or_update:issuer,serial:cert_sha256,issued_at,certificate}, \
                   state = CASE WHEN fleet_certificate.state IN ('reserved', 'abandoned') THEN 'issued' \
                   ELSE fleet_certificate.state END";
        let mut statements: Vec<Statement<'_>> = issuers.iter().map(add_issuer).collect();
        statements.extend(write_all(rows, State::Issued, end));
        statements.extend(retire_renewed(rows));
        statements.extend(superseded.iter().map(supersede));
        self.run(&statements)
    }

    /// Gives up what was reserved.
    ///
    /// # Errors
    /// [`RecordError`]; then nothing was changed.
    pub(crate) fn abandon(&mut self, keys: &[RowKey]) -> Result<(), RecordError> {
        self.run(&abandon(keys))
    }

    /// Runs statements in one transaction. Each of them may be repeated.
    fn run(&mut self, statements: &[Statement<'_>]) -> Result<(), RecordError> {
        self.store.transaction(&texts(statements), async |connection, _| {
            execute(connection, statements).await
        })
    }
}

fn obstacles<'a>(rows: &'a [NewRow<'_>], now: i64) -> Obstacles<'a> {
    let devices = rows.iter().filter(|row| row.kind == Kind::Device);
    let devices: Vec<&str> = devices.map(|row| row.name).collect();
    let renewed = rows.iter().filter_map(|row| {
        let old = row.renewed_from.filter(|old| old.is_renewal)?;
        Some((row.key.issuer.as_str(), old.serial))
    });
    Obstacles::of(&devices, &renewed.collect::<Vec<_>>(), now)
}

/// Writes an issuer down, unless it is known.
pub(super) fn add_issuer(issuer: &NewIssuer) -> Statement<'_> {
    let values = [&issuer.spki, &issuer.subject, &issuer.certificate, ACTIVE];
    Statement {
        sql:
            "INSERT INTO fleet_issuer (spki, subject, certificate, state) VALUES (?, ?, ?, ?) {or_keep:spki}"
                .to_owned(),
        values: values.map(Value::Text).to_vec(),
    }
}

fn abandon_earlier<'a>(rows: &'a [NewRow<'_>]) -> Vec<Statement<'a>> {
    let mut names: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for row in rows {
        let of_issuer = names.entry((&row.key.issuer, row.kind.word())).or_default();
        of_issuer.push(row.name);
    }
    let mut statements = Vec::new();
    for ((issuer, kind), names) in names {
        statements.extend(names.chunks(VALUES_MAX).map(|names| {
            Statement {
                sql: format!(
                    "UPDATE fleet_certificate SET state = 'abandoned' \
                 WHERE state = 'reserved' AND {OF_ISSUER} AND kind = ? AND name IN ({})",
                    marks("?", names.len())
                ),
                values: [issuer, kind]
                    .into_iter()
                    .chain(names.iter().copied())
                    .map(Value::Text)
                    .collect(),
            }
        }));
    }
    statements
}

fn write_all<'a>(rows: &'a [NewRow<'_>], state: State, end: &str) -> Vec<Statement<'a>> {
    // Kind and state are constants, so they are part of the text: a bound value is copied three times on its way to SQLite.
    let state = state.word();
    let marks = |row: &NewRow<'_>| {
        let kind = row.kind.word();
        format!("(?, ?, '{kind}', ?, '{state}', ?, ?, ?, ?, ?, ?, ?, ?)")
    };
    let statement = |rows: &'a [NewRow<'_>]| Statement {
        sql: format!(
            "INSERT INTO fleet_certificate (issuer, serial, kind, name, state, spki_sha256, not_before, not_after, \
             renewed_from, batch, cert_sha256, issued_at, certificate) VALUES {} {end}",
            rows.iter().map(marks).collect::<Vec<_>>().join(", ")
        ),
        values: rows.iter().flat_map(row_values).collect(),
    };
    rows.chunks(VALUES_MAX).map(statement).collect()
}

fn row_values<'a>(row: &'a NewRow<'_>) -> [Value<'a>; 11] {
    let issued = row.issued.as_ref();
    [
        Value::Text(&row.key.issuer),
        Value::Text(&row.key.serial),
        Value::Text(row.name),
        Value::Text(&row.spki_sha256),
        Value::Number(row.not_before),
        Value::Number(row.not_after),
        row.renewed_from.map(|old| old.serial).into(),
        row.batch.into(),
        issued.map(|issued| issued.cert_sha256.as_str()).into(),
        issued.map(|issued| issued.issued_at).into(),
        issued.map(|issued| issued.certificate.as_str()).into(),
    ]
}

fn retire_renewed<'a>(rows: &'a [NewRow<'_>]) -> Vec<Statement<'a>> {
    let mut serials: BTreeMap<(&str, Option<i64>), Vec<&str>> = BTreeMap::new();
    for row in rows {
        if let Some(old) = row.renewed_from {
            let key = (row.key.issuer.as_str(), old.revoked_at);
            serials.entry(key).or_default().push(old.serial);
        }
    }
    let mut statements = Vec::new();
    for ((issuer, revoked_at), serials) in serials {
        let change = match revoked_at {
            Some(_) => {
                "SET reason = 'superseded', revoked_at = ?, state = 'revoked' \
                        WHERE state IN ('issued', 'superseded')"
            }
            None => "SET state = 'superseded' WHERE state = 'issued'",
        };
        statements.extend(serials.chunks(VALUES_MAX).map(|serials| {
            let keys = std::iter::once(issuer).chain(serials.iter().copied());
            Statement {
                sql: format!(
                    "UPDATE fleet_certificate {change} AND issuer = ? AND serial IN ({})",
                    marks("?", serials.len())
                ),
                values: revoked_at
                    .into_iter()
                    .map(Value::Number)
                    .chain(keys.map(Value::Text))
                    .collect(),
            }
        }));
    }
    statements
}

fn supersede<'a>(old: &Superseded<'a>) -> Statement<'a> {
    Statement {
        sql: "UPDATE fleet_certificate SET state = 'superseded' \
              WHERE state = 'issued' AND name = ? AND serial = ? AND cert_sha256 = ?"
            .to_owned(),
        values: [old.name, old.serial, old.cert_sha256].map(Value::Text).to_vec(),
    }
}

fn abandon(keys: &[RowKey]) -> Vec<Statement<'_>> {
    let mut serials: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for key in keys {
        serials.entry(&key.issuer).or_default().push(&key.serial);
    }
    let mut statements = Vec::new();
    for (issuer, serials) in serials {
        statements.extend(serials.chunks(VALUES_MAX).map(|serials| {
            Statement {
                sql: format!(
                    "UPDATE fleet_certificate SET state = 'abandoned' \
                 WHERE state = 'reserved' AND issuer = ? AND serial IN ({})",
                    marks("?", serials.len())
                ),
                values: std::iter::once(issuer)
                    .chain(serials.iter().copied())
                    .map(Value::Text)
                    .collect(),
            }
        }));
    }
    statements
}
