//! The command line as a whole, and the options that all commands share.

use std::{borrow::Cow, io};

use clap::{
    ColorChoice, CommandFactory as _, Parser,
    error::{ContextValue, ErrorKind},
};
use clap_complete::CompleteEnv;
use time::OffsetDateTime;

use crate::{
    commands::{COMPLETE_VARIABLE, Command},
    context::Context,
    error::{Answer, Code, Failure, Outcome},
    output::{Format, Output, escape},
    prompt::Prompt,
};

/// Identity and rights for MQTT device fleets.
///
/// Make a certificate authority once, a credential for the broker, and one for every device.
#[derive(Debug, Parser)]
#[command(
    name = "amqtt-admin",
    version,
    max_term_width = 100,
    arg_required_else_help = true
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
    /// How to write results
    #[arg(
        long,
        global = true,
        env = "AMQTT_ADMIN_FORMAT",
        value_name = "FORMAT",
        default_value = "table"
    )]
    format: Format,

    /// Say nothing on stderr but warnings and errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,

    /// Say more on stderr
    #[arg(short, long, global = true)]
    verbose: bool,

    /// When to use colours; NO_COLOR switches them off too
    #[arg(
        long,
        global = true,
        env = "AMQTT_ADMIN_COLOR",
        value_name = "WHEN",
        default_value = "auto"
    )]
    color: ColorChoice,

    /// Answer every confirmation with yes
    #[arg(short, long, global = true)]
    yes: bool,

    /// Never ask; a missing value is an error
    #[arg(long, global = true)]
    no_input: bool,
}

impl Cli {
    /// Answers a shell that asks for completions; false where this is a command to run.
    pub(crate) fn complete() -> Result<bool, clap::Error> {
        let directory = std::env::current_dir().ok();
        CompleteEnv::with_factory(Self::command)
            .var(COMPLETE_VARIABLE)
            .try_complete(std::env::args_os(), directory.as_deref())
    }

    /// Runs the command that was asked for.
    pub(crate) fn run(self, now: OffsetDateTime) -> (Output, Outcome<Answer>) {
        let Shared {
            format,
            quiet,
            verbose,
            color,
            yes,
            no_input,
        } = self.shared;
        let styled = is_styled(color, &io::stderr());
        let styled_results = is_styled(color, &io::stdout());
        dialoguer::console::set_colors_enabled_stderr(styled);
        let context = Context {
            output: Output::new(format, quiet, verbose, styled, styled_results),
            prompt: Prompt::new(no_input, yes),
            now,
            command_line: Self::command,
        };
        let outcome = self.command.run(&context);
        (context.output, outcome)
    }
}

fn is_styled(color: ColorChoice, stream: &impl io::IsTerminal) -> bool {
    match color {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => {
            stream.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        }
    }
}

/// What to do where the command line is no command: help and version are results, the rest is told.
pub(crate) fn not_parsed(error: clap::Error) -> Outcome<Answer> {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => match error.print() {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(Failure::new(Code::Environment, error).context("cannot write to stdout"))
            }
            _ => Ok(Answer::Yes),
        },
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = error.print();
            Err(Failure::usage("a command is missing"))
        }
        _ => Err(usage_failure(error)),
    }
}

/// What is wrong with the command line, in a line or two; clap's own words, made harmless.
fn usage_failure(mut error: clap::Error) -> Failure {
    let contexts: Vec<_> = error
        .context()
        .map(|(kind, value)| (kind, harmless(value)))
        .collect();
    for (kind, value) in contexts {
        error.insert(kind, value);
    }
    let text = error.render().to_string();
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    let lines = || {
        text.lines()
            .take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more"))
    };
    let tips: Vec<&str> = lines()
        .filter_map(|line| line.trim().strip_prefix("tip: "))
        .collect();
    let message: Vec<&str> = lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with("tip: "))
        .collect();
    let hint = if tips.is_empty() {
        "--help lists what there is".to_owned()
    } else {
        tips.join("; ")
    };
    Failure::usage(message.join(" ")).hint(hint)
}

fn harmless(value: &ContextValue) -> ContextValue {
    let escaped = |text: &String| escape(&without_password(text)).into_owned();
    match value {
        ContextValue::String(text) => ContextValue::String(escaped(text)),
        ContextValue::Strings(texts) => ContextValue::Strings(texts.iter().map(escaped).collect()),
        other => other.clone(),
    }
}

/// Hides the password of a URL that was given in the wrong place.
fn without_password(text: &str) -> Cow<'_, str> {
    let parts = || {
        let (scheme, rest) = text.split_once("://")?;
        let (login, host) = rest.rsplit_once('@')?;
        let (user, _) = login.split_once(':')?;
        Some(format!("{scheme}://{user}:…@{host}"))
    };
    parts().map_or(Cow::Borrowed(text), Cow::Owned)
}
