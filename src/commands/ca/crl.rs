//! `ca crl`: the revocation list of the CA: signed, signed ahead, published and checked.

use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};

use crate::{
    context::Context,
    error::{Answer, Code, Failure, Outcome},
    files,
    operations::{
        fleet,
        issue::{in_file, read_ca_certificate},
        issuing::ca::Ca,
        lists::{
            self, bundle, calendar::Calendar, check::Check, publish::Publication, set::Set, sign::Signing,
            target::Target,
        },
    },
    options::{CaFiles, inventory::InventoryOptions, span::Span},
    pki::{Certificate, RevocationList, unix_time},
    store::fleet::Inventory,
};

/// Seconds in a day.
const DAY: i64 = 86_400;

#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  amqtt-admin ca crl
  amqtt-admin ca crl --days 7 --to /etc/mosquitto/ca.crl
  amqtt-admin ca crl --ca-crt intermediate.crt --ca-key intermediate.key --with ca.crl
  amqtt-admin ca crl --ahead 26w --every 1w --output-dir crls
  amqtt-admin ca crl --publish crls --to /etc/mosquitto/ca.crl
  amqtt-admin ca crl --check /etc/mosquitto/ca.crl
")]
pub(crate) struct Arguments {
    /// File of the list [default: beside the CA certificate, ca.crl beside ca.crt]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, value_parser = file_of_list)]
    to: Option<PathBuf>,

    /// Days until the list lapses, at most those of the CA
    #[arg(long, value_name = "DAYS", default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=3650))]
    days: u32,

    /// File with other issuers' lists, to go into the same file; may be given several times
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    with: Vec<PathBuf>,

    /// Write the list in DER too, to a file of the same name and .der
    #[arg(long)]
    der: bool,

    /// Sign a calendar of lists for this long, while the key is at hand
    #[arg(long, value_name = "SPAN", requires = "output_dir", conflicts_with_all = ["publish", "check"])]
    ahead: Option<Span>,

    /// Interval between the lists of the calendar; each list is valid for two intervals
    #[arg(long, value_name = "SPAN", default_value = "1w")]
    every: Span,

    /// Directory of the calendar; it must exist
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    output_dir: Option<PathBuf>,

    /// Publish the list of this calendar that is in force now, without the key
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, conflicts_with = "check")]
    publish: Option<PathBuf>,

    /// Check a list instead: whether it lapses soon, lacks a revocation, or is older than another
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, num_args = 0..=1)]
    check: Option<Option<PathBuf>>,

    /// How soon a list may lapse (with --check)
    #[arg(long, value_name = "SPAN", default_value = "7d")]
    expires_within: Span,

    /// Replace the list even by an older one, or by one that has lost certificates
    #[arg(long)]
    force: bool,

    #[command(flatten)]
    ca: CaFiles,

    #[command(flatten)]
    inventory: InventoryOptions,
}

/// The forms that `--to` means on the verbs that export, and with them the variable that all of them read.
const FORMS: [&str; 10] = [
    "p12",
    "der",
    "chain",
    "header",
    "nvs",
    "bundle",
    "csv",
    "ndjson",
    "json",
    "mosquitto",
];

/// Reads the name of the list's file. A form that was set for the exports must not lead the list astray, where no broker
/// looks for it.
fn file_of_list(text: &str) -> Result<PathBuf, String> {
    match FORMS.contains(&text) {
        true => Err(format!(
            "a form of an export, not a file; write ./{text} for a file of this name"
        )),
        false => Ok(PathBuf::from(text)),
    }
}

impl Arguments {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        let default = lists::default_path(self.ca_crt());
        let path = self.to.clone().unwrap_or_else(|| default.clone());
        match (&self.check, &self.publish, self.ahead) {
            (Some(file), ..) => self.check(context, file.as_ref().unwrap_or(&path)),
            (_, Some(directory), _) => self.publish(context, directory, &path),
            (.., Some(ahead)) => self.sign_ahead(context, ahead, &path),
            _ => self.sign(context, &path),
        }
    }

    fn ca_crt(&self) -> &Path {
        &self.ca.certificate.ca_crt
    }

    fn sign(&self, context: &Context, path: &Path) -> Outcome<Answer> {
        let authority = Ca::read(context, &self.ca)?.authority(context, &self.ca)?;
        let target = Target::open(context, path, self.force)?;
        let mut inventory = self.open(context, authority.path().ca(), target.existing())?;
        drop(target);
        let signing = Signing {
            authority: &authority,
            inventory: &mut inventory,
            ca_crt: self.ca_crt(),
            path,
            lifetime: i64::from(self.days) * DAY,
            with: &self.with,
            der: self.der,
            force: self.force,
        };
        let report = signing.sign(context)?;
        inventory.close();
        context.output.report(&report)?;
        context.output.note(format_args!(
            "\nNext, tell the broker to read the list again; Mosquitto does so at SIGHUP, with `crlfile {}`",
            path.display()
        ));
        Ok(Answer::Yes)
    }

    fn sign_ahead(&self, context: &Context, ahead: Span, path: &Path) -> Outcome<Answer> {
        let Some(directory) = &self.output_dir else {
            return Err(Failure::usage("--ahead needs --output-dir"));
        };
        if self.every.seconds() < 60 {
            return Err(Failure::usage("--every is at least one minute"));
        }
        let authority = Ca::read(context, &self.ca)?.authority(context, &self.ca)?;
        if !self.with.is_empty() {
            return Err(Failure::usage(
                "--with is for the file that a broker reads: name it beside --publish, not beside --ahead",
            ));
        }
        let ca = authority.path().ca();
        let in_place = in_place(ca, path)?;
        let mut known: Vec<RevocationList> = in_place.iter().cloned().collect();
        known.extend(Set::read(context, directory, ca)?.lists().cloned());
        let mut inventory = self.open(context, ca, &known)?;
        let calendar = Calendar {
            authority: &authority,
            inventory: &mut inventory,
            directory,
            in_place,
            stem: &lists::stem(self.ca_crt()),
            until: unix_time(context.now).seconds().saturating_add(ahead.seconds()),
            is_rest: false,
            every: self.every.seconds(),
            force: self.force,
        };
        let report = calendar.sign(context)?;
        inventory.close();
        context.output.report(&report)?;
        let directory = directory.display();
        context.output.note(format_args!(
            "\nNext, where the broker is, run this every day; it needs the CA's certificate and not its key:\n\n  \
             amqtt-admin ca crl --publish {directory} --to FILE"
        ));
        Ok(Answer::Yes)
    }

    fn publish(&self, context: &Context, directory: &Path, path: &Path) -> Outcome<Answer> {
        let ca = read_ca_certificate(self.ca_crt())?;
        // The list of the day matters more than what an inventory may have to say about it.
        let opened = fleet::open_to_read(context, &self.inventory, self.ca_crt());
        let mut inventory = opened.unwrap_or_else(|failure| {
            context.output.warn(format_args!(
                "whether the calendar lacks a revocation was not checked: {}",
                failure.message()
            ));
            None
        });
        let publication = Publication {
            ca: &ca,
            inventory: inventory.as_mut(),
            directory,
            path,
            with: &self.with,
            der: self.der,
            force: self.force,
        };
        let report = publication.publish(context)?;
        context.output.report(&report)?;
        Ok(Answer::Yes)
    }

    fn check(&self, context: &Context, path: &Path) -> Outcome<Answer> {
        let mut inventory = fleet::open_to_read(context, &self.inventory, self.ca_crt())?;
        if inventory.is_none() {
            context
                .output
                .warn("there is no inventory here: whether the list lacks a revocation was not checked");
        }
        let check = Check {
            ca: &read_ca_certificate(self.ca_crt())?,
            path,
            inventory: inventory.as_mut(),
            calendar: self.output_dir.as_deref(),
            is_all: true,
            within: self.expires_within.seconds(),
        };
        let report = check.run(context)?;
        let sentence = match report.problems.len() {
            0 => format!("{} is in force and complete", path.display()),
            1 => format!("{} has 1 problem", path.display()),
            count => format!("{} has {count} problems", path.display()),
        };
        context.output.verdict("current", &sentence, &report)?;
        Ok(if report.current { Answer::Yes } else { Answer::No })
    }
}

impl Arguments {
    /// Opens the inventory. Where there is none, one is made only if no list so far revokes anything: an empty inventory would
    /// forget that.
    fn open(&self, context: &Context, ca: &Certificate, known: &[RevocationList]) -> Outcome<Inventory> {
        if let Some(inventory) = fleet::open_if_there(context, &self.inventory, self.ca_crt())? {
            return Ok(inventory);
        }
        let revoked = |list: &RevocationList| list.get().entries().count();
        let newest = bundle::newest_of(ca, known).map_or(0, revoked);
        if newest > 0 && !self.force {
            return Err(Failure::of(
                Code::Environment,
                format_args!(
                    "there is no inventory, and the last revocation list has entries that a new one would lose: {newest}"
                ),
            )
            .hint(
                "nothing was changed; name the inventory with --inventory, or make one with `amqtt-admin device reconcile DIR` and \
                 revoke them again; --force signs a list without them",
            ));
        }
        fleet::open_or_make(context, &self.inventory, self.ca_crt())
    }
}

/// The list of this CA that a broker reads now, if there is one.
fn in_place(ca: &Certificate, path: &Path) -> Outcome<Option<RevocationList>> {
    if !path.exists() {
        return Ok(None);
    }
    let lists =
        RevocationList::all_from_file(&files::read_crls(path)?).map_err(|error| in_file(error, path))?;
    Ok(bundle::newest_of(ca, &lists).cloned())
}
