//! Command lines that cannot be read: what is wrong with them, and what to do about it.

use std::{
    borrow::Cow,
    ffi::{OsStr, OsString},
    io,
};

use clap::{
    Command,
    error::{ContextKind, ContextValue, ErrorKind},
};

use crate::{
    error::{Answer, Code, Failure, Outcome},
    options::environment,
    output::{Format, Output, escape, refuse_closed_stdout},
};

/// Returns what a command line that was not parsed comes to: help and version are results, the rest is a failure.
pub(super) fn not_parsed(error: clap::Error, arguments: &[OsString], output: &Output) -> Outcome<Answer> {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            refuse_closed_stdout()?;
            match error.print() {
                Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                    Err(Failure::new(Code::Environment, error).context("cannot write to stdout"))
                }
                _ => Ok(Answer::Yes),
            }
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            if output.is_table() {
                output.note(format_args!("{}\n", error.render()));
            }
            Err(Failure::usage("a command is missing").hint(see_help(arguments)))
        }
        _ => Err(failure(error, arguments)),
    }
}

/// Returns the hint that names the help of the verb that was meant.
pub(super) fn see_help(arguments: &[OsString]) -> String {
    format!("see `{} --help`", verb(&super::command(), arguments))
}

/// Returns the failure of a command line, in clap's own words, made harmless.
fn failure(mut error: clap::Error, arguments: &[OsString]) -> Failure {
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
    let mut hints: Vec<String> = lines()
        .filter_map(|line| line.trim().strip_prefix("tip: ").map(str::to_owned))
        .collect();
    hints.push(see_help(arguments));
    let message: Vec<&str> = lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with("tip: "))
        .collect();
    // A value without an option is optional to clap where it can be asked for; it is named without those brackets.
    let message = message.join(" ").replace("'[", "'").replace("]'", "'");
    let mut message = in_our_words(message);
    if let Some(variable) = variable_at_fault(&error, arguments) {
        message += &format!(" (from {variable})");
    }
    Failure::usage(message).hint(hints.join("; "))
}

/// Returns a message in which the standard library or clap says why a number cannot be read, in our words.
fn in_our_words(message: String) -> String {
    const NO_NUMBER: [&str; 4] = [
        "invalid digit found in string",
        "cannot parse integer from empty string",
        "number too large to fit in target type",
        "number too small to fit in target type",
    ];
    let Some((about, why)) = message.rsplit_once(": ") else {
        return message;
    };
    let ours = match why.split_once(" is not in ") {
        Some((_, range)) => match range.split_once("..") {
            Some((least, most)) => match most.trim_start_matches('=') {
                // The maximum of the type says nothing to people.
                "" | "18446744073709551615" => format!("must be at least {least}"),
                most => format!("must be {least} to {most}"),
            },
            None => return message,
        },
        None if NO_NUMBER.contains(&why) => "must be a whole number".to_owned(),
        None => return message,
    };
    format!("{about}: {ours}")
}

/// Returns the variable whose value an error is about: the option's own, if the command line alone has no such fault.
fn variable_at_fault(error: &clap::Error, arguments: &[OsString]) -> Option<String> {
    let about = |error: &clap::Error| match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::String(option)) => Some(option.clone()),
        _ => None,
    };
    let option = about(error)?;
    let variable = environment::variable(option.strip_prefix("--")?.split([' ', '=']).next()?);
    std::env::var_os(&variable)?;
    let typed = environment::unbind(super::command()).try_get_matches_from(arguments);
    let same =
        typed.is_err_and(|typed| typed.kind() == error.kind() && about(&typed).as_ref() == Some(&option));
    (!same).then_some(variable)
}

/// Returns the words of the verb that a command line names: `amqtt-admin topic add`.
fn verb(command: &Command, arguments: &[OsString]) -> String {
    let mut words = command.get_name().to_owned();
    let mut command = command;
    for word in typed(arguments).filter_map(|word| word.to_str()) {
        if let Some(below) = command.find_subcommand(word) {
            words = format!("{words} {}", below.get_name());
            command = below;
        }
    }
    words
}

/// Refuses `-h` with a value, as aMQTT's scripts have it for the host: here it would show the help instead.
pub(super) fn refuse_host_by_letter(command: &Command, arguments: &[OsString]) -> Outcome {
    let mut command = command;
    let mut words = typed(arguments).map(|word| word.to_string_lossy()).peekable();
    while let Some(word) = words.next() {
        if let Some(below) = command.find_subcommand(&*word) {
            command = below;
        }
        let value = match &*word {
            "-h" => words
                .peek()
                .filter(|next| !next.starts_with('-') && command.find_subcommand(&***next).is_none())
                .map(|next| next.to_string()),
            word => word.strip_prefix("-h").map(str::to_owned),
        };
        if let Some(value) = value {
            return Err(
                Failure::usage(format_args!("-h shows the help, and takes no value: {value:?}"))
                    .hint(format_args!("name the host of a database with `--host {value}`")),
            );
        }
    }
    Ok(())
}

/// Returns whether a command line asks for the short help, in which variables have no place.
pub(super) fn asks_for_short_help(arguments: &[OsString]) -> bool {
    typed(arguments).any(|word| word == "-h")
}

/// Returns the format that a command line asks for, as far as that can be seen in one that was not parsed.
pub(super) fn format(arguments: &[OsString]) -> Format {
    let mut words = typed(arguments).map(|word| word.to_string_lossy());
    let mut format = None;
    while let Some(word) = words.next() {
        if word == "--format" {
            format = words.next().map(Cow::into_owned);
        } else if let Some(value) = word.strip_prefix("--format=") {
            format = Some(value.to_owned());
        }
    }
    let format = format.or_else(|| std::env::var(environment::variable("format")).ok());
    match format.as_deref() {
        Some("json") => Format::Json,
        Some("ndjson") => Format::Ndjson,
        Some("csv") => Format::Csv,
        _ => Format::Table,
    }
}

/// Returns the words after the program's name, up to `--`.
fn typed(arguments: &[OsString]) -> impl Iterator<Item = &OsStr> {
    arguments
        .iter()
        .skip(1)
        .map(OsString::as_os_str)
        .take_while(|word| *word != "--")
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
