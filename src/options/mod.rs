//! Options that several verbs share, and the form that asks for what was not given.

pub(crate) mod ca;
pub(crate) mod candidates;
pub(crate) mod database;
pub(crate) mod device;
pub(crate) mod environment;
#[cfg(feature = "serve")]
pub(crate) mod gate;
pub(crate) mod hashing;
pub(crate) mod inventory;
pub(crate) mod listing;
pub(crate) mod new_password;
pub(crate) mod passphrase;
pub(crate) mod pasted;
pub(crate) mod renewal;
pub(crate) mod repeat;
pub(crate) mod request;
pub(crate) mod revocation;
pub(crate) mod scope;
pub(crate) mod secret;
pub(crate) mod server;
pub(crate) mod span;

use std::{
    fmt::{self, Display},
    path::{Path, PathBuf},
    str::FromStr,
};

use amqtt_verifier::TrustDomain;
use clap::{Args, ValueEnum, ValueHint, builder::PossibleValue};
use serde::Serialize;

use crate::{
    context::Context,
    error::{Code, Failure, Outcome},
    pki::KeyType,
    prompt::Prompt,
};

/// The sources for the passphrase of an encrypted key, apart from the prompt.
#[derive(Debug, Clone, Copy)]
pub(crate) enum PassphraseSource<'a> {
    /// The file that `--passphrase-file` names, if it does.
    Option(Option<&'a Path>),
    /// The prompt alone.
    Prompt,
}

/// The CA that signs.
#[derive(Debug, Args)]
pub(crate) struct CaFiles {
    /// Private key of the CA
    #[arg(long,  value_name = "FILE", default_value = "ca.key", value_hint = ValueHint::FilePath)]
    pub(crate) ca_key: PathBuf,

    #[command(flatten)]
    pub(crate) certificate: CaCertificate,

    /// File with the passphrase of the CA key
    #[arg(long,  value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) passphrase_file: Option<PathBuf>,
}

impl CaFiles {
    /// Returns where the passphrase of the key comes from.
    pub(crate) fn passphrase(&self) -> PassphraseSource<'_> {
        PassphraseSource::Option(self.passphrase_file.as_deref())
    }
}

/// A trust domain as it is typed: `fleet.example`, or its URI `spiffe://fleet.example`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Domain(pub(crate) TrustDomain);

impl FromStr for Domain {
    type Err = <TrustDomain as FromStr>::Err;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        TrustDomain::parse_either(text).map(Self)
    }
}

impl Display for Domain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The CA's certificate alone.
#[derive(Debug, Args)]
pub(crate) struct CaCertificate {
    /// Certificate of the CA
    #[arg(long,  value_name = "FILE", default_value = "ca.crt", value_hint = ValueHint::FilePath)]
    pub(crate) ca_crt: PathBuf,
}

/// The directory that files go to.
#[derive(Debug, Args)]
pub(crate) struct OutputDirectory {
    /// Directory for the files; it must exist
    #[arg(long,  value_name = "DIR", default_value = ".", value_hint = ValueHint::DirPath)]
    pub(crate) output_dir: PathBuf,
}

/// The key to make.
#[derive(Debug, Args)]
pub(crate) struct NewKey {
    /// Type of the new key [default: ecdsa-p256]
    #[arg(long, value_name = "TYPE")]
    pub(crate) key_type: Option<KeyType>,
}

impl ValueEnum for KeyType {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}

/// The most days a certificate can be asked for, about a thousand years.
pub(crate) const DAYS_MAX: i64 = 365_000;

/// A form: a value that is not given is asked for at a terminal, and is an error elsewhere.
pub(crate) struct Form<'a> {
    prompt: Option<&'a Prompt>,
}

impl<'a> Form<'a> {
    /// Opens a form with the options that are required, and whether each is given. It asks if one is not; without a terminal
    /// it fails at once and names them all.
    pub(crate) fn open(context: &'a Context, required: &[(&str, bool)]) -> Outcome<Self> {
        let missing: Vec<&str> = required
            .iter()
            .filter_map(|(option, there)| (!there).then_some(*option))
            .collect();
        if missing.is_empty() {
            return Ok(Self { prompt: None });
        }
        if context.prompt.can_ask() {
            return Ok(Self {
                prompt: Some(&context.prompt),
            });
        }
        let verb = if missing.len() == 1 { "is" } else { "are" };
        Err(
            Failure::usage(format_args!("{} {verb} missing", missing.join(" and ")))
                .hint("pass what is missing, or run in a terminal to be prompted"),
        )
    }

    /// Returns names that were given, or asks for one where nothing else was `given` either.
    ///
    /// # Errors
    /// As [`Form::open`] and [`Form::required`].
    pub(crate) fn names(
        context: &Context,
        label: &str,
        names: Vec<String>,
        given: bool,
    ) -> Outcome<Vec<String>> {
        if given || !names.is_empty() {
            return Ok(names);
        }
        if !context.prompt.can_ask() {
            return Err(
                Failure::usage(format_args!("nothing is selected: {label} is missing"))
                    .hint("pass it on the command line, or run in a terminal to be prompted"),
            );
        }
        Ok(vec![context.prompt.value(label, None::<&String>)?])
    }

    /// Returns a required value.
    pub(crate) fn required<T>(&self, label: &str, given: Option<T>, default: Option<T>) -> Outcome<T>
    where
        T: FromStr<Err: Display> + Display,
    {
        match (given, self.prompt) {
            (Some(given), _) => Ok(given),
            (None, Some(prompt)) => prompt.value(label, default.as_ref()),
            (None, None) => default.ok_or_else(|| Failure::usage(format_args!("{label} is missing"))),
        }
    }

    /// Returns a value that may be left out.
    pub(crate) fn optional<T>(&self, label: &str, given: Option<T>, default: Option<T>) -> Outcome<Option<T>>
    where
        T: FromStr<Err: Display> + Display,
    {
        match self.prompt {
            Some(prompt) if given.is_none() => {
                prompt.optional(&format!("{label} (optional)"), default.as_ref())
            }
            _ => Ok(given.or(default)),
        }
    }

    /// Shows what will be made, and fails unless the operator agrees. Only where something was asked for: a user who gave
    /// everything on the command line has said what they want. An empty answer counts as yes, unless something is replaced.
    pub(crate) fn confirm(
        &self,
        context: &Context,
        plan: &impl Serialize,
        question: &str,
        replaces: bool,
    ) -> Outcome {
        if self.prompt.is_none() {
            return Ok(());
        }
        context.output.preview(plan);
        let agreed = match replaces {
            true => context.prompt.confirm(question)?,
            false => context.prompt.agree(question)?,
        };
        match agreed {
            true => Ok(()),
            false => Err(Failure::of(Code::Declined, "declined; nothing was created")),
        }
    }
}
