//! Secrets from files, stdin and prompts. They are never taken from the command line.

use std::path::{Path, PathBuf};

use amqtt_verifier::password::{InvalidPassword, Password};
use clap::{ArgMatches, Args, Command, FromArgMatches, ValueHint, error::Error, parser::ValueSource};
use rustix::process::{Resource, Rlimit, setrlimit};
use zeroize::Zeroizing;

use crate::{
    context::Context,
    error::{Failure, Outcome},
    files,
};

/// The options for the source of an account's password.
#[derive(Debug, Args)]
#[group(skip)]
struct Options {
    /// Read the password from stdin (one trailing newline is dropped)
    #[arg(long)]
    password_stdin: bool,

    /// Read the password from a file (one trailing newline is dropped)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    password_file: Option<PathBuf>,
}

/// The source of an account's password.
#[derive(Debug)]
pub(crate) enum PasswordSource {
    Stdin,
    File(PathBuf),
    /// The prompt, at a terminal.
    Prompt,
}

impl Args for PasswordSource {
    fn augment_args(command: Command) -> Command {
        Options::augment_args(command)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Options::augment_args_for_update(command)
    }
}

impl FromArgMatches for PasswordSource {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let options = Options::from_arg_matches(matches)?;
        match (options.password_stdin, options.password_file) {
            (true, Some(_)) if Self::is_file_typed(matches) => Err(Error::raw(
                clap::error::ErrorKind::ArgumentConflict,
                "--password-stdin and --password-file cannot be used together",
            )),
            // The command line beats the environment.
            (true, _) => Ok(Self::Stdin),
            (false, Some(file)) => Ok(Self::File(file)),
            (false, None) => Ok(Self::Prompt),
        }
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl PasswordSource {
    /// Returns whether `--password-file` is on the command line, rather than in the environment.
    pub(super) fn is_file_typed(matches: &ArgMatches) -> bool {
        matches.value_source("password_file") == Some(ValueSource::CommandLine)
    }

    /// Returns the options that a form has to name, and whether one of them is given.
    pub(crate) fn required(&self) -> (&'static str, bool) {
        (
            "--password-stdin or --password-file",
            !matches!(self, Self::Prompt),
        )
    }

    /// Reads the password of an existing account.
    pub(crate) fn read_existing(self, context: &Context, label: &str) -> Outcome<Password> {
        let bytes = match self {
            Self::Prompt => context.prompt.secret(label)?.as_bytes().to_vec().into(),
            source => source.read(context)?,
        };
        password(bytes, Password::new)
    }

    /// Reads a new password; one that is typed is asked for twice.
    pub(crate) fn read_new(self, context: &Context, label: &str) -> Outcome<Password> {
        let check = |answer: &str| match Password::to_set(answer.as_bytes().to_vec()) {
            Ok(_) => Ok(()),
            Err(error) => Err(error.to_string()),
        };
        let bytes = match self {
            Self::Prompt => context
                .prompt
                .new_secret(label, check)?
                .as_bytes()
                .to_vec()
                .into(),
            source => source.read(context)?,
        };
        password(bytes, Password::to_set)
    }

    fn read(self, context: &Context) -> Outcome<Zeroizing<Vec<u8>>> {
        match self {
            Self::File(path) => from_own_file(context, &path),
            _ => Ok(without_line_end(files::read_stdin()?)),
        }
    }
}

fn password(
    mut bytes: Zeroizing<Vec<u8>>,
    parse: impl FnOnce(Vec<u8>) -> Result<Password, InvalidPassword>,
) -> Outcome<Password> {
    parse(std::mem::take(&mut *bytes)).map_err(Failure::usage)
}

/// Reads a secret from a file, and warns if every user of this machine can read the file.
pub(crate) fn from_own_file(context: &Context, path: &Path) -> Outcome<Zeroizing<Vec<u8>>> {
    warn_of_readers(context, path);
    from_file(path)
}

/// Reads a secret from a file: all of it but one trailing newline.
pub(crate) fn from_file(path: &Path) -> Outcome<Zeroizing<Vec<u8>>> {
    Ok(without_line_end(files::read(path)?))
}

/// Keeps secrets out of core dumps: this process leaves none, not even to a program that collects them.
pub(crate) fn keep_out_of_core_dumps() {
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    // If the system refuses, continue as on a system without these calls.
    let _ = setrlimit(Resource::Core, none);
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
}

/// Warns about a file with a key or a secret that every user of this machine can read. A file that its group can read is
/// fine: that is how a broker gets its key.
pub(crate) fn warn_of_readers(context: &Context, path: &Path) {
    if files::is_for_everybody(path) {
        context.output.warn(format_args!(
            "{path} can be read by every user of this machine; fix it with `chmod o-r {path}`",
            path = path.display()
        ));
    }
}

/// Drops one LF or CRLF at the end.
fn without_line_end(mut secret: Zeroizing<Vec<u8>>) -> Zeroizing<Vec<u8>> {
    if secret.last() == Some(&b'\n') {
        secret.pop();
        if secret.last() == Some(&b'\r') {
            secret.pop();
        }
    }
    secret
}
