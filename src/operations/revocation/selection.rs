//! The certificates that a verb is to change, found in the inventory.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    path::Path,
};

use crate::{
    context::Context,
    error::{Code, Failure, Outcome},
    files::Lines,
    operations::{
        issue::{read_ca_certificate, read_certificate},
        revocation::unrecorded,
    },
    options::{pasted::named, revocation::Certificates},
    pki::{Certificate, PublicKeyId, unix_time},
    store::fleet::{Filter, Inventory, IssuedRow, Kind, RowKey, State},
};

/// The longest line of a file of names, in bytes.
const LINE_MAX: u64 = 1024;
/// Number of names that are looked up at once.
const NAMES_AT_ONCE: usize = 500;

/// The certificates that a command line selects.
pub(crate) struct Selection<'a> {
    pub(crate) kind: Kind,
    pub(crate) names: &'a [String],
    pub(crate) certificates: &'a Certificates,
    /// Set if all that are superseded are meant.
    pub(crate) superseded: bool,
    pub(crate) ca_crt: &'a Path,
    pub(crate) skip_missing: bool,
}

/// The states of certificates that are changed, and of those that need no change.
#[derive(Debug, Clone, Copy)]
pub(crate) struct States {
    pub(crate) from: &'static [State],
    pub(crate) done: State,
}

/// The certificates that were found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Those that are to change.
    pub(crate) rows: Vec<IssuedRow>,
    /// The keys of those, as the same certificate can be selected in several ways.
    keys: HashSet<RowKey>,
    /// Those that need no change.
    pub(crate) already: Vec<IssuedRow>,
    /// The names of those that are revoked and so cannot be changed any more.
    for_good: BTreeSet<String>,
}

/// The certificates that are named by themselves or by their serial numbers, and the CA that they are of.
pub(crate) struct Given {
    ca: Certificate,
    certificates: Vec<Certificate>,
}

impl Found {
    fn add(&mut self, row: IssuedRow, states: States) -> bool {
        if row.state == states.done {
            self.already.push(row);
            return true;
        }
        let fits = states.from.contains(&row.state);
        if fits && self.keys.insert(row.key.clone()) {
            self.rows.push(row);
        }
        fits
    }

    /// The same for one that is meant itself. Returns false for one that is missing.
    fn add_given(&mut self, row: IssuedRow, states: States) -> bool {
        let (is_revoked, name) = (row.state == State::Revoked, row.name.clone());
        let fits = self.add(row, states);
        if !fits && is_revoked {
            self.for_good.insert(name);
        }
        fits || is_revoked
    }
}

impl Selection<'_> {
    /// Reads the certificates that are named by files, before anything is changed; `None` where the names say it all.
    ///
    /// # Errors
    /// [`Code::Unfit`] for a certificate of another CA or kind, and whatever the files fail with.
    pub(crate) fn given(&self) -> Outcome<Option<Given>> {
        let Certificates { serial, cert, .. } = self.certificates;
        if serial.is_empty() && cert.is_empty() {
            return Ok(None);
        }
        let ca = read_ca_certificate(self.ca_crt)?;
        let mut certificates = Vec::new();
        for path in cert {
            let certificate = read_certificate(path)?;
            unrecorded::must_fit(&ca, &certificate, self.kind)?;
            certificates.push(certificate);
        }
        Ok(Some(Given { ca, certificates }))
    }

    /// Finds the certificates: of names those that have not expired, and others by their serial number or themselves.
    ///
    /// # Errors
    /// [`Code::NotFound`] with all names and serial numbers that have none, [`Code::Unfit`] for certificates that are revoked
    /// for good, and whatever files and inventory fail with.
    pub(crate) fn find(
        &self,
        context: &Context,
        inventory: &mut Inventory,
        states: States,
        given: Option<&Given>,
    ) -> Outcome<Found> {
        let now = unix_time(context.now).seconds();
        let mut found = Found::default();
        let mut missing = self.by_name(inventory, states, now, &mut found)?;
        if self.superseded {
            let rows = inventory.rows(&Filter {
                kinds: &[self.kind],
                states: &[State::Superseded],
                ends_from: Some(now),
                ..Filter::default()
            })?;
            rows.into_iter().for_each(|row| _ = found.add(row, states));
        }
        if let Some(Given { ca, certificates }) = given {
            missing.extend(self.by_serial(inventory, states, ca, &mut found)?);
            for certificate in certificates {
                let row = unrecorded::row_of(context, inventory, ca, certificate, self.kind)?;
                let serial = row.key.serial.clone();
                if !found.add_given(row, states) {
                    missing.push(serial);
                }
            }
        }
        match (found.for_good.is_empty(), missing.is_empty() || self.skip_missing) {
            (true, true) => Ok(found),
            (true, false) => Err(self.not_found(&missing)),
            (false, _) => Err(self.revoked_for_good(&found.for_good)),
        }
    }

    /// Returns the certificates of the names that are to be changed now: some may have been reserved since they were found.
    ///
    /// # Errors
    /// Whatever files and inventory fail with.
    pub(crate) fn of_names(
        &self,
        context: &Context,
        inventory: &mut Inventory,
        states: States,
    ) -> Outcome<Vec<IssuedRow>> {
        let mut found = Found::default();
        self.by_name(inventory, states, unix_time(context.now).seconds(), &mut found)?;
        Ok(found.rows)
    }

    /// Adds the certificates of the names, and returns the names that have none.
    fn by_name(
        &self,
        inventory: &mut Inventory,
        states: States,
        now: i64,
        found: &mut Found,
    ) -> Outcome<Vec<String>> {
        let mut names: BTreeSet<String> = self.names.iter().cloned().collect();
        if let Some(path) = &self.certificates.from {
            names.extend(names_in(path)?);
        }
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let (mut seen, mut revoked) = (BTreeMap::<String, bool>::new(), BTreeSet::new());
        for names in names.chunks(NAMES_AT_ONCE) {
            let rows = inventory.rows(&Filter {
                kinds: &[self.kind],
                names,
                ends_from: Some(now),
                ..Filter::default()
            })?;
            for row in rows {
                let name = row.name.clone();
                if row.state == State::Revoked {
                    revoked.insert(name.clone());
                }
                let fits = found.add(row, states);
                *seen.entry(name).or_default() |= fits;
            }
        }
        let is_missing = |name: &&str| !seen.get(*name).copied().unwrap_or(false);
        let missing = names.into_iter().filter(is_missing).map(str::to_owned);
        let (for_good, missing) = missing.partition::<Vec<_>, _>(|name| revoked.contains(name));
        found.for_good.extend(for_good);
        Ok(missing)
    }

    /// Adds the certificates of the serial numbers, and returns those that no certificate of this CA and kind has.
    fn by_serial(
        &self,
        inventory: &mut Inventory,
        states: States,
        ca: &Certificate,
        found: &mut Found,
    ) -> Outcome<Vec<String>> {
        let issuer = PublicKeyId::of_certificate(ca).to_hex();
        let mut missing = Vec::new();
        for serial in &self.certificates.serial {
            let key = RowKey {
                issuer: issuer.clone(),
                serial: serial.to_string(),
            };
            let row = inventory.row(&key)?.filter(|row| row.kind == self.kind);
            match row {
                Some(row) if found.add_given(row.clone(), states) => {}
                _ => missing.push(serial.to_string()),
            }
        }
        Ok(missing)
    }

    fn revoked_for_good(&self, names: &BTreeSet<String>) -> Failure {
        let kind = self.kind.word();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        Failure::of(
            Code::Unfit,
            format_args!("the certificates of {} are revoked for good", some_of(&names)),
        )
        .hint(format_args!(
            "nothing was changed; issue a new certificate with `amqtt-admin {kind} create {} --force`",
            named(kind, names.first().unwrap_or(&"ID")),
        ))
    }

    fn not_found(&self, missing: &[String]) -> Failure {
        let kind = self.kind.word();
        let shown = some_of(missing);
        Failure::of(
            Code::NotFound,
            format_args!("no {kind} certificate in the inventory fits {shown}"),
        )
        .hint(match self.kind {
            Kind::Intermediate => {
                "nothing was changed; expired certificates are left out; name the certificate itself with --cert, or use \
                 --if-missing skip"
                    .to_owned()
            }
            _ => format!(
                "nothing was changed; expired certificates are left out; see `amqtt-admin {kind} list`, or use --if-missing skip"
            ),
        })
    }
}

/// The first few of many names.
fn some_of(names: &[impl AsRef<str>]) -> String {
    let shown: Vec<&str> = names.iter().take(5).map(AsRef::as_ref).collect();
    let more = match names.len().saturating_sub(5) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{}{more}", shown.join(", "))
}

/// Reads a file with one name a line; blank lines are passed over.
fn names_in(path: &Path) -> Outcome<Vec<String>> {
    let mut lines = Lines::open(path)?;
    let (mut names, mut line) = (Vec::new(), Vec::new());
    while lines.next(&mut line, LINE_MAX)? {
        let text = std::str::from_utf8(&line).map_err(|_| {
            Failure::of(
                Code::Environment,
                format_args!("{} is not a file of names: it is not UTF-8", path.display()),
            )
        })?;
        let name = text.trim();
        if !name.is_empty() {
            names.push(name.to_owned());
        }
    }
    Ok(names)
}
