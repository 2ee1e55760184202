//! `device import`: the credentials of many devices.

use std::{path::PathBuf, thread};

use amqtt_verifier::DeviceId;
use clap::{Args, ValueEnum, ValueHint};
use serde::Serialize;

use crate::{
    context::Context,
    error::{Answer, Code, Failure, Outcome},
    files::{Directory, Growing},
    operations::{
        bulk::{
            engine::{Counts, Engine, Target, UnderWay},
            have::Have,
            keys::KeyCheck,
            pattern::Pattern,
            place::{Layout, Place},
            stream::{Form, Stream},
            wanted::{Request, RowDefaults, Wanted, nothing_asked_for},
        },
        holds,
        import::Source,
        issue::Defaults,
        issuing::ca::Ca,
        ledger::{Book, Ledger},
        standing::must_be_in_force,
    },
    options::{CaFiles, DAYS_MAX, Domain, NewKey, inventory::Recording, request::SharedKey, span::Span},
    output::Progress,
    pki::{Country, SubjectValue, unix_time},
    store::fleet::Requested,
};

/// The manifest's name.
const MANIFEST: &str = "manifest.ndjson";

/// About what a device takes on a disk, in bytes: two files of one block each; and in a stream; and in the inventory.
const FILES_BYTES: u64 = 8_192;
const NDJSON_BYTES: u64 = 1_200;
const TAR_BYTES: u64 = 2_560;
const ROW_BYTES: u64 = 1_500;

#[derive(Debug, Args)]
#[command(
    override_usage = "amqtt-admin device import [OPTIONS] <FILE | --count <COUNT> --pattern <PATTERN>>"
)]
#[command(after_long_help = "\
Examples:
  amqtt-admin device import devices.csv --output-dir devices
  amqtt-admin device import --count 10000 --pattern 'sensor-{:06}' --output-dir devices --layout sharded
  amqtt-admin device import devices.csv --stream tar | ssh factory tar x
")]
pub(crate) struct Arguments {
    /// File of devices in CSV or NDJSON (device_id, and optionally uri, country, org_name, days, and csr: a certificate
    /// request in PEM), or - for stdin
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    input: Option<PathBuf>,

    /// Form of the file [default: guessed from its name or its first character]
    #[arg(long, value_name = "FORM")]
    from: Option<RowForm>,

    /// Number of devices, instead of a file
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u64).range(1..))]
    count: Option<u64>,

    /// Device ids with a place for a number, such as sensor-{:06} (with --count)
    #[arg(long, value_name = "PATTERN")]
    pattern: Option<Pattern>,

    /// First number (with --count)
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    start: u64,

    /// Trust domain of the devices [default: the one in the CA certificate]
    #[arg(long, visible_alias = "trust-domain", value_name = "DOMAIN")]
    uri: Option<Domain>,

    /// Country of the devices (two-letter code) [default: the CA's]
    #[arg(long, value_name = "CODE")]
    country: Option<Country>,

    /// Organization of the devices [default: the CA's]
    #[arg(long, value_name = "NAME")]
    org_name: Option<SubjectValue>,

    /// Issue strictly conforming X509-SVIDs (clientAuth and serverAuth)
    #[arg(long)]
    svid: bool,

    #[command(flatten)]
    shared: SharedKey,

    #[command(flatten)]
    ca: CaFiles,

    /// Directory for the files; it must exist
    #[arg(long, value_name = "DIR", default_value = ".", value_hint = ValueHint::DirPath)]
    output_dir: PathBuf,

    /// Arrangement of the files in the directory
    #[arg(long, value_name = "LAYOUT", default_value = "flat")]
    layout: Layout,

    /// Write keys and certificates to stdout instead of files
    #[arg(long, value_name = "FORM")]
    stream: Option<Form>,

    /// What arrived from an earlier stream; only the rest is issued (with --stream)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, requires = "stream")]
    have: Option<PathBuf>,

    /// End each certificate up to this much sooner, by a hash of the device id, such as 30d
    #[arg(long, value_name = "SPAN")]
    jitter: Option<Span>,

    #[command(flatten)]
    new_key: NewKey,

    #[command(flatten)]
    recording: Recording,

    /// Days until the certificates expire, at most those of the CA
    #[arg(long, value_name = "DAYS", default_value_t = 365, value_parser = clap::value_parser!(u32).range(1..=DAYS_MAX))]
    days: u32,

    /// Check everything and report the number of devices and the space they take, without issuing any
    #[arg(long)]
    dry_run: bool,
}

/// The forms of a file of devices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum RowForm {
    Csv,
    Ndjson,
}

impl RowForm {
    fn source(self) -> Source {
        match self {
            Self::Csv => Source::Csv,
            Self::Ndjson => Source::Ndjson,
        }
    }
}

#[derive(Debug, Serialize)]
struct Plan {
    devices: u64,
    bytes: u64,
    inventory_bytes: u64,
    changed: bool,
}

#[derive(Debug, Serialize)]
struct Report {
    devices: u64,
    issued: u64,
    kept: u64,
    taken_up: u64,
    elsewhere: u64,
    manifest: Option<String>,
    changed: bool,
}

impl Arguments {
    pub(crate) fn run(self, context: &Context) -> Outcome<Answer> {
        let request = self.request()?;
        let ca = Ca::read(context, &self.ca)?;
        let defaults = self.defaults(ca.offer(context)?)?;
        // A certificate that cannot be expressed, or ends with the CA, is said once.
        ca.validity(context, self.days)?;
        let keys = KeyCheck::new(context, &ca, self.book(), self.shared.allowed);
        let devices = request.check(&defaults, keys)?;
        if devices == 0 {
            context
                .output
                .warn("there is nothing to import: the file names no devices");
        }
        self.refuse_held(context, &request, &defaults)?;
        if self.dry_run {
            return self.plan(context, devices);
        }
        let total = devices;
        let counts = self.issue(context, ca, &request, &defaults, total)?;
        let report = Report {
            devices,
            issued: counts.issued,
            kept: counts.kept,
            taken_up: counts.taken_up,
            elsewhere: counts.elsewhere,
            manifest: self
                .stream
                .is_none()
                .then(|| self.output_dir.join(MANIFEST).display().to_string()),
            changed: counts.issued + counts.taken_up > 0,
        };
        match self.stream {
            None => context.output.report(&report)?,
            // The credentials are the result, and nothing else is on stdout.
            Some(_) => context.output.note(format_args!(
                "{} devices: {} issued, {} arrived before, {} lost ones superseded",
                report.devices, report.issued, report.kept, counts.superseded
            )),
        }
        Ok(Answer::Yes)
    }

    /// Refuses devices on hold before any is issued.
    fn refuse_held(&self, context: &Context, request: &Request, defaults: &RowDefaults) -> Outcome {
        let Some(mut ledger) = self.book().existing(context, None)? else {
            return Ok(());
        };
        let mut names = Vec::new();
        let mut look = |names: &mut Vec<DeviceId>| {
            let some: Vec<&str> = names.iter().map(DeviceId::as_str).collect();
            holds::refuse_among(context, &mut ledger, &some)?;
            names.clear();
            Ok(())
        };
        request.each(defaults, |wanted| {
            names.push(wanted.device.id);
            match names.len() < holds::NAMES_AT_ONCE {
                true => Ok(()),
                false => look(&mut names),
            }
        })?;
        look(&mut names)?;
        ledger.close();
        Ok(())
    }

    fn book(&self) -> Book<'_> {
        Book {
            recording: &self.recording,
            ca_crt: &self.ca.certificate.ca_crt,
        }
    }

    fn request(&self) -> Outcome<Request> {
        match (&self.input, self.count, &self.pattern) {
            (Some(path), None, None) => Request::of_file(path, self.from.map(RowForm::source)),
            (None, Some(count), Some(pattern)) => Ok(Request::Numbers {
                pattern: pattern.clone(),
                start: self.start,
                count,
            }),
            (None, Some(_), None) | (None, None, Some(_)) => {
                Err(Failure::usage("--count and --pattern go together"))
            }
            (Some(_), _, _) => Err(Failure::usage("a file and --count cannot be used together")),
            (None, None, None) => Err(nothing_asked_for()),
        }
    }

    fn defaults(&self, of_ca: Defaults) -> Outcome<RowDefaults> {
        let domain = self.uri.clone().map(|domain| domain.0);
        let span = self.jitter.map_or(0, Span::seconds);
        if span >= i64::from(self.days) * 86_400 {
            return Err(Failure::usage("--jitter is not shorter than --days"));
        }
        Ok(RowDefaults {
            trust_domain: domain.or(of_ca.trust_domain),
            country: self.country.clone().or(of_ca.country),
            organization: self.org_name.clone().or(of_ca.organization),
            svid: self.svid,
            days: self.days,
        })
    }

    fn plan(&self, context: &Context, devices: u64) -> Outcome<Answer> {
        let each = match self.stream {
            None => FILES_BYTES,
            Some(Form::Ndjson) => NDJSON_BYTES,
            Some(Form::Tar) => TAR_BYTES,
        };
        let row = if self.recording.no_record { 0 } else { ROW_BYTES };
        context.output.report(&Plan {
            devices,
            bytes: devices.saturating_mul(each),
            inventory_bytes: devices.saturating_mul(row),
            changed: false,
        })?;
        Ok(Answer::Yes)
    }

    fn issue(
        &self,
        context: &Context,
        ca: Ca,
        request: &Request,
        defaults: &RowDefaults,
        total: u64,
    ) -> Outcome<Counts> {
        let directory = match self.stream {
            None => Some(Directory::open(&self.output_dir)?),
            Some(_) => None,
        };
        let mut target = self.target(context, directory.as_ref())?;
        let authority = ca.authority(context, &self.ca)?;
        let ledger = self.book().ledger(context, authority.path().ca())?;
        let requested = Requested {
            may_be_shared: self.shared.allowed,
        };
        let mut ledger = ledger.map(|ledger| ledger.for_requests(requested));
        let signs = |ledger: &mut Ledger| must_be_in_force(ledger.inventory(), authority.path().ca());
        ledger.as_mut().map_or(Ok(()), signs)?;
        if let (Target::Stream { have, .. }, Some(path), Some(form)) = (&mut target, &self.have, self.stream)
        {
            *have = Some(Have::read(path, form, authority.path(), ledger.as_mut())?);
        }
        let progress = context.output.progress(Some(total));
        thread::scope(|scope| {
            let mut engine = Engine {
                context,
                authority: &authority,
                ledger,
                key_type: self.new_key.key_type.unwrap_or_default(),
                jitter: self.jitter.map_or(0, Span::seconds),
                target,
                counts: Counts::default(),
                under_way: UnderWay::new(scope),
            };
            let (mut batch, size) = (Vec::new(), engine.target.batch_size());
            let issued = request.each(defaults, |wanted| {
                batch.push(wanted);
                if batch.len() < size {
                    return Ok(());
                }
                advance(&mut engine, &mut batch, &progress)
            });
            let issued = issued.and_then(|()| advance(&mut engine, &mut batch, &progress));
            let finished = engine.finish();
            issued
                .and(finished)
                .map_err(|fault| of_many(fault, &engine.target))?;
            drop(progress);
            end(engine.target)?;
            Ok(engine.counts)
        })
    }

    fn target<'d>(&self, context: &Context, directory: Option<&'d Directory>) -> Outcome<Target<'d>> {
        match (self.stream, directory) {
            (None, Some(directory)) => Ok(Target::Files {
                place: Place::new(Directory::open(&self.output_dir)?, self.layout),
                manifest: Growing::begin(directory, MANIFEST)?,
            }),
            (Some(form), _) => Ok(Target::Stream {
                stream: Stream::new(form, unix_time(context.now).seconds()),
                have: None,
            }),
            (None, None) => Err(Failure::of(Code::Bug, "there is no directory for the files")),
        }
    }
}

fn end(target: Target<'_>) -> Outcome {
    match target {
        Target::Files { place, manifest } => {
            // The manifest takes the lock of the directory for itself.
            drop(place);
            manifest.finish()?;
        }
        Target::Stream { stream, .. } => stream.end()?,
    }
    Ok(())
}

/// Says what became of the other devices, where one or their inventory failed.
fn of_many(failure: Failure, target: &Target<'_>) -> Failure {
    failure.among_many(match target {
        Target::Files { .. } => "what was issued stays so; run the same command again",
        Target::Stream { .. } => "what was written is in force; complete it with --have FILE",
    })
}

fn advance(engine: &mut Engine<'_, '_>, batch: &mut Vec<Wanted>, progress: &Progress) -> Outcome {
    let count = batch.len() as u64;
    engine.batch(std::mem::take(batch))?;
    progress.advance(count);
    Ok(())
}
