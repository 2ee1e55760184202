//! Certificates that are revoked by themselves, whether the inventory knows them or not.

use amqtt_verifier::SpiffeId;
use amqtt_x509::name::COMMON_NAME;

use crate::{
    context::Context,
    error::{Code, Failure, Outcome},
    operations::{facts::AltNames, ledger},
    pki::{Certificate, PublicKeyId, is_issued_by, unix_time},
    store::fleet::{Inventory, IssuedRow, Kind, NewRow, RowKey},
};

/// Returns the row of a certificate of this CA, which is written where there is none. One that was reserved and not marked
/// as issued is marked now: the certificate is here, so it was published.
///
/// # Errors
/// [`Code::Unfit`] when the certificate is of another CA or kind, or the inventory has another one with its serial number.
pub(crate) fn row_of(
    context: &Context,
    inventory: &mut Inventory,
    ca: &Certificate,
    certificate: &Certificate,
    kind: Kind,
) -> Outcome<IssuedRow> {
    let facts = certificate.get();
    let unfit = |why: &str| {
        let name = facts.subject.to_string();
        Failure::of(Code::Unfit, format_args!("the certificate of {name:?} {why}"))
    };
    if !is_issued_by(certificate, ca) {
        return Err(unfit("was not issued by this CA").hint("name its CA with --ca-crt"));
    }
    if facts.basic_constraints.ca != (kind == Kind::Intermediate) {
        return Err(unfit(match kind {
            Kind::Intermediate => "is not a CA's",
            _ => "is a CA's: revoke it with `amqtt-admin ca revoke`",
        }));
    }
    let key = RowKey {
        issuer: PublicKeyId::of_certificate(ca).to_hex(),
        serial: facts.serial.to_string(),
    };
    if let Some(row) = inventory.row(&key)? {
        if !is_of(&row, certificate) {
            return Err(unfit(
                "has the serial number of another certificate in the inventory",
            ));
        }
        if row.kind != kind {
            return Err(unfit(&format!("is in the inventory as a {}'s", row.kind.word())));
        }
        if !row.is_unconfirmed() {
            return Ok(row);
        }
    }
    let name = name_of(certificate);
    let row = NewRow {
        key: key.clone(),
        kind,
        name: &name,
        spki_sha256: PublicKeyId::of_certificate(certificate).to_hex(),
        not_before: facts.not_before.seconds(),
        not_after: facts.not_after.seconds(),
        renewed_from: None,
        batch: None,
        issued: Some(ledger::issued_facts(
            certificate,
            unix_time(context.now).seconds(),
        )),
    };
    inventory.mark_issued(&[row], &[], &[])?;
    inventory
        .row(&key)?
        .ok_or_else(|| Failure::of(Code::Bug, "a row of the inventory is gone"))
}

/// Returns whether a row is that of a certificate: by its fingerprint, or by its key where it was not marked as issued.
fn is_of(row: &IssuedRow, certificate: &Certificate) -> bool {
    let spki = PublicKeyId::of_certificate(certificate).to_hex();
    match &row.cert_sha256 {
        Some(known) => *known == certificate.get().fingerprint().to_string(),
        None => row.spki_sha256.as_ref().is_none_or(|known| *known == spki),
    }
}

/// The device id that a certificate carries, else its common name, else its subject.
fn name_of(certificate: &Certificate) -> String {
    let facts = certificate.get();
    let uris = AltNames::of(&facts).uri;
    let device = uris
        .iter()
        .find_map(|uri| Some(SpiffeId::parse(uri).ok()?.device()?.to_owned()));
    let name = device.or_else(|| facts.subject.first(COMMON_NAME).map(|name| name.into_owned()));
    name.unwrap_or_else(|| facts.subject.to_string())
        .chars()
        .take(255)
        .collect()
}
