//! A file that is written bit by bit, and appears whole or not at all.

use std::{
    fs::File,
    io::{BufWriter, Write as _},
    path::PathBuf,
};

use rustix::fs::{self, AtFlags};

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
    /// [`FileError::NotAFile`] where a link or a directory has its name, [`FileError::Write`].
    pub(crate) fn begin(directory: &'a Directory, name: &str) -> Result<Self, FileError> {
        let failed = |source| FileError::Write {
            path: directory.path_of(name),
            source,
        };
        let staging = Staging {
            readers: Readers::All,
            replaces: false,
            locked: false,
        };
        directory.has(name)?;
        // Where a file must have a name, another process may write one of the same kind.
        let hidden = format!("{name}.{}", std::process::id());
        let staged = Staged::write(directory.fd(), &hidden, b"", staging).map_err(failed)?;
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
    /// [`FileError::NotAFile`] or [`FileError::Write`]; then whatever has the name is as it was.
    pub(crate) fn finish(mut self) -> Result<PathBuf, FileError> {
        let path = self.directory.path_of(&self.name);
        let failed = |source| FileError::Write {
            path: path.clone(),
            source,
        };
        self.writer.flush().map_err(failed)?;
        self.staged.file().sync_all().map_err(failed)?;
        let _lock = self.directory.lock();
        self.directory.has(&self.name)?;
        let fd = self.directory.fd();
        // A file without a name can be linked to a free name alone. What a kill left of this name would block it.
        let passing = format!(".{}.tmp", self.name);
        let _ = fs::unlinkat(fd, &passing, AtFlags::empty());
        let named = self
            .staged
            .give_name(fd, &passing, false)
            .and_then(|()| fs::renameat(fd, &passing, fd, &self.name))
            .and_then(|()| fs::fsync(fd));
        named.map_err(|errno| failed(errno.into()))?;
        Ok(path)
    }
}
