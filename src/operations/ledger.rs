//! The record of what is issued, kept in the inventory. Here alone issuing and the database meet.

use std::{collections::HashMap, path::Path};

use amqtt_x509::hex::Hex;
use base64ct::{Base64, Encoding as _};

use crate::{
    context::Context,
    error::{Failure, Outcome},
    operations::{
        issuing::{
            Credential,
            record::{NoRecord, Record, Replaced, Reservation},
        },
        standing::must_be_in_force,
    },
    options::inventory::Recording,
    pki::{self, Certificate, PublicKeyId, unix_time},
    store::fleet::{
        Claims, Filter, Inventory, IssuedFacts, IssuedRow, Kind, NewIssuer, NewRow, RenewedFrom, Requested,
        RowKey, State, Superseded,
    },
};

/// Numbers of certificates that were found in their places, by what was done with them.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Adopted {
    /// Were reserved, and are marked as issued now.
    pub(crate) taken_up: u64,
    /// Had no row.
    pub(crate) added: u64,
}

/// The record that a verb keeps of what it issues.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Book<'a> {
    pub(crate) recording: &'a Recording,
    /// The CA's certificate, which the inventory is beside by default.
    pub(crate) ca_crt: &'a Path,
}

impl Book<'_> {
    /// Opens the record. The issuer is `None` for a root, which is its own.
    ///
    /// # Errors
    /// [`Code::Environment`](crate::error::Code::Environment) when the inventory cannot be opened or made.
    pub(crate) fn open(self, context: &Context, issuer: Option<&Certificate>) -> Outcome<Box<dyn Record>> {
        if self.recording.no_record {
            return Ok(Box::new(NoRecord));
        }
        let url = self.recording.inventory.url(context, self.ca_crt)?;
        let mut inventory = Inventory::open(&url).map_err(without_record)?;
        issuer.map_or(Ok(()), |ca| must_be_in_force(&mut inventory, ca))?;
        Ok(Box::new(Ledger::new(inventory, context, issuer)))
    }

    /// Opens the record of a certificate whose key a request has brought, which is not reserved where the inventory knows the
    /// key under another name.
    ///
    /// # Errors
    /// As [`Book::open`].
    pub(crate) fn open_for_request(
        self,
        context: &Context,
        issuer: &Certificate,
        requested: Requested,
    ) -> Outcome<Box<dyn Record>> {
        if self.recording.no_record {
            return Ok(Box::new(NoRecord));
        }
        let url = self.recording.inventory.url(context, self.ca_crt)?;
        let mut inventory = Inventory::open(&url).map_err(without_record)?;
        must_be_in_force(&mut inventory, issuer)?;
        let ledger = Ledger::new(inventory, context, Some(issuer));
        Ok(Box::new(ledger.for_requests(requested)))
    }

    /// Opens the ledger of a bulk verb, whose run it notes; `None` where none is kept.
    ///
    /// # Errors
    /// As [`Book::open`].
    pub(crate) fn ledger(self, context: &Context, issuer: &Certificate) -> Outcome<Option<Ledger>> {
        if self.recording.no_record {
            return Ok(None);
        }
        let url = self.recording.inventory.url(context, self.ca_crt)?;
        let inventory = Inventory::open(&url).map_err(without_record)?;
        let mut ledger = Ledger::new(inventory, context, Some(issuer));
        ledger.run.batch = Some(unix_time(context.now).to_string());
        Ok(Some(ledger))
    }

    /// Opens the ledger where there is one: a question makes none.
    ///
    /// # Errors
    /// As [`Book::open`].
    pub(crate) fn existing(self, context: &Context, issuer: Option<&Certificate>) -> Outcome<Option<Ledger>> {
        if self.recording.no_record {
            return Ok(None);
        }
        let url = self.recording.inventory.url(context, self.ca_crt)?;
        if url.file().is_some_and(|file| !file.exists()) {
            return Ok(None);
        }
        let inventory = Inventory::open(&url).map_err(without_record)?;
        Ok(Some(Ledger::new(inventory, context, issuer)))
    }

    /// Marks a certificate that is in its place, whole, as issued, where a run was interrupted after it was published
    /// and before that was written down. Returns whether that was so.
    ///
    /// # Errors
    /// [`Code::Environment`](crate::error::Code::Environment) when there is an inventory that cannot be used.
    pub(crate) fn take_up(
        self,
        context: &Context,
        issuer: Option<&Certificate>,
        certificate: &Certificate,
    ) -> Outcome<bool> {
        match self.existing(context, issuer)? {
            Some(mut ledger) => ledger.take_up(certificate),
            None => Ok(false),
        }
    }

    /// Returns whether a run was interrupted after this certificate was published and before that was written down.
    ///
    /// # Errors
    /// As [`Book::take_up`].
    pub(crate) fn was_interrupted(
        self,
        context: &Context,
        issuer: Option<&Certificate>,
        certificate: &Certificate,
    ) -> Outcome<bool> {
        match self.existing(context, issuer)? {
            Some(mut ledger) => Ok(ledger.reservation_of(certificate)?.is_some()),
            None => Ok(false),
        }
    }
}

/// Says how to do without the inventory.
fn without_record(error: impl Into<Failure>) -> Failure {
    let failure: Failure = error.into();
    failure
        .context("cannot use the inventory of certificates")
        .hint("name another one with --inventory, or issue without a record with --no-record")
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

    /// Marks a certificate as issued where a run was interrupted before it could; returns whether that was so.
    ///
    /// # Errors
    /// Any failure; the row stays as it is.
    pub(crate) fn take_up(&mut self, certificate: &Certificate) -> Outcome<bool> {
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
                Some(_) => continue,
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

    /// The certificates of devices (at most 500) that the inventory has as issued, in the order of the names.
    ///
    /// # Errors
    /// Any failure.
    pub(crate) fn in_force(&mut self, names: &[&str]) -> Outcome<Vec<Option<Replaced>>> {
        let issuer = self.issuer.as_ref().map(|issuer| issuer.spki.clone());
        let rows = self.inventory.rows(&Filter {
            issuer: issuer.as_deref(),
            kinds: &[Kind::Device],
            names,
            states: &[State::Issued],
            ..Filter::default()
        })?;
        let mut of_name: HashMap<String, Replaced> = HashMap::new();
        for row in rows {
            let replaced = Replaced {
                name: row.name.clone(),
                serial: row.key.serial,
                fingerprint: row.cert_sha256.unwrap_or_default(),
                renewed: false,
            };
            of_name.insert(row.name, replaced);
        }
        Ok(names.iter().map(|name| of_name.remove(*name)).collect())
    }
}

/// Returns whether a certificate with this key fits a row that was reserved and never issued.
fn is_reservation(row: &IssuedRow, spki: &str) -> bool {
    matches!(row.state, State::Reserved | State::Abandoned) && row.spki_sha256.as_deref() == Some(spki)
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
            .reserve(&rows, self.issuer.as_ref(), claims.as_ref())?;
        refused.map_or(Ok(()), |refused| Err(refused.into()))
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
            .filter_map(|one| one.replaces.filter(|replaced| !replaced.renewed).map(superseded))
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
        })
    }

    fn new_row<'a>(&'a self, reservation: &'a Reservation<'_>, issued: Option<IssuedFacts>) -> NewRow<'a> {
        let renewed = reservation.replaces.filter(|replaced| replaced.renewed);
        NewRow {
            key: key(reservation),
            kind: kind(reservation.kind),
            name: reservation.name,
            spki_sha256: reservation.key.to_hex(),
            not_before: reservation.validity.not_before(),
            not_after: reservation.validity.not_after(),
            renewed_from: self.renewed_from(renewed.map(|replaced| replaced.serial.as_str())),
            batch: self.batch.as_deref(),
            issued,
        }
    }
}

/// Returns the facts about a certificate that is issued.
pub(crate) fn issued_facts(certificate: &Certificate, now: i64) -> IssuedFacts {
    IssuedFacts {
        cert_sha256: certificate.get().fingerprint().to_string(),
        certificate: Base64::encode_string(certificate.der()),
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
        certificate: Base64::encode_string(certificate.der()),
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
