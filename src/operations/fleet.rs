//! The inventory, as the verbs that read it or change it open it.

use std::path::Path;

use amqtt_database::{DatabaseUrl, OpenOptions};

use crate::{
    context::Context,
    error::{Code, Failure, Outcome},
    files,
    operations::failures::of_inventory,
    options::inventory::InventoryOptions,
    store::{OpenError, fleet::Inventory},
};

/// Opens an inventory that exists: a question makes none, and what was not recorded cannot be changed.
///
/// # Errors
/// [`Code::Environment`] when it does not exist or cannot be used.
pub(crate) fn open(context: &Context, options: &InventoryOptions, ca_crt: &Path) -> Outcome<Inventory> {
    let url = options.url(context, ca_crt)?;
    if let Some(file) = url.file().filter(|file| !file.exists()) {
        return Err(Failure::of(
            Code::Environment,
            format_args!("the inventory {} does not exist", file.display()),
        )
        .hint("name the inventory with --inventory, or the CA whose inventory is beside it with --ca-crt"));
    }
    open_at(&url)
}

/// Opens an inventory, and makes it where it does not exist.
///
/// # Errors
/// [`Code::Environment`] when it cannot be used.
pub(crate) fn open_or_make(
    context: &Context,
    options: &InventoryOptions,
    ca_crt: &Path,
) -> Outcome<Inventory> {
    let url = options.url(context, ca_crt)?;
    if let Some(file) = url.file().filter(|file| !file.exists()) {
        context.output.warn(format_args!(
            "the inventory {} does not exist: nothing is known to be revoked",
            file.display()
        ));
    }
    open_at(&url)
}

/// Opens an inventory if there is one.
///
/// # Errors
/// [`Code::Environment`] when it cannot be used.
pub(crate) fn open_if_there(
    context: &Context,
    options: &InventoryOptions,
    ca_crt: &Path,
) -> Outcome<Option<Inventory>> {
    let url = options.url(context, ca_crt)?;
    match url.file().is_some_and(|file| !file.exists()) {
        true => Ok(None),
        false => open_at(&url).map(Some),
    }
}

/// Opens an inventory if there is one, to read it alone: a file takes no right to write for that.
///
/// # Errors
/// [`Code::Environment`] when it cannot be used.
pub(crate) fn open_to_read(
    context: &Context,
    options: &InventoryOptions,
    ca_crt: &Path,
) -> Outcome<Option<Inventory>> {
    let url = options.url(context, ca_crt)?;
    let Some(file) = url.file() else {
        // A node of a cluster that is to be written to is one that has caught up.
        return open_at(&url).map(Some);
    };
    if !file.exists() {
        return Ok(None);
    }
    match Inventory::open_to_read(&url, OpenOptions::default().patience) {
        Ok(inventory) => Ok(Some(inventory)),
        // The way that makes tables does without them, or says what is wrong.
        Err(_) => open_at(&url).map(Some),
    }
}

/// The same for a question that needs one.
///
/// # Errors
/// [`Code::Environment`] when it does not exist or cannot be used.
pub(crate) fn reading(context: &Context, options: &InventoryOptions, ca_crt: &Path) -> Outcome<Inventory> {
    match open_to_read(context, options, ca_crt)? {
        Some(inventory) => Ok(inventory),
        None => open(context, options, ca_crt),
    }
}

/// Opens an inventory, which is made on demand. A failure leaves nothing of one that was made.
///
/// # Errors
/// [`OpenError`].
pub(crate) fn made_on_demand(url: &DatabaseUrl) -> Result<Inventory, OpenError> {
    let new_file = url.file().filter(|file| file.symlink_metadata().is_err());
    Inventory::open(url).inspect_err(|_| new_file.into_iter().for_each(files::remove_if_empty))
}

fn open_at(url: &DatabaseUrl) -> Outcome<Inventory> {
    made_on_demand(url).map_err(|error| {
        let failure = match error {
            OpenError::Database(error) => of_inventory(error),
            error => error.into(),
        };
        failure.context("cannot use the inventory of certificates")
    })
}
