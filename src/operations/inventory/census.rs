//! The certificates of one issuer in an inventory, counted in one pass.

use std::collections::BTreeMap;

use crate::{
    error::Outcome,
    operations::inventory::weeks::Weeks,
    store::fleet::{Counted, Inventory, Kind, State},
};

/// The moments that certificates are measured by, in seconds since 1970.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moments {
    pub(crate) now: i64,
    /// A certificate that ends before this is about to end.
    pub(crate) soon: i64,
    /// When the CA ends.
    pub(crate) ca_end: i64,
}

/// The certificates of one kind.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// By state; issued and held ones that have not expired, all others whatever their end.
    pub(crate) states: BTreeMap<&'static str, usize>,
    /// In force, and about to end.
    pub(crate) expiring: usize,
    /// In force, and ending after the CA.
    pub(crate) after_ca: usize,
    /// Names whose certificates have all expired, and one of which was neither revoked nor superseded.
    pub(crate) lapsed: usize,
}

/// The certificates of an issuer.
#[derive(Debug, Default)]
pub(crate) struct Census {
    kinds: BTreeMap<&'static str, Tally>,
    /// Those of devices in force, by the week of their end.
    pub(crate) weeks: Weeks,
    /// Rows that another program broke.
    pub(crate) broken: usize,
}

/// The facts so far about the name that is being read.
struct Named {
    name: String,
    kind: Kind,
    in_force: bool,
    expired: bool,
}

impl Census {
    /// Counts.
    ///
    /// # Errors
    /// Whatever the inventory fails with.
    pub(crate) fn take(inventory: &mut Inventory, issuer: &str, moments: Moments) -> Outcome<Self> {
        let mut census = Self::default();
        let mut current: Vec<Named> = Vec::new();
        let broken = inventory.count(issuer, |counted| {
            if current.first().is_some_and(|named| named.name != counted.name) {
                census.finish(&mut current);
            }
            census.add(&mut current, counted, moments);
        })?;
        census.finish(&mut current);
        census.broken = broken;
        Ok(census)
    }

    /// The certificates of a kind.
    pub(crate) fn of(&self, kind: Kind) -> Option<&Tally> {
        self.kinds.get(kind.word())
    }

    /// The kinds that there are, with their certificates.
    pub(crate) fn kinds(&self) -> impl Iterator<Item = (&'static str, &Tally)> {
        self.kinds.iter().map(|(kind, tally)| (*kind, tally))
    }

    /// Returns how many certificates are in a state, of whatever kind.
    pub(crate) fn in_state(&self, state: State) -> usize {
        let tallies = self.kinds.values();
        tallies.filter_map(|tally| tally.states.get(state.word())).sum()
    }

    fn add(&mut self, current: &mut Vec<Named>, counted: Counted, moments: Moments) {
        let is_over = counted.not_after.is_some_and(|end| end < moments.now);
        let tally = self.kinds.entry(counted.kind.word()).or_default();
        let lives = matches!(counted.state, State::Issued | State::Held);
        if !(lives && is_over) {
            *tally.states.entry(counted.state.word()).or_default() += 1;
        }
        let in_force = counted.state == State::Issued && !is_over;
        if let (true, Some(end)) = (in_force, counted.not_after) {
            tally.expiring += usize::from(end < moments.soon);
            tally.after_ca += usize::from(end > moments.ca_end);
            if counted.kind == Kind::Device {
                self.weeks.add(end);
            }
        }
        let expired = counted.state == State::Issued && is_over;
        match current.iter_mut().find(|named| named.kind == counted.kind) {
            Some(named) => {
                named.in_force |= in_force;
                named.expired |= expired;
            }
            None => current.push(Named {
                name: counted.name,
                kind: counted.kind,
                in_force,
                expired,
            }),
        }
    }

    fn finish(&mut self, current: &mut Vec<Named>) {
        for named in current.drain(..) {
            let lapsed = named.expired && !named.in_force;
            self.kinds.entry(named.kind.word()).or_default().lapsed += usize::from(lapsed);
        }
    }
}
