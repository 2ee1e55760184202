//! The devices that are asked for: rows of a file, or numbers in a pattern.

use std::{
    collections::HashSet,
    hash::{BuildHasher as _, RandomState},
    path::{Path, PathBuf},
};

use amqtt_verifier::{DeviceId, TrustDomain};
use serde::Deserialize;

use crate::{
    context::Context,
    error::{Code, Failure, Outcome},
    operations::{
        bulk::pattern::Pattern,
        import::{Columns, Conflict, ImportOptions, Input, Problems, foreign::Kind, rows},
    },
    options::{DAYS_MAX, Domain},
    pki::{Country, Device, SubjectValue},
};

/// The columns of a file.
const COLUMNS: Columns = Columns {
    known: &["device_id", "uri", "country", "org_name", "days"],
    shown: "device_id, uri, country, org_name, days",
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
}

/// Source of the devices that are asked for.
#[derive(Debug)]
pub(crate) enum Request {
    /// In a file, which is read once to check it and once to issue.
    File(PathBuf),
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
    pub(crate) fn check(&self, context: &Context, defaults: &RowDefaults) -> Outcome<u64> {
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
                let mut known = Known::default();
                let mut count = 0;
                self.read(context, defaults, |line, wanted, problems| {
                    count += 1;
                    if let Some(wanted) = wanted {
                        known.add(line, &wanted.device.id, problems);
                    }
                    Ok(())
                })?;
                Ok(count)
            }
        }
    }

    /// Gives every device to `each`, in order.
    ///
    /// # Errors
    /// Any error of `each`, and a failure where the file is not as it was when it was checked.
    pub(crate) fn each(
        &self,
        context: &Context,
        defaults: &RowDefaults,
        mut each: impl FnMut(Wanted) -> Outcome,
    ) -> Outcome {
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
            _ => self.read(context, defaults, |_, wanted, _| wanted.map_or(Ok(()), &mut each)),
        }
    }

    /// Asks for the devices of a file, or of stdin where its name is `-`.
    ///
    /// # Errors
    /// When stdin cannot be read, or holds rows that cannot be parsed.
    pub(crate) fn of_file(context: &Context, path: &Path) -> Outcome<Self> {
        if path.as_os_str() != "-" {
            return Ok(Self::File(path.to_owned()));
        }
        let mut all = Vec::new();
        each_row(context, path, |line, row, _| {
            all.push((line, row));
            Ok(())
        })?;
        Ok(Self::Rows(all))
    }

    /// Gives the rows to `each`; one that cannot be issued as nothing.
    fn read(
        &self,
        context: &Context,
        defaults: &RowDefaults,
        mut each: impl FnMut(u64, Option<Wanted>, &mut Problems) -> Outcome,
    ) -> Outcome {
        let mut row = |line, row: DeviceRow, problems: &mut Problems| {
            let wanted = match wanted(row, defaults) {
                Ok(wanted) => Some(wanted),
                Err(fault) => {
                    problems.add(line, fault);
                    None
                }
            };
            each(line, wanted, problems)
        };
        match self {
            Self::Numbers { .. } => Ok(()),
            Self::File(path) => each_row(context, path, row),
            Self::Rows(rows) => {
                let mut problems = Problems::default();
                for (line, one) in rows {
                    row(*line, one.clone(), &mut problems)?;
                }
                problems.end(context, &options(Path::new("-")), || None)
            }
        }
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
        })
    }
}

fn no_domain() -> Failure {
    Failure::usage("--uri is missing")
        .hint("name the trust domain of the devices, or create a CA that carries one")
}

fn options(path: &Path) -> ImportOptions {
    ImportOptions {
        input: path.to_owned(),
        from: None,
        on_conflict: Conflict::Skip,
        dry_run: false,
    }
}

/// Reads the rows of a file, up to the first that `each` fails at.
fn each_row(
    context: &Context,
    path: &Path,
    mut each: impl FnMut(u64, DeviceRow, &mut Problems) -> Outcome,
) -> Outcome {
    let options = options(path);
    let mut input = Input::open(path)?;
    let (mut problems, mut failed) = (Problems::default(), None);
    rows(
        &options,
        &mut input,
        &COLUMNS,
        &mut problems,
        |line, row, problems| {
            if failed.is_none() {
                failed = each(line, row, problems).err();
            }
        },
    )?;
    match failed {
        Some(failure) => Err(failure),
        None => problems.end(context, &options, || None),
    }
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
