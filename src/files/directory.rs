//! Directories in which files are made, all or none.

use std::{
    collections::BTreeSet,
    ffi::OsStr,
    os::fd::OwnedFd,
    path::{Path, PathBuf},
};

use rustix::{
    fs::{self, AtFlags, FileType, FlockOperation, Mode, OFlags},
    io::Errno,
};
use zeroize::Zeroizing;

use super::{
    error::FileError,
    reading::{READ_MAX, read_open},
    staging::{Readers, Staged, Staging, move_to_free_name},
    undo::Undo,
};
use crate::interrupt;

/// From this number of files on, synchronizing the file system once costs less than synchronizing each file.
const MANY: usize = 8;

/// A file to be made.
#[derive(Debug)]
pub(crate) struct NewFile<'a> {
    pub(crate) name: String,
    pub(crate) contents: &'a [u8],
    pub(crate) readers: Readers,
}

/// The policy for files of the same names.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Existing<'a> {
    /// They stay, and nothing is made.
    Refuse,
    /// They are moved aside: `.old` is added to their names. Whatever of these names is `.old` already gets a number,
    /// all together, so that no key is ever lost, and none is beside a certificate that is not its own. Each element
    /// is a key and its certificate, of which either may be among the files; one pair after the other is replaced.
    MoveAside(&'a [[String; 2]]),
    /// They are replaced, each in one step; only for what can be made again.
    Replace,
}

/// A directory in which files are made.
#[derive(Debug)]
pub(crate) struct Directory {
    path: PathBuf,
    fd: OwnedFd,
}

/// Keeps other processes from publishing in the directory while it is held.
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

    pub(super) fn fd(&self) -> &OwnedFd {
        &self.fd
    }

    /// Makes a directory below it, unless it exists.
    ///
    /// # Errors
    /// [`FileError::Write`].
    pub(crate) fn make_below(&self, name: &str) -> Result<(), FileError> {
        match fs::mkdirat(&self.fd, name, Mode::from_raw_mode(0o755)) {
            Ok(()) | Err(Errno::EXIST) => Ok(()),
            Err(errno) => Err(self.write_error(name, errno)),
        }
    }

    /// Reads a file of at most 1 MiB in it; `None` where there is none.
    ///
    /// # Errors
    /// [`FileError::NotAFile`] for a link and the like, [`FileError::Read`] where it cannot be read.
    pub(crate) fn read(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, FileError> {
        if !self.has(name)? {
            return Ok(None);
        }
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let fd = fs::openat(&self.fd, name, flags, Mode::empty()).map_err(|errno| FileError::Read {
            path: self.path_of(name),
            source: errno.into(),
        })?;
        read_open(fd.into(), &self.path_of(name), READ_MAX).map(Some)
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

    /// Returns whether a file of this name exists.
    ///
    /// # Errors
    /// [`FileError::NotAFile`] when something else has that name, such as a link or a directory;
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
                kind => Err(FileError::NotAFile {
                    path: self.path_of(name),
                    kind: kind_name(kind),
                }),
            },
        }
    }

    /// Returns the names of what is in it, sorted; what has a name that is not UTF-8 is left out.
    ///
    /// # Errors
    /// [`FileError::Directory`].
    pub(crate) fn names(&self) -> Result<Vec<String>, FileError> {
        let failed = |source| FileError::Directory {
            path: self.path.clone(),
            source,
        };
        let mut names = Vec::new();
        for entry in std::fs::read_dir(&self.path).map_err(failed)? {
            names.extend(entry.map_err(failed)?.file_name().into_string().ok());
        }
        names.sort_unstable();
        Ok(names)
    }

    /// Removes a file, if it exists.
    ///
    /// # Errors
    /// [`FileError::Write`].
    pub(crate) fn remove(&self, name: &str) -> Result<(), FileError> {
        match fs::unlinkat(&self.fd, name, AtFlags::empty()) {
            Ok(()) | Err(Errno::NOENT) => Ok(()),
            Err(errno) => Err(self.write_error(name, errno)),
        }
    }

    /// Reads a file that only this user can have made and no other can read: a secret of an earlier run.
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

    /// Waits until no other process publishes in the directory, and keeps others out.
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
    /// certificate without its key. What is moved aside goes in the opposite order, for the same reason. They are
    /// durable when this returns.
    ///
    /// Many are published as well as two, and much faster than two at a time: a caller opens and locks the directory
    /// once, and passes up to a few hundred at a time, as each takes a file descriptor until it has its name. A name
    /// may lead into a directory below this one, in the same file system.
    ///
    /// # Errors
    /// [`FileError::Exists`], [`FileError::NotAFile`] or [`FileError::Write`]; everything is as it was before.
    pub(crate) fn publish(
        &self,
        files: &[NewFile<'_>],
        existing: Existing<'_>,
        lock: &Lock,
    ) -> Result<(), FileError> {
        self.refuse_links_to_directories(files)?;
        let _uninterrupted = interrupt::hold();
        let replaces = matches!(existing, Existing::Replace);
        let staged: Vec<Staged> = files
            .iter()
            .map(|file| {
                let staging = Staging {
                    readers: file.readers,
                    replaces,
                    locked: lock.0.is_some(),
                };
                Staged::write(&self.fd, &file.name, file.contents, staging).map_err(|source| {
                    FileError::Write {
                        path: self.path_of(&file.name),
                        source,
                    }
                })
            })
            .collect::<Result<_, _>>()?;
        let failed = |errno| FileError::writing(self.path.clone(), errno);
        self.synchronize(&staged).map_err(failed)?;
        let mut undo = Undo::new(&self.fd);
        let all: Vec<(&str, &Staged)> = files.iter().map(|file| &*file.name).zip(&staged).collect();
        match existing {
            Existing::Refuse => {
                self.refuse(files)?;
                self.give_names(&all, replaces, &mut undo)?;
            }
            Existing::Replace => {
                // What is replaced is a file: a link or a directory of the name stays as it is.
                for file in files {
                    self.has(&file.name)?;
                }
                self.give_names(&all, replaces, &mut undo)?;
            }
            Existing::MoveAside(pairs) => {
                for pair in pairs {
                    let is_of_pair = |(name, _): &&(&str, &Staged)| pair.iter().any(|known| known == name);
                    let of_pair: Vec<(&str, &Staged)> = all.iter().filter(is_of_pair).copied().collect();
                    self.move_aside(&of_pair, pair, &mut undo)?;
                    self.give_names(&of_pair, replaces, &mut undo)?;
                }
            }
        }
        match files.iter().any(|file| file.name.contains('/')) {
            true => fs::syncfs(&self.fd).map_err(failed)?,
            false => fs::fsync(&self.fd).map_err(failed)?,
        }
        undo.keep();
        Ok(())
    }

    /// What a name leads into must be below this directory: a link could lead anywhere.
    fn refuse_links_to_directories(&self, files: &[NewFile<'_>]) -> Result<(), FileError> {
        let below = files
            .iter()
            .filter_map(|file| Some(file.name.rsplit_once('/')?.0));
        for name in BTreeSet::from_iter(below) {
            let status = fs::statat(&self.fd, name, AtFlags::SYMLINK_NOFOLLOW)
                .map_err(|errno| self.write_error(name, errno))?;
            if FileType::from_raw_mode(status.st_mode) != FileType::Directory {
                return Err(FileError::NotADirectory {
                    path: self.path_of(name),
                });
            }
        }
        Ok(())
    }

    /// Makes files durable when all are written: the second of two then has nothing to wait for but its own contents.
    fn synchronize(&self, staged: &[Staged]) -> Result<(), Errno> {
        match staged.len() >= MANY {
            true => fs::syncfs(&self.fd),
            false => staged.iter().try_for_each(|one| fs::fsync(one.file())),
        }
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

    fn give_names(
        &self,
        files: &[(&str, &Staged)],
        replaces: bool,
        undo: &mut Undo<'_>,
    ) -> Result<(), FileError> {
        for (name, staged) in files {
            staged
                .give_name(&self.fd, name, replaces)
                .map_err(|errno| self.write_error(name, errno))?;
            undo.made(name);
        }
        Ok(())
    }

    fn move_aside(
        &self,
        files: &[(&str, &Staged)],
        pair: &[String; 2],
        undo: &mut Undo<'_>,
    ) -> Result<(), FileError> {
        let occupied = files
            .iter()
            .map(|(name, _)| self.has(name))
            .collect::<Result<Vec<_>, _>>()?;
        if !occupied.contains(&true) {
            return Ok(());
        }
        let numbered = |name: &String, number: u32| format!("{name}.old.{number}");
        let is_free = |number: &u32| !pair.iter().any(|name| self.is_taken(&numbered(name, *number)));
        let number = (1..).find(is_free).unwrap_or(u32::MAX);
        let mut rename =
            |from: &str, to: &str| undo.rename(from, to).map_err(|errno| self.write_error(to, errno));
        for name in pair.iter().rev() {
            rename(&format!("{name}.old"), &numbered(name, number))?;
        }
        for (name, _) in files.iter().rev() {
            rename(name, &format!("{name}.old"))?;
        }
        Ok(())
    }

    /// Gives a file that was moved aside its name back, where that is free.
    ///
    /// # Errors
    /// [`FileError::Exists`] or [`FileError::Write`].
    pub(crate) fn bring_back(&self, name: &str) -> Result<(), FileError> {
        let _uninterrupted = interrupt::hold();
        move_to_free_name(&self.fd, &format!("{name}.old"), name)
            .and_then(|()| fs::fsync(&self.fd))
            .map_err(|errno| self.write_error(name, errno))
    }

    fn is_taken(&self, name: &str) -> bool {
        !matches!(
            fs::statat(&self.fd, name, AtFlags::SYMLINK_NOFOLLOW),
            Err(Errno::NOENT)
        )
    }

    fn write_error(&self, name: &str, errno: Errno) -> FileError {
        FileError::writing(self.path_of(name), errno)
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

    fn pair(name: &str) -> [NewFile<'static>; 2] {
        let file = |kind: &str, readers| NewFile {
            name: format!("{name}.{kind}"),
            contents: b"contents",
            readers,
        };
        [file("key", Readers::Owner), file("crt", Readers::All)]
    }

    fn count(path: &Path) -> usize {
        std::fs::read_dir(path).unwrap().count()
    }

    #[test]
    fn many_files_are_made_all_or_none() {
        let temp = tempfile::tempdir().unwrap();
        std::fs::create_dir(temp.path().join("below")).unwrap();
        let directory = Directory::open(temp.path()).unwrap();
        let lock = directory.lock();
        let many: Vec<NewFile<'_>> = (0..100).flat_map(|n| pair(&format!("d{n}"))).collect();
        directory.publish(&many, Existing::Refuse, &lock).unwrap();
        assert_eq!(count(temp.path()), 201);

        let more: Vec<NewFile<'_>> = (99..200).rev().flat_map(|n| pair(&format!("d{n}"))).collect();
        let refused = directory.publish(&more, Existing::Refuse, &lock);
        assert!(matches!(refused, Err(FileError::Exists { path }) if path.ends_with("d99.key")));
        assert_eq!(count(temp.path()), 201, "none was made");

        let below: Vec<NewFile<'_>> = (0..100).flat_map(|n| pair(&format!("below/d{n}"))).collect();
        directory.publish(&below, Existing::Refuse, &lock).unwrap();
        assert_eq!(count(&temp.path().join("below")), 200);
    }
}
