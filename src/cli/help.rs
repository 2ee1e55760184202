//! Help: `-h` shows what is a verb's own, and says where the rest is; `--help` shows all.

use clap::Command;

use crate::options::scope::Scope;

/// The headings of options that many verbs share.
const SHARED: [&str; 2] = ["Global options", "Database options"];

/// Arranges the help of a command and of those below it.
pub(super) fn arrange(command: Command, scope: Scope<'_>) -> Command {
    let name = command.get_name().to_owned();
    below(command, scope, &name, &[])
}

/// Leaves the variables of options out of the help.
pub(super) fn without_variables(command: Command) -> Command {
    command
        .mut_args(|option| option.hide_env(true))
        .mut_subcommands(without_variables)
}

fn below(command: Command, scope: Scope<'_>, words: &str, inherited: &[String]) -> Command {
    let mut shared = inherited.to_vec();
    let command = command.mut_args(|option| {
        let Some(heading) = option.get_help_heading() else {
            return option;
        };
        if !SHARED.contains(&heading) {
            return option;
        }
        if !shared.iter().any(|known| known == heading) {
            shared.push(heading.to_owned());
        }
        option.hide_short_help(true)
    });
    // The examples are for --help; without any, it would show what -h ends with.
    let examples = command.get_after_long_help().cloned();
    let elsewhere = elsewhere(words, &shared, examples.is_some());
    command
        .after_long_help(examples.unwrap_or_default())
        .after_help(elsewhere)
        .mut_subcommands(|verb| match scope.has(&verb) {
            true => {
                let words = format!("{words} {}", verb.get_name());
                below(verb, scope, &words, &shared)
            }
            false => verb,
        })
}

/// Says where the options are that `-h` does not show.
fn elsewhere(words: &str, shared: &[String], has_examples: bool) -> String {
    let mut headings: Vec<String> = shared.iter().rev().cloned().collect();
    for heading in headings.iter_mut().skip(1) {
        *heading = heading.to_lowercase();
    }
    headings.extend(has_examples.then(|| "examples".to_owned()));
    format!("{}: `{words} --help`", listed(&headings))
}

/// Joins words as in a sentence.
fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [one, other] => format!("{one} and {other}"),
        [most @ .., last] => format!("{}, and {last}", most.join(", ")),
    }
}
