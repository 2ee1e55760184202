//! The state of a CA and of all that it has issued: what needs somebody to act.

use std::path::Path;

use amqtt_x509::name::COMMON_NAME;
use serde::Serialize;

use crate::{
    context::Context,
    error::Outcome,
    operations::{
        inventory::census::{Census, Moments, Tally},
        lists::check::{Check, CheckReport},
        standing::is_revoked,
    },
    pki::{Certificate, PublicKeyId, unix_time},
    store::fleet::{Inventory, Kind, State},
};

/// The CA that is looked at, and the limits that it is measured by.
pub(crate) struct Inspection<'a> {
    pub(crate) ca: &'a Certificate,
    pub(crate) inventory: &'a mut Inventory,
    pub(crate) list: &'a Path,
    /// Certificates that end within this number of seconds are reported.
    pub(crate) expires_within: i64,
    /// Lists that lapse within this number of seconds are reported.
    pub(crate) crl_within: i64,
}

/// Result of an inspection. Times are RFC 3339 in UTC.
#[derive(Debug, Serialize)]
pub(crate) struct Status {
    pub(crate) healthy: bool,
    pub(crate) ca: String,
    pub(crate) ca_not_after: String,
    pub(crate) ca_days_left: i64,
    pub(crate) intermediates: usize,
    pub(crate) servers: usize,
    pub(crate) servers_expiring: usize,
    pub(crate) devices: usize,
    pub(crate) devices_expiring: usize,
    pub(crate) devices_after_ca: usize,
    pub(crate) devices_lapsed: usize,
    pub(crate) revoked: usize,
    pub(crate) held: usize,
    pub(crate) superseded: usize,
    pub(crate) reserved: usize,
    pub(crate) crl: Option<String>,
    pub(crate) crl_number: Option<String>,
    pub(crate) crl_next_update: Option<String>,
    pub(crate) problems: Vec<String>,
}

impl Inspection<'_> {
    /// Looks at everything, in one pass over the inventory.
    ///
    /// # Errors
    /// Whatever the inventory and the list's file fail with.
    pub(crate) fn run(self, context: &Context) -> Outcome<(Status, Census)> {
        let facts = self.ca.get();
        let now = unix_time(context.now);
        let moments = Moments {
            now: now.seconds(),
            soon: now.seconds().saturating_add(self.expires_within),
            ca_end: facts.not_after.seconds(),
        };
        let issuer = PublicKeyId::of_certificate(self.ca).to_hex();
        let census = Census::take(self.inventory, &issuer, moments)?;
        let mut problems = ca_problems(moments);
        problems.extend(census_problems(&census));
        if is_revoked(self.inventory, self.ca)? {
            problems.push("the CA is revoked, so that nobody accepts what it signs".to_owned());
        }
        // A CA that has revoked nothing may do without a list.
        let needs_list = census.in_state(State::Revoked) + census.in_state(State::Held) > 0;
        let list = match self.list.exists() {
            true => {
                let check = Check {
                    ca: self.ca,
                    path: self.list,
                    inventory: Some(self.inventory),
                    calendar: None,
                    is_all: false,
                    within: self.crl_within,
                };
                Some(check.run(context)?)
            }
            false if needs_list => {
                problems.push(format!("there is no revocation list {}", self.list.display()));
                None
            }
            false => None,
        };
        let about_list = list.iter().flat_map(|list| &list.problems);
        problems.extend(about_list.map(|problem| format!("{}: {problem}", self.list.display())));
        let name = facts.subject.first(COMMON_NAME);
        let ca = name.map_or_else(|| facts.subject.to_string(), |name| name.into_owned());
        let mut status = status(ca, &census, list);
        status.ca_not_after = facts.not_after.to_string();
        status.ca_days_left = now.days_until(facts.not_after);
        status.healthy = problems.is_empty();
        status.problems = problems;
        Ok((status, census))
    }
}

fn status(ca: String, census: &Census, list: Option<CheckReport>) -> Status {
    let of = |kind, what: fn(&Tally) -> usize| census.of(kind).map_or(0, what);
    let issued = |tally: &Tally| tally.states.get(State::Issued.word()).copied().unwrap_or(0);
    let facts = list.as_ref().and_then(|list| list.facts.clone());
    Status {
        healthy: false,
        ca,
        ca_not_after: String::new(),
        ca_days_left: 0,
        intermediates: of(Kind::Intermediate, issued),
        servers: of(Kind::Server, issued),
        servers_expiring: of(Kind::Server, |tally| tally.expiring),
        devices: of(Kind::Device, issued),
        devices_expiring: of(Kind::Device, |tally| tally.expiring),
        devices_after_ca: of(Kind::Device, |tally| tally.after_ca),
        devices_lapsed: of(Kind::Device, |tally| tally.lapsed),
        revoked: census.in_state(State::Revoked),
        held: census.in_state(State::Held),
        superseded: census.in_state(State::Superseded),
        reserved: census.in_state(State::Reserved),
        crl: list.map(|list| list.crl),
        crl_number: facts.as_ref().and_then(|facts| facts.number.clone()),
        crl_next_update: facts.and_then(|facts| facts.next_update),
        problems: Vec::new(),
    }
}

fn ca_problems(moments: Moments) -> Vec<String> {
    match moments.ca_end {
        end if end < moments.now => vec!["the CA has expired".to_owned()],
        end if end < moments.soon => vec!["the CA is about to expire".to_owned()],
        _ => Vec::new(),
    }
}

fn census_problems(census: &Census) -> Vec<String> {
    let mut problems = Vec::new();
    let mut say = |count: usize, one: String, many: &str| match count {
        0 => {}
        1 => problems.push(one),
        count => problems.push(format!("{count} {many}")),
    };
    for (kind, tally) in census.kinds().filter(|(kind, _)| *kind != Kind::Root.word()) {
        let of = |what: &str, verb: &str| format!("{kind} certificates {verb} {what}");
        let one = |what: &str, verb: &str| format!("1 {kind} certificate {verb} {what}");
        say(
            tally.expiring,
            one("about to expire", "is"),
            &of("about to expire", "are"),
        );
        say(
            tally.after_ca,
            one("after the CA", "ends"),
            &of("after the CA", "end"),
        );
        say(
            tally.lapsed,
            format!("1 {kind} has no certificate in force, as the last one expired"),
            &format!("{kind}s have no certificate in force, as the last one expired"),
        );
    }
    say(
        census.in_state(State::Reserved),
        "1 serial number is reserved: a run was interrupted, or is under way".to_owned(),
        "serial numbers are reserved: a run was interrupted, or is under way",
    );
    say(
        census.broken,
        "1 row of the inventory is broken".to_owned(),
        "rows of the inventory are broken",
    );
    problems
}
