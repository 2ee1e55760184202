//! Errors from files.

use std::{
    io,
    path::{Path, PathBuf},
};

use rustix::io::Errno;

/// Error from reading or writing a file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum FileError {
    #[error("cannot read {}", path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("cannot read {}: it is larger than {max} bytes", path.display())]
    TooLarge { path: PathBuf, max: u64 },
    #[error("cannot read {}: it is a FIFO, not a file", path.display())]
    Fifo { path: PathBuf },
    #[error("cannot open the directory {}", path.display())]
    Directory { path: PathBuf, source: io::Error },
    #[error("{} already exists", path.display())]
    Exists { path: PathBuf },
    #[error("{} already exists as a {kind}, not a file", path.display())]
    NotAFile { path: PathBuf, kind: &'static str },
    #[error("{} is not a directory of its own", path.display())]
    NotADirectory { path: PathBuf },
    #[error("cannot write {}", path.display())]
    Write { path: PathBuf, source: io::Error },
}

impl FileError {
    pub(super) fn reading(path: &Path, source: impl Into<io::Error>) -> Self {
        Self::Read {
            path: path.to_owned(),
            source: source.into(),
        }
    }

    /// The error from giving a file its name, or writing it.
    pub(super) fn writing(path: PathBuf, errno: Errno) -> Self {
        match errno {
            Errno::EXIST => Self::Exists { path },
            errno => Self::Write {
                path,
                source: errno.into(),
            },
        }
    }
}
