//! Reading whole files.

use std::{
    fs::File,
    io::Read as _,
    os::unix::fs::{FileTypeExt as _, MetadataExt as _, PermissionsExt as _},
    path::Path,
};

use zeroize::Zeroizing;

use super::error::FileError;

/// The most that is read of a file: far more than any key or certificate has.
pub(super) const READ_MAX: u64 = 1 << 20;
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

/// Refuses a FIFO, which would hold its reader until somebody writes; the shell's own, such as `/dev/fd/63`, have a writer.
///
/// # Errors
/// [`FileError::Fifo`].
pub(crate) fn refuse_fifo(path: &Path) -> Result<(), FileError> {
    let is_fifo = path.metadata().is_ok_and(|file| file.file_type().is_fifo());
    match is_fifo && !path.starts_with("/dev") && !path.starts_with("/proc") {
        true => Err(FileError::Fifo {
            path: path.to_owned(),
        }),
        false => Ok(()),
    }
}

/// Returns whether a path leads to a regular file that every user of this machine may read.
pub(crate) fn is_for_everybody(path: &Path) -> bool {
    path.metadata()
        .is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o004 != 0)
}

/// Returns whether two files have the same owner, group and mode; `None` if one of them does not exist.
pub(crate) fn same_access(one: &Path, other: &Path) -> Option<bool> {
    let access = |path: &Path| {
        let file = path.metadata().ok()?;
        Some((file.uid(), file.gid(), file.mode()))
    };
    Some(access(one)? == access(other)?)
}

fn read_at_most(max: u64, path: &Path) -> Result<Zeroizing<Vec<u8>>, FileError> {
    let file = File::open(path).map_err(|source| FileError::reading(path, source))?;
    read_open(file, path, max)
}

/// Reads a file that is open, of at most `max` bytes.
pub(super) fn read_open(file: File, path: &Path, max: u64) -> Result<Zeroizing<Vec<u8>>, FileError> {
    let failed = |source| FileError::reading(path, source);
    let size = file.metadata().map_err(failed)?.len().min(max);
    // Enough room from the start: growing would leave copies of a secret in memory.
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
