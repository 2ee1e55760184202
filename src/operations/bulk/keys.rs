//! The keys of certificate requests among many devices: each is checked before any is certified.

use std::collections::{HashMap, hash_map::Entry};

use amqtt_verifier::DeviceId;

use crate::{
    context::Context,
    error::{Code, Failure, Outcome},
    operations::{
        holds,
        import::Problems,
        issuing::ca::Ca,
        known_keys::{self, KEYS_MAX, KeyOf},
        ledger::{Book, Ledger},
    },
    pki::{Kind, PublicKeyId, SubjectPublicKey},
    store::fleet::{OnHold, RefusedKey},
};

/// Says of a key that another run has certified since it was checked whose it is, and what is left; the same of a device that was
/// put on hold since.
pub(crate) fn refused(failure: Failure) -> Failure {
    if let Some(held) = failure.cause::<OnHold>() {
        let hint = format!("what was issued before it stays; {}", holds::remedy(held));
        return failure.hint(hint);
    }
    let Some(RefusedKey { name, why }) = failure.cause() else {
        return failure;
    };
    Failure::of(Code::Environment, format_args!("device {name}: {why}")).hint(format_args!(
        "what was issued before it stays; {}",
        known_keys::remedy(why)
    ))
}

/// The keys so far, and where they are looked up.
pub(crate) struct KeyCheck<'a> {
    ca: &'a Ca,
    book: Book<'a>,
    context: &'a Context,
    /// Opened for the first key; `None` in it if nothing was issued before.
    ledger: Option<Option<Ledger>>,
    allow_shared: bool,
    /// The line of each key that was seen.
    seen: HashMap<PublicKeyId, u64>,
    /// Those that are not looked up yet, with their lines.
    waiting: Vec<(u64, KeyOf)>,
}

impl<'a> KeyCheck<'a> {
    pub(crate) fn new(context: &'a Context, ca: &'a Ca, book: Book<'a>, allow_shared: bool) -> Self {
        Self {
            ca,
            book,
            context,
            ledger: None,
            allow_shared,
            seen: HashMap::new(),
            waiting: Vec::new(),
        }
    }

    /// Checks a key: it is not that of the CA or of another device.
    ///
    /// # Errors
    /// Any failure of the inventory; a fault of the key goes to `problems`.
    pub(crate) fn add(
        &mut self,
        line: u64,
        id: &DeviceId,
        key: &SubjectPublicKey,
        problems: &mut Problems,
    ) -> Outcome {
        if self.ca.has_key_of(key) {
            problems.add(line, "csr: its key is that of the CA");
            return Ok(());
        }
        let spki = PublicKeyId::of(key);
        match self.seen.entry(spki) {
            Entry::Vacant(free) => _ = free.insert(line),
            Entry::Occupied(first) if !self.allow_shared => {
                problems.add(line, format_args!("csr: its key is on line {} too", first.get()));
            }
            Entry::Occupied(_) => {}
        }
        self.waiting.push((
            line,
            KeyOf {
                spki: spki.to_hex(),
                kind: Kind::Device,
                name: id.to_string(),
            },
        ));
        match self.waiting.len() < KEYS_MAX {
            true => Ok(()),
            false => self.end(problems),
        }
    }

    /// Looks up the keys that wait.
    ///
    /// # Errors
    /// As [`KeyCheck::add`].
    pub(crate) fn end(&mut self, problems: &mut Problems) -> Outcome {
        let (lines, keys): (Vec<u64>, Vec<KeyOf>) = std::mem::take(&mut self.waiting).into_iter().unzip();
        if keys.is_empty() {
            return Ok(());
        }
        let ledger = match &mut self.ledger {
            Some(ledger) => ledger,
            none => none.insert(self.book.existing(self.context, None)?),
        };
        if let Some(ledger) = ledger {
            let faults = known_keys::faults(ledger, &keys, self.allow_shared)?;
            for (line, fault) in lines.into_iter().zip(faults) {
                fault
                    .into_iter()
                    .for_each(|fault| problems.add(line, format_args!("csr: {fault}")));
            }
        }
        Ok(())
    }
}
