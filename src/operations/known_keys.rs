//! Keys of certificate requests that the inventory knows already.

use std::collections::HashMap;

use crate::{
    context::Context,
    error::{Code, Failure, Outcome},
    operations::ledger::{Book, Ledger, kind},
    pki::{self, PublicKeyId},
    store::fleet::{Filter, IssuedRow, State},
};

/// The most keys that are looked up at once.
pub(crate) const KEYS_MAX: usize = 500;

/// Fault of a key that is not to be certified.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum KnownKey {
    #[error(
        "the key of the certificate request was revoked as compromised, in certificate {serial} of {name}"
    )]
    Compromised { name: String, serial: String },
    #[error(
        "the key of the certificate request is recorded as that of {kind} {name}, in certificate {serial}"
    )]
    Shared {
        kind: &'static str,
        name: String,
        serial: String,
    },
}

impl From<KnownKey> for Failure {
    fn from(fault: KnownKey) -> Self {
        let hint = match &fault {
            KnownKey::Compromised { .. } => "nothing was changed; make a new key and a new request",
            KnownKey::Shared { .. } => {
                "nothing was changed; a cloned image has the key of its original: make a new key, or pass --allow-shared-key"
            }
        };
        Self::new(Code::Unfit, fault).hint(hint)
    }
}

/// A key, and the name that it is to be certified for.
#[derive(Debug, Clone)]
pub(crate) struct KeyOf {
    /// As the inventory knows it.
    pub(crate) spki: String,
    pub(crate) kind: pki::Kind,
    pub(crate) name: String,
}

/// Looks up keys (at most 500), and returns the fault of each that was compromised, or that is known under another name
/// unless `shared` allows it.
///
/// # Errors
/// Any failure of the inventory.
pub(crate) fn faults(ledger: &mut Ledger, keys: &[KeyOf], shared: bool) -> Outcome<Vec<Option<KnownKey>>> {
    let spkis: Vec<&str> = keys.iter().map(|key| key.spki.as_str()).collect();
    let mut of_key: HashMap<String, Vec<IssuedRow>> = HashMap::new();
    if !spkis.is_empty() {
        let filter = Filter {
            spkis: &spkis,
            ..Filter::default()
        };
        for row in ledger.inventory().rows(&filter)? {
            if let Some(spki) = row.spki_sha256.clone() {
                of_key.entry(spki).or_default().push(row);
            }
        }
    }
    let fault = |key: &KeyOf| fault(of_key.get(&key.spki).map_or(&[][..], Vec::as_slice), key, shared);
    Ok(keys.iter().map(fault).collect())
}

fn fault(rows: &[IssuedRow], key: &KeyOf, shared: bool) -> Option<KnownKey> {
    if let Some(row) = rows.iter().find(|row| row.is_compromised()) {
        return Some(KnownKey::Compromised {
            name: row.name.clone(),
            serial: row.key.serial.clone(),
        });
    }
    let is_other = |row: &&IssuedRow| {
        row.state != State::Abandoned && (row.kind != kind(key.kind) || row.name != key.name)
    };
    let other = rows.iter().find(is_other).filter(|_| !shared)?;
    Some(KnownKey::Shared {
        kind: other.kind.word(),
        name: other.name.clone(),
        serial: other.key.serial.clone(),
    })
}

/// Refuses a key that the inventory knows under another name (unless `shared` allows it), as a cloned image has it, and
/// one that was revoked because it was compromised.
///
/// # Errors
/// [`Code::Unfit`] for such a key, [`Code::Environment`] when there is an inventory that cannot be used.
pub(crate) fn refuse(
    context: &Context,
    book: Book<'_>,
    key: PublicKeyId,
    (kind, name): (pki::Kind, &str),
    shared: bool,
) -> Outcome {
    let Some(mut ledger) = book.existing(context, None)? else {
        return Ok(());
    };
    let key = KeyOf {
        spki: key.to_hex(),
        kind,
        name: name.to_owned(),
    };
    let fault = faults(&mut ledger, &[key], shared)?.pop().flatten();
    ledger.close();
    fault.map_or(Ok(()), |fault| Err(fault.into()))
}
