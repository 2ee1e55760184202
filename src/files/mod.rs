//! The only place that writes files, and how they are read.
//!
//! A file appears whole or not at all. It is written without a name (`O_TMPFILE`), synchronised, and then given its name
//! by a link, which never replaces anything; so a kill at any moment leaves no temporary file behind. Where a file
//! system knows no unnamed files, a hidden file beside the target takes their place.

mod error;
mod lines;

use std::{
    ffi::OsStr,
    fs::File,
    io::{Read as _, Write as _},
    os::{
        fd::{AsFd, AsRawFd as _, OwnedFd},
        unix::fs::PermissionsExt as _,
    },
    path::{Path, PathBuf},
};

use rustix::{
    fs::{self, AtFlags, CWD, FileType, FlockOperation, Mode, OFlags, RenameFlags},
    io::Errno,
};
use zeroize::Zeroizing;

pub(crate) use error::FileError;
pub(crate) use lines::{Lines, open, read_stdin};

use crate::interrupt;

/// The most that is read of a file: far more than any key or certificate has.
const READ_MAX: u64 = 1 << 20;
/// The most that is read of a file of revocation lists: room for a million certificates and more.
const CRL_MAX: u64 = 1 << 26;

/// Reads a whole file, of at most 1 MiB, into memory that is wiped when it is dropped.
///
/// # Errors
/// [`FileError::Read`] or [`FileError::TooLarge`].
pub(crate) fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>, FileError> {
    read_at_most(READ_MAX, path)
}

/// Reads a whole file of revocation lists, of at most 64 MiB.
///
/// # Errors
/// [`FileError::Read`] or [`FileError::TooLarge`].
pub(crate) fn read_crls(path: &Path) -> Result<Zeroizing<Vec<u8>>, FileError> {
    read_at_most(CRL_MAX, path)
}

/// Returns whether a path leads to a regular file that every user of this machine may read.
pub(crate) fn is_for_everybody(path: &Path) -> bool {
    path.metadata()
        .is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o004 != 0)
}

fn read_at_most(max: u64, path: &Path) -> Result<Zeroizing<Vec<u8>>, FileError> {
    let file = File::open(path).map_err(|source| FileError::Read {
        path: path.to_owned(),
        source,
    })?;
    read_open(file, path, max)
}

fn read_open(file: File, path: &Path, max: u64) -> Result<Zeroizing<Vec<u8>>, FileError> {
    let failed = |source| FileError::Read {
        path: path.to_owned(),
        source,
    };
    let size = file.metadata().map_err(failed)?.len().min(max);
    // Enough room from the start: growing would leave copies of a secret behind.
    let mut contents = Zeroizing::new(Vec::with_capacity(
        usize::try_from(size).unwrap_or(0).max(8192) + 1,
    ));
    file.take(max + 1).read_to_end(&mut contents).map_err(failed)?;
    match contents.len() as u64 {
        length if length > max => Err(FileError::TooLarge {
            path: path.to_owned(),
            max,
        }),
        _ => Ok(contents),
    }
}

/// Who may read a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Readers {
    /// The owner alone, whatever the umask: 0600.
    Owner,
    /// Everybody, less the umask: 0644.
    All,
}

/// A file to be made.
#[derive(Debug)]
pub(crate) struct NewFile<'a> {
    pub(crate) name: String,
    pub(crate) contents: &'a [u8],
    pub(crate) readers: Readers,
}

/// What happens to files of the same names.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Existing<'a> {
    /// They stay, and nothing is made.
    Refuse,
    /// They are moved aside: `.old` is added to their names. Whatever of these names is `.old` already gets a number, all
    /// together, so that no key is ever lost, and none stands beside a certificate that is not its own.
    MoveAside(&'a [String]),
    /// They are replaced, each in one step; only for what can be made again.
    Replace,
}

/// A directory in which files are made.
#[derive(Debug)]
pub(crate) struct Directory {
    path: PathBuf,
    fd: OwnedFd,
}

/// Nobody else publishes in the directory while this is held.
#[derive(Debug)]
pub(crate) struct Lock(#[allow(dead_code, reason = "held for its closing, which unlocks")] Option<OwnedFd>);

impl Directory {
    /// Opens a directory that exists.
    ///
    /// # Errors
    /// [`FileError::Directory`].
    pub(crate) fn open(path: &Path) -> Result<Self, FileError> {
        let fd = fs::open(
            path,
            OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC,
            Mode::empty(),
        )
        .map_err(|errno| FileError::Directory {
            path: path.to_owned(),
            source: errno.into(),
        })?;
        Ok(Self {
            path: path.to_owned(),
            fd,
        })
    }

    /// The path of a file in it, without a needless `./`.
    pub(crate) fn path_of(&self, name: impl AsRef<OsStr>) -> PathBuf {
        let name = Path::new(name.as_ref());
        if self.path == Path::new(".") {
            name.to_owned()
        } else {
            self.path.join(name)
        }
    }

    /// Whether a file of this name exists.
    ///
    /// # Errors
    /// [`FileError::InTheWay`] when something else has that name, such as a link or a directory;
    /// [`FileError::Read`] when that cannot be found out.
    pub(crate) fn has(&self, name: &str) -> Result<bool, FileError> {
        match fs::statat(&self.fd, name, AtFlags::SYMLINK_NOFOLLOW) {
            Err(Errno::NOENT) => Ok(false),
            Err(errno) => Err(FileError::Read {
                path: self.path_of(name),
                source: errno.into(),
            }),
            Ok(status) => match FileType::from_raw_mode(status.st_mode) {
                FileType::RegularFile => Ok(true),
                kind => Err(FileError::InTheWay {
                    path: self.path_of(name),
                    kind: kind_name(kind),
                }),
            },
        }
    }

    /// Reads a file that only this user can have made and nobody else can read: a secret of an earlier run.
    pub(crate) fn read_own_secret(&self, name: &str) -> Option<Zeroizing<Vec<u8>>> {
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let fd = fs::openat(&self.fd, name, flags, Mode::empty()).ok()?;
        let status = fs::fstat(&fd).ok()?;
        let own = FileType::from_raw_mode(status.st_mode) == FileType::RegularFile
            && status.st_uid == rustix::process::geteuid().as_raw()
            && status.st_mode & 0o077 == 0;
        if own {
            read_open(fd.into(), &self.path_of(name), READ_MAX).ok()
        } else {
            None
        }
    }

    /// Waits until nobody else publishes in the directory, and keeps them out.
    pub(crate) fn lock(&self) -> Lock {
        // A descriptor of its own, so that dropping it unlocks. Where a file system has no locks, links still never
        // replace anything.
        let fd = fs::openat(
            &self.fd,
            ".",
            OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC,
            Mode::empty(),
        );
        Lock(
            fd.ok()
                .filter(|fd| fs::flock(fd, FlockOperation::LockExclusive).is_ok()),
        )
    }

    /// Makes files, all or none, in the given order: a key first, its certificate last, so that there is never a
    /// certificate without its key. What is moved aside goes in the opposite order, for the same reason.
    ///
    /// # Errors
    /// [`FileError::Exists`], [`FileError::InTheWay`] or [`FileError::Write`]; everything is as it was before.
    pub(crate) fn publish(
        &self,
        files: &[NewFile<'_>],
        existing: Existing<'_>,
        lock: &Lock,
    ) -> Result<(), FileError> {
        let _uninterrupted = interrupt::hold();
        let replace = matches!(existing, Existing::Replace);
        let staged: Vec<Staged> = files
            .iter()
            .map(|file| self.stage(file, replace, lock))
            .collect::<Result<_, _>>()?;
        let mut undo = Undo {
            directory: self,
            steps: Vec::new(),
        };
        match existing {
            Existing::Refuse => self.refuse(files)?,
            Existing::Replace => {}
            Existing::MoveAside(family) => self.move_aside(files, family, &mut undo)?,
        }
        for (file, staged) in files.iter().zip(&staged) {
            self.give_name(staged, &file.name, replace)?;
            undo.steps.push(Step::Made(file.name.clone()));
        }
        fs::fsync(&self.fd).map_err(|errno| self.write_error("", errno))?;
        undo.steps.clear();
        Ok(())
    }

    fn refuse(&self, files: &[NewFile<'_>]) -> Result<(), FileError> {
        for file in files {
            if self.has(&file.name)? {
                return Err(FileError::Exists {
                    path: self.path_of(&file.name),
                });
            }
        }
        Ok(())
    }

    fn move_aside(
        &self,
        files: &[NewFile<'_>],
        family: &[String],
        undo: &mut Undo<'_>,
    ) -> Result<(), FileError> {
        let occupied = files
            .iter()
            .map(|file| self.has(&file.name))
            .collect::<Result<Vec<_>, _>>()?;
        if !occupied.contains(&true) {
            return Ok(());
        }
        let numbered = |name: &String, number: u32| format!("{name}.old.{number}");
        let is_free = |number: &u32| !family.iter().any(|name| self.is_taken(&numbered(name, *number)));
        let number = (1..).find(is_free).unwrap_or(u32::MAX);
        for name in family.iter().rev() {
            undo.rename(&format!("{name}.old"), &numbered(name, number))?;
        }
        for file in files.iter().rev() {
            undo.rename(&file.name, &format!("{}.old", file.name))?;
        }
        Ok(())
    }

    fn is_taken(&self, name: &str) -> bool {
        !matches!(
            fs::statat(&self.fd, name, AtFlags::SYMLINK_NOFOLLOW),
            Err(Errno::NOENT)
        )
    }

    /// Writes a file without its name. Only a file with a hidden name can replace another in one step.
    fn stage(&self, file: &NewFile<'_>, hidden: bool, lock: &Lock) -> Result<Staged, FileError> {
        let failed = |errno| self.write_error(&file.name, errno);
        let staged = if hidden {
            Err(Errno::OPNOTSUPP)
        } else {
            self.stage_unnamed(file.readers)
        };
        let staged = staged.or_else(|errno| match errno {
            Errno::OPNOTSUPP | Errno::ISDIR | Errno::NOENT | Errno::INVAL => {
                self.stage_named(&file.name, file.readers, lock)
            }
            errno => Err(errno),
        });
        let mut staged = staged.map_err(failed)?;
        if file.readers == Readers::Owner {
            // The mode at creation was less the umask, which may have taken the owner's own rights.
            fs::fchmod(&staged.file, Mode::RUSR | Mode::WUSR).map_err(failed)?;
        }
        let written = staged
            .file
            .write_all(file.contents)
            .and_then(|()| staged.file.sync_all());
        written.map_err(|source| FileError::Write {
            path: self.path_of(&file.name),
            source,
        })?;
        Ok(staged)
    }

    fn stage_unnamed(&self, readers: Readers) -> Result<Staged, Errno> {
        // Giving the name goes through /proc, which may not be there.
        fs::access("/proc/self/fd", fs::Access::EXISTS)?;
        let flags = OFlags::WRONLY | OFlags::TMPFILE | OFlags::CLOEXEC;
        let fd = fs::openat(&self.fd, ".", flags, readers.mode())?;
        Ok(Staged {
            file: fd.into(),
            hidden: None,
        })
    }

    fn stage_named(&self, name: &str, readers: Readers, lock: &Lock) -> Result<Staged, Errno> {
        let hidden = format!(".{name}.tmp");
        if lock.0.is_some() {
            // Nobody else is at work, so it is what a kill has left.
            let _ = fs::unlinkat(&self.fd, &hidden, AtFlags::empty());
        }
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let fd = fs::openat(&self.fd, &hidden, flags, readers.mode())?;
        let directory = self.fd.as_fd().try_clone_to_owned().map_err(|_| Errno::MFILE)?;
        Ok(Staged {
            file: fd.into(),
            hidden: Some(Hidden {
                directory,
                name: hidden,
            }),
        })
    }

    fn give_name(&self, staged: &Staged, name: &str, replace: bool) -> Result<(), FileError> {
        let given = match &staged.hidden {
            None => {
                let unnamed = format!("/proc/self/fd/{}", staged.file.as_raw_fd());
                fs::linkat(CWD, unnamed, &self.fd, name, AtFlags::SYMLINK_FOLLOW)
            }
            Some(hidden) if replace => fs::renameat(&self.fd, &hidden.name, &self.fd, name),
            Some(hidden) => self.move_to_free_name(&hidden.name, name),
        };
        given.map_err(|errno| self.write_error(name, errno))
    }

    /// Renames without ever replacing; by a link where the file system cannot do that in one step.
    fn move_to_free_name(&self, from: &str, to: &str) -> Result<(), Errno> {
        match fs::renameat_with(&self.fd, from, &self.fd, to, RenameFlags::NOREPLACE) {
            Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => {
                fs::linkat(&self.fd, from, &self.fd, to, AtFlags::empty())?;
                fs::unlinkat(&self.fd, from, AtFlags::empty())
            }
            result => result,
        }
    }

    fn write_error(&self, name: &str, errno: Errno) -> FileError {
        let path = self.path_of(name);
        match errno {
            Errno::EXIST => FileError::Exists { path },
            errno => FileError::Write {
                path,
                source: errno.into(),
            },
        }
    }
}

impl Readers {
    fn mode(self) -> Mode {
        match self {
            Self::Owner => Mode::RUSR | Mode::WUSR,
            Self::All => Mode::RUSR | Mode::WUSR | Mode::RGRP | Mode::ROTH,
        }
    }
}

/// A file that is written, but has no name yet, or a hidden one.
#[derive(Debug)]
struct Staged {
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

/// What was done so far, undone in the opposite order when it is dropped with steps in it.
struct Undo<'a> {
    directory: &'a Directory,
    steps: Vec<Step>,
}

enum Step {
    Made(String),
    Renamed { from: String, to: String },
}

impl Undo<'_> {
    /// Renames a file if it is there.
    fn rename(&mut self, from: &str, to: &str) -> Result<(), FileError> {
        match self.directory.move_to_free_name(from, to) {
            Err(Errno::NOENT) => Ok(()),
            Err(errno) => Err(self.directory.write_error(to, errno)),
            Ok(()) => {
                self.steps.push(Step::Renamed {
                    from: from.to_owned(),
                    to: to.to_owned(),
                });
                Ok(())
            }
        }
    }
}

impl Drop for Undo<'_> {
    fn drop(&mut self) {
        for step in self.steps.drain(..).rev() {
            let _ = match step {
                Step::Made(name) => fs::unlinkat(&self.directory.fd, name, AtFlags::empty()),
                Step::Renamed { from, to } => self.directory.move_to_free_name(&to, &from),
            };
        }
    }
}

fn kind_name(kind: FileType) -> &'static str {
    match kind {
        FileType::Symlink => "symbolic link",
        FileType::Directory => "directory",
        FileType::Fifo => "pipe",
        FileType::Socket => "socket",
        _ => "device",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let directory = Directory::open(temp.path()).unwrap();
        let lock = directory.lock();
        let mut staged = directory.stage_named("a.key", Readers::Owner, &lock).unwrap();
        staged.file.write_all(b"secret").unwrap();
        assert_eq!(entries(temp.path()).len(), 1, "one hidden file");
        directory.give_name(&staged, "a.key", false).unwrap();
        drop(staged);
        assert_eq!(entries(temp.path()), ["a.key"]);

        // A kill leaves the hidden file; the next run removes it.
        let killed = directory.stage_named("a.key", Readers::Owner, &lock).unwrap();
        std::mem::forget(killed);
        let staged = directory.stage_named("a.key", Readers::Owner, &lock).unwrap();
        assert!(matches!(
            directory.give_name(&staged, "a.key", false),
            Err(FileError::Exists { .. })
        ));
        drop(staged);
        assert_eq!(entries(temp.path()), ["a.key"]);
        assert_eq!(std::fs::read(temp.path().join("a.key")).unwrap(), b"secret");
    }
}
