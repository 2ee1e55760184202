//! Input of any length, from a file or from stdin.

use std::{
    fs::File,
    io::{self, BufRead as _, BufReader, Read},
    path::{Path, PathBuf},
};

use zeroize::Zeroizing;

use super::{error::FileError, reading::READ_MAX};

/// The name that stands for stdin.
const STDIN: &str = "-";

/// Opens a file, or stdin where its name is `-`.
///
/// # Errors
/// [`FileError::Read`].
pub(crate) fn open(path: &Path) -> Result<Box<dyn Read>, FileError> {
    if path.as_os_str() == STDIN {
        return Ok(Box::new(io::stdin()));
    }
    let file = File::open(path).map_err(|source| FileError::reading(path, source))?;
    Ok(Box::new(file))
}

/// A file, or stdin where its name is `-`, line by line.
pub(crate) struct Lines {
    path: PathBuf,
    reader: BufReader<Box<dyn Read>>,
}

impl Lines {
    /// Opens the file.
    ///
    /// # Errors
    /// [`FileError::Read`].
    pub(crate) fn open(path: &Path) -> Result<Self, FileError> {
        Ok(Self::over(path, BufReader::with_capacity(1 << 16, open(path)?)))
    }

    /// Takes the lines of a file that was opened before.
    pub(crate) fn over(path: &Path, reader: BufReader<Box<dyn Read>>) -> Self {
        Self {
            path: path.to_owned(),
            reader,
        }
    }

    /// Reads the next line, without its LF, in place of what `line` held; false at the end. Of a line longer than `max`
    /// bytes the rest is passed over.
    ///
    /// # Errors
    /// [`FileError::Read`].
    pub(crate) fn next(&mut self, line: &mut Vec<u8>, max: u64) -> Result<bool, FileError> {
        line.clear();
        let unreadable = |source| FileError::reading(&self.path, source);
        let read = self
            .reader
            .by_ref()
            .take(max)
            .read_until(b'\n', line)
            .map_err(unreadable)?;
        if line.last() == Some(&b'\n') {
            line.pop();
        } else if read as u64 == max {
            self.reader.skip_until(b'\n').map_err(unreadable)?;
        }
        Ok(read > 0)
    }

    /// Returns whether reading the next line may block.
    pub(crate) fn is_waiting(&self) -> bool {
        self.reader.buffer().is_empty()
    }
}

/// Reads all of stdin, of at most 1 MiB, into memory that is wiped when it is dropped.
///
/// # Errors
/// [`FileError::Read`] or [`FileError::TooLarge`].
pub(crate) fn read_stdin() -> Result<Zeroizing<Vec<u8>>, FileError> {
    let path = Path::new("stdin");
    // Enough room from the start: growing would leave copies of a secret in memory.
    let mut contents = Zeroizing::new(Vec::with_capacity(8192));
    let read = io::stdin().lock().take(READ_MAX + 1).read_to_end(&mut contents);
    match read.map_err(|source| FileError::reading(path, source))? as u64 {
        length if length > READ_MAX => Err(FileError::TooLarge {
            path: path.to_owned(),
            max: READ_MAX,
        }),
        _ => Ok(contents),
    }
}
