//! The command line as a whole, and the options that all commands share.

mod help;
mod usage;

use std::{
    ffi::OsString,
    io::{self, IsTerminal as _},
    mem::ManuallyDrop,
};

use clap::{ColorChoice, CommandFactory as _, FromArgMatches as _, Parser, parser::ValueSource};
use clap_complete::CompleteEnv;
use time::OffsetDateTime;

use crate::{
    commands::{COMPLETE_VARIABLE, Command},
    context::Context,
    error::{Answer, Code, Failure, Outcome},
    options::{environment, pasted::Given, scope::Scope},
    output::{Format, Output, refuse_closed_stdout},
    prompt::Prompt,
};

/// Identity and rights for MQTT device fleets.
///
/// Create a certificate authority once, a credential for the broker, and one for every device. Manage the accounts and
/// topic rights that brokers read from a database.
#[derive(Debug, Parser)]
#[command(
    name = "amqtt-admin",
    version,
    max_term_width = 100,
    arg_required_else_help = true,
    after_long_help = "\
Examples:
  amqtt-admin ca create --cn my.domain.name --uri my.domain.name
  amqtt-admin server create --cn broker.my.domain.name
  amqtt-admin device create --device-id pump-7
  amqtt-admin user sync
  amqtt-admin user add -c pump-7
  amqtt-admin topic add -c pump-7 -a publish 'plant/pump-7/#'
"
)]
pub(crate) struct Cli {
    #[command(flatten)]
    shared: Shared,

    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Global options")]
struct Shared {
    /// Output format
    #[arg(long, global = true, value_name = "FORMAT", default_value = "table")]
    format: Format,

    /// Print only warnings and errors to stderr
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,

    /// Print more details to stderr
    #[arg(short, long, global = true)]
    verbose: bool,

    /// When to use color; NO_COLOR turns it off too
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: ColorChoice,

    /// Assume yes for all confirmations
    #[arg(short, long, global = true)]
    yes: bool,

    /// Never prompt; fail if a value is missing
    #[arg(long, global = true)]
    no_input: bool,
}

/// Returns the whole command line, with the variables of its options and its help arranged.
pub(crate) fn command() -> clap::Command {
    arranged(Scope::All)
}

fn arranged(scope: Scope<'_>) -> clap::Command {
    help::arrange(environment::bind(Cli::command(), scope), scope)
}

/// Answers a shell that asks for completions; returns false where this is a command to run.
pub(crate) fn complete() -> Result<bool, Failure> {
    let directory = std::env::current_dir().ok();
    CompleteEnv::with_factory(command)
        .var(COMPLETE_VARIABLE)
        .try_complete(std::env::args_os(), directory.as_deref())
        .map_err(|error| Failure::new(Code::Environment, error).context("cannot complete"))
}

/// Returns the output of a command line that was not parsed, or not yet.
pub(crate) fn plain_output(arguments: &[OsString]) -> Output {
    Output::new(usage::format(arguments), false, false, false, false)
}

/// Parses a command line, its first element being the name of the program, and runs it. `begin` is called before that: not for
/// help, the version and what is wrong on a command line, which need no thread for signals.
pub(crate) fn run(
    arguments: &[OsString],
    now: OffsetDateTime,
    begin: impl FnOnce() -> Outcome,
) -> (Output, Outcome<Answer>) {
    let mut command = arranged(Scope::Named(arguments));
    if usage::asks_for_short_help(arguments) {
        command = help::without_variables(command);
    }
    // The process ends before it is worth taking all verbs and options apart again.
    let mut command = ManuallyDrop::new(command);
    if let Err(failure) = usage::refuse_host_by_letter(&command, arguments) {
        return (plain_output(arguments), Err(failure));
    }
    let parsed = command.try_get_matches_from_mut(arguments).and_then(|matches| {
        let format_is_asked_for = matches.value_source("format") != Some(ValueSource::DefaultValue);
        let used = environment::used(&matches);
        let given = Given::on(&command, &matches);
        Ok((Cli::from_arg_matches(&matches)?, used, given, format_is_asked_for))
    });
    let (cli, used, given, format_is_asked_for) = match parsed {
        Ok(parsed) => parsed,
        Err(error) => {
            let output = plain_output(arguments);
            let outcome = usage::not_parsed(error, arguments, &output);
            return (output, outcome);
        }
    };
    if let Err(failure) = begin() {
        return (plain_output(arguments), Err(failure));
    }
    let (output, outcome) = cli.run(now, given, format_is_asked_for);
    let outcome = outcome.map_err(|failure| {
        let failure = used.iter().fold(failure, |failure, used| {
            failure.naming_variable(&used.variable, &used.value)
        });
        match failure.code() {
            Code::Usage => failure.or_hint(usage::see_help(arguments)),
            _ => failure,
        }
    });
    (output, outcome)
}

impl Cli {
    fn run(self, now: OffsetDateTime, given: Given, format_is_asked_for: bool) -> (Output, Outcome<Answer>) {
        let Shared {
            format,
            quiet,
            verbose,
            color,
            yes,
            no_input,
        } = self.shared;
        let styled = |is_terminal| is_styled(color, is_terminal);
        let (stdout, stderr) = (
            styled(io::stdout().is_terminal()),
            styled(io::stderr().is_terminal()),
        );
        let context = Context {
            output: Output::new(format, quiet, verbose, stdout, stderr)
                .with_format_asked_for(format_is_asked_for)
                .with_completion(move |text| given.complete(command, text)),
            prompt: Prompt::new(no_input, yes),
            now,
            command_line: command,
        };
        let outcome = match self.command.has_results() {
            true => refuse_closed_stdout(),
            false => Ok(()),
        };
        let outcome = outcome.and_then(|()| self.command.run(&context));
        (context.output, outcome)
    }
}

fn is_styled(color: ColorChoice, is_terminal: bool) -> bool {
    match color {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => is_terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Calls a function with every verb and the words that name it.
    fn each_verb(command: &clap::Command, words: &str, check: &mut dyn FnMut(&clap::Command, &str)) {
        let mut verbs = command
            .get_subcommands()
            .filter(|verb| !verb.is_hide_set())
            .peekable();
        if verbs.peek().is_none() {
            check(command, words);
        }
        for verb in verbs {
            each_verb(verb, &format!("{words} {}", verb.get_name()), check);
        }
    }

    #[test]
    fn the_command_line_is_sound() {
        command().debug_assert();
    }

    #[test]
    fn every_verb_has_examples_and_they_parse() {
        let mut seen = 0;
        each_verb(&command(), "amqtt-admin", &mut |verb, words| {
            let text = verb
                .get_after_long_help()
                .map(ToString::to_string)
                .unwrap_or_default();
            let examples: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("  ")).collect();
            assert!(!examples.is_empty(), "{words} has no examples");
            for example in examples {
                let typed = example.split(['<', '>', '|']).next().unwrap();
                let typed = shlex::split(typed).unwrap();
                assert!(
                    example.starts_with(words) || example.contains(verb.get_name()),
                    "{example}"
                );
                let parsed = command().try_get_matches_from(&typed);
                assert!(parsed.is_ok(), "{example}: {}", parsed.unwrap_err());
                seen += 1;
            }
        });
        assert!(seen > 20, "only {seen} examples found");
    }

    #[test]
    fn every_option_with_a_value_has_its_variable() {
        each_verb(&command(), "amqtt-admin", &mut |verb, words| {
            for option in verb.get_arguments() {
                let (Some(name), true) = (option.get_long(), option.get_action().takes_values()) else {
                    assert!(option.get_env().is_none(), "{words} {option}");
                    continue;
                };
                let has = option
                    .get_env()
                    .is_some_and(|env| *env == *environment::variable(name));
                let writes = name == "output-dir" && ["man", "completions"].contains(&verb.get_name());
                assert_eq!(has, !writes, "{words} --{name}");
            }
        });
    }

    #[test]
    fn a_letter_for_the_host_is_told_from_help() {
        let refused = |line: &str| {
            let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            usage::refuse_host_by_letter(&command(), &words).is_err()
        };
        for line in ["a user -h db list", "a -h db", "a user list -hdb"] {
            assert!(refused(line), "{line}");
        }
        for line in [
            "a -h",
            "a user -h",
            "a -h user",
            "a user add -h --quiet",
            "a topic rm -- -h x",
        ] {
            assert!(!refused(line), "{line}");
        }
    }
}
