//! Secrets from files, from stdin and from the operator. They are never taken from the command line.

use std::path::{Path, PathBuf};

use amqtt_verifier::password::Password;
use clap::{ArgMatches, Args, Command, FromArgMatches, ValueHint, error::Error, parser::ValueSource};
use zeroize::Zeroizing;

use crate::{
    context::Context,
    error::{Failure, Outcome},
    files,
};

/// Where the password of an account comes from.
#[derive(Debug, Args)]
struct Options {
    /// Read the password from stdin, less one line end
    #[arg(long)]
    password_stdin: bool,

    /// Read the password from a file, less one line end
    #[arg(long, env = "AMQTT_ADMIN_PASSWORD_FILE", value_name = "FILE", value_hint = ValueHint::FilePath)]
    password_file: Option<PathBuf>,
}

/// Where the password of an account comes from.
#[derive(Debug)]
pub(crate) enum PasswordSource {
    Stdin,
    File(PathBuf),
    /// The prompt, if there is somebody to ask.
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
        let typed_file = matches.value_source("password_file") == Some(ValueSource::CommandLine);
        match (options.password_stdin, options.password_file) {
            (true, Some(_)) if typed_file => Err(Error::raw(
                clap::error::ErrorKind::ArgumentConflict,
                "--password-stdin and --password-file exclude each other",
            )),
            // What is typed beats what the environment says.
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
    /// The options that a form must know of, and whether one of them is given.
    pub(crate) fn required(&self) -> (&'static str, bool) {
        (
            "--password-stdin or --password-file",
            !matches!(self, Self::Prompt),
        )
    }

    /// The password of an account that is there.
    pub(crate) fn read_existing(self, context: &Context, label: &str) -> Outcome<Password> {
        match self {
            Self::Prompt => password(context.prompt.secret(label)?.as_bytes().to_vec().into()),
            source => source.read(),
        }
    }

    /// A new password; one that is typed is asked for twice.
    pub(crate) fn read_new(self, context: &Context, label: &str) -> Outcome<Password> {
        match self {
            Self::Prompt => {
                let check = |answer: &str| match Password::new(answer.as_bytes().to_vec()) {
                    Ok(_) => Ok(()),
                    Err(error) => Err(error.to_string()),
                };
                password(
                    context
                        .prompt
                        .new_secret(label, check)?
                        .as_bytes()
                        .to_vec()
                        .into(),
                )
            }
            source => source.read(),
        }
    }

    fn read(self) -> Outcome<Password> {
        match self {
            Self::File(path) => password(from_file(&path)?),
            _ => password(without_line_end(files::read_stdin()?)),
        }
    }
}

fn password(mut secret: Zeroizing<Vec<u8>>) -> Outcome<Password> {
    Password::new(std::mem::take(&mut *secret))
        .map_err(|error| Failure::usage(error).context("this is no password"))
}

/// Reads a secret from a file: all of it but one line end.
pub(crate) fn from_file(path: &Path) -> Outcome<Zeroizing<Vec<u8>>> {
    Ok(without_line_end(files::read(path)?))
}

/// Drops one LF or CRLF at the end, and nothing else.
fn without_line_end(mut secret: Zeroizing<Vec<u8>>) -> Zeroizing<Vec<u8>> {
    if secret.last() == Some(&b'\n') {
        secret.pop();
        if secret.last() == Some(&b'\r') {
            secret.pop();
        }
    }
    secret
}
