//! Environment variables: every option that takes a value has one, named after it.

use std::ffi::{OsStr, OsString};

use clap::{Arg, ArgMatches, Command, builder::Resettable, parser::ValueSource};

use crate::options::scope::Scope;

/// The prefix of all variables' names.
const PREFIX: &str = "AMQTT_ADMIN_";

/// Options that write files where they are given: one that is set for other verbs must not turn `man` and
/// `completions`, which print, into verbs that write.
const COMMAND_LINE_ALONE: [(&str, &str); 2] = [("man", "output-dir"), ("completions", "output-dir")];

/// A value that an option took from the environment.
#[derive(Debug)]
pub(crate) struct Used {
    pub(crate) variable: String,
    pub(crate) value: String,
}

/// Returns the name of an option's variable: `AMQTT_ADMIN_ORG_NAME` for `--org-name`.
pub(crate) fn variable(option: &str) -> String {
    PREFIX.to_owned() + &option.to_uppercase().replace('-', "_")
}

/// Gives every option that takes a value its variable, here and in the commands below. A list with commas is for variables alone:
/// on the command line an option is repeated.
pub(crate) fn bind(command: Command, scope: Scope<'_>) -> Command {
    each_option(command, scope, &|option, name| {
        let set = std::env::var_os(&name);
        // What is typed beats the variable, which is not even read then.
        let is_read =
            set.as_deref().is_some_and(counts) && !option.get_long().is_some_and(|name| scope.types(name));
        let option = match is_read {
            true => option,
            false => option.value_delimiter(Resettable::Reset),
        };
        if set.as_deref().is_none_or(counts) {
            option.env(name).hide_env_values(true)
        } else {
            let help = option.get_help().map(ToString::to_string).unwrap_or_default();
            option
                .env(Resettable::Reset)
                .help(format!("{help} [env: {name}]"))
        }
    })
}

/// Takes the variables away, to see what a command line says by itself.
pub(crate) fn unbind(command: Command) -> Command {
    each_option(command, Scope::All, &|option, _| {
        option.env(Resettable::Reset).value_delimiter(Resettable::Reset)
    })
}

fn each_option(command: Command, scope: Scope<'_>, change: &dyn Fn(Arg, String) -> Arg) -> Command {
    let verb = command.get_name().to_owned();
    let command = command.mut_args(|option| match option.get_long() {
        Some(name) if option.get_action().takes_values() => {
            let name = name.to_owned();
            if COMMAND_LINE_ALONE.contains(&(&verb, &name)) {
                option.env(Resettable::Reset)
            } else {
                change(option, variable(&name))
            }
        }
        _ => option,
    });
    command.mut_subcommands(|verb| match scope.has(&verb) {
        true => each_option(verb, scope, change),
        false => verb,
    })
}

/// Returns whether a variable's value is one. An empty one is not; nor is the address that Kubernetes puts into
/// `AMQTT_ADMIN_PORT` beside a service called `amqtt-admin`.
fn counts(value: &OsStr) -> bool {
    let text = value.to_string_lossy();
    let service = ["tcp://", "udp://", "sctp://"]
        .iter()
        .any(|scheme| text.starts_with(scheme));
    !text.is_empty() && !service
}

/// Returns whether an option or operand that the verb has was given on the command line.
pub(crate) fn is_typed(matches: &ArgMatches, id: &str) -> bool {
    matches.try_contains_id(id).is_ok() && matches.value_source(id) == Some(ValueSource::CommandLine)
}

/// Returns the values that a parsed command line took from the environment.
pub(crate) fn used(matches: &ArgMatches) -> Vec<Used> {
    let mut found = Vec::new();
    for id in matches.ids().map(clap::Id::as_str) {
        // An option that was inherited is known where it was defined.
        let is_known = matches.try_contains_id(id).is_ok();
        if is_known && matches.value_source(id) == Some(ValueSource::EnvVariable) {
            let variable = variable(id);
            let value = std::env::var_os(&variable).map(OsString::into_string);
            if let Some(Ok(value)) = value {
                found.push(Used { variable, value });
            }
        }
    }
    if let Some((_, verb)) = matches.subcommand() {
        found.extend(used(verb));
    }
    found.dedup_by(|a, b| a.variable == b.variable);
    found
}
