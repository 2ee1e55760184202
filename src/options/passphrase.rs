//! The passphrase of a file that is exported: from a file, from the operator, or drawn.

use std::path::PathBuf;

use clap::{ArgMatches, Args, Command, FromArgMatches, ValueHint, error::Error};
use zeroize::Zeroizing;

use super::{environment, secret};
use crate::{
    context::Context,
    error::{Code, Failure, Outcome},
    pki::Passphrase,
};

/// Characters of a drawn passphrase: no two that look alike, and 32 of them, so that each is 5 random bits.
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
/// Number of characters that are drawn: 100 random bits.
const DRAWN: usize = 20;
/// Number of characters in a group, for those who type them.
const GROUP: usize = 5;

#[derive(Debug, Args)]
#[group(skip)]
struct Options {
    /// File with the passphrase of the PKCS#12 file (one trailing newline is dropped)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    passphrase_file: Option<PathBuf>,

    /// Draw a passphrase of 100 random bits for the PKCS#12 file, shown once in the report
    #[arg(long)]
    random_passphrase: bool,
}

/// The source of the passphrase of an exported file; by default the operator.
#[derive(Debug)]
pub(crate) struct ExportPassphrase {
    passphrase_file: Option<PathBuf>,
    /// Set if the environment names the file.
    from_environment: bool,
    random_passphrase: bool,
}

impl Args for ExportPassphrase {
    fn augment_args(command: Command) -> Command {
        Options::augment_args(command)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Options::augment_args_for_update(command)
    }
}

impl FromArgMatches for ExportPassphrase {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let options = Options::from_arg_matches(matches)?;
        Ok(Self {
            passphrase_file: options.passphrase_file,
            from_environment: !environment::is_typed(matches, "passphrase_file"),
            random_passphrase: options.random_passphrase,
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// A passphrase, with its text where it was drawn and must be shown.
pub(crate) struct Chosen {
    pub(crate) passphrase: Passphrase,
    pub(crate) drawn: Option<Zeroizing<String>>,
}

impl ExportPassphrase {
    /// Reads the passphrase, asks for it twice, or draws it.
    ///
    /// # Errors
    /// [`Code::Usage`] when it is not given and there is no terminal, [`Code::Environment`] for an empty file.
    pub(crate) fn read(&self, context: &Context, label: &str) -> Outcome<Chosen> {
        // The command line beats a file that the environment names.
        if self.random_passphrase {
            let drawn = draw()?;
            return Ok(Chosen {
                passphrase: Passphrase::new(drawn.as_bytes().to_vec().into()),
                drawn: Some(drawn),
            });
        }
        let text = match &self.passphrase_file {
            Some(file) => {
                if self.from_environment {
                    // The same variable names the passphrase of the CA key, which must not leave with a device.
                    context.output.warn(format_args!(
                        "the passphrase of the PKCS#12 file is that of {}, which {} names",
                        file.display(),
                        environment::variable("passphrase_file"),
                    ));
                }
                secret::from_own_file(context, file)?
            }
            None if context.prompt.can_ask() => {
                let check = |answer: &str| match answer {
                    "" => Err("an answer is required".to_owned()),
                    _ => Ok(()),
                };
                context
                    .prompt
                    .new_secret(label, check)?
                    .as_bytes()
                    .to_vec()
                    .into()
            }
            None => {
                return Err(Failure::usage(
                    "a PKCS#12 file needs a passphrase, and there is no terminal to ask for it",
                )
                .hint(
                    "name a file that holds it with --passphrase-file, or draw one with --random-passphrase",
                ));
            }
        };
        match (&self.passphrase_file, text.is_empty()) {
            (Some(file), true) => Err(Failure::of(
                Code::Environment,
                format_args!("{} does not hold a passphrase", file.display()),
            )),
            _ => Ok(Chosen {
                passphrase: Passphrase::new(text),
                drawn: None,
            }),
        }
    }

    /// Returns whether the command line names a file.
    pub(crate) fn is_typed(&self) -> bool {
        self.passphrase_file.is_some() && !self.from_environment
    }

    /// Returns whether a passphrase was asked to be drawn.
    pub(crate) fn is_drawn(&self) -> bool {
        self.random_passphrase
    }
}

fn draw() -> Outcome<Zeroizing<String>> {
    let mut octets = Zeroizing::new([0; DRAWN]);
    aws_lc_rs::rand::fill(&mut *octets)
        .map_err(|_| Failure::of(Code::Bug, "the system's random number generator failed"))?;
    let mut text = Zeroizing::new(String::with_capacity(DRAWN + DRAWN / GROUP));
    for (index, octet) in octets.iter().enumerate() {
        if index > 0 && index % GROUP == 0 {
            text.push('-');
        }
        text.push(char::from(ALPHABET[usize::from(octet % 32)]));
    }
    Ok(text)
}
