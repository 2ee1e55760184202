//! The standing of an issuing CA: whether the CA above it has revoked it, as far as the inventory knows.

use amqtt_x509::name::COMMON_NAME;

use crate::{
    error::{Code, Failure, Outcome},
    pki::{Certificate, PublicKeyId},
    store::fleet::{Filter, Inventory, Kind, State},
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
