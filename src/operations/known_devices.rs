//! The devices of the inventory, for verbs about the rights of clients.

use std::path::Path;

use amqtt_database::DatabaseUrl;
use amqtt_rules::names::AccountName;

use crate::{
    context::Context,
    error::{Failure, Outcome},
    options::inventory::InventoryOptions,
    store::fleet::{Filter, Inventory, InventoryError, Kind, State},
};

/// The certificate that the inventory is beside by default: that of the CA in the working directory.
const CA_CERTIFICATE: &str = "ca.crt";

/// The inventory as a list of devices.
pub(crate) struct KnownDevices {
    /// `None` if there is no inventory.
    url: Option<DatabaseUrl>,
}

impl KnownDevices {
    /// Finds the inventory; a file that does not exist is not created.
    ///
    /// # Errors
    /// If the password of its database is not available.
    pub(crate) fn find(options: &InventoryOptions, context: &Context) -> Outcome<Self> {
        let url = options.url(context, Path::new(CA_CERTIFICATE))?;
        let is_missing = url.file().is_some_and(|file| !file.exists());
        Ok(Self {
            url: (!is_missing).then_some(url),
        })
    }

    /// Returns whether a device of this name has a certificate, or `None` if there is no inventory.
    ///
    /// # Errors
    /// If the inventory cannot be read.
    pub(crate) fn has(&self, name: &AccountName) -> Outcome<Option<bool>> {
        match &self.url {
            Some(url) => Ok(Some(!names_in(url, &[name.as_str()])?.is_empty())),
            None => Ok(None),
        }
    }

    /// Returns the names of all devices that have a certificate.
    ///
    /// # Errors
    /// If the inventory cannot be read.
    pub(crate) fn names(&self) -> Outcome<Vec<AccountName>> {
        self.url.as_ref().map_or(Ok(Vec::new()), |url| names_in(url, &[]))
    }
}

/// Returns the names of devices with a certificate that is neither revoked nor replaced, sorted; of `among`, if that is not
/// empty.
fn names_in(url: &DatabaseUrl, among: &[&str]) -> Outcome<Vec<AccountName>> {
    let mut inventory = Inventory::open(url).map_err(unreadable)?;
    let filter = Filter {
        kinds: &[Kind::Device],
        states: &[State::Issued, State::Held],
        names: among,
        ..Filter::default()
    };
    let mut names: Vec<AccountName> = Vec::new();
    let read = inventory.each_row::<InventoryError>(&filter, |row| {
        names.extend(row.name.parse().ok());
        Ok(())
    });
    read.map_err(unreadable)?;
    inventory.close();
    names.dedup();
    Ok(names)
}

fn unreadable(error: impl Into<Failure>) -> Failure {
    let failure: Failure = error.into();
    failure
        .context("cannot look up devices in the inventory of certificates")
        .hint("name another one with --inventory")
}
