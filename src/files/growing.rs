//! A file that is written bit by bit, and appears whole or not at all.

use std::{
    fs::File,
    io::{BufWriter, Write as _},
    path::PathBuf,
};

use super::{
    directory::Directory,
    error::FileError,
    staging::{Readers, Staged, Staging},
};

/// A file that has no name until it is finished.
pub(crate) struct Growing<'a> {
    directory: &'a Directory,
    name: String,
    writer: BufWriter<File>,
    staged: Staged,
}

impl<'a> Growing<'a> {
    /// Begins a file that everybody may read, and that replaces another one of its name when it is finished.
    ///
    /// # Errors
    /// [`FileError::Write`].
    pub(crate) fn begin(directory: &'a Directory, name: &str) -> Result<Self, FileError> {
        let failed = |source| FileError::Write {
            path: directory.path_of(name),
            source,
        };
        let staging = Staging {
            readers: Readers::All,
            replaces: true,
            locked: true,
            synchronized: false,
        };
        let staged = Staged::write(directory.fd(), name, b"", staging).map_err(failed)?;
        Ok(Self {
            directory,
            name: name.to_owned(),
            writer: BufWriter::new(staged.file().try_clone().map_err(failed)?),
            staged,
        })
    }

    /// Adds to it.
    ///
    /// # Errors
    /// [`FileError::Write`].
    pub(crate) fn write(&mut self, contents: &[u8]) -> Result<(), FileError> {
        let path = || self.directory.path_of(&self.name);
        self.writer
            .write_all(contents)
            .map_err(|source| FileError::Write { path: path(), source })
    }

    /// Gives it its name, durably, and returns its path.
    ///
    /// # Errors
    /// [`FileError::Write`]; then another file of the name is as it was.
    pub(crate) fn finish(mut self) -> Result<PathBuf, FileError> {
        let path = self.directory.path_of(&self.name);
        let failed = |source| FileError::Write {
            path: path.clone(),
            source,
        };
        self.writer.flush().map_err(failed)?;
        self.staged.file().sync_all().map_err(failed)?;
        let named = self.staged.give_name(self.directory.fd(), &self.name, true);
        named.map_err(|errno| failed(errno.into()))?;
        rustix::fs::fsync(self.directory.fd()).map_err(|errno| failed(errno.into()))?;
        Ok(path)
    }
}
