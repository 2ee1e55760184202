//! Devices on hold: a device that was suspended gets no other certificate until the hold is lifted.

use std::collections::BTreeSet;

use crate::{
    context::Context,
    error::{Code, Failure, Outcome},
    operations::ledger::Ledger,
    pki::unix_time,
    store::fleet::{Filter, Kind, OnHold, Refused, RevokedMeanwhile, State},
};

/// Number of names that are looked up at once.
pub(crate) const NAMES_AT_ONCE: usize = 500;

impl From<OnHold> for Failure {
    fn from(held: OnHold) -> Self {
        let hint = format!("nothing was changed; {}", remedy(&held));
        Self::new(Code::Unfit, held).hint(hint)
    }
}

impl From<RevokedMeanwhile> for Failure {
    fn from(revoked: RevokedMeanwhile) -> Self {
        Self::new(Code::Unfit, revoked).hint("nothing was changed; a revoked certificate is not renewed")
    }
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Key(key) => key.into(),
            Refused::Hold(device) => device.into(),
            Refused::Revoked(certificate) => certificate.into(),
        }
    }
}

/// Returns what to do about a device on hold.
pub(crate) fn remedy(held: &OnHold) -> String {
    format!("lift the hold with `amqtt-admin device resume {}`", held.name)
}

/// Returns which of these devices (at most 500) have an unexpired certificate on hold.
///
/// # Errors
/// Any failure of the inventory.
pub(crate) fn among(context: &Context, ledger: &mut Ledger, names: &[&str]) -> Outcome<BTreeSet<String>> {
    if names.is_empty() {
        return Ok(BTreeSet::new());
    }
    let rows = ledger.inventory().rows(&Filter {
        kinds: &[Kind::Device],
        names,
        states: &[State::Held],
        ends_from: Some(unix_time(context.now).seconds()),
        ..Filter::default()
    })?;
    Ok(rows.into_iter().map(|row| row.name).collect())
}

/// Refuses devices (at most 500) of which one is on hold.
///
/// # Errors
/// [`Code::Unfit`] for a device on hold, and any failure of the inventory.
pub(crate) fn refuse_among(context: &Context, ledger: &mut Ledger, names: &[&str]) -> Outcome {
    match among(context, ledger, names)?.pop_first() {
        Some(name) => Err(OnHold { name }.into()),
        None => Ok(()),
    }
}
