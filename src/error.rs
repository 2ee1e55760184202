//! Failures as the operator meets them: a code, which is the exit code, a message with its causes, and a hint.

use std::{error::Error, fmt, io};

use serde::Serialize;

/// The kind of a failure: a word that scripts can rely on, and the exit code that goes with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Code {
    /// The command line is wrong, or a value is missing and no terminal can be used to ask for it.
    Usage,
    /// Something that was to be made already exists. Nothing was changed.
    Exists,
    /// An account, topic or record that does not exist. Nothing was changed.
    NotFound,
    /// Declined at a prompt. Nothing was changed.
    Declined,
    /// A CA, key or certificate that is well formed and does not fit. Nothing was changed.
    Unfit,
    /// A file or a database is missing, unreadable, not writable or malformed.
    Environment,
    /// A row in the database that another program broke.
    BrokenRow,
    /// A bug in this program.
    Bug,
    /// Stdout was closed, as by `| head`: not a failure, but a reason to end.
    ClosedPipe,
}

impl Code {
    /// The exit code, 0 to 255.
    pub(crate) fn exit_code(self) -> u8 {
        match self {
            Self::Exists | Self::NotFound | Self::Declined | Self::Unfit => 1,
            Self::Usage => 2,
            Self::Environment | Self::BrokenRow => 3,
            Self::Bug => 70,
            Self::ClosedPipe => 0,
        }
    }
}

/// A fault of a line of a file.
#[derive(Debug, Serialize)]
pub(crate) struct Fault {
    /// Counted from 1.
    pub(crate) line: u64,
    pub(crate) message: String,
}

/// A failure on its way to the operator.
#[derive(Debug)]
pub(crate) struct Failure {
    code: Code,
    error: anyhow::Error,
    hint: Option<String>,
    /// The faults of a file that are the reason, or the first of them.
    faults: Vec<Fault>,
}

/// The answer of a command that did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    /// Done, or the check passed.
    Yes,
    /// The check said no.
    No,
}

/// The result of anything that the operator may have to hear about.
pub(crate) type Outcome<T = ()> = Result<T, Failure>;

impl Failure {
    pub(crate) fn new(code: Code, error: impl Into<anyhow::Error>) -> Self {
        Self {
            code,
            error: error.into(),
            hint: None,
            faults: Vec::new(),
        }
    }

    /// A failure of the given kind, in our own words.
    pub(crate) fn of(code: Code, message: impl fmt::Display) -> Self {
        Self::new(code, anyhow::anyhow!("{message}"))
    }

    /// The command line is wrong, or a value is missing.
    pub(crate) fn usage(message: impl fmt::Display) -> Self {
        Self::of(Code::Usage, message)
    }

    /// Says what was being done, before the cause.
    pub(crate) fn context(self, context: impl fmt::Display) -> Self {
        Self {
            error: self.error.context(context.to_string()),
            ..self
        }
    }

    /// Says what to do about it.
    pub(crate) fn hint(self, hint: impl fmt::Display) -> Self {
        Self {
            hint: Some(hint.to_string()),
            ..self
        }
    }

    /// Says what to do about it, where nothing was said yet.
    pub(crate) fn or_hint(self, hint: impl fmt::Display) -> Self {
        if self.hint.is_some() {
            self
        } else {
            self.hint(hint)
        }
    }

    /// Says what became of the others, where one of many failed: not that nothing was changed.
    pub(crate) fn among_many(self, others: &str) -> Self {
        let hint = match self.hint.as_deref() {
            Some(hint) => match hint.strip_prefix("nothing was changed") {
                Some(rest) => format!("{others}{rest}"),
                None => return self,
            },
            None => others.to_owned(),
        };
        self.hint(hint)
    }

    /// Says which lines of a file are at fault.
    pub(crate) fn with_faults(self, faults: Vec<Fault>) -> Self {
        Self { faults, ..self }
    }

    /// Names the environment variable that a value in the message came from, if it is in the message.
    pub(crate) fn naming_variable(self, variable: &str, value: &str) -> Self {
        let message = self.message();
        let is_word = message.match_indices(value).any(|(at, _)| {
            let (before, after) = (&message[..at], &message[at + value.len()..]);
            !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric)
        });
        if !is_word || message.contains(variable) {
            return self;
        }
        self.context(format_args!("in {variable}"))
    }

    pub(crate) fn code(&self) -> Code {
        self.code
    }

    /// The error that it was made of, if that is of the type asked for.
    pub(crate) fn cause<E: Error + Send + Sync + 'static>(&self) -> Option<&E> {
        self.error.downcast_ref()
    }

    /// The message with its causes, in one line.
    pub(crate) fn message(&self) -> String {
        self.error.chain().map(words).collect::<Vec<_>>().join(": ")
    }

    pub(crate) fn hint_text(&self) -> Option<&str> {
        self.hint.as_deref()
    }

    pub(crate) fn faults(&self) -> &[Fault] {
        &self.faults
    }
}

/// The words of an error; those of the system without the number that Rust appends.
fn words(error: &(dyn Error + 'static)) -> String {
    let text = error.to_string();
    let system = error.downcast_ref::<io::Error>();
    match system.and_then(io::Error::raw_os_error) {
        Some(number) => text.replace(&format!(" (os error {number})"), ""),
        None => text,
    }
}
