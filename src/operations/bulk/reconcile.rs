//! Certificates in a directory, taken into an inventory that lost them.

use std::{collections::HashSet, path::Path};

use amqtt_x509::name::COMMON_NAME;

use crate::{
    context::Context,
    error::Outcome,
    files,
    operations::{
        issuing::ca::Ca,
        ledger::{Adopted, Book, Ledger, kind},
        lists::{
            self,
            bundle::newest_of,
            successor::{commands, named, rows_of},
        },
    },
    pki::{Certificate, Kind, RevocationList, lost_on},
    store::fleet::State,
};

/// Number of certificates that are looked up at once.
const BATCH: usize = 250;

/// Numbers of certificates that were found.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Found {
    /// Of this CA.
    pub(crate) certificates: u64,
    /// Had no row.
    pub(crate) added: u64,
    /// Were reserved, and are marked as issued now.
    pub(crate) taken_up: u64,
    pub(crate) of_other_cas: u64,
    pub(crate) unreadable: u64,
    /// Certificates of devices in force that were not found.
    pub(crate) missing: u64,
}

/// The number of names of missing certificates that are shown.
const NAMES_SHOWN: usize = 5;

/// Identifies a certificate that was found: the beginning of its fingerprint. A million of them fit in memory.
type Short = u128;

/// Takes the certificates of a CA in a directory, and in the directories in it, into the inventory.
///
/// # Errors
/// When the directory cannot be read, or the inventory not be written; what was written stays.
///
/// Those that the inventory has and the directory has not are reported: they may be elsewhere, or lost.
pub(crate) fn reconcile(context: &Context, directory: &Path, ca: &Ca, book: Book<'_>) -> Outcome<Found> {
    let mut found = Found::default();
    let Some(mut ledger) = book.ledger(context, ca.certificate())? else {
        return Ok(found);
    };
    let mut batch: Vec<Certificate> = Vec::with_capacity(BATCH);
    let mut seen: HashSet<Short> = HashSet::new();
    let progress = context.output.progress(None);
    files::each_below(directory, "crt", &mut |path| {
        progress.advance(1);
        let certificate = files::read(path)
            .ok()
            .and_then(|contents| Certificate::first_from_file(&contents).ok());
        match certificate {
            None => {
                found.unreadable += 1;
                context
                    .output
                    .warn(format_args!("{} cannot be read as a certificate", path.display()));
            }
            Some(certificate) if certificate == *ca.certificate() => {}
            Some(certificate) if !ca.has_signed(&certificate) => found.of_other_cas += 1,
            Some(certificate) => {
                seen.extend(short(&certificate.get().fingerprint().to_string()));
                batch.push(certificate);
            }
        }
        match batch.len() < BATCH {
            true => Ok(()),
            false => take_in(&mut ledger, &mut batch, &mut found),
        }
    })?;
    take_in(&mut ledger, &mut batch, &mut found)?;
    found.missing = missing(context, directory, &mut ledger, &seen)?;
    warn_of_revoked(context, ca.certificate(), book.ca_crt, &mut ledger)?;
    Ok(found)
}

/// Warns of certificates in force that the list beside the CA revokes: an inventory that was made again does not know that.
fn warn_of_revoked(context: &Context, ca: &Certificate, ca_crt: &Path, ledger: &mut Ledger) -> Outcome {
    let path = lists::default_path(ca_crt);
    let lists = match path.exists() {
        true => RevocationList::all_from_file(&files::read_crls(&path)?).unwrap_or_default(),
        false => Vec::new(),
    };
    let Some(list) = newest_of(ca, &lists) else {
        return Ok(());
    };
    let mut revoked = lost_on(&list.get(), &HashSet::new());
    let rows = rows_of(ledger.inventory(), ca, &revoked)?;
    revoked.retain(|lost| {
        let row = rows.get(&lost.serial);
        row.is_some_and(|row| !matches!(row.state, State::Revoked | State::Held) && row.reason.is_none())
    });
    if !revoked.is_empty() {
        context.output.warn(format_args!(
            "{} revokes certificates that the inventory has not as revoked: {}; run {}",
            path.display(),
            named(&revoked, &rows),
            commands(&revoked, &rows)
        ));
    }
    Ok(())
}

/// Counts the certificates in force that were not found, and says which they are.
fn missing(context: &Context, directory: &Path, ledger: &mut Ledger, seen: &HashSet<Short>) -> Outcome<u64> {
    let (mut count, mut names) = (0, Vec::new());
    ledger.each_in_force(|name, fingerprint| {
        if !short(fingerprint).is_some_and(|short| seen.contains(&short)) {
            count += 1;
            if names.len() < NAMES_SHOWN {
                names.push(name.to_owned());
            }
        }
    })?;
    if count > 0 {
        let more = match count - names.len() as u64 {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        context.output.warn(format_args!(
            "issued, and not found in {}: the certificates of {}{more}",
            directory.display(),
            names.join(", ")
        ));
    }
    Ok(count)
}

/// Returns the beginning of a fingerprint in hex.
fn short(fingerprint: &str) -> Option<Short> {
    Short::from_str_radix(fingerprint.get(..32)?, 16).ok()
}

fn take_in(ledger: &mut Ledger, batch: &mut Vec<Certificate>, found: &mut Found) -> Outcome {
    let batch = std::mem::take(batch);
    let names: Vec<String> = batch.iter().map(name).collect();
    let named: Vec<_> = batch
        .iter()
        .zip(&names)
        .map(|(certificate, name)| (kind(kind_of(certificate)), name.as_str(), certificate))
        .collect();
    let Adopted { taken_up, added, .. } = ledger.adopt(&named)?;
    found.certificates += batch.len() as u64;
    found.taken_up += taken_up;
    found.added += added;
    Ok(())
}

fn name(certificate: &Certificate) -> String {
    certificate
        .get()
        .subject
        .first(COMMON_NAME)
        .unwrap_or_default()
        .into_owned()
}

fn kind_of(certificate: &Certificate) -> Kind {
    let facts = certificate.get();
    match facts.extended_key_usage {
        _ if facts.basic_constraints.ca => Kind::Intermediate,
        Some(usage) if usage.server_auth && !usage.client_auth => Kind::Server,
        _ => Kind::Device,
    }
}
