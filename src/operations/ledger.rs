//! The record of what is issued, kept in the inventory. Here alone issuing and the database meet.

mod book;

use std::collections::HashMap;

use amqtt_x509::{fingerprint::Fingerprint, hex::Hex, pem};

use crate::{
    context::Context,
    error::Outcome,
    operations::issuing::{
        Credential,
        record::{Record, Replaced, Reservation},
    },
    pki::{self, Certificate, PublicKeyId, unix_time},
    store::fleet::{
        Claims, Filter, Inventory, IssuedFacts, IssuedRow, Kind, NewIssuer, NewRow, RenewedFrom, Requested,
        RowKey, State, Superseded, VALUES_MAX,
    },
};

pub(crate) use self::book::Book;

/// Numbers of certificates that were found in their places, by what was done with them.
#[derive(Debug, Default, Clone)]
pub(crate) struct Adopted {
    /// Were reserved, and are marked as issued now.
    pub(crate) taken_up: u64,
    /// Had no row.
    pub(crate) added: u64,
    /// The names of those that are no longer in force, with their states.
    pub(crate) withdrawn: Vec<(String, State)>,
}

/// The inventory as the record of those who issue.
pub(crate) struct Ledger {
    inventory: Inventory,
    issuer: Option<NewIssuer>,
    run: Run,
}

/// The facts about a run that the rows of its certificates have in common.
struct Run {
    /// Seconds since 1970.
    now: i64,
    /// The name of the run, if it is that of a bulk verb.
    batch: Option<String>,
    /// Set if certificates are revoked when others renew them.
    revokes_renewed: bool,
    /// Set if requests have brought the keys.
    requested: Option<Requested>,
}

impl Ledger {
    /// Keeps the record of an issuer (`None` for a root, which is its own) in an inventory.
    pub(crate) fn new(inventory: Inventory, context: &Context, issuer: Option<&Certificate>) -> Self {
        Self {
            inventory,
            issuer: issuer.map(new_issuer),
            run: Run {
                now: unix_time(context.now).seconds(),
                batch: None,
                revokes_renewed: false,
                requested: None,
            },
        }
    }

    /// Keeps the record of a run that renews certificates, and revokes those where `revokes` says so.
    pub(crate) fn for_renewal(
        inventory: Inventory,
        context: &Context,
        issuer: &Certificate,
        revokes: bool,
    ) -> Self {
        let mut ledger = Self::new(inventory, context, Some(issuer));
        ledger.run.batch = Some(unix_time(context.now).to_string());
        ledger.run.revokes_renewed = revokes;
        ledger
    }

    /// Reserves no key that a request has brought where the inventory speaks against it.
    pub(crate) fn for_requests(mut self, requested: Requested) -> Self {
        self.run.requested = Some(requested);
        self
    }

    /// Returns the inventory itself, to read in it.
    pub(crate) fn inventory(&mut self) -> &mut Inventory {
        &mut self.inventory
    }

    /// Lets go of the inventory.
    pub(crate) fn close(self) {
        self.inventory.close();
    }

    /// Returns the row's key of a certificate.
    fn key_of(&self, certificate: &Certificate) -> RowKey {
        RowKey {
            issuer: match &self.issuer {
                Some(issuer) => issuer.spki.clone(),
                None => PublicKeyId::of_certificate(certificate).to_hex(),
            },
            serial: certificate.get().serial.to_string(),
        }
    }

    /// The row that a certificate was reserved in and that was not marked as issued; `None` where there is none, or the
    /// certificate does not fit it.
    fn reservation_of(&mut self, certificate: &Certificate) -> Outcome<Option<IssuedRow>> {
        let row = self.inventory.row(&self.key_of(certificate))?;
        let spki = PublicKeyId::of_certificate(certificate).to_hex();
        Ok(row.filter(|row| is_reservation(row, &spki)))
    }

    /// Returns whether a run was interrupted after it published this certificate under a name, and before that was written
    /// down.
    ///
    /// # Errors
    /// Any failure of the inventory.
    pub(crate) fn was_interrupted(&mut self, certificate: &Certificate, name: &str) -> Outcome<bool> {
        let row = self.reservation_of(certificate)?;
        Ok(row.is_some_and(|row| row.name == name))
    }
}

impl Ledger {
    /// Writes down the certificates of devices that are in their places, whole, at most 500: what was reserved is marked as
    /// issued, and what has no row gets one.
    ///
    /// # Errors
    /// Any failure; then nothing was changed.
    pub(crate) fn adopt_devices(&mut self, found: &[(&str, &Certificate)]) -> Outcome<Adopted> {
        let found: Vec<(Kind, &str, &Certificate)> = found
            .iter()
            .map(|(id, certificate)| (Kind::Device, *id, *certificate))
            .collect();
        self.adopt(&found)
    }

    /// The same for certificates of any kind.
    ///
    /// # Errors
    /// As [`Ledger::adopt_devices`].
    pub(crate) fn adopt(&mut self, found: &[(Kind, &str, &Certificate)]) -> Outcome<Adopted> {
        let mut adopted = Adopted::default();
        let keys: Vec<RowKey> = found.iter().map(|(_, _, one)| self.key_of(one)).collect();
        let serials: Vec<&str> = keys.iter().map(|key| key.serial.as_str()).collect();
        let known = self.inventory.rows(&Filter {
            issuer: keys.first().map(|key| key.issuer.as_str()),
            serials: &serials,
            ..Filter::default()
        })?;
        let known: HashMap<&str, &IssuedRow> =
            known.iter().map(|row| (row.key.serial.as_str(), row)).collect();
        let mut rows = Vec::new();
        for ((kind, name, certificate), key) in found.iter().zip(&keys) {
            let facts = certificate.get();
            let spki = PublicKeyId::of_certificate(certificate).to_hex();
            let (batch, renewed_from) = match known.get(key.serial.as_str()) {
                None => {
                    adopted.added += 1;
                    (None, None)
                }
                Some(row) if is_reservation(row, &spki) => {
                    adopted.taken_up += 1;
                    (row.batch.as_deref(), row.renewed_from.as_deref())
                }
                Some(row) => {
                    let state = withdrawn(row);
                    let name = || (*name).to_owned();
                    adopted.withdrawn.extend(state.map(|state| (name(), state)));
                    continue;
                }
            };
            rows.push(NewRow {
                key: key.clone(),
                kind: *kind,
                name,
                spki_sha256: spki,
                not_before: facts.not_before.seconds(),
                not_after: facts.not_after.seconds(),
                renewed_from: self.run.renewed_from(renewed_from),
                batch,
                issued: Some(issued_facts(certificate, self.run.now)),
            });
        }
        if !rows.is_empty() {
            let issuers = Vec::from_iter(self.issuer.clone());
            self.inventory.mark_issued(&rows, &[], &issuers)?;
        }
        Ok(adopted)
    }

    /// Gives the name and the fingerprint in hex of every device's certificate that is issued and has not expired to `each`.
    ///
    /// # Errors
    /// Any failure.
    pub(crate) fn each_in_force(&mut self, mut each: impl FnMut(&str, &str)) -> Outcome {
        let issuer = self.issuer.as_ref().map(|issuer| issuer.spki.clone());
        let filter = Filter {
            issuer: issuer.as_deref(),
            kinds: &[Kind::Device],
            states: &[State::Issued],
            ends_from: Some(self.run.now),
            ..Filter::default()
        };
        self.inventory.each_row(&filter, |row| {
            each(&row.name, row.cert_sha256.as_deref().unwrap_or_default());
            Ok(())
        })
    }

    /// The certificates of devices that the inventory has as issued, in the order of the names.
    ///
    /// # Errors
    /// Any failure.
    pub(crate) fn in_force(&mut self, names: &[&str]) -> Outcome<Vec<Option<Replaced>>> {
        let issuer = self.issuer.as_ref().map(|issuer| issuer.spki.clone());
        let mut of_name: HashMap<String, Replaced> = HashMap::new();
        for names in names.chunks(VALUES_MAX) {
            let rows = self.inventory.rows(&Filter {
                issuer: issuer.as_deref(),
                kinds: &[Kind::Device],
                names,
                states: &[State::Issued],
                ..Filter::default()
            })?;
            of_name.extend(rows.into_iter().map(|row| {
                let replaced = Replaced {
                    name: row.name.clone(),
                    serial: row.key.serial,
                    fingerprint: row.cert_sha256.unwrap_or_default(),
                    same_issuer: true,
                    is_renewed: false,
                };
                (row.name, replaced)
            }));
        }
        Ok(names.iter().map(|name| of_name.remove(*name)).collect())
    }
}

/// Returns the state of a row whose certificate is not in force, whatever its dates say.
fn withdrawn(row: &IssuedRow) -> Option<State> {
    matches!(row.state, State::Revoked | State::Held | State::Superseded).then_some(row.state)
}

/// Returns whether a certificate with this key fits a row that was reserved and never issued.
fn is_reservation(row: &IssuedRow, spki: &str) -> bool {
    row.is_unconfirmed() && row.spki_sha256.as_deref() == Some(spki)
}

impl Record for Ledger {
    fn reserve(&mut self, reservations: &[Reservation<'_>]) -> Outcome {
        let rows: Vec<NewRow<'_>> = reservations
            .iter()
            .map(|one| self.run.new_row(one, None))
            .collect();
        let claims = self.run.requested.map(|requested| {
            let foreign = rows
                .iter()
                .zip(reservations)
                .filter(|(_, one)| one.key_is_foreign);
            Claims::new(foreign.map(|(row, _)| row.claim()).collect(), requested)
        });
        let refused = self
            .inventory
            .reserve(&rows, self.issuer.as_ref(), claims.as_ref(), self.run.now)?;
        if let Some(refused) = refused {
            return Err(refused.into());
        }
        match self
            .inventory
            .refused_meanwhile(&rows, claims.as_ref(), self.run.now)?
        {
            None => Ok(()),
            Some(refused) => {
                let keys: Vec<RowKey> = rows.into_iter().map(|row| row.key).collect();
                self.inventory.abandon(&keys)?;
                Err(refused.into())
            }
        }
    }

    fn take_up(&mut self, certificate: &Certificate) -> Outcome<bool> {
        let Some(row) = self.reservation_of(certificate)? else {
            return Ok(false);
        };
        let facts = certificate.get();
        let row = NewRow {
            key: row.key.clone(),
            kind: row.kind,
            name: &row.name,
            spki_sha256: row.spki_sha256.clone().unwrap_or_default(),
            not_before: facts.not_before.seconds(),
            not_after: facts.not_after.seconds(),
            renewed_from: self.run.renewed_from(row.renewed_from.as_deref()),
            batch: row.batch.as_deref(),
            issued: Some(issued_facts(certificate, self.run.now)),
        };
        let issuers = Vec::from_iter(is_issuer(row.kind).then(|| new_issuer(certificate)));
        self.inventory.mark_issued(&[row], &[], &issuers)?;
        Ok(true)
    }

    fn issued(&mut self, reservations: &[Reservation<'_>], credentials: &[Credential]) -> Outcome {
        let pairs = || reservations.iter().zip(credentials);
        let rows: Vec<NewRow<'_>> = pairs()
            .map(|(one, credential)| {
                self.run
                    .new_row(one, Some(issued_facts(&credential.certificate, self.run.now)))
            })
            .collect();
        let superseded: Vec<Superseded<'_>> = reservations
            .iter()
            .filter_map(|one| {
                one.replaces
                    .filter(|replaced| !replaced.same_issuer)
                    .map(superseded)
            })
            .collect();
        let issuers: Vec<NewIssuer> = pairs()
            .filter(|(one, _)| is_issuer(kind(one.kind)))
            .map(|(_, credential)| new_issuer(&credential.certificate))
            .collect();
        Ok(self.inventory.mark_issued(&rows, &superseded, &issuers)?)
    }

    fn abandoned(&mut self, reservations: &[Reservation<'_>]) -> Outcome {
        let keys: Vec<RowKey> = reservations.iter().map(key).collect();
        Ok(self.inventory.abandon(&keys)?)
    }
}

impl Run {
    /// Returns what a row says about the certificate that it renews.
    fn renewed_from<'a>(&self, serial: Option<&'a str>) -> Option<RenewedFrom<'a>> {
        serial.map(|serial| RenewedFrom {
            serial,
            revoked_at: self.revokes_renewed.then_some(self.now),
            is_renewal: false,
        })
    }

    fn new_row<'a>(&'a self, reservation: &'a Reservation<'_>, issued: Option<IssuedFacts>) -> NewRow<'a> {
        let renewed = reservation.replaces.filter(|replaced| replaced.same_issuer);
        NewRow {
            key: key(reservation),
            kind: kind(reservation.kind),
            name: reservation.name,
            spki_sha256: reservation.key.to_hex(),
            not_before: reservation.validity.not_before(),
            not_after: reservation.validity.not_after(),
            renewed_from: renewed.and_then(|replaced| {
                let renewed_from = self.renewed_from(Some(&replaced.serial))?;
                Some(RenewedFrom {
                    is_renewal: replaced.is_renewed,
                    ..renewed_from
                })
            }),
            batch: self.batch.as_deref(),
            issued,
        }
    }
}

/// Returns the facts about a certificate that is issued.
pub(crate) fn issued_facts(certificate: &Certificate, now: i64) -> IssuedFacts {
    IssuedFacts {
        cert_sha256: Fingerprint::of(certificate.der()).to_string(),
        certificate: pem::base64(certificate.der()),
        issued_at: now,
    }
}

fn superseded(replaced: &Replaced) -> Superseded<'_> {
    Superseded {
        name: &replaced.name,
        serial: &replaced.serial,
        cert_sha256: &replaced.fingerprint,
    }
}

fn key(reservation: &Reservation<'_>) -> RowKey {
    RowKey {
        issuer: reservation.issuer.to_hex(),
        serial: Hex(reservation.serial.octets()).to_string(),
    }
}

/// An issuer as the inventory has it.
pub(crate) fn new_issuer(certificate: &Certificate) -> NewIssuer {
    NewIssuer {
        spki: PublicKeyId::of_certificate(certificate).to_hex(),
        subject: certificate.get().subject.to_string(),
        certificate: pem::base64(certificate.der()),
    }
}

/// The kind of a certificate in the words of the inventory.
pub(crate) fn kind(kind: pki::Kind) -> Kind {
    match kind {
        pki::Kind::Root => Kind::Root,
        pki::Kind::Intermediate => Kind::Intermediate,
        pki::Kind::Server => Kind::Server,
        pki::Kind::Device => Kind::Device,
    }
}

fn is_issuer(kind: Kind) -> bool {
    matches!(kind, Kind::Root | Kind::Intermediate)
}
