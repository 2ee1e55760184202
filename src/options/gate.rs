//! The options by which clients are admitted and decided about: those of every gate, under the same names.

use amqtt_gate::{GateOption, OptionError, Options};
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches, ValueHint, error::Error};

use super::environment;
use crate::error::{Failure, Outcome};

/// The options as they were given, in the order of the gate's list.
#[derive(Clone)]
pub(crate) struct GateOptions(Vec<Given>);

#[derive(Clone)]
struct Given {
    name: &'static str,
    value: String,
    from_environment: bool,
}

/// Returns the options that are offered: the database has options of its own, and a server that is asked over HTTP does not
/// ask another one.
fn offered() -> impl Iterator<Item = &'static GateOption> {
    let elsewhere = ["database-url", "database-password-file"];
    Options::ALL
        .iter()
        .filter(move |option| !elsewhere.contains(&option.name) && !option.name.starts_with("http-"))
}

impl Args for GateOptions {
    fn augment_args(command: Command) -> Command {
        let argument = |option: &'static GateOption| {
            let action = match option.repeats {
                true => ArgAction::Append,
                false => ArgAction::Set,
            };
            let hint = match option.value_name {
                "FILE" => ValueHint::FilePath,
                _ => ValueHint::Unknown,
            };
            let help = match option.repeats {
                true => format!("{}; repeatable", option.help),
                false => option.help.to_owned(),
            };
            Arg::new(option.name)
                .long(option.name)
                .visible_aliases(option.aliases.iter().copied())
                .value_name(option.value_name)
                .value_hint(hint)
                .help(help)
                .action(action)
        };
        command.args(offered().map(argument))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for GateOptions {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let given = |option: &'static GateOption| {
            let values = matches.get_many::<String>(option.name).into_iter().flatten();
            values.map(|value| Given {
                name: option.name,
                value: value.clone(),
                from_environment: !environment::is_typed(matches, option.name),
            })
        };
        Ok(Self(offered().flat_map(given).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl std::fmt::Debug for GateOptions {
    /// Shows the names alone: an address may hold a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list()
            .entries(self.0.iter().map(|given| given.name))
            .finish()
    }
}

impl GateOptions {
    /// Returns the values that were given for an option.
    pub(crate) fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |given| given.name == name)
            .map(|given| given.value.as_str())
    }

    /// Sets them.
    ///
    /// # Errors
    /// When a value is out of its rules.
    pub(crate) fn options(&self) -> Outcome<Options> {
        let mut options = Options::new();
        for given in &self.0 {
            let set = options.set(given.name, &given.value);
            set.map_err(|error| match (error, given.from_environment) {
                (OptionError::Value { name, fault }, true) => {
                    Failure::usage(format_args!("{} {fault}", environment::variable(name)))
                }
                (error, _) => Failure::usage(format_args!("--{error}")),
            })?;
        }
        Ok(options)
    }
}
