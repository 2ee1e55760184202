//! Keys that others have made, and that the inventory knows already.

use std::collections::HashMap;

use crate::{
    error::{Code, Failure, Outcome},
    operations::ledger::{Ledger, kind},
    pki::{self, PublicKeyId},
    store::fleet::{Filter, IssuedRow, KnownKey, RefusedKey},
};

/// The most keys that are looked up at once.
pub(crate) const KEYS_MAX: usize = 500;

impl From<RefusedKey> for Failure {
    fn from(refused: RefusedKey) -> Self {
        let hint = format!("nothing was changed; {}", remedy(&refused.why));
        Self::new(Code::Unfit, refused).hint(hint)
    }
}

/// Returns what to do about a key that is not certified.
pub(crate) fn remedy(why: &KnownKey) -> &'static str {
    match why {
        KnownKey::Compromised { .. } => "make a new key",
        KnownKey::Shared { .. } => {
            "a cloned image has the key of its original: make a new key, or pass --allow-shared-key"
        }
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
    let fault = |key: &KeyOf| {
        let rows = of_key.get(&key.spki).map_or(&[][..], Vec::as_slice);
        KnownKey::among(rows, kind(key.kind), &key.name, shared)
    };
    Ok(keys.iter().map(fault).collect())
}

/// Refuses a key that the inventory knows under another name (unless `shared` allows it), as a cloned image has it, and
/// one that was revoked because it was compromised. This is before anybody is asked; the reservation refuses it again, with certainty.
///
/// # Errors
/// [`Code::Unfit`] for such a key, and any failure of the inventory.
pub(crate) fn refuse(
    ledger: &mut Ledger,
    key: PublicKeyId,
    (kind, name): (pki::Kind, &str),
    shared: bool,
) -> Outcome {
    let key = KeyOf {
        spki: key.to_hex(),
        kind,
        name: name.to_owned(),
    };
    let fault = faults(ledger, &[key], shared)?.pop().flatten();
    let name = name.to_owned();
    fault.map_or(Ok(()), |why| Err(RefusedKey { name, why }.into()))
}
