//! Certificates that are revoked by themselves, whether the inventory knows them or not.

use amqtt_x509::name::COMMON_NAME;

use crate::{
    context::Context,
    error::{Code, Failure, Outcome},
    operations::{facts::device_of, ledger},
    pki::{Certificate, PublicKeyId, is_issued_by, unix_time},
    store::fleet::{Inventory, IssuedRow, Kind, NewRow, RowKey},
};

/// Checks that a certificate is of this CA and of a kind, before anything is written down.
///
/// # Errors
/// [`Code::Unfit`] when it is not, or is the CA's own: a list of a CA cannot take back the trust in that CA, and would lock
/// out everyone below it.
pub(crate) fn must_fit(ca: &Certificate, certificate: &Certificate, kind: Kind) -> Outcome {
    let facts = certificate.get();
    let is_own = facts.subject == facts.issuer
        && PublicKeyId::of_certificate(certificate) == PublicKeyId::of_certificate(ca);
    if is_own {
        return Err(unfit(certificate, "is that of the CA itself, which its own list cannot revoke").hint(
            "nothing was changed; an issuing CA is revoked by the CA above it, named with --ca-crt; to give up a root, \
             create a new CA, and remove the old one from the CA files of brokers and devices",
        ));
    }
    if !is_issued_by(certificate, ca) {
        return Err(unfit(certificate, "was not issued by this CA").hint("name its CA with --ca-crt"));
    }
    match (facts.basic_constraints.ca, kind == Kind::Intermediate) {
        (false, true) => Err(unfit(certificate, "is not a CA's")
            .hint("revoke it with `amqtt-admin device revoke` or `amqtt-admin server revoke`")),
        (true, false) => Err(unfit(
            certificate,
            "is a CA's: revoke it with `amqtt-admin ca revoke`",
        )),
        _ => Ok(()),
    }
}

fn unfit(certificate: &Certificate, why: &str) -> Failure {
    let name = certificate.get().subject.to_string();
    Failure::of(Code::Unfit, format_args!("the certificate of {name:?} {why}"))
}

/// Returns the row of a certificate that [`must_fit`] has found to fit; it is written where there is none. One that was reserved and
/// not marked as issued is marked now: the certificate is here, so it was published.
///
/// # Errors
/// [`Code::Unfit`] when the inventory has it as one of another kind, or another one with its serial number.
pub(crate) fn row_of(
    context: &Context,
    inventory: &mut Inventory,
    ca: &Certificate,
    certificate: &Certificate,
    kind: Kind,
) -> Outcome<IssuedRow> {
    let facts = certificate.get();
    let key = RowKey {
        issuer: PublicKeyId::of_certificate(ca).to_hex(),
        serial: facts.serial.to_string(),
    };
    if let Some(row) = inventory.row(&key)? {
        if !is_of(&row, certificate) {
            return Err(unfit(
                certificate,
                "has the serial number of another certificate in the inventory",
            ));
        }
        if row.kind != kind {
            return Err(unfit(
                certificate,
                &format!("is in the inventory as a {}'s", row.kind.word()),
            ));
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
    let name =
        device_of(certificate).or_else(|| facts.subject.first(COMMON_NAME).map(|name| name.into_owned()));
    name.unwrap_or_else(|| facts.subject.to_string())
        .chars()
        .take(255)
        .collect()
}
