//! The one reader of text for all imports: it drops a byte-order mark at the start and carriage returns at line ends.

use std::{
    io::{BufRead as _, BufReader, Cursor, Read},
    path::{Path, PathBuf},
};

use zeroize::{Zeroize as _, Zeroizing};

use super::Problems;
use crate::{
    error::{Code, Failure, Outcome},
    files::{self, Lines},
};

/// Number of bytes by which a file is recognized.
const HEAD: usize = 4096;

/// A file to import, opened.
pub(crate) struct Input {
    path: PathBuf,
    /// The first bytes of the file, which may hold secrets.
    head: Zeroizing<Vec<u8>>,
    reader: Option<BufReader<Box<dyn Read>>>,
}

impl Input {
    /// Opens a file, or stdin if its name is `-`.
    ///
    /// # Errors
    /// If it cannot be read, or is UTF-16.
    pub(crate) fn open(path: &Path) -> Outcome<Self> {
        let mut source = files::open(path)?;
        let mut head = Zeroizing::new(Vec::with_capacity(HEAD));
        source
            .by_ref()
            .take(HEAD as u64)
            .read_to_end(&mut head)
            .map_err(|error| unreadable(path, error))?;
        if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
            return Err(Failure::of(
                Code::Environment,
                format_args!("{} is UTF-16, not UTF-8", shown(path)),
            )
            .hint("save it as UTF-8 and import it again"));
        }
        if head.starts_with("\u{feff}".as_bytes()) {
            head.drain(..3);
        }
        let all = Cursor::new(head.clone()).chain(source);
        Ok(Self {
            path: path.to_owned(),
            head,
            reader: Some(BufReader::with_capacity(1 << 16, Box::new(all))),
        })
    }

    /// Returns the first bytes of the file, at most 4 KiB.
    pub(crate) fn head(&self) -> &[u8] {
        &self.head
    }

    /// Takes the reader; a second one is empty.
    pub(crate) fn reader(&mut self) -> BufReader<Box<dyn Read>> {
        self.reader
            .take()
            .unwrap_or_else(|| BufReader::new(Box::new(std::io::empty())))
    }

    /// Returns the failure to read the file.
    pub(crate) fn unreadable(&self, error: std::io::Error) -> Failure {
        unreadable(&self.path, error)
    }

    /// Reads the whole file into memory that is wiped when dropped.
    ///
    /// # Errors
    /// If it cannot be read.
    pub(crate) fn all(&mut self) -> Outcome<Zeroizing<Vec<u8>>> {
        let mut all = Zeroizing::new(Vec::new());
        let read = self.reader().read_to_end(&mut all);
        read.map_err(|error| self.unreadable(error)).map(|_| all)
    }

    /// Reads the file line by line, with numbers and without line ends.
    ///
    /// # Errors
    /// If it cannot be read.
    pub(crate) fn each_line(
        &mut self,
        problems: &mut Problems,
        mut each: impl FnMut(u64, &str, &mut Problems),
    ) -> Outcome {
        let reader = self.reader();
        let mut lines = Lines::over(&self.path, reader);
        let (mut line, mut number) = (Zeroizing::new(Vec::new()), 0);
        while lines.next(&mut line, u64::MAX)? {
            number += 1;
            match std::str::from_utf8(&line) {
                Ok(text) => each(number, text.strip_suffix('\r').unwrap_or(text), problems),
                Err(_) => problems.add(number, "not valid UTF-8"),
            }
        }
        Ok(())
    }

    /// Reads the lines that are not blank, as bytes with their numbers.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub(crate) fn each_record(&mut self, mut each: impl FnMut(u64, &[u8])) -> Outcome {
        let mut reader = self.reader();
        let (mut line, mut number) = (Vec::new(), 0);
        while reader
            .read_until(b'\n', &mut line)
            .map_err(|error| self.unreadable(error))?
            > 0
        {
            number += 1;
            if !line.trim_ascii().is_empty() {
                each(number, &line);
            }
            // The line may contain a password.
            line.zeroize();
        }
        Ok(())
    }
}

/// Returns the name of an input in a sentence.
pub(super) fn shown(path: &Path) -> std::path::Display<'_> {
    if path.as_os_str() == "-" {
        Path::new("stdin").display()
    } else {
        path.display()
    }
}

fn unreadable(path: &Path, error: std::io::Error) -> Failure {
    Failure::new(Code::Environment, error).context(format_args!("cannot read {}", shown(path)))
}
