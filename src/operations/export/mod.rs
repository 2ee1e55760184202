//! Exports: every record for another program, on stdout or in a file that appears whole.

pub(crate) mod acl;
pub(crate) mod passwords;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum, ValueHint};

use crate::{
    context::Context,
    error::{Failure, Outcome},
    files::{Directory, Existing, FileError, NewFile, Readers},
    output::{Format, List, Memory, PlainLines},
};

/// The destination of an export, and its form.
#[derive(Debug, Args)]
pub(crate) struct ExportOptions {
    /// Output format [default: that of --format, else csv]
    #[arg(long, value_name = "FORMAT")]
    pub(crate) to: Option<Target>,

    /// File to write instead of stdout; it must not exist
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    output: Option<PathBuf>,
}

/// A kind of file to export to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Target {
    /// Comma-separated values under a header
    Csv,
    /// One JSON object per line
    Ndjson,
    /// A JSON array of objects
    Json,
    /// Mosquitto's password file for accounts, its ACL file for rights
    Mosquitto,
}

/// An export on its way.
pub(crate) struct Export<'a> {
    context: &'a Context,
    format: Option<Format>,
    /// The file, its directory, and what it is to hold.
    file: Option<(String, Directory, Memory)>,
}

impl ExportOptions {
    /// Opens what is written to.
    ///
    /// # Errors
    /// When the file exists, or its directory does not.
    pub(crate) fn begin<'a>(&self, context: &'a Context) -> Outcome<Export<'a>> {
        let format = match self.to {
            None | Some(Target::Mosquitto) => None,
            Some(Target::Csv) => Some(Format::Csv),
            Some(Target::Ndjson) => Some(Format::Ndjson),
            Some(Target::Json) => Some(Format::Json),
        };
        let file = match &self.output {
            None => None,
            Some(path) => Some(target(path)?),
        };
        Ok(Export {
            context,
            format,
            file,
        })
    }
}

fn target(path: &Path) -> Outcome<(String, Directory, Memory)> {
    let name = path.file_name().and_then(|name| name.to_str());
    let Some(name) = name else {
        return Err(Failure::usage(format_args!(
            "--output {} is not a file name",
            path.display()
        )));
    };
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let directory = Directory::open(parent.unwrap_or(Path::new(".")))?;
    if directory.has(name)? {
        return Err(exists(path));
    }
    Ok((name.to_owned(), directory, Memory::default()))
}

fn exists(path: &Path) -> Failure {
    let path = path.to_owned();
    Failure::from(FileError::Exists { path })
        .hint("nothing was changed; remove the file first, or choose another name")
}

impl Export<'_> {
    /// Begins a list of objects with these keys.
    pub(crate) fn list(&self, columns: &'static [&'static str]) -> List {
        let memory = self.file.as_ref().map(|(_, _, memory)| memory.clone());
        self.context.output.export(self.format, columns, memory)
    }

    /// Begins lines of text.
    pub(crate) fn lines(&self) -> PlainLines {
        match &self.file {
            None => self.context.output.lines(),
            Some((_, _, memory)) => PlainLines::into_memory(memory.clone()),
        }
    }

    /// Publishes the file, for these readers.
    ///
    /// # Errors
    /// When it cannot be written; then there is no file.
    pub(crate) fn publish(self, readers: Readers) -> Outcome {
        let Some((name, directory, memory)) = self.file else {
            return Ok(());
        };
        let path = directory.path_of(&name);
        let file = NewFile {
            name,
            contents: &memory.contents(),
            readers,
        };
        directory.publish(&[file], Existing::Refuse, &directory.lock())?;
        self.context.output.note(format_args!("wrote {}", path.display()));
        Ok(())
    }
}

/// The records that an export leaves out, by the reason: a sentence with their number, and the first of them.
#[derive(Debug, Default)]
pub(crate) struct Omitted(Vec<(&'static str, usize, Vec<String>)>);

/// The number of names that a message about what is left out shows.
const NAMES_SHOWN: usize = 3;

impl Omitted {
    pub(crate) fn add(&mut self, name: &str, reason: &'static str) {
        let at = self.0.iter().position(|(known, ..)| *known == reason);
        let at = at.unwrap_or_else(|| {
            self.0.push((reason, 0, Vec::new()));
            self.0.len() - 1
        });
        if let Some((_, count, names)) = self.0.get_mut(at) {
            *count += 1;
            if names.len() < NAMES_SHOWN {
                names.push(name.to_owned());
            }
        }
    }

    /// Reports all of it, one message for each reason.
    pub(crate) fn report(self, context: &Context) {
        for (reason, count, names) in self.0 {
            let more = if count > names.len() { ", …" } else { "" };
            context
                .output
                .warn(format_args!("{count} × {reason} ({}{more})", names.join(", ")));
        }
    }
}
