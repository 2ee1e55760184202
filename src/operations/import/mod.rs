//! Imports: many records from a file, every one of them checked before the first is written.

pub(crate) mod mosquitto;
mod progress;
mod rows;

use std::{fmt::Display, path::PathBuf};

use clap::{Args, ValueEnum, ValueHint};

pub(crate) use progress::Progress;
pub(crate) use rows::rows;

use crate::{
    context::Context,
    error::{Code, Failure, Outcome},
};

/// What to import, and what to do with what is there already.
#[derive(Debug, Args)]
pub(crate) struct ImportOptions {
    /// The file to import, or - for stdin
    // Not called `file`, which is the database's.
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) input: PathBuf,

    /// What the file is [default: by the end of its name, or its first character]
    #[arg(long, env = "AMQTT_ADMIN_FROM", value_name = "FORMAT")]
    pub(crate) from: Option<Source>,

    /// What to do with a record that is there already
    #[arg(
        long,
        env = "AMQTT_ADMIN_ON_CONFLICT",
        value_name = "WHAT",
        default_value = "fail"
    )]
    pub(crate) on_conflict: Conflict,
}

impl ImportOptions {
    /// What is imported, in a sentence.
    fn name(&self) -> std::path::Display<'_> {
        let is_stdin = self.input.as_os_str() == "-";
        if is_stdin {
            std::path::Path::new("stdin").display()
        } else {
            self.input.display()
        }
    }
}

/// A kind of file to import from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Source {
    /// Comma-separated values under a header
    Csv,
    /// One JSON object a line
    Ndjson,
    /// A file of Mosquitto: its password file for accounts, its ACL file for rights
    Mosquitto,
}

/// What to do with a record that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Conflict {
    /// Import nothing at all
    Fail,
    /// Keep what is there
    Skip,
    /// Replace what is there
    Update,
}

/// What is wrong with a file; the first few of it are told.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    first: Vec<String>,
    count: usize,
}

/// How many problems of a file are told.
const TOLD: usize = 10;

impl Problems {
    pub(crate) fn add(&mut self, line: u64, problem: impl Display) {
        if self.count < TOLD {
            self.first.push(format!("line {line}: {problem}"));
        }
        self.count += 1;
    }

    /// Fails if there are any.
    pub(crate) fn end(self, context: &Context, options: &ImportOptions) -> Outcome {
        if self.count == 0 {
            return Ok(());
        }
        for problem in &self.first {
            context.output.warn(problem);
        }
        let lines = if self.count == 1 {
            "1 line".to_owned()
        } else {
            format!("{} lines", self.count)
        };
        let error = anyhow::anyhow!("{lines} of {} cannot be imported", options.name());
        Err(Failure::new(Code::Environment, error)
            .hint("nothing was changed; mend the file, and import it again"))
    }
}

/// The refusal where records are there already.
pub(crate) fn conflict(first: &str, count: usize) -> Failure {
    let more = match count {
        0 | 1 => String::new(),
        count => format!(", and {} more", count - 1),
    };
    Failure::of(Code::Exists, format_args!("there already: {first}{more}"))
        .hint("nothing was changed; --on-conflict skip keeps what is there, --on-conflict update replaces it")
}
