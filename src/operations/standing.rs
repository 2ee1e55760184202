//! The standing of a certificate, as far as the inventory knows: whether the CA above has revoked it.

use std::path::Path;

use amqtt_x509::name::COMMON_NAME;

use crate::{
    context::Context,
    error::{Code, Failure, Outcome},
    pki::{Certificate, PublicKeyId},
    store::fleet::{Filter, Inventory, IssuedRow, Kind, State},
};

/// Returns whether a CA is revoked.
///
/// # Errors
/// Whatever the inventory fails with.
pub(crate) fn is_revoked(inventory: &mut Inventory, ca: &Certificate) -> Outcome<bool> {
    let spki = PublicKeyId::of_certificate(ca).to_hex();
    let fingerprint = ca.get().fingerprint().to_string();
    let rows = inventory.rows(&Filter {
        kinds: &[Kind::Intermediate],
        states: &[State::Revoked, State::Held],
        spkis: &[&spki],
        ..Filter::default()
    })?;
    let is_it = |known: &Option<String>| known.as_deref() == Some(&*fingerprint);
    Ok(rows.iter().any(|row| is_it(&row.cert_sha256)))
}

/// Checks that a CA that is to sign is not revoked: nobody would accept what it signs.
///
/// # Errors
/// [`Code::Unfit`] when it is, and whatever the inventory fails with.
pub(crate) fn must_be_in_force(inventory: &mut Inventory, ca: &Certificate) -> Outcome {
    if !is_revoked(inventory, ca)? {
        return Ok(());
    }
    let subject = ca.get().subject;
    let name = subject.first(COMMON_NAME).unwrap_or_default();
    Err(Failure::of(
        Code::Unfit,
        format_args!("the CA {name:?} is revoked, so that nobody accepts what it signs"),
    )
    .hint(
        "nothing was changed; make another CA with `amqtt-admin ca intermediate`, and name it with --ca-crt and --ca-key",
    ))
}

/// Warns of a certificate that is to be used and is not in force.
pub(crate) fn warn_of_withdrawn(context: &Context, row: &IssuedRow, file: &Path) {
    let (file, reason) = (file.display(), row.reason.as_deref().unwrap_or("unspecified"));
    match row.state {
        State::Revoked => context.output.warn(format_args!(
            "{file} is revoked ({reason}): brokers that read the revocation list refuse it"
        )),
        State::Held => context.output.warn(format_args!(
            "{file} is on hold: brokers that read the revocation list refuse it"
        )),
        State::Superseded => context.output.warn(format_args!(
            "{file} is superseded: another certificate has taken its place"
        )),
        State::Issued | State::Reserved | State::Abandoned => {}
    }
}
