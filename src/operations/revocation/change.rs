//! Changing the state of certificates: what is to change is found, the operator asked, then it is written down, and the list
//! signed where that is wanted.

use std::{collections::BTreeSet, path::Path};

use amqtt_x509::crl::RevocationReason;
use serde::Serialize;

use crate::{
    context::Context,
    error::{Answer, Code, Failure, Outcome},
    operations::{
        fleet,
        issue::read_ca_certificate,
        issuing::ca::Ca,
        lists::{self, rest::of_calendar, sign::Signing, target::Target},
        probe::{Session, Waited, Watch},
        revocation::selection::{Found, Selection, States},
    },
    options::{
        repeat::IfMissing,
        revocation::{Certificates, Recorded, Revoking},
    },
    pki::{Authority, PublicKeyId, unix_time},
    store::fleet::{CalendarFiles, Change, Inventory, IssuedRow, Kind, RowKey, State},
};

/// Lifetime of a list that is signed on the way, in seconds: 30 days.
const LIST_LIFETIME: i64 = 30 * 86_400;

/// A change to certificates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    Revoke(RevocationReason),
    Suspend,
    Resume,
}

/// A change that a command line asks for.
pub(crate) struct Request<'a> {
    pub(crate) action: Action,
    pub(crate) kind: Kind,
    pub(crate) names: Vec<String>,
    pub(crate) certificates: &'a Certificates,
    pub(crate) superseded: bool,
    pub(crate) recorded: &'a Recorded,
    /// The device whose session a broker is to end.
    pub(crate) watch: Option<&'a Watch>,
}

#[derive(Debug, Serialize)]
struct Report {
    names: Vec<String>,
    serials: Vec<String>,
    state: &'static str,
    reason: Option<String>,
    crl: String,
    crl_number: Option<String>,
    /// The directory of the calendar whose rest was signed again.
    calendar: Option<String>,
    /// Number of certificates that are of another CA.
    #[serde(skip)]
    others: usize,
    /// Set if the list in the file says so; `None` where nothing was changed and no list signed.
    crl_up_to_date: Option<bool>,
    changed: bool,
    #[serde(flatten)]
    waited: Option<Waited>,
}

impl Action {
    fn states(self) -> States {
        match self {
            Self::Revoke(_) => States {
                from: &[
                    State::Issued,
                    State::Held,
                    State::Superseded,
                    State::Reserved,
                    State::Abandoned,
                ],
                done: State::Revoked,
            },
            Self::Suspend => States {
                from: &[
                    State::Issued,
                    State::Superseded,
                    State::Reserved,
                    State::Abandoned,
                ],
                done: State::Held,
            },
            Self::Resume => States {
                from: &[State::Held],
                done: State::Issued,
            },
        }
    }

    fn change(self, at: i64) -> Change<'static> {
        match self {
            Self::Revoke(reason) => Change::Revoke {
                at,
                reason: reason.word(),
            },
            Self::Suspend => Change::Hold { at },
            Self::Resume => Change::Release { at },
        }
    }

    /// The word for it in a sentence.
    fn done(self) -> &'static str {
        match self {
            Self::Revoke(_) => "revoked",
            Self::Suspend => "suspended",
            Self::Resume => "resumed",
        }
    }

    /// The state of the certificates from now on, as the inventory has it. Of those that were resumed it is that of the first one
    /// in force.
    fn state(self, rows: &[IssuedRow]) -> State {
        match self {
            Self::Revoke(_) => State::Revoked,
            Self::Suspend => State::Held,
            Self::Resume => {
                let mut states = rows.iter().map(IssuedRow::released);
                let first = states.next().unwrap_or(State::Issued);
                states.find(|state| *state == State::Issued).unwrap_or(first)
            }
        }
    }
}

impl<'a> Request<'a> {
    /// The change that a verb asks for.
    pub(crate) fn revoking(options: &'a Revoking, kind: Kind, names: Vec<String>) -> Self {
        Self {
            action: Action::Revoke(options.reason.reason()),
            kind,
            names,
            certificates: &options.certificates,
            superseded: options.superseded,
            recorded: &options.recorded,
            watch: None,
        }
    }
}

impl Request<'_> {
    /// Makes the change, and reports it.
    ///
    /// # Errors
    /// Whatever finding, asking, writing down and signing fail with. Before the last nothing was changed.
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        let asks = matches!(self.action, Action::Revoke(_));
        if asks {
            context.prompt.must_be_able_to_confirm()?;
        }
        let files = &self.recorded.ca;
        let ca_crt = &files.certificate.ca_crt;
        let authority = match self.recorded.crl {
            true => Some(Ca::read(context, files)?.authority(context, files)?),
            false => None,
        };
        if authority.is_some() {
            // A file that no list may replace is found out before anything is changed.
            drop(Target::open(context, &lists::default_path(ca_crt), false)?);
        }
        let selection = Selection {
            kind: self.kind,
            names: &self.names,
            certificates: self.certificates,
            superseded: self.superseded,
            ca_crt,
            skip_missing: self.recorded.missing.if_missing == IfMissing::Skip,
        };
        let given = selection.given()?;
        let mut inventory = match self.certificates.cert.is_empty() {
            true => fleet::open(context, &self.recorded.inventory, ca_crt)?,
            false => fleet::open_or_make(context, &self.recorded.inventory, ca_crt)?,
        };
        let mut found = selection.find(context, &mut inventory, self.action.states(), given.as_ref())?;
        if asks && !found.rows.is_empty() && !context.prompt.confirm(&question(&found, self.kind))? {
            return Err(Failure::of(Code::Declined, "declined; nothing was revoked"));
        }
        let session = self.session(&found)?;
        let changed = self.change(context, &selection, &mut inventory, &mut found)?;
        let mut report = self.report(context, &found, changed, authority.as_ref(), &mut inventory)?;
        let calendar = match found.rows.first() {
            Some(row) => of_calendar(&mut inventory, &row.key.issuer, unix_time(context.now))?,
            None => None,
        };
        inventory.close();
        report.waited = session.map(Session::wait);
        context.output.report(&report)?;
        self.note(context, &found, &report, calendar.as_ref());
        Ok(self.answer(context, report.waited.as_ref()))
    }

    /// Makes the change, and returns whether it changed anything. A revocation or a hold also takes in what was reserved for its
    /// devices before it counted; what is reserved after that is refused: to devices on hold, for keys that were compromised, and
    /// where the revoked certificate was to be renewed.
    fn change(
        &self,
        context: &Context,
        selection: &Selection<'_>,
        inventory: &mut Inventory,
        found: &mut Found,
    ) -> Outcome<bool> {
        let now = unix_time(context.now).seconds();
        let change = |inventory: &mut Inventory, rows: &[IssuedRow]| {
            let keys: Vec<RowKey> = rows.iter().map(|row| row.key.clone()).collect();
            inventory.change(&keys, self.action.change(now))
        };
        let missed = |inventory: &mut Inventory| match self.action {
            Action::Revoke(_) | Action::Suspend => {
                selection.of_names(context, inventory, self.action.states())
            }
            Action::Resume => Ok(Vec::new()),
        };
        let mut changed = change(inventory, &found.rows)? > 0;
        let mut more = missed(inventory)?;
        while !more.is_empty() {
            changed |= change(inventory, &more)? > 0;
            found.rows.append(&mut more);
            more = missed(inventory)?;
        }
        Ok(changed)
    }

    /// Opens the session that the broker is to end.
    fn session(&self, found: &Found) -> Outcome<Option<Session<'_>>> {
        match self.watch {
            Some(watch) if !found.rows.is_empty() || !found.already.is_empty() => {
                watch.begin(found.rows.is_empty()).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// Says whether the revocation has arrived at the broker.
    fn answer(&self, context: &Context, waited: Option<&Waited>) -> Answer {
        let Some(waited) = waited else {
            return Answer::Yes;
        };
        let name = self.names.first().map_or("the device", String::as_str);
        let sentence = waited.sentence(name);
        if waited.is_done() {
            context.output.note(sentence);
            return Answer::Yes;
        }
        context.output.warn(sentence);
        Answer::No
    }

    /// Signs the list where that is wanted, and says what was done.
    fn report(
        &self,
        context: &Context,
        found: &Found,
        changed: bool,
        authority: Option<&Authority>,
        inventory: &mut Inventory,
    ) -> Outcome<Report> {
        let path = lists::default_path(&self.recorded.ca.certificate.ca_crt);
        let list = match authority {
            Some(authority) => {
                let signing = Signing {
                    authority,
                    inventory,
                    ca_crt: &self.recorded.ca.certificate.ca_crt,
                    path: &path,
                    lifetime: LIST_LIFETIME,
                    with: &[],
                    der: false,
                    force: false,
                };
                let done = self.action.done();
                let signed = signing.sign(context).map_err(|failure| {
                    failure
                        .context(format_args!(
                            "the certificates are {done} in the inventory, but the revocation list was not signed"
                        ))
                        .hint("fix that, and sign it with `amqtt-admin ca crl`")
                })?;
                Some(signed)
            }
            None => None,
        };
        let others = self.of_another_ca(found);
        if others > 0 {
            let ca_crt = &self.recorded.ca.certificate.ca_crt;
            context.output.warn(of_another_list(others, ca_crt));
        }
        let names: BTreeSet<&str> = found.rows.iter().map(|row| row.name.as_str()).collect();
        Ok(Report {
            names: names.into_iter().map(str::to_owned).collect(),
            serials: found.rows.iter().map(|row| row.key.serial.clone()).collect(),
            state: self.action.state(&found.rows).word(),
            reason: self.reason(found),
            crl: path.display().to_string(),
            crl_up_to_date: (list.is_some() || changed).then_some(list.is_some() && others == 0),
            crl_number: list.as_ref().and_then(|list| list.facts.number.clone()),
            calendar: list.and_then(|list| list.calendar),
            others,
            changed,
            waited: None,
        })
    }

    /// Counts the certificates that another CA has issued than the one whose list is meant; none if that one is not there.
    fn of_another_ca(&self, found: &Found) -> usize {
        let Ok(ca) = read_ca_certificate(&self.recorded.ca.certificate.ca_crt) else {
            return 0;
        };
        let ca = PublicKeyId::of_certificate(&ca).to_hex();
        let rows = found.rows.iter().chain(&found.already);
        rows.filter(|row| row.key.issuer != ca).count()
    }

    /// The reason that the inventory has now: what is revoked already keeps its own.
    fn reason(&self, found: &Found) -> Option<String> {
        let given = match self.action {
            Action::Revoke(reason) => reason.word(),
            Action::Suspend => "certificate-hold",
            Action::Resume => return None,
        };
        if !found.rows.is_empty() {
            return Some(given.to_owned());
        }
        let mut stored = found.already.iter().map(|row| row.reason.clone());
        let first = stored.next().flatten();
        stored.all(|reason| reason == first).then_some(first).flatten()
    }

    fn note(&self, context: &Context, found: &Found, report: &Report, calendar: Option<&CalendarFiles>) {
        let done = self.action.done();
        if report.changed {
            let count = certificates(found.rows.len());
            context.output.note(format_args!("{done} {count}"));
        } else if found.already.is_empty() {
            context
                .output
                .note("nothing was changed; no certificate in the inventory fits");
        } else {
            let already = certificates(found.already.len());
            context
                .output
                .note(format_args!("nothing was changed; already {done}: {already}"));
        }
        if report.crl_up_to_date == Some(false) && report.others < found.rows.len() {
            let (what, object) = match calendar {
                Some(calendar) => (
                    format!(
                        "neither {} nor the calendar in {} says",
                        report.crl, calendar.directory
                    ),
                    "both",
                ),
                None => (format!("{} does not say", report.crl), "it"),
            };
            context.output.note(format_args!(
                "{what} so yet: sign {object} with `amqtt-admin ca crl`",
            ));
        }
    }
}

fn question(found: &Found, kind: Kind) -> String {
    let names: BTreeSet<&str> = found.rows.iter().map(|row| row.name.as_str()).collect();
    let whose = match (names.len(), names.first()) {
        (1, Some(name)) => (*name).to_owned(),
        (count, _) => format!("{count} {}s", kind.word()),
    };
    format!("Revoke {} of {whose}?", certificates(found.rows.len()))
}

fn of_another_list(count: usize, ca_crt: &Path) -> String {
    let verbs = match count {
        1 => ["was", "belongs"],
        _ => ["were", "belong"],
    };
    format!(
        "{} {} issued by another CA than {}, and {} in the list of that one: sign it with \
         `amqtt-admin ca crl --ca-crt FILE --ca-key FILE`",
        certificates(count),
        verbs[0],
        ca_crt.display(),
        verbs[1],
    )
}

fn certificates(count: usize) -> String {
    match count {
        1 => "1 certificate".to_owned(),
        count => format!("{count} certificates"),
    }
}
