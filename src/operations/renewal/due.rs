//! The certificates that are due to be renewed, found in the inventory.

use crate::{
    error::{Code, Failure, Outcome},
    operations::bulk::share,
    options::span::Span,
    store::fleet::{Filter, Inventory, IssuedRow, Kind, OnHold, State},
};

/// Number of names that are looked up at once.
const NAMES_AT_ONCE: usize = 500;
/// Number of names that a message lists.
const SHOWN: usize = 5;

/// The question which certificates are due.
pub(crate) struct Question<'a> {
    pub(crate) kind: Kind,
    /// The issuer, as the inventory knows it.
    pub(crate) issuer: &'a str,
    /// Empty for all.
    pub(crate) names: &'a [String],
    pub(crate) expires_within: Option<Span>,
    pub(crate) spread: Option<Span>,
    /// In seconds since 1970.
    pub(crate) now: i64,
}

/// A device or broker of which a certificate is due.
pub(crate) struct Due {
    pub(crate) name: String,
    /// The serial numbers of its certificates that are due; mostly one.
    pub(crate) serials: Vec<String>,
    /// Set if the last one that was issued is among them: else it was renewed somewhere.
    pub(crate) is_latest: bool,
}

/// The certificates that were found.
#[derive(Default)]
pub(crate) struct Found {
    /// Sorted by name.
    pub(crate) due: Vec<Due>,
    /// Those that an interrupted run may have published.
    pub(crate) unconfirmed: Vec<IssuedRow>,
    /// The names that were given and have none in force, each with the reason.
    missing: Vec<String>,
    /// A device that was given and has no certificate in force, but an unexpired one on hold.
    held: Option<OnHold>,
    /// Those of names that were given that are not due yet.
    pub(crate) fresh: Vec<IssuedRow>,
    /// Number of those that wait for their share of the spread.
    pub(crate) waiting: usize,
    /// The shortest lifetime, and the shortest time left at which one is due, in seconds.
    shortest: Option<(i64, i64)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Due,
    Waiting,
    Fresh,
}

impl Question<'_> {
    /// Finds what is due among the certificates that this CA has issued and that are not revoked, held or replaced. One that
    /// has expired is due, unless there is a later one. What was found may be used once it was [checked](Self::check).
    ///
    /// # Errors
    /// [`Code::Usage`] for a spread of what is named, and whatever the inventory fails with.
    pub(crate) fn answer(&self, inventory: &mut Inventory) -> Outcome<Found> {
        if let (Some(_), None, false) = (self.spread, self.expires_within, self.names.is_empty()) {
            return Err(Failure::usage(
                "--spread leaves out what can wait, and what is named is renewed at once",
            )
            .hint("say with --expires-within which of the named certificates are due"));
        }
        match self.names.is_empty() {
            true => self.among_all(inventory),
            false => self.among_names(inventory),
        }
    }

    /// Checks that what was found can be renewed as it was asked for.
    ///
    /// # Errors
    /// [`Code::Unfit`] for a device on hold, [`Code::NotFound`] for names that have none, [`Code::Usage`] for a time left that is more than half of a lifetime,
    /// or a spread that is longer than the time left.
    pub(crate) fn check(&self, found: &Found) -> Outcome {
        if let Some(held) = &found.held {
            return Err(held.clone().into());
        }
        if !found.missing.is_empty() {
            return Err(self.not_found(&found.missing));
        }
        self.check_spans(found)
    }

    fn among_all(&self, inventory: &mut Inventory) -> Outcome<Found> {
        let filter = Filter {
            issuer: Some(self.issuer),
            kinds: &[self.kind],
            states: &[State::Issued, State::Reserved],
            ..Filter::default()
        };
        let (mut found, mut of_name) = (Found::default(), Vec::new());
        inventory.each_row::<Failure>(&filter, |row| {
            if row.is_unconfirmed() {
                found.unconfirmed.push(row);
                return Ok(());
            }
            if of_name
                .last()
                .is_some_and(|last: &IssuedRow| last.name != row.name)
            {
                self.judge(&mut found, std::mem::take(&mut of_name));
            }
            of_name.push(row);
            Ok(())
        })?;
        self.judge(&mut found, of_name);
        Ok(found)
    }

    fn among_names(&self, inventory: &mut Inventory) -> Outcome<Found> {
        let mut names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        names.sort_unstable();
        names.dedup();
        let mut found = Found::default();
        for some in names.chunks(NAMES_AT_ONCE) {
            let rows = inventory.rows(&Filter {
                issuer: Some(self.issuer),
                kinds: &[self.kind],
                names: some,
                ..Filter::default()
            })?;
            for name in some {
                let of_name: Vec<&IssuedRow> = rows.iter().filter(|row| row.name == *name).collect();
                let in_force: Vec<IssuedRow> = of_name
                    .iter()
                    .filter(|row| row.state == State::Issued)
                    .map(|row| (*row).clone())
                    .collect();
                let is_held = |row: &&IssuedRow| {
                    row.state == State::Held && row.not_after.is_some_and(|end| end >= self.now)
                };
                let is_held = self.kind == Kind::Device && of_name.iter().any(is_held);
                match in_force.is_empty() {
                    true if is_held => {
                        let name = (*name).to_owned();
                        found.held.get_or_insert(OnHold { name });
                    }
                    true => found.missing.push(format!("{name} ({})", self.why_not(&of_name))),
                    false => self.judge(&mut found, in_force),
                }
            }
            found
                .unconfirmed
                .extend(rows.into_iter().filter(IssuedRow::is_unconfirmed));
        }
        Ok(found)
    }

    /// Says why none of the certificates of a name is in force.
    fn why_not(&self, rows: &[&IssuedRow]) -> &'static str {
        let last = rows.iter().max_by_key(|row| row.age());
        match last.map(|row| row.state) {
            None => "unknown",
            Some(State::Held) => "on hold",
            Some(State::Revoked) => "revoked",
            Some(_) => "never issued",
        }
    }

    /// Takes in the certificates of a name that are neither revoked, held nor replaced.
    fn judge(&self, found: &mut Found, rows: Vec<IssuedRow>) {
        let latest = rows.iter().max_by_key(|row| row.age());
        let Some(latest) = latest.map(|row| row.key.serial.clone()) else {
            return;
        };
        let (mut serials, mut is_latest, mut name) = (Vec::new(), false, String::new());
        for row in rows {
            let has_expired = row.not_after.is_some_and(|end| end < self.now);
            if has_expired && row.key.serial != latest {
                continue;
            }
            match self.verdict(found, &row) {
                Verdict::Due => {
                    is_latest |= row.key.serial == latest;
                    serials.push(row.key.serial);
                    name = row.name;
                }
                Verdict::Waiting => found.waiting += 1,
                Verdict::Fresh if row.key.serial == latest && !self.names.is_empty() => {
                    found.fresh.push(row);
                }
                Verdict::Fresh => {}
            }
        }
        if !serials.is_empty() {
            found.due.push(Due {
                name,
                serials,
                is_latest,
            });
        }
    }

    fn verdict(&self, found: &mut Found, row: &IssuedRow) -> Verdict {
        let (Some(begin), Some(end)) = (row.not_before, row.not_after) else {
            return Verdict::Fresh;
        };
        let lifetime = end - begin;
        let limit = self.expires_within.map_or(lifetime / 3, Span::seconds);
        if end >= self.now {
            found.shortest = match found.shortest {
                None => Some((lifetime, limit)),
                Some((least, lowest)) => Some((least.min(lifetime), lowest.min(limit))),
            };
        }
        if self.expires_within.is_none() && !self.names.is_empty() {
            return Verdict::Due;
        }
        let wait = self
            .spread
            .map_or(0, |spread| share::of(&row.name, spread.seconds()));
        match end - self.now {
            left if left >= limit => Verdict::Fresh,
            left if left >= limit - wait => Verdict::Waiting,
            _ => Verdict::Due,
        }
    }

    /// Refuses a span with which a certificate would be renewed at every run, or lapse before its turn.
    fn check_spans(&self, found: &Found) -> Outcome {
        let Some((lifetime, limit)) = found.shortest else {
            return Ok(());
        };
        if let Some(within) = self
            .expires_within
            .filter(|within| within.seconds() > lifetime / 2)
        {
            return Err(Failure::usage(format_args!(
                "--expires-within {within} is more than half of the shortest lifetime, which is {} days",
                lifetime / 86_400
            ))
            .hint(
                "nothing was changed; certificates would be renewed again soon after: choose a shorter time",
            ));
        }
        match self.spread.filter(|spread| spread.seconds() >= limit) {
            Some(spread) => Err(Failure::usage(format_args!(
                "--spread {spread} is not shorter than the time left at which certificates are due, {} days",
                limit / 86_400
            ))
            .hint(
                "nothing was changed; certificates could expire before their turn: choose a shorter spread",
            )),
            None => Ok(()),
        }
    }

    fn not_found(&self, missing: &[String]) -> Failure {
        let shown = missing.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
        let more = match missing.len().saturating_sub(SHOWN) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let kind = self.kind.word();
        Failure::of(
            Code::NotFound,
            format_args!("no {kind} certificate of this CA is in force for {shown}{more}"),
        )
        .hint(format_args!(
            "nothing was changed; see `amqtt-admin {kind} list`, or issue a new certificate with `amqtt-admin {kind} create`"
        ))
    }
}
