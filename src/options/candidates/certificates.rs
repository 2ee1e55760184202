//! Names and serial numbers from the inventory.

use std::{ffi::OsStr, sync::mpsc, thread, time::Duration};

use clap::Args;
use clap_complete::{
    ArgValueCompleter, CompletionCandidate,
    engine::{PathCompleter, ValueCompleter as _},
};

use super::{OFFERED, typed};
use crate::{
    files,
    options::{CaCertificate, inventory::InventoryOptions},
    pki::{Certificate, PublicKeyId},
    store::fleet::{Inventory, Kind},
};

/// The longest time that somebody who presses Tab waits. Most inventories answer within a tenth of it.
const PATIENCE: Duration = Duration::from_millis(500);

/// The inventory that the words on the command line name.
#[derive(Debug, Args)]
struct Typed {
    #[command(flatten)]
    ca: CaCertificate,

    #[command(flatten)]
    inventory: InventoryOptions,
}

/// Offers the ids of devices that were issued a certificate.
pub(crate) fn devices() -> ArgValueCompleter {
    ArgValueCompleter::new(|start: &OsStr| names(start, Kind::Device))
}

/// Offers the same, and files.
pub(crate) fn devices_or_files() -> ArgValueCompleter {
    ArgValueCompleter::new(|start: &OsStr| {
        let mut found = PathCompleter::file().complete(start);
        found.extend(names(start, Kind::Device));
        found
    })
}

/// Offers the common names of brokers.
pub(crate) fn brokers() -> ArgValueCompleter {
    ArgValueCompleter::new(|start: &OsStr| names(start, Kind::Server))
}

/// Offers the serial numbers of the CA's certificates of the kind that the verb is about.
pub(crate) fn serials() -> ArgValueCompleter {
    ArgValueCompleter::new(|start: &OsStr| {
        let words: Vec<_> = std::env::args_os().collect();
        let is_about = |group: &str| words.iter().any(|word| word == group);
        let kind = match (is_about("server") || is_about("broker"), is_about("ca")) {
            (true, _) => Kind::Server,
            (_, true) => Kind::Intermediate,
            _ => Kind::Device,
        };
        offered(start, move |inventory, typed, start| {
            let contents = files::read(&typed.ca.ca_crt).ok()?;
            let ca = Certificate::first_from_file(&contents).ok()?;
            let issuer = PublicKeyId::of_certificate(&ca).to_hex();
            inventory.serials_from(&issuer, kind, start, OFFERED).ok()
        })
    })
}

fn names(start: &OsStr, kind: Kind) -> Vec<CompletionCandidate> {
    offered(start, move |inventory, _, start| {
        inventory.names_from(kind, start, OFFERED).ok()
    })
}

/// Returns what `look` finds in the inventory; nothing where that is not available in time, as a completion cannot report an
/// error. No password is asked for, and nothing is made.
fn offered(
    start: &OsStr,
    look: impl Fn(&mut Inventory, &Typed, &str) -> Option<Vec<String>> + Send + 'static,
) -> Vec<CompletionCandidate> {
    let Some(start) = start.to_str().map(str::to_owned) else {
        return Vec::new();
    };
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let found = || {
            let typed: Typed = typed()?;
            let url = typed.inventory.url_without_asking(&typed.ca.ca_crt).ok()?;
            if url.file().is_some_and(|file| !file.exists()) {
                return None;
            }
            let mut inventory = Inventory::open_to_read(&url, PATIENCE).ok()?;
            look(&mut inventory, &typed, &start)
        };
        // Nobody may be waiting any more.
        let _ = sender.send(found());
    });
    let found = receiver.recv_timeout(PATIENCE).ok().flatten().unwrap_or_default();
    let fit = found.into_iter().filter(|text| !text.contains(char::is_control));
    fit.map(CompletionCandidate::new).collect()
}
