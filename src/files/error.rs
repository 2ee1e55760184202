//! Errors of files, and what they mean to the operator.

use std::{io, path::PathBuf};

use crate::error::{Code, Failure};

/// What can go wrong with a file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum FileError {
    #[error("cannot read {}", path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("cannot read {}: it is larger than {max} bytes", path.display())]
    TooLarge { path: PathBuf, max: u64 },
    #[error("cannot open the directory {}", path.display())]
    Directory { path: PathBuf, source: io::Error },
    #[error("{} already exists", path.display())]
    Exists { path: PathBuf },
    #[error("{} is a {kind}, not a file", path.display())]
    InTheWay { path: PathBuf, kind: &'static str },
    #[error("cannot write {}", path.display())]
    Write { path: PathBuf, source: io::Error },
}

impl From<FileError> for Failure {
    fn from(error: FileError) -> Self {
        let code = match error {
            FileError::Exists { .. } | FileError::InTheWay { .. } => Code::Exists,
            _ => Code::Environment,
        };
        let hint = match &error {
            FileError::Directory { .. } => {
                Some("create the directory first, or name another one with --output-dir")
            }
            FileError::InTheWay { .. } => Some("remove it, or choose another --output-dir"),
            _ => None,
        };
        let failure = Self::new(code, error);
        match hint {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    }
}
