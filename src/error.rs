//! What can go wrong, as the operator meets it: a kind, which is the exit code, a message with its causes, and a hint.

use std::{error::Error, fmt, io};

use crate::output::escape;

/// The kinds of failure; each has its own exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Refused: something is not there, exists already, was declined, or does not fit. Nothing was changed.
    Refused,
    /// The command line is wrong, or a value is missing and nobody can be asked.
    Usage,
    /// A file or a database is missing, unreadable, not writable or malformed.
    Environment,
    /// A fault of this program.
    Bug,
    /// Nobody reads stdout any more, as behind `| head`: no failure at all, but a reason to end.
    Unread,
}

impl Kind {
    pub(crate) fn exit_code(self) -> u8 {
        match self {
            Self::Refused => 1,
            Self::Usage => 2,
            Self::Environment => 3,
            Self::Bug => 70,
            Self::Unread => 0,
        }
    }
}

/// A failure on its way to the operator.
#[derive(Debug)]
pub(crate) struct Failure {
    kind: Kind,
    error: anyhow::Error,
    hint: Option<String>,
}

/// What a command gives back when it does not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    /// Done, or the check said yes.
    Yes,
    /// The check said no.
    No,
}

/// The result of anything that the operator may have to hear about.
pub(crate) type Outcome<T = ()> = Result<T, Failure>;

impl Failure {
    pub(crate) fn new(kind: Kind, error: impl Into<anyhow::Error>) -> Self {
        Self {
            kind,
            error: error.into(),
            hint: None,
        }
    }

    pub(crate) fn refused(message: impl fmt::Display) -> Self {
        Self::new(Kind::Refused, anyhow::anyhow!("{message}"))
    }

    pub(crate) fn usage(message: impl fmt::Display) -> Self {
        Self::new(Kind::Usage, anyhow::anyhow!("{message}"))
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

    pub(crate) fn kind(&self) -> Kind {
        self.kind
    }

    /// The error that it was made of, if that is of the type asked for.
    pub(crate) fn cause<E: Error + Send + Sync + 'static>(&self) -> Option<&E> {
        self.error.downcast_ref()
    }

    /// The message with its causes, and the hint: one line each, without anything that a terminal would act on.
    pub(crate) fn lines(&self) -> (String, Option<String>) {
        let message = self.error.chain().map(words).collect::<Vec<_>>().join(": ");
        (
            escape(&message).into_owned(),
            self.hint.as_deref().map(|hint| escape(hint).into_owned()),
        )
    }
}

/// The words of an error; those of the system without the number that Rust puts behind them.
fn words(error: &(dyn Error + 'static)) -> String {
    let text = error.to_string();
    let system = error.downcast_ref::<io::Error>();
    match system.and_then(io::Error::raw_os_error) {
        Some(number) => text.replace(&format!(" (os error {number})"), ""),
        None => text,
    }
}
