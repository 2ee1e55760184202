//! Decides whether a list may take the place of another, and what to do where it may not: brokers would admit again what the older
//! list revokes.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    path::Path,
};

use amqtt_x509::time::UnixTime;

use crate::{
    context::Context,
    error::{Code, Failure, Outcome},
    operations::lists::entries::listed_serials,
    pki::{Certificate, Lost, PublicKeyId, RevocationList, Succession, lost_on, succession, unix_time},
    store::fleet::{Filter, Inventory, IssuedRow, Kind, RELEASED, State},
};

/// The most serial numbers that are looked up at once.
const AT_ONCE: usize = 500;
/// The most serial numbers in a command to paste.
const PASTED_MAX: usize = 10;

/// The witnesses that a serial number is missing on a list for a good reason.
pub(crate) struct Witness<'a> {
    pub(crate) inventory: Option<&'a mut Inventory>,
    /// The entries that the signer of a calendar has left out, by serial number in hex; `None` for a list that was just signed.
    pub(crate) left_out: Option<&'a HashSet<String>>,
}

/// A list in its place, and whether another may take it.
pub(crate) struct Successor<'a> {
    pub(crate) ca: &'a Certificate,
    pub(crate) path: &'a Path,
    pub(crate) old: &'a RevocationList,
    /// Set to let it, and to say only what is lost by that.
    pub(crate) force: bool,
}

impl Successor<'_> {
    /// Checks that a list is newer than the one in its place and has all that it has. One that has all of it may be older
    /// where the one in place has lapsed: that locks everyone out.
    ///
    /// # Errors
    /// [`Code::Unfit`], unless it is forced.
    pub(crate) fn check(&self, context: &Context, new: &RevocationList, mut witness: Witness<'_>) -> Outcome {
        let now = unix_time(context.now);
        let (older, lost) = match succession(&self.old.get(), &new.get()) {
            Succession::Same => return Ok(()),
            Succession::NotNewer { held, offered } => {
                let number = |number: Option<_>| match number {
                    Some(number) => format!("number {number}"),
                    None => "no number".to_owned(),
                };
                let older = format!(
                    "{} has a newer revocation list: {}, and the new one has {}",
                    self.path.display(),
                    number(held),
                    number(offered)
                );
                (Some(older), lost_on(&self.old.get(), &listed_serials(new)))
            }
            Succession::Newer { lost } => (None, lost),
        };
        let lost = witness.unexplained(lost, self.ca, now)?;
        if lost.is_empty() && (older.is_none() || (has_lapsed(self.old, now) && !has_lapsed(new, now))) {
            return Ok(());
        }
        match (older, self.force) {
            (Some(older), false) => Err(Failure::of(Code::Unfit, older).hint(match witness.left_out {
                Some(_) => {
                    "nothing was changed; sign the calendar again where the CA's key is, with `amqtt-admin ca crl --ahead`, \
                     and check the clock of this machine; --force replaces the list all the same"
                }
                None => {
                    "nothing was changed; was the inventory restored from a backup? --force replaces the list all the same"
                }
            })),
            (older, _) => {
                if let Some(older) = older {
                    context.output.warn(older);
                }
                self.lost(context, &lost, &mut witness)
            }
        }
    }

    /// Checks that a list with these serial numbers would lose nothing, before it is signed.
    ///
    /// # Errors
    /// As [`Successor::check`].
    pub(crate) fn check_losses(
        &self,
        context: &Context,
        kept: &HashSet<String>,
        mut witness: Witness<'_>,
    ) -> Outcome {
        let lost = lost_on(&self.old.get(), kept);
        let lost = witness.unexplained(lost, self.ca, unix_time(context.now))?;
        self.lost(context, &lost, &mut witness)
    }

    /// Refuses to lose certificates, or names each of them.
    fn lost(&self, context: &Context, lost: &[Lost], witness: &mut Witness<'_>) -> Outcome {
        let Some(first) = lost.first() else {
            return Ok(());
        };
        let rows = witness.rows(self.ca, lost)?;
        if self.force {
            context.output.warn(format_args!(
                "these certificates, which {} revokes, are admitted again: {}",
                self.path.display(),
                named(lost, &rows)
            ));
            return Ok(());
        }
        let more = match lost.len() {
            1 => String::new(),
            count => format!(" and {} others", count - 1),
        };
        let failure = Failure::of(
            Code::Unfit,
            format_args!(
                "the new revocation list has lost the certificate with serial number {}{more}, which {} revokes",
                first.serial,
                self.path.display(),
            ),
        );
        Err(failure.hint(match witness.left_out {
            Some(_) => "nothing was changed; sign the calendar again where the CA's key is, with `amqtt-admin ca crl --ahead`; \
                        --force replaces the list all the same"
                .to_owned(),
            None => format!(
                "nothing was changed; revoke it again: {}; --force replaces the list all the same",
                commands(lost, &rows)
            ),
        }))
    }
}

impl<'a> Witness<'a> {
    /// The inventory alone, from which the list was signed.
    pub(crate) fn of(inventory: &'a mut Inventory) -> Self {
        Self {
            inventory: Some(inventory),
            left_out: None,
        }
    }
}

impl Witness<'_> {
    /// Returns those of the lost that are neither expired nor off hold, as far as the witnesses know.
    fn unexplained(&mut self, mut lost: Vec<Lost>, ca: &Certificate, now: UnixTime) -> Outcome<Vec<Lost>> {
        if let Some(left_out) = self.left_out {
            lost.retain(|lost| !left_out.contains(&lost.serial));
        }
        match &mut self.inventory {
            Some(inventory) => unexplained(&lost, ca, now.seconds(), inventory),
            None => Ok(lost),
        }
    }

    fn rows(&mut self, ca: &Certificate, lost: &[Lost]) -> Outcome<HashMap<String, IssuedRow>> {
        match &mut self.inventory {
            Some(inventory) => rows_of(inventory, ca, lost),
            None => Ok(HashMap::new()),
        }
    }
}

fn has_lapsed(list: &RevocationList, now: UnixTime) -> bool {
    list.get().next_update.is_some_and(|end| end < now)
}

/// Returns the rows of certificates that were lost, by serial number, as far as the inventory has them.
pub(crate) fn rows_of(
    inventory: &mut Inventory,
    ca: &Certificate,
    lost: &[Lost],
) -> Outcome<HashMap<String, IssuedRow>> {
    let issuer = PublicKeyId::of_certificate(ca).to_hex();
    let mut rows = HashMap::new();
    for lost in lost.chunks(AT_ONCE) {
        let serials: Vec<&str> = lost.iter().map(|lost| lost.serial.as_str()).collect();
        let found = inventory.rows(&Filter {
            issuer: Some(&issuer),
            serials: &serials,
            ..Filter::default()
        })?;
        rows.extend(found.into_iter().map(|row| (row.key.serial.clone(), row)));
    }
    Ok(rows)
}

/// Returns every serial number, with its name where that is known.
pub(crate) fn named(lost: &[Lost], rows: &HashMap<String, IssuedRow>) -> String {
    let named = lost.iter().map(|lost| match rows.get(&lost.serial) {
        Some(row) => format!("{} ({})", lost.serial, row.name),
        None => lost.serial.clone(),
    });
    named.collect::<Vec<_>>().join(", ")
}

/// Returns the commands that revoke what was lost.
pub(crate) fn commands(lost: &[Lost], rows: &HashMap<String, IssuedRow>) -> String {
    let mut by_verb: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for lost in lost {
        let verb = rows.get(&lost.serial).map_or("device", |row| match row.kind {
            Kind::Device => "device",
            Kind::Server => "server",
            Kind::Root | Kind::Intermediate => "ca",
        });
        by_verb.entry(verb).or_default().push(&lost.serial);
    }
    let commands = by_verb.into_iter().map(|(verb, serials)| {
        let named: String = serials
            .iter()
            .take(PASTED_MAX)
            .map(|serial| format!(" --serial {serial}"))
            .collect();
        let more = if serials.len() > PASTED_MAX {
            " and so on"
        } else {
            ""
        };
        format!("`amqtt-admin {verb} revoke{named}`{more}")
    });
    let commands = commands.collect::<Vec<_>>().join(", ");
    match lost.iter().all(|lost| rows.contains_key(&lost.serial)) {
        true => commands,
        false => format!(
            "add what the inventory does not know with `amqtt-admin device reconcile DIR`, then run {commands}"
        ),
    }
}

/// Returns those of the lost that are neither expired nor off hold, as far as the inventory knows.
pub(crate) fn unexplained(
    lost: &[Lost],
    ca: &Certificate,
    now: i64,
    inventory: &mut Inventory,
) -> Outcome<Vec<Lost>> {
    let serials: Vec<&str> = lost.iter().map(|lost| lost.serial.as_str()).collect();
    let issuer = PublicKeyId::of_certificate(ca).to_hex();
    let rows = inventory.revocation_rows(&issuer, &serials)?;
    let expired: HashSet<&str> = rows
        .iter()
        .filter(|row| row.not_after.is_some_and(|end| end < now))
        .map(|row| row.serial.as_str())
        .collect();
    let released: HashSet<&str> = rows
        .iter()
        .filter(|row| matches!(row.state, State::Issued | State::Superseded))
        .filter(|row| row.reason.as_deref() == Some(RELEASED))
        .map(|row| row.serial.as_str())
        .collect();
    let is_explained = |lost: &Lost| {
        let serial = lost.serial.as_str();
        expired.contains(serial) || (lost.held && released.contains(serial))
    };
    Ok(lost.iter().filter(|lost| !is_explained(lost)).cloned().collect())
}
