//! Files that are written before they have a name.
//!
//! A file appears whole or not at all. It is written without a name (`O_TMPFILE`), synchronized, and then given its
//! name by a link, which never replaces anything; so a kill at any moment leaves no temporary file. Where a file
//! system does not support unnamed files, a hidden file beside the target takes their place.

use std::{
    fs::File,
    io::{self, Write as _},
    os::fd::{AsFd, AsRawFd as _, OwnedFd},
};

use rustix::{
    fs::{self, AtFlags, CWD, Mode, OFlags, RenameFlags},
    io::Errno,
};

/// The users who may read a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Readers {
    /// The owner alone, whatever the umask: 0600.
    Owner,
    /// Everybody, less the umask: 0644.
    All,
}

impl Readers {
    fn mode(self) -> Mode {
        match self {
            Self::Owner => Mode::RUSR | Mode::WUSR,
            Self::All => Mode::RUSR | Mode::WUSR | Mode::RGRP | Mode::ROTH,
        }
    }
}

/// Options for staging a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Staging {
    pub(super) readers: Readers,
    /// Set to replace another file in one step, which only a file with a hidden name can.
    pub(super) replaces: bool,
    /// Set if no other process publishes in the directory, so that a file with the hidden name was left by a kill.
    pub(super) locked: bool,
}

/// A file that is written, but has no name yet, or a hidden one.
#[derive(Debug)]
pub(super) struct Staged {
    file: File,
    hidden: Option<Hidden>,
}

/// The hidden name of a staged file, gone when this is dropped.
#[derive(Debug)]
struct Hidden {
    directory: OwnedFd,
    name: String,
}

impl Drop for Hidden {
    fn drop(&mut self) {
        let _ = fs::unlinkat(&self.directory, &self.name, AtFlags::empty());
    }
}

impl Staged {
    /// Writes a file without its name. It is not durable before the caller synchronizes it.
    pub(super) fn write(
        directory: &OwnedFd,
        name: &str,
        contents: &[u8],
        staging: Staging,
    ) -> Result<Self, io::Error> {
        let unnamed = match staging.replaces {
            true => Err(Errno::OPNOTSUPP),
            false => Self::unnamed(directory, staging.readers),
        };
        let staged = unnamed.or_else(|errno| match errno {
            Errno::OPNOTSUPP | Errno::ISDIR | Errno::NOENT | Errno::INVAL => {
                Self::hidden(directory, name, staging)
            }
            errno => Err(errno),
        });
        let mut staged = staged?;
        if staging.readers == Readers::Owner {
            // The mode at creation was less the umask, which may have taken the owner's own rights.
            fs::fchmod(&staged.file, Mode::RUSR | Mode::WUSR)?;
        }
        staged.file.write_all(contents)?;
        Ok(staged)
    }

    fn unnamed(directory: &OwnedFd, readers: Readers) -> Result<Self, Errno> {
        // Giving the name goes through /proc, which may not be mounted.
        fs::access("/proc/self/fd", fs::Access::EXISTS)?;
        let flags = OFlags::WRONLY | OFlags::TMPFILE | OFlags::CLOEXEC;
        let fd = fs::openat(directory, ".", flags, readers.mode())?;
        Ok(Self {
            file: fd.into(),
            hidden: None,
        })
    }

    fn hidden(directory: &OwnedFd, name: &str, staging: Staging) -> Result<Self, Errno> {
        let hidden = match name.rsplit_once('/') {
            Some((parent, name)) => format!("{parent}/.{name}.tmp"),
            None => format!(".{name}.tmp"),
        };
        if staging.locked {
            let _ = fs::unlinkat(directory, &hidden, AtFlags::empty());
        }
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let fd = fs::openat(directory, &hidden, flags, staging.readers.mode())?;
        let directory = directory.as_fd().try_clone_to_owned().map_err(|_| Errno::MFILE)?;
        Ok(Self {
            file: fd.into(),
            hidden: Some(Hidden {
                directory,
                name: hidden,
            }),
        })
    }

    /// The file itself.
    pub(super) fn file(&self) -> &File {
        &self.file
    }

    /// Gives the file its name; it replaces another only where `replaces` says so.
    pub(super) fn give_name(&self, directory: &OwnedFd, name: &str, replaces: bool) -> Result<(), Errno> {
        match &self.hidden {
            None => {
                let unnamed = format!("/proc/self/fd/{}", self.file.as_raw_fd());
                fs::linkat(CWD, unnamed, directory, name, AtFlags::SYMLINK_FOLLOW)
            }
            Some(hidden) if replaces => fs::renameat(directory, &hidden.name, directory, name),
            Some(hidden) => move_to_free_name(directory, &hidden.name, name),
        }
    }
}

/// Renames without ever replacing; by a link where the file system cannot do that in one step.
pub(super) fn move_to_free_name(directory: &OwnedFd, from: &str, to: &str) -> Result<(), Errno> {
    match fs::renameat_with(directory, from, directory, to, RenameFlags::NOREPLACE) {
        Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => {
            fs::linkat(directory, from, directory, to, AtFlags::empty())?;
            fs::unlinkat(directory, from, AtFlags::empty())
        }
        result => result,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    const HIDDEN: Staging = Staging {
        readers: Readers::Owner,
        replaces: false,
        locked: true,
    };

    fn entries(directory: &Path) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(directory)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_system_without_unnamed_files_gets_the_same_result() {
        let temp = tempfile::tempdir().unwrap();
        let directory = OwnedFd::from(File::open(temp.path()).unwrap());
        let mut staged = Staged::hidden(&directory, "a.key", HIDDEN).unwrap();
        staged.file.write_all(b"secret").unwrap();
        assert_eq!(entries(temp.path()).len(), 1, "one hidden file");
        staged.give_name(&directory, "a.key", false).unwrap();
        drop(staged);
        assert_eq!(entries(temp.path()), ["a.key"]);

        // A kill leaves the hidden file; the next run removes it.
        let killed = Staged::hidden(&directory, "a.key", HIDDEN).unwrap();
        std::mem::forget(killed);
        let staged = Staged::hidden(&directory, "a.key", HIDDEN).unwrap();
        assert_eq!(staged.give_name(&directory, "a.key", false), Err(Errno::EXIST));
        drop(staged);
        assert_eq!(entries(temp.path()), ["a.key"]);
        assert_eq!(std::fs::read(temp.path().join("a.key")).unwrap(), b"secret");
    }
}
