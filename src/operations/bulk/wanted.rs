//! The devices that are asked for: rows of a file, or numbers in a pattern.

use std::{
    collections::HashSet,
    hash::{BuildHasher as _, RandomState},
    path::{Path, PathBuf},
};

use amqtt_verifier::{DeviceId, TrustDomain};
use serde::Deserialize;

use crate::{
    error::{Code, Failure, Outcome},
    operations::{
        bulk::{keys::KeyCheck, pattern::Pattern},
        import::{Columns, Conflict, ImportOptions, Input, Problems, Source, foreign::Kind, rows},
    },
    options::{DAYS_MAX, Domain},
    pki::{self, Country, Device, SubjectPublicKey, SubjectValue},
};

/// The columns of a file.
const COLUMNS: Columns = Columns {
    known: &["device_id", "uri", "country", "org_name", "days", "csr"],
    shown: "device_id, uri, country, org_name, days, csr",
    kind: Kind::Accounts,
};

/// A row as it is in a file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeviceRow {
    device_id: String,
    #[serde(default)]
    uri: Option<String>,
    #[serde(default)]
    country: Option<String>,
    #[serde(default)]
    org_name: Option<String>,
    #[serde(default)]
    days: Option<u32>,
    /// A certificate request in PEM.
    #[serde(default)]
    csr: Option<String>,
}

/// Values for a device whose row says nothing else.
#[derive(Debug, Clone)]
pub(crate) struct RowDefaults {
    pub(crate) trust_domain: Option<TrustDomain>,
    pub(crate) country: Option<Country>,
    pub(crate) organization: Option<SubjectValue>,
    pub(crate) svid: bool,
    pub(crate) days: u32,
}

/// A device that is asked for.
#[derive(Debug)]
pub(crate) struct Wanted {
    pub(crate) device: Device,
    pub(crate) days: u32,
    /// The key of its certificate request, if it keeps its key to itself.
    pub(crate) key: Option<SubjectPublicKey>,
}

/// Source of the devices that are asked for.
#[derive(Debug)]
pub(crate) enum Request {
    /// In a file, which is read once to check it and once to issue.
    File { path: PathBuf, form: Option<Source> },
    /// Read from stdin, which cannot be read twice.
    Rows(Vec<(u64, DeviceRow)>),
    Numbers {
        pattern: Pattern,
        start: u64,
        count: u64,
    },
}

impl Request {
    /// Checks every row, and returns how many there are.
    ///
    /// # Errors
    /// [`Code::Environment`] where a row cannot be issued, after all faults were reported by line; [`Code::Usage`] for a
    /// pattern that makes no ids.
    pub(crate) fn check(&self, defaults: &RowDefaults, keys: KeyCheck<'_>) -> Outcome<u64> {
        match self {
            Self::Numbers {
                pattern,
                start,
                count,
            } => {
                let last = start.checked_add(count.saturating_sub(1));
                let last = last.ok_or_else(|| Failure::usage("--start and --count are too large"))?;
                pattern.id(last).map_err(Failure::usage)?;
                if defaults.trust_domain.is_none() {
                    return Err(no_domain());
                }
                Ok(*count)
            }
            _ => {
                let mut check = Check {
                    count: 0,
                    ids: Known::default(),
                    keys,
                };
                self.read(defaults, &mut check)?;
                Ok(check.count)
            }
        }
    }

    /// Gives every device to `each`, in order.
    ///
    /// # Errors
    /// Any error of `each`, and a failure where the file is not as it was when it was checked.
    pub(crate) fn each(&self, defaults: &RowDefaults, mut each: impl FnMut(Wanted) -> Outcome) -> Outcome {
        match self {
            Self::Numbers {
                pattern,
                start,
                count,
            } => {
                for number in *start..start.saturating_add(*count) {
                    let id = pattern.id(number).map_err(Failure::usage)?;
                    each(defaults.wanted(id)?)?;
                }
                Ok(())
            }
            _ => self.read(defaults, &mut Each(each)),
        }
    }

    /// Asks for the devices of a file, or of stdin where its name is `-`.
    ///
    /// # Errors
    /// When stdin cannot be read, or holds rows that cannot be parsed.
    pub(crate) fn of_file(path: &Path, form: Option<Source>) -> Outcome<Self> {
        if path.as_os_str() != "-" {
            let path = path.to_owned();
            return Ok(Self::File { path, form });
        }
        let (options, mut problems, mut all) = (options(path, form), Problems::default(), Vec::new());
        each_row(&options, &mut problems, |line, row, _| {
            all.push((line, row));
            Ok(())
        })?;
        problems.end(&options, || None)?;
        Ok(Self::Rows(all))
    }

    /// Gives the rows to `rows`; one that cannot be issued as nothing.
    fn read(&self, defaults: &RowDefaults, rows: &mut dyn Rows) -> Outcome {
        let mut problems = Problems::default();
        let mut row = |line, row: DeviceRow, problems: &mut Problems| {
            let wanted = wanted(row, defaults).map_err(|fault| problems.add(line, fault));
            rows.row(line, wanted.ok(), problems)
        };
        let options = match self {
            Self::Numbers { .. } => return Ok(()),
            Self::File { path, form } => {
                let options = options(path, *form);
                each_row(&options, &mut problems, row)?;
                options
            }
            Self::Rows(all) => {
                for (line, one) in all {
                    row(*line, one.clone(), &mut problems)?;
                }
                options(Path::new("-"), None)
            }
        };
        rows.end(&mut problems)?;
        problems.end(&options, || None)
    }
}

/// A reader of rows.
trait Rows {
    /// Takes a row; `None` for one that cannot be issued.
    fn row(&mut self, line: u64, wanted: Option<Wanted>, problems: &mut Problems) -> Outcome;

    /// Takes the end of the rows.
    fn end(&mut self, _: &mut Problems) -> Outcome {
        Ok(())
    }
}

/// Checks the rows, also against each other.
struct Check<'a> {
    count: u64,
    ids: Known,
    keys: KeyCheck<'a>,
}

impl Rows for Check<'_> {
    fn row(&mut self, line: u64, wanted: Option<Wanted>, problems: &mut Problems) -> Outcome {
        self.count += 1;
        let Some(wanted) = wanted else {
            return Ok(());
        };
        self.ids.add(line, &wanted.device.id, problems);
        match &wanted.key {
            Some(key) => self.keys.add(line, &wanted.device.id, key, problems),
            None => Ok(()),
        }
    }

    fn end(&mut self, problems: &mut Problems) -> Outcome {
        self.keys.end(problems)
    }
}

struct Each<F>(F);

impl<F: FnMut(Wanted) -> Outcome> Rows for Each<F> {
    fn row(&mut self, _: u64, wanted: Option<Wanted>, _: &mut Problems) -> Outcome {
        wanted.map_or(Ok(()), &mut self.0)
    }
}

impl RowDefaults {
    fn wanted(&self, id: DeviceId) -> Outcome<Wanted> {
        let trust_domain = self.trust_domain.clone().ok_or_else(no_domain)?;
        Ok(Wanted {
            device: Device {
                id,
                trust_domain,
                country: self.country.clone(),
                organization: self.organization.clone(),
                svid: self.svid,
            },
            days: self.days,
            key: None,
        })
    }
}

fn no_domain() -> Failure {
    Failure::usage("--uri is missing")
        .hint("name the trust domain of the devices, or create a CA that carries one")
}

fn options(path: &Path, from: Option<Source>) -> ImportOptions {
    ImportOptions {
        input: path.to_owned(),
        from,
        on_conflict: Conflict::Skip,
        dry_run: false,
    }
}

/// Reads the rows of a file, up to the first that `each` fails at.
fn each_row(
    options: &ImportOptions,
    problems: &mut Problems,
    mut each: impl FnMut(u64, DeviceRow, &mut Problems) -> Outcome,
) -> Outcome {
    let mut input = Input::open(&options.input)?;
    let mut failed = None;
    rows(options, &mut input, &COLUMNS, problems, |line, row, problems| {
        if failed.is_none() {
            failed = each(line, row, problems).err();
        }
    })?;
    failed.map_or(Ok(()), Err)
}

fn wanted(row: DeviceRow, defaults: &RowDefaults) -> Result<Wanted, String> {
    let given = |text: Option<String>| text.filter(|text| !text.is_empty());
    let id: DeviceId = row
        .device_id
        .parse()
        .map_err(|error| format!("device id {:?}: {error}", row.device_id))?;
    let uri = given(row.uri).map(|text| {
        text.parse::<Domain>()
            .map_err(|error| format!("uri {text:?}: {error}"))
    });
    let country = given(row.country).map(|text| {
        let parsed = text.parse::<Country>();
        parsed.map_err(|error| format!("country {text:?}: {error}"))
    });
    let organization = given(row.org_name).map(|text| {
        let parsed = text.parse::<SubjectValue>();
        parsed.map_err(|error| format!("org_name {text:?}: {error}"))
    });
    let days = row.days.unwrap_or(defaults.days);
    if !(1..=DAYS_MAX).contains(&i64::from(days)) {
        return Err(format!("days {days}: not in 1 to {DAYS_MAX}"));
    }
    let trust_domain = uri.transpose()?.map(|domain| domain.0);
    let request = given(row.csr).map(|pem| pki::Request::from_file(pem.as_bytes()));
    let request = request.transpose().map_err(|error| format!("csr: {error}"))?;
    Ok(Wanted {
        device: Device {
            id,
            trust_domain: trust_domain
                .or_else(|| defaults.trust_domain.clone())
                .ok_or("no trust domain: give a column uri, or --uri")?,
            country: country.transpose()?.or_else(|| defaults.country.clone()),
            organization: organization
                .transpose()?
                .or_else(|| defaults.organization.clone()),
            svid: defaults.svid,
        },
        days,
        key: request.map(|request| request.key),
    })
}

/// The ids so far, as hashes of 64 bits without regard to case, so that a million of them are 20 MB. A random key makes it
/// one in ten million that two among a million ids are taken for one.
#[derive(Default)]
struct Known {
    hasher: RandomState,
    seen: HashSet<u64>,
}

impl Known {
    fn add(&mut self, line: u64, id: &DeviceId, problems: &mut Problems) {
        let hash = self.hasher.hash_one(id.as_str().to_ascii_lowercase());
        if !self.seen.insert(hash) {
            problems.add(
                line,
                format_args!("device id {id} is on an earlier line too, perhaps in another case"),
            );
        }
    }
}

/// Returns the failure where neither a file nor a count is given, or both are.
pub(crate) fn nothing_asked_for() -> Failure {
    Failure::of(Code::Usage, "neither a file nor --count is given")
        .hint("name a file of devices (- for stdin), or pass --count and --pattern")
}
