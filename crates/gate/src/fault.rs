//! What is wrong with a file.

use std::{
    fmt, io,
    path::{Path, PathBuf},
};

use amqtt_verifier::{certificate::BuildError, revocation::CrlError};

/// A file that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("cannot use {}: {fault}", path.display())]
pub struct FileFault {
    /// The file.
    pub path: PathBuf,
    fault: Cause,
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum Cause {
    #[error("{}", plain(.0))]
    Read(io::Error),
    #[error(transparent)]
    Certificates(#[from] BuildError),
    #[error(transparent)]
    Crl(#[from] CrlError),
    #[error("{0}")]
    Other(String),
}

impl FileFault {
    /// Returns the fault of a file that the gate itself does not read, in words.
    pub fn new(path: impl Into<PathBuf>, fault: impl fmt::Display) -> Self {
        let (path, fault) = (path.into(), Cause::Other(fault.to_string()));
        Self { path, fault }
    }
}

impl From<io::Error> for Cause {
    fn from(error: io::Error) -> Self {
        Self::Read(error)
    }
}

/// The words of the system, without the number that Rust appends.
fn plain(error: &io::Error) -> String {
    let words = error.to_string();
    let number = error.raw_os_error().map(|number| format!(" (os error {number})"));
    number.map_or(words.clone(), |number| words.replace(&number, ""))
}

pub(crate) fn in_file<E: Into<Cause>>(path: &Path) -> impl FnOnce(E) -> FileFault {
    let path = path.to_owned();
    move |fault| FileFault {
        path,
        fault: fault.into(),
    }
}
