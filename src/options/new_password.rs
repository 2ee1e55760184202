//! The new password of an account: chosen by the operator, or generated.

use amqtt_verifier::password::{GeneratedSecret, Password, PasswordHash, PasswordVerifier};
use clap::{ArgMatches, Args, Command, FromArgMatches, error::Error};

use super::{
    hashing::{self, HashOptions},
    secret::PasswordSource,
};
use crate::{context::Context, error::Outcome};

/// The source of a new password.
#[derive(Debug)]
pub(crate) enum NewPassword {
    Generate,
    Chosen(PasswordSource),
}

/// The option that generates a password.
#[derive(Debug, Args)]
#[group(skip)]
struct Options {
    /// Generate a secret of 160 random bits, shown once in the report
    #[arg(long, conflicts_with = "password_stdin")]
    generate: bool,
}

impl Args for NewPassword {
    fn augment_args(command: Command) -> Command {
        Options::augment_args(PasswordSource::augment_args(command))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Options::augment_args_for_update(PasswordSource::augment_args_for_update(command))
    }
}

impl FromArgMatches for NewPassword {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let generate = Options::from_arg_matches(matches)?.generate;
        if !generate {
            return PasswordSource::from_arg_matches(matches).map(Self::Chosen);
        }
        // A file named by the environment is for other verbs.
        match PasswordSource::is_file_typed(matches) {
            true => Err(Error::raw(
                clap::error::ErrorKind::ArgumentConflict,
                "--generate and --password-file cannot be used together",
            )),
            false => Ok(Self::Generate),
        }
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl NewPassword {
    /// Returns the options that a form has to name, and whether one of them is given.
    pub(crate) fn required(&self) -> (&'static str, bool) {
        match self {
            Self::Generate => ("--generate", true),
            Self::Chosen(source) => (
                "--password-stdin, --password-file or --generate",
                source.required().1,
            ),
        }
    }

    /// Reads or generates the password; one that is typed is asked for twice.
    pub(crate) fn read(self, context: &Context, label: &str) -> Outcome<Secret> {
        match self {
            Self::Generate => hashing::generate().map(Secret::Generated),
            Self::Chosen(source) => source.read_new(context, label).map(Secret::Chosen),
        }
    }
}

/// A new password.
pub(crate) enum Secret {
    Generated(GeneratedSecret),
    Chosen(Password),
}

impl Secret {
    /// Hashes it: a generated one in the light form, a chosen one with the cost that was asked for.
    pub(crate) fn hash(&self, options: &HashOptions) -> Outcome<PasswordHash> {
        let mut hasher = options.hasher();
        match self {
            Self::Generated(secret) => Ok(hasher.hash_generated(secret, hashing::salt()?)?),
            Self::Chosen(password) => hashing::hash(&mut hasher, password),
        }
    }

    /// Returns whether an account with this hash is what was asked for: the password opens it, or its secret was generated
    /// too.
    pub(crate) fn fits(&self, stored: &PasswordHash, hasher: &mut PasswordVerifier) -> Outcome<bool> {
        match self {
            Self::Generated(_) => Ok(stored.is_light()),
            Self::Chosen(password) => Ok(hasher.verify(Some(stored), password)?),
        }
    }

    /// Returns the text of a generated secret, for the report.
    pub(crate) fn shown(&self) -> Option<&str> {
        match self {
            Self::Generated(secret) => Some(secret.expose()),
            Self::Chosen(_) => None,
        }
    }

    /// Tells the operator about a generated secret.
    pub(crate) fn explain(&self, context: &Context) {
        if let Self::Generated(_) = self {
            context
                .output
                .note("the secret is shown only now: store it safely");
            context
                .output
                .note("its hash is light, because 160 random bits cannot be guessed; an unmodified aMQTT replaces it with a heavy one at the first login");
        }
    }
}
