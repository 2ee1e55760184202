//! Imports: many records from a file, all of them checked before the first is written.

pub(crate) mod acl;
pub(crate) mod acl_file;
pub(crate) mod dynsec;
pub(crate) mod foreign;
mod input;
mod notices;
pub(crate) mod passwords;
mod progress;
pub(crate) mod rights;
mod rows;

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};

pub(crate) use input::Input;
pub(crate) use notices::{LeftOut, Problems};
pub(crate) use progress::Progress;
pub(crate) use rows::{Columns, rows, source};

use crate::{
    context::Context,
    error::{Code, Failure, Outcome},
    output::is_invisible,
};

/// The options of an import.
#[derive(Debug, Args)]
pub(crate) struct ImportOptions {
    /// File to import, or - for stdin
    // Not called `file`, which is the option of the database.
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) input: PathBuf,

    /// Input format [default: guessed from extension or content]
    #[arg(long, value_name = "FORMAT")]
    pub(crate) from: Option<Source>,

    /// What to do with records that already exist
    #[arg(long, value_name = "ACTION", default_value = "fail")]
    pub(crate) on_conflict: Conflict,

    /// Check the file and report what would change, without changing anything
    #[arg(long)]
    pub(crate) dry_run: bool,
}

impl ImportOptions {
    /// Returns the name of the input in a sentence.
    pub(crate) fn name(&self) -> std::path::Display<'_> {
        input::shown(&self.input)
    }
}

/// A kind of file to import from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Source {
    /// Comma-separated values under a header
    Csv,
    /// One JSON object per line
    Ndjson,
    /// A JSON array of objects
    Json,
    /// Mosquitto's password file for accounts, its ACL file for rights
    Mosquitto,
    /// Mosquitto's dynamic-security.json
    Dynsec,
}

/// The policy for records that already exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Conflict {
    /// Import nothing at all
    Fail,
    /// Keep what exists
    Skip,
    /// Replace what exists
    Update,
}

/// Returns the refusal if records already exist; `first` is a whole phrase about one of them.
pub(crate) fn conflict(first: &str, count: usize) -> Failure {
    let more = match count {
        0 | 1 => String::new(),
        count => format!(" (and {} more)", count - 1),
    };
    Failure::of(Code::Exists, format_args!("{first}{more}"))
        .hint("nothing was changed; --on-conflict skip keeps what exists, --on-conflict update replaces it")
}

/// Warns if a file has nothing to import.
///
/// # Errors
/// If the file has records, and none of them can be imported.
pub(crate) fn warn_of_nothing(
    context: &Context,
    options: &ImportOptions,
    records: usize,
    left_out: usize,
) -> Outcome {
    match (records, left_out) {
        (0, 0) => {
            context
                .output
                .warn(format_args!("there is nothing to import in {}", options.name()));
            Ok(())
        }
        (0, _) => Err(Failure::of(
            Code::Environment,
            format_args!("nothing in {} can be imported", options.name()),
        )
        .hint("nothing was changed")),
        _ => Ok(()),
    }
}

/// Notes a name with invisible characters, which is imported unchanged and is probably a mistake.
pub(crate) fn warn_of_name(line: u64, name: &str, notices: &mut LeftOut) {
    if name.contains(is_invisible) {
        notices.add(
            line,
            "the username contains invisible characters and is imported with them",
        );
    }
}
