//! Renewing: new certificates with the names of those in force, before these expire.
//!
//! What is due is found in the inventory, and what to do about each in the files: new pairs take the place of the old ones,
//! which are moved aside, and the old certificates are superseded. A run that was interrupted is taken up by the next one,
//! wherever it was: files that were moved aside and not replaced are brought back, a new key without its certificate gets
//! it, and a pair that was not written down is.

mod due;
mod place;
mod plan;
mod report;

use std::collections::{BTreeSet, HashMap, HashSet};

use self::{
    due::{Due, Found, Question},
    place::Place,
    plan::{Plan, PlannedKey, Planner, Step},
    report::Report,
};
use crate::{
    context::Context,
    error::{Answer, Code, Failure, Outcome},
    operations::{
        fleet, holds,
        issuing::{
            Conductor, Order, Signer,
            ca::Ca,
            key::{self, SubjectKey},
            record::{Record as _, Replaced},
        },
        ledger::Ledger,
        standing::must_be_in_force,
    },
    options::renewal::Renewing,
    pki::{Authority, CaPath, CertificateError, KeyError, PublicKeyId, unix_time},
    store::fleet::{Filter, IssuedRow, Kind, OnHold, RevokedMeanwhile, State},
};

/// Number of devices that are renewed at once. Each of their files takes a descriptor until it has its name, and a process
/// has 1,024 of them by default.
const BATCH: usize = 250;
/// Most serial numbers that are looked up at once.
const SERIALS_MAX: usize = 500;

/// The selection of a command line.
pub(crate) struct Renewal<'a> {
    pub(crate) kind: Kind,
    /// Empty for all that is due.
    pub(crate) names: &'a [String],
    pub(crate) options: &'a Renewing,
}

/// A run, with all that it needs to plan.
struct Run<'a> {
    context: &'a Context,
    kind: Kind,
    named: bool,
    options: &'a Renewing,
    ledger: Ledger,
    place: Place,
    issuer: String,
    compromised: HashSet<String>,
}

impl Renewal<'_> {
    /// Renews what is due, and reports each certificate.
    ///
    /// # Errors
    /// Whatever finding, planning and [issuing](Conductor::issue) fail with. Where names are given, nothing was changed
    /// unless files or the inventory fail on the way.
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        let options = self.options;
        let ca = Ca::read(context, &options.ca)?;
        ca.check(context)?;
        let ca_crt = &options.ca.certificate.ca_crt;
        let mut inventory = fleet::open(context, &options.inventory, ca_crt)?;
        must_be_in_force(&mut inventory, ca.certificate())?;
        let mut ledger = Ledger::for_renewal(inventory, context, ca.certificate(), options.revoke_old);
        let issuer = PublicKeyId::of_certificate(ca.certificate()).to_hex();
        let question = Question {
            kind: self.kind,
            issuer: &issuer,
            names: self.names,
            expires_within: options.expires_within,
            spread: options.spread,
            now: unix_time(context.now).seconds(),
        };
        let place = Place::open(&options.output.output_dir, self.kind)?;
        let mut found = question.answer(ledger.inventory())?;
        if !options.dry_run && take_up(&mut ledger, &place, &found)? {
            found = question.answer(ledger.inventory())?;
        }
        question.check(&found)?;
        let compromised = match options.reuse_key {
            true => compromised_keys(&mut ledger)?,
            false => HashSet::new(),
        };
        let mut run = Run {
            context,
            kind: self.kind,
            named: !self.names.is_empty(),
            options,
            place,
            ledger,
            issuer,
            compromised,
        };
        if run.named {
            run.check(&found.due, ca.path())?;
        }
        let mut report = Report::new(context, self.kind, options, ca.certificate());
        found.fresh.iter().try_for_each(|row| report.fresh(row))?;
        let done = run.renew(&found.due, ca, &mut report);
        run.ledger.close();
        report.end(found.waiting, done)
    }
}

/// Marks those as issued that an interrupted run has published, and did not come to write down; of what is due, the plan of its
/// renewal does that. Returns whether there were any.
fn take_up(ledger: &mut Ledger, place: &Place, found: &Found) -> Outcome<bool> {
    let mut any = false;
    let is_due = |row: &&IssuedRow| found.due.binary_search_by(|due| due.name.cmp(&row.name)).is_ok();
    for row in found.unconfirmed.iter().filter(|row| !is_due(row)) {
        if let Some(certificate) = place.published(row)? {
            any |= ledger.take_up(&certificate)?;
        }
    }
    Ok(any)
}

/// The public keys that are known to others than their owners.
fn compromised_keys(ledger: &mut Ledger) -> Outcome<HashSet<String>> {
    let rows = ledger.inventory().rows(&Filter {
        states: &[State::Revoked],
        ..Filter::default()
    })?;
    let compromised = rows.into_iter().filter(IssuedRow::is_compromised);
    Ok(compromised.filter_map(|row| row.spki_sha256).collect())
}

impl Run<'_> {
    /// Checks that everything that was named can be renewed, before anything is.
    fn check(&mut self, due: &[Due], path: &CaPath) -> Outcome {
        for batch in due.chunks(BATCH) {
            for step in self.steps(batch, path)? {
                step?;
            }
        }
        Ok(())
    }

    fn renew(&mut self, due: &[Due], ca: Ca, report: &mut Report<'_>) -> Outcome {
        if self.options.dry_run || due.is_empty() {
            for batch in due.chunks(BATCH) {
                let steps = self.steps(batch, ca.path())?;
                for plan in self.sort_out(batch, steps, report)? {
                    report.planned(&plan, &self.place)?;
                }
            }
            return Ok(());
        }
        let authority = ca.authority(self.context, &self.options.ca)?;
        let progress = self.context.output.progress(Some(due.len() as u64));
        for batch in due.chunks(BATCH) {
            self.place.lock();
            let mut done = self.batch(batch, &authority, report);
            // The others of the batch are planned again without a device that was revoked or put on hold meanwhile.
            while !self.named && done.as_ref().is_err_and(is_withdrawn) {
                done = self.batch(batch, &authority, report);
            }
            self.place.unlock();
            done?;
            progress.advance(batch.len() as u64);
        }
        Ok(())
    }

    /// Renews a batch as a whole.
    fn batch(&mut self, batch: &[Due], authority: &Authority, report: &mut Report<'_>) -> Outcome {
        let steps = self.steps(batch, authority.path())?;
        let plans = self.sort_out(batch, steps, report)?;
        if plans.is_empty() {
            return Ok(());
        }
        let types: Vec<_> = plans
            .iter()
            .filter_map(|plan| match plan.key {
                PlannedKey::New(key_type) => Some(key_type),
                _ => None,
            })
            .collect();
        let mut new_keys = key::generate_all(types)?.into_iter();
        let (mut orders, mut renewed) = (Vec::new(), Vec::new());
        for plan in &plans {
            let key = match &plan.key {
                PlannedKey::New(_) => new_keys.next(),
                PlannedKey::Known { key, .. } => Some(SubjectKey::Public(key.clone())),
            };
            orders.extend(key.map(|key| order(plan, key)));
            renewed.push(plan.names.clone());
        }
        self.place.expect(renewed);
        let mut conductor = Conductor {
            signer: Signer::Authority(authority),
            record: &mut self.ledger,
            now: self.context.now,
        };
        let issued = conductor.issue(orders, &mut self.place)?;
        for (plan, credential) in plans.iter().zip(&issued) {
            report.renewed(plan, &credential.certificate, &self.place)?;
        }
        Ok(())
    }

    /// Returns the devices of a batch that have another certificate, which is on hold.
    fn held(&mut self, batch: &[Due]) -> Outcome<BTreeSet<String>> {
        if self.kind != Kind::Device {
            return Ok(BTreeSet::new());
        }
        let names: Vec<&str> = batch.iter().map(|due| due.name.as_str()).collect();
        holds::among(self.context, &mut self.ledger, &names)
    }

    /// Plans a batch. A name that cannot be renewed is an error of its own.
    fn steps(&mut self, batch: &[Due], path: &CaPath) -> Outcome<Vec<Outcome<Step>>> {
        let serials: Vec<&str> = batch
            .iter()
            .flat_map(|due| &due.serials)
            .map(String::as_str)
            .collect();
        let mut of_name: HashMap<String, Vec<IssuedRow>> = HashMap::new();
        for serials in serials.chunks(SERIALS_MAX) {
            let filter = Filter {
                issuer: Some(&self.issuer),
                serials,
                states: &[State::Issued],
                with_certificates: true,
                ..Filter::default()
            };
            for row in self.ledger.inventory().rows(&filter)? {
                of_name.entry(row.name.clone()).or_default().push(row);
            }
        }
        let held = self.held(batch)?;
        let planner = Planner {
            kind: self.kind,
            path,
            now: self.context.now,
            named: self.named,
            reuse_key: self.options.reuse_key,
            key_type: self.options.key_type,
            compromised: &self.compromised,
        };
        let steps = batch.iter().map(|due| {
            if held.contains(&due.name) {
                let name = due.name.clone();
                return Err(OnHold { name }.into());
            }
            let rows = of_name.remove(&due.name).unwrap_or_default();
            planner.plan(due, rows, &self.place, &mut self.ledger)
        });
        Ok(steps.collect())
    }

    /// Does what needs no signature, and returns the renewals that can be made.
    fn sort_out(
        &mut self,
        batch: &[Due],
        steps: Vec<Outcome<Step>>,
        report: &mut Report<'_>,
    ) -> Outcome<Vec<Plan>> {
        let mut plans = Vec::new();
        for (due, step) in batch.iter().zip(steps) {
            match step {
                Ok(Step::Renew(plan)) => plans.push(*plan),
                Ok(Step::TakeUp { names, certificate }) => {
                    let changed = !self.options.dry_run && self.ledger.take_up(&certificate)?;
                    report.taken_up(due, &names, &certificate, &self.place, changed)?;
                }
                Ok(Step::Nothing) => {}
                Ok(Step::Elsewhere) => report.elsewhere += 1,
                Ok(Step::EndsWithCa) => report.ending_with_ca += 1,
                Err(failure) if self.named || !is_about_one(&failure) => return Err(failure),
                Err(failure) => report.cannot(&failure),
            }
        }
        Ok(plans)
    }
}

/// Returns whether a failure is about one device or broker alone, so that the others can be renewed all the same.
fn is_about_one(failure: &Failure) -> bool {
    matches!(failure.code(), Code::Unfit | Code::Exists)
        || failure.cause::<CertificateError>().is_some()
        || failure.cause::<KeyError>().is_some()
}

/// Returns whether a failure is that a device was revoked or put on hold after its renewal was planned.
fn is_withdrawn(failure: &Failure) -> bool {
    failure.cause::<OnHold>().is_some() || failure.cause::<RevokedMeanwhile>().is_some()
}

fn order<'a>(plan: &'a Plan, key: SubjectKey) -> Order<'a> {
    Order {
        profile: Box::new(&*plan.profile),
        key,
        validity: plan.validity,
        passphrase: None,
        replaces: Some(Replaced {
            name: plan.row.name.clone(),
            serial: plan.row.key.serial.clone(),
            fingerprint: plan.row.cert_sha256.clone().unwrap_or_default(),
            same_issuer: true,
            is_renewed: true,
        }),
    }
}
