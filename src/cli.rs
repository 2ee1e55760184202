//! The command line as a whole, and the options that all commands share.

mod help;
mod usage;

use std::{
    ffi::OsString,
    io::{self, IsTerminal as _},
};

use clap::{ColorChoice, CommandFactory as _, FromArgMatches as _, Parser};
use clap_complete::CompleteEnv;
use time::OffsetDateTime;

use crate::{
    commands::{COMPLETE_VARIABLE, Command},
    context::Context,
    error::{Answer, Code, Failure, Outcome},
    options::environment,
    output::{Format, Output},
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
    subcommand_required = true,
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
    help::arrange(environment::bind(Cli::command()))
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

/// Parses a command line, its first element being the name of the program, and runs it.
pub(crate) fn run(arguments: &[OsString], now: OffsetDateTime) -> (Output, Outcome<Answer>) {
    let command = command();
    if let Err(failure) = usage::refuse_host_by_letter(&command, arguments) {
        return (plain_output(arguments), Err(failure));
    }
    let parsed = command
        .clone()
        .try_get_matches_from(arguments)
        .and_then(|matches| Ok((Cli::from_arg_matches(&matches)?, environment::used(&matches))));
    let (cli, used) = match parsed {
        Ok(parsed) => parsed,
        Err(error) => {
            let output = plain_output(arguments);
            return (output, usage::not_parsed(error, command, arguments));
        }
    };
    let (output, outcome) = cli.run(now);
    let outcome = outcome.map_err(|failure| {
        let failure = used.iter().fold(failure, |failure, used| {
            failure.naming_variable(&used.variable, &used.value)
        });
        match failure.code() {
            Code::Usage => failure.or_hint(usage::see_help(&command, arguments)),
            _ => failure,
        }
    });
    (output, outcome)
}

impl Cli {
    fn run(self, now: OffsetDateTime) -> (Output, Outcome<Answer>) {
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
            output: Output::new(format, quiet, verbose, stdout, stderr),
            prompt: Prompt::new(no_input, yes),
            now,
            command_line: command,
        };
        let outcome = self.command.run(&context);
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
