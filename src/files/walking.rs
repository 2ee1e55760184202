//! Directories that are read.

use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
};

use super::error::FileError;

/// Gives the regular files of an extension in a directory, and in the directories in it, to `each`. Links are not followed.
///
/// # Errors
/// Any error of `each`, and [`FileError::Read`] for a directory that cannot be read.
pub(crate) fn each_below<E: From<FileError>>(
    directory: &Path,
    extension: &str,
    each: &mut impl FnMut(&Path) -> Result<(), E>,
) -> Result<(), E> {
    let failed = |source| FileError::reading(directory, source);
    for entry in fs::read_dir(directory).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let (path, kind) = (entry.path(), entry.file_type().map_err(failed)?);
        if kind.is_dir() {
            each_below(&path, extension, each)?;
        } else if kind.is_file() && path.extension() == Some(OsStr::new(extension)) {
            each(&path)?;
        }
    }
    Ok(())
}

/// Returns the files of these extensions in a directory, by name, of the first `most` entries that it has; none where it
/// cannot be read.
pub(crate) fn in_directory(directory: &Path, extensions: &[&str], most: usize) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).into_iter().flatten().take(most);
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            extensions
                .iter()
                .any(|wanted| path.extension() == Some(OsStr::new(wanted)))
        })
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    files
}
