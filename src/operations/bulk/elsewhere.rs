//! Devices that have a certificate in force, though not in the place where another one is issued to them: the wrong directory, or a
//! place that was lost. Both are the operator's to know.

use std::collections::BTreeSet;

use crate::{
    context::Context,
    error::Outcome,
    operations::ledger::Ledger,
    pki::{PublicKeyId, unix_time},
    store::fleet::{Filter, Kind, State, VALUES_MAX},
};

/// Number of names that a message lists.
const SHOWN: usize = 5;

/// Returns which of these devices have a certificate of this issuer in force.
///
/// # Errors
/// Any failure of the inventory.
pub(crate) fn among(
    context: &Context,
    ledger: &mut Ledger,
    issuer: PublicKeyId,
    names: &[&str],
) -> Outcome<BTreeSet<String>> {
    let (issuer, mut found) = (issuer.to_hex(), BTreeSet::new());
    for names in names.chunks(VALUES_MAX) {
        let rows = ledger.inventory().rows(&Filter {
            issuer: Some(&issuer),
            kinds: &[Kind::Device],
            names,
            states: &[State::Issued],
            ends_from: Some(unix_time(context.now).seconds()),
            ..Filter::default()
        })?;
        found.extend(rows.into_iter().map(|row| row.name));
    }
    Ok(found)
}

/// Says of the first ones that are found that they get another certificate.
pub(crate) fn warn(context: &Context, names: &BTreeSet<String>) {
    let shown: Vec<&str> = names.iter().take(SHOWN).map(String::as_str).collect();
    let more = match names.len() - shown.len() {
        0 => "",
        _ => " and others",
    };
    context.output.warn(format_args!(
        "certificates that are elsewhere are in force for {}{more}; the new ones do not replace them",
        shown.join(", ")
    ));
}
