//! A manual page, made of what the command line says about itself.

use std::io;

use clap::{Arg, Command};
use clap_mangen::{
    Man,
    roff::{Roff, bold, italic, roman},
};

use crate::{
    context::Context,
    error::{Code, Failure, Outcome},
};

/// The exit codes, as README has them.
const EXIT_STATUS: [(&str, &str); 6] = [
    ("0", "Done, or the check passed."),
    (
        "1",
        "Refused: something is missing or already exists, a key or certificate does not fit, the operator declined, or the \
         check failed. Nothing was changed.",
    ),
    (
        "2",
        "The command line is wrong, or a value is missing and there is no terminal to ask at.",
    ),
    (
        "3",
        "A file is missing, unreadable, not writable or malformed, or a database cannot be reached, read or written.",
    ),
    ("70", "A bug in amqtt-admin."),
    ("130", "Interrupted."),
];

/// The files that verbs read and write by default, by the group that uses them.
const FILES: [(&str, &str, &[&str]); 5] = [
    (
        "ca.key, ca.crt",
        "The key and the certificate of the CA, in the working directory.",
        &["ca", "server", "device"],
    ),
    (
        "server.key, server.crt",
        "The key and the certificate of the broker, in --output-dir.",
        &["server"],
    ),
    (
        "<id>.key, <id>.crt",
        "The key and the certificate of a device, in --output-dir.",
        &["device"],
    ),
    (
        "*.old",
        "Files that --force or --force-ca has replaced.",
        &["ca", "server", "device"],
    ),
    (
        "auth.db",
        "The SQLite database of accounts and topic rights, in the working directory, where no other is named.",
        &["user", "topic", "serve"],
    ),
];

/// Returns the whole command line, with all that its verbs inherit.
pub(super) fn root(context: &Context) -> Command {
    let mut root = (context.command_line)().disable_help_subcommand(true);
    root.build();
    with_all_help(root)
}

/// Shows the help of options that `-h` leaves out.
fn with_all_help(command: Command) -> Command {
    command
        .mut_args(|option| option.hide_short_help(false))
        .mut_subcommands(with_all_help)
}

/// Returns the name and the text of every page: the program's, each group's and each verb's.
pub(super) fn all(root: &Command) -> Outcome<Vec<(String, String)>> {
    let mut pages = Vec::new();
    add(root, root, &[], &mut pages)?;
    Ok(pages)
}

/// Returns the page of the command with these words, by their aliases too; none where there is no such command.
pub(super) fn of(root: &Command, words: &[String]) -> Outcome<Option<String>> {
    let (mut command, mut names) = (root, Vec::new());
    for word in words {
        match command.find_subcommand(word) {
            Some(below) if !below.is_hide_set() => command = below,
            _ => return Ok(None),
        }
        names.push(command.get_name());
    }
    text(root, command, &names).map(Some)
}

fn add(root: &Command, command: &Command, names: &[&str], pages: &mut Vec<(String, String)>) -> Outcome {
    pages.push((format!("{}.1", name(names)), text(root, command, names)?));
    for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
        add(root, below, &[names, &[below.get_name()]].concat(), pages)?;
    }
    Ok(())
}

/// Returns the name of a page: `amqtt-admin-device-create`.
fn name(names: &[&str]) -> String {
    [&["amqtt-admin"], names].concat().join("-")
}

fn text(root: &Command, command: &Command, names: &[&str]) -> Outcome<String> {
    let mut page = Vec::new();
    write(root, command, names, &mut page)
        .map_err(|error| Failure::new(Code::Bug, error).context("a manual page cannot be made"))?;
    Ok(with_one_preamble(&String::from_utf8_lossy(&page)))
}

/// Keeps the lines that every section begins with at the top alone.
fn with_one_preamble(page: &str) -> String {
    let is_preamble = |line: &str| line.starts_with(".ie \\n(.g") || line.starts_with(".el .ds Aq");
    let mut lines = page.lines();
    let preamble: Vec<&str> = lines.by_ref().take(2).collect();
    let rest = lines.filter(|line| !is_preamble(line));
    preamble
        .into_iter()
        .chain(rest)
        .fold(String::new(), |page, line| page + line + "\n")
}

fn write(root: &Command, command: &Command, names: &[&str], page: &mut Vec<u8>) -> io::Result<()> {
    let usage = command.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:").trim().to_owned();
    let described = command
        .clone()
        .display_name(name(names))
        .override_usage(usage)
        .mut_subcommands(|below| {
            let hyphenated = name(&[names, &[below.get_name()]].concat());
            below.display_name(hyphenated)
        });
    let man = Man::new(described)
        .title(name(names).to_uppercase())
        .source(concat!("amqtt-admin ", env!("CARGO_PKG_VERSION")))
        .manual("amqtt-admin manual");
    man.render_title(page)?;
    man.render_name_section(page)?;
    man.render_synopsis_section(page)?;
    man.render_description_section(page)?;
    man.render_options_section(page)?;
    if command.has_subcommands() {
        man.render_subcommands_section(page)?;
    }
    let mut roff = Roff::new();
    examples(command, &mut roff);
    exit_status(&mut roff);
    environment(command, &mut roff);
    files(names, &mut roff);
    see_also(root, command, names, &mut roff);
    roff.to_writer(page)
}

fn examples(command: &Command, roff: &mut Roff) {
    let examples = command.get_after_long_help().map(ToString::to_string);
    let examples = examples.unwrap_or_default();
    let examples: Vec<&str> = examples
        .lines()
        .filter_map(|line| line.strip_prefix("  "))
        .collect();
    if examples.is_empty() {
        return;
    }
    roff.control("SH", ["EXAMPLES"]);
    for example in examples {
        roff.control("PP", []);
        roff.control("RS", ["4"]);
        roff.control("nf", []);
        roff.text([roman(example)]);
        roff.control("fi", []);
        roff.control("RE", []);
    }
}

fn exit_status(roff: &mut Roff) {
    roff.control("SH", ["EXIT STATUS"]);
    for (code, meaning) in EXIT_STATUS {
        roff.control("TP", []);
        roff.text([bold(code)]);
        roff.text([roman(meaning)]);
    }
}

fn environment(command: &Command, roff: &mut Roff) {
    roff.control("SH", ["ENVIRONMENT"]);
    roff.text([roman(
        "An option on the command line takes precedence over its variable. An empty variable counts as not set.",
    )]);
    let mut options: Vec<(String, &Arg)> = command
        .get_arguments()
        .filter_map(|option| Some((option.get_env()?.to_string_lossy().into_owned(), option)))
        .collect();
    options.sort_by(|a, b| a.0.cmp(&b.0));
    for (variable, option) in options {
        roff.control("TP", []);
        roff.text([bold(variable)]);
        roff.text([
            roman("The value of "),
            bold(format!("--{}", option.get_long().unwrap_or_default())),
            roman("."),
        ]);
    }
    roff.control("TP", []);
    roff.text([bold("NO_COLOR")]);
    roff.text([roman("If set and not empty, nothing is printed in color.")]);
}

fn files(names: &[&str], roff: &mut Roff) {
    let used = |groups: &[&str]| names.first().is_none_or(|group| groups.contains(group));
    let files: Vec<_> = FILES.iter().filter(|(_, _, groups)| used(groups)).collect();
    roff.control("SH", ["FILES"]);
    if files.is_empty() {
        roff.text([roman("None, except for those in --output-dir.")]);
    }
    for (name, meaning, _) in files {
        roff.control("TP", []);
        roff.text([italic(*name)]);
        roff.text([roman(*meaning)]);
    }
}

/// Refers to the command above, its other verbs, and those below.
fn see_also(root: &Command, command: &Command, names: &[&str], roff: &mut Roff) {
    let mut pages = Vec::new();
    if let Some((own, above)) = names.split_last() {
        pages.push(name(above));
        let group = above.iter().fold(root, |command, word| {
            command.find_subcommand(word).unwrap_or(command)
        });
        if !above.is_empty() {
            let others = group.get_subcommands().filter(|verb| verb.get_name() != *own);
            pages.extend(
                others
                    .filter(|verb| !verb.is_hide_set())
                    .map(|verb| name(&[above, &[verb.get_name()]].concat())),
            );
        }
    }
    let below = command.get_subcommands().filter(|verb| !verb.is_hide_set());
    pages.extend(below.map(|verb| name(&[names, &[verb.get_name()]].concat())));
    roff.control("SH", ["SEE ALSO"]);
    let mut line = Vec::new();
    for (number, page) in pages.iter().enumerate() {
        if number > 0 {
            line.push(roman(", "));
        }
        line.push(bold(page.as_str()));
        line.push(roman("(1)"));
    }
    roff.text(line);
}
